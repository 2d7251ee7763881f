package cn.jinfu.production.season;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Paged;
import cn.jinfu.production.FreshPlan;
import cn.jinfu.production.Reach;
import cn.jinfu.production.input.Farms;
import cn.jinfu.production.operation.OperationKind;
import cn.jinfu.production.standard.StandardQueries;
import cn.jinfu.production.standard.StandardView;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Stages and tasks on the days on which they fall. A task is done when work of its kind
 * was recorded for a day between its two; nobody ticks anything off.
 */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class SeasonCalendar {

	/** So many days ahead a farm is told what comes. */
	private static final int AHEAD_DAYS = 3;

	/**
	 * What a list may be narrowed to; empty means all.
	 *
	 * @param township code of nine digits
	 * @param month tasks whose days touch it
	 */
	public record Filter(@Nullable String township, @Nullable String crop, YearMonth month, @Nullable TaskState state,
			@Nullable String after, int limit) {
	}

	/** Whether a task was done: work of its kind on its planting within its days. */
	static String done(String tenant, String planting, String kind, String from, String to) {
		return """
				exists (select 1 from production_operation_planting l
				         join production_operation o on o.tenant_id = l.tenant_id and o.id = l.operation_id
				        where l.tenant_id = %s and l.planting_id = %s and o.state = 'DONE' and o.kind = %s
				          and o.on_day between %s and %s)
				""".formatted(tenant, planting, kind, from, to);
	}

	/** The tasks of a planting by their days; what ended before them is left out. */
	private static final String DAYS = """
			select p.tenant_id, p.id as planting_id, p.no as planting_no, p.member_id, g.name as plot_name,
			       c.name as crop_name, p.variety, s.name as stage, t.no, t.kind, t.name,
			       p.sown_on + t.days_from as from_day, p.sown_on + t.days_to as to_day
			  from production_planting p
			  join production_plot g on g.tenant_id = p.tenant_id and g.id = p.plot_id
			  join production_crop c on c.code = p.crop
			  join production_standard_task t on t.tenant_id = p.tenant_id and t.standard_id = p.standard_id
			  join production_standard_stage s on s.tenant_id = t.tenant_id and s.standard_id = t.standard_id
			   and s.no = t.stage_no
			 where (p.ended_on is null or p.ended_on >= p.sown_on + t.days_from)
			""";

	/**
	 * How tasks {@code d} stand: work is looked for only where somebody reads the word.
	 */
	private static final String STANDING = """
			select d.*, case when
			""" + done("d.tenant_id", "d.planting_id", "d.kind", "d.from_day", "d.to_day")
			+ """
					            then 'DONE' when d.to_day < :today then 'LATE' when d.from_day <= :today then 'DUE' else 'COMING' end as task_state
					from (""";

	private static final String LISTED = DAYS + """
			and p.state in ('PLANNED', 'GROWING', 'HARVESTING')
			and (:township = '' or g.division like :township || '%') and (:crop = '' or p.crop = :crop)
			and p.sown_on + t.days_from <= :monthEnd and p.sown_on + t.days_to >= :monthStart
			and case :state when 'LATE' then p.sown_on + t.days_to < :today
			                when 'DUE' then :today between p.sown_on + t.days_from and p.sown_on + t.days_to
			                when 'COMING' then p.sown_on + t.days_from > :today else true end and
			""" + Reach.on("p", "g");

	private final JdbcClient sql;

	private final StandardQueries standards;

	private final Farms farms;

	private final BusinessClock clock;

	/** Of the plantings that stand now, what is to be over first. */
	@PreAuthorize("hasAuthority('production:planting:view')")
	public Paged<SeasonTask> list(Filter filter) {
		var from = Cursor.read(filter.after(), 3);
		FreshPlan.in(sql);
		// sorted first, so that work is looked for from the top until the page is full
		var rows = bind("select x.* from (" + STANDING + LISTED + """
				and (:afterDay = '' or (p.sown_on + t.days_to, p.no, t.no) >
				     (cast(nullif(:afterDay, '') as date), :afterNo, :afterTask))
				order by to_day, planting_no, no offset 0) d) x where (:state = '' or x.task_state = :state)
				order by x.to_day, x.planting_no, x.no limit :limit""", filter)
			.param("afterDay", from.isEmpty() ? "" : from.getFirst())
			.param("afterNo", from.isEmpty() ? "" : from.get(1))
			.param("afterTask", from.isEmpty() ? 0 : Cursor.number(from.getLast()))
			.param("limit", filter.limit() + 1)
			.query((row, n) -> task(row))
			.list();
		var total = bind("select count(*) from (select 1 from (" + STANDING + LISTED
				+ " offset 0) d) x where (:state = '' or x.task_state = :state) limit 10001) y", filter)
			.query(Long.class)
			.single();
		return Paged.of(farms.named(rows, SeasonTask::memberId, SeasonTask::withMemberName), filter.limit(), total,
				row -> Cursor.of(row.to(), row.plantingNo(), row.no()));
	}

	/** Empty for a planting that goes by no standard, or lies out of reach. */
	@PreAuthorize("hasAuthority('production:planting:view')")
	public Optional<Season> ofPlanting(UUID plantingId) {
		var reach = Reach.current();
		var sown = sql.sql("""
				select p.sown_on from production_planting p
				  join production_plot g on g.tenant_id = p.tenant_id and g.id = p.plot_id
				 where p.id = :planting and""" + Reach.on("p", "g"))
			.param("planting", plantingId)
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division())
			.query(LocalDate.class)
			.optional();
		return sown
			.flatMap(sownOn -> standards.ofPlanting(plantingId).map(standard -> season(plantingId, sownOn, standard)));
	}

	private Season season(UUID plantingId, LocalDate sownOn, StandardView standard) {
		var today = clock.today();
		var stages = standards.content(standard.id())
			.stages()
			.stream()
			.map(stage -> stage(stage.name(), sownOn.plusDays(stage.from()), sownOn.plusDays(stage.to()), today))
			.toList();
		var tasks = sql.sql(STANDING + DAYS + " and p.id = :planting) d order by d.from_day, d.to_day, d.no")
			.param("today", today)
			.param("planting", plantingId)
			.query((row, n) -> task(row))
			.list();
		return new Season(standard, ChronoUnit.DAYS.between(sownOn, today),
				stages.stream().filter(Season.Stage::now).map(Season.Stage::name).findFirst().orElse(null),
				sownOn.plusDays(standard.harvestDays()), stages, tasks,
				tasks.stream()
					.filter(task -> task.state() == TaskState.DUE
							|| (task.state() == TaskState.COMING && !task.from().isAfter(today.plusDays(AHEAD_DAYS))))
					.toList(),
				tasks.stream().filter(task -> task.state() == TaskState.LATE).toList(), offStandard(plantingId));
	}

	private static Season.Stage stage(String name, LocalDate from, LocalDate to, LocalDate today) {
		return new Season.Stage(name, from, to, !today.isBefore(from) && !today.isAfter(to));
	}

	private long offStandard(UUID plantingId) {
		return sql.sql("""
				select count(*) from production_input_use
				 where planting_id = ? and standing <> 'VOID' and off_standard <> '{}'""")
			.param(plantingId)
			.query(Long.class)
			.single();
	}

	private JdbcClient.StatementSpec bind(String statement, Filter filter) {
		var reach = Reach.current();
		return sql.sql(statement)
			.param("today", clock.today())
			.param("township", Objects.requireNonNullElse(filter.township(), ""))
			.param("crop", Objects.requireNonNullElse(filter.crop(), ""))
			.param("monthStart", filter.month().atDay(1))
			.param("monthEnd", filter.month().atEndOfMonth())
			.param("state", (filter.state() != null) ? filter.state().name() : "")
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division());
	}

	private static SeasonTask task(ResultSet row) throws SQLException {
		return new SeasonTask(row.getObject("planting_id", UUID.class), row.getString("planting_no"),
				row.getObject("member_id", UUID.class), "", row.getString("plot_name"), row.getString("crop_name"),
				row.getString("variety"), row.getString("stage"), row.getInt("no"),
				OperationKind.valueOf(row.getString("kind")), row.getString("name"),
				row.getObject("from_day", LocalDate.class), row.getObject("to_day", LocalDate.class),
				TaskState.valueOf(row.getString("task_state")));
	}

}
