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
import cn.jinfu.production.input.Once;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

@RestController
@RequestMapping("/api/v1/plots")
@RequiredArgsConstructor
class PlotApi {

	/**
	 * @param memberId for staff; a farm always registers its own
	 */
	record NewPlot(@Nullable UUID memberId, @NotBlank @Size(max = 40) String name, @NotNull PlotKind kind,
			@NotBlank String division, @NotNull @Positive @Digits(integer = 5, fraction = 4) BigDecimal declaredMu,
			@Nullable @Positive @Digits(integer = 5, fraction = 4) BigDecimal contractMu) {
	}

	record Change(@NotBlank @Size(max = 40) String name, @NotNull PlotKind kind, @NotBlank String division,
			@NotNull @Positive @Digits(integer = 5, fraction = 4) BigDecimal declaredMu,
			@Nullable @Positive @Digits(integer = 5, fraction = 4) BigDecimal contractMu, @NotNull Long version) {
	}

	record Submission(@NotNull Long version) {
	}

	record Verification(@NotNull @Positive @Digits(integer = 5, fraction = 4) BigDecimal measuredMu,
			@Nullable @Size(max = 400) String note, @NotNull Long version) {
	}

	record Return(@NotBlank @Size(max = 400) String reason, @NotNull Long version) {
	}

	private final PlotCommands commands;

	private final PlotQueries queries;

	private final Divisions divisions;

	private final Once once;

	@GetMapping
	Paged<PlotView> list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable PlotState state,
			@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(required = false) @Nullable String division,
			@RequestParam(required = false) @Nullable Boolean drawn,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries.list(new PlotQueries.Filter(q, state, memberId, division, drawn, after, Paged.limit(limit)));
	}

	@GetMapping("/{id}")
	PlotView show(@PathVariable UUID id) {
		return queries.view(id);
	}

	/**
	 * Goes to the officer at once; the same {@code Idempotency-Key} gives the same plot.
	 */
	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	PlotView register(@RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
			@Valid @RequestBody NewPlot body) {
		var actor = Actor.current();
		var given = body.memberId();
		var memberId = (given == null || actor.scope().kind() == Scope.Kind.MEMBER) ? actor.memberId() : given;
		var description = describe(body.name(), body.kind(), body.division(), body.declaredMu(), body.contractMu());
		return queries
			.view(once.id(key, "POST /api/v1/plots", body, () -> commands.register(memberId, description, null, true)));
	}

	/** What the officer gave back, or what was not sent to him yet, put right. */
	@PutMapping("/{id}")
	PlotView change(@PathVariable UUID id, @Valid @RequestBody Change body) {
		commands.edit(id, describe(body.name(), body.kind(), body.division(), body.declaredMu(), body.contractMu()),
				null, false, body.version());
		return queries.view(id);
	}

	@PostMapping("/{id}/submission")
	PlotView submit(@PathVariable UUID id, @Valid @RequestBody Submission body) {
		commands.submit(id, body.version());
		return queries.view(id);
	}

	@PostMapping(path = "/{id}/photo", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
	PlotView picture(@PathVariable UUID id, @RequestParam MultipartFile photo) {
		commands.picture(id, photo);
		return queries.view(id);
	}

	private Plot.Description describe(String name, PlotKind kind, String division, BigDecimal declaredMu,
			@Nullable BigDecimal contractMu) {
		var code = divisions.require(new DivisionCode(division)).code();
		return new Plot.Description(name, kind, code, divisions.name(code), new AreaMu(declaredMu),
				(contractMu != null) ? new AreaMu(contractMu) : null, null);
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
