package cn.jinfu.credit.rating;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import cn.jinfu.credit.consent.Consents;
import cn.jinfu.credit.rating.RatingStatus.Action;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.Forbidden;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.MemberMessages;
import cn.jinfu.member.MemberSummary;
import cn.jinfu.member.ServiceKind;
import cn.jinfu.member.ServiceUse;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Rates farms and shows what came out; only with the farm's consent. */
@Service
@RequiredArgsConstructor
public class Ratings {

	static final String TYPE = "RatingCase";

	private final RatingCases cases;

	private final Scorecards scorecards;

	private final CardEditions editions;

	private final FactCollector facts;

	private final Consents consents;

	private final MemberDirectory members;

	private final ServiceUse serviceUse;

	private final Numbers numbers;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final RatingOverrides overrides;

	private final RatingSuspensions suspensions;

	private final MemberMessages messages;

	private final JdbcClient sql;

	/** So many other ratings of a farm are offered for comparison. */
	private static final int MOST_OTHERS = 20;

	/** How many days before its end a farm is told, and staff are asked to rate again. */
	static final int END_TOLD_DAYS = 30;

	/** A line of the list. */
	public record Line(UUID ratingId, String no, UUID memberId, String memberName, LocalDate asOf, int score,
			String grade, Money limit, LocalDate validTo, RatingStatus status) {
	}

	/**
	 * A rating with its model, for people.
	 *
	 * @param grade that counts today; the model's own is the outcome's
	 * @param limit that goes with it
	 * @param overrideTo last day of a person's decision; null when the model's grade
	 * counts
	 * @param suspended why it carries no new application; null unless suspended
	 */
	public record View(UUID ratingId, String no, UUID memberId, String memberNo, String memberName, String model,
			UUID cardId, LocalDate asOf, RatingStatus status, LocalDate validTo, String snapshotSha256, Outcome outcome,
			Grade grade, Money limit, @Nullable LocalDate overrideTo, @Nullable RatingSuspension suspended,
			long version) {

		public boolean can(String action) {
			return status.allows(RatingStatus.Action.valueOf(action));
		}

		/**
		 * From when on the advice could count at the earliest; null where there is none.
		 */
		public @Nullable LocalDate adviceFrom(LocalDate today) {
			var advice = outcome.advice();
			return (advice == null) ? null : from(advice.indicator(), advice.step(), advice.value(), today);
		}

		/** The same of the next bin of a reason. */
		public @Nullable LocalDate reasonFrom(Outcome.Reason reason, LocalDate today) {
			var next = reason.next();
			return (next == null) ? null : from(reason.indicator(), next, reason.value(), today);
		}

		private LocalDate from(String indicator, Outcome.Step step, String value, LocalDate today) {
			var rows = outcome.contributions()
				.stream()
				.filter(it -> it.code().equals(indicator))
				.mapToInt(Outcome.Contribution::rows)
				.findFirst()
				.orElse(0);
			return PointsFrom.day(indicator, step, value, rows, today);
		}

	}

	/**
	 * Freezes the facts of today and rates them.
	 * @return the new rating's id
	 */
	@Transactional
	@PreAuthorize("hasAuthority('credit:rating:run')")
	public UUID rate(UUID memberId) {
		return run(memberId);
	}

	/** The farm asks for its own rating. */
	@Transactional
	@PreAuthorize("hasAuthority('credit:own:view')")
	public UUID rateOwn() {
		return run(Actor.current().memberId());
	}

	private UUID run(UUID memberId) {
		var current = cases.current(memberId);
		current.filter(it -> it.status() == RatingStatus.SUSPENDED).ifPresent(it -> {
			throw new WrongState("credit.rating.suspended", it.no());
		});
		current.filter(it -> it.status() == RatingStatus.UNDER_OBJECTION).ifPresent(it -> {
			throw new WrongState("credit.rating.under-objection", it.no());
		});
		return rateAnew(memberId, current);
	}

	/** With the facts and the card of today; the answer to an objection too. */
	UUID rateAnew(UUID memberId, Optional<RatingCase> before) {
		members.requireActive(memberId);
		if (!consents.ratingAllowed(memberId)) {
			throw new Forbidden("credit.rating.no-consent");
		}
		var today = clock.today();
		var version = scorecards.champion(today);
		var snapshot = facts.collect(memberId, today);
		var outcome = new RatingEngine(version.card()).rate(snapshot);
		before.ifPresent(it -> end(it, Action.SUPERSEDE));
		var rating = cases.saveAndFlush(RatingCase.of(numbers.next("credit_rating", "PJ-%06d"), snapshot, version.id(),
				outcome, Actor.current().personId(), clock.now()));
		history.record(TYPE, rating.id(), null, rating.status(), null);
		consents.used(memberId, Actor.current().displayName(), rating.no());
		serviceUse.record(memberId, ServiceKind.RATING, today, "credit.rating", rating.id());
		return rating.id();
	}

	/** The stored snapshot with its card once more; must equal what is stored. */
	@Transactional
	@PreAuthorize("hasAuthority('credit:rating:view')")
	public boolean reproduces(UUID ratingId) {
		var rating = require(ratingId);
		var card = scorecards.require(rating.scorecardVersionId()).card();
		return RatingJson.sha256(rating.snapshot()).equals(rating.snapshotSha256())
				&& RatingJson.write(new RatingEngine(card).rate(rating.inputs())).equals(rating.outcome());
	}

	/**
	 * Ends ratings and overrides past their last day, and tells farms whose rating ends
	 * soon; each once.
	 * @return how many
	 */
	@Transactional
	public int expire(LocalDate today) {
		var ended = overrides.over(today);
		for (var it : ended) {
			dropOverride(it, null);
		}
		var over = cases.over(today);
		for (var it : over) {
			end(it, Action.EXPIRE);
			messages.tell(it.memberId(), "credit.message.rating-expired", it.no());
		}
		var soon = cases.overSoon(today.plusDays(END_TOLD_DAYS));
		for (var it : soon) {
			it.endTold(clock.now());
			cases.saveAndFlush(it);
			messages.tell(it.memberId(), "credit.message.rating-ends", it.no(), it.validTo());
		}
		return ended.size() + over.size() + soon.size();
	}

	private void end(RatingCase rating, Action how) {
		overrides.open(rating.id()).ifPresent(it -> endOverride(it, rating.no()));
		move(rating, how, null);
	}

	/** From here on the model's grade counts again; the farm is told where it did not. */
	void dropOverride(RatingOverride it, @Nullable String why) {
		var inForce = it.status() == OverrideStatus.IN_FORCE;
		endOverride(it, why);
		if (inForce) {
			var rating = cases.require(it.ratingId());
			rating.dropOverride();
			cases.saveAndFlush(rating);
			messages.tell(rating.memberId(), "credit.message.override-ended", rating.no(), rating.grade().name());
		}
	}

	private void endOverride(RatingOverride it, @Nullable String why) {
		var before = it.status();
		it.end();
		overrides.saveAndFlush(it);
		history.record(RatingOverride.TYPE, it.id(), before, it.status(), why);
	}

	/** With its line in the history. */
	void move(RatingCase rating, Action action, @Nullable String reason) {
		var before = rating.status();
		rating.move(action);
		cases.saveAndFlush(rating);
		history.record(TYPE, rating.id(), before, rating.status(), reason);
	}

	private RatingCase require(UUID id) {
		return cases.require(id);
	}

	/** The rating a new application may rest on. */
	@Transactional(readOnly = true)
	public Optional<RatingCase> effective(UUID memberId) {
		return cases.current(memberId).filter(it -> it.effectiveOn(clock.today()));
	}

	/**
	 * The farm's rating, of use for a new application or not for the moment.
	 */
	@Transactional(readOnly = true)
	public Optional<RatingCase> current(UUID memberId) {
		return cases.current(memberId).filter(it -> !clock.today().isAfter(it.validTo()) || !it.effective());
	}

	/** The most that the grade of today carries with nobody behind it. */
	@Transactional(readOnly = true)
	public Money unsecuredCap(RatingCase rating) {
		var card = scorecards.require(rating.scorecardVersionId()).card();
		return new Money(card.band(rating.gradeOn(clock.today())).unsecuredCap());
	}

	/** Any rating, for a case that rests on it. */
	@Transactional(readOnly = true)
	public View part(UUID ratingId) {
		return view(require(ratingId));
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAnyAuthority('credit:rating:view', 'credit:own:view')")
	public View show(UUID ratingId) {
		var scope = Actor.current().scope();
		var rating = require(ratingId);
		if (scope.kind() == Scope.Kind.MEMBER && !scope.ref().equals(rating.memberId().toString())) {
			throw new NotFound("credit.rating.not-found", ratingId);
		}
		return view(rating);
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:own:view')")
	public Optional<View> own() {
		return current(Actor.current().memberId()).map(this::view);
	}

	private View view(RatingCase rating) {
		var member = members.require(rating.memberId());
		var today = clock.today();
		return new View(rating.id(), rating.no(), rating.memberId(), member.no(), member.name(),
				scorecards.require(rating.scorecardVersionId()).card().code(), rating.scorecardVersionId(),
				rating.asOf(), rating.status(), rating.validTo(), rating.snapshotSha256(), rating.result(),
				rating.gradeOn(today), rating.limitOn(today), rating.overridden(today) ? rating.overrideTo() : null,
				suspensions.open(rating.id()).orElse(null), rating.version());
	}

	/**
	 * What is laid beside a rating.
	 *
	 * @param label number of the other rating, or code of the other card
	 * @param ratingId null where it is the same facts under another card
	 */
	public record Beside(String label, @Nullable UUID ratingId, Outcome outcome) {

		public int points(Dimension dimension) {
			return outcome.dimensions()
				.stream()
				.filter(it -> it.dimension() == dimension)
				.mapToInt(Outcome.DimensionScore::points)
				.sum();
		}

		/** Null for what this card does not ask. */
		public Outcome.@Nullable Contribution contribution(String code) {
			return outcome.contributions().stream().filter(it -> it.code().equals(code)).findFirst().orElse(null);
		}

	}

	/**
	 * Another rating of the same farm, or this one's frozen facts under another edition
	 * of the card.
	 * @param other id of a rating or of an edition
	 */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:rating:view')")
	public Beside beside(UUID ratingId, UUID other) {
		var rating = require(ratingId);
		var second = cases.findById(other).filter(it -> it.memberId().equals(rating.memberId()));
		return second.map(it -> new Beside(it.no(), it.id(), it.result()))
			.orElseGet(() -> editions.findById(other)
				.map(it -> new Beside(it.code(), null, new RatingEngine(it.card()).plain(rating.inputs())))
				.orElseThrow(() -> new NotFound("credit.rating.not-found", other)));
	}

	/** What may be laid beside a rating: the farm's other ones, then other cards. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:rating:view')")
	public List<Choice> others(View rating) {
		var ratings = list(null, rating.memberId(), null, MOST_OTHERS).items()
			.stream()
			.filter(it -> !it.ratingId().equals(rating.ratingId()))
			.map(it -> new Choice(it.ratingId().toString(), it.no() + " " + it.asOf() + " " + it.grade()));
		var cards = editions.newestFirst()
			.stream()
			.filter(it -> it.status() != CardStatus.DISCARDED && !it.id().equals(rating.cardId()))
			.map(it -> new Choice(it.id().toString(), it.code()));
		return Stream.concat(ratings, cards).toList();
	}

	/** The latest first; null means all; a farm sees its own alone. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAnyAuthority('credit:rating:view', 'credit:own:view')")
	public Paged<Line> list(@Nullable RatingStatus status, @Nullable UUID memberId, @Nullable String after, int limit) {
		var actor = Actor.current();
		var member = (actor.scope().kind() == Scope.Kind.MEMBER) ? actor.memberId() : memberId;
		var from = Cursor.read(after, 1);
		var rows = filtered("""
				select id, no, member_id, as_of, score,
				       case when override_to >= :today then override_grade else grade end,
				       case when override_to >= :today then override_limit else limit_amount end, valid_to, status""",
				" and (:after = '' or no < :after) order by no desc limit :rows", status, member)
			.param("after", from.isEmpty() ? "" : from.getFirst())
			.param("today", clock.today())
			.param("rows", limit + 1)
			.query((row, n) -> new Line(row.getObject(1, UUID.class), row.getString(2), row.getObject(3, UUID.class),
					"", row.getObject(4, LocalDate.class), row.getInt(5), row.getString(6),
					new Money(row.getBigDecimal(7)), row.getObject(8, LocalDate.class),
					RatingStatus.valueOf(row.getString(9))))
			.list();
		var total = filtered("select count(*)", "", status, member).query(Long.class).single();
		var names = members.inSet(rows.stream().map(Line::memberId).toList());
		return Paged.of(rows, limit, total, it -> Cursor.of(it.no())).map(it -> {
			var named = names.get(it.memberId());
			return new Line(it.ratingId(), it.no(), it.memberId(), (named != null) ? named.name() : "", it.asOf(),
					it.score(), it.grade(), it.limit(), it.validTo(), it.status());
		});
	}

	private JdbcClient.StatementSpec filtered(String select, String rest, @Nullable RatingStatus status,
			@Nullable UUID member) {
		return sql.sql(select + """
				 from credit_rating
				where (:status = '' or status = :status) and (:member = '' or member_id = nullif(:member, '')::uuid)"""
				+ rest)
			.param("status", (status != null) ? status.name() : "")
			.param("member", (member != null) ? member.toString() : "");
	}

	/** A member found for rating. */
	public record Candidate(MemberSummary member, boolean consented, @Nullable String grade) {
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:rating:run')")
	public List<Candidate> candidates(String q) {
		return members.search(q, 20)
			.stream()
			.map(it -> new Candidate(it, consents.ratingAllowed(it.memberId()),
					effective(it.memberId()).map(rating -> rating.gradeOn(clock.today()).name()).orElse(null)))
			.toList();
	}

}
