package cn.jinfu.supply.input;

import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.production.AgriInputs;
import cn.jinfu.supply.outlet.Outlets;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Goods coming into an outlet: the purchase ledger (农药管理条例第二十六条). */
@Service
@Transactional
@RequiredArgsConstructor
public class ReceiptCommands {

	/**
	 * @param licenceNo the supplier's licence document
	 * @param inspectionNo number of the maker's quality certificate
	 */
	public record Supplier(String name, String licenceNo, String contact, String inspectionNo) {
	}

	/** One lot of one input in whole packages. */
	public record Lot(UUID inputId, String lotNo, LocalDate madeOn, LocalDate expiresOn, int packs, Money unitCost) {
	}

	private final Outlets outlets;

	private final AgriInputs inputs;

	private final Stock stock;

	private final Numbers numbers;

	private final BusinessClock clock;

	private final JdbcClient sql;

	/**
	 * @return the shelf on which the lot now stands
	 * @throws RuleBroken when the outlet may not trade, the lot has expired, or the
	 * substance is banned on that day
	 */
	@PreAuthorize("hasAuthority('supply:stock:receive')")
	public UUID receive(UUID outletId, Supplier supplier, Lot lot) {
		var actor = Actor.current();
		var on = clock.today();
		var outlet = outlets.requireFor(actor, outletId);
		outlet.mayTrade(on);
		var input = inputs.find(lot.inputId())
			.orElseThrow(() -> new NotFound("supply.stock.input-not-found", lot.inputId()));
		if (inputs.standing(lot.inputId(), on) == AgriInputs.Standing.BANNED) {
			throw new RuleBroken("supply.input-sale.banned", input.name(), on).at("inputId");
		}
		if (lot.madeOn().isAfter(on) || !lot.expiresOn().isAfter(on)) {
			throw new RuleBroken("supply.stock.expired", lot.lotNo(), lot.expiresOn()).at("expiresOn");
		}
		var receipt = Ids.next();
		sql.sql("""
				insert into supply_input_receipt (id, tenant_id, version, no, outlet_id, supplier, supplier_licence_no,
				  supplier_contact, inspection_no, input_id, lot_no, made_on, expires_on, packs, unit_cost, received_on,
				  recorded_at, recorded_by, by_name)
				values (?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
			.params(receipt, Tenant.require(), numbers.next("input_receipt", "R-%06d"), outletId, supplier.name(),
					supplier.licenceNo(), supplier.contact(), supplier.inspectionNo(), lot.inputId(), lot.lotNo(),
					lot.madeOn(), lot.expiresOn(), lot.packs(), lot.unitCost().yuan(), on, Timestamp.from(clock.now()),
					actor.personId(), actor.displayName())
			.update();
		return stock.receive(outletId, lot.inputId(), lot.lotNo(), lot.expiresOn(), lot.packs(), receipt, on);
	}

}
