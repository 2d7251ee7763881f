package cn.jinfu.supply.product;

import java.math.BigDecimal;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Idempotency;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Scope;
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
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/products")
@RequiredArgsConstructor
class ProductApi {

	/**
	 * @param memberId for staff; a farm always registers its own
	 */
	record NewProduct(@Nullable UUID memberId, @NotBlank @Size(max = 80) String name, @NotBlank String crop,
			@NotBlank @Size(max = 40) String variety, @NotBlank @Size(max = 20) String grade,
			@NotNull @Positive @Digits(integer = 4, fraction = 3) BigDecimal netWeightKg,
			@Nullable @Size(max = 14) String gtin, boolean branded) {
	}

	record Withdrawal(@NotNull Long version) {
	}

	private final ProductCommands commands;

	private final ProductQueries queries;

	private final Idempotency idempotency;

	@GetMapping
	Paged<ProductQueries.Row> list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(required = false) @Nullable ProductStatus status,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries.list(new ProductQueries.Filter(q, memberId, status), Paged.limit(limit), after);
	}

	@GetMapping("/{id}")
	ProductQueries.Row show(@PathVariable UUID id) {
		return queries.view(id);
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	ProductQueries.Row register(@RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
			@Valid @RequestBody NewProduct body) {
		var actor = Actor.current();
		var given = body.memberId();
		var memberId = (given == null || actor.scope().kind() == Scope.Kind.MEMBER) ? actor.memberId() : given;
		return queries.view(idempotency.id(key, "POST /api/v1/products", body,
				() -> commands.register(new ProductCommands.Register(memberId, body.name(), body.crop(), body.variety(),
						body.grade(), body.netWeightKg(), body.gtin(), body.branded(), null))));
	}

	@PostMapping("/{id}/withdrawal")
	ProductQueries.Row withdraw(@PathVariable UUID id, @Valid @RequestBody Withdrawal body) {
		commands.withdraw(id, body.version());
		return queries.view(id);
	}

}
