package cn.jinfu.traceability.label;

import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Paged;
import cn.jinfu.traceability.brand.Own;
import cn.jinfu.traceability.label.LabelBatch.LabelStatus;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
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

@RestController
@RequestMapping("/api/v1/label-orders")
@RequiredArgsConstructor
class LabelApi {

	/**
	 * @param memberId for staff; a farm always orders for itself
	 */
	record NewOrder(@Nullable UUID memberId, @NotNull UUID lotId, @NotNull UUID productId, @Nullable UUID designId,
			@NotNull @Min(1) Integer count) {
	}

	/** Places in the batch, the first being 1. */
	record NewVoid(@NotNull @Min(1) Integer from, @NotNull @Min(1) Integer to, @NotNull LabelVoidCause cause,
			@NotBlank @Size(max = 300) String reason, @NotNull Long version) {
	}

	/** The first and the last as read off the label: code, address or place. */
	record NewBinding(@NotBlank @Size(max = 200) String first, @NotBlank @Size(max = 200) String last,
			@NotNull Long version) {
	}

	private final LabelOrders orders;

	private final LabelBinding binding;

	private final LabelCounter counter;

	private final LabelQueries queries;

	@GetMapping
	Paged<LabelView> list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable LabelStatus status,
			@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(required = false) @Nullable UUID lotId,
			@RequestParam(required = false) @Nullable UUID licenceId,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries.list(new LabelQueries.Filter(q, status, memberId, lotId, licenceId, after, Paged.limit(limit)));
	}

	@GetMapping("/{id}")
	LabelView.File show(@PathVariable UUID id) {
		return queries.file(id);
	}

	/** The good codes, by their places in the batch. */
	@GetMapping("/{id}/codes")
	List<Code> codes(@PathVariable UUID id, @RequestParam(defaultValue = "1") @Min(1) int from,
			@RequestParam(required = false) @Nullable Integer limit) {
		orders.requirePrintable(id);
		return queries.codes(id, from, Paged.limit(limit)).stream().map(Code::of).toList();
	}

	record Code(int place, String serial, String address) {

		static Code of(LabelView.Code code) {
			return new Code(code.place(), code.serial(), code.address());
		}

	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	LabelView order(@RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
			@Valid @RequestBody NewOrder body) {
		return queries.view(counter.order(key, new LabelOrders.Order(Own.acting(body.memberId()), body.lotId(),
				body.productId(), body.designId(), body.count())));
	}

	@PostMapping("/{id}/voids")
	LabelView.File voidRange(@PathVariable UUID id, @Valid @RequestBody NewVoid body) {
		orders.voidRange(new LabelOrders.Void(id, body.from(), body.to(), body.cause(), body.reason(), body.version()));
		return queries.file(id);
	}

	@PostMapping("/{id}/bindings")
	LabelView.File bind(@PathVariable UUID id, @Valid @RequestBody NewBinding body) {
		binding.bind(id, body.first(), body.last(), body.version());
		return queries.file(id);
	}

	@PostMapping("/{id}/printing")
	LabelView print(@PathVariable UUID id) {
		orders.print(id);
		return queries.view(id);
	}

}
