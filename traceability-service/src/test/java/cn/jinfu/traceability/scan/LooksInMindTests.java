package cn.jinfu.traceability.scan;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import cn.jinfu.traceability.scan.LabelLooks.Look;
import cn.jinfu.traceability.scan.LabelLooks.Question;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.support.DefaultTransactionStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LooksInMindTests {

	private static final Question PACK = new Question("09506000134352", 0, 1, null);

	/** Near the end of what a long holds, as a clock of nanoseconds may be. */
	private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 10);

	private final AtomicInteger asked = new AtomicInteger();

	private final LooksInMind mind = new LooksInMind(clock::get);

	@Test
	void whoAsksAgainIsToldTheSameForASecondAtMost() {
		assertThat(look()).isEqualTo(1);
		clock.addAndGet(LooksInMind.LONGEST.toNanos() - 1);
		assertThat(look()).isEqualTo(1);
		clock.incrementAndGet();
		assertThat(look()).isEqualTo(2);
	}

	@Test
	void anotherPackIsAnotherQuestion() {
		look();
		assertThat(count(mind.at(new Question(PACK.space(), 1, 1, null), _ -> now()))).isEqualTo(2);
		assertThat(count(mind.at(new Question("06901234567892", 0, 1, null), _ -> now()))).isEqualTo(3);
		assertThat(count(mind.at(new Question(PACK.space(), 0, 2, null), _ -> now()))).isEqualTo(4);
		assertThat(look()).isEqualTo(1);
	}

	@Test
	void whateverIsWrittenEndsIt() {
		look();
		mind.afterCommit(transaction(true), null);
		assertThat(look()).as("nothing can have been written").isEqualTo(1);
		mind.afterCommit(transaction(false), null);
		assertThat(look()).isEqualTo(2);
		mind.afterCommit(transaction(false), new IllegalStateException("the connection broke off"));
		assertThat(look()).isEqualTo(3);
		mind.forget();
		assertThat(look()).isEqualTo(4);
	}

	@Test
	void whatWasAskedBeforeSomethingWasWrittenIsNotKept() {
		var old = mind.at(PACK, _ -> {
			var before = now();
			mind.afterCommit(transaction(false), null);
			return before;
		});
		assertThat(count(old)).isEqualTo(1);
		assertThat(look()).isEqualTo(2);
	}

	@Test
	void whatDoesNotExistAndWhatFailsIsAskedAgain() {
		assertThat(mind.at(PACK, _ -> null)).isNull();
		assertThatThrownBy(() -> mind.at(PACK, _ -> {
			throw new IllegalStateException("no connection");
		})).hasMessage("no connection");
		assertThat(look()).isEqualTo(1);
	}

	@Test
	void itDoesNotGrowForEver() {
		look();
		for (long number = 2; number < 10_002; number++) {
			mind.at(new Question(PACK.space(), 0, number, null), _ -> now());
		}
		assertThat(look()).as("asked again, since more than ten thousand came between").isEqualTo(10_002);
	}

	private int look() {
		return count(mind.at(PACK, _ -> now()));
	}

	private static int count(@Nullable Look look) {
		return (look != null) ? look.count() : -1;
	}

	/** Says as its count which answer it is. */
	private Look now() {
		return new Look(new UUID(0, 1), "PRINTED", "plum", BigDecimal.ONE, "L-1", "ACTIVE", LocalDate.EPOCH, "mark",
				"RELEASED", asked.incrementAndGet(), null, null, false, 1, null);
	}

	private static TransactionExecution transaction(boolean readOnly) {
		return new DefaultTransactionStatus(null, null, true, true, false, readOnly, false, null);
	}

}
