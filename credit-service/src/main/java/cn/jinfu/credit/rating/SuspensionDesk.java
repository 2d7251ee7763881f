package cn.jinfu.credit.rating;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.credit.facility.FacilityBook;
import cn.jinfu.credit.rating.RatingSuspension.Cause;
import cn.jinfu.credit.recusal.Recusals;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.member.MemberMessages;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** A rating carries no new application for a while; what was lent stays as it is. */
@Service
@Transactional
@RequiredArgsConstructor
public class SuspensionDesk {

	/** An instalment later than this suspends. */
	private static final int LATE_DAYS = 30;

	/** How long a look-up in the court's register is of use. */
	private static final int LOOK_UP_MONTHS = 18;

	private static final int MOST_WORDS = 400;

	/** Characters of a reason in a short message. */
	private static final int TOLD = 100;

	private final RatingSuspensions suspensions;

	private final RatingCases cases;

	private final Recusals recusals;

	private final Ratings ratings;

	private final FacilityBook facilities;

	private final MemberMessages messages;

	private final BusinessClock clock;

	private final JdbcClient sql;

	/** What the night found; words name the row it stands on. */
	private record Found(UUID ratingId, Cause cause, String words) {
	}

	@PreAuthorize("hasAuthority('credit:rating:suspend')")
	public void suspend(UUID ratingId, Cause cause, String reason, long version) {
		requireWords(reason);
		suspend(cases.require(ratingId).seenAt(version), cause, reason);
	}

	private void suspend(RatingCase rating, Cause cause, String reason) {
		var actor = Actor.current();
		ratings.move(rating, RatingStatus.Action.SUSPEND, reason);
		suspensions.saveAndFlush(
				RatingSuspension.of(rating, cause, reason, actor.personId(), actor.displayName(), clock.now()));
		facilities.suspendUnused(rating.memberId(), actor.personId());
		messages.tell(rating.memberId(), "credit.message.rating-suspended", rating.no(), told(reason));
	}

	/**
	 * On the word of another register.
	 * @return false where the rating is of no use already
	 */
	boolean suspendFor(UUID ratingId, Cause cause, String words) {
		var rating = cases.require(ratingId);
		if (!rating.effective()) {
			return false;
		}
		suspend(rating, cause, words);
		return true;
	}

	/** A short message holds the beginning; the whole stands on the phone's page. */
	private static String told(String reason) {
		return (reason.length() <= TOLD) ? reason : reason.substring(0, TOLD);
	}

	/**
	 * By another person than suspended it.
	 * @throws RuleBroken while an instalment is still that late
	 */
	@PreAuthorize("hasAuthority('credit:rating:suspend')")
	public void lift(UUID ratingId, String reason, long version) {
		requireWords(reason);
		var actor = Actor.current();
		var rating = cases.require(ratingId).seenAt(version);
		recusals.requireUnrelated(rating.memberId());
		rating.status().after(RatingStatus.Action.LIFT);
		var suspension = suspensions.open(ratingId).orElseThrow();
		suspension.lift(actor.personId(), actor.displayName(), reason, clock.now());
		if (suspension.cause() == Cause.OVERDUE && late(rating.memberId())) {
			throw new RuleBroken("credit.suspension.still-late", LATE_DAYS);
		}
		suspensions.saveAndFlush(suspension);
		ratings.move(rating, RatingStatus.Action.LIFT, reason);
		facilities.resumeUnused(rating.memberId(), actor.personId());
		messages.tell(rating.memberId(), "credit.message.rating-lifted", rating.no());
	}

	private boolean late(UUID memberId) {
		return sql.sql("""
				select exists (select 1 from credit_loan l
				  join credit_instalment i on i.tenant_id = l.tenant_id and i.loan_id = l.id
				 where l.member_id = ? and l.status = 'ACTIVE' and i.due_on < ?
				   and i.principal + i.interest > i.principal_paid + i.interest_paid + i.waived)""")
			.params(memberId, clock.today().minusDays(LATE_DAYS))
			.query(Boolean.class)
			.single();
	}

	/**
	 * Suspends what has become late, or was sued since its rating.
	 * @return how many
	 */
	public int suspendFound(LocalDate today) {
		var found = found(today);
		var done = 0;
		for (var it : found) {
			var rating = cases.require(it.ratingId());
			if (rating.effective()) {
				suspend(rating, it.cause(), it.words());
				done++;
			}
		}
		return done;
	}

	private List<Found> found(LocalDate today) {
		return sql
			.sql("""
					select r.id, 'OVERDUE', min(l.bank_loan_no) || ' ' || min(i.due_on)
					  from credit_rating r
					  join credit_loan l on l.tenant_id = r.tenant_id and l.member_id = r.member_id and l.status = 'ACTIVE'
					  join credit_instalment i on i.tenant_id = l.tenant_id and i.loan_id = l.id
					 where r.status = 'EFFECTIVE' and i.due_on < :late
					   and i.principal + i.interest > i.principal_paid + i.interest_paid + i.waived
					 group by r.id
					union all
					select r.id, 'COURT_RECORD', min(f.evidence || ' ' || f.as_of)
					  from credit_rating r
					  join lateral (select distinct on (d.code) d.category, d.evidence, d.as_of, d.entered_at
					                  from credit_declared_fact d
					                 where d.member_id = r.member_id and d.code in ('B505', 'K01')
					                 order by d.code, d.as_of desc) f on true
					 where r.status = 'EFFECTIVE' and f.category in ('OPEN_DEFENDANT', 'HIT') and f.entered_at > r.rated_at
					   and f.as_of > :known
					   and not exists (select 1 from credit_rating_suspension s
					                    where s.rating_id = r.id and s.cause = 'COURT_RECORD' and s.suspended_at >= f.entered_at)
					 group by r.id""")
			.param("late", today.minusDays(LATE_DAYS))
			.param("known", today.minusMonths(LOOK_UP_MONTHS))
			.query((row, n) -> new Found(row.getObject(1, UUID.class), Cause.valueOf(row.getString(2)),
					row.getString(3)))
			.list();
	}

	private static void requireWords(String words) {
		if (words.strip().length() < 2 || words.length() > MOST_WORDS) {
			throw new RuleBroken("credit.application.words", MOST_WORDS).at("reason");
		}
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:rating:view')")
	public List<RatingSuspension> of(UUID ratingId) {
		return suspensions.findByRatingIdOrderBySuspendedAtDesc(cases.require(ratingId).id());
	}

}
