package cn.jinfu.traceability.codecase;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.traceability.code.ScanRegions;
import cn.jinfu.traceability.codecase.CodeCase.CodeCaseCause;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What scans give away. A rule looks only at labels that were scanned lately, and after a
 * case was closed only at what came later, so that a case once explained is not opened
 * again by the same scans.
 */
@Service
@RequiredArgsConstructor
public class CodeRules {

	/** One label, so many scans within {@link #WINDOW}, and it looks copied. */
	static final int MANY = 5;

	/**
	 * Different people who scan goods of which nothing has left the store. A farm tries
	 * its own labels, so one or two are no sign.
	 */
	static final int UNSOLD = 3;

	/** Labels of a lot that were scanned, before a share of them says anything. */
	static final int SHARE_LABELS = 20;

	/** So many times the median of all lots. */
	static final int SHARE_TIMES = 3;

	/** One label, two places, at the least so far apart. */
	static final int FAR_KM = 500;

	/** Within so long: no train and no plane from door to door. */
	static final Duration JOURNEY = Duration.ofHours(2);

	/** Codes that nobody signed, from one address in a day: more than a bag of copies. */
	public static final int GUESSES = 20;

	static final Duration WINDOW = Duration.ofDays(30);

	/**
	 * A little more than a day, so that a job that did not run one night misses nothing.
	 */
	private static final Duration LATELY = Duration.ofHours(49);

	/** Of one rule in one run; the rest follows in the next. */
	private static final int MOST = 200;

	private static final String CLOSED = """
			coalesce((select max(c.closed_at) from trace_code_case c where c.cause = '%s' and c.target = %s), '-infinity')""";

	private static final String NONE_OPEN = """
			not exists (select 1 from trace_code_case c where c.cause = '%s' and c.target = %s and c.status <> 'CLOSED')""";

	private static final String LABEL = "r.code_space || ':' || r.key_version || ':' || r.seq";

	private static final String LATELY_SCANNED = """
			with r as (select distinct code_space, key_version, seq, batch_id, lot_id, member_id from trace_label_scan
			            where at > :lately)
			""";

	private final CodeCaseCommands commands;

	private final ScanRegions regions;

	private final JdbcClient sql;

	private final BusinessClock clock;

	private record Found(String target, String code, @Nullable UUID memberId, @Nullable UUID lotId,
			@Nullable UUID batchId, long from, long to, int found) {

		Found counted(int number) {
			return new Found(target, code, memberId, lotId, batchId, from, to, number);
		}

		CodeCase.@Nullable Owner owner() {
			return (memberId == null || lotId == null) ? null : new CodeCase.Owner(memberId, lotId);
		}

		/** As the columns of every rule's query are named; no place where from is 0. */
		static Found of(ResultSet row, int n) throws SQLException {
			return new Found(row.getString("target"), row.getString("code"), row.getObject("member_id", UUID.class),
					row.getObject("lot_id", UUID.class), row.getObject("batch_id", UUID.class),
					row.getLong("label_from"), row.getLong("label_to"), row.getInt("found"));
		}
	}

	/**
	 * Rules that look at single labels, batches and lots.
	 * @return cases opened
	 */
	@Transactional
	public int look() {
		return open(CodeCaseCause.MANY,
				LATELY_SCANNED
						+ """
								select %1$s as target, b.number as code, r.member_id, r.lot_id, r.batch_id,
								       r.seq - b.first_seq + 1 as label_from, r.seq - b.first_seq + 1 as label_to, n.found
								  from r join trace_label_batch b on b.id = r.batch_id
								  cross join lateral (select count(*) as found from trace_label_scan s
								        where s.tenant_id = b.tenant_id and s.code_space = r.code_space and s.key_version = r.key_version
								          and s.seq = r.seq and s.at > greatest(:window, %2$s)) n
								 where n.found > %3$d and %4$s
								"""
							.formatted(LABEL, closed(CodeCaseCause.MANY, LABEL), MANY, none(CodeCaseCause.MANY, LABEL)))
				+ open(CodeCaseCause.UNPRINTED, LATELY_SCANNED + """
						select r.batch_id::text as target, b.number as code, b.member_id, b.lot_id, r.batch_id,
						       0 as label_from, 0 as label_to, count(distinct s.seq) as found
						  from r join trace_label_batch b on b.id = r.batch_id and b.printed_at is null
						  join trace_label_scan s on s.tenant_id = b.tenant_id and s.code_space = r.code_space
						       and s.key_version = r.key_version and s.seq = r.seq and s.at > greatest(:window, %1$s)
						 where %2$s
						 group by r.batch_id, b.number, b.member_id, b.lot_id
						""".formatted(closed(CodeCaseCause.UNPRINTED, "r.batch_id::text"),
						none(CodeCaseCause.UNPRINTED, "r.batch_id::text")))
				+ open(CodeCaseCause.VOIDED,
						LATELY_SCANNED
								+ """
										select v.id::text as target, b.number as code, b.member_id, b.lot_id, r.batch_id,
										       v.first_seq - b.first_seq + 1 as label_from, v.first_seq - b.first_seq + v.count as label_to,
										       count(distinct s.seq) as found
										  from r join trace_label_batch b on b.id = r.batch_id
										  join trace_label_void v on v.tenant_id = b.tenant_id and v.batch_id = b.id
										       and r.seq >= v.first_seq and r.seq < v.first_seq + v.count
										  join trace_label_scan s on s.tenant_id = b.tenant_id and s.code_space = r.code_space
										       and s.key_version = r.key_version and s.seq = r.seq and s.at > greatest(v.at, :window, %1$s)
										 where %2$s
										 group by v.id, v.first_seq, v.count, b.first_seq, b.number, b.member_id, b.lot_id, r.batch_id
										"""
									.formatted(closed(CodeCaseCause.VOIDED, "v.id::text"),
											none(CodeCaseCause.VOIDED, "v.id::text")))
				+ open(CodeCaseCause.UNBOUND,
						LATELY_SCANNED
								+ """
										select r.batch_id::text as target, b.number as code, b.member_id, b.lot_id, r.batch_id,
										       0 as label_from, 0 as label_to, count(distinct s.seq) as found
										  from r join trace_label_batch b on b.id = r.batch_id and b.bound > 0
										  join trace_label_scan s on s.tenant_id = b.tenant_id and s.code_space = r.code_space
										       and s.key_version = r.key_version and s.seq = r.seq and s.at > greatest(:window, %1$s,
										         (select max(x.at) from trace_label_bind x where x.tenant_id = b.tenant_id and x.batch_id = b.id))
										 where %2$s and not exists (select 1 from trace_label_bind x where x.tenant_id = b.tenant_id
										         and x.batch_id = b.id and r.seq >= x.first_seq and r.seq < x.first_seq + x.count)
										 group by r.batch_id, b.number, b.member_id, b.lot_id
										"""
									.formatted(closed(CodeCaseCause.UNBOUND, "r.batch_id::text"),
											none(CodeCaseCause.UNBOUND, "r.batch_id::text")))
				+ lots(CodeCaseCause.RECALLED, "count(distinct (s.code_space, s.key_version, s.seq))",
						"l.status = 'RECALLED' and s.at > l.status_at", 1)
				+ lots(CodeCaseCause.DESTROYED, "count(distinct (s.code_space, s.key_version, s.seq))",
						"l.status = 'DESTROYED' and s.at > l.status_at", 1)
				+ lots(CodeCaseCause.UNSOLD, "count(distinct s.visitor)",
						"l.status in ('OPEN', 'HELD', 'RELEASED') and l.kg_left = l.kg", UNSOLD)
				+ apart() + guessing();
	}

	/** The same label in two places between which nobody carries a melon in the time. */
	private int apart() {
		var pairs = read(LATELY_SCANNED
				+ """
						select distinct on (%1$s, a.region, z.region) %1$s as target, b.number as code, r.member_id, r.lot_id,
						       r.batch_id, r.seq - b.first_seq + 1 as label_from, r.seq - b.first_seq + 1 as label_to, 0 as found,
						       a.region as one, z.region as other
						  from r join trace_label_batch b on b.id = r.batch_id
						  join trace_label_scan a on a.tenant_id = b.tenant_id and a.code_space = r.code_space
						       and a.key_version = r.key_version and a.seq = r.seq and a.at > greatest(:window, %2$s)
						  join trace_label_scan z on z.tenant_id = a.tenant_id and z.code_space = a.code_space
						       and z.key_version = a.key_version and z.seq = a.seq and z.region <> a.region
						       and z.at between a.at and a.at + interval '%3$d minutes'
						 where %4$s order by %1$s, a.region, z.region
						"""
					.formatted(LABEL, closed(CodeCaseCause.DISTANCE, LABEL), JOURNEY.toMinutes(),
							none(CodeCaseCause.DISTANCE, LABEL)),
				(row, n) -> {
					var km = regions.apartKm(row.getString("one"), row.getString("other"));
					return Found.of(row, n).counted(km);
				});
		var furthest = new java.util.HashMap<String, Found>();
		pairs.stream()
			.filter(it -> it.found() > FAR_KM)
			.forEach(it -> furthest.merge(it.target(), it, (x, y) -> (x.found() >= y.found()) ? x : y));
		return open(CodeCaseCause.DISTANCE, furthest.values().stream().limit(MOST).toList());
	}

	/**
	 * Somebody tries numbers, or sells a bag of copies; nobody's labels, so nobody is
	 * asked. What is older than the rule looks back is deleted.
	 */
	private int guessing() {
		var first = clock.today().minusDays(1);
		sql.sql("delete from trace_code_miss where on_day < ?").param(first).update();
		return open(CodeCaseCause.GUESSING, read("""
				select m.visitor as target, to_char(m.on_day, 'YYYY-MM-DD') as code, null::uuid as member_id,
				       null::uuid as lot_id, null::uuid as batch_id, 0 as label_from, 0 as label_to, m.count as found
				  from trace_code_miss m where m.count >= %1$d and m.last_at > :window and m.last_at > :lately
				   and %2$s < m.last_at and %3$s order by 8 desc limit %4$d
				""".formatted(GUESSES, closed(CodeCaseCause.GUESSING, "m.visitor"),
				none(CodeCaseCause.GUESSING, "m.visitor"), MOST), Found::of));
	}

	/**
	 * Lots whose labels are scanned again and again much more often than elsewhere; reads
	 * a month of scans, so once a night.
	 * @return cases opened
	 */
	@Transactional
	public int compare() {
		return open(CodeCaseCause.SHARE,
				"""
						with labels as (select s.lot_id, s.member_id, count(*) as times from trace_label_scan s
						                 where s.at > :window group by s.lot_id, s.member_id, s.code_space, s.key_version, s.seq),
						lots as (select lot_id, member_id, count(*) as n, count(*) filter (where times > 1)::numeric / count(*) as share
						           from labels group by lot_id, member_id having count(*) >= %1$d),
						middle as (select percentile_cont(0.5) within group (order by share) as share from lots)
						select r.lot_id::text as target, l.lot_code as code, r.member_id, r.lot_id, null::uuid as batch_id,
						       0 as label_from, 0 as label_to, round(r.share * 100)::int as found
						  from lots r cross join middle join trace_lot l on l.id = r.lot_id
						 where r.share > %2$d * middle.share and middle.share > 0 and %3$s < :window and %4$s
						"""
					.formatted(SHARE_LABELS, SHARE_TIMES, closed(CodeCaseCause.SHARE, "r.lot_id::text"),
							none(CodeCaseCause.SHARE, "r.lot_id::text")));
	}

	private int lots(CodeCaseCause cause, String count, String condition, int atLeast) {
		return open(cause, """
				with r as (select distinct lot_id from trace_label_scan where at > :lately)
				select l.id::text as target, l.lot_code as code, l.member_id, l.id as lot_id, null::uuid as batch_id,
				       0 as label_from, 0 as label_to, %1$s as found
				  from r join trace_lot l on l.id = r.lot_id
				  join trace_label_batch b on b.tenant_id = l.tenant_id and b.lot_id = l.id
				  join trace_label_scan s on s.tenant_id = b.tenant_id and s.code_space = b.code_space
				       and s.key_version = b.key_version and s.seq >= b.first_seq and s.seq < b.first_seq + b.count
				       and s.at > greatest(:window, %2$s)
				 where %3$s and %4$s
				 group by l.id, l.lot_code, l.member_id having %1$s >= %5$d
				""".formatted(count, closed(cause, "l.id::text"), condition, none(cause, "l.id::text"), atLeast));
	}

	private int open(CodeCaseCause cause, String query) {
		return open(cause, read(query + " order by 8 desc limit " + MOST, Found::of));
	}

	private List<Found> read(String query, RowMapper<Found> row) {
		var now = clock.now();
		return sql.sql(query)
			.param("lately", Timestamp.from(now.minus(LATELY)))
			.param("window", Timestamp.from(now.minus(WINDOW)))
			.query(row)
			.list();
	}

	private int open(CodeCaseCause cause, List<Found> found) {
		for (var it : found) {
			var labels = (it.batchId() == null) ? null : new CodeCase.Labels(it.batchId(),
					(it.from() == 0) ? null : it.from(), (it.from() == 0) ? null : it.to());
			commands.open(new CodeCase.Subject(cause, it.target(), it.code(), it.owner(), labels), it.found());
		}
		return found.size();
	}

	private static String closed(CodeCaseCause cause, String target) {
		return CLOSED.formatted(cause, target);
	}

	private static String none(CodeCaseCause cause, String target) {
		return NONE_OPEN.formatted(cause, target);
	}

}
