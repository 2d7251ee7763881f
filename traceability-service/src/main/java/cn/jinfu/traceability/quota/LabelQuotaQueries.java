package cn.jinfu.traceability.quota;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.MemberSummary;
import cn.jinfu.production.PlantingFacts;
import cn.jinfu.production.PlantingFacts.PlantingFact;
import cn.jinfu.traceability.brand.Own;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Label quotas with the rows behind them. */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class LabelQuotaQueries {

	private static final String MAY = "hasAnyAuthority('brand:quota:view', 'trace:label:order')";

	private static final int SEARCHED = 100;

	/** A granted quota as stored. */
	private record Row(UUID id, UUID memberId, UUID plantingId, String season, BigDecimal areaMu, BigDecimal capKg,
			BigDecimal releasedKg, BigDecimal usedKg) {

		static Row of(ResultSet row, int n) throws SQLException {
			return new Row(row.getObject("id", UUID.class), row.getObject("member_id", UUID.class),
					row.getObject("planting_id", UUID.class), row.getString("season"), row.getBigDecimal("area_mu"),
					row.getBigDecimal("cap_kg"), row.getBigDecimal("released_kg"), row.getBigDecimal("used_kg"));
		}

	}

	/** A quota of which somebody asked for more. */
	public record Waiting(QuotaView quota, Instant askedAt) {
	}

	private final JdbcClient sql;

	private final MemberDirectory members;

	private final PlantingFacts plantings;

	private final QuotaCaps caps;

	private final BusinessClock clock;

	/**
	 * @param q name or number of the member, empty for all
	 */
	@PreAuthorize(MAY)
	public Paged<QuotaView> list(@Nullable String q, @Nullable UUID memberId, @Nullable String after, int limit) {
		var from = Cursor.read(after, 1);
		var where = " where (:member = '' or q.member_id = nullif(:member, '')::uuid) and (:all or q.member_id = any(:found)) and "
				+ Own.on("q");
		var sought = (q != null) ? q.strip() : "";
		var all = sought.isEmpty();
		var found = all ? new UUID[0]
				: members.search(sought, SEARCHED).stream().map(MemberSummary::memberId).toArray(UUID[]::new);
		var rows = bind("select q.* from brand_label_quota q" + where
				+ " and (cast(:after as uuid) is null or q.id < cast(:after as uuid)) order by q.id desc limit :limit",
				memberId, all, found)
			.param("after", from.isEmpty() ? null : from.getFirst())
			.param("limit", limit + 1)
			.query(Row::of)
			.list();
		var total = bind("select count(*) from (select 1 from brand_label_quota q" + where + " limit 10001) x",
				memberId, all, found)
			.query(Long.class)
			.single();
		return Paged.of(named(rows), limit, total, row -> Cursor.of(String.valueOf(row.id())));
	}

	@PreAuthorize(MAY)
	public QuotaView.File file(UUID id) {
		var row = sql.sql("select q.* from brand_label_quota q where q.id = :id and " + Own.on("q"))
			.param("id", id)
			.param("own", Own.current().member())
			.query(Row::of)
			.optional()
			.orElseThrow(() -> new NotFound("brand.quota.not-found", id));
		return new QuotaView.File(named(List.of(row)).getFirst(), entries(id), open(id), cuts(id));
	}

	/**
	 * The quotas of all that a farm grows, granted or to be granted with its first order.
	 */
	@PreAuthorize(MAY)
	public List<QuotaView> ofMember(UUID memberId) {
		return !Own.current().covers(memberId) ? List.of()
				: plantings.ofMember(memberId).stream().map(this::view).toList();
	}

	/** What may still be labelled of a planting. */
	@PreAuthorize(MAY)
	public QuotaView left(UUID plantingId) {
		return plantings.find(plantingId)
			.filter(it -> Own.current().covers(it.memberId()))
			.map(this::view)
			.orElseThrow(() -> new NotFound("trace.test.planting-not-found", plantingId));
	}

	/**
	 * Kilograms that may still be labelled of something that grew in these shares, one in
	 * all: as much as the scarcest of the quotas allows. For whoever has the goods, be
	 * the fields another's.
	 */
	@PreAuthorize(MAY)
	public BigDecimal leftFor(Map<UUID, BigDecimal> shares) {
		return shares.entrySet()
			.stream()
			.map(it -> plantings.find(it.getKey())
				.map(this::view)
				.map(quota -> quota.leftKg().divide(it.getValue(), 3, RoundingMode.DOWN))
				.orElse(BigDecimal.ZERO))
			.min(BigDecimal::compareTo)
			.orElse(BigDecimal.ZERO);
	}

	/** Asked for by somebody else, the longest ago first. */
	@PreAuthorize("hasAuthority('brand:quota:release')")
	public List<Waiting> toRelease(int limit) {
		var asked = new HashMap<UUID, Instant>();
		var rows = sql
			.sql("""
					select q.*, r.asked_at from brand_quota_release r join brand_label_quota q on q.tenant_id = r.tenant_id and q.id = r.quota_id
					 where r.status = 'ASKED' and r.asked_by <> ? order by r.asked_at limit ?""")
			.params(Actor.current().personId(), limit)
			.query((row, n) -> {
				asked.put(row.getObject("id", UUID.class), row.getTimestamp("asked_at").toInstant());
				return Row.of(row, n);
			})
			.list();
		return named(rows).stream().map(it -> new Waiting(it, Objects.requireNonNull(asked.get(it.id())))).toList();
	}

	private JdbcClient.StatementSpec bind(String statement, @Nullable UUID memberId, boolean all, UUID[] found) {
		return sql.sql(statement)
			.param("member", (memberId != null) ? memberId.toString() : "")
			.param("all", all)
			.param("found", found)
			.param("own", Own.current().member());
	}

	private QuotaView view(PlantingFact planting) {
		var granted = sql.sql("select * from brand_label_quota where planting_id = ? and season = ?")
			.params(planting.plantingId(), planting.season())
			.query(Row::of)
			.optional()
			.orElse(null);
		var cap = (granted != null) ? granted.capKg()
				: Optional.ofNullable(planting.verified() ? caps.of(planting) : null).orElse(BigDecimal.ZERO);
		var used = (granted != null) ? granted.usedKg() : BigDecimal.ZERO;
		var ripe = caps.picking(planting).map(it -> it.ripe(clock.today())).orElse(BigDecimal.ONE);
		var first = (granted != null) ? granted.releasedKg() : cap.multiply(LabelQuota.FIRST_SHARE);
		return new QuotaView((granted != null) ? granted.id() : null, planting.memberId(), "", planting.plantingId(),
				planting.no(), planting.plotName(), planting.cropName(), planting.season(), planting.areaMu(), cap,
				first.max(LabelQuota.weighedAndRipe(cap, planting.harvestedKg(), ripe)), used, planting.harvestedKg());
	}

	private List<QuotaView> named(List<Row> rows) {
		var names = members.inSet(rows.stream().map(Row::memberId).distinct().toList());
		var facts = new HashMap<UUID, PlantingFact>();
		plantings.ofAll(rows.stream().map(Row::plantingId).distinct().toList())
			.forEach(it -> facts.put(it.plantingId(), it));
		return rows.stream().map(row -> {
			var member = names.get(row.memberId());
			var planting = facts.get(row.plantingId());
			var name = (member != null) ? member.name() : "";
			return (planting != null)
					? new QuotaView(row.id(), row.memberId(), name, row.plantingId(), planting.no(),
							planting.plotName(), planting.cropName(), row.season(), row.areaMu(), row.capKg(),
							row.releasedKg(), row.usedKg(), planting.harvestedKg())
					: new QuotaView(row.id(), row.memberId(), name, row.plantingId(), "", "", "", row.season(),
							row.areaMu(), row.capKg(), row.releasedKg(), row.usedKg(), BigDecimal.ZERO);
		}).toList();
	}

	private List<QuotaView.Entry> entries(UUID quotaId) {
		return sql.sql("""
				select e.kind, e.kg, b.id, b.number, r.evidence, e.at, e.by_name from brand_quota_entry e
				  left join trace_label_batch b on b.tenant_id = e.tenant_id and b.id = e.source_id
				  left join brand_quota_release r on r.tenant_id = e.tenant_id and r.id = e.source_id
				 where e.quota_id = ? order by e.id""")
			.param(quotaId)
			.query((row, n) -> new QuotaView.Entry(QuotaDesk.QuotaMove.valueOf(row.getString(1)), row.getBigDecimal(2),
					row.getObject(3, UUID.class), row.getString(4), row.getString(5), row.getTimestamp(6).toInstant(),
					row.getString(7)))
			.list();
	}

	private List<QuotaView.Lowered> cuts(UUID quotaId) {
		return sql
			.sql("""
					select loss_pct, kg, over_kg, evidence, photo_id, asked_name, decided_name, decided_at from brand_quota_release
					 where quota_id = ? and status = 'CUT' order by decided_at""")
			.param(quotaId)
			.query((row, _) -> new QuotaView.Lowered(row.getBigDecimal(1), row.getBigDecimal(2), row.getBigDecimal(3),
					row.getString(4), row.getObject(5, UUID.class), row.getString(6), row.getString(7),
					row.getTimestamp(8).toInstant()))
			.list();
	}

	private QuotaView.@Nullable Open open(UUID quotaId) {
		return sql
			.sql("""
					select id, kg, evidence, asked_at, asked_by, asked_name, version, loss_pct, photo_id from brand_quota_release
					 where quota_id = ? and status = 'ASKED'""")
			.param(quotaId)
			.query((row, n) -> new QuotaView.Open(row.getObject(1, UUID.class), row.getBigDecimal(2), row.getString(3),
					row.getTimestamp(4).toInstant(), row.getObject(5, UUID.class), row.getString(6), row.getLong(7),
					row.getBigDecimal(8), row.getObject(9, UUID.class)))
			.optional()
			.orElse(null);
	}

}
