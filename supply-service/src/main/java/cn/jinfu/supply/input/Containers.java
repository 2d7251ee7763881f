package cn.jinfu.supply.input;

import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.ServiceKind;
import cn.jinfu.member.ServiceUse;
import cn.jinfu.supply.outlet.Outlets;
import lombok.RequiredArgsConstructor;

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
	public record Account(String packName, int sold, int returned) {

		public int open() {
			return sold - returned;
		}

	}

	/** Empty containers over the counter; {@code tillNo} makes a repeat harmless. */
	public record TakeBack(UUID outletId, String tillNo, UUID memberId, String packName, int pieces,
			Money depositEach) {
	}

	private final JdbcClient sql;

	private final Outlets outlets;

	private final ServiceUse uses;

	private final BusinessClock clock;

	@Transactional(propagation = Propagation.MANDATORY)
	void sold(UUID memberId, String packName, int pieces) {
		sql.sql("""
				insert into supply_container_account (id, tenant_id, member_id, pack_name, sold) values (?, ?, ?, ?, ?)
				on conflict on constraint supply_container_account_uq
				do update set sold = supply_container_account.sold + excluded.sold""")
			.params(Ids.next(), Tenant.require(), memberId, packName, pieces)
			.update();
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
			.query(java.math.BigDecimal.class)
			.optional();
		if (known.isPresent()) {
			return new Money(known.get());
		}
		var account = sql.sql("""
				update supply_container_account set returned = returned + ?
				 where member_id = ? and pack_name = ? and returned + ? <= sold returning id""")
			.params(command.pieces(), command.memberId(), command.packName(), command.pieces())
			.query(UUID.class)
			.optional()
			.orElseThrow(() -> new RuleBroken("supply.container.more-than-bought", open(command), command.pieces())
				.at("pieces"));
		var paid = new Money(command.depositEach().yuan().multiply(java.math.BigDecimal.valueOf(command.pieces())));
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
				"select pack_name, sold, returned from supply_container_account where member_id = ? order by pack_name")
			.param(memberId)
			.query((row, n) -> new Account(row.getString(1), row.getInt(2), row.getInt(3)))
			.list();
	}

}
