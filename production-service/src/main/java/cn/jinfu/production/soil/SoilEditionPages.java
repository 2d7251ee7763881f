package cn.jinfu.production.soil;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.production.Crops;
import cn.jinfu.production.InputKind;
import cn.jinfu.production.InputUnit;
import cn.jinfu.production.input.InputCatalogue;
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
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The figures behind recipes: proposed by one, put in force by another. */
@Controller
@RequestMapping("/console/soil-editions")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('console:open') and hasAuthority('production:soil:view')")
class SoilEditionPages {

	private static final String PATH = "/console/soil-editions";

	private static final String PAGE = "production/soil/editions";

	private static final String FORM = "production/soil/edition-form";

	private static final String FERTILISER = "production/soil/fertiliser-form";

	record EditionForm(@Nullable @NotBlank String crop, @Nullable @NotNull LocalDate validFrom,
			@Nullable @NotBlank @Size(max = 200) String source, @Nullable @NotNull BigDecimal topsoilKg,
			@Nullable @NotNull BigDecimal uptakeN, @Nullable @NotNull BigDecimal uptakeP,
			@Nullable @NotNull BigDecimal uptakeK, @Nullable @NotNull BigDecimal supplyN,
			@Nullable @NotNull BigDecimal supplyP, @Nullable @NotNull BigDecimal supplyK,
			@Nullable @NotNull BigDecimal useN, @Nullable @NotNull BigDecimal useP, @Nullable @NotNull BigDecimal useK,
			@Nullable @NotNull BigDecimal phLow, @Nullable @NotNull BigDecimal phHigh,
			@Nullable @NotNull BigDecimal organicLow, @Nullable @NotNull BigDecimal mostKgMu) {

		static EditionForm blank(LocalDate today) {
			return new EditionForm(null, today, null, null, null, null, null, null, null, null, null, null, null, null,
					null, null, null);
		}

		SoilEditions.Text text() {
			return new SoilEditions.Text(Objects.toString(crop, ""), Objects.requireNonNull(validFrom),
					Objects.toString(source, ""), Objects.requireNonNull(topsoilKg), three(uptakeN, uptakeP, uptakeK),
					three(supplyN, supplyP, supplyK), three(useN, useP, useK), Objects.requireNonNull(phLow),
					Objects.requireNonNull(phHigh), Objects.requireNonNull(organicLow),
					Objects.requireNonNull(mostKgMu), false);
		}

		private static Map<Nutrient, BigDecimal> three(@Nullable BigDecimal n, @Nullable BigDecimal p,
				@Nullable BigDecimal k) {
			return Map.of(Nutrient.N, Objects.requireNonNull(n), Nutrient.P, Objects.requireNonNull(p), Nutrient.K,
					Objects.requireNonNull(k));
		}

	}

	record FertiliserForm(@Nullable @NotNull UUID inputId, @Nullable @NotNull BigDecimal n,
			@Nullable @NotNull BigDecimal p, @Nullable @NotNull BigDecimal k,
			@Nullable @NotBlank @Size(max = 200) String source, @Nullable Boolean blended) {
	}

	private final SoilEditions editions;

	private final Crops crops;

	private final InputCatalogue inputs;

	private final BusinessClock clock;

	private final MessageSource messages;

	@GetMapping
	String list(Model model) {
		model.addAttribute("editions", editions.all());
		model.addAttribute("fertilisers", editions.fertilisers());
		return PAGE;
	}

	@GetMapping("/new")
	@PreAuthorize("hasAuthority('production:soil:decide')")
	String blank(Model model) {
		model.addAttribute("form", EditionForm.blank(clock.today()));
		cropChoices(model);
		return FORM;
	}

	@PostMapping
	@PreAuthorize("hasAuthority('production:soil:decide')")
	ModelAndView propose(@Valid @ModelAttribute("form") EditionForm form, BindingResult errors, Model model) {
		cropChoices(model);
		return Forms.submit(errors, () -> {
			editions.propose(form.text());
			return PATH;
		}, FORM);
	}

	@PostMapping("/{id}/confirmation")
	@PreAuthorize("hasAuthority('production:soil:approve')")
	ModelAndView confirm(@PathVariable UUID id, Model model) {
		return act(id + "/confirmation", "", () -> editions.confirm(id), model);
	}

	@PostMapping("/{id}/declining")
	@PreAuthorize("hasAuthority('production:soil:approve')")
	ModelAndView decline(@PathVariable UUID id, @RequestParam String reason, Model model) {
		return act(id + "/declining", reason, () -> editions.decline(id, reason), model);
	}

	@GetMapping("/fertilisers/new")
	@PreAuthorize("hasAuthority('production:soil:decide')")
	String blankFertiliser(Model model) {
		model.addAttribute("form", new FertiliserForm(null, null, null, null, null, true));
		inputChoices(model);
		return FERTILISER;
	}

	@PostMapping("/fertilisers")
	@PreAuthorize("hasAuthority('production:soil:decide')")
	ModelAndView declare(@Valid @ModelAttribute("form") FertiliserForm form, BindingResult errors, Model model) {
		inputChoices(model);
		return Forms.submit(errors, () -> {
			editions.declare(new SoilEditions.Fertiliser(Objects.requireNonNull(form.inputId()), "",
					Objects.requireNonNull(form.n()), Objects.requireNonNull(form.p()),
					Objects.requireNonNull(form.k()), Objects.toString(form.source(), ""),
					Boolean.TRUE.equals(form.blended())));
			return PATH;
		}, FERTILISER);
	}

	private void cropChoices(Model model) {
		model.addAttribute("crops", crops.all().stream().map(it -> new Choice(it.code(), it.name())).toList());
	}

	private void inputChoices(Model model) {
		model.addAttribute("inputs",
				inputs.search(null, InputKind.FERTILISER, 500)
					.stream()
					.filter(it -> it.unit() == InputUnit.G)
					.map(it -> new Choice(it.inputId().toString(), it.name()))
					.toList());
	}

	private ModelAndView act(String action, String typed, Runnable command, Model model) {
		return RefusedAct.submit(PATH + "/" + action, typed, command, PATH, () -> new ModelAndView(list(model)),
				messages);
	}

}
