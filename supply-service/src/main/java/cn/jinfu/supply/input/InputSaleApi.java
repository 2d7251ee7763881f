package cn.jinfu.supply.input;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Paged;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The till for programs; the till's own number makes a repeat harmless. */
@RestController
@RequestMapping("/api/v1/input-sales")
@RequiredArgsConstructor
class InputSaleApi {

	record Item(@NotNull UUID stockId, @NotNull @Positive Integer packs) {
	}

	record NewSale(@NotBlank @Size(max = 60) String tillNo, @NotNull UUID memberId,
			@NotBlank @Size(max = 60) String buyerName, @NotNull IdMethod idMethod,
			@Nullable @Size(max = 20) String idNo, @Nullable UUID plantingId, @Nullable @Size(max = 60) String pest,
			@Nullable UUID prescriptionId, @Nullable UUID blendId, @NotEmpty List<@Valid Item> items) {
	}

	record NewReturn(@NotNull UUID lineId, @NotNull @Positive Integer packs, @NotBlank @Size(max = 200) String reason,
			@NotBlank @Size(max = 60) String requestKey) {
	}

	/** A sale with its lines and what came back of it. */
	record Sale(InputSaleQueries.Row sale, List<InputSaleQueries.Line> lines, List<InputSaleQueries.Return> returns) {
	}

	private final Till till;

	private final ReturnCommands returns;

	private final InputSaleQueries queries;

	@GetMapping
	Paged<InputSaleQueries.Row> list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate from,
			@RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate to,
			@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries.list(new InputSaleQueries.Filter(q, from, to, memberId), Paged.limit(limit), after);
	}

	@GetMapping("/{id}")
	Sale show(@PathVariable UUID id) {
		return new Sale(queries.view(id), queries.lines(id), queries.returns(id));
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	Sale sell(@Valid @RequestBody NewSale body) {
		return show(till.sell(new InputSaleCommands.Sell(Actor.current().outletId(), body.tillNo(), body.memberId(),
				body.buyerName(), body.idMethod(), body.idNo(), body.plantingId(), body.pest(), body.prescriptionId(),
				body.blendId(),
				body.items().stream().map(it -> new InputSaleCommands.Item(it.stockId(), it.packs())).toList())));
	}

	@PostMapping("/{id}/returns")
	@ResponseStatus(HttpStatus.CREATED)
	Sale goBack(@PathVariable UUID id, @Valid @RequestBody NewReturn body) {
		returns.goBack(new ReturnCommands.GoBack(id, body.lineId(), body.requestKey(), body.packs(), body.reason()));
		return show(id);
	}

}
