package cn.jinfu.member.register;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Constraints;
import cn.jinfu.kernel.Problems;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.Stale;
import cn.jinfu.member.organisation.OrganisationQueries;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;

/**
 * The same act for many members. Each row is the single act with all its rules, in a
 * transaction of its own: one that is refused keeps no other from being done. What is
 * wrong with the act itself is said once, before the first row.
 */
@Service
@RequiredArgsConstructor
class MemberBatches {

	/** As many rows as one act may concern. */
	static final int MOST = 500;

	/**
	 * A chosen row.
	 *
	 * @param version as it was seen when it was chosen
	 */
	record Picked(UUID memberId, long version) {
	}

	/**
	 * What became of one row.
	 *
	 * @param no null for a member that this person may not see
	 * @param code of the refusal; null where the act was done, like the words and what to
	 * do next
	 */
	record Line(UUID memberId, @Nullable String no, @Nullable String name, boolean done, @Nullable String code,
			@Nullable String words, @Nullable String next) {
	}

	/** Rows in the order in which they were chosen. */
	record Outcome(int done, int refused, List<Line> rows) {

		static Outcome of(List<Line> rows) {
			var done = (int) rows.stream().filter(Line::done).count();
			return new Outcome(done, rows.size() - done, rows);
		}
	}

	private final MemberCommands commands;

	private final MemberQueries queries;

	private final OrganisationQueries organisations;

	private final Problems problems;

	private final BusinessClock clock;

	@PreAuthorize("hasAuthority('member:member:suspend')")
	public Outcome suspend(Collection<Picked> rows, String reason, LocalDate until) {
		requireReason(reason);
		if (until.isBefore(clock.today())) {
			throw new RuleBroken("member.member.suspend-past").at("until");
		}
		return each(rows,
				it -> commands.suspend(new MemberCommands.Suspend(it.memberId(), reason, until, it.version())));
	}

	@PreAuthorize("hasAuthority('member:member:suspend')")
	public Outcome resume(Collection<Picked> rows, String reason) {
		requireReason(reason);
		return each(rows, it -> commands.resume(it.memberId(), reason, it.version()));
	}

	@PreAuthorize("hasAuthority('member:member:edit')")
	public Outcome join(Collection<Picked> rows, UUID organisationId) {
		organisations.require(organisationId);
		return each(rows, it -> commands.join(it.memberId(), organisationId));
	}

	private static void requireReason(String reason) {
		if (reason.isBlank()) {
			throw new RuleBroken("member.member.reason").at("reason");
		}
	}

	private Outcome each(Collection<Picked> rows, Consumer<Picked> act) {
		var chosen = new LinkedHashMap<UUID, Picked>();
		rows.forEach(row -> chosen.putIfAbsent(row.memberId(), row));
		bound(chosen.size());
		var refusals = new LinkedHashMap<UUID, Optional<Refusal>>();
		chosen.forEach((id, row) -> refusals.put(id, Optional.ofNullable(refusal(row, act))));
		var known = queries.chosen(chosen.keySet());
		var lines = new ArrayList<Line>();
		refusals.forEach((id, refusal) -> lines.add(line(id,
				known.stream().filter(it -> it.memberId().equals(id)).findFirst().orElse(null), refusal.orElse(null))));
		return Outcome.of(lines);
	}

	/**
	 * @throws RuleBroken for none, and for more than one act may concern
	 */
	static void bound(int rows) {
		if (rows == 0) {
			throw new RuleBroken("member.batch.none").at("rows");
		}
		if (rows > MOST) {
			throw new RuleBroken("member.batch.too-many", MOST).at("rows");
		}
	}

	private static @Nullable Refusal refusal(Picked row, Consumer<Picked> act) {
		try {
			act.accept(row);
			return null;
		}
		catch (Refusal refusal) {
			return refusal;
		}
		catch (OptimisticLockingFailureException lost) {
			return new Stale("kernel.stale");
		}
		catch (DataIntegrityViolationException violation) {
			if (Constraints.isTwice(violation)) {
				return new Stale("kernel.stale");
			}
			if (Constraints.isUnfit(violation)) {
				return new RuleBroken("kernel.unfit");
			}
			throw violation;
		}
	}

	private Line line(UUID id, MemberView.@Nullable Chosen member, @Nullable Refusal refusal) {
		var no = (member != null) ? member.no() : null;
		var name = (member != null) ? member.name() : null;
		if (refusal == null) {
			return new Line(id, no, name, true, null, null, null);
		}
		var locale = LocaleContextHolder.getLocale();
		var next = problems.next(refusal, locale);
		return new Line(id, no, name, false, refusal.code(), Objects.requireNonNull(problems.words(refusal, locale)),
				next.isEmpty() ? null : next);
	}

}
