package cn.jinfu.production.warning;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Paged;
import cn.jinfu.production.FreshPlan;
import cn.jinfu.production.InputUnit;
import cn.jinfu.production.Reach;
import cn.jinfu.production.fieldcase.FieldCaseState;
import cn.jinfu.production.input.Farms;
import cn.jinfu.production.operation.Standing;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Found among the findings that were kept with each use, not checked anew: what was wrong
 * under the label of that day stays so.
 */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class InputWarnings {

	/**
	 * What the list may be narrowed to; empty means all.
	 *
	 * @param division code of a township or village
	 * @param open true: what waits for somebody, false: what does not
	 */
	public record Filter(@Nullable String q, @Nullable InputWarning kind, @Nullable String division,
			@Nullable String crop, @Nullable LocalDate from, @Nullable LocalDate to, @Nullable Boolean open,
			@Nullable String after, int limit) {
	}

	/**
	 * Few of all uses: those with a finding, and those before a harvest that came too
	 * early. Read from the latest day back, so that a page ends where it is full.
	 */
	private static final String ROWS = """
			with early as (
			  select u.id, min(l.picked_on) as picked_on, array_agg(l.id) as lots
			    from production_harvest_lot l
			    join production_input_use u on u.tenant_id = l.tenant_id and u.planting_id = l.planting_id
			     and u.standing <> 'VOID' and u.on_day <= l.picked_on and l.picked_on < coalesce(u.decided_safe_on, u.safe_on)
			   where l.status = 'PROBLEM' group by u.id),
			found as materialized (
			  select id from production_input_use where findings <> '{}'
			   union select id from production_input_use where off_standard <> '{}'
			   union select id from early),
			warned as (
			  select u.*, g.name as plot_name, g.division, p.crop, c.name as crop_name, i.unit, e.picked_on,
			         k.id as case_id, k.no as case_no, k.state as case_state,
			         u.standing = 'BLOCKED' or coalesce(k.state <> 'CLOSED', false) as open
			    from found n
			   cross join lateral (select * from production_input_use where id = n.id and standing <> 'VOID' offset 0) u
			    join production_agri_input i on i.tenant_id = u.tenant_id and i.id = u.input_id
			    join production_planting p on p.tenant_id = u.tenant_id and p.id = u.planting_id
			    join production_plot g on g.tenant_id = p.tenant_id and g.id = p.plot_id
			    join production_crop c on c.code = p.crop
			    left join early e on e.id = u.id
			    left join lateral (select f.id, f.no, f.state from production_field_case f
			       where f.tenant_id = u.tenant_id and f.planting_id = u.planting_id
			         and (f.use_id = u.id or (f.kind = 'EARLY_HARVEST' and f.harvest_lot_id = any(e.lots)))
			       order by f.state = 'CLOSED', f.opened_at desc, f.id limit 1) k on true)
			""";

	private static final String WHERE = """
			  from warned w
			 where (:q = '' or w.product like '%' || :q || '%' or w.plot_name like '%' || :q || '%')
			   and (:kind = '' or :kind = any(w.findings) or (:kind = 'OVER_STANDARD' and w.off_standard <> '{}')
			        or (:kind = 'EARLY_HARVEST' and w.picked_on is not null))
			   and w.division like :division || '%' and (:crop = '' or w.crop = :crop)
			   and (:from = '' or w.on_day >= cast(nullif(:from, '') as date))
			   and (:to = '' or w.on_day <= cast(nullif(:to, '') as date))
			   and (:open = '' or w.open = (:open = 'true')) and
			""" + Reach.on("w", "w");

	private final JdbcClient sql;

	private final Farms farms;

	/** The latest use first. */
	@PreAuthorize("hasAuthority('production:operation:view')")
	public Paged<WarnedUse> list(Filter filter) {
		var from = Cursor.read(filter.after(), 2);
		FreshPlan.in(sql);
		var rows = bind(ROWS + "select w.*" + WHERE + """
				and (:afterDay = '' or (w.on_day, w.id) <
				     (cast(nullif(:afterDay, '') as date), cast(nullif(:afterId, '') as uuid)))
				order by w.on_day desc, w.id desc limit :limit""", filter)
			.param("afterDay", from.isEmpty() ? "" : from.getFirst())
			.param("afterId", from.isEmpty() ? "" : from.getLast())
			.param("limit", filter.limit() + 1)
			.query(InputWarnings::use)
			.list();
		var total = bind(ROWS + "select count(*) from (select 1" + WHERE + " limit 10001) x", filter).query(Long.class)
			.single();
		return Paged.of(farms.named(rows, WarnedUse::memberId, WarnedUse::withMemberName), filter.limit(), total,
				it -> Cursor.of(it.on(), it.id()));
	}

	private JdbcClient.StatementSpec bind(String statement, Filter filter) {
		var reach = Reach.current();
		return sql.sql(statement)
			.param("q", Objects.requireNonNullElse(filter.q(), "").strip())
			.param("kind", (filter.kind() != null) ? filter.kind().name() : "")
			.param("division", Objects.requireNonNullElse(filter.division(), ""))
			.param("crop", Objects.requireNonNullElse(filter.crop(), ""))
			.param("from", Objects.toString(filter.from(), ""))
			.param("to", Objects.toString(filter.to(), ""))
			.param("open", Objects.toString(filter.open(), ""))
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division());
	}

	private static WarnedUse use(ResultSet row, int n) throws SQLException {
		var picked = row.getObject("picked_on", LocalDate.class);
		var decided = row.getObject("decided_safe_on", LocalDate.class);
		var state = row.getString("case_state");
		return new WarnedUse(row.getObject("id", UUID.class), row.getObject("operation_id", UUID.class),
				row.getObject("on_day", LocalDate.class), warnings(row, picked), row.getObject("member_id", UUID.class),
				"", row.getString("plot_name"), row.getString("crop_name"), row.getString("product"),
				InputUnit.valueOf(row.getString("unit")), row.getBigDecimal("dose_per_mu"),
				row.getBigDecimal("dose_max"), row.getInt("nth_use"), row.getObject("max_times", Integer.class),
				(decided != null) ? decided : row.getObject("safe_on", LocalDate.class), picked,
				Standing.valueOf(row.getString("standing")), row.getBoolean("open"),
				row.getObject("case_id", UUID.class), row.getString("case_no"),
				(state != null) ? FieldCaseState.valueOf(state) : null);
	}

	private static List<InputWarning> warnings(ResultSet row, @Nullable LocalDate picked) throws SQLException {
		var found = new ArrayList<InputWarning>();
		Stream.of((String[]) row.getArray("findings").getArray()).map(InputWarning::valueOf).forEach(found::add);
		if (picked != null) {
			found.add(InputWarning.EARLY_HARVEST);
		}
		if (((String[]) row.getArray("off_standard").getArray()).length > 0) {
			found.add(InputWarning.OVER_STANDARD);
		}
		found.sort(Comparator.naturalOrder());
		return List.copyOf(found);
	}

}
