package cn.jinfu.member.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.member.counter.CounterVisit.Somebody;
import cn.jinfu.member.counter.CounterVisitStatus.Action;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** The visit itself is driven through every cell of the table. */
class CounterVisitStatusTests {

	private static final Instant NOW = Instant.parse("2026-11-26T02:00:00Z");

	private static final Somebody FARMER = new Somebody(UUID.randomUUID(), "f");

	private static final Somebody CLERK = new Somebody(UUID.randomUUID(), "c");

	private static final Somebody JUDGE = new Somebody(UUID.randomUUID(), "j");

	@ParameterizedTest
	@CsvFileSource(resources = "/member/visit-states.csv", useHeadersInDisplayName = true)
	void movesAsTheTableSays(CounterVisitStatus status, Action action, String then) {
		var visit = at(status);
		if (then.equals("-")) {
			assertThatThrownBy(() -> act(visit, action)).isInstanceOf(WrongState.class);
			assertThat(visit.status()).isEqualTo(status);
		}
		else {
			act(visit, action);
			assertThat(visit.status()).isEqualTo(CounterVisitStatus.valueOf(then));
		}
	}

	@Test
	void nobodyServesHimselfOrJudgesHisOwnService() {
		assertThatThrownBy(() -> begun(FARMER, FARMER)).isInstanceOf(RuleBroken.class);
		var visit = at(CounterVisitStatus.OBJECTED);
		for (var involved : new Somebody[] { CLERK, FARMER }) {
			assertThatThrownBy(() -> visit.settle(involved, "fine", NOW)).isInstanceOf(RuleBroken.class);
		}
		assertThatThrownBy(() -> visit.settle(JUDGE, " ", NOW)).isInstanceOf(RuleBroken.class);
		assertThat(visit.status()).isEqualTo(CounterVisitStatus.OBJECTED);
		assertThat(visit.settledBy()).isNull();
	}

	private static CounterVisit begun(Somebody visitor, Somebody clerk) {
		return CounterVisit.begin("CK-000001", UUID.randomUUID(), visitor, clerk, "plot", UUID.randomUUID(), NOW);
	}

	private static CounterVisit at(CounterVisitStatus status) {
		var it = begun(FARMER, CLERK);
		switch (status) {
			case RUNNING -> {
			}
			case ENDED -> act(it, Action.END);
			case OBJECTED -> act(it, Action.OBJECT);
			case SETTLED -> {
				act(it, Action.OBJECT);
				act(it, Action.SETTLE);
			}
		}
		return it;
	}

	private static void act(CounterVisit it, Action action) {
		switch (action) {
			case END -> it.end(NOW);
			case OBJECT -> it.object(FARMER.personId(), "not me", NOW);
			case SETTLE -> it.settle(JUDGE, "looked", NOW);
		}
	}

}
