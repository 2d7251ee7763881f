package cn.jinfu.member.register;

import java.time.Instant;
import java.time.LocalDate;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.UnifiedSocialCreditCode;
import cn.jinfu.member.MemberAdmitted;
import cn.jinfu.member.MemberEnded;
import cn.jinfu.member.MemberKind;
import cn.jinfu.member.MemberStatus;
import cn.jinfu.member.MemberStatus.Action;
import cn.jinfu.member.MemberSuspended;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/** A member of the federation, from admission to the end of membership. */
@Entity
@Table(name = "member_member")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
class Member extends Aggregate<Member> {

	private String no;

	private String name;

	@Enumerated(EnumType.STRING)
	private MemberKind kind;

	private @Nullable UnifiedSocialCreditCode uscc;

	@Enumerated(EnumType.STRING)
	private MemberStatus status;

	private DivisionCode divisionCode;

	private @Nullable String address;

	private @Nullable AreaMu areaMu;

	private @Nullable String mainProducts;

	private @Nullable Integer staff;

	private @Nullable Integer householdsLed;

	private LocalDate admittedOn;

	private @Nullable LocalDate suspendedUntil;

	private @Nullable String suspendReason;

	private @Nullable LocalDate noticeOn;

	private @Nullable LocalDate endsOn;

	private @Nullable LocalDate endedOn;

	private boolean demo;

	static Member admit(String no, MemberFacts facts, LocalDate on, Instant at, boolean demo) {
		facts.check();
		var it = new Member();
		it.no = no;
		it.take(facts);
		it.status = MemberStatus.ACTIVE;
		it.admittedOn = on;
		it.demo = demo;
		it.registerEvent(new MemberAdmitted(it.tenantId(), it.id(), no, at));
		return it;
	}

	void change(MemberFacts facts) {
		facts.check();
		if (status == MemberStatus.ENDED) {
			throw new RuleBroken("member.member.ended", no);
		}
		take(facts);
	}

	private void take(MemberFacts facts) {
		name = facts.name().strip();
		kind = facts.kind();
		uscc = facts.uscc();
		divisionCode = facts.divisionCode();
		address = facts.address();
		areaMu = facts.areaMu();
		mainProducts = facts.mainProducts();
		staff = facts.staff();
		householdsLed = facts.householdsLed();
	}

	/**
	 * @param until the last day; a suspension without end is refused
	 */
	void suspend(String reason, @Nullable LocalDate until, LocalDate today, Instant at) {
		var next = status.after(Action.SUSPEND);
		if (reason.isBlank()) {
			throw new RuleBroken("member.member.reason").at("reason");
		}
		if (until == null) {
			throw new RuleBroken("member.member.suspend-until").at("until");
		}
		if (until.isBefore(today)) {
			throw new RuleBroken("member.member.suspend-past").at("until");
		}
		status = next;
		suspendReason = reason;
		suspendedUntil = until;
		registerEvent(new MemberSuspended(tenantId(), id(), at));
	}

	void resume() {
		status = status.after(Action.RESUME);
		suspendReason = null;
		suspendedUntil = null;
	}

	/**
	 * Notice of leaving. Takes effect at the end of the fiscal year when given three
	 * months before it (six for organisations), else a year later (农民专业合作社法 第二十五条).
	 */
	void giveNotice(LocalDate on) {
		status = status.after(Action.GIVE_NOTICE);
		noticeOn = on;
		endsOn = endAfterNotice(kind, on);
		suspendReason = null;
		suspendedUntil = null;
	}

	static LocalDate endAfterNotice(MemberKind kind, LocalDate notice) {
		var yearEnd = LocalDate.of(notice.getYear(), 12, 31);
		var latest = yearEnd.plusDays(1).minusMonths(kind.organisation() ? 6 : 3).minusDays(1);
		return notice.isAfter(latest) ? yearEnd.plusYears(1) : yearEnd;
	}

	void withdrawNotice() {
		status = status.after(Action.WITHDRAW_NOTICE);
		noticeOn = null;
		endsOn = null;
	}

	/**
	 * @throws RuleBroken before the day of leaving
	 */
	void end(LocalDate today, Instant at) {
		var next = status.after(Action.END);
		var due = endsOn;
		if (due == null || today.isBefore(due)) {
			throw new RuleBroken("member.member.not-yet", String.valueOf(due));
		}
		status = next;
		endedOn = due;
		registerEvent(new MemberEnded(tenantId(), id(), at));
	}

}
