package cn.jinfu.production.plot;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.FourEyes;
import cn.jinfu.kernel.FourEyesStep;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.production.FreshPlan;
import cn.jinfu.production.PlotDirectory;
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
public class PlotQueries implements PlotDirectory {

	/**
	 * What a list may be narrowed to; empty means all.
	 *
	 * @param crop what stands there now
	 */
	public record Filter(@Nullable String q, @Nullable PlotState state, @Nullable UUID memberId,
			@Nullable String division, @Nullable Boolean drawn, @Nullable String crop, @Nullable String after,
			int limit) {

		public Filter(@Nullable String q, @Nullable PlotState state, @Nullable UUID memberId, @Nullable String division,
				@Nullable Boolean drawn, @Nullable String after, int limit) {
			this(q, state, memberId, division, drawn, null, after, limit);
		}

	}

	private static final String WHERE = """
			 where (:q = '' or p.name like '%' || :q || '%' or p.no ilike '%' || :q || '%' or p.village like '%' || :q || '%')
			   and (:state = '' or p.state = :state) and (:member = '' or p.member_id = nullif(:member, '')::uuid)
			   and (:division = '' or p.division like :division || '%')
			   and (:crop = '' or exists (select 1 from production_planting x where x.tenant_id = p.tenant_id
			     and x.plot_id = p.id and x.crop = :crop and x.state in ('PLANNED', 'GROWING', 'HARVESTING')))
			   and (cast(:drawn as boolean) is null or (p.boundary_edition is not null) = cast(:drawn as boolean)) and
			"""
			+ Reach.on("p", "p");

	private static final String ROW = "select p.*, production_given_mu(p.id, :today) as given_mu from production_plot p";

	private final JdbcClient sql;

	private final FourEyes fourEyes;

	private final Farms members;

	private final BusinessClock clock;

	@PreAuthorize("hasAuthority('production:plot:view')")
	public Paged<PlotView> list(Filter filter) {
		var from = Cursor.read(filter.after(), 1);
		FreshPlan.in(sql);
		var rows = bind(ROW + WHERE + " and (:after = '' or p.no < :after) order by p.no desc limit :limit", filter)
			.param("after", from.isEmpty() ? "" : from.getFirst())
			.param("limit", filter.limit() + 1)
			.query(rows())
			.list();
		var total = bind("select count(*) from (select 1 from production_plot p" + WHERE + " limit 10001) x", filter)
			.query(Long.class)
			.single();
		return Paged.of(named(rows), filter.limit(), total, plot -> Cursor.of(plot.no()));
	}

	@PreAuthorize("hasAuthority('production:plot:view')")
	public PlotView view(UUID plotId) {
		var reach = Reach.current();
		return named(sql.sql(ROW + " where p.id = :id")
			.param("id", plotId)
			.param("today", clock.today())
			.query(rows())
			.list()
			.stream()
			.filter(plot -> reach.covers(plot.memberId(), plot.division()))
			.toList()).stream().findFirst().orElseThrow(() -> new NotFound("production.plot.not-found", plotId));
	}

	/** What all rows of the filter measure together, in 亩. */
	@PreAuthorize("hasAuthority('production:plot:view')")
	public BigDecimal area(Filter filter) {
		return bind("select coalesce(sum(p.area_mu), 0) from production_plot p" + WHERE, filter).query(BigDecimal.class)
			.single();
	}

	/** Waiting for an officer, the longest first; without the reader's own. */
	@PreAuthorize("hasAuthority('production:plot:verify')")
	public List<PlotView> waiting(int limit) {
		return named(bind(ROW + WHERE + " order by p.submitted_at limit :limit",
				new Filter(null, PlotState.SUBMITTED, null, null, null, null, limit))
			.param("limit", limit)
			.query(rows())
			.list()).stream().filter(plot -> !plot.mine()).toList();
	}

	@Override
	public Optional<PlotFacts> find(UUID plotId) {
		return sql.sql(
				"select id, no, member_id, name, kind, area_mu, division, village, state from production_plot where id = ?")
			.param(plotId)
			.query(PlotQueries::facts)
			.optional();
	}

	@Override
	@Transactional(readOnly = true)
	public Map<UUID, List<PlotFacts>> ofMembers(Collection<UUID> memberIds) {
		return sql
			.sql("select id, no, member_id, name, kind, area_mu, division, village, state from production_plot"
					+ " where member_id = any (?) order by name")
			.param(memberIds.toArray(UUID[]::new))
			.query(PlotQueries::facts)
			.list()
			.stream()
			.collect(Collectors.groupingBy(PlotFacts::memberId));
	}

	@Override
	@Transactional(readOnly = true)
	public List<PlotFacts> ofMember(UUID memberId) {
		return sql
			.sql("select id, no, member_id, name, kind, area_mu, division, village, state from production_plot"
					+ " where member_id = ? order by name")
			.param(memberId)
			.query(PlotQueries::facts)
			.list();
	}

	private JdbcClient.StatementSpec bind(String statement, Filter filter) {
		var reach = Reach.current();
		return sql.sql(statement)
			.param("q", (filter.q() != null) ? filter.q().strip() : "")
			.param("state", (filter.state() != null) ? filter.state().name() : "")
			.param("member", (filter.memberId() != null) ? filter.memberId().toString() : "")
			.param("division", (filter.division() != null) ? filter.division().strip() : "")
			.param("drawn", filter.drawn())
			.param("crop", (filter.crop() != null) ? filter.crop() : "")
			.param("today", clock.today())
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division());
	}

	private List<PlotView> named(List<PlotView> rows) {
		return members.named(rows, PlotView::memberId, PlotView::withMemberName);
	}

	private RowMapper<PlotView> rows() {
		var twoPeople = fourEyes.required(ProductionFourEyes.VERIFY_PLOT);
		return (row, n) -> view(row, twoPeople);
	}

	private static PlotView view(ResultSet row, boolean twoPeople) throws SQLException {
		var person = Actor.current().personId();
		return new PlotView(row.getObject("id", UUID.class), row.getString("no"),
				row.getObject("member_id", UUID.class), "", row.getString("name"),
				PlotKind.valueOf(row.getString("kind")), row.getString("division"), row.getString("village"),
				row.getBigDecimal("declared_mu"), row.getBigDecimal("contract_mu"), row.getBigDecimal("measured_mu"),
				row.getBigDecimal("boundary_mu"), row.getBigDecimal("area_mu"), row.getBigDecimal("planted_mu"),
				row.getBigDecimal("given_mu"), row.getObject("photo_id", UUID.class),
				PlotState.valueOf(row.getString("state")), row.getString("entered_for_by"),
				twoPeople && FourEyesStep.tookPart(person, row.getObject("registered_by", UUID.class),
						row.getObject("submitted_by", UUID.class), row.getObject("boundary_by", UUID.class)),
				instant(row, "submitted_at"), instant(row, "verified_at"), row.getLong("version"));
	}

	private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		var at = row.getObject(column, OffsetDateTime.class);
		return (at != null) ? at.toInstant() : null;
	}

	private static PlotFacts facts(ResultSet row, int n) throws SQLException {
		BigDecimal area = row.getBigDecimal("area_mu");
		return new PlotFacts(row.getObject("id", UUID.class), row.getString("no"),
				row.getObject("member_id", UUID.class), row.getString("name"), PlotKind.valueOf(row.getString("kind")),
				area, row.getString("division"), row.getString("village"),
				PlotState.VERIFIED.name().equals(row.getString("state")));
	}

}
