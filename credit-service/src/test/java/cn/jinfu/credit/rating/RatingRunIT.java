package cn.jinfu.credit.rating;

import static cn.jinfu.credit.TestFederation.as;
import static cn.jinfu.credit.TestFederation.race;
import static cn.jinfu.credit.TestFederation.refused;
import static cn.jinfu.credit.TestFederation.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import cn.jinfu.credit.TestFederation;
import cn.jinfu.credit.consent.ConsentPurpose;
import cn.jinfu.credit.consent.Consents;
import cn.jinfu.kernel.Actor;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.MemberKind;
import cn.jinfu.member.MemberStatus;
import cn.jinfu.member.MemberSummary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Rating all members: progress, pausing, going on after a kill, and what goes wrong with
 * one.
 */
@SpringBootTest(classes = cn.jinfu.CreditAlone.class, properties = "jinfu.rating.background=false")
class RatingRunIT {

	@Autowired
	RatingRunDesk desk;

	@Autowired
	RatingRunner runner;

	@Autowired
	Ratings ratings;

	@Autowired
	SuspensionDesk suspensions;

	@Autowired
	Consents consents;

	@Autowired
	MemberDirectory members;

	@MockitoSpyBean
	FactCollector facts;

	@Autowired
	JdbcClient sql;

	@Autowired
	TransactionTemplate transaction;

	private TestFederation world;

	private Actor officer;

	private final List<UUID> farms = new ArrayList<>();

	@BeforeEach
	void aFederation() {
		world = TestFederation.another(sql, transaction);
		officer = world.staff("officer", "credit:rating:batch", "credit:rating:view", "credit:rating:run",
				"credit:rating:suspend");
	}

	@AfterEach
	void theDirectoryKnowsNobodyAgain() {
		doReturn(Map.of()).when(members).inSet(any());
		doReturn(List.of()).when(members).activeOf(any());
	}

	private void farms(int count) {
		for (int i = 0; i < count; i++) {
			var farm = world.farm();
			world.declare(farm, "O401", "186", "");
			world.declare(farm, "H303", "6", "");
			as(world.farmer(farm), () -> consents.give(ConsentPurpose.RATING, null, 12));
			farms.add(farm);
		}
		directory(MemberStatus.ACTIVE);
	}

	private void directory(MemberStatus ofTheFirst) {
		doReturn(List.copyOf(farms)).when(members).activeOf(any());
		doAnswer(it -> {
			Collection<UUID> ids = it.getArgument(0);
			return ids.stream()
				.collect(Collectors.toMap(id -> id,
						id -> new MemberSummary(id, "M-000001", "farm", MemberKind.FAMILY_FARM,
								id.equals(farms.getFirst()) ? ofTheFirst : MemberStatus.ACTIVE, "330482001",
								"330482001", null, "", "", true)));
		}).when(members).inSet(any());
	}

	@Test
	void everybodyIsRatedAndWhoCannotBeIsListedWithTheReason() {
		farms(5);
		var rated = as(officer, () -> ratings.rate(farms.get(1)));
		var suspended = as(officer, () -> ratings.rate(farms.get(2)));
		as(officer, () -> run(() -> suspensions.suspend(suspended, RatingSuspension.Cause.OTHER, "as told", 0)));
		world.in(() -> sql.sql("update credit_consent set status = 'REVOKED', ended_at = now() where member_id = ?")
			.param(farms.get(3))
			.update());
		directory(MemberStatus.SUSPENDED);
		var id = as(officer, desk::start);
		assertThat(as(Actor.system(world.tenant()), runner::running)).as("what the clock works on").hasValue(id);
		refused("credit.run.under-way", () -> as(officer, desk::start));
		workOff(id);

		var view = as(officer, () -> desk.show(id));
		assertThat(view.run().status()).isEqualTo(RunStatus.FINISHED);
		assertThat(view.percent()).isEqualTo(100);
		assertThat(view.counts()).isEqualTo(
				Map.of(RowOutcome.RATED, 2, RowOutcome.HELD, 1, RowOutcome.NO_CONSENT, 1, RowOutcome.INACTIVE, 1));
		var row = as(officer, () -> desk.rows(id, RowOutcome.RATED, null, 10)).items().getFirst();
		assertThat(row.memberId()).isEqualTo(farms.get(1));
		assertThat(row.gradeBefore()).isNotNull();
		assertThat(as(officer, () -> ratings.show(rated)).status()).isEqualTo(RatingStatus.SUPERSEDED);
		var now = as(officer, () -> ratings.effective(farms.get(1))).orElseThrow();
		assertThat(now.id()).isEqualTo(row.ratingId());
		assertThat(as(officer, () -> ratings.reproduces(now.id()))).isTrue();
		assertThat(now.score()).as("the same facts and card as one by one")
			.isEqualTo(as(officer, () -> ratings.show(rated)).outcome().score());
		assertThat(as(world.farmer(farms.get(1)), () -> consents.ownAccesses(10))).as("the farm sees who read it")
			.anySatisfy(it -> assertThat(it.resource()).startsWith("RatingRun"));
		refused("credit.run.wrong-state", () -> as(officer, () -> run(() -> desk.resume(id))));
	}

	@Test
	void oneThatGoesWrongIsListedAndTheOthersGoOn() {
		farms(4);
		doThrow(new IllegalStateException("broken")).when(facts)
			.collect(org.mockito.ArgumentMatchers
				.<Collection<UUID>>argThat(it -> it != null && it.contains(farms.get(2))), any());
		var id = as(officer, desk::start);
		workOff(id);
		var view = as(officer, () -> desk.show(id));
		assertThat(view.counts()).isEqualTo(Map.of(RowOutcome.RATED, 3, RowOutcome.FAILED, 1));
		assertThat(as(officer, () -> desk.rows(id, RowOutcome.FAILED, null, 10)).items()).singleElement()
			.satisfies(it -> {
				assertThat(it.memberId()).isEqualTo(farms.get(2));
				assertThat(it.detail()).isEqualTo("IllegalStateException");
			});
		assertThat(as(officer, () -> ratings.effective(farms.get(2)))).isEmpty();
	}

	@Test
	@DisplayName("A paused run stands still; killed or paused, it goes on with who was not done, and rates nobody twice")
	void pausedOrKilledItGoesOnWhereItStood() {
		farms(RatingRunner.BATCH + 3);
		var id = as(officer, desk::start);
		assertThat(step(id)).isEqualTo(RatingRunner.BATCH);
		as(officer, () -> run(() -> desk.pause(id)));
		assertThat(step(id)).isZero();
		assertThat(as(officer, () -> desk.show(id)).done()).isEqualTo(RatingRunner.BATCH);
		refused("credit.run.wrong-state", () -> as(officer, () -> run(() -> desk.pause(id))));
		as(officer, () -> run(() -> desk.resume(id)));
		// a kill in the middle of a batch is a transaction that never commits
		world.in(() -> {
			var taken = sql.sql("select nr from credit_rating_run_row where outcome is null for update skip locked")
				.query(Integer.class)
				.list();
			assertThat(taken).hasSize(3);
			return taken;
		});
		workOff(id);
		assertThat(as(officer, () -> desk.show(id)).run().status()).isEqualTo(RunStatus.FINISHED);
		assertThat(world.number("select count(*) from credit_rating")).isEqualByComparingTo("" + farms.size());
	}

	@Test
	void severalWorkersAtOnceRateEverybodyOnce() throws Exception {
		farms(RatingRunner.BATCH * 3);
		var id = as(officer, desk::start);
		var worker = (Supplier<?>) () -> {
			workOff(id);
			return id;
		};
		assertThat(race(Collections.nCopies(3, worker))).containsOnly("done");
		var view = as(officer, () -> desk.show(id));
		assertThat(view.run().status()).isEqualTo(RunStatus.FINISHED);
		assertThat(view.count("RATED")).isEqualTo(farms.size());
		assertThat(world.number("select count(*) from credit_rating where status = 'EFFECTIVE'"))
			.isEqualByComparingTo("" + farms.size());
	}

	@Test
	void ofTwoStartedAtOnceOneRuns() throws Exception {
		farms(1);
		assertThat(race(Collections.nCopies(2, () -> as(officer, desk::start)))).containsExactlyInAnyOrder("done",
				"late");
	}

	private void workOff(UUID id) {
		while (step(id) > 0) {
			// the next few
		}
	}

	private int step(UUID id) {
		return as(Actor.system(world.tenant()), () -> runner.step(id));
	}

}
