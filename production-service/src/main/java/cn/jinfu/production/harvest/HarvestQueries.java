package cn.jinfu.production.harvest;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.production.FreshPlan;
import cn.jinfu.production.HarvestLotStatus;
import cn.jinfu.production.HarvestLots;
import cn.jinfu.production.HoldReason;
import cn.jinfu.production.Reach;
import cn.jinfu.production.Told;
import cn.jinfu.production.input.Farms;
import cn.jinfu.production.planting.SeasonPart;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class HarvestQueries implements HarvestLots {

	/** What a list may be narrowed to; empty means all. */
	public record Filter(@Nullable String q, @Nullable HarvestLotStatus status, @Nullable UUID memberId,
			@Nullable UUID plantingId, @Nullable LocalDate from, @Nullable LocalDate to, Share share,
			@Nullable String after, int limit) {

		public Filter(@Nullable String q, @Nullable HarvestLotStatus status, @Nullable UUID memberId,
				@Nullable UUID plantingId, @Nullable LocalDate from, @Nullable LocalDate to, @Nullable String after,
				int limit) {
			this(q, status, memberId, plantingId, from, to, Share.ALL, after, limit);
		}

	}

	/**
	 * The share of the rows that stands behind a figure; empty means all.
	 *
	 * @param division code of a township or village
	 * @param active true: of plantings that stand now
	 * @param year of the planting's season
	 * @param kept true: without what was struck out, and of plantings that were not
	 * cancelled
	 */
	public record Share(@Nullable String division, @Nullable String crop, boolean active, @Nullable Integer year,
			@Nullable SeasonPart part, boolean kept) {

		static final Share ALL = new Share(null, null, false, null, null, false);

	}

	private static final String FIELDS = """
			  join (select p.tenant_id, p.id, g.name as plot_name, g.division, p.crop, c.name as crop_name, p.variety,
			               p.state, p.season_year, p.season_part
			          from production_planting p
			          join production_plot g on g.tenant_id = p.tenant_id and g.id = p.plot_id
			          join production_crop c on c.code = p.crop) f
			    on f.tenant_id = l.tenant_id and f.id = l.planting_id
			""";

	private static final String LOTS = " from production_harvest_lot l";

	private static final String SELECT = "select l.*, f.plot_name, f.crop, f.crop_name, f.variety" + LOTS + FIELDS;

	private static final String WHERE = """
			 where (:status = '' or l.status = :status) and (:member = '' or l.member_id = nullif(:member, '')::uuid)
			   and (:planting = '' or l.planting_id = nullif(:planting, '')::uuid)
			   and (:from = '' or l.picked_on >= cast(nullif(:from, '') as date))
			   and (:to = '' or l.picked_on <= cast(nullif(:to, '') as date)) and (not :kept or l.status <> 'VOID')
			   and (:reachMember = '' or l.member_id = nullif(:reachMember, '')::uuid)
			""";

	private static final String IN_FIELDS = """
			   and f.division like :division || '%' and (:crop = '' or f.crop = :crop)
			   and (not :active or f.state in ('PLANNED', 'GROWING', 'HARVESTING'))
			   and (:year = 0 or f.season_year = :year) and (:part = '' or f.season_part = :part)
			   and (not :kept or f.state <> 'CANCELLED')
			   and (:reachDivision = '' or f.division like :reachDivision || '%')
			""";

	private static final String NAMED = """
			 and l.id in (select y.id from production_harvest_lot y where y.no ilike '%' || :q || '%'
			   union all select y.id from production_planting p
			    join production_plot g on g.tenant_id = p.tenant_id and g.id = p.plot_id
			    join production_crop c on c.code = p.crop
			    join production_harvest_lot y on y.tenant_id = p.tenant_id and y.planting_id = p.id
			   where c.name like '%' || :q || '%' or g.name like '%' || :q || '%')
			""";

	private final JdbcClient sql;

	private final Farms members;

	@PreAuthorize("hasAuthority('production:harvest:view')")
	public Paged<HarvestView> list(Filter filter) {
		var from = Cursor.read(filter.after(), 2);
		FreshPlan.in(sql);
		var rows = bind(SELECT + WHERE + IN_FIELDS + byName(filter) + """
				and (:afterDay = '' or (l.picked_on, l.no) < (cast(nullif(:afterDay, '') as date), :afterNo))
				order by l.picked_on desc, l.no desc limit :limit""", filter)
			.param("afterDay", from.isEmpty() ? "" : from.getFirst())
			.param("afterNo", from.isEmpty() ? "" : from.getLast())
			.param("limit", filter.limit() + 1)
			.query((row, n) -> view(row))
			.list();
		var total = bind("select count(*) from (select 1" + found(filter) + " limit 10001) x", filter).query(Long.class)
			.single();
		return Paged.of(named(rows), filter.limit(), total, row -> Cursor.of(row.pickedOn(), row.no()));
	}

	/** What all rows of the filter weigh together, in kg. */
	@PreAuthorize("hasAuthority('production:harvest:view')")
	public BigDecimal weight(Filter filter) {
		FreshPlan.in(sql);
		return bind("select coalesce(sum(l.weight_kg), 0)" + found(filter), filter).query(BigDecimal.class).single();
	}

	/** Fields are looked up only where something is asked of them. */
	private static String found(Filter filter) {
		var share = filter.share();
		var fields = share.division() != null || share.crop() != null || share.active() || share.year() != null
				|| share.part() != null || share.kept() || !Reach.current().division().isEmpty();
		return LOTS + (fields ? FIELDS + WHERE + IN_FIELDS : WHERE) + byName(filter);
	}

	private static String byName(Filter filter) {
		return (filter.q() == null || filter.q().isBlank()) ? "" : NAMED;
	}

	@PreAuthorize("hasAuthority('production:harvest:view')")
	public HarvestView view(UUID harvestLotId) {
		var reach = Reach.current();
		return named(sql.sql(SELECT + " where l.id = :id and" + Reach.on("l", "f"))
			.param("id", harvestLotId)
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division())
			.query((row, n) -> view(row))
			.list()).stream().findFirst().orElseThrow(() -> new NotFound("production.harvest.not-found", harvestLotId));
	}

	/** The last one of a farm, for "same as last" (R9b). */
	@PreAuthorize("hasAuthority('production:harvest:view')")
	public Optional<HarvestView> last(UUID memberId) {
		return sql
			.sql(SELECT
					+ " where l.member_id = ? and l.status <> 'VOID' order by l.recorded_at desc, l.id desc limit 1")
			.param(memberId)
			.query((row, n) -> view(row))
			.optional();
	}

	@Override
	public Optional<HarvestLotFact> find(UUID harvestLotId) {
		return read(" where l.id = ?", harvestLotId).stream().findFirst();
	}

	@Override
	public List<HarvestLotFact> ofAll(Collection<UUID> harvestLotIds) {
		return read(" where l.id = any(?)", (Object) harvestLotIds.toArray(UUID[]::new));
	}

	@Override
	public List<HarvestLotFact> ofPlanting(UUID plantingId) {
		return read(" where l.planting_id = ?", plantingId);
	}

	@Override
	public List<HarvestLotFact> ofMember(UUID memberId, LocalDate from, LocalDate to) {
		return read(" where l.member_id = ? and l.picked_on between ? and ?", memberId, from, to);
	}

	private List<HarvestLotFact> read(String where, Object... values) {
		return sql.sql(SELECT + where + " order by l.picked_on desc, l.no desc")
			.params(List.of(values))
			.query((row, n) -> fact(view(row)))
			.list();
	}

	private JdbcClient.StatementSpec bind(String statement, Filter filter) {
		var reach = Reach.current();
		var share = filter.share();
		return sql.sql(statement)
			.param("q", (filter.q() != null) ? filter.q().strip() : "")
			.param("status", (filter.status() != null) ? filter.status().name() : "")
			.param("member", Objects.toString(filter.memberId(), ""))
			.param("planting", Objects.toString(filter.plantingId(), ""))
			.param("from", Objects.toString(filter.from(), ""))
			.param("to", Objects.toString(filter.to(), ""))
			.param("division", Objects.requireNonNullElse(share.division(), ""))
			.param("crop", Objects.requireNonNullElse(share.crop(), ""))
			.param("active", share.active())
			.param("year", Objects.requireNonNullElse(share.year(), 0))
			.param("part", (share.part() != null) ? share.part().name() : "")
			.param("kept", share.kept())
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division());
	}

	private List<HarvestView> named(List<HarvestView> rows) {
		return members.named(rows, HarvestView::memberId, HarvestView::withMemberName);
	}

	private static HarvestLotFact fact(HarvestView row) {
		return new HarvestLotFact(row.id(), row.no(), row.plantingId(), row.memberId(), row.crop(), row.cropName(),
				row.variety(), row.weightKg(), row.aboveCapKg(), row.pickedOn(), row.grade(), row.status(), row.hold());
	}

	private static HarvestView view(ResultSet row) throws SQLException {
		return new HarvestView(row.getObject("id", UUID.class), row.getString("no"),
				row.getObject("member_id", UUID.class), "", row.getObject("planting_id", UUID.class),
				row.getString("plot_name"), row.getString("crop"), row.getString("crop_name"), row.getString("variety"),
				row.getBigDecimal("weight_kg"), row.getBigDecimal("above_cap_kg"),
				Told.of(row.getBigDecimal("told_count"), row.getString("told_unit"), row.getBigDecimal("told_each")),
				row.getObject("picked_on", LocalDate.class), row.getString("grade"), row.getString("note"),
				HarvestLotStatus.valueOf(row.getString("status")), hold(row), row.getBoolean("late"),
				row.getString("late_reason"), row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
				row.getString("by_name"), row.getString("void_reason"), row.getLong("version"));
	}

	private static @Nullable HoldReason hold(ResultSet row) throws SQLException {
		var kind = row.getString("hold_kind");
		return (kind == null) ? null : new HoldReason(HoldReason.Kind.valueOf(kind), row.getString("hold_product"),
				row.getObject("hold_safe_on", LocalDate.class), row.getInt("hold_days_short"));
	}

}
