package cn.jinfu.supply.input;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.Stale;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Packages on the shelves. The row is the balance, changed only by conditional update;
 * the entries beside it are its history.
 */
@Component
@RequiredArgsConstructor
class Stock {

	/** Packages of one lot at one outlet. */
	record Shelf(UUID stockId, UUID outletId, UUID inputId, String lotNo, LocalDate expiresOn, int onHand) {
	}

	private final JdbcClient sql;

	Optional<Shelf> find(UUID stockId) {
		return sql.sql("select id, outlet_id, input_id, lot_no, expires_on, on_hand from supply_stock where id = ?")
			.param(stockId)
			.query((row, n) -> new Shelf(row.getObject(1, UUID.class), row.getObject(2, UUID.class),
					row.getObject(3, UUID.class), row.getString(4), row.getObject(5, LocalDate.class), row.getInt(6)))
			.optional();
	}

	/**
	 * Puts packages on the shelf; the lot's shelf is made when there is none.
	 * @return the shelf
	 * @throws RuleBroken when the lot is known here with another last day
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	UUID receive(UUID outletId, UUID inputId, String lotNo, LocalDate expiresOn, int packs, UUID receiptId,
			LocalDate on) {
		sql.sql("""
				insert into supply_stock (id, tenant_id, outlet_id, input_id, lot_no, expires_on)
				values (?, ?, ?, ?, ?, ?) on conflict on constraint supply_stock_uq do nothing""")
			.params(Ids.next(), Tenant.require(), outletId, inputId, lotNo, expiresOn)
			.update();
		var stockId = sql.sql("""
				update supply_stock set on_hand = on_hand + ?
				 where outlet_id = ? and input_id = ? and lot_no = ? and expires_on = ? returning id""")
			.params(packs, outletId, inputId, lotNo, expiresOn)
			.query(UUID.class)
			.optional()
			.orElseThrow(() -> new RuleBroken("supply.stock.other-expiry", lotNo).at("expiresOn"));
		entry(stockId, "RECEIPT", receiptId, packs, on);
		return stockId;
	}

	/**
	 * @throws RuleBroken {@code supply.stock.short} when fewer are on the shelf; nothing
	 * is changed then
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	void sell(UUID stockId, int packs, UUID saleId, LocalDate on) {
		var changed = sql.sql("update supply_stock set on_hand = on_hand - ? where id = ? and on_hand >= ?")
			.params(packs, stockId, packs)
			.update();
		if (changed == 0) {
			throw new RuleBroken("supply.stock.short", find(stockId).map(Shelf::onHand).orElse(0), packs).at("packs");
		}
		entry(stockId, "SALE", saleId, -packs, on);
	}

	/** Unopened packages come back to the shelf they were sold from. */
	@Transactional(propagation = Propagation.MANDATORY)
	void takeBack(UUID stockId, int packs, UUID returnId, LocalDate on) {
		sql.sql("update supply_stock set on_hand = on_hand + ? where id = ?").params(packs, stockId).update();
		entry(stockId, "RETURN", returnId, packs, on);
	}

	/**
	 * The shelf holds what was counted.
	 * @throws Stale when it moved since the clerk looked
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	void counted(UUID stockId, int booked, int counted, UUID countId, LocalDate on) {
		var changed = sql.sql("update supply_stock set on_hand = ? where id = ? and on_hand = ?")
			.params(counted, stockId, booked)
			.update();
		if (changed == 0) {
			throw new Stale("supply.stock.moved");
		}
		entry(stockId, "COUNT", countId, counted - booked, on);
	}

	private void entry(UUID stockId, String kind, UUID sourceId, int packs, LocalDate on) {
		sql.sql("""
				insert into supply_stock_entry (tenant_id, stock_id, kind, source_id, packs, on_day, by_person)
				values (?, ?, ?, ?, ?, ?, ?)""")
			.params(Tenant.require(), stockId, kind, sourceId, packs, on, Actor.current().personId())
			.update();
	}

}
