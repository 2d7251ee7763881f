package cn.jinfu.credit.rating;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.credit.rating.RatingCase.Overridden;
import cn.jinfu.credit.rating.RatingOverride.Proposal;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.member.MemberMessages;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

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

	private final RatingOverrides overrides;

	private final RatingCases cases;

	private final Ratings ratings;

	private final Scorecards scorecards;

	private final MemberMessages messages;

	private final FileStore files;

	private final StatusHistory history;

	private final BusinessClock clock;

	@PreAuthorize("hasAuthority('credit:override:propose')")
	public UUID propose(UUID ratingId, @Nullable Grade grade, @Nullable LocalDate until, String reason,
			@Nullable MultipartFile evidence) {
		return propose(cases.require(ratingId), grade, until, reason, evidence, null).id();
	}

	/** The answer to an objection too; the objection's own evidence may do. */
	RatingOverride propose(RatingCase rating, @Nullable Grade grade, @Nullable LocalDate until, String reason,
			@Nullable MultipartFile evidence, @Nullable RatingObjection objection) {
		requireWords(reason);
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

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:rating:view')")
	public RatingOverride show(UUID id) {
		return overrides.require(id);
	}

}
