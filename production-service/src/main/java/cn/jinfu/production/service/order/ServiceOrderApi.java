package cn.jinfu.production.service.order;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Paged;
import cn.jinfu.production.service.provider.Providers;
import cn.jinfu.production.service.provider.ServiceItem;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
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

/** Who serves, what is offered, and the orders within the caller's reach. */
@RestController
@RequestMapping("/api/v1")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:service:view')")
class ServiceOrderApi {

	/**
	 * @param quantity in the menu's unit
	 */
	record Wish(@NotNull UUID plantingId, @NotNull UUID menuId,
			@NotNull @Positive @Digits(integer = 8, fraction = 4) BigDecimal quantity, @NotNull LocalDate on,
			@Nullable @Size(max = 200) String note) {
	}

	/**
	 * Room of one day.
	 *
	 * @param left in the menu's unit
	 */
	record Slot(LocalDate day, BigDecimal left) {
	}

	private final ServiceOrderCommands commands;

	private final ServiceOrderQueries queries;

	private final Providers providers;

	private final BusinessClock clock;

	@GetMapping("/service-providers")
	List<Providers.Provider> providers() {
		return providers.all();
	}

	@GetMapping("/service-menus")
	List<Providers.Menu> menus(@RequestParam(required = false) @Nullable String division,
			@RequestParam(required = false) @Nullable String crop,
			@RequestParam(required = false) @Nullable ServiceItem item) {
		return providers.offered(new Providers.Wanted(Objects.toString(division, ""), Objects.toString(crop, ""), item),
				clock.today());
	}

	/** The next fourteen days of its season. */
	@GetMapping("/service-menus/{id}/slots")
	List<Slot> slots(@PathVariable UUID id) {
		var menu = providers.menu(id);
		return clock.today()
			.datesUntil(clock.today().plusDays(14))
			.filter(menu::opens)
			.map(day -> new Slot(day, providers.left(menu, day)))
			.toList();
	}

	@GetMapping("/service-orders")
	Paged<ServiceOrderView> list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable ServiceOrderState state,
			@RequestParam(required = false) @Nullable UUID providerId,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries.list(new ServiceOrderQueries.Filter(q, state, ServiceOrderQueries.Side.ANY, providerId, after,
				Paged.limit(limit)));
	}

	@GetMapping("/service-orders/{id}")
	ServiceOrderView show(@PathVariable UUID id) {
		return queries.view(id);
	}

	@PostMapping("/service-orders")
	@PreAuthorize("hasAuthority('production:service:order')")
	@ResponseStatus(HttpStatus.CREATED)
	ServiceOrderView place(@Valid @RequestBody Wish body) {
		return queries.view(commands.place(Actor.current().memberId(), new ServiceOrderCommands.Wish(body.plantingId(),
				body.menuId(), body.quantity(), body.on(), body.note())));
	}

}
