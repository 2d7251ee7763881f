package cn.jinfu.production.soil;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import cn.jinfu.kernel.Paged;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
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
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Soil samples, the federation's figures, recipes. */
@RestController
@RequestMapping("/api/v1")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:soil:view')")
class SoilApi {

	record NewSample(@NotNull UUID plotId, @NotBlank @Size(max = 60) String point, @NotNull Integer depthFrom,
			@NotNull Integer depthTo, @NotNull LocalDate on, @NotBlank @Size(max = 60) String sampler) {
	}

	record Values(@NotBlank @Size(max = 100) String laboratory, @NotBlank @Size(max = 60) String reportNo,
			@NotNull LocalDate measuredOn, @NotNull BigDecimal ph, @NotNull BigDecimal organic,
			@Nullable BigDecimal totalN, @NotNull BigDecimal nitrogen, @NotNull BigDecimal phosphorus,
			@NotNull BigDecimal potassium, @NotNull Long version) {
	}

	record Seen(@NotNull Long version) {
	}

	record Reasoned(@NotBlank @Size(max = 400) String reason, @NotNull Long version) {
	}

	record NewRecipe(@NotNull UUID sampleId, @NotBlank String crop, @NotNull @Positive BigDecimal targetKgMu) {
	}

	record Three(@NotNull BigDecimal n, @NotNull BigDecimal p, @NotNull BigDecimal k) {

		Map<Nutrient, BigDecimal> map() {
			return Map.of(Nutrient.N, n, Nutrient.P, p, Nutrient.K, k);
		}

	}

	record NewEdition(@NotBlank String crop, @NotNull LocalDate validFrom, @NotBlank @Size(max = 200) String source,
			@NotNull BigDecimal topsoilKg, @NotNull @Valid Three uptake, @NotNull @Valid Three supply,
			@NotNull @Valid Three use, @NotNull BigDecimal phLow, @NotNull BigDecimal phHigh,
			@NotNull BigDecimal organicLow, @NotNull BigDecimal mostKgMu) {
	}

	record Proposed(UUID id) {
	}

	record Declining(@NotBlank @Size(max = 400) String reason) {
	}

	record Content(@NotNull BigDecimal n, @NotNull BigDecimal p, @NotNull BigDecimal k,
			@NotBlank @Size(max = 200) String source, @NotNull Boolean blended) {
	}

	private final SoilSamples samples;

	private final SoilEditions editions;

	private final Recipes recipes;

	@GetMapping("/soil-samples")
	Paged<SoilSampleView> list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable SoilState state,
			@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return samples.list(new SoilSamples.Filter(q, state, memberId, after, Paged.limit(limit)));
	}

	@GetMapping("/soil-samples/{id}")
	SoilSampleView show(@PathVariable UUID id) {
		return samples.view(id);
	}

	@PostMapping("/soil-samples")
	@PreAuthorize("hasAuthority('production:soil:sample')")
	@ResponseStatus(HttpStatus.CREATED)
	SoilSampleView take(@Valid @RequestBody NewSample body) {
		return samples.view(samples.take(new SoilSamples.Taken(body.plotId(), body.point(), body.depthFrom(),
				body.depthTo(), body.on(), body.sampler(), false)));
	}

	@PostMapping("/soil-samples/{id}/values")
	@PreAuthorize("hasAuthority('production:soil:measure')")
	SoilSampleView measure(@PathVariable UUID id, @Valid @RequestBody Values body) {
		samples.measure(id, new SoilValues(body.laboratory(), body.reportNo(), body.measuredOn(), body.ph(),
				body.organic(), body.totalN(), body.nitrogen(), body.phosphorus(), body.potassium()), body.version());
		return samples.view(id);
	}

	@PostMapping("/soil-samples/{id}/confirmation")
	@PreAuthorize("hasAuthority('production:soil:confirm')")
	SoilSampleView confirm(@PathVariable UUID id, @Valid @RequestBody Seen body) {
		samples.confirm(id, body.version());
		return samples.view(id);
	}

	@PostMapping("/soil-samples/{id}/return")
	@PreAuthorize("hasAuthority('production:soil:confirm')")
	SoilSampleView sendBack(@PathVariable UUID id, @Valid @RequestBody Reasoned body) {
		samples.sendBack(id, body.reason(), body.version());
		return samples.view(id);
	}

	@PostMapping("/soil-samples/{id}/voiding")
	@PreAuthorize("hasAuthority('production:soil:measure')")
	SoilSampleView withdraw(@PathVariable UUID id, @Valid @RequestBody Reasoned body) {
		samples.withdraw(id, body.reason(), body.version());
		return samples.view(id);
	}

	@PostMapping("/soil-recipes")
	@PreAuthorize("hasAuthority('production:soil:recipe')")
	@ResponseStatus(HttpStatus.CREATED)
	RecipeView make(@Valid @RequestBody NewRecipe body) {
		return recipes.view(recipes.make(body.sampleId(), body.crop(), body.targetKgMu()));
	}

	@GetMapping("/soil-recipes/{id}")
	RecipeView recipe(@PathVariable UUID id) {
		return recipes.view(id);
	}

	@GetMapping("/soil-editions")
	List<SoilEditions.Edition> editions() {
		return editions.all();
	}

	@PostMapping("/soil-editions")
	@PreAuthorize("hasAuthority('production:soil:decide')")
	@ResponseStatus(HttpStatus.CREATED)
	Proposed propose(@Valid @RequestBody NewEdition body) {
		return new Proposed(editions.propose(new SoilEditions.Text(body.crop(), body.validFrom(), body.source(),
				body.topsoilKg(), body.uptake().map(), body.supply().map(), body.use().map(), body.phLow(),
				body.phHigh(), body.organicLow(), body.mostKgMu(), false)));
	}

	@PostMapping("/soil-editions/{id}/confirmation")
	@PreAuthorize("hasAuthority('production:soil:approve')")
	List<SoilEditions.Edition> confirm(@PathVariable UUID id) {
		editions.confirm(id);
		return editions.all();
	}

	@PostMapping("/soil-editions/{id}/declining")
	@PreAuthorize("hasAuthority('production:soil:approve')")
	List<SoilEditions.Edition> decline(@PathVariable UUID id, @Valid @RequestBody Declining body) {
		editions.decline(id, body.reason());
		return editions.all();
	}

	@GetMapping("/fertilisers")
	List<SoilEditions.Fertiliser> fertilisers() {
		return editions.fertilisers();
	}

	@PutMapping("/fertilisers/{inputId}")
	@PreAuthorize("hasAuthority('production:soil:decide')")
	List<SoilEditions.Fertiliser> declare(@PathVariable UUID inputId, @Valid @RequestBody Content body) {
		editions.declare(
				new SoilEditions.Fertiliser(inputId, "", body.n(), body.p(), body.k(), body.source(), body.blended()));
		return editions.fertilisers();
	}

}
