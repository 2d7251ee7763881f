package cn.jinfu.traceability.overview;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.ChartSource;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Section;
import cn.jinfu.production.Reach;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Each scan of a label, of lots within the reader's reach; who scanned is not known. */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
class ScanBook implements ChartSource {

	static final String SEE = "trace:lot:view";

	private static final int DAYS = 14;

	private static final String FROM = """
			 from trace_label_scan s
			 join trace_lot l on l.tenant_id = s.tenant_id and l.id = s.lot_id
			 join trace_label_batch b on b.tenant_id = s.tenant_id and b.id = s.batch_id
			where (cast(:from as timestamptz) is null or s.at >= :from)
			  and (cast(:to as timestamptz) is null or s.at < :to) and
			""" + Reach.on("l", "l");

	private final JdbcClient sql;

	private final BusinessClock clock;

	/**
	 * @param label which label of its order, from one
	 */
	record Scan(long id, Instant at, UUID lotId, String lotCode, String producer, String product, UUID orderId,
			String orderNo, long label) {
	}

	/** The latest first; of one day, or all. */
	@PreAuthorize("hasAuthority('trace:lot:view')")
	Paged<Scan> list(@Nullable LocalDate day, @Nullable String after, int limit) {
		var place = Cursor.read(after, 2);
		var rows = bind(
				"select s.id, s.at, l.id, l.lot_code, l.producer, b.product_name, b.id, b.number, s.seq - b.first_seq + 1"
						+ FROM + """
								 and (:id = 0 or (s.at, s.id) < (cast(:at as timestamptz), :id))
								order by s.at desc, s.id desc limit :rows""",
				start(day), (day != null) ? start(day.plusDays(1)) : null)
			.param("at", place.isEmpty() ? null : place.getFirst())
			.param("id", place.isEmpty() ? 0L : Long.parseLong(place.getLast()))
			.param("rows", limit + 1)
			.query((row, _) -> new Scan(row.getLong(1), row.getTimestamp(2).toInstant(), row.getObject(3, UUID.class),
					row.getString(4), row.getString(5), row.getString(6), row.getObject(7, UUID.class),
					row.getString(8), row.getLong(9)))
			.list();
		var count = bind("select count(*) from (select 1" + FROM + " limit 10001) x", start(day),
				(day != null) ? start(day.plusDays(1)) : null)
			.query(Long.class)
			.single();
		return Paged.of(rows, limit, count, it -> Cursor.of(it.at(), it.id()));
	}

	/** Two weeks, today last. */
	@Override
	public List<Chart> charts() {
		if (!Actor.current().may(SEE)) {
			return List.of();
		}
		var today = clock.today();
		var lines = bind("""
				select d.day, coalesce(n.scans, 0) from generate_series(cast(:first as date), cast(:last as date),
				       interval '1 day') as d (day)
				  left join (select (s.at at time zone 'Asia/Shanghai')::date as day, count(*) as scans
				""" + FROM + " group by 1) n on n.day = d.day::date order by 1", start(today.minusDays(DAYS - 1L)),
				null)
			.param("first", today.minusDays(DAYS - 1L))
			.param("last", today)
			.query((row, _) -> {
				var day = row.getTimestamp(1).toLocalDateTime().toLocalDate();
				return new Line(day.toString().substring(5), List.of(BigDecimal.valueOf(row.getLong(2))),
						"/console/scans?day=" + day);
			})
			.list();
		return List.of(new Chart("trace.chart.scans", Section.TRACE, Shape.BAR, List.of("trace.chart.scans.count"), 0,
				lines, SEE, 600));
	}

	private static @Nullable Timestamp start(@Nullable LocalDate day) {
		return (day == null) ? null : Timestamp.from(day.atStartOfDay(BusinessClock.ZONE).toInstant());
	}

	private JdbcClient.StatementSpec bind(String text, @Nullable Timestamp from, @Nullable Timestamp to) {
		var reach = Reach.current();
		return sql.sql(text)
			.param("from", from)
			.param("to", to)
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division());
	}

}
