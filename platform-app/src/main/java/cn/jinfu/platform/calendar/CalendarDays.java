package cn.jinfu.platform.calendar;

import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.WorkingDays;
import cn.jinfu.platform.twopeople.PlatformFourEyes;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The calendar of working days and its drafts. It is the country's, so all federations of
 * an installation share it; what is entered counts once another person has confirmed it.
 */
@Component
@Transactional
@RequiredArgsConstructor
class CalendarDays {

	/**
	 * A day that differs from its weekday.
	 *
	 * @param working null in a draft that takes an arrangement away
	 */
	public record Day(LocalDate day, @Nullable Boolean working, String name, String source) {
	}

	/** A day that waits for its second person. */
	public record Draft(LocalDate day, @Nullable Boolean working, String name, String source, UUID enteredBy,
			String enteredName) {
	}

	/** What may be said about a stretch of days. */
	enum Kind {

		OFF, WORKING, ORDINARY

	}

	private static final int LONGEST = 31;

	private final JdbcClient sql;

	private final BusinessClock clock;

	private final Audit audit;

	private final WorkingDays workingDays;

	@Transactional(readOnly = true)
	public List<Day> days(int year) {
		return sql.sql("""
				select day, working, name, source from platform_working_day
				 where day between ? and ? order by day""")
			.params(LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31))
			.query(Day.class)
			.list();
	}

	@Transactional(readOnly = true)
	public List<Draft> drafts(int year) {
		return sql.sql("""
				select day, working, name, source, entered_by, entered_name from platform_working_day_draft
				 where day between ? and ? order by day""")
			.params(LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31))
			.query(Draft.class)
			.list();
	}

	/** Years with anything in them, and the next one, newest first. */
	@Transactional(readOnly = true)
	public List<Integer> years() {
		return sql.sql("""
				select extract(year from day)::int from platform_working_day
				union select extract(year from day)::int from platform_working_day_draft
				union select ?::int order by 1 desc""").param(clock.today().getYear() + 1).query(Integer.class).list();
	}

	/** An entry over the same day replaces the draft that was there. */
	@PreAuthorize("hasAuthority('platform:calendar:enter')")
	public void enter(LocalDate from, LocalDate to, Kind kind, String name, String source) {
		var last = LocalDate.of(clock.today().getYear() + 2, Month.DECEMBER, 31);
		if (to.isBefore(from) || from.plusDays(LONGEST).isBefore(to) || from.getYear() != to.getYear()
				|| to.isAfter(last)) {
			throw new Refusal.RuleBroken("platform.calendar.stretch", LONGEST).at("to");
		}
		var days = from.datesUntil(to.plusDays(1)).toList();
		if (kind == Kind.WORKING && days.stream().anyMatch(day -> !isWeekend(day))) {
			throw new Refusal.RuleBroken("platform.calendar.weekday").at("from");
		}
		var actor = Actor.current();
		for (var day : days) {
			sql.sql("""
					insert into platform_working_day_draft (day, working, name, source, entered_by, entered_name, entered_at)
					values (?, ?, ?, ?, ?, ?, ?)
					on conflict (day) do update set working = excluded.working, name = excluded.name,
					  source = excluded.source, entered_by = excluded.entered_by, entered_name = excluded.entered_name,
					  entered_at = excluded.entered_at""")
				.param(day)
				.param((kind == Kind.ORDINARY) ? null : kind == Kind.WORKING)
				.param(name)
				.param(source)
				.param(actor.personId())
				.param(actor.displayName())
				.param(Timestamp.from(clock.now()))
				.update();
		}
		audit.record("enter-working-days", "WorkingDay", null, from + " - " + to + " " + kind);
	}

	@PreAuthorize("hasAuthority('platform:calendar:enter')")
	public void withdraw(LocalDate day) {
		var gone = sql.sql("delete from platform_working_day_draft where day = ?").param(day).update();
		if (gone == 0) {
			throw new Refusal.NotFound("platform.calendar.no-draft");
		}
		audit.record("withdraw-working-day", "WorkingDay", null, day.toString());
	}

	/**
	 * Makes a year's drafts count.
	 * @throws Refusal.Forbidden when this person entered one of them
	 */
	@PreAuthorize("hasAuthority('platform:calendar:confirm')")
	public void confirm(int year) {
		var actor = Actor.current();
		var first = LocalDate.of(year, 1, 1);
		var last = LocalDate.of(year, 12, 31);
		var authors = sql
			.sql("select entered_by from platform_working_day_draft where day between ? and ? order by day for update")
			.params(first, last)
			.query(UUID.class)
			.list();
		if (authors.isEmpty()) {
			throw new Refusal.NotFound("platform.calendar.no-draft");
		}
		PlatformFourEyes.CONFIRM_DAYS.requireOther("platform.calendar.same-person", actor.personId(),
				authors.toArray(UUID[]::new));
		sql.sql("""
				insert into platform_working_day (day, working, name, source, entered_by, confirmed_by, confirmed_at)
				select day, working, name, source, entered_by, ?, ? from platform_working_day_draft
				 where day between ? and ? and working is not null
				on conflict (day) do update set working = excluded.working, name = excluded.name, source = excluded.source,
				  entered_by = excluded.entered_by, confirmed_by = excluded.confirmed_by,
				  confirmed_at = excluded.confirmed_at""")
			.params(actor.personId(), Timestamp.from(clock.now()), first, last)
			.update();
		sql.sql("""
				delete from platform_working_day where day in
				  (select day from platform_working_day_draft where day between ? and ? and working is null)""")
			.params(first, last)
			.update();
		sql.sql("delete from platform_working_day_draft where day between ? and ?").params(first, last).update();
		audit.record("confirm-working-days", "WorkingDay", null, year + ": " + authors.size());
		workingDays.forget(year);
	}

	private static boolean isWeekend(LocalDate day) {
		return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
	}

}
