package cn.jinfu.credit.rating;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.credit.rating.RatingObjection.Remedy;
import cn.jinfu.credit.recusal.Recusals;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.MemberMessages;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.multipart.MultipartFile;

/** A farm objects to its rating; somebody who took no part answers. */
@Service
@Transactional
@RequiredArgsConstructor
public class ObjectionDesk {

	/** Read from the bank's bookings: put right there, never here. */
	private static final String REPAYMENT = "B501";

	private static final int MOST_WORDS = 400;

	private final RatingObjections objections;

	private final RatingCases cases;

	private final Ratings ratings;

	private final OverrideDesk overrides;

	private final Scorecards scorecards;

	private final MemberDirectory members;

	private final MemberMessages messages;

	private final FileStore files;

	private final Numbers numbers;

	private final Recusals recusals;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final JdbcClient sql;

	/** A line of the list. */
	public record Line(UUID objectionId, String no, UUID memberId, String memberName, String ratingNo,
			@Nullable String indicator, ObjectionStatus status, Instant filedAt, LocalDate answerBy) {
	}

	/**
	 * With the rating it is about and the one that came of it.
	 */
	public record View(RatingObjection objection, Ratings.View rating, Ratings.@Nullable View after) {
	}

	/**
	 * How an objection is upheld.
	 *
	 * @param indicator and value: for {@link Remedy#CORRECT}
	 * @param grade and until: for {@link Remedy#OVERRIDE}
	 */
	public record Upholding(Remedy remedy, String words, @Nullable String indicator, @Nullable String value,
			@Nullable Grade grade, @Nullable LocalDate until) {
	}

	/**
	 * The farm, on its phone; one at a time, against the rating it has now.
	 * @param indicator the figure it is about; null for all
	 */
	@PreAuthorize("hasAuthority('credit:own:apply')")
	public UUID file(@Nullable String indicator, String reason, @Nullable MultipartFile evidence) {
		var actor = Actor.current();
		requireWords(reason);
		var rating = ratings.current(actor.memberId()).orElseThrow(() -> new RuleBroken("credit.objection.no-rating"));
		if (objections.open(actor.memberId()).isPresent()) {
			throw new WrongState("credit.objection.open");
		}
		rating.status().after(RatingStatus.Action.OBJECT);
		if (indicator != null
				&& rating.result().contributions().stream().noneMatch(it -> it.code().equals(indicator))) {
			throw new RuleBroken("credit.objection.indicator").at("indicator");
		}
		var file = files.store(FileStore.Kind.DOCUMENT, evidence, FileStore.Visibility.MEMBER, actor.memberId())
			.map(FileStore.Stored::fileId)
			.orElse(null);
		var objection = objections.saveAndFlush(RatingObjection.file(numbers.next("credit_objection", "YY-%06d"),
				rating, new RatingObjection.Words(indicator, reason, file), actor.personId(), actor.displayName(),
				clock.now()));
		history.record(RatingObjection.TYPE, objection.id(), null, objection.status(), reason);
		ratings.move(rating, RatingStatus.Action.OBJECT, objection.no());
		return objection.id();
	}

	/** The farm adds what proves it, or brings something better. */
	@PreAuthorize("hasAuthority('credit:own:apply')")
	public void prove(UUID id, @Nullable MultipartFile evidence, long version) {
		var objection = require(id).seenAt(version);
		objection.status().after(ObjectionStatus.Action.WITHDRAW);
		files.store(FileStore.Kind.DOCUMENT, evidence, FileStore.Visibility.MEMBER, objection.memberId())
			.ifPresentOrElse(it -> objection.prove(it.fileId()), () -> {
				throw new RuleBroken("credit.objection.evidence").at("evidence");
			});
		objections.saveAndFlush(objection);
	}

	/** The farm takes it back; the rating is of use again. */
	@PreAuthorize("hasAuthority('credit:own:apply')")
	public void withdraw(UUID id, long version) {
		var objection = require(id).seenAt(version);
		var before = objection.status();
		objection.withdraw();
		save(objection, before, null);
		ratings.move(cases.require(objection.ratingId()), RatingStatus.Action.ANSWER, objection.no());
	}

	/**
	 * It holds: the rating is made anew, with a fact put right or not, or an override is
	 * proposed, which another person decides.
	 * @return the new rating, or the old one where an override is proposed
	 */
	@PreAuthorize("hasAuthority('credit:objection:answer')")
	public UUID uphold(UUID id, Upholding how, @Nullable MultipartFile evidence, long version) {
		requireWords(how.words());
		var objection = require(id).seenAt(version);
		recusals.requireUnrelated(objection.memberId());
		objection.requireMayAnswer(ObjectionStatus.Action.UPHOLD, Actor.current().personId());
		var before = objection.status();
		var rating = cases.require(objection.ratingId());
		var answer = answer(how.words());
		UUID result;
		switch (how.remedy()) {
			case RECALCULATE -> {
				result = ratings.rateAnew(rating.memberId(), Optional.of(rating));
				objection.uphold(how.remedy(), result, answer);
			}
			case CORRECT -> {
				correct(objection, how);
				result = ratings.rateAnew(rating.memberId(), Optional.of(rating));
				objection.uphold(how.remedy(), result, answer);
			}
			case OVERRIDE -> {
				ratings.move(rating, RatingStatus.Action.ANSWER, objection.no());
				overrides.propose(rating, how.grade(), how.until(), how.words(), evidence, objection);
				result = rating.id();
				objection.uphold(how.remedy(), null, answer);
			}
			default -> throw new IllegalStateException();
		}
		save(objection, before, how.words());
		messages.tell(objection.memberId(), "credit.message.objection-upheld", objection.no());
		return result;
	}

	/** It does not hold, and why. */
	@PreAuthorize("hasAuthority('credit:objection:answer')")
	public void dismiss(UUID id, String words, long version) {
		requireWords(words);
		var objection = require(id).seenAt(version);
		recusals.requireUnrelated(objection.memberId());
		var before = objection.status();
		objection.dismiss(answer(words));
		save(objection, before, words);
		ratings.move(cases.require(objection.ratingId()), RatingStatus.Action.ANSWER, objection.no());
		messages.tell(objection.memberId(), "credit.message.objection-dismissed", objection.no());
	}

	private RatingObjection.Answer answer(String words) {
		var actor = Actor.current();
		return new RatingObjection.Answer(actor.personId(), actor.displayName(), words, clock.now());
	}

	private void save(RatingObjection objection, ObjectionStatus before, @Nullable String words) {
		objections.saveAndFlush(objection);
		history.record(RatingObjection.TYPE, objection.id(), before, objection.status(), words);
	}

	private static void requireWords(String words) {
		if (words.strip().length() < 2 || words.length() > MOST_WORDS) {
			throw new RuleBroken("credit.application.words", MOST_WORDS).at("reason");
		}
	}

	/** From today on this value counts, with the objection as its source. */
	private void correct(RatingObjection objection, Upholding how) {
		var code = (how.indicator() != null) ? how.indicator() : String.valueOf(objection.indicator());
		var indicator = scorecards.champion(clock.today())
			.card()
			.indicators()
			.stream()
			.filter(it -> it.code().equals(code))
			.findFirst()
			.orElseThrow(() -> new RuleBroken("credit.objection.indicator").at("indicator"));
		if (code.equals(REPAYMENT)) {
			throw new RuleBroken("credit.objection.not-here").at("indicator");
		}
		var value = (how.value() != null) ? how.value().strip() : "";
		var number = indicator.categorical() ? null : number(value);
		if (indicator.categorical() && indicator.bins().stream().noneMatch(it -> value.equals(it.category()))) {
			throw new RuleBroken("credit.objection.value").at("value");
		}
		sql.sql("""
				insert into credit_declared_fact (id, tenant_id, version, member_id, code, number, category, source,
				  evidence, as_of, entered_by, verified_by, entered_at, objection_id)
				values (?, ?, 0, ?, ?, ?, ?, 'OBJECTION', ?, ?, ?, ?, ?, ?)
				on conflict on constraint credit_declared_fact_day_uq do update
				  set number = excluded.number, category = excluded.category, evidence = excluded.evidence,
				      source = excluded.source, entered_by = excluded.entered_by, verified_by = excluded.verified_by,
				      declaration_id = null, objection_id = excluded.objection_id,
				      version = credit_declared_fact.version + 1""")
			.param(Ids.next())
			.param(Tenant.require())
			.param(objection.memberId())
			.param(code)
			.param(number)
			.param(indicator.categorical() ? value : null)
			.param(objection.no())
			.param(clock.today())
			.param(objection.filedName())
			.param(Actor.current().displayName())
			.param(Timestamp.from(clock.now()))
			.param(objection.id())
			.update();
	}

	private static BigDecimal number(String value) {
		try {
			var number = new BigDecimal(value);
			if (number.precision() - number.scale() <= 9 && number.scale() <= 6) {
				return number;
			}
		}
		catch (NumberFormatException notOne) {
			// told below
		}
		throw new RuleBroken("credit.objection.value").at("value");
	}

	/** A farm reaches its own. */
	private RatingObjection require(UUID id) {
		var objection = objections.require(id);
		var scope = Actor.current().scope();
		if (scope.kind() == Scope.Kind.MEMBER && !scope.ref().equals(objection.memberId().toString())) {
			throw new NotFound("credit.objection.not-found", id);
		}
		return objection;
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAnyAuthority('credit:rating:view', 'credit:own:view')")
	public View show(UUID id) {
		var objection = require(id);
		return new View(objection, ratings.part(objection.ratingId()),
				(objection.newRatingId() != null) ? ratings.part(objection.newRatingId()) : null);
	}

	/** The farm's own, the newest first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:own:view')")
	public List<RatingObjection> own() {
		return objections.findByMemberIdOrderByFiledAtDesc(Actor.current().memberId());
	}

	/** The newest first; a farm sees its own alone. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAnyAuthority('credit:rating:view', 'credit:own:view')")
	public Paged<Line> list(@Nullable ObjectionStatus status, @Nullable UUID memberId, @Nullable String after,
			int limit) {
		var actor = Actor.current();
		var member = (actor.scope().kind() == Scope.Kind.MEMBER) ? actor.memberId() : memberId;
		var from = Cursor.read(after, 1);
		var rows = filtered("select o.id, o.no, o.member_id, r.no, o.indicator, o.status, o.filed_at, o.answer_by",
				" and (:after = '' or o.no < :after) order by o.no desc limit :rows", status, member)
			.param("after", from.isEmpty() ? "" : from.getFirst())
			.param("rows", limit + 1)
			.query((row, n) -> new Line(row.getObject(1, UUID.class), row.getString(2), row.getObject(3, UUID.class),
					"", row.getString(4), row.getString(5), ObjectionStatus.valueOf(row.getString(6)),
					row.getTimestamp(7).toInstant(), row.getObject(8, LocalDate.class)))
			.list();
		var total = filtered("select count(*)", "", status, member).query(Long.class).single();
		var names = members.inSet(rows.stream().map(Line::memberId).toList());
		return Paged.of(rows, limit, total, it -> Cursor.of(it.no())).map(it -> {
			var named = names.get(it.memberId());
			return new Line(it.objectionId(), it.no(), it.memberId(), (named != null) ? named.name() : "",
					it.ratingNo(), it.indicator(), it.status(), it.filedAt(), it.answerBy());
		});
	}

	private JdbcClient.StatementSpec filtered(String select, String rest, @Nullable ObjectionStatus status,
			@Nullable UUID member) {
		return sql
			.sql(select
					+ """
							 from credit_rating_objection o
							  join credit_rating r on r.tenant_id = o.tenant_id and r.id = o.rating_id
							where (:status = '' or o.status = :status) and (:member = '' or o.member_id = nullif(:member, '')::uuid)"""
					+ rest)
			.param("status", (status != null) ? status.name() : "")
			.param("member", (member != null) ? member.toString() : "");
	}

}
