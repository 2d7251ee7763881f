package cn.jinfu.member.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;

import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.MemberKind;
import cn.jinfu.member.MemberStatus;
import cn.jinfu.member.MemberStatus.Action;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** The member itself is driven through every cell of the table. */
class MemberStatusTests {

	private static final LocalDate TODAY = LocalDate.of(2026, 11, 25);

	private static final Instant NOW = Instant.parse("2026-11-25T02:00:00Z");

	@ParameterizedTest
	@CsvFileSource(resources = "/member/member-states.csv", useHeadersInDisplayName = true)
	void movesAsTheTableSays(MemberStatus status, Action action, String then) {
		Tenant.runAs("330482", () -> {
			var member = at(status);
			if (then.equals("-")) {
				assertThatThrownBy(() -> act(member, action)).isInstanceOf(WrongState.class);
				assertThat(member.status()).isEqualTo(status);
			}
			else {
				act(member, action);
				assertThat(member.status()).isEqualTo(MemberStatus.valueOf(then));
			}
		});
	}

	/** 农民专业合作社法 第二十五条, 第六十二条: three months before the year ends, organisations six. */
	@ParameterizedTest
	@CsvSource({ "FAMILY_FARM,2026-09-30,2026-12-31", "FAMILY_FARM,2026-10-01,2027-12-31",
			"COOPERATIVE,2026-06-30,2026-12-31", "COOPERATIVE,2026-07-01,2027-12-31" })
	void noticeTakesEffectAtTheEndOfTheYearWhenGivenInTime(MemberKind kind, LocalDate notice, LocalDate end) {
		assertThat(Member.endAfterNotice(kind, notice)).isEqualTo(end);
	}

	@Test
	void suspensionNeedsReasonAndLastDay() {
		Tenant.runAs("330482", () -> {
			var member = at(MemberStatus.ACTIVE);
			assertThatThrownBy(() -> member.suspend(" ", TODAY, TODAY, NOW)).isInstanceOf(RuleBroken.class);
			assertThatThrownBy(() -> member.suspend("why", null, TODAY, NOW)).isInstanceOf(RuleBroken.class);
			assertThatThrownBy(() -> member.suspend("why", TODAY.minusDays(1), TODAY, NOW))
				.isInstanceOf(RuleBroken.class);
			assertThat(member.status()).isEqualTo(MemberStatus.ACTIVE);
			assertThat(member.suspendReason()).isNull();
		});
	}

	private static Member at(MemberStatus status) {
		var it = Member.admit("M-000001", new MemberFacts("x", MemberKind.FAMILY_FARM, null,
				new DivisionCode("330482103"), null, null, null, null, null), TODAY, NOW, false);
		switch (status) {
			case ACTIVE -> {
			}
			case SUSPENDED -> act(it, Action.SUSPEND);
			case LEAVING -> act(it, Action.GIVE_NOTICE);
			case ENDED -> act(it, Action.GIVE_NOTICE, Action.END);
		}
		return it;
	}

	private static void act(Member it, Action... actions) {
		for (var action : actions) {
			@Nullable LocalDate end = it.endsOn();
			switch (action) {
				case SUSPEND -> it.suspend("why", TODAY.plusMonths(1), TODAY, NOW);
				case RESUME -> it.resume();
				case GIVE_NOTICE -> it.giveNotice(TODAY);
				case WITHDRAW_NOTICE -> it.withdrawNotice();
				case END -> it.end((end == null) ? TODAY : end, NOW);
			}
		}
	}

}
