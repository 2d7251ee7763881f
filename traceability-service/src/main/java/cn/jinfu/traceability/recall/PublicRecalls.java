package cn.jinfu.traceability.recall;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Paged;
import cn.jinfu.traceability.recall.Recall.RecallSource;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What was called back, for everybody: announced cases, never a drill. Says what the
 * packages say, so that one may look for what one has at home; neither the officer's
 * words nor a buyer nor a kilogram is in it.
 */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class PublicRecalls {

	private static final int LOTS = 200;

	/** Who bought goods loose and labelled none is nobody's business. */
	private static final String TOLD = " (l.kind <> 'RECEIVED' or l.kg_labelled > 0) ";

	/**
	 * @param lots the first of them
	 * @param total how many there are
	 */
	public record Announced(String number, RecallSource source, int level, LocalDate announcedOn,
			@Nullable LocalDate closedOn, List<CalledBack> lots, int total) {
	}

	public record CalledBack(String lotCode, String product, String producer, LocalDate harvestedOn) {
	}

	/** With its place in the list. */
	private record Row(Instant at, UUID id, Announced recall) {
	}

	private final JdbcClient sql;

	/**
	 * @param q number of a case or a lot, a product or a producer
	 */
	public Paged<Announced> list(@Nullable String q, @Nullable String after, int limit) {
		var from = Cursor.read(after, 2);
		var where = """
				where not r.drill and r.announced_at is not null and r.level is not null and (:q = '' or r.number = upper(:q)
				  or exists (select 1 from trace_recall_lot x join trace_lot l on l.tenant_id = x.tenant_id and l.id = x.lot_id
				    where x.recall_id = r.id and x.in_scope and"""
				+ TOLD
				+ """
						and (l.lot_code = upper(:q) or l.crop_name like '%' || :q || '%' or l.producer like '%' || :q || '%')))""";
		var words = (q != null) ? q.strip() : "";
		var rows = sql
			.sql("select r.* from trace_recall r " + where
					+ """
							 and (cast(:at as timestamptz) is null or (r.announced_at, r.id) < (cast(:at as timestamptz), cast(:id as uuid)))
							order by r.announced_at desc, r.id desc limit :limit""")
			.param("q", words)
			.param("at", from.isEmpty() ? null : from.getFirst())
			.param("id", from.isEmpty() ? null : from.getLast())
			.param("limit", limit + 1)
			.query((row, _) -> {
				var id = row.getObject("id", UUID.class);
				var at = row.getTimestamp("announced_at").toInstant();
				var closed = row.getTimestamp("closed_at");
				var lots = lots(id);
				return new Row(at, id,
						new Announced(row.getString("number"), RecallSource.valueOf(row.getString("source")),
								row.getInt("level"), day(at), (closed != null) ? day(closed.toInstant()) : null, lots,
								(lots.size() < LOTS) ? lots.size() : total(id)));
			})
			.list();
		var total = sql.sql("select count(*) from (select 1 from trace_recall r " + where + " limit 10001) x")
			.param("q", words)
			.query(Long.class)
			.single();
		return Paged.of(rows, limit, total, it -> Cursor.of(it.at(), it.id())).map(Row::recall);
	}

	private static LocalDate day(Instant at) {
		return at.atZone(BusinessClock.ZONE).toLocalDate();
	}

	private List<CalledBack> lots(UUID id) {
		return sql
			.sql("""
					select l.lot_code, l.crop_name, l.producer, l.harvested_on from trace_recall_lot x
					  join trace_lot l on l.tenant_id = x.tenant_id and l.id = x.lot_id
					 where x.recall_id = ? and x.in_scope and""" + TOLD
					+ " order by l.harvested_on desc, l.lot_code limit ?")
			.params(id, LOTS)
			.query((row, _) -> new CalledBack(row.getString(1), row.getString(2), row.getString(3),
					row.getObject(4, LocalDate.class)))
			.list();
	}

	private int total(UUID id) {
		return sql
			.sql("""
					select count(*) from trace_recall_lot x join trace_lot l on l.tenant_id = x.tenant_id and l.id = x.lot_id
					 where x.recall_id = ? and x.in_scope and"""
					+ TOLD)
			.param(id)
			.query(Integer.class)
			.single();
	}

}
