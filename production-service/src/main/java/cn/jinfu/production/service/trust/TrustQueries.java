package cn.jinfu.production.service.trust;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.production.InputUnit;
import cn.jinfu.production.PlantingFacts;
import cn.jinfu.production.Reach;
import cn.jinfu.production.input.Farms;
import cn.jinfu.production.service.provider.Providers;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class TrustQueries {

	public record Filter(@Nullable String q, @Nullable TrustState state, @Nullable String after, int limit) {
	}

	private static final String SELECT = """
			select t.*, k.name as crop_name from production_trust_contract t join production_crop k on k.code = t.crop
			""";

	/** A member sees what it signed on either side; staff what lies in their reach. */
	private static final String REACH = """
			 (:reachMember = '' or t.member_id = nullif(:reachMember, '')::uuid or t.provider_member = nullif(:reachMember, '')::uuid)
			 and (:reachDivision = '' or t.division like :reachDivision || '%')
			""";

	private static final String WHERE = """
			 where (:q = '' or t.no ilike '%' || :q || '%') and (:state = '' or t.state = :state) and
			""" + REACH;

	private final JdbcClient sql;

	private final Farms farms;

	private final PlantingFacts plantings;

	private final Providers providers;

	/** The latest first. */
	@PreAuthorize("hasAuthority('production:service:view')")
	public Paged<TrustView> list(Filter filter) {
		var from = Cursor.read(filter.after(), 2);
		var rows = bind(
				SELECT + WHERE
						+ """
								and (:at = '' or (t.drafted_at, t.id) < (cast(nullif(:at, '') as timestamptz), cast(nullif(:id, '') as uuid)))
								order by t.drafted_at desc, t.id desc limit :limit""",
				filter)
			.param("at", from.isEmpty() ? "" : from.getFirst())
			.param("id", from.isEmpty() ? "" : from.getLast())
			.param("limit", filter.limit() + 1)
			.query(TrustQueries::view)
			.list();
		var total = bind("select count(*) from (select 1 from production_trust_contract t" + WHERE + " limit 10001) x",
				filter)
			.query(Long.class)
			.single();
		return Paged.of(named(rows), filter.limit(), total, row -> Cursor.of(row.draftedAt(), row.id()));
	}

	@PreAuthorize("hasAuthority('production:service:view')")
	public TrustView view(UUID contractId) {
		return one("t.id = :id", contractId);
	}

	@PreAuthorize("hasAuthority('production:service:view')")
	public TrustView.Detail detail(UUID contractId) {
		var contract = view(contractId);
		var provider = providers.view(contract.providerId());
		var plots = sql.sql("""
				select g.id, g.no, g.name, p.area_mu from production_trust_plot p
				  join production_plot g on g.tenant_id = p.tenant_id and g.id = p.plot_id
				 where p.contract_id = ? order by g.name""")
			.param(contractId)
			.query((row, n) -> new TrustView.Plot(row.getObject(1, UUID.class), row.getString(2), row.getString(3),
					row.getBigDecimal(4), null, false))
			.list()
			.stream()
			.map(it -> providers.way(provider, it.plotId())
				.map(way -> new TrustView.Plot(it.plotId(), it.no(), it.name(), it.areaMu(), way.km(), !way.inCircle()))
				.orElse(it))
			.toList();
		var recorded = sum(under(contract, plots), PlantingFacts.PlantingFact::harvestedKg);
		return new TrustView.Detail(plots, provider.terrain().circleKm(), parts(contract), recorded,
				effect(contract, plots, recorded));
	}

	private TrustView.Effect effect(TrustView contract, List<TrustView.Plot> plots, BigDecimal recorded) {
		var before = standing(contract, plots, contract.beginsOn().minusYears(1), contract.beginsOn().minusDays(1))
			.stream()
			.filter(it -> it.harvestedKg().signum() > 0)
			.toList();
		var planted = sum(before, PlantingFacts.PlantingFact::areaMu);
		var pays = contract.farmPays();
		var cost = (pays != null) ? pays : contract.wholeFee();
		return new TrustView.Effect(perMu(recorded, contract.areaMu()),
				(planted.signum() > 0) ? perMu(sum(before, PlantingFacts.PlantingFact::harvestedKg), planted) : null,
				new Money(cost.yuan().divide(contract.areaMu(), 2, RoundingMode.HALF_UP)),
				inputs(contract, under(contract, plots)));
	}

	private List<TrustView.Input> inputs(TrustView contract, List<PlantingFacts.PlantingFact> fields) {
		return sql.sql("""
				select u.product, i.unit, sum(u.quantity) as quantity from production_input_use u
				  join production_agri_input i on i.tenant_id = u.tenant_id and i.id = u.input_id
				 where u.planting_id = any(:plantings) and u.standing <> 'VOID' and u.on_day between :from and :to
				 group by u.product, i.unit order by u.product, i.unit""")
			.param("plantings", fields.stream().map(PlantingFacts.PlantingFact::plantingId).toArray(UUID[]::new))
			.param("from", contract.beginsOn())
			.param("to", contract.endsOn())
			.query((row, n) -> new TrustView.Input(row.getString("product"),
					perMu(row.getBigDecimal("quantity"), contract.areaMu()), InputUnit.valueOf(row.getString("unit"))))
			.list();
	}

	private static BigDecimal perMu(BigDecimal whole, BigDecimal areaMu) {
		return whole.divide(areaMu, 2, RoundingMode.HALF_UP);
	}

	private static BigDecimal sum(List<PlantingFacts.PlantingFact> fields,
			Function<PlantingFacts.PlantingFact, BigDecimal> what) {
		return fields.stream().map(what).reduce(BigDecimal.ZERO, BigDecimal::add);
	}

	private List<TrustView.Part> parts(TrustView contract) {
		var rows = sql.sql("""
				select p.no, p.due_on, p.percent, y.paid_on, y.ref, y.file_id from production_trust_part p
				  left join production_trust_payment y
				    on y.tenant_id = p.tenant_id and y.contract_id = p.contract_id and y.no = p.no
				 where p.contract_id = ? order by p.no""")
			.param(contract.id())
			.query((row, n) -> new TrustView.Part(row.getInt(1), row.getObject(2, LocalDate.class),
					row.getBigDecimal(3), Money.ZERO, row.getObject(4, LocalDate.class), row.getString(5),
					row.getObject(6, UUID.class)))
			.list();
		var amounts = contract.wholeFee().split(rows.stream().map(TrustView.Part::percent).toList());
		return java.util.stream.IntStream.range(0, rows.size())
			.mapToObj(i -> new TrustView.Part(rows.get(i).no(), rows.get(i).dueOn(), rows.get(i).percent(),
					amounts.get(i), rows.get(i).paidOn(), rows.get(i).paidRef(), rows.get(i).paidFile()))
			.toList();
	}

	private List<PlantingFacts.PlantingFact> under(TrustView contract, List<TrustView.Plot> plots) {
		return standing(contract, plots, contract.beginsOn(), contract.endsOn());
	}

	/** Of its crop on its plots, sown between two days. */
	private List<PlantingFacts.PlantingFact> standing(TrustView contract, List<TrustView.Plot> plots, LocalDate from,
			LocalDate to) {
		var ids = plots.stream().map(TrustView.Plot::plotId).collect(Collectors.toSet());
		return plantings.ofMember(contract.memberId())
			.stream()
			.filter(it -> ids.contains(it.plotId()) && it.crop().equals(contract.crop()) && !it.sownOn().isBefore(from)
					&& !it.sownOn().isAfter(to))
			.toList();
	}

	/** What waits for the reader's signature, the oldest first. */
	@PreAuthorize("hasAuthority('production:service:view')")
	public List<TrustView> toSign(int limit) {
		var member = Reach.current().member();
		return member.isEmpty() ? List.of()
				: named(sql.sql(SELECT + """
						where (t.state = 'DRAFT' and t.member_id::text = :member)
						   or (t.state = 'FARM_SIGNED' and t.provider_member::text = :member)
						order by t.changed_at limit :limit""")
					.param("member", member)
					.param("limit", limit)
					.query(TrustQueries::view)
					.list());
	}

	/** Settled by somebody else than the reader and not confirmed, the oldest first. */
	@PreAuthorize("hasAuthority('production:trust:confirm')")
	public List<TrustView> toConfirm(int limit) {
		return named(sql.sql(SELECT + " where t.state = 'SETTLING' order by t.changed_at limit :limit")
			.param("limit", limit)
			.query(TrustQueries::view)
			.list()).stream().filter(it -> !it.settledByMe()).toList();
	}

	/** Whose season is over and nobody has settled it. */
	@PreAuthorize("hasAuthority('production:trust:settle')")
	public List<TrustView> toSettle(LocalDate today, int limit) {
		return named(
				sql.sql(SELECT + " where t.state = 'IN_FORCE' and t.ends_on < :today order by t.ends_on limit :limit")
					.param("today", today)
					.param("limit", limit)
					.query(TrustQueries::view)
					.list());
	}

	/**
	 * In force with a part due up to today and not booked, for the organisation that gets
	 * the money; the oldest first.
	 */
	@PreAuthorize("hasAuthority('production:service:view')")
	public List<TrustView> partsDue(LocalDate today, int limit) {
		var member = Reach.current().member();
		return member.isEmpty() ? List.of() : named(sql.sql(SELECT + """
				where t.provider_member::text = :member and t.state in ('IN_FORCE', 'SETTLING', 'SETTLED') and exists (
				  select 1 from production_trust_part p
				   where p.tenant_id = t.tenant_id and p.contract_id = t.id and p.due_on <= :today and not exists (
				     select 1 from production_trust_payment y
				      where y.tenant_id = p.tenant_id and y.contract_id = p.contract_id and y.no = p.no))
				order by t.begins_on, t.id limit :limit""")
			.param("member", member)
			.param("today", today)
			.param("limit", limit)
			.query(TrustQueries::view)
			.list());
	}

	private TrustView one(String condition, UUID id) {
		var reach = Reach.current();
		return named(sql.sql(SELECT + " where " + condition + " and " + REACH)
			.param("id", id)
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division())
			.query(TrustQueries::view)
			.list()).stream().findFirst().orElseThrow(() -> new NotFound("production.trust.not-found", id));
	}

	private List<TrustView> named(List<TrustView> rows) {
		return farms.named(farms.named(rows, TrustView::memberId, TrustView::withMemberName), TrustView::providerMember,
				TrustView::withProviderName);
	}

	private JdbcClient.StatementSpec bind(String statement, Filter filter) {
		var reach = Reach.current();
		return sql.sql(statement)
			.param("q", Objects.requireNonNullElse(filter.q(), "").strip())
			.param("state", (filter.state() != null) ? filter.state().name() : "")
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division());
	}

	private static TrustView view(ResultSet row, int n) throws SQLException {
		var me = Reach.current().member();
		var member = row.getObject("member_id", UUID.class);
		var provider = row.getObject("provider_member", UUID.class);
		return new TrustView(row.getObject("id", UUID.class), row.getString("no"), member, "",
				row.getObject("provider_id", UUID.class), provider, "", row.getString("crop"),
				row.getString("crop_name"), row.getObject("begins_on", LocalDate.class),
				row.getObject("ends_on", LocalDate.class), row.getBigDecimal("area_mu"), row.getString("items"),
				row.getBigDecimal("promise_kg_mu"), new Money(row.getBigDecimal("fee_mu")),
				new Money(row.getBigDecimal("ref_price")), row.getBigDecimal("share_rate"),
				row.getBigDecimal("village_rate"), row.getString("village_name"),
				TrustState.valueOf(row.getString("state")),
				row.getObject("drafted_at", OffsetDateTime.class).toInstant(),
				row.getObject("changed_at", OffsetDateTime.class).toInstant(), row.getString("farm_signed_name"),
				instant(row, "farm_signed_at"), row.getString("provider_signed_name"),
				instant(row, "provider_signed_at"), row.getBigDecimal("yield_kg"), row.getString("force_majeure"),
				money(row, "fee"), money(row, "share"), money(row, "shortfall"), money(row, "village"),
				money(row, "farm_pays"), money(row, "provider_keeps"), row.getString("settled_name"),
				instant(row, "settled_at"), row.getString("confirmed_name"), instant(row, "confirmed_at"),
				row.getObject("completed_on", LocalDate.class), row.getString("completed_ref"),
				member.toString().equals(me), provider.toString().equals(me),
				Actor.current().personId().equals(row.getObject("settled_by", UUID.class)), row.getLong("version"));
	}

	private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		var at = row.getObject(column, OffsetDateTime.class);
		return (at != null) ? at.toInstant() : null;
	}

	private static @Nullable Money money(ResultSet row, String column) throws SQLException {
		BigDecimal amount = row.getBigDecimal(column);
		return (amount != null) ? new Money(amount) : null;
	}

}
