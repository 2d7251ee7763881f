package cn.jinfu.traceability;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Idempotency;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.JobDefinition;
import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.ToDoSource;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.MemberKind;
import cn.jinfu.member.MemberStatus;
import cn.jinfu.member.MemberSummary;
import cn.jinfu.production.HarvestFollower;
import cn.jinfu.production.HarvestLotStatus;
import cn.jinfu.production.HarvestRecorded;
import cn.jinfu.production.PlantingFacts;
import cn.jinfu.production.PlantingState;
import cn.jinfu.supply.Products;
import cn.jinfu.traceability.brand.LicenceDesk;
import cn.jinfu.traceability.brand.LicenceQueries;
import cn.jinfu.traceability.brand.LicenceStatus;
import cn.jinfu.traceability.brand.LicenceView;
import cn.jinfu.traceability.brand.Objections;
import cn.jinfu.traceability.brand.OnSiteCheck;
import cn.jinfu.traceability.catalogue.BrandCatalogue;
import cn.jinfu.traceability.certificate.Certificate.CertificateBasis;
import cn.jinfu.traceability.certificate.CertificateCommands;
import cn.jinfu.traceability.label.LabelOrders;
import cn.jinfu.traceability.label.LabelQueries;
import cn.jinfu.traceability.label.LabelVoidCause;
import cn.jinfu.traceability.lot.LotChecks;
import cn.jinfu.traceability.quota.LabelQuotaCommands;
import cn.jinfu.traceability.quota.LabelQuotaQueries;
import cn.jinfu.traceability.residue.ResidueCommands;
import cn.jinfu.traceability.residue.ResidueTest.TestKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyCollection;
import static org.mockito.BDDMockito.given;

/** Licence, quota and labels against a real database. */
@SpringBootTest
class BrandIT {

	private static final Set<String> ALL = Set.of("trace:lot:hold", "trace:test:enter", "trace:test:review",
			"trace:certificate:issue", "trace:label:order", "trace:label:view", "trace:label:void",
			"brand:licence:apply", "brand:licence:check", "brand:licence:decide", "brand:licence:suspend",
			"brand:licence:revoke", "brand:licence:view", "brand:quota:view", "brand:quota:ask", "brand:quota:release",
			"brand:catalogue:edit", "brand:catalogue:view", "brand:package:move");

	private static final LocalDate TODAY = LocalDate.now(BusinessClock.ZONE);

	private static final LocalDate DAY = LocalDate.now(BusinessClock.ZONE).minusDays(3);

	private static final String TENANT = "330482";

	@MockitoBean
	MemberDirectory members;

	@MockitoBean
	PlantingFacts plantings;

	@MockitoBean
	Products products;

	@Autowired
	Objections objections;

	@Autowired
	FileStore files;

	@Autowired
	List<HarvestFollower> followers;

	@Autowired
	List<JobDefinition> jobs;

	@Autowired
	List<ToDoSource> toDos;

	@Autowired
	ResidueCommands residues;

	@Autowired
	CertificateCommands certificates;

	@Autowired
	LicenceDesk licences;

	@Autowired
	LicenceQueries register;

	@Autowired
	BrandCatalogue catalogue;

	@Autowired
	LotChecks lotChecks;

	@Autowired
	LabelOrders labels;

	@Autowired
	cn.jinfu.traceability.label.LabelBinding binding;

	@Autowired
	cn.jinfu.traceability.brand.ReviewWeights weights;

	@Autowired
	LabelQueries orders;

	@Autowired
	LabelQuotaQueries quotas;

	@Autowired
	LabelQuotaCommands releases;

	@Autowired
	Idempotency idempotency;

	@Autowired
	JdbcClient sql;

	@Autowired
	TransactionTemplate transaction;

	private final UUID farm = Ids.next();

	private final UUID planting = Ids.next();

	private final UUID product = Ids.next();

	private final String productNo = "Q" + Long.toString(System.nanoTime(), 36).toUpperCase(java.util.Locale.ROOT);

	@BeforeEach
	void world() {
		as("clerk", () -> sql.sql("""
				insert into platform_tenant (code, name, division, demo) values ('330482', 'A', '330482', true),
				  ('330499', 'B', '330499', true) on conflict do nothing""").update());
		var member = new MemberSummary(farm, "M-1", "示例农场", MemberKind.FAMILY_FARM, MemberStatus.ACTIVE, "330482100",
				"330482100", null, "138****0000", "", true);
		given(members.require(farm)).willReturn(member);
		given(members.requireActive(farm)).willReturn(member);
		given(members.inSet(anyCollection())).willReturn(Map.of(farm, member));
		given(plantings.find(planting)).willReturn(Optional.of(fact("1000", "400")));
		given(plantings.ofAll(anyCollection())).willReturn(List.of(fact("1000", "400")));
		given(products.find(any())).willReturn(Optional.of(new Products.Product(product, farm, productNo, "示例西瓜",
				"watermelon", "西瓜", "", "", new BigDecimal("5"), null, "WATERMELON", null, true)));
		as("clerk", () -> {
			sql.sql("""
					insert into member_member (id, tenant_id, version, no, name, kind, status, division_code, admitted_on)
					values (?, '330482', 0, ?, '示例农场', 'FAMILY_FARM', 'ACTIVE', '330482100', date '2026-01-01')""")
				.params(farm, "M-" + Math.abs(System.nanoTime()) % 10_000_000_000L)
				.update();
			sql.sql("""
					insert into trace_laboratory (id, tenant_id, version, name, accreditation, valid_from, valid_until)
					values (?, '330482', 0, '示例检测中心', 'CMA-1', date '2020-01-01', date '2036-01-01')
					on conflict do nothing""").param(Ids.next()).update();
			sql.sql("""
					insert into brand_mark (id, tenant_id, version, name, kind, registration_no, holder, valid_until)
					values (?, '330482', 0, '示例', 'COLLECTIVE', '1', 'x', date '2036-01-01') on conflict do nothing""")
				.param(Ids.next())
				.update();
			sql.sql("""
					insert into brand_product_class (id, tenant_id, version, mark_id, code, name, service, crop)
					select ?, '330482', 0, id, 'WATERMELON', '西瓜', false, 'watermelon' from brand_mark
					 where name = '示例' on conflict do nothing""").param(Ids.next()).update();
			return sql.sql("""
					insert into brand_standard (id, tenant_id, code, title, valid_from)
					values (?, '330482', 'T/PH 1', 'x', date '2020-01-01') on conflict do nothing""")
				.param(Ids.next())
				.update();
		});
		RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(new MockHttpServletRequest()));
	}

	@Test
	void aCheckBelowEightyIsMendedAndSeenAgain() {
		var id = applied();
		as("officer", () -> run(() -> licences.check(check(id, 14))));
		assertThat(status(id)).isEqualTo(LicenceStatus.DEFECTS);
		assertThatThrownBy(() -> as("chief", () -> run(() -> approve(id)))).isInstanceOf(Refusal.WrongState.class);
		as("officer", () -> run(() -> licences.check(check(id, 19))));
		as("chief", () -> run(() -> approve(id)));
		assertThat(as("clerk", () -> register.view(id)).inForce()).as("on notice first").isFalse();
		signed(id);
		var file = as("clerk", () -> register.file(id));
		assertThat(file.licence().inForce()).isTrue();
		assertThat(file.checks()).hasSize(2);
		assertThat(file.history()).hasSize(5);
		assertThat(
				as("clerk", () -> register.byNumber(" " + file.licence().number().toLowerCase(java.util.Locale.ROOT)))
					.orElseThrow()
					.id())
			.isEqualTo(id);
	}

	@Test
	void nobodyJudgesWhatHeAppliedForOrChecked() {
		var id = applied();
		assertThatThrownBy(() -> as("farmer", () -> run(() -> licences.check(check(id, 19)))))
			.isInstanceOf(Refusal.Forbidden.class);
		as("officer", () -> run(() -> licences.check(check(id, 19))));
		for (var who : List.of("officer", "farmer")) {
			assertThatThrownBy(() -> as(who, () -> run(() -> approve(id)))).isInstanceOf(Refusal.Forbidden.class);
		}
		assertThat(as("officer", () -> open("officer", ":decide"))).doesNotContain(id.toString());
		assertThat(as("chief", () -> open("chief", ":decide"))).contains(id.toString());
		assertThatThrownBy(() -> as("clerk",
				() -> sql.sql("update brand_licence set decided_by = checked_by where id = ?").param(id).update()))
			.isInstanceOf(DataAccessException.class)
			.hasMessageContaining("brand_licence_four_eyes_ck");
	}

	@Test
	void whoCheckedDecidesOnlyWhereTheFederationLetsHim() {
		var id = applied();
		as("officer", () -> run(() -> licences.check(check(id, 19))));
		twoPeople(false);
		try {
			assertThat(as("officer", () -> open("officer", ":decide"))).contains(id.toString());
			assertThatThrownBy(() -> as("farmer", () -> run(() -> approve(id)))).isInstanceOf(Refusal.Forbidden.class);
			as("officer", () -> run(() -> approve(id)));
		}
		finally {
			twoPeople(true);
		}
		assertThat(as("clerk",
				() -> sql.sql("select alone from brand_licence where id = ?").param(id).query(Boolean.class).single()))
			.isTrue();
	}

	private void twoPeople(boolean required) {
		as("chief", () -> sql.sql("""
				insert into platform_four_eyes_change (id, tenant_id, step, required, reason, state, proposed_by,
				  proposed_name, proposed_at, closed_by, closed_name, closed_at)
				values (?, ?, 'brand.licence.decide', ?, '小县', 'CONFIRMED', ?, 'a', now(), ?, 'b', now())""")
			.params(cn.jinfu.kernel.Ids.next(), cn.jinfu.kernel.Tenant.require(), required, cn.jinfu.kernel.Ids.next(),
					cn.jinfu.kernel.Ids.next())
			.update());
	}

	@Test
	void aRevokedHolderWaitsAsLongAsWasDecided() {
		var id = licence();
		for (int years : new int[] { 0, 4 }) {
			assertThatThrownBy(
					() -> as("chief", () -> run(() -> licences.revoke(id, "卖标签", years, licences.versionOf(id)))))
				.hasMessageContaining("brand.licence.barred-years");
		}
		as("chief", () -> run(() -> licences.revoke(id, "卖标签", 2, licences.versionOf(id))));
		assertThat(as("clerk", () -> register.view(id)).barredUntil()).isEqualTo(TODAY.plusYears(2));
		assertThatThrownBy(this::applied).hasMessageContaining("brand.licence.revoked-lately");
		as("clerk", () -> sql.sql("""
				update brand_licence set ended_at = ended_at - interval '25 months', barred_until = barred_until - 761
				 where id = ?""").param(id).update());
		assertThat(applied()).isNotNull();
	}

	@Test
	void theDatabaseTakesNoApplicationOfWhoMustWait() {
		var id = licence();
		as("chief", () -> run(() -> licences.revoke(id, "x", 3, licences.versionOf(id))));
		assertThatThrownBy(() -> as("clerk",
				() -> sql
					.sql("""
							insert into brand_licence (id, tenant_id, version, member_id, holder, class_code, standard, products, reason,
							  status, applied_at, applied_by)
							select ?, tenant_id, 0, member_id, holder, class_code, standard, products, reason, 'SUBMITTED', now(), applied_by
							  from brand_licence where id = ?""")
					.params(Ids.next(), id)
					.update()))
			.hasMessageContaining("brand_licence_barred_tr");
		assertThatThrownBy(() -> as("clerk",
				() -> sql.sql("update brand_licence set barred_until = barred_until + 400 where id = ?")
					.param(id)
					.update()))
			.hasMessageContaining("brand_licence_barred_ck");
	}

	@Test
	void aLaboratorysFailureStopsTheLicenceAtOnceAndAFarmsOwnTestDoesNot() {
		var id = licence();
		failed(TestKind.SELF, "自检");
		assertThat(status(id)).isEqualTo(LicenceStatus.ACTIVE);
		failed(TestKind.COMMISSIONED, "示例检测中心");
		var file = as("clerk", () -> register.file(id));
		assertThat(file.licence().status()).isEqualTo(LicenceStatus.SUSPENDED);
		assertThat(file.history().getFirst().reason()).contains("JC-");
	}

	@Test
	void whoLeavesARecallUnansweredLosesTheLicenceWhenItsClockRanOut() {
		var id = licence();
		var recall = Ids.next();
		as("clerk", () -> {
			sql.sql("""
					insert into trace_recall (id, tenant_id, version, number, drill, source, what, status, revision, level,
					  opened_at, opened_by, opened_name, held_at, scoped_at, announced_at, due_at)
					values (?, '330482', 0, ?, false, 'TEST', 'x', 'EXECUTING', 1, 1, now() - interval '30 hours', ?, 'x',
					  now() - interval '29 hours', now() - interval '28 hours', now() - interval '25 hours', now() - interval '1 hour')""")
				.params(recall, "ZH-" + System.nanoTime() % 1_000_000_000L, Ids.next())
				.update();
			return sql
				.sql("""
						insert into trace_recall_notice (id, tenant_id, version, recall_id, holder_kind, holder_id, holder_name, lots,
						  kg, status, sent_at) values (?, '330482', 0, ?, 'MEMBER', ?, 'x', 1, 10, 'SENT', now() - interval '23 hours')""")
				.params(Ids.next(), recall, farm)
				.update();
		});
		expiry();
		assertThat(status(id)).as("told an hour later, so an hour is left").isEqualTo(LicenceStatus.ACTIVE);
		as("clerk",
				() -> sql
					.sql("update trace_recall_notice set sent_at = sent_at - interval '2 hours' where recall_id = ?")
					.param(recall)
					.update());
		expiry();
		assertThat(status(id)).isEqualTo(LicenceStatus.SUSPENDED);
	}

	@Test
	void labelsAreBoundByTheFirstAndTheLastOfARow() {
		var id = licence();
		var lot = lot("200");
		var order = as("farmer", () -> labels.order(order(lot, 10)));
		assertThatThrownBy(() -> bind(order, "1", "5")).hasMessageContaining("trace.label.bind-unprinted");
		as("farmer", () -> run(() -> labels.print(order)));
		var codes = as("farmer", () -> orders.codes(order, 1, 10));
		bind(order, "HTTPS://Z.EXAMPLE/T/" + productNo + "/" + codes.get(0).serial(), codes.get(3).grouped());
		assertThatThrownBy(() -> bind(order, "4", "6")).hasMessageContaining("trace.label.bind-twice");
		assertThatThrownBy(() -> bind(order, "6", "5")).hasMessageContaining("trace.label.bind-range");
		assertThatThrownBy(() -> bind(order, "5", "11")).hasMessageContaining("trace.label.bind-range");
		var typo = codes.get(4).serial().substring(0, 15) + (codes.get(4).serial().endsWith("0") ? "1" : "0");
		assertThatThrownBy(() -> bind(order, typo, "6")).hasMessageContaining("trace.label.bind-mistyped");
		var other = as("farmer", () -> labels.order(order(lot, 2)));
		as("farmer", () -> run(() -> labels.print(other)));
		var foreign = as("farmer", () -> orders.codes(other, 1, 1)).getFirst().serial();
		assertThatThrownBy(() -> bind(order, foreign, "6")).hasMessageContaining("trace.label.bind-other");
		as("farmer", () -> run(() -> labels.voidRange(
				new LabelOrders.Void(order, 10, 10, LabelVoidCause.SPOILT, "破损", orders.view(order).version()))));
		assertThatThrownBy(() -> bind(order, "5", "10")).hasMessageContaining("trace.label.bind-void");
		assertThatThrownBy(() -> as("clerk", () -> sql.sql("""
				insert into trace_label_bind (tenant_id, batch_id, first_seq, count, at, by_person, by_name)
				select tenant_id, id, first_seq + 9, 1, now(), member_id, 'x' from trace_label_batch where id = ?""")
			.param(order)
			.update())).hasMessageContaining("trace_label_bind_fits_ck");
		bind(order, "5", "9");
		var file = as("farmer", () -> orders.file(order));
		assertThat(file.order().status()).hasToString("BOUND");
		assertThat(file.bound()).extracting(it -> it.from() + "-" + it.to()).containsExactly("1-4", "5-9");
		assertThat(scanned(0)).as("a bound label answers").isEqualTo("BOUND");
		as("chief", () -> run(() -> licences.suspend(id, "x", licences.versionOf(id))));
		assertThatThrownBy(() -> bind(other, "1", "2")).as("frozen")
			.hasMessageContaining("trace.label.licence-stopped");
	}

	@Test
	void aCountThatIsOffByMoreThanTwoInAHundredStopsTheLicence() {
		given(plantings.find(planting)).willReturn(Optional.of(fact("5000", "2000")));
		var id = licence();
		var lot = lot("1000");
		var order = as("farmer", () -> labels.order(order(lot, 100)));
		as("farmer", () -> run(() -> labels.print(order)));
		bind(order, "1", "60");
		as("farmer", () -> run(() -> labels.voidRange(
				new LabelOrders.Void(order, 60, 61, LabelVoidCause.SPOILT, "破损", orders.view(order).version()))));
		var known = as("clerk", () -> register.file(id)).labels();
		assertThat(known.bound()).as("one of the two void ones was on its package").isEqualTo(59);
		assertThat(known.expected()).isEqualTo(39);
		assertThatThrownBy(() -> count(id, -1)).hasMessageContaining("brand.count.negative");
		assertThat(count(id, 42).missing()).as("too many are off as well").isEqualTo(-3);
		assertThat(status(id)).isEqualTo(LicenceStatus.SUSPENDED);
		assertThat(as("clerk", () -> register.file(id)).counts()).extracting(it -> it.missing()).containsExactly(-3L);
		assertThatThrownBy(() -> count(id, 39)).hasMessageContaining("brand.count.twice");
	}

	@Test
	void whatAReviewWeighsIsDecidedByTwoPeopleAndKeptWithIt() {
		var from = TODAY.plusDays(1000 + (System.nanoTime() / 1000) % 100_000);
		assertThatThrownBy(() -> as("chief", () -> weights.ask(weighed(TODAY, 41))))
			.hasMessageContaining("brand.weights.sum");
		assertThatThrownBy(() -> as("chief", () -> weights.ask(weighed(TODAY.minusDays(1), 40))))
			.hasMessageContaining("brand.weights.past");
		var asked = as("chief", () -> weights.ask(weighed(from, 40)));
		assertThatThrownBy(() -> as("chief", () -> weights.ask(weighed(from.plusDays(1), 40))))
			.hasMessageContaining("brand.weights.open");
		assertThatThrownBy(() -> as("chief", () -> run(() -> weights.decide(asked, true, 0))))
			.hasMessageContaining("brand.weights.same-person");
		as("officer", () -> run(() -> weights.decide(asked, true, 0)));
		assertThatThrownBy(() -> as("officer", () -> run(() -> weights.decide(asked, true, 1))))
			.isInstanceOf(Refusal.WrongState.class);
		assertThat(as("clerk", () -> weights.inForce(from.minusDays(1))).map(it -> it.id()))
			.isNotEqualTo(Optional.of(asked));
		assertThat(as("clerk", () -> weights.inForce(from)).orElseThrow().id()).isEqualTo(asked);
		assertThatThrownBy(() -> as("chief", () -> weights.ask(weighed(from, 40))))
			.hasMessageContaining("brand.weights.known");
		assertThatThrownBy(() -> as("clerk",
				() -> sql.sql("update brand_review_weight set decided_by = asked_by where id = ?")
					.param(asked)
					.update()))
			.hasMessageContaining("brand_review_weight_four_eyes_ck");
	}

	private static cn.jinfu.traceability.brand.ReviewWeights.Asked weighed(LocalDate from, int tests) {
		return new cn.jinfu.traceability.brand.ReviewWeights.Asked(tests, 20, 20, 10, 10, from, "第一次代表大会决议");
	}

	@Test
	void twoLabelsMissingOfAHundredAreNoReason() {
		given(plantings.find(planting)).willReturn(Optional.of(fact("5000", "2000")));
		var id = licence();
		var lot = lot("1000");
		var order = as("farmer", () -> labels.order(order(lot, 100)));
		assertThat(as("clerk", () -> register.file(id)).labels().expected()).as("nothing is printed yet").isZero();
		as("farmer", () -> run(() -> labels.print(order)));
		assertThat(count(id, 98).off()).isFalse();
		assertThat(status(id)).isEqualTo(LicenceStatus.ACTIVE);
	}

	private cn.jinfu.traceability.brand.LabelCount count(UUID licence, long left) {
		return as("officer", () -> licences.count(licence, left, "年中盘点", licences.versionOf(licence)));
	}

	private void bind(UUID order, String first, String last) {
		as("farmer", () -> binding.bind(order, first, last, orders.view(order).version()));
	}

	private void failed(TestKind kind, String laboratory) {
		var test = as("analyst",
				() -> residues
					.enter(new ResidueCommands.Enter(planting, null, null, kind, laboratory, Ids.next().toString(), DAY,
							List.of(new ResidueCommands.Line("吡虫啉", new BigDecimal("9"), new BigDecimal("0.01"))))));
		as("reviewer",
				() -> run(() -> residues.confirm(test,
						sql.sql("select version from trace_residue_test where id = ?")
							.param(test)
							.query(Long.class)
							.single())));
	}

	private void expiry() {
		var job = jobs.stream().filter(it -> it.name().equals("brand.licence-expiry")).findFirst().orElseThrow();
		as("clerk", () -> job.run(TODAY));
	}

	@Test
	void aDisasterLowersTheCapByTwoPeopleAndWhatIsAboveItBecomesACase() {
		licence();
		var lot = lot("500");
		as("farmer", () -> labels.order(order(lot, 100)));
		var quota = as("clerk", () -> quotas.left(planting)).id();
		assertThatThrownBy(() -> as("officer", () -> releases.askCut(quota, new BigDecimal("100.01"), "冰雹", null)))
			.hasMessageContaining("brand.quota.loss-pct");
		assertThatThrownBy(() -> as("officer", () -> releases.askCut(quota, new BigDecimal("20"), " ", null)))
			.hasMessageContaining("reason-missing");
		var frost = as("officer", () -> releases.askCut(quota, new BigDecimal("20"), "霜冻，测损记录 12 号", null));
		assertThatThrownBy(() -> as("officer", () -> ask(quota, "10")))
			.hasMessageContaining("brand.quota.release-open");
		assertThatThrownBy(() -> as("officer", () -> decide(quota, frost)))
			.hasMessageContaining("brand.quota.same-person");
		as("chief", () -> decide(quota, frost));
		var lowered = as("clerk", () -> quotas.file(quota));
		assertThat(lowered.quota().capKg()).as("1000 less a fifth").isEqualByComparingTo("800");
		assertThat(lowered.quota().releasedKg()).as("600 of it stay").isEqualByComparingTo("600");
		assertThat(cases(quota)).isZero();
		var hail = as("officer", () -> releases.askCut(quota, new BigDecimal("50"), "冰雹", null));
		as("chief", () -> decide(quota, hail));
		var file = as("clerk", () -> quotas.file(quota));
		assertThat(file.quota().capKg()).as("400, but 500 are labelled").isEqualByComparingTo("500");
		assertThat(file.quota().leftKg()).isEqualByComparingTo("0");
		assertThat(file.cuts()).extracting(it -> it.overKg().intValue()).containsExactly(0, 100);
		assertThat(file.entries()).extracting(it -> it.kind().name()).contains("CUT");
		assertThat(cases(quota)).as("somebody explains the hundred").isEqualTo(1);
		var more = lot("100");
		assertThatThrownBy(() -> as("farmer", () -> labels.order(order(more, 1))))
			.hasMessageContaining("brand.quota.above-cap");
		assertThatThrownBy(() -> as("clerk",
				() -> sql.sql("update brand_label_quota set used_kg = used_kg + 0.000001 where id = ?")
					.param(quota)
					.update()))
			.hasMessageContaining("brand_label_quota_released_ck");
	}

	@Test
	void theNightlyBalanceAndEachOrderFindWhatWasChangedBesideTheBooks() {
		licence();
		var lot = lot("500");
		as("farmer", () -> labels.order(order(lot, 10)));
		var quota = as("clerk", () -> quotas.left(planting)).id();
		var job = jobs.stream().filter(it -> it.name().equals("brand.quota-balance")).findFirst().orElseThrow();
		var before = as("clerk", () -> job.run(TODAY));
		as("clerk",
				() -> sql.sql("update brand_label_quota set used_kg = used_kg - 5 where id = ?").param(quota).update());
		assertThat(as("clerk", () -> job.run(TODAY))).isEqualTo(before + 1);
		as("clerk",
				() -> sql.sql("update brand_label_quota set used_kg = used_kg + 5 where id = ?").param(quota).update());
		as("clerk", () -> sql.sql("update trace_lot set kg_left = kg_left - 1 where id = ?").param(lot).update());
		assertThatThrownBy(() -> as("farmer", () -> labels.order(order(lot, 1))))
			.hasMessageContaining("trace.label.unbalanced");
		as("clerk", () -> sql.sql("update trace_lot set kg_left = kg_left + 1 where id = ?").param(lot).update());
		assertThat(as("farmer", () -> labels.order(order(lot, 1)))).isNotNull();
	}

	private int cases(UUID quota) {
		return as("clerk", () -> sql
			.sql("select count(*) from trace_code_case where cause = 'QUOTA' and target = ? and status = 'OPEN'")
			.param(quota.toString())
			.query(Integer.class)
			.single());
	}

	@Test
	void labelsAreNotAskedForBeforeTheFirstPossibleHarvest() {
		licence();
		var lot = lot("100");
		grownBy(100);
		assertThatThrownBy(() -> as("farmer", () -> labels.order(order(lot, 1))))
			.hasMessageContaining("brand.quota.too-early");
		as("clerk",
				() -> sql.sql("update production_planting set standard_id = null where id = ?")
					.param(planting)
					.update());
		grownBy(93);
		assertThat(as("farmer", () -> labels.order(order(lot, 1)))).as("on the day itself").isNotNull();
	}

	/** Weighed in 90 of a cap of 100 on the 93rd day, and picked from day 90 to 106. */
	@Test
	void labelsComeNoFasterThanTheCropRipens() {
		licence();
		given(plantings.find(planting)).willReturn(Optional.of(fact("100", "90")));
		var lot = lot("90");
		grownBy(90);
		stages();
		// 3 of 16 days: 0.6 + 0.4 x 3 / 16 = 0.675, thirteen labels of five kilograms
		assertThatThrownBy(() -> as("farmer", () -> labels.order(order(lot, 14))))
			.hasMessageContaining("brand.quota.too-fast");
		as("farmer", () -> labels.order(order(lot, 13)));
		var quota = as("clerk",
				() -> sql.sql("select id, released_kg from brand_label_quota where planting_id = ?")
					.param(planting)
					.query((row, _) -> java.util.Map.entry(row.getObject(1, UUID.class), row.getBigDecimal(2)))
					.single());
		assertThat(quota.getValue()).isEqualByComparingTo("67.5");
		assertThatThrownBy(() -> as("clerk",
				() -> sql.sql("update brand_label_quota set used_kg = 68 where id = ?").param(quota.getKey()).update()))
			.as("the table says so too")
			.isInstanceOf(org.springframework.dao.DataIntegrityViolationException.class);
	}

	/** Picked from day 90 to 106. */
	private void stages() {
		as("clerk", () -> sql.sql("""
				insert into production_standard_stage (tenant_id, standard_id, no, name, days_from, days_to)
				select '330482', standard_id, n, n::text, f, t from production_planting,
				  (values (1, 0, 89), (2, 90, 96), (3, 97, 106)) g(n, f, t) where id = ?""").param(planting).update());
	}

	/** As above, by whoever writes past the desk. */
	@Test
	void theDatabaseReleasesNoFasterThanTheCropRipens() {
		licence();
		given(plantings.find(planting)).willReturn(Optional.of(fact("100", "50")));
		var lot = lot("90");
		grownBy(90);
		stages();
		as("farmer", () -> labels.order(order(lot, 2)));
		var quota = as("clerk", () -> quotas.left(planting)).id();
		assertThat(released(quota)).isEqualByComparingTo("60");
		assertThatThrownBy(() -> beside(quota, "1", null, null, 0)).as("without a row")
			.rootCause()
			.hasMessageContaining("brand_label_quota_told_ck");
		assertThatThrownBy(() -> beside(quota, "1", "HARVEST", "2", 0)).as("with another row")
			.rootCause()
			.hasMessageContaining("brand_label_quota_told_ck");
		assertThatThrownBy(() -> beside(quota, "7.500001", "HARVEST", "7.500001", 0)).as("67.5 can have ripened")
			.rootCause()
			.hasMessageContaining("brand_quota_entry_ripe_ck");
		assertThatThrownBy(() -> beside(quota, "20", "GRANT", "20", 40)).as("dated when more will be ripe")
			.rootCause()
			.hasMessageContaining("brand_quota_entry_ripe_ck");
		assertThatThrownBy(() -> beside(quota, "20", "RELEASE", "20", 0)).as("nobody asked")
			.rootCause()
			.hasMessageContaining("brand_quota_entry_two_ck");
		var asked = as("officer", () -> releases.ask(quota, new BigDecimal("20"), "早熟品种，已采完"));
		assertThatThrownBy(() -> beside(quota, "20", "RELEASE", "20", 0, asked)).as("asked by one")
			.rootCause()
			.hasMessageContaining("brand_quota_entry_two_ck");
		as("chief", () -> decide(quota, asked));
		assertThat(released(quota)).isEqualByComparingTo("80");
		assertThatThrownBy(() -> beside(quota, "20", "RELEASE", "20", 0, asked)).as("once")
			.hasMessageContaining("brand_quota_entry_release_uq");
		assertThatThrownBy(() -> beside(quota, "1", "HARVEST", "1", 0)).as("above what two released")
			.rootCause()
			.hasMessageContaining("brand_quota_entry_ripe_ck");
		assertThat(released(quota)).isEqualByComparingTo("80");
		as("clerk",
				() -> sql.sql("update production_planting set standard_id = null where id = ?")
					.param(planting)
					.update());
		beside(quota, "20", "HARVEST", "20", 0);
		assertThat(released(quota)).as("no calendar, only the cap").isEqualByComparingTo("100");
	}

	private BigDecimal released(UUID quota) {
		return as("clerk",
				() -> sql.sql("select released_kg from brand_label_quota where id = ?")
					.param(quota)
					.query(BigDecimal.class)
					.single());
	}

	private void beside(UUID quota, String kg, String kind, String told, int inDays) {
		beside(quota, kg, kind, told, inDays, Ids.next());
	}

	/** More is released, with a row that says so of that day. */
	private void beside(UUID quota, String kg, String kind, String told, int inDays, UUID source) {
		as("clerk", () -> {
			if (kind != null) {
				sql.sql("""
						insert into brand_quota_entry (tenant_id, quota_id, kind, kg, source_id, at, by_person, by_name)
						values ('330482', ?, ?, ?, ?, now() + make_interval(days => ?), ?, 'x')""")
					.params(quota, kind, new BigDecimal(told), source, inDays, Ids.next())
					.update();
			}
			return sql.sql("update brand_label_quota set released_kg = released_kg + ? where id = ?")
				.params(new BigDecimal(kg), quota)
				.update();
		});
	}

	/**
	 * Sown 93 days ago, by a standard that says so many days from sowing to the first
	 * harvest.
	 */
	private void grownBy(int days) {
		as("clerk", () -> {
			var standard = Ids.next();
			var group = "G" + Math.abs(System.nanoTime() % 1_000_000_000L);
			sql.sql("""
					insert into production_crop_standard (id, tenant_id, version, crop, variety_group, varieties, edition,
					  harvest_days, source, demo, state, drafted_by, edited_by, by_name, edited_at)
					values (?, '330482', 0, 'watermelon', ?, array['x'], 1, ?, 'x', true, 'DRAFT', ?, ?, 'x', now())""")
				.params(standard, group, days, Ids.next(), Ids.next())
				.update();
			var plot = Ids.next();
			sql.sql("""
					insert into production_plot (id, tenant_id, version, no, member_id, name, kind, division, village,
					  declared_mu, state, registered_by)
					select ?, '330482', 0, ?, ?, 'x', 'OPEN_FIELD', '330482100', 'x', 10, 'DRAFT', ?
					 where not exists (select 1 from production_planting where id = ?)""")
				.params(plot, "D" + Math.abs(System.nanoTime() % 1_000_000_000L), farm, Ids.next(), planting)
				.update();
			sql.sql("""
					insert into production_planting (id, tenant_id, version, no, member_id, plot_id, crop, variety, season_year,
					  season_part, sown_on, area_mu, state, verification, recorded_by, recorded_at)
					select ?, '330482', 0, ?, ?, ?, 'watermelon', 'x', 2026, 'SPRING', ?, 10, 'HARVESTING', 'SUBMITTED', ?, now()
					 where not exists (select 1 from production_planting where id = ?)""")
				.params(planting, "Z" + Math.abs(System.nanoTime() % 1_000_000_000L), farm, plot, DAY.minusDays(90),
						Ids.next(), planting)
				.update();
			return sql.sql("update production_planting set standard_id = ? where id = ?")
				.params(standard, planting)
				.update();
		});
	}

	@Test
	void whatIsOverEndsByItselfAndAtOnce() {
		var id = licence();
		as("clerk",
				() -> sql.sql("update brand_licence set valid_from = ?, valid_until = ? where id = ?")
					.params(DAY.minusDays(30), DAY, id)
					.update());
		assertThat(as("clerk", () -> register.view(id)).inForce()).isFalse();
		var job = jobs.stream().filter(it -> it.name().equals("brand.licence-expiry")).findFirst().orElseThrow();
		assertThat(as("clerk", () -> job.run(DAY.plusDays(1)))).isGreaterThanOrEqualTo(1);
		assertThat(status(id)).isEqualTo(LicenceStatus.EXPIRED);
	}

	@Test
	void aSuspendedLicenceStopsOrdersAndPrinting() {
		var id = licence();
		var lot = lot("200");
		var order = as("farmer", () -> labels.order(order(lot, 10)));
		as("chief", () -> run(() -> licences.suspend(id, "x", licences.versionOf(id))));
		assertThatThrownBy(() -> as("farmer", () -> labels.order(order(lot, 1))))
			.hasMessageContaining("brand.licence.none-in-force");
		assertThatThrownBy(() -> as("farmer", () -> run(() -> labels.print(order))))
			.hasMessageContaining("trace.label.licence-stopped");
		as("chief", () -> run(() -> licences.resume(id, "x", licences.versionOf(id))));
		as("farmer", () -> run(() -> labels.print(order)));
		assertThat(as("farmer", () -> orders.view(order)).printed()).isTrue();
	}

	@Test
	void anOrderRacingASuspensionIsEitherBeforeItOrRefused() throws Exception {
		for (int i = 0; i < 5; i++) {
			var other = new BrandIT.Race(licence(), lot("100"));
			var version = as("clerk", () -> licences.versionOf(other.licence()));
			boolean ordered;
			try (var pool = Executors.newFixedThreadPool(2)) {
				Callable<Boolean> order = () -> tried("farmer", () -> labels.order(order(other.lot(), 2)));
				Callable<Boolean> suspend = () -> tried("chief",
						() -> run(() -> licences.suspend(other.licence(), "x", version)));
				var results = pool.invokeAll(List.of(order, suspend));
				ordered = results.getFirst().get();
				assertThat(results.getLast().get()).isTrue();
			}
			var at = as("clerk",
					() -> sql.sql("select count(*) from trace_label_batch where lot_id = ?")
						.param(other.lot())
						.query(Integer.class)
						.single());
			assertThat(at).isEqualTo(ordered ? 1 : 0);
			assertThat(tried("farmer", () -> labels.order(order(other.lot(), 1)))).isFalse();
			as("clerk", () -> sql.sql(
					"update brand_licence set status = 'REVOKED', ended_at = now() - interval '2 years', barred_until = current_date - 360 where id = ?")
				.param(other.licence())
				.update());
		}
	}

	private record Race(UUID licence, UUID lot) {
	}

	@Test
	void theLastKilogramsAreGivenOnce() throws Exception {
		given(plantings.find(planting)).willReturn(Optional.of(fact("100", "60")));
		licence();
		var lot = lot("500");
		try (var pool = Executors.newFixedThreadPool(2)) {
			Callable<Boolean> order = () -> tried("farmer", () -> labels.order(order(lot, 12)));
			var results = pool.invokeAll(List.of(order, order));
			assertThat(results.get(0).get() ^ results.get(1).get()).isTrue();
		}
		assertThatThrownBy(() -> as("farmer", () -> labels.order(order(lot, 1))))
			.hasMessageContaining("brand.quota.not-released");
	}

	@Test
	void theBalanceIsTheSumOfItsRows() {
		licence();
		given(plantings.find(planting)).willReturn(Optional.of(fact("1000", "700")));
		var lot = lot("500");
		var first = as("farmer", () -> labels.order(order(lot, 40)));
		as("farmer", () -> labels.order(order(lot, 20)));
		as("farmer", () -> run(
				() -> labels.voidRange(new LabelOrders.Void(first, 1, 10, LabelVoidCause.SPOILT, "打印机卡纸", 0))));
		as("officer", () -> run(
				() -> labels.voidRange(new LabelOrders.Void(first, 11, 12, LabelVoidCause.COPIED, "市场上发现", 1))));
		assertThatThrownBy(() -> as("officer",
				() -> run(() -> labels.voidRange(new LabelOrders.Void(first, 10, 13, LabelVoidCause.LOST, "x", 2)))))
			.hasMessageContaining("trace.label.void-twice");
		assertThat(as("officer", lotChecks::findings)).noneMatch(it -> it.lotId().equals(lot));
		as("officer",
				() -> sql.sql("update trace_lot set kg_labelled = kg_labelled + 1 where id = ?").param(lot).update());
		assertThat(as("officer", lotChecks::findings)).anySatisfy(it -> {
			assertThat(it.lotId()).isEqualTo(lot);
			assertThat(it.fault()).isEqualTo(LotChecks.LotFault.LABELS);
		});
		var quota = as("farmer", () -> orders.view(first)).quotaId();
		var file = as("clerk", () -> quotas.file(quota));
		assertThat(file.quota().usedKg()).isEqualByComparingTo("250");
		assertThat(file.quota().releasedKg()).isEqualByComparingTo("700");
		assertThat(as("clerk",
				() -> sql
					.sql("""
							select bool_and(q.released_kg = e.released and q.used_kg = e.used) from brand_label_quota q join (
							  select quota_id, sum(kg) filter (where kind in ('GRANT', 'HARVEST', 'RELEASE')) released,
							         coalesce(sum(kg) filter (where kind = 'USE'), 0) - coalesce(sum(kg) filter (where kind = 'BACK'), 0) used
							    from brand_quota_entry group by quota_id) e on e.quota_id = q.id where q.id = ?""")
					.param(quota)
					.query(Boolean.class)
					.single()))
			.isTrue();
		assertThat(as("clerk", () -> orders.codes(first, 1, 20))).extracting(it -> it.place())
			.containsExactly(13, 14, 15, 16, 17, 18, 19, 20);
		assertThat(scanned(0)).isEqualTo("VOID");
		assertThat(scanned(15)).isEqualTo("ISSUED");
	}

	@Test
	void moreIsReleasedByTwoPersonsAndNeverBeyondTheCap() {
		licence();
		var lot = lot("800");
		var quota = as("farmer", () -> orders.view(as("farmer", () -> labels.order(order(lot, 1))))).quotaId();
		assertThatThrownBy(() -> as("officer", () -> ask(quota, "401"))).hasMessageContaining("release-above-cap");
		var release = as("officer", () -> ask(quota, "100"));
		assertThatThrownBy(() -> as("officer", () -> ask(quota, "100"))).hasMessageContaining("release-open");
		assertThatThrownBy(() -> as("officer", () -> decide(quota, release))).isInstanceOf(Refusal.Forbidden.class);
		as("chief", () -> decide(quota, release));
		assertThat(as("clerk", () -> quotas.file(quota)).quota().releasedKg()).isEqualByComparingTo("700");
		assertThatThrownBy(() -> as("chief", () -> decide(quota, release))).isInstanceOf(Refusal.class);
	}

	@Test
	void whatIsSentTwiceIsOneOrder() {
		licence();
		var lot = lot("200");
		var key = Ids.next().toString();
		Supplier<UUID> press = () -> alone("farmer", () -> idempotency.once(key, "POST /api/v1/label-orders", "h",
				UUID.class, () -> labels.order(order(lot, 10))));
		assertThat(press.get()).isEqualTo(press.get());
		assertThat(
				as("farmer", () -> orders.list(new LabelQueries.Filter(null, null, farm, lot, null, null, 20))).total())
			.isEqualTo(1);
	}

	@Test
	void aLotWithoutItsCertificateGetsNoLabels() {
		licence();
		var lot = harvested("100");
		assertThatThrownBy(() -> as("farmer", () -> labels.order(order(lot, 1))))
			.hasMessageContaining("trace.label.no-certificate");
	}

	@Test
	void whoeverIsNotTheFarmOrItsFederationSeesNothing() {
		var licence = licence();
		var lot = lot("100");
		var order = as("farmer", () -> labels.order(order(lot, 1)));
		var stranger = new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "s", "s", TENANT, Scope.member(Ids.next()),
				ALL);
		var neighbour = new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "n", "n", "330499", Scope.ALL, ALL);
		for (var actor : List.of(stranger, neighbour)) {
			actor.run(() -> {
				assertThatThrownBy(() -> register.view(licence)).isInstanceOf(Refusal.NotFound.class);
				assertThatThrownBy(() -> orders.view(order)).isInstanceOf(Refusal.NotFound.class);
				assertThatThrownBy(() -> labels.print(order)).isInstanceOf(Refusal.NotFound.class);
				assertThat(orders.list(new LabelQueries.Filter(null, null, null, lot, null, null, 20)).items())
					.isEmpty();
			});
		}
		neighbour.run(() -> assertThat(register.register(null, null, 100).items()).isEmpty());
		new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "x", "x", TENANT, Scope.ALL, Set.of())
			.run(() -> assertThatThrownBy(() -> register.view(licence)).isInstanceOf(AccessDeniedException.class));
	}

	@Test
	void packagesGoToLicenseesAndNeverBeyondTheStock() {
		var licence = licence();
		var design = as("chief",
				() -> catalogue.addDesign(new BrandCatalogue.NewDesign("WATERMELON", Ids.next().toString(), "特级")));
		as("chief", () -> run(() -> catalogue.receive(design, 100, "")));
		as("chief", () -> run(() -> catalogue.issue(design, licence, 60, "")));
		assertThatThrownBy(() -> as("chief", () -> run(() -> catalogue.issue(design, licence, 41, ""))))
			.hasMessageContaining("brand.package.short");
		var lot = lot("100");
		assertThatThrownBy(() -> as("farmer", () -> labels.order(new LabelOrders.Order(farm, lot, product, design, 1))))
			.hasMessageContaining("trace.label.grade-of-design");
		as("chief", () -> run(() -> licences.suspend(licence, "x", licences.versionOf(licence))));
		assertThatThrownBy(() -> as("chief", () -> run(() -> catalogue.issue(design, licence, 1, ""))))
			.hasMessageContaining("brand.package.not-licensed");
	}

	private UUID applied() {
		return as("farmer",
				() -> licences.apply(new LicenceDesk.Apply(farm, "WATERMELON", "T/PH 1", "x", "x", List.of())));
	}

	private LicenceDesk.Check check(UUID id, int points) {
		return new LicenceDesk.Check(id, new OnSiteCheck(points, points, points, points, points), "ok", null,
				licences.versionOf(id));
	}

	private void approve(UUID id) {
		licences.approve(id, DAY.plusYears(1), null, licences.versionOf(id));
	}

	private UUID licence() {
		var id = applied();
		as("officer", () -> run(() -> licences.check(check(id, 18))));
		as("chief", () -> run(() -> approve(id)));
		signed(id);
		return id;
	}

	private UUID onNotice() {
		var id = applied();
		as("officer", () -> run(() -> licences.check(check(id, 18))));
		as("chief", () -> run(() -> approve(id)));
		return id;
	}

	private void signed(UUID licence) {
		noticeOver(licence);
		as("chief", () -> run(() -> sign(licence)));
	}

	private void sign(UUID licence) {
		var paper = files.store(FileStore.Kind.DOCUMENT, "contract.pdf",
				"%PDF-1.4\n%%EOF\n".getBytes(StandardCharsets.US_ASCII), FileStore.Visibility.PRIVATE, null);
		licences.sign(licence, paper.fileId(), licences.versionOf(licence));
	}

	private void noticeOver(UUID licence) {
		as("clerk", () -> sql
			.sql("update brand_licence set notice_from = notice_from - 8, notice_until = notice_until - 8 where id = ?")
			.param(licence)
			.update());
	}

	private void reviewOn(UUID licence, LocalDate day) {
		as("clerk",
				() -> sql.sql("update brand_licence set valid_until = ?, next_review_on = ? where id = ?")
					.params(DAY.plusYears(2), day, licence)
					.update());
	}

	private void reviewed(UUID licence, boolean passed) {
		as("chief", () -> run(() -> licences.review(licence, passed, "看过", licences.versionOf(licence))));
	}

	private void broken(String constraint, String update, UUID licence) {
		assertThatThrownBy(() -> as("clerk", () -> sql.sql(update).param(licence).update()))
			.isInstanceOf(DataAccessException.class)
			.hasMessageContaining(constraint);
	}

	@Test
	void noContractBeforeTheNoticeIsOver() {
		var id = onNotice();
		assertThatThrownBy(() -> as("chief", () -> run(() -> sign(id))))
			.hasMessageContaining("brand.licence.notice-running");
		broken("brand_licence_notice_ck", "update brand_licence set notice_until = notice_from + 6 where id = ?", id);
		broken("brand_licence_signed_ck",
				"update brand_licence set status = 'ACTIVE', number = 'X-1', valid_from = current_date where id = ?",
				id);
		assertThat(as("clerk", () -> register.notices())).extracting(LicenceView::id).contains(id);
		signed(id);
		assertThat(as("clerk", () -> register.notices())).extracting(LicenceView::id).doesNotContain(id);
		assertThat(as("clerk", () -> register.view(id)).validFrom()).isEqualTo(TODAY);
		as("chief", () -> run(() -> licences.revoke(id, "x", 1, licences.versionOf(id))));
		letApplyAgain(id);
	}

	@Test
	void anObjectionHoldsTheContractUntilItIsAnswered() {
		var id = onNotice();
		var first = as("clerk", () -> objections.object(id, "他的瓜是外面收来的", "192.0.2.1"));
		as("clerk", () -> objections.object(id, "标签乱放在路边", "192.0.2.2"));
		assertThatThrownBy(() -> as("clerk", () -> objections.object(id, "再说一遍这件事", "192.0.2.1")))
			.hasMessageContaining("brand.objection.twice");
		assertThatThrownBy(() -> as("clerk", () -> objections.object(id, "不好", "192.0.2.3")))
			.hasMessageContaining("brand.objection.short");
		noticeOver(id);
		assertThatThrownBy(() -> as("clerk", () -> objections.object(id, "来晚了的异议", "192.0.2.4")))
			.isInstanceOf(Refusal.NotFound.class);
		assertThatThrownBy(() -> as("chief", () -> run(() -> sign(id))))
			.hasMessageContaining("brand.licence.objection-open");
		broken("licence has an unanswered objection",
				"""
						update brand_licence set status = 'ACTIVE', number = 'X-2', valid_from = current_date, contract_on = current_date,
						  contract_file = (select id from platform_file limit 1) where id = ?""",
				id);
		broken("no notice is running", """
				insert into brand_licence_objection (id, tenant_id, licence_id, reference, words, at, on_day, visitor)
				select uuidv7(), tenant_id, id, 'AAAAAAAAAAAA', '来晚了的异议', now(), notice_until + 1, 'x'
				  from brand_licence where id = ?""", id);
		var open = as("clerk", () -> register.file(id)).objections();
		assertThat(open).hasSize(2);
		open.forEach(it -> as("chief",
				() -> run(() -> objections.answer(id, it.id(), Objections.ObjectionOutcome.DISMISSED, "查过，没有"))));
		assertThatThrownBy(() -> as("chief",
				() -> run(() -> objections.answer(id, open.getFirst().id(), Objections.ObjectionOutcome.UPHELD, "改口"))))
			.as("an answer stands")
			.isInstanceOf(Refusal.NotFound.class);
		as("chief", () -> run(() -> sign(id)));
		assertThat(as("clerk", () -> objections.progress(first.toLowerCase(java.util.Locale.ROOT))).answer())
			.isEqualTo("查过，没有");
		assertThatThrownBy(() -> as("clerk", () -> objections.progress("000000000000")))
			.isInstanceOf(Refusal.NotFound.class);
		as("chief", () -> run(() -> licences.revoke(id, "x", 1, licences.versionOf(id))));
		letApplyAgain(id);
	}

	@Test
	void anUpheldObjectionEndsTheApplication() {
		var id = onNotice();
		as("clerk", () -> objections.object(id, "他的瓜是外面收来的", "192.0.2.9"));
		var open = as("clerk", () -> register.file(id)).objections().getFirst();
		as("chief", () -> run(() -> objections.answer(id, open.id(), Objections.ObjectionOutcome.UPHELD, "属实")));
		as("chief", () -> run(() -> licences.decline(id, "异议属实", licences.versionOf(id))));
		assertThat(status(id)).isEqualTo(LicenceStatus.DECLINED);
	}

	@Test
	void theYearIsReviewedOrTheLicenceStops() {
		var id = licence();
		var job = jobs.stream().filter(it -> it.name().equals("brand.licence-expiry")).findFirst().orElseThrow();
		assertThatThrownBy(() -> reviewed(id, true)).as("over before a year").hasMessageContaining("no-review");
		reviewOn(id, TODAY.plusDays(31));
		assertThatThrownBy(() -> reviewed(id, true)).hasMessageContaining("brand.licence.review-early");
		reviewOn(id, TODAY.plusDays(30));
		reviewed(id, true);
		assertThat(as("clerk", () -> register.view(id)).nextReviewOn()).isEqualTo(TODAY.plusDays(30).plusYears(1));
		assertThat(as("clerk", () -> register.file(id)).reviews()).hasSize(1);

		reviewOn(id, TODAY.minusDays(30));
		as("clerk", () -> job.run(TODAY));
		assertThat(status(id)).as("the last day").isEqualTo(LicenceStatus.ACTIVE);
		as("clerk", () -> job.run(TODAY.plusDays(1)));
		assertThat(status(id)).isEqualTo(LicenceStatus.SUSPENDED);
		reviewOn(id, TODAY.minusDays(31));
		assertThatThrownBy(() -> as("chief", () -> run(() -> licences.resume(id, "x", licences.versionOf(id)))))
			.hasMessageContaining("brand.licence.review-overdue");
		reviewed(id, true);
		as("chief", () -> run(() -> licences.resume(id, "x", licences.versionOf(id))));
		assertThat(status(id)).isEqualTo(LicenceStatus.ACTIVE);

		reviewOn(id, TODAY);
		reviewed(id, false);
		assertThat(status(id)).isEqualTo(LicenceStatus.SUSPENDED);
		as("chief", () -> run(() -> licences.revoke(id, "x", 1, licences.versionOf(id))));
		letApplyAgain(id);
	}

	/** So that the next test starts anew. */
	private void letApplyAgain(UUID id) {
		as("clerk",
				() -> sql.sql("update brand_licence set ended_at = ended_at - interval '13 months' where id = ?")
					.param(id)
					.update());
	}

	private LicenceStatus status(UUID id) {
		return as("clerk", () -> register.view(id)).status();
	}

	private String open(String who, String step) {
		var person = UUID.nameUUIDFromBytes(who.getBytes());
		var actor = new Actor(Actor.Kind.PERSON, person, person, who, who, TENANT, Scope.ALL, ALL);
		return toDos.stream()
			.flatMap(it -> it.open(actor, 1000).stream())
			.map(it -> it.key())
			.filter(it -> it.endsWith(step))
			.toList()
			.toString();
	}

	/** Weighed in, tested, and certified. */
	private UUID lot(String kg) {
		var lot = harvested(kg);
		as("farmer", () -> certificates.issue(farm, lot, new BigDecimal(kg), Set.of(CertificateBasis.LAB_TEST), null));
		return lot;
	}

	private UUID harvested(String kg) {
		var id = Ids.next();
		as("farmer", () -> run(() -> followers.forEach(it -> it.recorded(new HarvestRecorded(TENANT, id, planting, farm,
				new BigDecimal(kg), BigDecimal.ZERO, DAY, HarvestLotStatus.VALID, null)))));
		var test = as("analyst",
				() -> residues.enter(new ResidueCommands.Enter(planting, null, null, TestKind.COMMISSIONED, "示例检测中心",
						Ids.next().toString(), DAY,
						List.of(new ResidueCommands.Line("吡虫啉", null, new BigDecimal("0.01"))))));
		as("reviewer",
				() -> run(() -> residues.confirm(test,
						sql.sql("select version from trace_residue_test where id = ?")
							.param(test)
							.query(Long.class)
							.single())));
		return id;
	}

	private LabelOrders.Order order(UUID lot, int count) {
		return new LabelOrders.Order(farm, lot, product, null, count);
	}

	private UUID ask(UUID quota, String kg) {
		return releases.ask(quota, new BigDecimal(kg), "测产记录");
	}

	private Object decide(UUID quota, UUID release) {
		return run(() -> releases.decide(quota, release, true, 0));
	}

	private String scanned(long seq) {
		return as("clerk",
				() -> sql.sql("select batch_status from trace_scan(?, 0, ?, ?, ?, true)")
					.params(productNo, seq, Timestamp.from(Instant.now()), new byte[] { 1 })
					.query(String.class)
					.single());
	}

	private PlantingFacts.PlantingFact fact(String cap, String harvested) {
		return new PlantingFacts.PlantingFact(planting, "Z-1", farm, Ids.next(), "一号棚", "watermelon", "西瓜", "8424",
				"2026-A", DAY.minusDays(90), BigDecimal.TEN, true, new BigDecimal(cap), new BigDecimal(harvested), null,
				false, PlantingState.HARVESTING);
	}

	private boolean tried(String who, Supplier<?> body) {
		try {
			as(who, body);
			return true;
		}
		catch (Refusal refused) {
			return false;
		}
	}

	private static Object run(Runnable body) {
		body.run();
		return Boolean.TRUE;
	}

	private <T> T as(String who, Supplier<T> body) {
		return alone(who, () -> transaction.execute(_ -> body.get()));
	}

	private static <T> T alone(String who, Supplier<T> body) {
		var person = UUID.nameUUIDFromBytes(who.getBytes());
		var actor = new Actor(Actor.Kind.PERSON, person, person, who, who, TENANT, Scope.ALL, ALL);
		var result = new Object[1];
		actor.run(() -> result[0] = body.get());
		@SuppressWarnings("unchecked")
		var typed = (T) result[0];
		return typed;
	}

}
