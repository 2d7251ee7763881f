package cn.jinfu.supply.input;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.ServiceKind;
import cn.jinfu.member.ServiceUse;
import cn.jinfu.member.Turnover;
import cn.jinfu.production.InputHoldings;
import cn.jinfu.supply.outlet.Outlets;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Goods come back unopened, to the outlet and the shelf they were sold from. One
 * transaction undoes what the sale did, in the same order of locks: line, shelf, quota,
 * holding.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class ReturnCommands {

	/**
	 * @param requestKey of the form: sent twice, it is one return
	 */
	public record GoBack(UUID saleId, UUID lineId, String requestKey, int packs, String reason) {
	}

	private record Line(UUID outletId, UUID memberId, LocalDate soldOn, UUID stockId, UUID inputId, String inputName,
			String lotNo, BigDecimal packQuantity, String packName, Money price, boolean zeroMargin, int left) {
	}

	private final Outlets outlets;

	private final Stock stock;

	private final Quota quota;

	private final Prices prices;

	private final Containers containers;

	private final InputHoldings holdings;

	private final Turnover turnover;

	private final ServiceUse uses;

	private final Numbers numbers;

	private final Audit audit;

	private final BusinessClock clock;

	private final JdbcClient sql;

	/**
	 * @return what is paid back, deposit included
	 * @throws RuleBroken when more comes back than was sold, or than the farm still holds
	 */
	@PreAuthorize("hasAuthority('supply:input-sale:return')")
	public Money goBack(GoBack command) {
		var actor = Actor.current();
		var line = line(command);
		outlets.requireFor(actor, line.outletId());
		var known = sql.sql("select refund + deposit from supply_input_return where outlet_id = ? and request_key = ?")
			.params(line.outletId(), command.requestKey())
			.query(BigDecimal.class)
			.optional();
		if (known.isPresent()) {
			return new Money(known.get());
		}
		if (command.reason().isBlank()) {
			throw new RuleBroken("supply.input-return.reason").at("reason");
		}
		if (command.packs() <= 0 || command.packs() > line.left()) {
			throw new RuleBroken("supply.input-return.more-than-sold", line.left()).at("packs");
		}
		var pieces = BigDecimal.valueOf(command.packs());
		var refund = new Money(line.price().yuan().multiply(pieces));
		var deposit = new Money(prices.of(line.inputId(), line.soldOn())
			.map(Prices.Price::deposit)
			.orElse(Money.ZERO)
			.yuan()
			.multiply(pieces));
		var id = insert(command, line, refund, deposit);
		undo(command, line, id, refund, deposit);
		audit.record("return", "InputSale", command.saleId(), line.inputName() + " x " + command.packs());
		return refund.plus(deposit);
	}

	private Line line(GoBack command) {
		return sql
			.sql("""
					select s.outlet_id, s.member_id, s.sold_on, l.stock_id, l.input_id, l.input_name, l.lot_no, l.pack_quantity,
					       l.pack_name, l.price, l.zero_margin, l.packs - l.returned_packs as rest
					  from supply_input_sale_line l join supply_input_sale s on s.tenant_id = l.tenant_id and s.id = l.sale_id
					 where l.id = ? and l.sale_id = ? for update of s, l""")
			.params(command.lineId(), command.saleId())
			.query((row, n) -> new Line(row.getObject(1, UUID.class), row.getObject(2, UUID.class),
					row.getObject(3, LocalDate.class), row.getObject(4, UUID.class), row.getObject(5, UUID.class),
					row.getString(6), row.getString(7), row.getBigDecimal(8), row.getString(9),
					new Money(row.getBigDecimal(10)), row.getBoolean(11), row.getInt(12)))
			.optional()
			.orElseThrow(() -> new NotFound("supply.input-sale.not-found", command.saleId()));
	}

	private UUID insert(GoBack command, Line line, Money refund, Money deposit) {
		var actor = Actor.current();
		var id = Ids.next();
		sql.sql("""
				insert into supply_input_return (id, tenant_id, no, line_id, outlet_id, request_key, packs, refund, deposit,
				  reason, returned_on, at, by_person, by_name) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
			.params(id, Tenant.require(), numbers.next("input_return", "T-%06d"), command.lineId(), line.outletId(),
					command.requestKey(), command.packs(), refund.yuan(), deposit.yuan(), command.reason().strip(),
					clock.today(), Timestamp.from(clock.now()), actor.personId(), actor.displayName())
			.update();
		sql.sql("update supply_input_sale_line set returned_packs = returned_packs + ? where id = ?")
			.params(command.packs(), command.lineId())
			.update();
		return id;
	}

	private void undo(GoBack command, Line line, UUID id, Money refund, Money deposit) {
		var on = clock.today();
		stock.takeBack(line.stockId(), command.packs(), id, on);
		if (line.zeroMargin()) {
			quota.giveBack(line.memberId(), line.soldOn().getYear(), refund, id, on);
		}
		holdings.debit(new InputHoldings.Movement(line.memberId(), line.inputId(), line.lotNo(),
				line.packQuantity().multiply(BigDecimal.valueOf(command.packs())), InputHoldings.Source.SALE_RETURN, id,
				on));
		if (deposit.isPositive()) {
			containers.unsold(line.memberId(), line.packName(), command.packs(), deposit);
		}
		turnover.record(new Turnover.Entry(line.memberId(), line.soldOn().getYear(), Turnover.Kind.PURCHASE, null,
				refund.negated(), line.inputName(), "supply.input-return", id));
		if (nothingKept(command.saleId())) {
			uses.reverse(ServiceKind.INPUT_PURCHASE, InputSaleCommands.SOURCE, command.saleId());
		}
	}

	/** Asked under the sale's lock, so that of two last lines one sees the other. */
	private boolean nothingKept(UUID saleId) {
		return sql
			.sql("""
					select not exists (select 1 from supply_input_sale_line where sale_id = ? and returned_packs < packs)""")
			.param(saleId)
			.query(Boolean.class)
			.single();
	}

}
