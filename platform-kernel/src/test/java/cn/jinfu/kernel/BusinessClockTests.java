package cn.jinfu.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;

class BusinessClockTests {

	/** Half an hour before midnight in Shanghai. */
	private static final Instant NOW = Instant.parse("2026-11-26T15:30:00Z");

	private final BusinessClock clock = new BusinessClock(Clock.fixed(NOW, BusinessClock.ZONE));

	@Test
	void standsAtTheSystemsTimeUntilItIsMoved() {
		assertThat(clock.now()).isEqualTo(NOW);
		assertThat(clock.today()).isEqualTo(LocalDate.of(2026, 11, 26));
		assertThat(clock.aheadDays()).isZero();
	}

	@Test
	void movesForwardByDaysKeepingTheHour() {
		clock.advance(95);
		assertThat(clock.now()).isEqualTo(Instant.parse("2027-03-01T15:30:00Z"));
		assertThat(clock.today()).isEqualTo(LocalDate.of(2027, 3, 1));
		assertThat(clock.realDate()).isEqualTo(LocalDate.of(2026, 11, 26));
	}

	@Test
	void neverGoesBack() {
		clock.advance(10);
		clock.advance(3);
		clock.advance(-20);
		assertThat(clock.aheadDays()).isEqualTo(10);
	}

	@Test
	void aPinnedThreadStaysWhereItIs() {
		clock.advance(10);
		var then = Instant.parse("2026-01-05T01:00:00Z");
		assertThat(BusinessClock.at(then, clock::now)).isEqualTo(then);
		assertThat(clock.today()).isEqualTo(LocalDate.of(2026, 12, 6));
	}

	@Test
	void whenManyMoveItTheFarthestHoldsAndNobodySeesItGoBack() throws Exception {
		try (var threads = Executors.newFixedThreadPool(8)) {
			var movers = new ArrayList<Callable<Boolean>>();
			for (int n = 1; n <= 200; n++) {
				int days = (n * 37) % 200;
				movers.add(() -> {
					var before = clock.today();
					clock.advance(days);
					return !clock.today().isBefore(before) && clock.aheadDays() >= days;
				});
			}
			for (var seen : threads.invokeAll(movers)) {
				assertThat(seen.get()).isTrue();
			}
		}
		assertThat(clock.aheadDays()).isEqualTo(199);
	}

}
