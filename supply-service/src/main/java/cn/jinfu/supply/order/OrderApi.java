package cn.jinfu.supply.order;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Idempotency;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.supply.SalesFacts;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
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
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Orders for programs: a buyer's draft is POSTed without lots, a seller's entry names the
 * buyer and a lot for each line. Every act is a noun below the order.
 */
@RestController
@RequestMapping("/api/v1/orders")
@RequiredArgsConstructor
class OrderApi {

	/**
	 * @param harvestLotId with a seller's entry only
	 */
	record Item(@NotNull UUID productId, @Nullable UUID harvestLotId,
			@NotNull @Positive @Digits(integer = 7, fraction = 6) BigDecimal kg, @NotNull Money pricePerKg) {
	}

	/**
	 * @param buyerId present when the seller writes the order down
	 */
	record NewOrder(@Nullable UUID buyerId, @NotEmpty @Size(max = 50) List<@Valid Item> items) {
	}

	record Seen(@NotNull Long version) {
	}

	/**
	 * @param harvestLotId a lot of any kind
	 * @param kg only where the line is delivered out of several lots
	 */
	record LineLot(@NotNull UUID lineId, @NotNull UUID harvestLotId,
			@Nullable @Positive @Digits(integer = 7, fraction = 3) BigDecimal kg) {

		LinePart part() {
			return new LinePart(lineId, harvestLotId, kg);
		}

	}

	record Confirmation(@NotEmpty @Size(max = 50) List<@Valid LineLot> lots, @NotNull Long version) {
	}

	/**
	 * @param lots where others were loaded than those promised
	 */
	record Shipment(@Nullable @Size(max = 50) List<@Valid LineLot> lots, @NotNull Long version) {

		List<LinePart> parts() {
			return (lots == null) ? List.of() : lots.stream().map(LineLot::part).toList();
		}

	}

	record Payment(@NotNull Money amount, @NotBlank @Size(max = 60) String bankTxnNo, @NotNull Long version) {
	}

	record Ending(@NotBlank @Size(max = 400) String reason, @NotNull Long version) {
	}

	/** An order with its lines and how far it is proved; no proofs before shipment. */
	record Order(OrderView order, List<OrderView.Line> lines, List<SalesFacts.SaleRow> proofs) {
	}

	private final OrderCommands commands;

	private final OrderQueries queries;

	private final SalesFacts facts;

	private final Idempotency idempotency;

	@GetMapping
	Paged<OrderView> list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable OrderStatus status,
			@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries.list(q, status, memberId, Paged.limit(limit), after);
	}

	@GetMapping("/{id}")
	Order show(@PathVariable UUID id) {
		return new Order(queries.view(id), queries.lines(id), facts.ofSale(id));
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	Order create(@RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
			@Valid @RequestBody NewOrder body) {
		return show(idempotency.id(key, "POST /api/v1/orders", body, () -> create(body)));
	}

	private UUID create(NewOrder body) {
		var buyer = body.buyerId();
		if (buyer == null) {
			return commands.draft(body.items()
				.stream()
				.map(it -> new OrderCommands.Item(it.productId(), it.kg(), it.pricePerKg()))
				.toList());
		}
		return commands.enter(buyer, body.items().stream().map(it -> {
			var lot = it.harvestLotId();
			if (lot == null) {
				throw new RuleBroken("supply.order.lot-missing").at("harvestLotId");
			}
			return new OrderCommands.LotItem(it.productId(), lot, it.kg(), it.pricePerKg());
		}).toList());
	}

	@PostMapping("/{id}/placement")
	Order place(@PathVariable UUID id, @Valid @RequestBody Seen body) {
		commands.place(id, body.version());
		return show(id);
	}

	@PostMapping("/{id}/confirmation")
	Order confirm(@PathVariable UUID id, @Valid @RequestBody Confirmation body) {
		commands.confirm(id, body.lots().stream().map(LineLot::part).toList(), body.version());
		return show(id);
	}

	@PostMapping("/{id}/shipment")
	Order ship(@PathVariable UUID id, @Valid @RequestBody Shipment body) {
		commands.ship(id, body.parts(), body.version());
		return show(id);
	}

	@PostMapping("/{id}/receipt")
	Order receive(@PathVariable UUID id, @Valid @RequestBody Seen body) {
		commands.receive(id, body.version());
		return show(id);
	}

	@PostMapping("/{id}/payment")
	Order pay(@PathVariable UUID id, @Valid @RequestBody Payment body) {
		commands.pay(id, body.amount(), body.bankTxnNo(), body.version());
		return show(id);
	}

	@PostMapping("/{id}/completion")
	Order complete(@PathVariable UUID id, @Valid @RequestBody Seen body) {
		commands.complete(id, body.version());
		return show(id);
	}

	@PostMapping("/{id}/cancellation")
	Order cancel(@PathVariable UUID id, @Valid @RequestBody Ending body) {
		commands.cancel(id, body.reason(), body.version());
		return show(id);
	}

	@PostMapping("/{id}/return")
	Order takeBack(@PathVariable UUID id, @Valid @RequestBody Ending body) {
		commands.takeBack(id, body.reason(), body.version());
		return show(id);
	}

}
