package cn.jinfu.production.planting;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.FourEyes;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.production.FreshPlan;
import cn.jinfu.production.PlantingFacts;
import cn.jinfu.production.PlantingState;
import cn.jinfu.production.PlotKind;
import cn.jinfu.production.ProductionFourEyes;
import cn.jinfu.production.Reach;
import cn.jinfu.production.input.Farms;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class PlantingQueries implements PlantingFacts {

	/** What a list may be narrowed to; empty means all. */
	public record Filter(@Nullable String q, @Nullable PlantingState state, @Nullable Verification verification,
			boolean active, @Nullable String crop, @Nullable UUID memberId, @Nullable UUID plotId, Share share,
			@Nullable String after, int limit) {

		public Filter(@Nullable String q, @Nullable PlantingState state, @Nullable Verification verification,
				boolean active, @Nullable String crop, @Nullable UUID memberId, @Nullable UUID plotId,
				@Nullable String after, int limit) {
			this(q, state, verification, active, crop, memberId, plotId, Share.ALL, after, limit);
		}

	}

	/**
	 * The share of the rows that stands behind a figure; empty means all.
	 *
	 * @param division code of a township or village
	 * @param stage name of the stage, with {@link Staging#STAGE}
	 * @param kept true: without what was cancelled
	 */
	public record Share(@Nullable String division, @Nullable Staging staging, @Nullable String stage,
			@Nullable PickBar bar, @Nullable Integer year, @Nullable SeasonPart part, boolean kept) {

		static final Share ALL = new Share(null, null, null, null, null, null, false);

	}

	/** What a list is searched by; the figures are looked up for a page's rows only. */
	private static final String SEARCHED = """
			 from (select p.id, p.no, p.member_id, p.plot_id, g.name as plot_name, g.division, p.crop, c.name as crop_name,
			              p.variety, p.season_year, p.season_part, p.sown_on, p.area_mu, p.state, p.verification
			         from production_planting p
			         join production_plot g on g.tenant_id = p.tenant_id and g.id = p.plot_id
			         join production_crop c on c.code = p.crop) f
			""";

	private static final String WHERE = """
			 where (:q = '' or f.plot_name like '%' || :q || '%' or f.no ilike '%' || :q || '%'
			        or f.variety like '%' || :q || '%' or f.crop_name like '%' || :q || '%')
			   and (:state = '' or f.state = :state) and (:verification = '' or f.verification = :verification)
			   and (not :active or f.state in ('PLANNED', 'GROWING', 'HARVESTING')) and (:crop = '' or f.crop = :crop)
			   and (:member = '' or f.member_id = nullif(:member, '')::uuid) and (:plot = '' or f.plot_id = nullif(:plot, '')::uuid)
			   and f.division like :division || '%' and (:year = 0 or f.season_year = :year)
			   and (:part = '' or f.season_part = :part) and (not :kept or f.state <> 'CANCELLED') and
			"""
			+ Reach.on("f", "f");

	private static final String STAGED = " and f.id in (select p.id from production_planting p " + Staging.JOIN
			+ " where :staging = " + Staging.SQL + " and (:stage = '' or s.name = :stage))";

	private final JdbcClient sql;

	private final FourEyes fourEyes;

	private final Farms members;

	private final BusinessClock clock;

	@PreAuthorize("hasAuthority('production:planting:view')")
	public Paged<PlantingView> list(Filter filter) {
		var from = Cursor.read(filter.after(), 2);
		FreshPlan.in(sql);
		var rows = bind(
				"select f.* from production_planting_fact f where f.id in (select f.id" + found(filter.share()) + """
						and (:afterDay = '' or (f.sown_on, f.no) < (cast(nullif(:afterDay, '') as date), :afterNo))
						order by f.sown_on desc, f.no desc limit :limit) order by f.sown_on desc, f.no desc""", filter)
			.param("afterDay", from.isEmpty() ? "" : from.getFirst())
			.param("afterNo", from.isEmpty() ? "" : from.getLast())
			.param("limit", filter.limit() + 1)
			.query(rows())
			.list();
		var total = bind("select count(*) from (select 1" + found(filter.share()) + " limit 10001) x", filter)
			.query(Long.class)
			.single();
		return Paged.of(named(rows), filter.limit(), total, row -> Cursor.of(row.sownOn(), row.no()));
	}

	/** What all rows of the filter cover together, in 亩. */
	@PreAuthorize("hasAuthority('production:planting:view')")
	public BigDecimal area(Filter filter) {
		FreshPlan.in(sql);
		return bind("select coalesce(sum(f.area_mu), 0)" + found(filter.share()), filter).query(BigDecimal.class)
			.single();
	}

	/** A condition that is a query of its own stands there only where it is asked for. */
	private static String found(Share share) {
		return SEARCHED + WHERE + barred(share.bar()) + ((share.staging() != null) ? STAGED : "");
	}

	private static String barred(@Nullable PickBar bar) {
		return switch (bar) {
			case null -> "";
			case DECISION ->
				"""
						 and f.id in (select u.planting_id from production_input_use u where u.standing in ('BLOCKED', 'UPHELD'))
						""";
			case INTERVAL ->
				"""
						 and f.id in (select u.planting_id from production_input_use u where u.standing <> 'VOID'
						   and case when u.decided_safe_on is not null then u.decided_safe_on else u.safe_on end > cast(:today as date))
						""";
			case HARVEST -> """
					 and f.id in (select l.planting_id from production_harvest_lot l where l.status = 'PROBLEM')
					""";
		};
	}

	/**
	 * Waiting for an officer on verified plots, the longest first; not the reader's own.
	 */
	@PreAuthorize("hasAuthority('production:planting:verify')")
	public List<PlantingView> waiting(int limit) {
		return named(bind(
				"select f.* from production_planting_fact f" + WHERE
						+ " and f.plot_verified order by f.recorded_at limit :limit",
				new Filter(null, null, Verification.SUBMITTED, true, null, null, null, null, limit))
			.param("limit", limit)
			.query(rows())
			.list()).stream().filter(planting -> !planting.mine()).toList();
	}

	@PreAuthorize("hasAuthority('production:planting:view')")
	public PlantingView view(UUID plantingId) {
		var reach = Reach.current();
		return named(read("f.id = ?", plantingId).stream()
			.filter(row -> reach.covers(row.memberId(), row.division()))
			.toList()).stream()
			.findFirst()
			.orElseThrow(() -> new NotFound("production.planting.not-found", plantingId));
	}

	/**
	 * Since when a technician owes a decision on what was used there; null when he owes
	 * none.
	 */
	@Transactional(readOnly = true)
	public @Nullable Instant undecidedSince(UUID plantingId) {
		return sql.sql("""
				select min(o.recorded_at) from production_input_use u
				  join production_operation o on o.tenant_id = u.tenant_id and o.id = u.operation_id
				 where u.planting_id = ? and u.standing = 'BLOCKED'""")
			.param(plantingId)
			.query((row, n) -> Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant))
			.single()
			.orElse(null);
	}

	/** What a farm works on now, the latest sown first. */
	@PreAuthorize("hasAuthority('production:planting:view')")
	public List<PlantingView> active(UUID memberId) {
		return read("f.state in ('PLANNED', 'GROWING', 'HARVESTING') and f.member_id = ?", memberId);
	}

	@Override
	public Optional<PlantingFact> find(UUID plantingId) {
		return read("f.id = ?", plantingId).stream().findFirst().map(PlantingQueries::fact);
	}

	@Override
	public List<PlantingFact> ofAll(Collection<UUID> plantingIds) {
		return read("f.id = any(?)", (Object) plantingIds.toArray(UUID[]::new)).stream()
			.map(PlantingQueries::fact)
			.toList();
	}

	@Override
	public Map<UUID, List<PlantingFact>> ofMembers(Collection<UUID> memberIds) {
		return read("f.member_id = any (?)", memberIds.toArray(UUID[]::new)).stream()
			.map(PlantingQueries::fact)
			.collect(Collectors.groupingBy(PlantingFact::memberId));
	}

	@Override
	public List<PlantingFact> ofMember(UUID memberId) {
		return read("f.member_id = ?", memberId).stream().map(PlantingQueries::fact).toList();
	}

	private List<PlantingView> read(String condition, Object value) {
		return sql
			.sql("select f.* from production_planting_fact f where " + condition
					+ " order by f.sown_on desc, f.no desc")
			.param(value)
			.query(rows())
			.list();
	}

	private JdbcClient.StatementSpec bind(String statement, Filter filter) {
		var reach = Reach.current();
		var share = filter.share();
		return sql.sql(statement)
			.param("q", (filter.q() != null) ? filter.q().strip() : "")
			.param("state", (filter.state() != null) ? filter.state().name() : "")
			.param("verification", (filter.verification() != null) ? filter.verification().name() : "")
			.param("active", filter.active())
			.param("crop", (filter.crop() != null) ? filter.crop() : "")
			.param("member", (filter.memberId() != null) ? filter.memberId().toString() : "")
			.param("plot", (filter.plotId() != null) ? filter.plotId().toString() : "")
			.param("division", Objects.requireNonNullElse(share.division(), ""))
			.param("year", Objects.requireNonNullElse(share.year(), 0))
			.param("part", (share.part() != null) ? share.part().name() : "")
			.param("kept", share.kept())
			.param("staging", (share.staging() != null) ? share.staging().name() : "")
			.param("stage", Objects.requireNonNullElse(share.stage(), ""))
			.param("today", clock.today())
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division());
	}

	private List<PlantingView> named(List<PlantingView> rows) {
		return members.named(rows, PlantingView::memberId, PlantingView::withMemberName);
	}

	private static PlantingFact fact(PlantingView row) {
		return new PlantingFact(row.id(), row.no(), row.memberId(), row.plotId(), row.plotName(), row.crop(),
				row.cropName(), row.variety(), row.seasonYear() + "-" + row.seasonPart(), row.sownOn(), row.areaMu(),
				row.verified(), row.capKg(), row.harvestedKg(), row.earliestHarvestOn(), row.blocked(), row.state());
	}

	private RowMapper<PlantingView> rows() {
		var twoPeople = fourEyes.required(ProductionFourEyes.VERIFY_PLANTING);
		return (row, n) -> view(row, twoPeople);
	}

	private static PlantingView view(ResultSet row, boolean twoPeople) throws SQLException {
		return new PlantingView(row.getObject("id", UUID.class), row.getString("no"),
				row.getObject("member_id", UUID.class), "", row.getObject("plot_id", UUID.class),
				row.getString("plot_name"), PlotKind.valueOf(row.getString("plot_kind")), row.getString("division"),
				row.getString("village"), row.getString("crop"), row.getString("crop_name"), row.getString("variety"),
				row.getInt("season_year"), SeasonPart.valueOf(row.getString("season_part")),
				row.getObject("sown_on", LocalDate.class), row.getObject("ended_on", LocalDate.class),
				row.getBigDecimal("area_mu"), PlantingState.valueOf(row.getString("state")),
				Verification.valueOf(row.getString("verification")), row.getBoolean("plot_verified"),
				row.getBoolean("verified"), row.getBigDecimal("kg_per_mu"), row.getBigDecimal("cap_kg"),
				row.getBigDecimal("harvested_kg"), row.getObject("earliest_harvest_on", LocalDate.class),
				row.getBoolean("blocked"), row.getObject("no_spray_until", LocalDate.class),
				row.getObject("no_fertiliser_until", LocalDate.class),
				twoPeople && Actor.current().personId().equals(row.getObject("recorded_by", UUID.class)),
				row.getObject("recorded_at", OffsetDateTime.class).toInstant(), row.getLong("version"));
	}

}
