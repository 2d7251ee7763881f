package cn.jinfu.production.standard;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import java.time.Instant;
import java.time.LocalDate;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.production.InputUnit;
import cn.jinfu.production.operation.OperationKind;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class StandardQueries {

	/** What a list may be narrowed to; empty means all. */
	public record Filter(@Nullable String crop, @Nullable StandardState state, @Nullable String after, int limit) {
	}

	private static final String SELECT = """
			select s.*, c.name as crop_name, c.sort,
			       (select count(*) from production_planting p where p.tenant_id = s.tenant_id and p.standard_id = s.id) as plantings
			  from production_crop_standard s join production_crop c on c.code = s.crop
			""";

	private static final String WHERE = " where (:crop = '' or s.crop = :crop) and (:state = '' or s.state = :state)";

	private final JdbcClient sql;

	/** By crop and group, the newest edition first. */
	@PreAuthorize("hasAuthority('production:planting:view')")
	public Paged<StandardView> list(Filter filter) {
		var from = Cursor.read(filter.after(), 3);
		var rows = bind(SELECT + WHERE + """
				 and (:after = '' or (s.crop, s.variety_group, -s.edition) > (:after, :afterGroup, :afterEdition))
				order by s.crop, s.variety_group, s.edition desc limit :limit""", filter)
			.param("after", from.isEmpty() ? "" : from.getFirst())
			.param("afterGroup", from.isEmpty() ? "" : from.get(1))
			.param("afterEdition", from.isEmpty() ? 0 : -Cursor.number(from.getLast()))
			.param("limit", filter.limit() + 1)
			.query((row, n) -> view(row))
			.list();
		var total = bind("select count(*) from production_crop_standard s" + WHERE, filter).query(Long.class).single();
		return Paged.of(rows, filter.limit(), total, row -> Cursor.of(row.crop(), row.varietyGroup(), row.edition()));
	}

	private JdbcClient.StatementSpec bind(String statement, Filter filter) {
		return sql.sql(statement)
			.param("crop", Objects.requireNonNullElse(filter.crop(), ""))
			.param("state", (filter.state() != null) ? filter.state().name() : "");
	}

	@PreAuthorize("hasAuthority('production:planting:view')")
	public StandardView view(UUID standardId) {
		return read(" where s.id = ?", standardId).stream()
			.findFirst()
			.orElseThrow(() -> new NotFound("production.standard.not-found", standardId));
	}

	/** Waiting for somebody else's word, the longest first. */
	@PreAuthorize("hasAuthority('production:standard:confirm')")
	public List<StandardView> waiting() {
		return read(" where s.state = 'SUBMITTED' order by s.submitted_at, s.id").stream()
			.filter(standard -> !standard.mine())
			.toList();
	}

	/** What a new planting may go by, in the order of the crops. */
	@PreAuthorize("hasAuthority('production:planting:view')")
	public List<StandardView> inForce() {
		return read(" where s.state = 'IN_FORCE' order by c.sort, s.variety_group");
	}

	/**
	 * What fits best: the edition for this variety's group, else the one for the whole
	 * crop. For whoever may put down a planting.
	 */
	@PreAuthorize("hasAnyAuthority('production:planting:view', 'production:planting:record')")
	public Optional<StandardView> proposed(String crop, @Nullable String variety) {
		return read("""
				where s.state = 'IN_FORCE' and s.crop = ? and (s.variety_group = '' or ? = any(s.varieties))
				order by s.variety_group desc limit 1""", crop, Objects.requireNonNullElse(variety, "").strip())
			.stream()
			.findFirst();
	}

	/** What the planting goes by, whatever has become of that edition since. */
	@PreAuthorize("hasAuthority('production:planting:view')")
	public Optional<StandardView> ofPlanting(UUID plantingId) {
		return read(" where s.id = (select standard_id from production_planting where id = ?)", plantingId).stream()
			.findFirst();
	}

	@PreAuthorize("hasAuthority('production:planting:view')")
	public StandardContent content(UUID standardId) {
		var tasks = new HashMap<Integer, List<StandardContent.Task>>();
		sql.sql("select stage_no, kind, name, days_from, days_to from production_standard_task where standard_id = ? order by no")
			.param(standardId)
			.query(row -> {
				below(tasks, row.getInt(1)).add(new StandardContent.Task(OperationKind.valueOf(row.getString(2)),
						row.getString(3), row.getInt(4), row.getInt(5)));
			});
		var ranges = new HashMap<Integer, List<StandardContent.Range>>();
		sql.sql("select stage_no, key, low, high from production_standard_range where standard_id = ? order by no")
			.param(standardId)
			.query(row -> {
				below(ranges, row.getInt(1)).add(new StandardContent.Range(row.getString(2),
						row.getObject(3, Double.class), row.getObject(4, Double.class)));
			});
		var limits = new HashMap<Integer, List<StandardContent.Limit>>();
		sql.sql("""
				select coalesce(l.stage_no, 0), l.substance, l.input_id, i.name, l.dose_max, l.unit, l.max_times
				  from production_standard_limit l
				  left join production_agri_input i on i.tenant_id = l.tenant_id and i.id = l.input_id
				 where l.standard_id = ? order by l.no""").param(standardId).query(row -> {
			var unit = row.getString(6);
			below(limits, row.getInt(1)).add(new StandardContent.Limit(row.getString(2), row.getObject(3, UUID.class),
					row.getString(4), row.getBigDecimal(5), (unit != null) ? InputUnit.valueOf(unit) : null,
					row.getObject(7, Integer.class)));
		});
		var stages = sql
			.sql("select no, name, days_from, days_to from production_standard_stage where standard_id = ? order by no")
			.param(standardId)
			.query((row, n) -> new StandardContent.Stage(row.getString(2), row.getInt(3), row.getInt(4),
					tasks.getOrDefault(row.getInt(1), List.of()), limits.getOrDefault(row.getInt(1), List.of()),
					ranges.getOrDefault(row.getInt(1), List.of())))
			.list();
		return new StandardContent(stages, limits.getOrDefault(0, List.of()));
	}

	/**
	 * What channels of its ranges are called, by their keys: as most models of devices
	 * call them. One that no model has is left out.
	 */
	@PreAuthorize("hasAuthority('production:planting:view')")
	public Map<String, String> channels(StandardContent content) {
		var keys = content.stages()
			.stream()
			.flatMap(it -> it.ranges().stream())
			.map(StandardContent.Range::key)
			.distinct()
			.toArray(String[]::new);
		var names = new HashMap<String, String>();
		sql.sql("""
				select key, mode() within group (order by name) from production_device_property
				 where key = any (?) group by key""").param(keys).query(row -> {
			names.put(row.getString(1), row.getString(2));
		});
		return names;
	}

	private static <T> List<T> below(Map<Integer, List<T>> lines, int stage) {
		return lines.computeIfAbsent(stage, _ -> new ArrayList<>());
	}

	private List<StandardView> read(String rest, Object... values) {
		return sql.sql(SELECT + rest).params(List.of(values)).query((row, n) -> view(row)).list();
	}

	private static StandardView view(ResultSet row) throws SQLException {
		var person = Actor.current().personId();
		return new StandardView(row.getObject("id", UUID.class), row.getString("crop"), row.getString("crop_name"),
				row.getString("variety_group"), List.of((String[]) row.getArray("varieties").getArray()),
				row.getInt("edition"), row.getInt("harvest_days"), row.getString("source"), row.getBoolean("demo"),
				StandardState.valueOf(row.getString("state")), row.getString("by_name"),
				row.getObject("edited_at", OffsetDateTime.class).toInstant(), instant(row, "submitted_at"),
				row.getString("confirmed_name"), row.getObject("in_force_on", LocalDate.class),
				row.getObject("retired_on", LocalDate.class), row.getLong("plantings"),
				person.equals(row.getObject("drafted_by", UUID.class))
						|| person.equals(row.getObject("edited_by", UUID.class)),
				row.getLong("version"));
	}

	private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		var at = row.getObject(column, OffsetDateTime.class);
		return (at != null) ? at.toInstant() : null;
	}

}
