package cn.jinfu.supply.input;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.production.AgriInputs;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The county's price list of inputs. */
@RestController
@RequestMapping("/api/v1/input-prices")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('supply:stock:view')")
class PriceApi {

	/** Prices of one input, those of days to come included, the latest first. */
	record PriceFile(UUID inputId, String input, List<Prices.Row> prices) {
	}

	record NewPrice(@NotNull UUID inputId, @NotNull Money price, boolean zeroMargin, @NotNull Money deposit,
			@NotNull LocalDate validFrom) {
	}

	private final PriceCommands commands;

	private final Prices prices;

	private final AgriInputs inputs;

	private final BusinessClock clock;

	/**
	 * @param on the day whose prices are asked for; today when absent
	 */
	@GetMapping
	Paged<Prices.Row> list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable LocalDate on,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return prices.list((on != null) ? on : clock.today(), q, after, Paged.limit(limit));
	}

	@GetMapping("/{inputId}")
	PriceFile show(@PathVariable UUID inputId) {
		var input = inputs.find(inputId).orElseThrow(() -> new NotFound("supply.stock.input-not-found", inputId));
		return new PriceFile(inputId, input.name(), prices.of(inputId));
	}

	/** A new price from a day on; what was sold before keeps its own. */
	@PostMapping
	@PreAuthorize("hasAuthority('supply:price:set')")
	@ResponseStatus(HttpStatus.CREATED)
	PriceFile set(@Valid @RequestBody NewPrice body) {
		commands.set(body.inputId(), body.validFrom(),
				new Prices.Price(body.price(), body.zeroMargin(), body.deposit()), false);
		return show(body.inputId());
	}

}
