package cn.jinfu.production.plot;

import java.math.BigDecimal;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Scope;
import cn.jinfu.production.PlotKind;
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

@RestController
@RequestMapping("/api/v1/plots")
@RequiredArgsConstructor
class PlotApi {

	/**
	 * @param memberId for staff; a farm always registers its own
	 */
	record NewPlot(@Nullable UUID memberId, @NotBlank @Size(max = 40) String name, @NotNull PlotKind kind,
			@NotBlank String division, @NotNull @Positive @Digits(integer = 5, fraction = 4) BigDecimal declaredMu,
			@Nullable @Positive @Digits(integer = 5, fraction = 4) BigDecimal contractMu, @Nullable UUID photoId) {
	}

	record Verification(@NotNull @Positive @Digits(integer = 5, fraction = 4) BigDecimal measuredMu,
			@Nullable @Size(max = 400) String note, @NotNull Long version) {
	}

	record Return(@NotBlank @Size(max = 400) String reason, @NotNull Long version) {
	}

	private final PlotCommands commands;

	private final PlotQueries queries;

	private final Divisions divisions;

	@GetMapping
	Paged<PlotView> list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable PlotState state,
			@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries.list(new PlotQueries.Filter(q, state, memberId, after, Paged.limit(limit)));
	}

	@GetMapping("/{id}")
	PlotView show(@PathVariable UUID id) {
		return queries.view(id);
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	PlotView register(@Valid @RequestBody NewPlot body) {
		var actor = Actor.current();
		var given = body.memberId();
		var memberId = (given == null || actor.scope().kind() == Scope.Kind.MEMBER) ? actor.memberId() : given;
		var code = divisions.require(new DivisionCode(body.division())).code();
		var contract = body.contractMu();
		return queries.view(commands.register(memberId,
				new Plot.Description(body.name(), body.kind(), code, divisions.name(code),
						new AreaMu(body.declaredMu()), (contract != null) ? new AreaMu(contract) : null,
						body.photoId()),
				true));
	}

	@PostMapping("/{id}/verification")
	PlotView verify(@PathVariable UUID id, @Valid @RequestBody Verification body) {
		commands.verify(id, new AreaMu(body.measuredMu()), body.note(), body.version());
		return queries.view(id);
	}

	@PostMapping("/{id}/return")
	PlotView giveBack(@PathVariable UUID id, @Valid @RequestBody Return body) {
		commands.giveBack(id, body.reason(), body.version());
		return queries.view(id);
	}

}
