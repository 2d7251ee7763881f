package cn.jinfu.production.planting;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import cn.jinfu.production.InputUnit;
import cn.jinfu.production.Told;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * 田间档案: everything that was done on one planting, used on it and picked from it, in
 * order; with the fields that the law asks of a production record (农产品质量安全法 第二十七条: name,
 * source, way of use, amount, first and last day of an input; pests and what was done
 * against them; days of harvest) and of the use of pesticides (农药管理条例 第三十六条: day, place,
 * crop, name, amount, maker).
 */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class FieldBook {

	/**
	 * One line.
	 *
	 * @param what an OperationKind, or HARVEST
	 * @param id of the operation or the harvest lot
	 * @param input empty for work without one
	 * @param maker who made the input
	 * @param seller where it was bought outside the platform
	 * @param method how it was put on, a UseMethod
	 * @param pest against what
	 * @param stoppedOn the last day on which the same input was used here
	 * @param quantity this planting's share of the input in its base unit, or the weight
	 * picked in kg
	 * @param told the whole entry as the farm said it
	 * @param problem whether the use waits for a technician or was upheld, or the harvest
	 * is held
	 * @param workers who did the work, where the farm said so
	 * @param voiceNoteId the recording it was written down from
	 */
	public record Entry(String what, UUID id, LocalDate on, String input, @Nullable String registrationNo,
			@Nullable String lotNo, @Nullable String maker, @Nullable String seller, @Nullable String method,
			@Nullable String pest, @Nullable LocalDate stoppedOn, @Nullable BigDecimal quantity,
			@Nullable InputUnit unit, @Nullable Told told, @Nullable BigDecimal dosePerMu,
			@Nullable Integer intervalDays, @Nullable LocalDate safeOn, String detail, boolean outside, boolean late,
			boolean problem, String byName, List<Worker> workers, @Nullable UUID voiceNoteId) {

		public boolean harvest() {
			return "HARVEST".equals(what);
		}

	}

	/**
	 * @param hours null where nobody counted
	 */
	public record Worker(String name, @Nullable BigDecimal hours) {
	}

	private static final String ENTRIES = """
			select o.kind as what, o.id, o.on_day, coalesce(u.product, i.name, '') as input, i.registration_no, o.lot_no, i.manufacturer, (select string_agg(distinct b.seller, ', ')
			         from production_outside_purchase b where b.tenant_id = o.tenant_id and b.member_id = o.member_id
			          and b.input_id = o.input_id and b.lot_no = o.lot_no) as seller, o.method, o.pest,
			       case when o.input_id is not null then max(o.on_day) over (partition by o.input_id) end as stopped_on,
			       coalesce(u.quantity, o.quantity) as quantity, i.unit, o.told_count, o.told_unit, o.told_each,
			       u.dose_per_mu, u.interval_days, coalesce(u.decided_safe_on, u.safe_on) as safe_on,
			       coalesce(o.pest, o.note, '') as detail, coalesce(h.outside, false) as outside, o.late,
			       coalesce(u.standing in ('BLOCKED', 'UPHELD'), false) as problem, o.by_name, o.recorded_at,
			       d.names, d.hours, v.id as voice_note_id
			  from production_operation_planting x
			  join production_operation o on o.tenant_id = x.tenant_id and o.id = x.operation_id
			  left join lateral (select array_agg(w.name order by w.name) as names, array_agg(w.hours order by w.name) as hours
			        from production_operation_worker w where w.tenant_id = o.tenant_id and w.operation_id = o.id) d on true
			  left join production_voice_note v on v.tenant_id = o.tenant_id and v.operation_id = o.id
			  left join production_input_use u on u.tenant_id = o.tenant_id and u.operation_id = o.id
			   and u.planting_id = x.planting_id
			  left join production_agri_input i on i.tenant_id = o.tenant_id and i.id = o.input_id
			  left join production_holding h on h.tenant_id = o.tenant_id and h.member_id = o.member_id
			   and h.input_id = o.input_id and h.lot_no = o.lot_no
			 where x.planting_id = :planting and o.state = 'DONE'
			union all
			select 'HARVEST', l.id, l.picked_on, '', null, l.no, null, null, null, null, null, l.weight_kg, null, l.told_count, l.told_unit, l.told_each,
			       null, null, l.hold_safe_on, l.grade, false, l.late, l.status = 'PROBLEM', l.by_name, l.recorded_at,
			       null, null, null
			  from production_harvest_lot l
			 where l.planting_id = :planting and l.status <> 'VOID'
			 order by on_day, recorded_at, id""";

	private final PlantingQueries plantings;

	private final JdbcClient sql;

	/** The earliest first; what was struck out is left out. */
	@PreAuthorize("hasAuthority('production:planting:view')")
	public List<Entry> of(UUID plantingId) {
		plantings.view(plantingId);
		return sql.sql(ENTRIES).param("planting", plantingId).query((row, n) -> {
			var unit = row.getString("unit");
			return new Entry(row.getString("what"), row.getObject("id", UUID.class),
					row.getObject("on_day", LocalDate.class), row.getString("input"), row.getString("registration_no"),
					row.getString("lot_no"), row.getString("manufacturer"), row.getString("seller"),
					row.getString("method"), row.getString("pest"), row.getObject("stopped_on", LocalDate.class),
					row.getBigDecimal("quantity"), (unit != null) ? InputUnit.valueOf(unit) : null,
					Told.of(row.getBigDecimal("told_count"), row.getString("told_unit"),
							row.getBigDecimal("told_each")),
					row.getBigDecimal("dose_per_mu"), row.getObject("interval_days", Integer.class),
					row.getObject("safe_on", LocalDate.class), row.getString("detail"), row.getBoolean("outside"),
					row.getBoolean("late"), row.getBoolean("problem"), row.getString("by_name"), workers(row),
					row.getObject("voice_note_id", UUID.class));
		}).list();
	}

	private static List<Worker> workers(ResultSet row) throws SQLException {
		var names = row.getArray("names");
		if (names == null) {
			return List.of();
		}
		var hours = (BigDecimal[]) row.getArray("hours").getArray();
		var workers = new ArrayList<Worker>();
		for (var name : (String[]) names.getArray()) {
			workers.add(new Worker(name, hours[workers.size()]));
		}
		return List.copyOf(workers);
	}

}
