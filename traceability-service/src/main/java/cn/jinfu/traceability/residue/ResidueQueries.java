package cn.jinfu.traceability.residue;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.production.PlantingFacts;
import cn.jinfu.production.Reach;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Results within the reader's reach, and what can be sampled. */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class ResidueQueries {

	private static final int TARGETS = 30;

	private static final int FARMS = 5;

	/** What a list may be narrowed to; empty means all. */
	public record Filter(@Nullable String q, @Nullable ResidueTestStatus status, @Nullable Verdict verdict,
			@Nullable UUID memberId, @Nullable LocalDate from, @Nullable LocalDate to, @Nullable String after,
			int limit) {
	}

	/**
	 * Something that can be sampled: a planting as a whole, or one lot of it.
	 *
	 * @param lotId null for the whole planting
	 * @param no number of the lot or planting
	 * @param on day of the harvest, or of sowing
	 */
	public record Target(UUID plantingId, @Nullable UUID lotId, String no, String producer, String crop,
			String cropName, LocalDate on) {
	}

	private static final String SELECT = """
			select t.*, l.lot_code, e.source as limit_source
			  from trace_residue_test t
			  join trace_limit_edition e on e.code = t.edition
			  left join trace_lot l on l.tenant_id = t.tenant_id and l.id = t.lot_id
			""";

	private static final String WHERE = """
			 where (:q = '' or t.number ilike '%' || :q || '%' or t.producer like '%' || :q || '%'
			        or t.report_no ilike '%' || :q || '%')
			   and (:status = '' or t.status = :status) and (:verdict = '' or t.verdict = :verdict)
			   and (:member = '' or t.member_id = nullif(:member, '')::uuid)
			   and (:from = '' or t.sampled_on >= cast(nullif(:from, '') as date))
			   and (:to = '' or t.sampled_on <= cast(nullif(:to, '') as date)) and
			""" + Reach.on("t", "t");

	private final JdbcClient sql;

	private final MemberDirectory members;

	private final PlantingFacts plantings;

	@PreAuthorize("hasAuthority('trace:test:view')")
	public Paged<ResidueView> list(Filter filter) {
		var from = Cursor.read(filter.after(), 2);
		var rows = bind(SELECT + WHERE + """
				 and (:afterDay = '' or (t.sampled_on, t.number) < (cast(nullif(:afterDay, '') as date), :afterNo))
				order by t.sampled_on desc, t.number desc limit :limit""", filter)
			.param("afterDay", from.isEmpty() ? "" : from.getFirst())
			.param("afterNo", from.isEmpty() ? "" : from.getLast())
			.param("limit", filter.limit() + 1)
			.query((row, _) -> view(row, List.of()))
			.list();
		var total = bind("select count(*) from (select 1 from trace_residue_test t" + WHERE + " limit 10001) x", filter)
			.query(Long.class)
			.single();
		return Paged.of(rows, filter.limit(), total, test -> Cursor.of(test.sampledOn(), test.number()));
	}

	@PreAuthorize("hasAuthority('trace:test:view')")
	public ResidueView view(UUID testId) {
		var items = sql.sql("""
				select pesticide, result, loq, limit_mg_kg, limit_food, verdict from trace_residue_item
				 where test_id = ? order by position""")
			.param(testId)
			.query((row, _) -> new ResidueView.Item(row.getString(1), plain(row.getBigDecimal(2)),
					Objects.requireNonNull(plain(row.getBigDecimal(3))), plain(row.getBigDecimal(4)), row.getString(5),
					ItemVerdict.valueOf(row.getString(6))))
			.list();
		return sql.sql(SELECT + " where t.id = :id and" + Reach.on("t", "t"))
			.param("id", testId)
			.param("reachMember", Reach.current().member())
			.param("reachDivision", Reach.current().division())
			.query((row, _) -> view(row, items))
			.optional()
			.orElseThrow(() -> new NotFound("trace.test.not-found", testId));
	}

	/** Waiting for a second person, the longest first; without the reader's own. */
	@PreAuthorize("hasAuthority('trace:test:review')")
	public List<ResidueView> waiting(int limit) {
		return sql
			.sql(SELECT + " where t.status = 'ENTERED' and t.entered_by <> :me and" + Reach.on("t", "t")
					+ " order by t.entered_at limit :limit")
			.param("me", Actor.current().personId())
			.param("reachMember", Reach.current().member())
			.param("reachDivision", Reach.current().division())
			.param("limit", limit)
			.query((row, _) -> view(row, List.of()))
			.list();
	}

	/** Lots by number, and the lots and fields of farms by name; the latest first. */
	@PreAuthorize("hasAuthority('trace:test:enter')")
	public List<Target> targets(String q) {
		var found = new LinkedHashMap<String, Target>();
		var word = q.strip();
		if (word.isEmpty()) {
			return List.of();
		}
		lots("l.lot_code ilike '%' || :q || '%' or l.producer like '%' || :q || '%'", word)
			.forEach(it -> found.put("lot " + it.lotId(), it));
		for (var member : members.search(word, FARMS)) {
			plantings.ofMember(member.memberId())
				.stream()
				.filter(it -> it.state().active())
				.map(it -> planting(it, member.name()))
				.forEach(it -> found.put("planting " + it.plantingId(), it));
		}
		return List.copyOf(found.values());
	}

	@PreAuthorize("hasAuthority('trace:test:enter')")
	public Optional<Target> targetLot(UUID lotId) {
		return lots("l.id::text = :q", lotId.toString()).stream().findFirst();
	}

	@PreAuthorize("hasAuthority('trace:test:enter')")
	public Optional<Target> targetPlanting(UUID plantingId) {
		return plantings.find(plantingId).map(it -> planting(it, members.require(it.memberId()).name()));
	}

	private static Target planting(PlantingFacts.PlantingFact it, String producer) {
		return new Target(it.plantingId(), null, it.no() + " " + it.plotName(), producer, it.crop(), it.cropName(),
				it.sownOn());
	}

	private List<Target> lots(String where, String q) {
		return sql
			.sql("select l.planting_id, l.id, l.lot_code, l.producer, l.crop, l.crop_name, l.harvested_on"
					+ " from trace_lot l where l.status <> 'DESTROYED' and (" + where + ") and" + Reach.on("l", "l")
					+ " order by l.harvested_on desc, l.id desc limit " + TARGETS)
			.param("q", q)
			.param("reachMember", Reach.current().member())
			.param("reachDivision", Reach.current().division())
			.query((row, _) -> new Target(row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getString(3),
					row.getString(4), row.getString(5), row.getString(6), row.getObject(7, LocalDate.class)))
			.list();
	}

	private JdbcClient.StatementSpec bind(String statement, Filter filter) {
		var reach = Reach.current();
		return sql.sql(statement)
			.param("q", (filter.q() != null) ? filter.q().strip() : "")
			.param("status", (filter.status() != null) ? filter.status().name() : "")
			.param("verdict", (filter.verdict() != null) ? filter.verdict().name() : "")
			.param("member", Objects.toString(filter.memberId(), ""))
			.param("from", Objects.toString(filter.from(), ""))
			.param("to", Objects.toString(filter.to(), ""))
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division());
	}

	private static ResidueView view(ResultSet row, List<ResidueView.Item> items) throws SQLException {
		return new ResidueView(row.getObject("id", UUID.class), row.getString("number"),
				row.getObject("member_id", UUID.class), row.getString("producer"),
				row.getObject("planting_id", UUID.class), row.getObject("lot_id", UUID.class),
				row.getString("lot_code"), row.getString("food"), ResidueTest.TestKind.valueOf(row.getString("kind")),
				row.getString("laboratory"), row.getString("method"), row.getString("report_no"),
				row.getObject("report_file_id", UUID.class), row.getObject("sampled_on", LocalDate.class),
				ResidueTestStatus.valueOf(row.getString("status")), Verdict.valueOf(row.getString("verdict")),
				row.getString("edition"), row.getString("limit_source"), row.getString("entered_name"),
				row.getTimestamp("entered_at").toInstant(), row.getString("reviewed_name"), at(row, "reviewed_at"),
				row.getString("review_note"),
				Actor.current().personId().equals(row.getObject("entered_by", UUID.class)), items,
				row.getLong("version"));
	}

	private static @Nullable Instant at(ResultSet row, String column) throws SQLException {
		var at = row.getTimestamp(column);
		return (at != null) ? at.toInstant() : null;
	}

	private static @Nullable BigDecimal plain(@Nullable BigDecimal number) {
		if (number == null) {
			return null;
		}
		var bare = number.stripTrailingZeros();
		return (bare.scale() < 0) ? bare.setScale(0) : bare;
	}

}
