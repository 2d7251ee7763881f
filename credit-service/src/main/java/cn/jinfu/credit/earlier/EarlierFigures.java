package cn.jinfu.credit.earlier;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.credit.CreditFourEyes;
import cn.jinfu.credit.earlier.EarlierFigure.State;
import cn.jinfu.credit.product.LoanProducts;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Figures of the time before (D6): one person enters a figure with its source, another
 * confirms it, and the version before it ends the day before. Where nothing was entered
 * nothing is compared: the platform brings no figure of its own.
 */
@Component
@Transactional
@RequiredArgsConstructor
public class EarlierFigures {

	private static final String TYPE = "EarlierFigure";

	private static final BigDecimal MOST = new BigDecimal("9999999.99");

	private static final int FIRST_YEAR = 1990;

	private static final String SELECT = """
			select id, product_code, measure, edition, amount, source, source_year, source_by, state, valid_from, valid_to,
			       proposed_by, proposed_name, proposed_at, decided_name
			  from credit_earlier_figure
			""";

	/**
	 * What was found.
	 *
	 * @param amount in the unit of the measure
	 * @param source which survey or book
	 * @param year of the source
	 * @param by who made it
	 */
	public record Found(String productCode, Measure measure, BigDecimal amount, String source, int year, String by,
			LocalDate from) {
	}

	private final LoanProducts products;

	private final Audit audit;

	private final BusinessClock clock;

	private final JdbcClient sql;

	/** The latest entered first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:product:view')")
	public Paged<EarlierFigure> all(@Nullable String after, int limit) {
		var from = Cursor.read(after, 2);
		var rows = sql.sql(SELECT + """
				where (:id = '' or (proposed_at, id) < (cast(:at as timestamptz), cast(nullif(:id, '') as uuid)))
				order by proposed_at desc, id desc limit :rows""")
			.param("at", from.isEmpty() ? null : from.get(0))
			.param("id", from.isEmpty() ? "" : from.get(1))
			.param("rows", limit + 1)
			.query(EarlierFigures::figure)
			.list();
		var count = sql
			.sql("select count(*) from (select 1 from credit_earlier_figure limit " + (Paged.COUNT_CAP + 1)
					+ ") counted")
			.query(Long.class)
			.single();
		return Paged.of(rows, limit, count, it -> Cursor.of(it.proposedAt(), it.id()));
	}

	/** Proposed by somebody else, the longest first. */
	@Transactional(readOnly = true)
	public List<EarlierFigure> waiting() {
		return find(SELECT + " where state = 'PROPOSED' order by proposed_at limit 100").stream()
			.filter(it -> !it.mine())
			.toList();
	}

	/** What holds for applications of that day, by product. */
	@Transactional(readOnly = true)
	public Map<String, Map<Measure, EarlierFigure>> inForce(LocalDate on) {
		var result = new HashMap<String, Map<Measure, EarlierFigure>>();
		for (var it : find(
				SELECT + " where state = 'IN_FORCE' and daterange(valid_from, valid_to, '[]') @> cast(? as date)",
				on)) {
			result.computeIfAbsent(it.productCode(), _ -> new EnumMap<>(Measure.class)).put(it.measure(), it);
		}
		return result;
	}

	/** How long it took before in all, for an application of that day. */
	@Transactional(readOnly = true)
	public Optional<EarlierFigure> total(String productCode, LocalDate on) {
		return find(SELECT + """
				where product_code = ? and measure = 'DAYS_TOTAL' and state = 'IN_FORCE'
				  and daterange(valid_from, valid_to, '[]') @> cast(? as date)""", productCode, on).stream()
			.findFirst();
	}

	private List<EarlierFigure> find(String query, Object... params) {
		return sql.sql(query).params(params).query(EarlierFigures::figure).list();
	}

	private static EarlierFigure figure(ResultSet row, int n) throws SQLException {
		return new EarlierFigure(row.getObject(1, UUID.class), row.getString(2), Measure.valueOf(row.getString(3)),
				row.getInt(4), row.getBigDecimal(5), row.getString(6), row.getInt(7), row.getString(8),
				State.valueOf(row.getString(9)), row.getObject(10, LocalDate.class), row.getObject(11, LocalDate.class),
				row.getObject(12, UUID.class), row.getString(13), row.getTimestamp(14).toInstant(), row.getString(15));
	}

	/**
	 * The next version; nothing is compared with it yet.
	 * @throws RuleBroken for a product that there is not, a part of a visit or paper, a
	 * number that cannot be, or a source of a year to come
	 */
	@PreAuthorize("hasAuthority('credit:product:edit')")
	public UUID propose(Found found) {
		check(found);
		var id = Ids.next();
		var actor = Actor.current();
		try {
			sql.sql("""
					insert into credit_earlier_figure (id, tenant_id, product_code, measure, edition, amount, source,
					       source_year, source_by, state, valid_from, proposed_by, proposed_name, proposed_at)
					values (?, ?, ?, ?, (select coalesce(max(f.edition), 0) + 1 from credit_earlier_figure f
					        where f.product_code = ? and f.measure = ?), ?, ?, ?, ?, 'PROPOSED', ?, ?, ?, ?)""")
				.params(id, Tenant.require(), found.productCode(), found.measure().name(), found.productCode(),
						found.measure().name(), found.amount(), found.source().strip(), found.year(),
						found.by().strip(), found.from(), actor.personId(), actor.displayName(),
						Timestamp.from(clock.now()))
				.update();
		}
		catch (DuplicateKeyException open) {
			throw new WrongState("credit.earlier.open");
		}
		audit.record("propose-earlier-figure", TYPE, id, subject(found.productCode(), found.measure()));
		return id;
	}

	private void check(Found found) {
		if (products.findByCodeOrderByEditionDesc(found.productCode()).isEmpty()) {
			throw new RuleBroken("credit.earlier.product").at("productCode");
		}
		if (found.amount().signum() < 0 || found.amount().compareTo(MOST) > 0
				|| found.amount().stripTrailingZeros().scale() > (found.measure().counted() ? 0 : 2)) {
			throw new RuleBroken("credit.earlier.amount").at("amount");
		}
		if (found.year() < FIRST_YEAR || found.year() > clock.today().getYear()) {
			throw new RuleBroken("credit.earlier.year").at("year");
		}
		if (found.from().isAfter(clock.today().plusYears(1))) {
			throw new RuleBroken("credit.earlier.from").at("from");
		}
	}

	/** By another person than entered it; the version before ends the day before. */
	@PreAuthorize("hasAuthority('credit:product:approve')")
	public void confirm(UUID id) {
		var it = locked(id);
		CreditFourEyes.CONFIRM_EARLIER.requireOther("credit.earlier.four-eyes", Actor.current().personId(),
				it.proposedBy());
		for (var earlier : find(SELECT + """
				where product_code = ? and measure = ? and state = 'IN_FORCE' and (valid_to is null or valid_to >= ?)
				order by valid_from for update""", it.productCode(), it.measure().name(), it.validFrom())) {
			if (!earlier.validFrom().isBefore(it.validFrom())) {
				throw new RuleBroken("credit.earlier.follows", earlier.edition());
			}
			sql.sql("update credit_earlier_figure set valid_to = ?, version = version + 1 where id = ?")
				.params(it.validFrom().minusDays(1), earlier.id())
				.update();
		}
		decide(it, State.IN_FORCE);
	}

	/** Also by who entered it: then it is taken back. */
	@PreAuthorize("hasAnyAuthority('credit:product:edit', 'credit:product:approve')")
	public void decline(UUID id) {
		decide(locked(id), State.DECLINED);
	}

	private void decide(EarlierFigure it, State state) {
		sql.sql("""
				update credit_earlier_figure set state = ?, decided_by = ?, decided_name = ?, decided_at = ?,
				       version = version + 1 where id = ?""")
			.params(state.name(), Actor.current().personId(), Actor.current().displayName(),
					Timestamp.from(clock.now()), it.id())
			.update();
		audit.record((state == State.IN_FORCE) ? "confirm-earlier-figure" : "decline-earlier-figure", TYPE, it.id(),
				subject(it.productCode(), it.measure()) + " " + it.edition());
	}

	private EarlierFigure locked(UUID id) {
		var found = find(SELECT + " where id = ? for update", id);
		if (found.isEmpty()) {
			throw new NotFound("credit.earlier.not-found");
		}
		if (found.getFirst().state() != State.PROPOSED) {
			throw new WrongState("credit.earlier.closed");
		}
		return found.getFirst();
	}

	private static String subject(String productCode, Measure measure) {
		return productCode + ":" + measure;
	}

}
