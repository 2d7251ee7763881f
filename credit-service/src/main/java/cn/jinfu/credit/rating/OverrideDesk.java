package cn.jinfu.credit.rating;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.credit.rating.RatingCase.Overridden;
import cn.jinfu.credit.rating.RatingOverride.Proposal;
import cn.jinfu.credit.recusal.Recusals;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.MemberMessages;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.multipart.MultipartFile;

/** A grade decided by people: proposed by one with evidence, decided by another. */
@Service
@Transactional
@RequiredArgsConstructor
public class OverrideDesk {

	private static final int MOST_WORDS = 400;

	private static final int MOST_PERCENT = 5;

	private final RatingOverrides overrides;

	private final RatingCases cases;

	private final Ratings ratings;

	private final Scorecards scorecards;

	private final MemberMessages messages;

	private final FileStore files;

	private final Recusals recusals;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final MemberDirectory members;

	private final JdbcClient sql;

	@PreAuthorize("hasAuthority('credit:override:propose')")
	public UUID propose(UUID ratingId, @Nullable Grade grade, @Nullable LocalDate until, String reason,
			@Nullable MultipartFile evidence) {
		return propose(cases.require(ratingId), grade, until, reason, evidence, null).id();
	}

	/** The answer to an objection too; the objection's own evidence may do. */
	RatingOverride propose(RatingCase rating, @Nullable Grade grade, @Nullable LocalDate until, String reason,
			@Nullable MultipartFile evidence, @Nullable RatingObjection objection) {
		requireWords(reason);
		recusals.requireUnrelated(rating.memberId());
		if (grade == null) {
			throw new RuleBroken("credit.override.notch", rating.grade().name()).at("grade");
		}
		if (until == null) {
			throw new RuleBroken("credit.override.until", rating.validTo()).at("until");
		}
		if (overrides.open(rating.id()).isPresent()) {
			throw new WrongState("credit.override.open");
		}
		rating.requireMayOverride(grade, until, clock.today());
		var given = (objection != null) ? objection.evidenceFile() : null;
		var file = files.store(FileStore.Kind.DOCUMENT, evidence, FileStore.Visibility.MEMBER, rating.memberId())
			.map(FileStore.Stored::fileId)
			.orElse(given);
		if (file == null) {
			throw new RuleBroken("credit.override.evidence").at("evidence");
		}
		var actor = Actor.current();
		var override = overrides.saveAndFlush(RatingOverride.propose(rating,
				new Proposal(grade, until, reason, file, (objection != null) ? objection.id() : null), actor.personId(),
				actor.displayName(), clock.now(), clock.today()));
		history.record(RatingOverride.TYPE, override.id(), null, override.status(), reason);
		return override;
	}

	/** From now on its grade counts, with the limit that the card gives this grade. */
	@PreAuthorize("hasAuthority('credit:override:decide')")
	public UUID confirm(UUID id, @Nullable String words, long version) {
		var actor = Actor.current();
		var override = overrides.require(id).seenAt(version);
		recusals.requireUnrelated(cases.require(override.ratingId()).memberId());
		var before = override.status();
		override.confirm(actor.personId(), actor.displayName(), words, clock.now());
		var rating = cases.require(override.ratingId());
		var card = scorecards.require(rating.scorecardVersionId()).card();
		var band = card.band(override.toGrade());
		var limit = Limit.of(card, band, rating.inputs(), rating.thinFile());
		rating.override(new Overridden(band.grade(), band.route(), new Money(limit.amount()), override.validTo(),
				actor.personId()), clock.today());
		cases.saveAndFlush(rating);
		save(override, before, words);
		messages.tell(rating.memberId(), "credit.message.override", rating.no(), rating.grade().name(),
				override.toGrade().name(), override.validTo());
		return rating.id();
	}

	@PreAuthorize("hasAuthority('credit:override:decide')")
	public UUID refuse(UUID id, String words, long version) {
		requireWords(words);
		var actor = Actor.current();
		var override = overrides.require(id).seenAt(version);
		recusals.requireUnrelated(cases.require(override.ratingId()).memberId());
		var before = override.status();
		override.refuse(actor.personId(), actor.displayName(), words, clock.now());
		save(override, before, words);
		return override.ratingId();
	}

	/** Back to the model's grade before its last day, or the proposal is withdrawn. */
	@PreAuthorize("hasAuthority('credit:override:propose')")
	public UUID end(UUID id, String words, long version) {
		requireWords(words);
		var override = overrides.require(id).seenAt(version);
		ratings.dropOverride(override, words);
		return override.ratingId();
	}

	private void save(RatingOverride override, OverrideStatus before, @Nullable String words) {
		overrides.saveAndFlush(override);
		history.record(RatingOverride.TYPE, override.id(), before, override.status(), words);
	}

	private static void requireWords(String words) {
		if (words.strip().length() < 2 || words.length() > MOST_WORDS) {
			throw new RuleBroken("credit.application.words", MOST_WORDS).at("reason");
		}
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:rating:view')")
	public List<RatingOverride> of(UUID ratingId) {
		return overrides.findByRatingIdOrderByProposedAtDesc(cases.require(ratingId).id());
	}

	/** One of the list. */
	public record Line(UUID id, UUID ratingId, String ratingNo, UUID memberId, String memberName, Grade from, Grade to,
			OverrideStatus status, String proposedName, Instant proposedAt, @Nullable String decidedName,
			LocalDate validTo) {
	}

	/**
	 * How many of the ratings in force people have changed: where it is more than five in
	 * a hundred, the card no longer fits.
	 */
	public record Share(long ratings, long changed) {

		public BigDecimal percent() {
			return (ratings == 0) ? BigDecimal.ZERO
					: BigDecimal.valueOf(changed * 100).divide(BigDecimal.valueOf(ratings), 1, RoundingMode.HALF_UP);
		}

		public boolean tooMany() {
			return changed * 100 > MOST_PERCENT * ratings;
		}

	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:rating:view')")
	public Share share() {
		return sql.sql("""
				select count(*), count(o.id) from credit_rating r
				  left join credit_rating_override o on o.tenant_id = r.tenant_id and o.rating_id = r.id
				   and o.status = 'IN_FORCE'
				 where r.status = 'EFFECTIVE'""").query((row, n) -> new Share(row.getLong(1), row.getLong(2))).single();
	}

	/** The newest first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:rating:view')")
	public Paged<Line> list(@Nullable OverrideStatus status, @Nullable String after, int limit) {
		var from = Cursor.read(after, 2);
		var rows = sql.sql("""
				select o.id, o.rating_id, r.no, o.member_id, o.from_grade, o.to_grade, o.status, o.proposed_name,
				       o.proposed_at, o.decided_name, o.valid_to
				  from credit_rating_override o join credit_rating r on r.tenant_id = o.tenant_id and r.id = o.rating_id
				 where (:status = '' or o.status = :status)
				   and (cast(:at as timestamptz) is null or (o.proposed_at, o.id) < (:at, cast(:id as uuid)))
				 order by o.proposed_at desc, o.id desc limit :rows""")
			.param("status", (status != null) ? status.name() : "")
			.param("at", from.isEmpty() ? null : Timestamp.from(Cursor.instant(from.get(0))))
			.param("id", from.isEmpty() ? null : from.get(1))
			.param("rows", limit + 1)
			.query((row, n) -> new Line(row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getString(3),
					row.getObject(4, UUID.class), "", Grade.valueOf(row.getString(5)), Grade.valueOf(row.getString(6)),
					OverrideStatus.valueOf(row.getString(7)), row.getString(8), row.getTimestamp(9).toInstant(),
					row.getString(10), row.getObject(11, LocalDate.class)))
			.list();
		var total = sql
			.sql("select count(*) from (select 1 from credit_rating_override where (:status = '' or status = :status)"
					+ " limit " + (Paged.COUNT_CAP + 1) + ") counted")
			.param("status", (status != null) ? status.name() : "")
			.query(Long.class)
			.single();
		var names = members.inSet(rows.stream().map(Line::memberId).toList());
		return Paged.of(rows, limit, total, it -> Cursor.of(it.proposedAt(), it.id())).map(it -> {
			var named = names.get(it.memberId());
			return new Line(it.id(), it.ratingId(), it.ratingNo(), it.memberId(), (named != null) ? named.name() : "",
					it.from(), it.to(), it.status(), it.proposedName(), it.proposedAt(), it.decidedName(),
					it.validTo());
		});
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:rating:view')")
	public RatingOverride show(UUID id) {
		return overrides.require(id);
	}

}
