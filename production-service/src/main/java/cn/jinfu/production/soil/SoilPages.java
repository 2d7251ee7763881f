package cn.jinfu.production.soil;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.kernel.StatusHistory;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Samples and recipes at the desk: taken, measured, confirmed by another, used. */
@Controller
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('console:open') and hasAuthority('production:soil:view')")
class SoilPages {

	private static final String LIST = "/console/soil-samples";

	private static final String NEW = "production/soil/sample-form";

	private static final String VALUES = "production/soil/values-form";

	record SampleForm(@Nullable @NotBlank @Size(max = 20) String plotNo,
			@Nullable @NotBlank @Size(max = 60) String point, @Nullable @NotNull Integer depthFrom,
			@Nullable @NotNull Integer depthTo, @Nullable @NotNull LocalDate on,
			@Nullable @NotBlank @Size(max = 60) String sampler) {
	}

	record ValuesForm(@Nullable @NotBlank @Size(max = 100) String laboratory,
			@Nullable @NotBlank @Size(max = 60) String reportNo, @Nullable @NotNull LocalDate measuredOn,
			@Nullable @NotNull BigDecimal ph, @Nullable @NotNull BigDecimal organic, @Nullable BigDecimal totalN,
			@Nullable @NotNull BigDecimal nitrogen, @Nullable @NotNull BigDecimal phosphorus,
			@Nullable @NotNull BigDecimal potassium, @Nullable Long version) {

		SoilValues values() {
			return new SoilValues(Objects.toString(laboratory, ""), Objects.toString(reportNo, ""),
					Objects.requireNonNull(measuredOn), Objects.requireNonNull(ph), Objects.requireNonNull(organic),
					totalN, Objects.requireNonNull(nitrogen), Objects.requireNonNull(phosphorus),
					Objects.requireNonNull(potassium));
		}

	}

	record RecipeForm(@Nullable @NotBlank String crop, @Nullable @NotNull BigDecimal targetKgMu) {
	}

	private final SoilSamples samples;

	private final SoilEditions editions;

	private final Recipes recipes;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final MessageSource messages;

	@GetMapping(LIST)
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable SoilState state,
			@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", samples.list(new SoilSamples.Filter(q, state, memberId, after, Paged.limit(limit))));
		model.addAttribute("states", SoilState.values());
		return "production/soil/samples";
	}

	@GetMapping(LIST + "/new")
	@PreAuthorize("hasAuthority('production:soil:sample')")
	String blank(@RequestParam(required = false) @Nullable String plotNo, Model model) {
		model.addAttribute("form", new SampleForm(plotNo, null, 0, 20, clock.today(), null));
		return NEW;
	}

	@PostMapping(LIST)
	@PreAuthorize("hasAuthority('production:soil:sample')")
	ModelAndView take(@Valid @ModelAttribute("form") SampleForm form, BindingResult errors) {
		return Forms.submit(errors,
				() -> LIST + "/"
						+ samples.take(new SoilSamples.Taken(samples.plot(Objects.toString(form.plotNo(), "")),
								Objects.toString(form.point(), ""), Objects.requireNonNull(form.depthFrom()),
								Objects.requireNonNull(form.depthTo()), Objects.requireNonNull(form.on()),
								Objects.toString(form.sampler(), ""), false)),
				NEW);
	}

	@GetMapping(LIST + "/{id}")
	ModelAndView show(@PathVariable UUID id) {
		return page(id, new RecipeForm(null, null));
	}

	@GetMapping(LIST + "/{id}/values")
	@PreAuthorize("hasAuthority('production:soil:measure')")
	String values(@PathVariable UUID id, Model model) {
		var sample = samples.view(id);
		var known = sample.values();
		model.addAttribute("form", (known == null)
				? new ValuesForm(null, null, clock.today(), null, null, null, null, null, null, sample.version())
				: new ValuesForm(known.laboratory(), known.reportNo(), known.measuredOn(), known.ph(), known.organic(),
						known.totalN(), known.nitrogen(), known.phosphorus(), known.potassium(), sample.version()));
		model.addAttribute("sample", sample);
		return VALUES;
	}

	@PostMapping(LIST + "/{id}/values")
	@PreAuthorize("hasAuthority('production:soil:measure')")
	ModelAndView measure(@PathVariable UUID id, @Valid @ModelAttribute("form") ValuesForm form, BindingResult errors,
			Model model) {
		model.addAttribute("sample", samples.view(id));
		var seen = form.version();
		return Forms.submit(errors, () -> samples.measure(id, form.values(), (seen != null) ? seen : -1),
				LIST + "/" + id, VALUES);
	}

	@PostMapping(LIST + "/{id}/confirmation")
	@PreAuthorize("hasAuthority('production:soil:confirm')")
	ModelAndView confirm(@PathVariable UUID id, @RequestParam long version) {
		return act(id, "/confirmation", "", () -> samples.confirm(id, version));
	}

	@PostMapping(LIST + "/{id}/return")
	@PreAuthorize("hasAuthority('production:soil:confirm')")
	ModelAndView sendBack(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		return act(id, "/return", reason, () -> samples.sendBack(id, reason, version));
	}

	@PostMapping(LIST + "/{id}/voiding")
	@PreAuthorize("hasAuthority('production:soil:measure')")
	ModelAndView withdraw(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		return act(id, "/voiding", reason, () -> samples.withdraw(id, reason, version));
	}

	@PostMapping(LIST + "/{id}/recipes")
	@PreAuthorize("hasAuthority('production:soil:recipe')")
	ModelAndView make(@PathVariable UUID id, @Valid @ModelAttribute("form") RecipeForm form, BindingResult errors,
			Model model) {
		model.addAllAttributes(page(id, form).getModel());
		return Forms.submit(errors, () -> "/console/soil-recipes/"
				+ recipes.make(id, Objects.toString(form.crop(), ""), Objects.requireNonNull(form.targetKgMu())),
				"production/soil/sample");
	}

	@GetMapping("/console/soil-recipes/{id}")
	String recipe(@PathVariable UUID id, Model model) {
		model.addAttribute("recipe", recipes.view(id));
		return "production/soil/recipe";
	}

	private ModelAndView act(UUID id, String action, String typed, Runnable command) {
		return RefusedAct.submit(LIST + "/" + id + action, typed, command, LIST + "/" + id,
				() -> page(id, new RecipeForm(null, null)), messages);
	}

	private ModelAndView page(UUID id, RecipeForm form) {
		var page = new ModelAndView("production/soil/sample");
		page.addObject("form", form);
		page.addObject("sample", samples.view(id));
		page.addObject("recipes", recipes.ofSample(id));
		page.addObject("crops", editions.decided().stream().map(it -> new Choice(it.code(), it.name())).toList());
		page.addObject("changes", history.of(SoilSamples.TYPE, id));
		return page;
	}

}
