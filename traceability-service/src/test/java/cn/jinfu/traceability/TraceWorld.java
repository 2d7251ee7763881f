package cn.jinfu.traceability;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Scope;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.MemberKind;
import cn.jinfu.member.MemberStatus;
import cn.jinfu.member.MemberSummary;
import cn.jinfu.production.HarvestFollower;
import cn.jinfu.production.HarvestLotStatus;
import cn.jinfu.production.HarvestRecorded;
import cn.jinfu.production.HoldReason;
import cn.jinfu.production.PlantingFacts;
import cn.jinfu.production.PlantingRecords;
import cn.jinfu.production.PlantingState;
import cn.jinfu.supply.LotDispatch;
import cn.jinfu.supply.Products;
import cn.jinfu.supply.SaleGate;
import cn.jinfu.traceability.brand.LicenceDesk;
import cn.jinfu.traceability.brand.OnSiteCheck;
import cn.jinfu.traceability.certificate.CertificateCommands;
import cn.jinfu.traceability.label.LabelOrders;
import cn.jinfu.traceability.lot.LotChecks;
import cn.jinfu.traceability.lot.LotCommands;
import cn.jinfu.traceability.lot.LotQueries;
import cn.jinfu.traceability.residue.ResidueCommands;
import cn.jinfu.traceability.residue.ResidueTest.TestKind;
import org.junit.jupiter.api.BeforeEach;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;

/**
 * A federation with a farm, a planting, a product and a laboratory, for what is tested on
 * a real database.
 */
@SpringBootTest
abstract class TraceWorld {

	static final Set<String> ALL = Set.of("trace:lot:release", "trace:lot:hold", "trace:lot:recall", "trace:lot:view",
			"trace:test:enter", "trace:test:review", "trace:test:view", "trace:laboratory:edit",
			"trace:certificate:void", "trace:certificate:issue", "trace:label:order", "brand:licence:apply",
			"brand:licence:check", "brand:licence:decide", "brand:licence:suspend", "trace:step:record",
			"trace:step:correct", "trace:hand-over:send", "trace:hand-over:answer", "trace:recall:view",
			"trace:recall:run", "trace:recall:close", "trace:recall:answer", "trace:event:view", "trace:case:view",
			"trace:case:decide", "trace:case:answer");

	static final LocalDate DAY = LocalDate.now(java.time.ZoneId.of("Asia/Shanghai")).minusDays(3);

	static final String TENANT = "330482";

	@MockitoBean
	MemberDirectory members;

	@MockitoBean
	PlantingFacts plantings;

	@MockitoBean
	PlantingRecords records;

	@MockitoBean
	Products products;

	@Autowired
	List<HarvestFollower> followers;

	@Autowired
	ResidueCommands residues;

	@Autowired
	CertificateCommands certificates;

	@Autowired
	FileStore files;

	@Autowired
	LicenceDesk licences;

	@Autowired
	LabelOrders labels;

	@Autowired
	LotCommands lots;

	@Autowired
	LotQueries lotQueries;

	@Autowired
	LotChecks checks;

	@Autowired
	LotDispatch dispatch;

	@Autowired
	SaleGate gate;

	@Autowired
	TraceFacts facts;

	@Autowired
	JdbcClient sql;

	@Autowired
	TransactionTemplate transaction;

	final UUID farm = Ids.next();

	final UUID planting = Ids.next();

	final UUID product = Ids.next();

	final String productNo = "P" + Long.toString(System.nanoTime(), 36).toUpperCase(java.util.Locale.ROOT);

	@BeforeEach
	void world() {
		as("clerk", () -> sql.sql("""
				insert into platform_tenant (code, name, division, demo) values ('330482', 'A', '330482', true),
				  ('330499', 'B', '330499', true) on conflict do nothing""").update());
		var member = new MemberSummary(farm, "M-1", "示例农场", MemberKind.FAMILY_FARM, MemberStatus.ACTIVE, "330482100",
				"330482100", null, "138****0000", "", true);
		given(members.require(farm)).willReturn(member);
		given(members.requireActive(farm)).willReturn(member);
		given(plantings.find(planting)).willReturn(Optional.of(fact("1000", "400")));
		given(products.find(any())).willReturn(Optional.of(new Products.Product(product, farm, productNo, "示例西瓜",
				"watermelon", "西瓜", "", "", new BigDecimal("5"), null, "WATERMELON", null, true)));
		member(farm, "示例农场");
		as("clerk", () -> {
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
					insert into brand_standard (id, tenant_id, code, title, valid_from)
					values (?, '330482', 'T/PH 1', 'x', date '2020-01-01') on conflict do nothing""")
				.param(Ids.next())
				.update();
			return sql.sql("""
					insert into brand_product_class (id, tenant_id, version, mark_id, code, name, service, crop)
					select ?, '330482', 0, id, 'WATERMELON', '西瓜', false, 'watermelon' from brand_mark
					 where name = '示例' on conflict do nothing""").param(Ids.next()).update();
		});
	}

	/** A member in the register. */
	void member(UUID id, String name) {
		as("clerk", () -> sql.sql("""
				insert into member_member (id, tenant_id, version, no, name, kind, status, division_code, admitted_on)
				values (?, '330482', 0, ?, ?, 'FAMILY_FARM', 'ACTIVE', '330482100', date '2026-01-01')""")
			.params(id, "M-" + Math.abs(System.nanoTime()) % 10_000_000_000L, name)
			.update());
	}

	/** A count as another federation's person sees it. */
	int elsewhere(String count) {
		var other = new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "o", "o", "330499", Scope.ALL, ALL);
		var seen = new int[1];
		other.run(() -> seen[0] = transaction.execute(_ -> sql.sql(count).query(Integer.class).single()));
		return seen[0];
	}

	List<LotChecks.LotFault> faults(UUID lot) {
		return as("officer",
				() -> checks.findings()
					.stream()
					.filter(it -> it.lotId().equals(lot))
					.map(LotChecks.Finding::fault)
					.toList());
	}

	static List<Boolean> atOnce(Callable<Boolean> one, Callable<Boolean> two) throws Exception {
		try (var pool = Executors.newFixedThreadPool(2)) {
			var results = new java.util.ArrayList<Boolean>();
			for (var result : pool.invokeAll(List.of(one, two))) {
				results.add(result.get());
			}
			return results;
		}
	}

	static void stranger(Scope scope, Runnable body) {
		var person = Ids.next();
		new Actor(Actor.Kind.PERSON, person, person, "s", "s", TENANT, scope, ALL).run(body);
	}

	@Autowired
	org.springframework.context.ApplicationContext context;

	UUID harvest(String kg, HoldReason hold) {
		var id = Ids.next();
		as("farmer", () -> run(() -> followers
			.forEach(it -> it.recorded(new HarvestRecorded(TENANT, id, planting, farm, new BigDecimal(kg),
					BigDecimal.ZERO, DAY, (hold != null) ? HarvestLotStatus.PROBLEM : HarvestLotStatus.VALID, hold)))));
		return id;
	}

	UUID enter(String result, String by) {
		return as(by,
				() -> residues.enter(new ResidueCommands.Enter(planting, null, null, TestKind.COMMISSIONED, "示例检测中心",
						Ids.next().toString(), DAY,
						List.of(new ResidueCommands.Line("噻虫嗪", new BigDecimal(result), new BigDecimal("0.01")),
								new ResidueCommands.Line("吡虫啉", null, new BigDecimal("0.01"))))));
	}

	void test(String result) {
		var id = enter(result, "analyst");
		as("reviewer", () -> run(() -> residues.confirm(id, testVersion(id))));
	}

	void licence() {
		var id = as("farmer",
				() -> licences.apply(new LicenceDesk.Apply(farm, "WATERMELON", "T/PH 1", "x", "x", List.of())));
		as("officer", () -> run(
				() -> licences.check(new LicenceDesk.Check(id, new OnSiteCheck(18, 18, 18, 18, 18), "ok", null, 0))));
		assertThatThrownBy(() -> as("officer", () -> run(() -> licences.approve(id, DAY.plusYears(1), null, 1))))
			.isInstanceOf(Refusal.Forbidden.class);
		as("chief", () -> run(() -> licences.approve(id, DAY.plusYears(1), null, 1)));
		signed(id);
	}

	/** As if the notice had run and the paper lain on the table. */
	void signed(UUID licence) {
		noticeOver(licence);
		as("chief", () -> run(() -> licences.sign(licence, contract(), licences.versionOf(licence))));
	}

	void noticeOver(UUID licence) {
		as("clerk", () -> sql
			.sql("update brand_licence set notice_from = notice_from - 8, notice_until = notice_until - 8 where id = ?")
			.param(licence)
			.update());
	}

	UUID contract() {
		return files
			.store(FileStore.Kind.DOCUMENT, "contract.pdf", "%PDF-1.4\n%%EOF\n".getBytes(StandardCharsets.US_ASCII),
					FileStore.Visibility.PRIVATE, null)
			.fileId();
	}

	LabelOrders.Order order(UUID lot, int count) {
		return new LabelOrders.Order(farm, lot, product, null, count);
	}

	int scan(long seq, String visitor) {
		return as("clerk",
				() -> sql.sql("select scan_count from trace_scan(?, 0, ?, ?, ?, true)")
					.params(productNo, seq, java.sql.Timestamp.from(Instant.now()), visitor.getBytes())
					.query(Integer.class)
					.single());
	}

	String status(UUID lot) {
		return as("clerk",
				() -> sql.sql("select status from trace_lot where id = ?").param(lot).query(String.class).single());
	}

	String left(UUID lot) {
		return as("clerk",
				() -> sql.sql("select kg_left from trace_lot where id = ?").param(lot).query(BigDecimal.class).single())
			.stripTrailingZeros()
			.toPlainString();
	}

	long version(UUID lot) {
		return as("clerk",
				() -> sql.sql("select version from trace_lot where id = ?").param(lot).query(Long.class).single());
	}

	long testVersion(UUID id) {
		return sql.sql("select version from trace_residue_test where id = ?").param(id).query(Long.class).single();
	}

	PlantingFacts.PlantingFact fact(String cap, String harvested) {
		return new PlantingFacts.PlantingFact(planting, "Z-1", farm, Ids.next(), "一号棚", "watermelon", "西瓜", "8424",
				"2026-A", DAY.minusDays(90), BigDecimal.TEN, true, new BigDecimal(cap), new BigDecimal(harvested), null,
				false, PlantingState.HARVESTING);
	}

	boolean tried(String who, Supplier<?> body) {
		try {
			as(who, body);
			return true;
		}
		catch (Refusal refused) {
			return false;
		}
	}

	static Object run(Runnable body) {
		body.run();
		return Boolean.TRUE;
	}

	<T> T as(String who, Supplier<T> body) {
		var person = UUID.nameUUIDFromBytes(who.getBytes());
		var actor = new Actor(Actor.Kind.PERSON, person, person, who, who, TENANT, Scope.ALL, ALL);
		var result = new Object[1];
		actor.run(() -> result[0] = transaction.execute(_ -> body.get()));
		@SuppressWarnings("unchecked")
		var typed = (T) result[0];
		return typed;
	}

}
