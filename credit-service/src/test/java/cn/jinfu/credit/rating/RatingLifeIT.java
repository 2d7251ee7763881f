package cn.jinfu.credit.rating;

import static cn.jinfu.credit.TestFederation.actor;
import static cn.jinfu.credit.TestFederation.as;
import static cn.jinfu.credit.TestFederation.race;
import static cn.jinfu.credit.TestFederation.refused;
import static cn.jinfu.credit.TestFederation.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import javax.imageio.ImageIO;

import cn.jinfu.credit.TestFederation;
import cn.jinfu.credit.consent.ConsentPurpose;
import cn.jinfu.credit.consent.Consents;
import cn.jinfu.credit.rating.RatingObjection.Remedy;
import cn.jinfu.credit.rating.RatingSuspension.Cause;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Constraints;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.member.MemberMessages;
import cn.jinfu.traceability.BrandLicences;
import cn.jinfu.traceability.LicenceSuspended;
import cn.jinfu.traceability.LotRecalled;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.dao.DataAccessException;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.transaction.support.TransactionTemplate;

/** What happens to a rating after it was made, and what is refused. */
@SpringBootTest(classes = cn.jinfu.CreditAlone.class)
class RatingLifeIT {

	private static final String TENANT = "330482";

	private static final Set<String> STAFF_MAY = Set.of("credit:rating:run", "credit:rating:view",
			"credit:objection:answer", "credit:override:propose", "credit:override:decide", "credit:rating:suspend");

	@Autowired
	Ratings ratings;

	@Autowired
	RatingCases cases;

	@Autowired
	ObjectionDesk objections;

	@Autowired
	OverrideDesk overrides;

	@Autowired
	SuspensionDesk suspensions;

	@Autowired
	RatingTasks tasks;

	@Autowired
	Consents consents;

	@Autowired
	MemberMessages messages;

	@Autowired
	BrandLicences licences;

	@Autowired
	ApplicationEventPublisher publisher;

	@Autowired
	JdbcClient sql;

	@Autowired
	BusinessClock clock;

	@Autowired
	TransactionTemplate transaction;

	private final UUID farm = Ids.next();

	private final Actor farmer = actor(TENANT, "farmer", Scope.member(farm), TestFederation.FARM_MAY);

	private final Actor one = actor(TENANT, "one", Scope.ALL, STAFF_MAY);

	private final Actor two = actor(TENANT, "two", Scope.ALL, STAFF_MAY);

	private TestFederation world;

	private UUID ratingId = farm;

	@BeforeEach
	void aRatedFarm() {
		world = TestFederation.of(TENANT, sql, transaction);
		world.farm(farm);
		world.declareWell(farm);
		as(farmer, () -> consents.give(ConsentPurpose.RATING, null, 12));
		ratingId = as(farmer, ratings::rateOwn);
	}

	@Test
	@DisplayName("I21: what a rating was made from and what came out stays, in the database itself")
	void aRatingStaysAsItWasMade() {
		for (var change : List.of("score = score + 1", "grade = 'AAA'", "limit_amount = limit_amount + 1",
				"snapshot = snapshot || ' '", "outcome = '{}'", "snapshot_sha256 = repeat('0', 64)",
				"as_of = as_of - 1")) {
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> world
					.in(() -> sql.sql("update credit_rating set " + change + " where id = ?").param(ratingId).update()))
				.satisfies(it -> assertThat(Constraints.name(it)).hasValue("credit_rating_kept_ck"));
		}
		assertThat(as(one, () -> ratings.reproduces(ratingId))).isTrue();
	}

	@Test
	@DisplayName("I10: an objected rating carries no new application")
	void anObjectionStopsNewCreditAndItsCorrectionMakesTheRatingAnew() {
		var before = rating();
		var id = object("C102");

		assertThat(status()).isEqualTo(RatingStatus.UNDER_OBJECTION);
		assertThat(as(farmer, () -> ratings.effective(farm))).isEmpty();
		refused("credit.objection.open", () -> object(null));
		refused("credit.rating.under-objection", () -> as(farmer, ratings::rateOwn));
		refused("credit.rating.under-objection", () -> as(one, () -> ratings.rate(farm)));
		assertThat(toDos(one)).filteredOn(it -> it.key().equals("RatingObjection:" + id + ":FILED"))
			.singleElement()
			.satisfies(it -> assertThat(it.dueAt()).isEqualTo(BusinessClock.endOf(clock.today().plusDays(20))));

		var after = as(one, () -> objections.uphold(id, upholding(Remedy.CORRECT, "C102", "3"), null, 0));

		var now = as(one, () -> ratings.show(after));
		assertThat(now.status()).isEqualTo(RatingStatus.EFFECTIVE);
		var figure = now.outcome().contributions().stream().filter(it -> it.code().equals("C102")).findFirst();
		assertThat(figure).hasValueSatisfying(it -> {
			assertThat(it.value()).isEqualTo("3");
			assertThat(it.source()).isEqualTo("OBJECTION");
			assertThat(it.path()).isEqualTo("/console/rating-objections/" + id);
		});
		assertThat(now.outcome().score()).isEqualTo(before.score() - 35);
		assertThat(as(one, () -> ratings.reproduces(after))).isTrue();
		assertThat(rating().status()).isEqualTo(RatingStatus.SUPERSEDED);
		assertThat(as(farmer, () -> objections.show(id)).objection().status()).isEqualTo(ObjectionStatus.UPHELD);
		assertThat(toDos(one)).extracting(ToDo::key).doesNotContain("RatingObjection:" + id + ":FILED");
		verify(messages).tell(eq(farm), eq("credit.message.objection-upheld"), any());
	}

	@Test
	void aDismissedOrWithdrawnObjectionLeavesTheRatingAsItWas() {
		var id = object(null);
		refused("credit.application.words", () -> as(one, () -> run(() -> objections.dismiss(id, " ", 0))));
		refused("kernel.stale", () -> as(one, () -> run(() -> objections.dismiss(id, "checked twice", 7))));
		as(one, () -> run(() -> objections.dismiss(id, "checked twice", 0)));
		assertThat(status()).isEqualTo(RatingStatus.EFFECTIVE);
		assertThat(as(farmer, () -> objections.show(id)).objection().answer()).isEqualTo("checked twice");
		refused("credit.objection.wrong-state", () -> as(farmer, () -> run(() -> objections.withdraw(id, 1))));

		var second = object("O401");
		as(farmer, () -> run(() -> objections.withdraw(second, 0)));
		assertThat(status()).isEqualTo(RatingStatus.EFFECTIVE);
	}

	@Test
	void nobodyAnswersWhatHeTookPartInAndNoOtherFarmSeesIt() {
		ratingId = as(one, () -> ratings.rate(farm));
		var id = object(null);

		refused("credit.objection.four-eyes", () -> as(one, () -> run(() -> objections.dismiss(id, "my own", 0))));
		refused("credit.objection.four-eyes",
				() -> as(one, () -> objections.uphold(id, upholding(Remedy.RECALCULATE, null, null), null, 0)));
		assertThat(toDos(one)).extracting(ToDo::key).doesNotContain("RatingObjection:" + id + ":FILED");
		assertThat(toDos(two)).extracting(ToDo::key).contains("RatingObjection:" + id + ":FILED");
		var stranger = actor(TENANT, "stranger", Scope.member(Ids.next()), TestFederation.FARM_MAY);
		refused("credit.objection.not-found", () -> as(stranger, () -> objections.show(id)));
		refused("credit.objection.not-found", () -> as(stranger, () -> run(() -> objections.withdraw(id, 0))));
		assertThatExceptionOfType(DataIntegrityViolationException.class).isThrownBy(() -> world.in(() -> sql.sql("""
				update credit_rating_objection set status = 'DISMISSED', decided_by = rated_by, decided_name = 'x',
				  decided_at = now(), answer = 'x' where id = ?""").param(id).update()))
			.satisfies(it -> assertThat(Constraints.name(it)).contains("credit_rating_objection_eyes_ck"));
	}

	@Test
	void aCorrectionNamesAFigureAndAValueOfTheCard() {
		var id = object(null);
		refused("credit.objection.indicator",
				() -> as(one, () -> objections.uphold(id, upholding(Remedy.CORRECT, "X999", "1"), null, 0)));
		refused("credit.objection.value",
				() -> as(one, () -> objections.uphold(id, upholding(Remedy.CORRECT, "C102", "many"), null, 0)));
		refused("credit.objection.value",
				() -> as(one, () -> objections.uphold(id, upholding(Remedy.CORRECT, "B504", "5"), null, 0)));
		refused("credit.objection.not-here",
				() -> as(one, () -> objections.uphold(id, upholding(Remedy.CORRECT, "B501", "0"), null, 0)));
		refused("credit.objection.indicator", () -> {
			as(one, () -> run(() -> objections.dismiss(id, "nothing found", 0)));
			return object("K01");
		});
		assertThat(status()).isEqualTo(RatingStatus.EFFECTIVE);
	}

	@Test
	void ofTwoWhoAnswerAtOnceOneIsToldThatHeIsLate() throws Exception {
		var id = object(null);
		var outcomes = race(
				List.of(() -> as(one, () -> objections.uphold(id, upholding(Remedy.RECALCULATE, null, null), null, 0)),
						() -> as(two, () -> run(() -> objections.dismiss(id, "nothing found", 0)))));

		assertThat(outcomes).containsExactlyInAnyOrder("done", "late");
		assertThat(world.in(() -> sql.sql("""
				select count(*) from platform_status_change
				 where object_id = ? and status_to in ('UPHELD', 'DISMISSED')""").param(id).query(Long.class).single()))
			.isOne();
		assertThat(world.in(() -> sql.sql("""
				select count(*) from credit_rating
				 where member_id = ? and status in ('EFFECTIVE', 'UNDER_OBJECTION')""")
			.param(farm)
			.query(Long.class)
			.single())).isOne();
	}

	@Test
	void ofTwoObjectionsAtOnceOneIsFiled() throws Exception {
		var outcomes = race(List.of(() -> object("C102"), () -> object("C104")));

		assertThat(outcomes).containsExactlyInAnyOrder("done", "late");
	}

	@Test
	void anOverrideIsOneGradeForATimeAndTwoPeoples() {
		var model = rating().grade();
		var down = Grade.values()[model.ordinal() + 1];
		var until = clock.today().plusDays(40);
		refused("credit.override.evidence",
				() -> as(one, () -> overrides.propose(ratingId, down, until, "lost a buyer", null)));
		refused("credit.override.notch",
				() -> as(one, () -> overrides.propose(ratingId, Grade.C, until, "lost a buyer", paper())));
		refused("credit.override.until", () -> as(one,
				() -> overrides.propose(ratingId, down, clock.today().plusYears(3), "lost a buyer", paper())));
		var id = as(one, () -> overrides.propose(ratingId, down, until, "lost a buyer", paper()));
		refused("credit.override.open",
				() -> as(two, () -> overrides.propose(ratingId, down, until, "once more", paper())));
		assertThat(as(one, () -> ratings.show(ratingId)).grade()).as("not yet").isEqualTo(model);
		assertThat(toDos(one)).extracting(ToDo::key).doesNotContain("RatingOverride:" + id + ":PROPOSED");
		assertThat(toDos(two)).filteredOn(it -> it.key().equals("RatingOverride:" + id + ":PROPOSED"))
			.singleElement()
			.satisfies(it -> assertThat(it.dueAt()).isNotNull());
		refused("credit.override.four-eyes", () -> as(one, () -> overrides.confirm(id, null, 0)));
		var before = as(one, overrides::share);
		as(two, () -> overrides.confirm(id, null, 0));
		assertThat(as(one, overrides::share)).isEqualTo(new OverrideDesk.Share(before.ratings(), before.changed() + 1));
		assertThat(as(one, () -> overrides.list(OverrideStatus.IN_FORCE, null, 20)).items()).first().satisfies(it -> {
			assertThat(it.ratingId()).isEqualTo(ratingId);
			assertThat(it.to()).isEqualTo(down);
		});
		assertThat(as(one, () -> overrides.list(OverrideStatus.REFUSED, null, 20)).items())
			.extracting(OverrideDesk.Line::ratingId)
			.doesNotContain(ratingId);

		var shown = as(one, () -> ratings.show(ratingId));
		assertThat(shown.grade()).isEqualTo(down);
		assertThat(shown.outcome().grade()).isEqualTo(model);
		assertThat(shown.limit().compareTo(rating().limitAmount())).isNotPositive();
		assertThat(as(one, () -> ratings.reproduces(ratingId))).isTrue();
		assertThat(rating().gradeOn(until)).isEqualTo(down);
		assertThat(rating().gradeOn(until.plusDays(1))).isEqualTo(model);
		assertThatExceptionOfType(DataIntegrityViolationException.class).isThrownBy(() -> world
			.in(() -> sql.sql("update credit_rating set override_grade = 'C' where id = ?").param(ratingId).update()))
			.satisfies(it -> assertThat(Constraints.name(it)).contains("credit_rating_override_ck"));

		as(Actor.system(TENANT), () -> ratings.expire(until.plusDays(1)));
		assertThat(as(one, () -> ratings.show(ratingId)).grade()).isEqualTo(model);
		assertThat(as(one, () -> overrides.show(id)).status()).isEqualTo(OverrideStatus.ENDED);
	}

	@Test
	void anObjectionMayEndInAnOverrideThatAThirdPersonDecides() {
		var id = object(null);
		var down = Grade.values()[rating().grade().ordinal() + 1];
		as(one, () -> objections.uphold(id, new ObjectionDesk.Upholding(Remedy.OVERRIDE, "a matter of judgement", null,
				null, down, clock.today().plusDays(9)), null, 0));
		assertThat(status()).isEqualTo(RatingStatus.EFFECTIVE);
		var override = as(two, () -> overrides.of(ratingId)).getFirst();
		assertThat(override.objectionId()).isEqualTo(id);
		refused("credit.override.four-eyes", () -> as(one, () -> overrides.confirm(override.id(), null, 0)));
		as(two, () -> overrides.confirm(override.id(), "agreed", 0));
		refused("credit.objection.four-eyes", () -> {
			var next = object(null);
			return as(two, () -> run(() -> objections.dismiss(next, "my own decision", 0)));
		});
	}

	@Test
	@DisplayName("I10, I17: a suspended rating carries nothing new until another person lifts it")
	void aSuspendedRatingCarriesNothingNewUntilAnotherPersonLiftsIt() {
		as(one, () -> run(
				() -> suspensions.suspend(ratingId, Cause.RECALL, "recall ZH-1 is open", rating().version())));
		assertThat(as(farmer, () -> ratings.effective(farm))).isEmpty();
		assertThat(as(farmer, ratings::own))
			.hasValueSatisfying(it -> assertThat(String.valueOf(it.suspended())).isNotEqualTo("null"));
		refused("credit.rating.suspended", () -> as(farmer, ratings::rateOwn));
		refused("credit.rating.wrong-state", () -> object(null));
		var version = rating().version();
		refused("credit.suspension.four-eyes",
				() -> as(one, () -> run(() -> suspensions.lift(ratingId, "recall closed", version))));
		refused("kernel.stale", () -> as(two, () -> run(() -> suspensions.lift(ratingId, "recall closed", 0))));
		as(Actor.system(TENANT), () -> ratings.expire(clock.today().plusYears(2)));
		assertThat(status()).as("no way around by waiting").isEqualTo(RatingStatus.SUSPENDED);
		as(two, () -> run(() -> suspensions.lift(ratingId, "recall closed", version)));
		assertThat(as(farmer, () -> ratings.effective(farm))).isPresent();
		verify(messages).tell(eq(farm), eq("credit.message.rating-suspended"), any(), any());
		verify(messages).tell(eq(farm), eq("credit.message.rating-lifted"), any());
	}

	@Test
	@DisplayName("I10: a recall or a stopped licence suspends the rating, once, and nothing new can be applied for")
	void aRecallOrAStoppedLicenceSuspends() {
		var lot = Ids.next();
		tell(new LotRecalled(TENANT, lot, farm, null));
		await(() -> status() == RatingStatus.SUSPENDED);
		assertThat(as(one, () -> suspensions.of(ratingId))).singleElement()
			.satisfies(it -> assertThat(it.cause()).isEqualTo(Cause.RECALL));
		assertThat(as(farmer, () -> ratings.effective(farm))).isEmpty();
		as(one, () -> run(() -> suspensions.lift(ratingId, "the lot was not its own", rating().version())));
		tell(new LotRecalled(TENANT, lot, farm, null));
		as(Actor.system(TENANT), () -> tasks.run(clock.today()));
		assertThat(status()).as("told again, it counts no second time").isEqualTo(RatingStatus.EFFECTIVE);

		var over = Ids.next();
		tell(new LicenceSuspended(TENANT, over, farm, "WATERMELON"));
		var stopped = Ids.next();
		when(licences.stopped(stopped)).thenReturn(Optional.of("L-1"));
		var objection = object(null);
		tell(new LicenceSuspended(TENANT, stopped, farm, "WATERMELON"));
		await(() -> world.number("select count(*) from credit_rating_alert where source_id = ?", stopped).signum() > 0);
		assertThat(status()).isEqualTo(RatingStatus.UNDER_OBJECTION);
		as(one, () -> run(() -> objections.dismiss(objection, "all is right", 0)));
		as(Actor.system(TENANT), () -> tasks.run(clock.today()));
		assertThat(status()).as("the night does what the objection held up").isEqualTo(RatingStatus.SUSPENDED);
		assertThat(world.number("select count(*) from credit_rating_alert where source_id = ?", over))
			.as("a licence whose term is over")
			.isEqualByComparingTo("0");
	}

	private void tell(Object event) {
		world.in(() -> {
			publisher.publishEvent(event);
			return "";
		});
	}

	private static void await(Supplier<Boolean> condition) {
		var until = System.nanoTime() + 10_000_000_000L;
		while (!condition.get()) {
			assertThat(System.nanoTime()).as("in ten seconds").isLessThan(until);
			java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
		}
	}

	@Test
	void theNightSuspendsWhoWasSuedSinceAndOnceIsLiftedByAPerson() {
		night();
		assertThat(status()).isEqualTo(RatingStatus.EFFECTIVE);
		world.in(() -> sql.sql("""
				update credit_declared_fact set category = 'OPEN_DEFENDANT', entered_at = now() + interval '1 minute'
				 where member_id = ? and code = 'B505'""").param(farm).update());
		night();
		assertThat(status()).isEqualTo(RatingStatus.SUSPENDED);
		world.in(() -> sql
			.sql("update credit_rating_suspension set suspended_at = now() + interval '2 minutes' where rating_id = ?")
			.param(ratingId)
			.update());
		as(one, () -> run(() -> suspensions.lift(ratingId, "a matter of 200 yuan", rating().version())));
		night();
		assertThat(status()).isEqualTo(RatingStatus.EFFECTIVE);
	}

	@Test
	@DisplayName("I10: a rating ends on its day")
	void aRatingIsAnnouncedBeforeItEndsAndEndsOnItsDay() {
		var end = rating().validTo();
		var system = Actor.system(TENANT);
		as(system, () -> ratings.expire(end.minusDays(31)));
		as(system, () -> ratings.expire(end.minusDays(30)));
		as(system, () -> ratings.expire(end.minusDays(29)));
		verify(messages).tell(eq(farm), eq("credit.message.rating-ends"), any(), any());
		world.in(() -> sql.sql("update credit_rating set valid_to = ? where id = ?")
			.params(clock.today().plusDays(5), ratingId)
			.update());
		assertThat(toDos(one)).filteredOn(it -> it.key().equals("RatingCase:" + ratingId + ":RENEW"))
			.singleElement()
			.satisfies(it -> assertThat(it.dueAt()).isEqualTo(BusinessClock.endOf(clock.today().plusDays(5))));
		as(system, () -> ratings.expire(clock.today().plusDays(6)));
		assertThat(status()).isEqualTo(RatingStatus.EXPIRED);
		verify(messages).tell(eq(farm), eq("credit.message.rating-expired"), any());
		as(farmer, ratings::rateOwn);
	}

	private void night() {
		as(Actor.system(TENANT), () -> transaction.execute(_ -> tasks.run(clock.today())));
	}

	private List<ToDo> toDos(Actor actor) {
		return as(actor, () -> tasks.open(actor, 1000));
	}

	private static ObjectionDesk.Upholding upholding(Remedy remedy, String indicator, String value) {
		return new ObjectionDesk.Upholding(remedy, "you are right", indicator, value, null, null);
	}

	private UUID object(String indicator) {
		return as(farmer, () -> objections.file(indicator, "you have it wrong", paper()));
	}

	private static MockMultipartFile paper() {
		try (var out = new ByteArrayOutputStream()) {
			ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", out);
			return new MockMultipartFile("evidence", "paper.png", "image/png", out.toByteArray());
		}
		catch (IOException failure) {
			throw new IllegalStateException(failure);
		}
	}

	private RatingCase rating() {
		return world.in(() -> cases.require(ratingId));
	}

	private RatingStatus status() {
		return rating().status();
	}

}
