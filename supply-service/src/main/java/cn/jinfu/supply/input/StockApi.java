package cn.jinfu.supply.input;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Idempotency;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Shelves, goods coming in, counts; empties and quotas beside them. */
@RestController
@RequestMapping("/api/v1")
@RequiredArgsConstructor
class StockApi {

	record NewReceipt(@NotNull UUID inputId, @NotBlank @Size(max = 40) String lotNo, @NotNull LocalDate madeOn,
			@NotNull LocalDate expiresOn, @NotNull @Positive Integer packs,
			@NotNull @PositiveOrZero @Digits(integer = 8, fraction = 2) BigDecimal unitCost,
			@NotBlank @Size(max = 80) String supplier, @NotBlank @Size(max = 40) String licenceNo,
			@NotBlank @Size(max = 40) String contact, @NotBlank @Size(max = 40) String inspectionNo) {
	}

	record NewCount(@NotNull @PositiveOrZero Integer booked, @NotNull @PositiveOrZero Integer counted,
			@NotBlank @Size(max = 200) String reason) {
	}

	record NewReturn(@NotBlank @Size(max = 60) String tillNo, @NotNull UUID memberId,
			@NotBlank @Size(max = 10) String packName, @NotNull @Positive Integer pieces) {
	}

	record Paid(Money paid) {
	}

	record NewGrant(@NotNull Money amount, @NotBlank @Size(max = 200) String reason) {
	}

	private final ReceiptCommands receipts;

	private final StockCommands commands;

	private final Containers containers;

	private final QuotaCommands quotas;

	private final QuotaQueries quotaQueries;

	private final StockQueries queries;

	private final Idempotency idempotency;

	@GetMapping("/stock")
	Paged<StockQueries.Shelf> list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable UUID outletId,
			@RequestParam(required = false, defaultValue = "false") boolean low,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries.list(q, outletId, low, Paged.limit(limit), after);
	}

	@GetMapping("/stock/{id}")
	StockQueries.Shelf show(@PathVariable UUID id) {
		return queries.view(id);
	}

	@PostMapping("/input-receipts")
	@ResponseStatus(HttpStatus.CREATED)
	StockQueries.Shelf receive(@RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
			@Valid @RequestBody NewReceipt body) {
		var supplier = new ReceiptCommands.Supplier(body.supplier(), body.licenceNo(), body.contact(),
				body.inspectionNo());
		var lot = new ReceiptCommands.Lot(body.inputId(), body.lotNo(), body.madeOn(), body.expiresOn(), body.packs(),
				new Money(body.unitCost()));
		var outlet = Actor.current().outletId();
		return queries.view(idempotency.id(key, "POST /api/v1/input-receipts", body,
				() -> receipts.receive(outlet, supplier, lot)));
	}

	@PostMapping("/stock/{id}/counts")
	@ResponseStatus(HttpStatus.CREATED)
	StockQueries.Shelf count(@PathVariable UUID id, @Valid @RequestBody NewCount body) {
		commands.count(id, body.booked(), body.counted(), body.reason());
		return queries.view(id);
	}

	@PostMapping("/packaging-returns")
	@ResponseStatus(HttpStatus.CREATED)
	Paid takeBack(@Valid @RequestBody NewReturn body) {
		return new Paid(containers.takeBack(new Containers.TakeBack(Actor.current().outletId(), body.tillNo(),
				body.memberId(), body.packName(), body.pieces())));
	}

	@GetMapping("/input-quotas")
	Paged<QuotaQueries.Row> quotas(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable Integer year,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return quotaQueries.list(q, year, Paged.limit(limit), after);
	}

	@PostMapping("/input-quotas/{memberId}/grants")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void grant(@PathVariable UUID memberId, @Valid @RequestBody NewGrant body) {
		quotas.grant(memberId, body.amount(), body.reason());
	}

}
