package cn.jinfu.traceability.scan;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TogetherTests {

	@ParameterizedTest
	@CsvSource({ "1,200", "2,64", "3,1" })
	@Timeout(60)
	void everybodyGetsHisOwnAnswer(int trips, int most) throws Exception {
		var largest = new AtomicInteger();
		var asked = new AtomicInteger();
		var together = new Together<Integer, String>(trips, most, all -> {
			largest.accumulateAndGet(all.size(), Math::max);
			asked.addAndGet(all.size());
			return all.stream().map(it -> "answer " + it).toList();
		});
		var work = new ArrayList<Callable<Boolean>>();
		for (int i = 0; i < 20_000; i++) {
			var question = i;
			work.add(() -> ("answer " + question).equals(together.ask(question)));
		}
		try (var threads = Executors.newFixedThreadPool(32)) {
			for (var answer : threads.invokeAll(work, 50, TimeUnit.SECONDS)) {
				assertThat(answer.get()).isTrue();
			}
		}
		assertThat(asked).hasValue(20_000);
		assertThat(largest.get()).isBetween(1, most);
	}

	@Test
	void aFailureIsTheAnswerOfThoseWhoTravelledAndOfNobodyElse() {
		var fails = new AtomicInteger(1);
		var together = new Together<Integer, String>(1, 10, all -> {
			if (fails.getAndDecrement() > 0) {
				throw new IllegalStateException("no connection");
			}
			return all.stream().map(String::valueOf).toList();
		});
		assertThatThrownBy(() -> together.ask(1)).hasMessage("no connection");
		assertThat(together.ask(2)).isEqualTo("2");
	}

}
