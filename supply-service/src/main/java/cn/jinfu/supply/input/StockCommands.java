package cn.jinfu.supply.input;

import java.sql.Timestamp;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.supply.outlet.Outlets;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Counting the shelves: what is booked follows what stands there, with a reason. */
@Service
@Transactional
@RequiredArgsConstructor
public class StockCommands {

	private final Stock stock;

	private final Outlets outlets;

	private final Audit audit;

	private final BusinessClock clock;

	private final JdbcClient sql;

	/**
	 * @param booked what the page showed when the clerk counted
	 * @throws cn.jinfu.kernel.Refusal.Stale when something was sold or received since
	 */
	@PreAuthorize("hasAuthority('supply:stock:count')")
	public void count(UUID stockId, int booked, int counted, String reason) {
		var actor = Actor.current();
		var shelf = stock.find(stockId).orElseThrow(() -> new NotFound("supply.stock.not-found", stockId));
		outlets.requireFor(actor, shelf.outletId());
		if (counted < 0 || counted == booked) {
			throw new RuleBroken("supply.stock.count-same", booked).at("counted");
		}
		if (reason.isBlank()) {
			throw new RuleBroken("supply.stock.count-reason").at("reason");
		}
		var id = Ids.next();
		sql.sql("""
				insert into supply_stock_count
				  (id, tenant_id, stock_id, booked, counted, reason, counted_on, at, by_person, by_name)
				values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
			.params(id, Tenant.require(), stockId, booked, counted, reason.strip(), clock.today(),
					Timestamp.from(clock.now()), actor.personId(), actor.displayName())
			.update();
		stock.counted(stockId, booked, counted, id, clock.today());
		audit.record("count", "Stock", stockId, booked + " -> " + counted);
	}

}
