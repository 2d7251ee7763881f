package cn.jinfu.production.soil;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.Stale;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.MemberMessages;
import cn.jinfu.production.PlotDirectory;
import cn.jinfu.production.ProductionFourEyes;
import cn.jinfu.production.Reach;
import cn.jinfu.production.input.Farms;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Soil samples from the field to the confirmed values of the laboratory. */
@Service
@Transactional
@RequiredArgsConstructor
public class SoilSamples {

	static final String TYPE = "SoilSample";

	/**
	 * @param point where on the plot
	 * @param depthFrom cm below the surface, as {@code depthTo}
	 */
	public record Taken(UUID plotId, String point, int depthFrom, int depthTo, LocalDate on, String sampler,
			boolean demo) {
	}

	public record Filter(@Nullable String q, @Nullable SoilState state, @Nullable UUID memberId, @Nullable String after,
			int limit) {
	}

	private static final int DEPTH_MOST = 200;

	private static final String FROM = """
			  from production_soil_sample s
			  join production_plot g on g.tenant_id = s.tenant_id and g.id = s.plot_id
			""";

	private static final String SELECT = "select s.*, g.no as plot_no, g.name as plot_name" + FROM;

	private static final String WHERE = """
			 where (:q = '' or s.no ilike '%' || :q || '%' or g.no ilike '%' || :q || '%' or g.name like '%' || :q || '%')
			   and (:state = '' or s.state = :state) and (:member = '' or s.member_id = nullif(:member, '')::uuid) and
			"""
			+ Reach.on("s", "s");

	private final JdbcClient sql;

	private final PlotDirectory plots;

	private final Farms farms;

	private final Numbers numbers;

	private final StatusHistory history;

	private final MemberMessages messages;

	private final BusinessClock clock;

	/** The latest first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:soil:view')")
	public Paged<SoilSampleView> list(Filter filter) {
		var from = Cursor.read(filter.after(), 2);
		var rows = bind(
				SELECT + WHERE
						+ """
								and (:at = '' or (s.taken_at, s.id) < (cast(nullif(:at, '') as timestamptz), cast(nullif(:id, '') as uuid)))
								order by s.taken_at desc, s.id desc limit :limit""",
				filter)
			.param("at", from.isEmpty() ? "" : from.getFirst())
			.param("id", from.isEmpty() ? "" : from.getLast())
			.param("limit", filter.limit() + 1)
			.query(SoilSamples::view)
			.list();
		var total = bind("select count(*) from (select 1" + FROM + WHERE + " limit 10001) x", filter).query(Long.class)
			.single();
		return Paged.of(named(rows), filter.limit(), total, row -> Cursor.of(row.takenAt(), row.id()));
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:soil:view')")
	public SoilSampleView view(UUID id) {
		var reach = Reach.current();
		return named(sql.sql(SELECT + " where s.id = :id and " + Reach.on("s", "s"))
			.param("id", id)
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division())
			.query(SoilSamples::view)
			.list()).stream().findFirst().orElseThrow(() -> new NotFound("production.soil.not-found", id));
	}

	/** Measured and not by the reader, the oldest first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:soil:confirm')")
	public List<SoilSampleView> toConfirm(int limit) {
		return named(sql.sql(SELECT + """
				where s.state = 'MEASURED' and s.measured_by <> ? order by s.taken_at, s.id limit ?""")
			.params(Actor.current().personId(), limit)
			.query(SoilSamples::view)
			.list());
	}

	/** The plot that people call by its number, within reach. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:soil:sample')")
	public UUID plot(String no) {
		var reach = Reach.current();
		return sql.sql("select p.id from production_plot p where p.no = :no and " + Reach.on("p", "p"))
			.param("no", no.strip().toUpperCase(java.util.Locale.ROOT))
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division())
			.query(UUID.class)
			.optional()
			.orElseThrow(() -> new RuleBroken("production.soil.no-plot", no.strip()).at("plotNo"));
	}

	@PreAuthorize("hasAuthority('production:soil:sample')")
	public UUID take(Taken taken) {
		var plot = plots.find(taken.plotId())
			.filter(it -> Reach.current().covers(it.memberId(), it.divisionCode()))
			.orElseThrow(() -> new NotFound("production.plot.not-found", taken.plotId()));
		if (taken.point().isBlank() || taken.point().length() > 60) {
			throw new RuleBroken("production.soil.point").at("point");
		}
		if (taken.sampler().isBlank() || taken.sampler().length() > 60) {
			throw new RuleBroken("production.soil.sampler").at("sampler");
		}
		if (taken.depthFrom() < 0 || taken.depthTo() <= taken.depthFrom() || taken.depthTo() > DEPTH_MOST) {
			throw new RuleBroken("production.soil.depth", DEPTH_MOST).at("depthTo");
		}
		if (taken.on().isAfter(clock.today())) {
			throw new RuleBroken("production.soil.future").at("on");
		}
		var id = Ids.next();
		sql.sql("""
				insert into production_soil_sample
				  (id, tenant_id, version, no, member_id, division, plot_id, point, depth_from, depth_to, taken_on, sampler,
				   state, taken_by, taken_at, demo)
				values (?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'TAKEN', ?, ?, ?)""")
			.params(id, Tenant.require(), numbers.next("soil_sample", "TY-%06d"), plot.memberId(), plot.divisionCode(),
					plot.plotId(), taken.point().strip(), taken.depthFrom(), taken.depthTo(), taken.on(),
					taken.sampler().strip(), Actor.current().personId(), Timestamp.from(clock.now()), taken.demo())
			.update();
		history.record(TYPE, id, null, SoilState.TAKEN, null);
		return id;
	}

	/** Enters the values from the laboratory's report. */
	@PreAuthorize("hasAuthority('production:soil:measure')")
	public void measure(UUID id, SoilValues values, long version) {
		var sample = locked(id, version);
		var next = sample.state().after(SoilState.Action.MEASURE);
		if (values.measuredOn().isAfter(clock.today()) || values.measuredOn().isBefore(sample.takenOn())) {
			throw new RuleBroken("production.soil.measured-on", sample.takenOn()).at("measuredOn");
		}
		sql.sql("""
				update production_soil_sample set state = :state, laboratory = :laboratory, report_no = :report,
				       measured_on = :day, ph = :ph, organic = :organic, total_n = :totalN, nitrogen = :n,
				       phosphorus = :p, potassium = :k, measured_by = :person, version = version + 1 where id = :id""")
			.param("state", next.name())
			.param("laboratory", values.laboratory().strip())
			.param("report", values.reportNo().strip())
			.param("day", values.measuredOn())
			.param("ph", values.ph())
			.param("organic", values.organic())
			.param("totalN", values.totalN(), java.sql.Types.NUMERIC)
			.param("n", values.nitrogen())
			.param("p", values.phosphorus())
			.param("k", values.potassium())
			.param("person", Actor.current().personId())
			.param("id", id)
			.update();
		history.record(TYPE, id, sample.state(), next, null);
	}

	/** By somebody else, with the report in hand; the farm is told. */
	@PreAuthorize("hasAuthority('production:soil:confirm')")
	public void confirm(UUID id, long version) {
		var sample = locked(id, version);
		var next = sample.state().after(SoilState.Action.CONFIRM);
		var measuredBy = sql.sql("select measured_by from production_soil_sample where id = ?")
			.param(id)
			.query(UUID.class)
			.single();
		ProductionFourEyes.CONFIRM_SOIL.requireOther("production.soil.same-person", Actor.current().personId(),
				measuredBy);
		sql.sql("""
				update production_soil_sample set state = ?, confirmed_by = ?, version = version + 1 where id = ?""")
			.params(next.name(), Actor.current().personId(), id)
			.update();
		history.record(TYPE, id, sample.state(), next, null);
		messages.tell(sample.memberId(), "production.message.soil", sample.no(), sample.plotName());
	}

	/** The values are not those of the report. */
	@PreAuthorize("hasAuthority('production:soil:confirm')")
	public void sendBack(UUID id, String reason, long version) {
		move(id, version, SoilState.Action.SEND_BACK, reason);
	}

	/** Lost, mixed up: it counts no more. */
	@PreAuthorize("hasAuthority('production:soil:measure')")
	public void withdraw(UUID id, String reason, long version) {
		move(id, version, SoilState.Action.VOID, reason);
	}

	private void move(UUID id, long version, SoilState.Action action, String reason) {
		if (reason.isBlank()) {
			throw new RuleBroken("production.reason-missing").at("reason");
		}
		var sample = locked(id, version);
		var next = sample.state().after(action);
		sql.sql("update production_soil_sample set state = ?, version = version + 1 where id = ?")
			.params(next.name(), id)
			.update();
		history.record(TYPE, id, sample.state(), next, reason.strip());
	}

	private SoilSampleView locked(UUID id, long version) {
		sql.sql("select id from production_soil_sample where id = ? for update").param(id).query(UUID.class).optional();
		var sample = view(id);
		if (sample.version() != version) {
			throw new Stale("kernel.stale");
		}
		return sample;
	}

	private List<SoilSampleView> named(List<SoilSampleView> rows) {
		return farms.named(rows, SoilSampleView::memberId, SoilSampleView::withMemberName);
	}

	private JdbcClient.StatementSpec bind(String statement, Filter filter) {
		var reach = Reach.current();
		return sql.sql(statement)
			.param("q", Objects.requireNonNullElse(filter.q(), "").strip())
			.param("state", (filter.state() != null) ? filter.state().name() : "")
			.param("member", Objects.toString(filter.memberId(), ""))
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division());
	}

	private static SoilSampleView view(ResultSet row, int n) throws SQLException {
		var ph = row.getBigDecimal("ph");
		var values = (ph == null) ? null
				: new SoilValues(row.getString("laboratory"), row.getString("report_no"),
						row.getObject("measured_on", LocalDate.class), ph, row.getBigDecimal("organic"),
						row.getBigDecimal("total_n"), row.getBigDecimal("nitrogen"), row.getBigDecimal("phosphorus"),
						row.getBigDecimal("potassium"));
		return new SoilSampleView(row.getObject("id", UUID.class), row.getString("no"),
				row.getObject("member_id", UUID.class), "", row.getObject("plot_id", UUID.class),
				row.getString("plot_no"), row.getString("plot_name"), row.getString("point"), row.getInt("depth_from"),
				row.getInt("depth_to"), row.getObject("taken_on", LocalDate.class), row.getString("sampler"),
				SoilState.valueOf(row.getString("state")), row.getObject("taken_at", OffsetDateTime.class).toInstant(),
				values, Actor.current().personId().equals(row.getObject("measured_by", UUID.class)),
				row.getBoolean("demo"), row.getLong("version"));
	}

}
