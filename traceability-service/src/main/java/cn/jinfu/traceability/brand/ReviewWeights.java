package cn.jinfu.traceability.brand;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.traceability.TraceFourEyes;
import cn.jinfu.traceability.brand.ReviewScore.Part;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Editions of what the parts of the annual review weigh: one asks, another decides. */
@Service
@Transactional
@RequiredArgsConstructor
public class ReviewWeights {

	static final int ALL = 100;

	private static final String TYPE = "ReviewWeights";

	/** 待确认, 已确认, 未同意. */
	public enum WeightStatus {

		ASKED, DECIDED, REFUSED

	}

	/**
	 * @param decision the meeting or paper that decided it
	 */
	public record Edition(UUID id, int tests, int completeness, int complaints, int labels, int sales,
			LocalDate validFrom, String decision, WeightStatus status, UUID askedBy, String askedName,
			@Nullable String decidedName, @Nullable Instant decidedAt, long version) {

		Map<Part, Integer> weights() {
			return new EnumMap<>(Map.of(Part.TESTS, tests, Part.COMPLETENESS, completeness, Part.COMPLAINTS, complaints,
					Part.LABELS, labels, Part.SALES, sales));
		}

		public boolean open() {
			return status == WeightStatus.ASKED;
		}

		public boolean mine() {
			return askedBy.equals(Actor.current().personId());
		}

	}

	/** Five weights and from when they hold. */
	public record Asked(int tests, int completeness, int complaints, int labels, int sales, LocalDate validFrom,
			String decision) {

		private int sum() {
			return tests + completeness + complaints + labels + sales;
		}

		private boolean negative() {
			return tests < 0 || completeness < 0 || complaints < 0 || labels < 0 || sales < 0;
		}

	}

	private final JdbcClient sql;

	private final StatusHistory history;

	private final BusinessClock clock;

	@PreAuthorize("hasAuthority('brand:licence:view')")
	@Transactional(readOnly = true)
	public List<Edition> all() {
		return sql.sql("select * from brand_review_weight order by valid_from desc, asked_at desc limit 100")
			.query(ReviewWeights::read)
			.list();
	}

	@PreAuthorize("hasAuthority('brand:licence:view')")
	@Transactional(readOnly = true)
	public Edition view(UUID id) {
		return sql.sql("select * from brand_review_weight where id = ?")
			.param(id)
			.query(ReviewWeights::read)
			.optional()
			.orElseThrow(() -> new NotFound("brand.weights.not-found", id));
	}

	/** Empty as long as none was decided: then a review has parts and no score. */
	@Transactional(readOnly = true)
	public Optional<Edition> inForce(LocalDate on) {
		return sql.sql("""
				select * from brand_review_weight where status = 'DECIDED' and valid_from <= ?
				 order by valid_from desc limit 1""").param(on).query(ReviewWeights::read).optional();
	}

	@PreAuthorize("hasAuthority('brand:catalogue:edit')")
	public UUID ask(Asked asked) {
		if (asked.negative() || asked.sum() != ALL) {
			throw new RuleBroken("brand.weights.sum", ALL, asked.sum()).at("sales");
		}
		if (asked.validFrom().isBefore(clock.today())) {
			throw new RuleBroken("brand.weights.past").at("validFrom");
		}
		if (asked.decision().isBlank()) {
			throw new RuleBroken("trace.lot.reason-missing").at("decision");
		}
		if (all("status = 'ASKED'") > 0) {
			throw new RuleBroken("brand.weights.open");
		}
		requireNew(asked.validFrom());
		var id = Ids.next();
		var by = Actor.current();
		sql.sql("""
				insert into brand_review_weight (id, tenant_id, version, tests, completeness, complaints, labels, sales,
				  valid_from, decision, status, asked_by, asked_name, asked_at)
				values (?, ?, 0, ?, ?, ?, ?, ?, ?, ?, 'ASKED', ?, ?, ?)""")
			.params(id, Tenant.require(), asked.tests(), asked.completeness(), asked.complaints(), asked.labels(),
					asked.sales(), asked.validFrom(), asked.decision().strip(), by.personId(), by.displayName(),
					Timestamp.from(clock.now()))
			.update();
		history.record(TYPE, id, null, WeightStatus.ASKED, null);
		return id;
	}

	@PreAuthorize("hasAuthority('brand:licence:decide')")
	public void decide(UUID id, boolean agreed, long version) {
		var edition = sql.sql("select * from brand_review_weight where id = ? for update")
			.param(id)
			.query(ReviewWeights::read)
			.optional()
			.orElseThrow(() -> new NotFound("brand.weights.not-found", id));
		if (edition.version() != version || !edition.open()) {
			throw new WrongState("brand.weights.decided");
		}
		var by = Actor.current();
		TraceFourEyes.DECIDE_WEIGHTS.requireOther("brand.weights.same-person", by.personId(), edition.askedBy());
		if (agreed) {
			requireNew(edition.validFrom());
		}
		var status = agreed ? WeightStatus.DECIDED : WeightStatus.REFUSED;
		sql.sql("""
				update brand_review_weight set status = ?, decided_by = ?, decided_name = ?, decided_at = ?,
				  version = version + 1 where id = ?""")
			.params(status.name(), by.personId(), by.displayName(), Timestamp.from(clock.now()), id)
			.update();
		history.record(TYPE, id, edition.status(), status, null);
	}

	private void requireNew(LocalDate from) {
		var known = sql.sql("select count(*) from brand_review_weight where status = 'DECIDED' and valid_from = ?")
			.param(from)
			.query(Integer.class)
			.single() > 0;
		if (known) {
			throw new RuleBroken("brand.weights.known", from.toString()).at("validFrom");
		}
	}

	private int all(String where) {
		return sql.sql("select count(*) from brand_review_weight where " + where).query(Integer.class).single();
	}

	private static Edition read(ResultSet row, int n) throws SQLException {
		var decided = row.getTimestamp("decided_at");
		return new Edition(row.getObject("id", UUID.class), row.getInt("tests"), row.getInt("completeness"),
				row.getInt("complaints"), row.getInt("labels"), row.getInt("sales"),
				row.getObject("valid_from", LocalDate.class), row.getString("decision"),
				WeightStatus.valueOf(row.getString("status")), row.getObject("asked_by", UUID.class),
				row.getString("asked_name"), row.getString("decided_name"),
				(decided != null) ? decided.toInstant() : null, row.getLong("version"));
	}

}
