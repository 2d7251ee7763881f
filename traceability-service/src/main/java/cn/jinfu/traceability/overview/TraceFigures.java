package cn.jinfu.traceability.overview;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.IndicatorSource;
import cn.jinfu.kernel.Section;
import cn.jinfu.member.MemberPanel;
import cn.jinfu.traceability.TraceFacts;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Figures of traceability for the data centre, and a member's share of them. */
@Component
@RequiredArgsConstructor
@Transactional(readOnly = true)
class TraceFigures implements IndicatorSource, MemberPanel {

	private static final String LOTS = "trace:lot:view";

	private static final String TESTS = "trace:test:view";

	private final TraceFacts facts;

	private final BusinessClock clock;

	private final JdbcClient sql;

	@Override
	public List<Indicator> indicators() {
		return sql
			.sql("""
					select (select count(*) from trace_lot), (select count(*) from trace_lot where status = 'HELD'),
					       (select count(*) from trace_lot where status = 'RECALLED'),
					       (select count(distinct member_id) from trace_lot),
					       (select count(*) filter (where verdict = 'PASS') from trace_residue_test where status = 'CONFIRMED'),
					       (select count(*) from trace_residue_test where status = 'CONFIRMED'),
					       (select coalesce(sum(scan_count), 0) from trace_label_state),
					       (select count(*) from trace_certificate where status = 'ISSUED')""")
			.query((row, _) -> List.of(
					new Indicator("trace.figure.lots", Section.TRACE, row.getBigDecimal(1), 0, "/console/lots", LOTS,
							10),
					new Indicator("trace.figure.producers", Section.TRACE, row.getBigDecimal(4), 0, "/console/lots",
							LOTS, 11),
					new Indicator("trace.figure.held", Section.TRACE, row.getBigDecimal(2), 0,
							"/console/lots?status=HELD", LOTS, 20),
					new Indicator("trace.figure.recalled", Section.TRACE, row.getBigDecimal(3), 0,
							"/console/lots?status=RECALLED", LOTS, 21),
					new Indicator("trace.figure.pass-rate", Section.TRACE,
							rate(row.getBigDecimal(5), row.getBigDecimal(6)), 1,
							"/console/residue-tests?status=CONFIRMED", TESTS, 30),
					new Indicator("trace.figure.certificates", Section.TRACE, row.getBigDecimal(8), 0,
							"/console/certificates?status=ISSUED", LOTS, 40),
					new Indicator("trace.figure.scans", Section.TRACE, row.getBigDecimal(7), 0, "/console/scans", LOTS,
							50)))
			.single();
	}

	/** Per cent; null before the first result. */
	private static @Nullable BigDecimal rate(BigDecimal passed, BigDecimal all) {
		return (all.signum() == 0) ? null
				: passed.multiply(BigDecimal.valueOf(100)).divide(all, 1, RoundingMode.HALF_UP);
	}

	@Override
	public List<Link> links(UUID memberId) {
		var today = clock.today();
		var year = facts.ofMembers(List.of(memberId), today.minusYears(1), today).get(memberId);
		var lots = (year != null) ? year.lots() : 0;
		var tests = (year != null) ? year.testsPassed() + year.testsFailed() : 0;
		return List.of(new Link("trace.panel.lots", "/console/lots?memberId=" + memberId, String.valueOf(lots), LOTS),
				new Link("trace.panel.tests", "/console/residue-tests?memberId=" + memberId, String.valueOf(tests),
						TESTS));
	}

}
