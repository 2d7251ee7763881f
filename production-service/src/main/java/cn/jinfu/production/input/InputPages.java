package cn.jinfu.production.input;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.production.Crops;
import cn.jinfu.production.InputKind;
import cn.jinfu.production.InputUnit;
import cn.jinfu.production.Plain;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
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

@Controller
@RequestMapping("/console/agri-inputs")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:input:view')")
class InputPages {

	private static final String LIST = "/console/agri-inputs";

	private static final String DETAIL = "production/console/agri-input";

	private static final String FORM = "production/console/agri-input-form";

	/**
	 * @param ingredients active substances, with spaces or commas between them
	 */
	record InputForm(@Nullable @NotBlank @Size(max = 80) String name, @Nullable @NotNull InputKind kind,
			@Nullable @Size(max = 40) String registrationNo, @Nullable LocalDate registeredTo,
			@Nullable @NotBlank @Size(max = 80) String manufacturer, @Nullable @Size(max = 200) String ingredients,
			@Nullable @Size(max = 40) String formulation, @Nullable @NotNull InputUnit unit,
			@Nullable @Positive @Digits(integer = 9, fraction = 3) BigDecimal packQuantity,
			@Nullable @Size(max = 10) String packName) {
	}

	record RuleForm(@Nullable @NotBlank String crop, @Nullable @NotBlank @Size(max = 60) String pest,
			@Nullable @NotNull @Positive @Digits(integer = 9, fraction = 3) BigDecimal doseMax,
			@Nullable @Positive Integer maxTimes, @Nullable @PositiveOrZero @Max(365) Integer intervalDays,
			@Nullable @NotNull LocalDate validFrom, @Nullable @NotBlank @Size(max = 300) String source) {
	}

	private final InputCatalogue catalogue;

	private final Crops crops;

	private final BusinessClock clock;

	private final MessageSource messages;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable InputKind kind, Model model) {
		model.addAttribute("inputs", catalogue.search(q, kind, 200));
		model.addAttribute("kinds", InputKind.values());
		return "production/console/agri-inputs";
	}

	@GetMapping("/new")
	@PreAuthorize("hasAuthority('production:input:edit')")
	String blank(Model model) {
		model.addAttribute("form",
				new InputForm(null, InputKind.PESTICIDE, null, null, null, null, null, InputUnit.G, null, null));
		choices(model);
		return FORM;
	}

	@PostMapping
	@PreAuthorize("hasAuthority('production:input:edit')")
	ModelAndView add(@Valid @ModelAttribute("form") InputForm form, BindingResult errors, Model model) {
		choices(model);
		return Forms.submit(errors, () -> LIST + "/" + catalogue.add(input(form)), FORM);
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		model.addAttribute("form", new RuleForm(null, null, null, null, null, clock.today(), null));
		facts(id, model);
		return DETAIL;
	}

	@PostMapping("/{id}/label-rules")
	@PreAuthorize("hasAuthority('production:input:edit')")
	ModelAndView addRule(@PathVariable UUID id, @Valid @ModelAttribute("form") RuleForm form, BindingResult errors,
			Model model) {
		var dose = form.doseMax();
		var from = form.validFrom();
		var view = Forms.submit(errors, () -> {
			if (dose != null && from != null) {
				catalogue.addRule(new InputCatalogue.NewRule(id, String.valueOf(form.crop()),
						String.valueOf(form.pest()).strip(), null, dose, form.maxTimes(), form.intervalDays(), from,
						String.valueOf(form.source()).strip(), "secondary"));
			}
		}, LIST + "/" + id, DETAIL);
		facts(id, model);
		return view;
	}

	/** How much active substance it holds, for the statistics. */
	@PostMapping("/{id}/content")
	@PreAuthorize("hasAuthority('production:input:edit')")
	ModelAndView tellContent(@PathVariable UUID id, @RequestParam(required = false) @Nullable String content,
			Model model) {
		return RefusedAct.submit(LIST + "/" + id + "/content", Objects.toString(content, ""),
				() -> catalogue.tellContent(id, number(content)), LIST + "/" + id,
				() -> new ModelAndView(show(id, model)), messages);
	}

	private static BigDecimal number(@Nullable String typed) {
		try {
			return new BigDecimal(Objects.toString(typed, "").strip());
		}
		catch (NumberFormatException none) {
			throw new RuleBroken("production.input.content-number").at("content");
		}
	}

	private static InputCatalogue.NewInput input(InputForm form) {
		var kind = form.kind();
		var unit = form.unit();
		if (kind == null || unit == null) {
			throw new IllegalStateException("validated before");
		}
		return new InputCatalogue.NewInput(text(form.name()), kind, blankToNull(form.registrationNo()),
				form.registeredTo(), text(form.manufacturer()),
				Arrays.stream(text(form.ingredients()).split("[\\s,\uFF0C\u3001;\uFF1B]+"))
					.filter(it -> !it.isBlank())
					.toList(),
				text(form.formulation()), unit, form.packQuantity(), blankToNull(form.packName()), true, false);
	}

	private static String text(@Nullable String typed) {
		return (typed != null) ? typed.strip() : "";
	}

	private static @Nullable String blankToNull(@Nullable String typed) {
		return (typed == null || typed.isBlank()) ? null : typed.strip();
	}

	private void facts(UUID id, Model model) {
		model.addAttribute("input", catalogue.require(id));
		model.addAttribute("standing", catalogue.standing(id, clock.today()));
		model.addAttribute("rules", catalogue.allRules(id));
		model.addAttribute("content", catalogue.content(id).map(Plain::of).orElse(null));
		model.addAttribute("crops", crops.all().stream().map(it -> new Choice(it.code(), it.name())).toList());
		model.addAttribute("cropNames",
				crops.all().stream().collect(Collectors.toMap(Crops.Crop::code, Crops.Crop::name)));
	}

	private static void choices(Model model) {
		model.addAttribute("kinds", InputKind.values());
		model.addAttribute("units", InputUnit.values());
	}

}
