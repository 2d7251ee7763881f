package cn.jinfu.supply.outlet;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class OutletQueries {

	/** Which outlets this person's scope reaches; the table is called {@code o}. */
	public static final String VISIBLE = """
			(:scope = 'ALL' or (:scope = 'TOWNSHIP' and o.township_code = :ref)
			  or (:scope = 'OUTLET' and o.id::text = :ref))""";

	private static final String SELECT = """
			select o.id, o.no, o.name, o.township_code, coalesce(d.name, o.township_code) as township, o.address, o.phone,
			       o.licence_no, o.licence_until, o.restricted_ok, o.status, o.demo, o.version,
			       (select coalesce(sum(s.on_hand), 0) from supply_stock s where s.outlet_id = o.id) as packs,
			       (select coalesce(sum(t.total), 0) from supply_input_sale t
			         where t.outlet_id = o.id and t.sold_on >= :year) as sold
			  from supply_outlet o left join platform_division d on d.code = o.township_code
			""";

	private final JdbcClient sql;

	private final BusinessClock clock;

	/** What a list of outlets is filtered by; null means all. */
	public record Filter(@Nullable String q, @Nullable String township, @Nullable OutletStatus status) {

		String like() {
			return (q == null || q.isBlank()) ? "%" : "%" + q.strip() + "%";
		}

	}

	@PreAuthorize("hasAuthority('supply:outlet:view')")
	public Paged<OutletView> list(Filter filter, int limit, @Nullable String after) {
		var scope = Actor.current().scope();
		var place = Cursor.read(after, 1);
		var where = " where " + VISIBLE + """
				 and (o.name ilike :like or o.no ilike :like or o.licence_no ilike :like)
				 and (:township::text is null or o.township_code = :township)
				 and (:status::text is null or o.status = :status)
				""";
		var rows = bind(sql.sql(SELECT + where + " and o.no > :after order by o.no limit :limit"), filter, scope)
			.param("after", place.isEmpty() ? "" : place.getFirst())
			.param("limit", limit + 1)
			.param("year", clock.today().withDayOfYear(1))
			.query((row, n) -> row(row))
			.list();
		var count = bind(sql.sql("select count(*) from supply_outlet o" + where), filter, scope).query(Long.class)
			.single();
		return Paged.of(rows, limit, count, row -> Cursor.of(row.no()));
	}

	private static JdbcClient.StatementSpec bind(JdbcClient.StatementSpec statement, Filter filter,
			cn.jinfu.kernel.Scope scope) {
		var status = filter.status();
		return statement.param("scope", scope.kind().name())
			.param("ref", scope.ref())
			.param("like", filter.like())
			.param("township", filter.township(), java.sql.Types.VARCHAR)
			.param("status", (status != null) ? status.name() : null, java.sql.Types.VARCHAR);
	}

	@PreAuthorize("hasAuthority('supply:outlet:view')")
	public OutletView view(UUID id) {
		var scope = Actor.current().scope();
		return sql.sql(SELECT + " where o.id = :id and " + VISIBLE)
			.param("id", id)
			.param("scope", scope.kind().name())
			.param("ref", scope.ref())
			.param("year", clock.today().withDayOfYear(1))
			.query((row, n) -> row(row))
			.optional()
			.orElseThrow(() -> new NotFound("supply.outlet.not-found", id));
	}

	/** Open outlets that this person may act for, in order of number. */
	@PreAuthorize("hasAuthority('supply:outlet:view')")
	public List<OutletView> mine() {
		return list(new Filter(null, null, OutletStatus.OPEN), Paged.MAX_LIMIT, null).items();
	}

	/** Outlets whose licence ends soon or has ended, the most urgent first. */
	@PreAuthorize("hasAuthority('supply:outlet:view')")
	List<OutletView> ending(int limit) {
		var scope = Actor.current().scope();
		return sql.sql(SELECT + " where " + VISIBLE + """
				and o.status <> 'CLOSED' and o.licence_until < :soon order by o.licence_until, o.no limit :limit""")
			.param("scope", scope.kind().name())
			.param("ref", scope.ref())
			.param("year", clock.today().withDayOfYear(1))
			.param("soon", clock.today().plusDays(OutletView.RENEWAL_DAYS))
			.param("limit", limit)
			.query((row, n) -> row(row))
			.list();
	}

	private OutletView row(ResultSet row) throws SQLException {
		var until = row.getObject("licence_until", LocalDate.class);
		return new OutletView(row.getObject("id", UUID.class), row.getString("no"), row.getString("name"),
				row.getString("township_code"), row.getString("township"), row.getString("address"),
				row.getString("phone"), row.getString("licence_no"), until,
				ChronoUnit.DAYS.between(clock.today(), until), row.getBoolean("restricted_ok"),
				OutletStatus.valueOf(row.getString("status")), row.getBoolean("demo"), row.getLong("packs"),
				new Money(row.getBigDecimal("sold")), row.getLong("version"));
	}

}
