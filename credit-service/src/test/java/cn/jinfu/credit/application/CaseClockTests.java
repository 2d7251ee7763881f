package cn.jinfu.credit.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.StatusHistory.Change;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The clock of a step over returns and weekends; 2026-03-02 is a Monday. */
class CaseClockTests {

	private static final EnumSet<ApplicationStatus> REVIEW = EnumSet.of(ApplicationStatus.SUBMITTED);

	private static final UUID CASE = UUID.randomUUID();

	private static Instant day(int day) {
		return LocalDate.of(2026, 3, day).atStartOfDay(BusinessClock.ZONE).toInstant();
	}

	private static Change to(ApplicationStatus status, int day) {
		return new Change("FinancingApplication", CASE, "", "", status.name(), day(day), "", null);
	}

	private static List<CaseClock.Stay> stays(Change... changes) {
		return CaseClock.stays(List.of(changes).reversed(), day(20),
				it -> it.getDayOfWeek() != DayOfWeek.SATURDAY && it.getDayOfWeek() != DayOfWeek.SUNDAY);
	}

	@Test
	@DisplayName("Drafted and submitted at one moment, the time since is the review's")
	void whatHappenedAtOneMomentKeepsItsOrder() {
		var stays = stays(to(ApplicationStatus.DRAFT, 16), to(ApplicationStatus.SUBMITTED, 16));
		assertThat(stays).extracting(CaseClock.Stay::status)
			.containsExactly(ApplicationStatus.DRAFT, ApplicationStatus.SUBMITTED);
		assertThat(stays.getLast().elapsed()).isEqualTo(Duration.ofDays(4));
	}

	@Test
	@DisplayName("A step that was never begun is due on no day")
	void aStepNeverBegunHasNoDay() {
		assertThat(CaseClock.dueFrom(stays(to(ApplicationStatus.DRAFT, 2)), REVIEW, 3)).isEmpty();
	}

	@Test
	@DisplayName("The first time a step has all its days")
	void firstTimeAStepHasAllItsDays() {
		assertThat(CaseClock.dueFrom(stays(to(ApplicationStatus.SUBMITTED, 2)), REVIEW, 3))
			.contains(new CaseClock.Left(day(2), 3));
	}

	@Test
	@DisplayName("What it had before it was returned is taken off, weekends aside")
	void whatItHadBeforeIsTakenOff() {
		var stays = stays(to(ApplicationStatus.SUBMITTED, 6), to(ApplicationStatus.RETURNED, 10),
				to(ApplicationStatus.SUBMITTED, 17));
		assertThat(CaseClock.dueFrom(stays, REVIEW, 3)).as("Friday and Monday were used")
			.contains(new CaseClock.Left(day(17), 1));
		assertThat(CaseClock.dueFrom(stays, REVIEW, 1)).as("used up: due at once")
			.contains(new CaseClock.Left(day(17), 0));
	}

}
