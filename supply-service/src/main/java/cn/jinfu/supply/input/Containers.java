package cn.jinfu.supply.input;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.ServiceKind;
import cn.jinfu.member.ServiceUse;
import cn.jinfu.supply.outlet.OutletQueries;
import cn.jinfu.supply.outlet.Outlets;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Empty containers: what was sold is to come back (农药管理条例第三十七条), and never more than was
 * sold earns the deposit.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class Containers {

	/** What a member still has to bring back, by kind of container. */
	public record Account(String packName, int sold, int returned, Money depositHeld) {

		public int open() {
			return sold - returned;
		}

		/** What one piece brings back; the last one brings what is left. */
		public Money depositEach() {
			return (open() == 0) ? Money.ZERO
					: new Money(depositHeld.yuan().divide(BigDecimal.valueOf(open()), 2, RoundingMode.DOWN));
		}

	}

	/** Empty containers over the counter; {@code tillNo} makes a repeat harmless. */
	public record TakeBack(UUID outletId, String tillNo, UUID memberId, String packName, int pieces) {
	}

	private static final String FROM = """
			  from supply_container_return r join supply_outlet o on o.tenant_id = r.tenant_id and o.id = r.outlet_id
			  join supply_container_account a on a.tenant_id = r.tenant_id and a.id = r.account_id
			  join member_member m on m.tenant_id = a.tenant_id and m.id = a.member_id
			 where
			""" + OutletQueries.VISIBLE
			+ " and (:q = '' or m.name like :like or m.no ilike :like or o.name like :like)";

	private final JdbcClient sql;

	private final Outlets outlets;

	private final ServiceUse uses;

	private final BusinessClock clock;

	@Transactional(propagation = Propagation.MANDATORY)
	void sold(UUID memberId, String packName, int pieces, Money deposit) {
		sql.sql("""
				insert into supply_container_account as a (id, tenant_id, member_id, pack_name, sold, deposit_held)
				values (?, ?, ?, ?, ?, ?)
				on conflict on constraint supply_container_account_uq
				do update set sold = a.sold + excluded.sold, deposit_held = a.deposit_held + excluded.deposit_held""")
			.params(Ids.next(), Tenant.require(), memberId, packName, pieces, deposit.yuan())
			.update();
	}

	/**
	 * Full packages came back, containers and all.
	 * @throws RuleBroken when empties were brought for them meanwhile
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	void unsold(UUID memberId, String packName, int pieces, Money deposit) {
		var changed = sql.sql("""
				update supply_container_account set sold = sold - ?, deposit_held = deposit_held - ?
				 where member_id = ? and pack_name = ? and returned + ? <= sold and deposit_held >= ?""")
			.params(pieces, deposit.yuan(), memberId, packName, pieces, deposit.yuan())
			.update();
		if (changed == 0) {
			throw new RuleBroken("supply.container.already-back").at("packs");
		}
	}

	/**
	 * @return the deposit paid back
	 * @throws RuleBroken {@code supply.container.more-than-bought}
	 */
	@PreAuthorize("hasAuthority('supply:container:take')")
	public Money takeBack(TakeBack command) {
		var actor = Actor.current();
		outlets.requireFor(actor, command.outletId());
		var known = sql.sql("select paid from supply_container_return where outlet_id = ? and till_no = ?")
			.params(command.outletId(), command.tillNo())
			.query(BigDecimal.class)
			.optional();
		if (known.isPresent()) {
			return new Money(known.get());
		}
		if (command.pieces() <= 0) {
			throw new RuleBroken("supply.container.pieces").at("pieces");
		}
		record Taken(UUID account, Money paid) {
		}
		var taken = sql
			.sql("""
					update supply_container_account set returned = returned + :n, deposit_held = deposit_held
					   - case when returned + :n = sold then deposit_held else trunc(deposit_held / (sold - returned), 2) * :n end
					 where member_id = :member and pack_name = :pack and returned + :n <= sold
					returning id, old.deposit_held - new.deposit_held""")
			.param("n", command.pieces())
			.param("member", command.memberId())
			.param("pack", command.packName())
			.query((row, n) -> new Taken(row.getObject(1, UUID.class), new Money(row.getBigDecimal(2))))
			.optional()
			.orElseThrow(() -> new RuleBroken("supply.container.more-than-bought", open(command), command.pieces())
				.at("pieces"));
		var account = taken.account();
		var paid = taken.paid();
		var id = Ids.next();
		sql.sql("""
				insert into supply_container_return
				  (id, tenant_id, outlet_id, account_id, till_no, pieces, paid, returned_on, at, by_person, by_name)
				values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
			.params(id, Tenant.require(), command.outletId(), account, command.tillNo(), command.pieces(), paid.yuan(),
					clock.today(), java.sql.Timestamp.from(clock.now()), actor.personId(), actor.displayName())
			.update();
		uses.record(command.memberId(), ServiceKind.PACKAGING_RETURN, clock.today(), "supply.container-return", id);
		return paid;
	}

	/** One visit with empties. */
	public record Row(UUID id, String outlet, String memberNo, String member, String packName, int pieces, Money paid,
			LocalDate on, String byName) {
	}

	/** The latest first, of the outlets that the reader reaches. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('supply:container:view')")
	public Paged<Row> list(@Nullable String q, int limit, @Nullable String after) {
		var place = Cursor.read(after, 1);
		var rows = bind("""
				select r.id, o.name, m.no, m.name, a.pack_name, r.pieces, r.paid, r.returned_on, r.by_name
				""" + FROM + """
				and (:after = '' or r.id < cast(nullif(:after, '') as uuid)) order by r.id desc limit :limit""", q)
			.param("after", place.isEmpty() ? "" : place.getFirst())
			.param("limit", limit + 1)
			.query((row, n) -> new Row(row.getObject(1, UUID.class), row.getString(2), row.getString(3),
					row.getString(4), row.getString(5), row.getInt(6), new Money(row.getBigDecimal(7)),
					row.getObject(8, LocalDate.class), row.getString(9)))
			.list();
		var count = bind("select count(*)" + FROM, q).query(Long.class).single();
		return Paged.of(rows, limit, count, row -> Cursor.of(row.id()));
	}

	private JdbcClient.StatementSpec bind(String text, @Nullable String q) {
		var scope = Actor.current().scope();
		var typed = (q != null) ? q.strip() : "";
		return sql.sql(text)
			.param("scope", scope.kind().name())
			.param("ref", scope.ref())
			.param("q", typed)
			.param("like", "%" + typed + "%");
	}

	private int open(TakeBack command) {
		return accounts(command.memberId()).stream()
			.filter(it -> it.packName().equals(command.packName()))
			.mapToInt(Account::open)
			.findFirst()
			.orElse(0);
	}

	@Transactional(readOnly = true)
	public List<Account> accounts(UUID memberId) {
		return sql.sql(
				"select pack_name, sold, returned, deposit_held from supply_container_account where member_id = ? order by pack_name")
			.param(memberId)
			.query((row, n) -> new Account(row.getString(1), row.getInt(2), row.getInt(3),
					new Money(row.getBigDecimal(4))))
			.list();
	}

}
