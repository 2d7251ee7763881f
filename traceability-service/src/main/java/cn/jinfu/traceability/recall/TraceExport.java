package cn.jinfu.traceability.recall;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.sheet.SheetExport;
import cn.jinfu.kernel.sheet.SheetExport.Cell;
import cn.jinfu.production.PlantingRecords;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * For a regulator: every critical step of the chain as a row with the same columns, so
 * that it can be sorted and filtered. Streams.
 */
@Component
@RequiredArgsConstructor
@Transactional(readOnly = true)
class TraceExport {

	private static final List<String> COLUMNS = List.of("step", "day", "lot", "product", "kg", "holder", "origin",
			"counterpart", "reference", "state", "amount", "unit", "recorded", "late");

	/**
	 * Rows of the lots {@code s(id)}; {@code state} is a word's key. Steps that were
	 * declared wrong are left out. Where {@code late} is null, the federation's ordinary
	 * days decide.
	 */
	private static final String ROWS = """
			select * from (
			  select 'HARVEST' as step, l.harvested_on as day, l.lot_code, l.crop_name, l.kg, l.producer, l.origin,
			         null::text as counterpart, h.no as reference,
			         null::text as state, null::numeric as amount, null::text as unit, h.recorded_at as recorded, h.late
			    from s join trace_lot l on l.id = s.id join production_harvest_lot h on h.tenant_id = l.tenant_id and h.id = l.id
			  union all
			  select 'INPUT_USE', u.on_day, l.lot_code, l.crop_name, null, l.producer, l.origin, u.product, u.lot_no,
			         null, u.quantity, 'InputUnit.' || n.unit, o.recorded_at, o.late
			    from s join trace_lot l on l.id = s.id join production_input_use u on u.tenant_id = l.tenant_id
			     and u.planting_id = l.planting_id and u.standing <> 'VOID' and l.kind = 'HARVEST' and u.on_day <= l.harvested_on
			    join production_operation o on o.id = u.operation_id join production_agri_input n on n.id = u.input_id
			  union all
			  select 'TEST', t.sampled_on, l.lot_code, l.crop_name, null, l.producer, l.origin, t.laboratory,
			         t.number, 'Verdict.' || t.verdict, null, null, null, false
			    from s join trace_lot l on l.id = s.id join trace_residue_test t on t.tenant_id = l.tenant_id
			     and t.planting_id = l.planting_id and (t.lot_id is null or t.lot_id = l.id) and t.status = 'CONFIRMED'
			  union all
			  select 'CERTIFICATE', c.issued_on, l.lot_code, l.crop_name, c.kg, l.producer, l.origin, null,
			         c.number, 'CertificateStatus.' || c.status, null, null, null, false
			    from s join trace_lot l on l.id = s.id join trace_certificate c on c.tenant_id = l.tenant_id and c.lot_id = l.id
			  union all
			  select 'STEP_' || p.kind, p.done_on, l.lot_code, l.crop_name, m.kg, l.producer, l.origin, null, p.number,
			         null, null, null, p.recorded_at, null
			    from s join trace_lot l on l.id = s.id join trace_lot_move m on m.tenant_id = l.tenant_id and m.lot_id = l.id
			     and m.kind = 'STEP' join trace_step p on p.id = m.source_id and p.status = 'DONE'
			  union all
			  select 'MADE_' || l.kind, p.done_on, l.lot_code, l.crop_name, l.kg, l.producer, l.origin, null, p.number,
			         null, null, null, p.recorded_at, null
			    from s join trace_lot l on l.id = s.id join trace_step p on p.id = l.source_id and p.status = 'DONE'
			  union all
			  select 'SHIP', h.sent_on, l.lot_code, l.crop_name, h.kg, f.name, l.origin, t.name, h.number,
			         'HandOverStatus.' || h.status, null, null, h.sent_at, false
			    from s join trace_lot l on l.id = s.id join trace_hand_over h on h.tenant_id = l.tenant_id and h.lot_id = l.id
			     and h.status <> 'WRONG'
			    join member_member f on f.id = h.from_id join member_member t on t.id = h.to_id
			  union all
			  select 'RECEIVE', (h.answered_at at time zone 'Asia/Shanghai')::date, l.lot_code, l.crop_name, h.received_kg,
			         t.name, l.origin, f.name, h.number, 'HandOverStatus.' || h.status, null, null, h.answered_at, false
			    from s join trace_lot l on l.id = s.id join trace_hand_over h on h.tenant_id = l.tenant_id
			     and h.received_lot = l.id and h.status = 'CONFIRMED' join member_member f on f.id = h.from_id join member_member t on t.id = h.to_id
			  union all
			  select 'SELL', o.shipped_on, l.lot_code, l.crop_name, i.kg, l.producer, l.origin, b.name, o.no,
			         'OrderStatus.' || o.status, null, null, null, false
			    from s join trace_lot l on l.id = s.id join supply_sales_order_line i on i.tenant_id = l.tenant_id
			     and i.harvest_lot_id = l.id join supply_sales_order o on o.id = i.order_id and o.shipped_on is not null
			    join member_member b on b.id = o.buyer_id
			  union all
			  select 'SELL', f.sold_on, l.lot_code, l.crop_name, f.kg, l.producer, l.origin, f.buyer_name, f.no, null, null, null,
			         f.recorded_at, null
			    from s join trace_lot l on l.id = s.id join supply_field_sale f on f.tenant_id = l.tenant_id
			     and f.harvest_lot_id = l.id and f.status <> 'VOID'
			) r order by r.lot_code, r.day, r.step""";

	private final JdbcClient sql;

	private final MessageSource words;

	private final PlantingRecords records;

	/** What went into the lots of a case and what was made of them. */
	@PreAuthorize("hasAuthority('trace:recall:view')")
	public void ofRecall(UUID recallId, Locale locale, OutputStream out) throws IOException {
		write(locale, out, sql.sql("""
				with recursive hit(id) as (
				  select lot_id from trace_recall_lot where recall_id = :id and in_scope
				  union select e.parent_id from hit h cross join lateral trace_parents(h.id) e(parent_id)),
				s as materialized (select l.id from hit join trace_lot l on l.id = hit.id)
				""" + ROWS).param("id", recallId));
	}

	/** All lots harvested or made in these days. */
	@PreAuthorize("hasAuthority('trace:recall:view')")
	public void ofDays(LocalDate from, LocalDate to, Locale locale, OutputStream out) throws IOException {
		write(locale, out, sql.sql("""
				with s as materialized (select id from trace_lot where harvested_on between :from and :to)
				""" + ROWS).param("from", from).param("to", to));
	}

	private void write(Locale locale, OutputStream out, JdbcClient.StatementSpec rows) throws IOException {
		var heads = COLUMNS.stream().map(it -> words.getMessage("trace.export." + it, null, locale)).toList();
		try (Stream<List<Cell>> lines = rows.query((row, _) -> cells(row, locale)).stream()) {
			SheetExport.xlsx(out, words.getMessage("trace.export", null, locale), heads, lines.iterator());
		}
		catch (UncheckedIOException failure) {
			throw failure.getCause();
		}
	}

	private List<Cell> cells(ResultSet row, Locale locale) throws SQLException {
		var step = row.getString("step");
		var recorded = row.getTimestamp("recorded");
		return List.of(Cell.text(words.getMessage("trace.cte." + step, null, step, locale)),
				Cell.date(row.getObject("day", LocalDate.class)), Cell.text(row.getString("lot_code")),
				Cell.text(row.getString("crop_name")), Cell.number(row.getBigDecimal("kg")),
				Cell.text(row.getString("producer")), Cell.text(row.getString("origin")),
				Cell.text(row.getString("counterpart")), Cell.text(row.getString("reference")),
				Cell.text(word(row.getString("state"), locale)), Cell.number(row.getBigDecimal("amount")),
				Cell.text(word(row.getString("unit"), locale)),
				Cell.time(
						(recorded != null) ? recorded.toInstant().atZone(BusinessClock.ZONE).toLocalDateTime() : null),
				Cell.text(late(row) ? words.getMessage("trace.step.late", null, locale) : null));
	}

	private @Nullable String word(@Nullable String key, Locale locale) {
		return (key != null) ? words.getMessage("enum." + key, null, locale) : null;
	}

	private boolean late(ResultSet row) throws SQLException {
		var late = row.getObject("late", Boolean.class);
		var recorded = row.getTimestamp("recorded");
		if (late != null || recorded == null) {
			return late != null && late;
		}
		var day = row.getObject("day", LocalDate.class);
		var entered = recorded.toInstant().atZone(BusinessClock.ZONE).toLocalDate();
		return entered.isAfter(day) && records.late(day, entered);
	}

}
