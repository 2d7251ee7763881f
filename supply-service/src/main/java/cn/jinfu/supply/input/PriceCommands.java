package cn.jinfu.supply.input;

import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.production.AgriInputs;
import lombok.RequiredArgsConstructor;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The county's retail prices: a new one from a day on, never a changed old one. */
@Service
@Transactional
@RequiredArgsConstructor
public class PriceCommands {

	private final Prices prices;

	private final AgriInputs inputs;

	private final Audit audit;

	private final BusinessClock clock;

	@PreAuthorize("hasAuthority('supply:price:set')")
	public void set(UUID inputId, LocalDate from, Prices.Price price, boolean demo) {
		var input = inputs.find(inputId).orElseThrow(() -> new NotFound("supply.stock.input-not-found", inputId));
		if (from.isBefore(clock.today())) {
			throw new RuleBroken("supply.price.past").at("validFrom");
		}
		if (!price.price().isPositive() || price.deposit().isNegative()) {
			throw new RuleBroken("supply.price.amount").at("price");
		}
		prices.set(inputId, from, price, demo);
		audit.record("price", "AgriInput", inputId, input.name() + " " + price.price());
	}

}
