package cn.jinfu.production.weather;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.production.soil.EditionState;
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

/** The limits behind the advice: proposed by one, put in force by another. */
@Controller
@RequestMapping("/console/weather-rules")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('console:open') and hasAuthority('production:weather:view')")
class WeatherRulePages {

	private static final String PATH = "/console/weather-rules";

	private static final String PAGE = "production/weather/rules";

	private static final String FORM = "production/weather/rules-form";

	/** Empty lines below those that are there. */
	private static final int SPARE = 3;

	/** A line without work, measure and sentence is left out. */
	record RuleForm(@Nullable WeatherWork work, @Nullable WeatherMeasure measure, @Nullable BigDecimal bound,
			@Nullable WeatherWarning warning, @Nullable Integer withinH, @Nullable WeatherVerdict verdict,
			@Nullable @Size(max = 120) String sentence, @Nullable @Size(max = 200) String source) {

		static final RuleForm BLANK = new RuleForm(null, null, null, null, null, null, null, null);

		static RuleForm of(AdviceRule rule) {
			return new RuleForm(rule.work(), rule.measure(), rule.bound(), rule.warning(), rule.withinH(),
					rule.verdict(), rule.sentence(), rule.source());
		}

		boolean blank() {
			return work == null && measure == null && (sentence == null || sentence.isBlank());
		}

		/** Zero hours where none are given, as the empty box says. */
		AdviceRule rule(int no, int place) {
			if (work == null || measure == null) {
				throw new RuleBroken("production.weather.rule-half").at("rules[" + place + "].work");
			}
			if (verdict == null) {
				throw new RuleBroken("production.weather.verdict").at("rules[" + place + "].verdict");
			}
			return new AdviceRule(no, work, measure, bound, warning, (withinH != null) ? withinH : 0, verdict,
					Objects.requireNonNullElse(sentence, ""), Objects.requireNonNullElse(source, ""));
		}

	}

	record EditionForm(@Nullable @NotNull LocalDate validFrom, @Nullable @NotBlank @Size(max = 200) String decidedBy,
			@Nullable @NotNull Integer forecastH, @Nullable List<@Valid RuleForm> rules) {

		/** With empty lines to write in, as far as an edition goes. */
		EditionForm {
			var lines = new ArrayList<>(Objects.requireNonNullElse(rules, List.<RuleForm>of()));
			lines.replaceAll(it -> Objects.requireNonNullElse(it, RuleForm.BLANK));
			while (!lines.isEmpty() && lines.getLast().blank()) {
				lines.removeLast();
			}
			for (var i = 0; i < SPARE && lines.size() < AdviceRules.MOST_RULES; i++) {
				lines.add(RuleForm.BLANK);
			}
			rules = lines.subList(0, Math.min(lines.size(), AdviceRules.MOST_RULES));
		}

		AdviceRules.Text text() {
			var written = new ArrayList<AdviceRule>();
			var lines = Objects.requireNonNull(rules);
			for (var i = 0; i < lines.size(); i++) {
				if (!lines.get(i).blank()) {
					written.add(lines.get(i).rule(written.size() + 1, i));
				}
			}
			return new AdviceRules.Text(Objects.requireNonNull(validFrom), Objects.requireNonNull(decidedBy),
					Objects.requireNonNull(forecastH), List.copyOf(written), false);
		}

	}

	private final AdviceRules rules;

	private final BusinessClock clock;

	private final MessageSource messages;

	@GetMapping
	String list(Model model) {
		model.addAttribute("editions", rules.all());
		return PAGE;
	}

	/** Begins with the latest edition that was confirmed. */
	@GetMapping("/new")
	@PreAuthorize("hasAuthority('production:weather:decide')")
	String blank(Model model) {
		var last = rules.all().stream().filter(it -> it.state() == EditionState.CONFIRMED).findFirst();
		model.addAttribute("form",
				new EditionForm(clock.today(), null, last.map(it -> it.text().forecastH()).orElse(null),
						last.map(it -> it.text().rules().stream().map(RuleForm::of).toList()).orElse(null)));
		choices(model);
		return FORM;
	}

	@PostMapping
	@PreAuthorize("hasAuthority('production:weather:decide')")
	ModelAndView propose(@Valid @ModelAttribute("form") EditionForm form, BindingResult errors, Model model) {
		choices(model);
		return Forms.submit(errors, () -> {
			rules.propose(form.text());
			return PATH;
		}, FORM);
	}

	@PostMapping("/{id}/confirmation")
	@PreAuthorize("hasAuthority('production:weather:confirm')")
	ModelAndView confirm(@PathVariable UUID id, Model model) {
		return act(id + "/confirmation", "", () -> rules.confirm(id), model);
	}

	@PostMapping("/{id}/declining")
	@PreAuthorize("hasAuthority('production:weather:confirm')")
	ModelAndView decline(@PathVariable UUID id, @RequestParam String reason, Model model) {
		return act(id + "/declining", reason, () -> rules.decline(id, reason), model);
	}

	private ModelAndView act(String action, String typed, Runnable command, Model model) {
		return RefusedAct.submit(PATH + "/" + action, typed, command, PATH, () -> new ModelAndView(list(model)),
				messages);
	}

	private static void choices(Model model) {
		model.addAttribute("works", WeatherWork.values());
		model.addAttribute("measures", WeatherMeasure.values());
		model.addAttribute("warnings",
				List.of(WeatherWarning.BLUE, WeatherWarning.YELLOW, WeatherWarning.ORANGE, WeatherWarning.RED));
		model.addAttribute("verdicts", List.of(WeatherVerdict.WAIT, WeatherVerdict.NO));
	}

}
