package cn.jinfu.traceability.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.DemoPart;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.traceability.certificate.Certificate.CertificateBasis;
import cn.jinfu.traceability.certificate.CertificateCommands;
import cn.jinfu.traceability.residue.LaboratoryDesk;
import cn.jinfu.traceability.residue.LimitQueries;
import cn.jinfu.traceability.residue.ResidueCommands;
import cn.jinfu.traceability.residue.ResidueTest;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Invented results for the lots that production left: each lot sampled on its day,
 * entered by one person and confirmed by another, most of them certified. One producer's
 * result fails and holds all its lots; the farm's latest waits for the second person.
 */
@Component
@RequiredArgsConstructor
class TraceDemo implements DemoPart {

	private static final Set<String> MAY = Set.of("trace:test:enter", "trace:test:review", "trace:test:view",
			"trace:laboratory:edit", "trace:certificate:issue");

	private static final String LABORATORY = "平湖市农产品检测中心（示例）";

	private static final String FAILING = "tomato";

	private static final int SUBSTANCES = 6;

	private static final BigDecimal LOQ = new BigDecimal("0.01");

	private record Lot(UUID id, UUID memberId, UUID plantingId, String crop, LocalDate on, BigDecimal kg) {
	}

	private final LaboratoryDesk laboratories;

	private final LimitQueries limits;

	private final ResidueCommands tests;

	private final CertificateCommands certificates;

	private final MemberDirectory members;

	private final JdbcClient sql;

	private final TransactionTemplate transaction;

	@Override
	public int order() {
		return 400;
	}

	@Override
	public void load(DemoWorld world) {
		if (!world.main()) {
			return;
		}
		var from = world.today().minusYears(3);
		world.at(from, "brand.officer", MAY, () -> {
			laboratories.add(LABORATORY, "示例-CMA-0001", from, from.plusYears(6));
			return laboratories.add("嘉兴农残速测站（示例）", "示例-CATL-0002", from, from.plusYears(6));
		});
		var lots = waiting();
		var latest = world.has("member.farm")
				? lots.reversed().stream().filter(it -> it.memberId().equals(world.farm())).findFirst() : null;
		int n = 0;
		for (var lot : lots) {
			n++;
			var id = enter(world, lot, n,
					world.has("member." + FAILING) && lot.memberId().equals(world.get("member." + FAILING)));
			if (latest != null && latest.filter(lot::equals).isPresent()) {
				continue;
			}
			world.at(lot.on().plusDays(1), "lab.reviewer", MAY, () -> {
				tests.confirm(id, version(id));
				return id;
			});
			if ((n % 4 != 0 || farms(world, lot)) && status(lot.id()).equals("RELEASED")) {
				certify(world, lot);
			}
		}
	}

	private List<Lot> waiting() {
		return Objects.requireNonNull(transaction.execute(_ -> sql.sql("""
				select id, member_id, planting_id, crop, harvested_on, kg from trace_lot where status = 'OPEN'
				 order by harvested_on, member_id, lot_code""")
			.query((row, _) -> new Lot(row.getObject(1, UUID.class), row.getObject(2, UUID.class),
					row.getObject(3, UUID.class), row.getString(4), row.getObject(5, LocalDate.class),
					row.getBigDecimal(6)))
			.list()));
	}

	private String status(UUID lotId) {
		return Objects.requireNonNull(transaction.execute(
				_ -> sql.sql("select status from trace_lot where id = ?").param(lotId).query(String.class).single()));
	}

	private long version(UUID testId) {
		return Objects
			.requireNonNull(transaction.execute(_ -> sql.sql("select version from trace_residue_test where id = ?")
				.param(testId)
				.query(Long.class)
				.single()));
	}

	private UUID enter(DemoWorld world, Lot lot, int n, boolean failing) {
		return world.at(lot.on(), "lab.analyst", MAY,
				() -> tests.enter(new ResidueCommands.Enter(lot.plantingId(), lot.id(), null,
						ResidueTest.TestKind.COMMISSIONED, LABORATORY, "GB 23200.121（示例）", "示例-%04d".formatted(n),
						lot.on(), lines(lot, n, failing), null)));
	}

	/** One substance found well below its limit, or three times above; the others not. */
	private List<ResidueCommands.Line> lines(Lot lot, int n, boolean failing) {
		var food = limits.foodOf(lot.crop());
		var lines = new ArrayList<ResidueCommands.Line>();
		for (var row : limits.look("GB 2763-2026", food, "")) {
			var limit = row.limit();
			if (limit == null || lines.size() == SUBSTANCES) {
				continue;
			}
			var found = lines.size() == n % 2;
			var share = new BigDecimal(failing ? "3" : "0.2");
			lines.add(new ResidueCommands.Line(row.pesticide(),
					found ? limit.multiply(share).setScale(6, RoundingMode.HALF_UP) : null, LOQ.min(limit)));
		}
		if (lines.isEmpty()) {
			lines.add(new ResidueCommands.Line("孔雀石绿", null, new BigDecimal("0.001")));
			lines.add(new ResidueCommands.Line("氯霉素", null, new BigDecimal("0.0003")));
		}
		return lines;
	}

	private static boolean farms(DemoWorld world, Lot lot) {
		return world.has("member.farm") && lot.memberId().equals(world.farm());
	}

	private void certify(DemoWorld world, Lot lot) {
		var who = farms(world, lot) ? "farm.demo" : members.require(lot.memberId()).contactName();
		world.at(lot.on().plusDays(1), who, MAY, () -> certificates.issue(lot.memberId(), lot.id(), lot.kg(),
				Set.of(CertificateBasis.CONTROL, CertificateBasis.LAB_TEST), null));
	}

}
