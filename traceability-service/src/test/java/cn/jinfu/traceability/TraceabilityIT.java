package cn.jinfu.traceability;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Scope;
import cn.jinfu.production.HoldReason;
import cn.jinfu.production.PlantingRecords;
import cn.jinfu.traceability.certificate.Certificate.CertificateBasis;
import cn.jinfu.traceability.lot.LotChecks;
import cn.jinfu.traceability.lot.LotDocument;
import cn.jinfu.traceability.residue.ResidueCommands;
import cn.jinfu.traceability.residue.ResidueTest.TestKind;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.BDDMockito.given;

class TraceabilityIT extends TraceWorld {

	@Autowired
	Flyway flyway;

	@Autowired
	JsonMapper json;

	@Test
	void aTestedLotIsReleasedCertifiedLabelledAndScanned() {
		var lot = harvest("200", null);
		test("0.2");
		assertThat(status(lot)).isEqualTo("RELEASED");
		as("farmer",
				() -> certificates.issue(farm, lot, new BigDecimal("200"), Set.of(CertificateBasis.LAB_TEST), null));
		assertThatThrownBy(() -> as("farmer", () -> labels.order(order(lot, 10))))
			.hasMessageContaining("brand.licence.none-in-force");
		licence();
		as("farmer", () -> labels.order(order(lot, 10)));
		assertThatThrownBy(() -> as("farmer", () -> labels.order(order(lot, 31))))
			.hasMessageContaining("trace.label.above-lot");
		var summary = as("clerk", () -> facts.lots(List.of(lot)).get(lot));
		assertThat(summary.labels()).isEqualTo(10);
		assertThat(summary.certificateNo()).isNotNull();
		var trace = as("clerk", () -> facts.ofMembers(List.of(farm), DAY.minusDays(9), DAY.plusDays(9)).get(farm));
		assertThat(trace.labelledLots()).isEqualTo(1);
		assertThat(trace.testsPassed()).isEqualTo(1);
		assertThat(scan(0, "a")).isEqualTo(1);
		assertThat(scan(0, "a")).isEqualTo(1);
		assertThat(scan(0, "b")).isEqualTo(2);
		assertThatThrownBy(() -> as("clerk",
				() -> sql.sql("update trace_certificate set kg = 1 where lot_id = ?").param(lot).update()))
			.isInstanceOf(DataAccessException.class)
			.rootCause()
			.message()
			.containsAnyOf("permission denied", "trace_certificate_immutable_ck");
	}

	@Test
	void aFarmThatUsesNothingHasACompleteChainOnceItSaysSo() {
		var lot = harvest("200", null);
		test("0.2");
		as("farmer",
				() -> certificates.issue(farm, lot, new BigDecimal("200"), Set.of(CertificateBasis.LAB_TEST), null));
		assertThat(as("farmer", () -> lotQueries.view(lot)).completeness()).isEqualTo(66);

		given(records.saidNone(planting))
			.willReturn(Map.of(PlantingRecords.Work.SPRAYING, DAY, PlantingRecords.Work.FERTILISING, DAY.minusDays(1)));
		as("farmer", () -> run(() -> followers.forEach(it -> it.fieldChanged(planting))));
		assertThat(as("farmer", () -> lotQueries.view(lot)).completeness()).isEqualTo(83);

		given(records.saidNone(planting))
			.willReturn(Map.of(PlantingRecords.Work.SPRAYING, DAY, PlantingRecords.Work.FERTILISING, DAY));
		as("farmer", () -> run(() -> followers.forEach(it -> it.fieldChanged(planting))));
		assertThat(as("farmer", () -> lotQueries.view(lot)).completeness()).isEqualTo(100);

		as("officer", () -> run(() -> lots.hold(lot, "抽查", version(lot))));
		assertThat(as("farmer", () -> lotQueries.view(lot)).completeness()).isZero();
		assertThat(as("clerk", () -> facts.lots(List.of(lot)).get(lot)).completeness()).isZero();
		assertThatThrownBy(() -> as("farmer", () -> run(() -> lotQueries.requireSellable(lot))))
			.hasMessageContaining("trace.lot.held");
		assertThatThrownBy(() -> as("farmer", () -> run(() -> labels.requireReady(farm, lot))))
			.hasMessageContaining("trace.lot.held");
	}

	@Test
	void anEarlyHarvestIsALotThatGetsNothing() {
		var lot = harvest("100", new HoldReason(HoldReason.Kind.INTERVAL, "示例药", DAY.plusDays(4), 4));
		assertThat(status(lot)).isEqualTo("HELD");
		test("0.1");
		assertThat(status(lot)).isEqualTo("HELD");
		assertThatThrownBy(() -> as("officer", () -> run(() -> lots.release(lot, "x", version(lot)))))
			.hasMessageContaining("trace.lot.hold-stays");
		assertThatThrownBy(() -> as("farmer",
				() -> certificates.issue(farm, lot, BigDecimal.TEN, Set.of(CertificateBasis.CONTROL), null)))
			.hasMessageContaining("trace.lot.early");
		assertThatThrownBy(() -> as("clerk", () -> run(() -> gate.check(lot)))).hasMessageContaining("trace.lot.early");
	}

	@Test
	void aFailedTestHoldsAllLotsOfThePlantingAndNeedsTwoPeople() {
		var one = harvest("100", null);
		var two = harvest("50", null);
		assertThatThrownBy(() -> {
			var id = enter("9", "same");
			as("same", () -> run(() -> residues.confirm(id, testVersion(id))));
		}).isInstanceOf(Refusal.Forbidden.class);
		test("0.21");
		assertThat(status(one)).isEqualTo("HELD");
		assertThat(status(two)).isEqualTo("HELD");
	}

	@Test
	void aShipmentRacingAHoldNeverTakesFromAHeldLot() throws Exception {
		var lot = harvest("100", null);
		test("0.1");
		var version = version(lot);
		try (var pool = Executors.newFixedThreadPool(2)) {
			Callable<Boolean> ship = () -> tried("clerk",
					() -> run(() -> dispatch.take(lot, new BigDecimal("60"), Ids.next())));
			Callable<Boolean> hold = () -> tried("officer", () -> run(() -> lots.hold(lot, "x", version)));
			var results = pool.invokeAll(List.of(ship, hold));
			for (var result : results) {
				result.get();
			}
		}
		assertThat(tried("clerk", () -> run(() -> dispatch.take(lot, BigDecimal.ONE, Ids.next()))))
			.isEqualTo("RELEASED".equals(status(lot)));
		assertThat(left(lot)).isIn("100", "40", "39");
	}

	@Test
	void twoOrdersAtOnceStayWithinTheQuota() throws Exception {
		given(plantings.find(planting)).willReturn(Optional.of(fact("100", "60")));
		var lot = harvest("500", null);
		test("0.1");
		as("farmer",
				() -> certificates.issue(farm, lot, new BigDecimal("500"), Set.of(CertificateBasis.LAB_TEST), null));
		licence();
		long ordered;
		try (var pool = Executors.newFixedThreadPool(4)) {
			Callable<Boolean> order = () -> tried("farmer", () -> labels.order(order(lot, 4)));
			var results = pool.invokeAll(java.util.Collections.nCopies(8, order));
			ordered = 0;
			for (var result : results) {
				ordered += result.get() ? 1 : 0;
			}
		}
		assertThat(ordered).isEqualTo(3);
	}

	@Test
	void twoCertificatesAtOnceBecomeOne() throws Exception {
		var lot = harvest("100", null);
		test("0.1");
		Callable<Boolean> issue = () -> tried("farmer",
				() -> certificates.issue(farm, lot, new BigDecimal("100"), Set.of(CertificateBasis.LAB_TEST), null));
		assertThat(atOnce(issue, issue)).containsExactlyInAnyOrder(true, false);
		assertThat(as("clerk",
				() -> sql.sql("select count(*) from trace_certificate where lot_id = ? and status = 'ISSUED'")
					.param(lot)
					.query(Integer.class)
					.single()))
			.isEqualTo(1);
	}

	@Test
	void ofAReleaseAndAHoldAtOnceTheSecondSeesThatTheLotHasChanged() throws Exception {
		var lot = harvest("100", null);
		var version = version(lot);
		Callable<Boolean> release = () -> tried("officer", () -> run(() -> lots.release(lot, "x", version)));
		Callable<Boolean> hold = () -> tried("chief", () -> run(() -> lots.hold(lot, "x", version)));
		var done = atOnce(release, hold);
		assertThat(done).containsExactlyInAnyOrder(true, false);
		assertThat(status(lot)).isEqualTo(done.getFirst() ? "RELEASED" : "HELD");
	}

	@Test
	void fiftyVisitorsAtOnceAreCountedAsFifty() throws Exception {
		var lot = harvest("100", null);
		test("0.1");
		as("farmer",
				() -> certificates.issue(farm, lot, new BigDecimal("100"), Set.of(CertificateBasis.LAB_TEST), null));
		licence();
		as("farmer", () -> labels.order(order(lot, 1)));
		var visitors = new java.util.ArrayList<Callable<Integer>>();
		for (int i = 0; i < 50; i++) {
			var visitor = "visitor " + i;
			visitors.add(() -> scan(0, visitor));
		}
		var seen = new java.util.TreeSet<Integer>();
		try (var pool = Executors.newFixedThreadPool(8)) {
			for (var result : pool.invokeAll(visitors)) {
				seen.add(result.get());
			}
		}
		assertThat(seen).hasSize(50).first().isEqualTo(1);
		assertThat(seen.last()).isEqualTo(50);
	}

	@Test
	void aVoidedCertificateSaysSoAndMakesRoomForARightOne() {
		var lot = harvest("100", null);
		test("0.1");
		var first = as("farmer",
				() -> certificates.issue(farm, lot, BigDecimal.TEN, Set.of(CertificateBasis.CONTROL), null));
		assertThatThrownBy(() -> as("farmer", () -> run(() -> certificates.voidIt(first, " ", 0))))
			.hasMessageContaining("trace.lot.reason-missing");
		assertThatThrownBy(() -> stranger(Scope.member(Ids.next()), () -> certificates.voidIt(first, "x", 0)))
			.isInstanceOf(Refusal.NotFound.class);
		as("farmer", () -> run(() -> certificates.voidIt(first, "x", 0)));
		assertThatThrownBy(() -> as("farmer", () -> run(() -> certificates.voidIt(first, "x", 1))))
			.isInstanceOf(Refusal.WrongState.class);
		as("farmer",
				() -> certificates.issue(farm, lot, new BigDecimal("100"), Set.of(CertificateBasis.CONTROL), null));
		var answers = as("clerk", () -> sql.sql("""
				select l.status from trace_certificate c cross join lateral trace_certificate_look(c.code) l
				 where c.lot_id = ? order by c.number""").param(lot).query(String.class).list());
		assertThat(answers).containsExactly("VOID", "ISSUED");
	}

	@Test
	void aCertificateNamesOnlyTheKindOfTestThatWasMade() {
		var lot = harvest("100", null);
		test("0.1");
		assertThatThrownBy(() -> as("farmer",
				() -> certificates.issue(farm, lot, BigDecimal.TEN, Set.of(CertificateBasis.SELF_TEST), null)))
			.hasMessageContaining("trace.certificate.other-test");
	}

	@Test
	void aCertificateWithoutATestDoesNotNameOneAsItsBasis() {
		var lot = harvest("100", null);
		as("officer", () -> run(() -> lots.release(lot, "抽检不到，凭台账放行", version(lot))));
		for (var basis : List.of(CertificateBasis.LAB_TEST, CertificateBasis.SELF_TEST)) {
			assertThatThrownBy(() -> as("farmer",
					() -> certificates.issue(farm, lot, BigDecimal.TEN, Set.of(CertificateBasis.CONTROL, basis), null)))
				.hasMessageContaining("trace.certificate.no-test");
		}
		assertThatThrownBy(() -> as("farmer", () -> certificates.issue(farm, lot, BigDecimal.TEN, Set.of(), null)))
			.as("at least one basis")
			.isInstanceOf(Refusal.RuleBroken.class);
		as("farmer", () -> certificates.issue(farm, lot, BigDecimal.TEN, Set.of(CertificateBasis.CONTROL), null));
		assertThatThrownBy(() -> as("clerk",
				() -> sql
					.sql("""
							insert into trace_certificate select (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(),
							  'number', 'X' || c.number, 'code', reverse(c.code), 'by_lab_test', true))).* from trace_certificate c
							 where c.lot_id = ?""")
					.param(lot)
					.update()))
			.hasMessageContaining("trace_certificate_test");
	}

	/** Cap 25,750 kg, five kilograms a label. */
	@Test
	void theQuotaOf5150LabelsGivesNo5151st() {
		given(plantings.find(planting)).willReturn(Optional.of(fact("25750", "25800")));
		licence();
		var lot = harvest("25800", null);
		test("0.05");
		as("farmer",
				() -> certificates.issue(farm, lot, new BigDecimal("25800"), Set.of(CertificateBasis.LAB_TEST), null));
		assertThatThrownBy(() -> as("farmer", () -> labels.order(order(lot, 5151))))
			.hasMessageContaining("brand.quota.above-cap");
		as("farmer", () -> labels.order(order(lot, 5150)));
		assertThatThrownBy(() -> as("farmer", () -> labels.order(order(lot, 1))))
			.hasMessageContaining("brand.quota.above-cap");
		assertThatThrownBy(() -> as("clerk",
				() -> sql.sql("update brand_label_quota set used_kg = used_kg + 5 where planting_id = ?")
					.param(planting)
					.update()))
			.as("in the database too")
			.isInstanceOf(DataIntegrityViolationException.class);
	}

	@Test
	void noLabelIsInTwoRanges() {
		licence();
		var lot = harvest("100", null);
		test("0.05");
		as("farmer",
				() -> certificates.issue(farm, lot, new BigDecimal("100"), Set.of(CertificateBasis.LAB_TEST), null));
		var batch = as("farmer", () -> labels.order(order(lot, 10)));
		for (var first : List.of(0, 5, 9)) {
			assertThatThrownBy(() -> as("clerk", () -> copied(batch, first))).as("moved by " + first)
				.hasMessageContaining("trace_label_batch_no_overlap_ex");
		}
		assertThat(as("clerk", () -> copied(batch, 10))).as("right behind it").isEqualTo(1);
	}

	private int copied(UUID batch, int moved) {
		return sql
			.sql("""
					insert into trace_label_batch select (jsonb_populate_record(b, jsonb_build_object('id', gen_random_uuid(),
					  'number', b.number || 'X', 'first_seq', b.first_seq + :moved))).* from trace_label_batch b where id = :id""")
			.param("moved", moved)
			.param("id", batch)
			.update();
	}

	@Test
	void aTownshipReachesItsOwnLotsAlone() {
		var lot = harvest("10", null);
		stranger(Scope.township("330482100"), () -> assertThat(lotQueries.view(lot).id()).isEqualTo(lot));
		assertThatThrownBy(() -> stranger(Scope.township("330482101"), () -> lotQueries.view(lot)))
			.isInstanceOf(Refusal.NotFound.class);
		assertThatThrownBy(() -> stranger(Scope.township("330482101"), () -> lots.hold(lot, "x", version(lot))))
			.isInstanceOf(Refusal.NotFound.class);
	}

	@Test
	void nobodyReleasesWithoutThePermission() {
		var lot = harvest("10", null);
		var person = Ids.next();
		var actor = new Actor(Actor.Kind.PERSON, person, person, "x", "x", TENANT, Scope.ALL, Set.of("trace:lot:view"));
		assertThatThrownBy(() -> actor.run(() -> lots.release(lot, "x", 1)))
			.isInstanceOf(org.springframework.security.access.AccessDeniedException.class);
		assertThat(status(lot)).isEqualTo("OPEN");
	}

	@Test
	void aResultOfAnUnknownLaboratoryIsRefused() {
		assertThatThrownBy(() -> as("analyst",
				() -> residues.enter(new ResidueCommands.Enter(planting, null, null, TestKind.SUPERVISED, "无名", "1",
						DAY, List.of(new ResidueCommands.Line("噻虫嗪", null, new BigDecimal("0.01")))))))
			.hasMessageContaining("trace.test.laboratory-unknown");
	}

	@Test
	void whatIsPickedAfterAFailedResultIsHeldToo() {
		test("0.21");
		var lot = harvest("10", null);
		assertThat(status(lot)).isEqualTo("HELD");
		assertThatThrownBy(() -> as("officer", () -> run(() -> lots.release(lot, "x", version(lot)))))
			.hasMessageContaining("trace.lot.needs-passing-test");
	}

	@Test
	void theNightlyCheckFindsWhatWasDonePastTheRules() {
		var lot = harvest("100", null);
		test("0.1");
		as("clerk", () -> run(() -> dispatch.take(lot, new BigDecimal("30"), Ids.next())));
		assertThat(faults(lot)).isEmpty();
		as("clerk", () -> sql.sql("update trace_lot set kg_left = kg_left - 1 where id = ?").param(lot).update());
		assertThat(faults(lot)).containsExactly(LotChecks.LotFault.BALANCE);
	}

	@Test
	void aShipmentThatLookedBeforeSomebodyElseChangedTheLotStillTakesFromItAsItIs() {
		var lot = harvest("100", null);
		test("0.1");
		as("clerk", () -> {
			gate.check(lot);
			var other = new Thread(
					() -> tried("farmer", () -> run(() -> dispatch.take(lot, BigDecimal.TEN, Ids.next()))));
			other.start();
			try {
				other.join();
			}
			catch (InterruptedException stopped) {
				throw new IllegalStateException(stopped);
			}
			return run(() -> dispatch.take(lot, new BigDecimal("30"), Ids.next()));
		});
		assertThat(left(lot)).isEqualTo("60");
	}

	@Test
	void anotherTenantSeesNothing() {
		var lot = harvest("10", null);
		var other = new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "o", "o", "330499", Scope.ALL, ALL);
		var seen = new int[1];
		other.run(() -> seen[0] = transaction.execute(
				_ -> sql.sql("select count(*) from trace_lot where id = ?").param(lot).query(Integer.class).single()));
		assertThat(seen[0]).isZero();
	}

	@Test
	void theEditionOfTheSamplingDayJudgesNotTodays() {
		var changed = DAY.minusDays(10);
		owner("update trace_limit_edition set effective_to = '" + changed.minusDays(1) + "' where effective_to is null",
				"insert into trace_limit_edition (code, effective_from, source, confidence) values ('TEST-LATER', '"
						+ changed + "', 'x', 'demo')",
				"insert into trace_residue_limit (edition, clause, pesticide, food, excluded, limit_mg_kg, extraneous) "
						+ "values ('TEST-LATER', '1', '噻虫嗪', '瓜果类水果', '', 0.05, false), "
						+ "('TEST-LATER', '1', '吡虫啉', '瓜果类水果', '西瓜', 0.05, false)");
		try {
			var before = confirmed("0.10", changed.minusDays(1));
			var after = confirmed("0.10", changed);
			assertThat(List.of(edition(before), verdict(before))).containsExactly("GB 2763-2026", "PASS");
			assertThat(List.of(edition(after), verdict(after))).as("climbs to its category's row in that edition")
				.containsExactly("TEST-LATER", "FAIL");
			assertThat(verdict(confirmed("0.050", changed.plusDays(1)))).as("equal to the limit passes")
				.isEqualTo("PASS");
			var excepted = as("analyst",
					() -> residues.enter(new ResidueCommands.Enter(planting, null, null, TestKind.COMMISSIONED,
							"示例检测中心", Ids.next().toString(), changed,
							List.of(new ResidueCommands.Line("吡虫啉", new BigDecimal("0.01"), new BigDecimal("0.01"))))));
			assertThat(verdict(excepted)).as("the row that excepts it gives no limit, and no limit is not safe")
				.isEqualTo("UNJUDGED");
		}
		finally {
			owner("delete from trace_residue_limit where edition = 'TEST-LATER'",
					"delete from trace_limit_edition where code = 'TEST-LATER'",
					"update trace_limit_edition set effective_to = null where code = 'GB 2763-2026'");
		}
	}

	@Test
	void whatWasEnteredLateIsMarkedAndWhatIsMissingIsNamedForTheConsumer() {
		var lot = harvest("10", null);
		given(records.of(planting)).willReturn(List.of(
				new PlantingRecords.FieldRecord(DAY.minusDays(9), PlantingRecords.Work.SPRAYING, "示例药", 7, true),
				new PlantingRecords.FieldRecord(DAY.minusDays(20), PlantingRecords.Work.FERTILISING, "有机肥", null,
						false)));
		as("farmer", () -> run(() -> followers.forEach(it -> it.fieldChanged(planting))));
		var score = json
			.readValue(as("clerk",
					() -> sql.sql("select document::text from trace_lot_document where lot_id = ?")
						.param(lot)
						.query(String.class)
						.single()),
					LotDocument.class)
			.score();
		assertThat(score.late()).containsExactly(LotDocument.ChainStep.SPRAY);
		assertThat(score.missing()).containsExactlyInAnyOrder(LotDocument.ChainStep.TEST,
				LotDocument.ChainStep.CERTIFICATE);
		assertThat(score.percent()).as("planting, fertilising and harvest whole, spraying half, of six").isEqualTo(58);
	}

	private UUID confirmed(String result, LocalDate sampledOn) {
		var id = as("analyst",
				() -> residues.enter(new ResidueCommands.Enter(planting, null, null, TestKind.COMMISSIONED, "示例检测中心",
						Ids.next().toString(), sampledOn,
						List.of(new ResidueCommands.Line("噻虫嗪", new BigDecimal(result), new BigDecimal("0.01"))))));
		as("reviewer", () -> run(() -> residues.confirm(id, testVersion(id))));
		return id;
	}

	private String edition(UUID test) {
		return ofTest("edition", test);
	}

	private String verdict(UUID test) {
		return ofTest("verdict", test);
	}

	private String ofTest(String column, UUID test) {
		return as("clerk",
				() -> sql.sql("select " + column + " from trace_residue_test where id = ?")
					.param(test)
					.query(String.class)
					.single());
	}

	/** Limits are reference data, which the platform itself cannot write. */
	private void owner(String... statements) {
		new JdbcTemplate(Objects.requireNonNull(flyway.getConfiguration().getDataSource())).batchUpdate(statements);
	}

	@ParameterizedTest
	@CsvFileSource(resources = "/traceability/gb2763-2026-golden.csv", numLinesToSkip = 1)
	void limitsAreThoseOfTheReference(String food, String pesticide, String limit, String row) throws Exception {
		var book = Class.forName("cn.jinfu.traceability.residue.LimitBook");
		var method = book.getDeclaredMethod("limit", String.class, String.class, String.class);
		method.setAccessible(true);
		var found = (Optional<?>) as("clerk", () -> {
			try {
				return method.invoke(context.getBean(book), "GB 2763-2026", food, pesticide);
			}
			catch (ReflectiveOperationException failure) {
				throw new IllegalStateException(failure);
			}
		});
		assertThat(found.isPresent()).as(food + pesticide + row).isEqualTo(limit != null);
		if (limit != null) {
			assertThat(found.get().toString()).contains("limit=" + new BigDecimal(limit).setScale(6));
		}
	}

}
