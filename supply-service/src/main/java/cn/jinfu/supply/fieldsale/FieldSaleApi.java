package cn.jinfu.supply.fieldsale;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Field-side sales for programs; the client's own uid makes a repeat harmless. */
@RestController
@RequestMapping("/api/v1/field-sales")
@RequiredArgsConstructor
class FieldSaleApi {

	record NewSale(@NotNull UUID clientUid, @NotNull UUID productId, @Nullable UUID harvestLotId,
			@NotNull @Positive @Digits(integer = 7, fraction = 6) BigDecimal kg, @NotNull Money pricePerKg,
			@NotBlank @Size(max = 60) String buyerName, @NotNull PayMethod payMethod, @NotNull LocalDate soldOn) {
	}

	record Ending(@NotBlank @Size(max = 400) String reason, @NotNull Long version) {
	}

	private final FieldSaleCommands commands;

	private final FieldSaleQueries queries;

	@GetMapping
	Paged<FieldSaleQueries.Row> list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable FieldSaleStatus status,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries.list(q, status, Paged.limit(limit), after);
	}

	@GetMapping("/{id}")
	FieldSaleQueries.Row show(@PathVariable UUID id) {
		return queries.view(id);
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	FieldSaleQueries.Row sell(@Valid @RequestBody NewSale body) {
		return queries.view(commands.sell(new FieldSaleCommands.Sell(body.clientUid(), body.productId(),
				body.harvestLotId(), body.kg(), body.pricePerKg(), body.buyerName(), body.payMethod(), body.soldOn())));
	}

	@PostMapping("/{id}/cancellation")
	FieldSaleQueries.Row revoke(@PathVariable UUID id, @Valid @RequestBody Ending body) {
		commands.revoke(id, body.reason(), body.version());
		return queries.view(id);
	}

}
