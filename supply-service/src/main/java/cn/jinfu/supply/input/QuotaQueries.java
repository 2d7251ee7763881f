package cn.jinfu.supply.input;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Scope;
import cn.jinfu.member.MemberDirectory;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Accounts, their entries and the versions of the rate. */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
class QuotaQueries {

	private static final String FROM = """
			  from supply_quota_account a join member_member m on m.tenant_id = a.tenant_id and m.id = a.member_id
			 where a.year = :year and (:q = '' or m.name like :like or m.no ilike :like)
			   and (:scope = 'ALL' or (:scope = 'TOWNSHIP' and m.township_code = :ref)
			     or (:scope = 'MEMBER' and m.id::text = :ref))
			""";

	/** One member's account of a year. */
	public record Row(UUID accountId, UUID memberId, String memberNo, String member, int year, BigDecimal areaMu,
			Money yuanPerMu, Money granted, Money extra, Money used) {

		public Money left() {
			return granted.minus(used);
		}

		public int usedPercent() {
			return Quota.share(used, granted);
		}

	}

	public record Entry(String kind, Money amount, LocalDate on, @Nullable String note, @Nullable String byName) {
	}

	/**
	 * @param mine proposed by the reader, who may not approve it
	 */
	public record Rule(UUID id, LocalDate validFrom, Money yuanPerMu, String source, boolean demo, String proposedName,
			boolean approved, String approvedName, long version, boolean mine) {
	}

	private final JdbcClient sql;

	private final Quota quota;

	private final MemberDirectory members;

	private final BusinessClock clock;

	/** In order of member number. */
	@PreAuthorize("hasAuthority('supply:quota:view')")
	Paged<Row> list(@Nullable String q, @Nullable Integer year, int limit, @Nullable String after) {
		var place = Cursor.read(after, 1);
		var rows = bind("""
				select a.id, a.member_id, m.no, m.name, a.year, a.area_mu, a.yuan_per_mu, a.granted, a.extra, a.used
				""" + FROM + " and m.no > :after order by m.no limit :limit", q, year)
			.param("after", place.isEmpty() ? "" : place.getFirst())
			.param("limit", limit + 1)
			.query((row, n) -> new Row(row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getString(3),
					row.getString(4), row.getInt(5), row.getBigDecimal(6), new Money(row.getBigDecimal(7)),
					new Money(row.getBigDecimal(8)), new Money(row.getBigDecimal(9)), new Money(row.getBigDecimal(10))))
			.list();
		var count = bind("select count(*)" + FROM, q, year).query(Long.class).single();
		return Paged.of(rows, limit, count, row -> Cursor.of(row.memberNo()));
	}

	/** The latest entry first; over all years of that member. */
	@PreAuthorize("hasAuthority('supply:quota:view')")
	List<Entry> entries(UUID memberId) {
		return sql
			.sql("""
					select e.kind, e.amount, e.on_day, e.note, e.by_name
					  from supply_quota_entry e join supply_quota_account a on a.tenant_id = e.tenant_id and a.id = e.account_id
					 where a.member_id = ? order by e.id desc limit 100""")
			.param(memberId)
			.query((row, n) -> new Entry(row.getString(1), new Money(row.getBigDecimal(2)),
					row.getObject(3, LocalDate.class), row.getString(4), row.getString(5)))
			.list();
	}

	/** What a member may still buy today; for the till and for the member itself. */
	@PreAuthorize("hasAnyAuthority('supply:input-sale:sell', 'supply:quota:view')")
	Optional<Quota.Account> now(UUID memberId) {
		var scope = Actor.current().scope();
		if (scope.kind() == Scope.Kind.MEMBER && !scope.ref().equals(memberId.toString())) {
			return Optional.empty();
		}
		return members.find(memberId).flatMap(member -> quota.of(member, clock.today()));
	}

	/** Versions of the rate, the latest first. */
	@PreAuthorize("hasAuthority('supply:quota:view')")
	List<Rule> rules() {
		var person = Actor.current().personId();
		return sql
			.sql("""
					select id, valid_from, yuan_per_mu, source, demo, proposed_name, approved_by is not null, approved_name, version,
					       proposed_by
					  from supply_quota_rule order by valid_from desc""")
			.query((row, n) -> new Rule(row.getObject(1, UUID.class), row.getObject(2, LocalDate.class),
					new Money(row.getBigDecimal(3)), row.getString(4), row.getBoolean(5), row.getString(6),
					row.getBoolean(7), row.getString(8), row.getLong(9), person.equals(row.getObject(10, UUID.class))))
			.list();
	}

	private JdbcClient.StatementSpec bind(String text, @Nullable String q, @Nullable Integer year) {
		var scope = Actor.current().scope();
		var typed = Objects.requireNonNullElse(q, "").strip();
		return sql.sql(text)
			.param("scope", scope.kind().name())
			.param("ref", scope.ref())
			.param("year", (year != null) ? year : clock.today().getYear())
			.param("q", typed)
			.param("like", "%" + typed + "%");
	}

}
