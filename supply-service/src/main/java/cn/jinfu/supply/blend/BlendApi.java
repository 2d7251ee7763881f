package cn.jinfu.supply.blend;

import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Paged;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
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

@RestController
@RequestMapping("/api/v1/blend-orders")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('supply:blend:view')")
class BlendApi {

	record NewOrder(@NotNull UUID recipeId, @NotNull UUID outletId, @NotNull LocalDate on) {
	}

	record Seen(@NotNull Long version) {
	}

	record Reasoned(@NotBlank @Size(max = 400) String reason, @NotNull Long version) {
	}

	private final BlendOrders orders;

	@GetMapping
	Paged<BlendOrderView> list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable BlendState state,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return orders.list(new BlendOrders.Filter(q, state, after, Paged.limit(limit)));
	}

	@GetMapping("/{id}")
	BlendOrderView show(@PathVariable UUID id) {
		return orders.view(id);
	}

	@PostMapping
	@PreAuthorize("hasAuthority('supply:blend:order')")
	@ResponseStatus(HttpStatus.CREATED)
	BlendOrderView order(@Valid @RequestBody NewOrder body) {
		return orders.view(orders.order(body.recipeId(), body.outletId(), body.on()));
	}

	@PostMapping("/{id}/preparation")
	@PreAuthorize("hasAuthority('supply:blend:serve')")
	BlendOrderView prepare(@PathVariable UUID id, @Valid @RequestBody Seen body) {
		orders.prepare(id, body.version());
		return orders.view(id);
	}

	@PostMapping("/{id}/declining")
	@PreAuthorize("hasAuthority('supply:blend:serve')")
	BlendOrderView decline(@PathVariable UUID id, @Valid @RequestBody Reasoned body) {
		orders.decline(id, body.reason(), body.version());
		return orders.view(id);
	}

	@PostMapping("/{id}/cancellation")
	@PreAuthorize("hasAuthority('supply:blend:order')")
	BlendOrderView cancel(@PathVariable UUID id, @Valid @RequestBody Reasoned body) {
		orders.cancel(id, body.reason(), body.version());
		return orders.view(id);
	}

}
