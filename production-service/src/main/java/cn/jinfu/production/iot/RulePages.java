package cn.jinfu.production.iot;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalTime;
import java.util.UUID;

import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.production.Crops;
import cn.jinfu.production.iot.alarm.AlarmRule;
import cn.jinfu.production.iot.alarm.Comparison;
import cn.jinfu.production.iot.alarm.Limits;
import cn.jinfu.production.iot.alarm.RuleCommands;
import cn.jinfu.production.iot.alarm.Severity;
import cn.jinfu.production.iot.device.DeviceProducts;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
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
@RequestMapping("/console/alarm-rules")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:device:view')")
class RulePages {

	private static final String LIST = "/console/alarm-rules";

	private static final String FORM = "production/iot/rule-form";

	record RuleForm(@Nullable @NotBlank @Size(max = 60) String name, @Nullable UUID productId, @Nullable UUID deviceId,
			@Nullable @NotBlank @Size(max = 40) String key, @Nullable @NotNull Comparison comparison,
			@Nullable BigDecimal raiseHigh, @Nullable BigDecimal clearHigh, @Nullable BigDecimal raiseLow,
			@Nullable BigDecimal clearLow, @Nullable BigDecimal margin, @Nullable @Min(0) @Max(1440) Integer minMinutes,
			@Nullable @Min(0) @Max(1440) Integer clearMinutes, @Nullable @Min(1) @Max(1000) Integer minSamples,
			@Nullable @Min(1) @Max(43200) Integer noDataMinutes,
			@Nullable @DateTimeFormat(pattern = "HH:mm") LocalTime activeFrom,
			@Nullable @DateTimeFormat(pattern = "HH:mm") LocalTime activeTo, @Nullable String crop,
			@Nullable @Min(0) Integer dayFrom, @Nullable @Min(0) Integer dayTo, @Nullable @NotNull Severity severity,
			@Nullable @Min(1) @Max(10080) Integer escalateMinutes, @Nullable @Min(5) @Max(10080) Integer quietMinutes,
			@Nullable Long version) {

		static RuleForm of(AlarmRule it) {
			return new RuleForm(it.name(), it.productId(), it.deviceId(), it.channel(), it.comparison(),
					decimal(it.raiseHigh()), decimal(it.clearHigh()), decimal(it.raiseLow()), decimal(it.clearLow()),
					decimal(it.margin()), it.minDurationS() / 60, it.clearDurationS() / 60, it.minSamples(),
					minutes(it.noDataS()), it.activeFrom(), it.activeTo(), it.crop(), it.dayFrom(), it.dayTo(),
					it.severity(), minutes(it.escalateS()), minutes(it.quietS()), it.version());
		}

		RuleCommands.Text text() {
			var compare = comparison;
			var grade = severity;
			if (compare == null || grade == null) {
				throw new IllegalStateException("validated before");
			}
			return new RuleCommands.Text(String.valueOf(name),
					new AlarmRule.Target(productId, deviceId, String.valueOf(key).strip()),
					new Limits(compare, number(raiseLow), number(raiseHigh), number(clearLow), number(clearHigh),
							number(margin), Duration.ofMinutes((minMinutes != null) ? minMinutes : 0),
							Duration.ofMinutes((clearMinutes != null) ? clearMinutes : 0),
							(minSamples != null) ? minSamples : 1),
					new AlarmRule.When(activeFrom, activeTo, (crop == null || crop.isBlank()) ? null : crop, dayFrom,
							dayTo),
					new AlarmRule.Care(grade, (noDataMinutes != null) ? Duration.ofMinutes(noDataMinutes) : null,
							(escalateMinutes != null) ? Duration.ofMinutes(escalateMinutes) : null,
							(quietMinutes != null) ? Duration.ofMinutes(quietMinutes) : null));
		}

		private static @Nullable Double number(@Nullable BigDecimal value) {
			return (value != null) ? value.doubleValue() : null;
		}

		private static @Nullable BigDecimal decimal(@Nullable Double value) {
			return (value != null) ? cn.jinfu.production.Plain.of(BigDecimal.valueOf(value)) : null;
		}

		private static @Nullable Integer minutes(@Nullable Integer seconds) {
			return (seconds != null) ? Integer.valueOf(seconds / 60) : null;
		}

	}

	private final RuleCommands rules;

	private final DeviceProducts products;

	private final Crops crops;

	@GetMapping
	String list(Model model) {
		model.addAttribute("rules", rules.list());
		return "production/iot/rules";
	}

	@GetMapping("/new")
	@PreAuthorize("hasAuthority('production:alarm:rule')")
	String blank(@RequestParam(required = false) @Nullable UUID productId,
			@RequestParam(required = false) @Nullable UUID deviceId, Model model) {
		model.addAttribute("form", new RuleForm(null, productId, deviceId, null, Comparison.ABOVE, null, null, null,
				null, null, 10, 10, 2, null, null, null, null, null, null, Severity.MAJOR, 30, 120, null));
		choices(model);
		return FORM;
	}

	@PostMapping
	@PreAuthorize("hasAuthority('production:alarm:rule')")
	ModelAndView add(@Valid @ModelAttribute("form") RuleForm form, BindingResult errors, Model model) {
		choices(model);
		return Forms.submit(errors, () -> {
			rules.add(form.text());
			return LIST;
		}, FORM);
	}

	@GetMapping("/{id}")
	String edit(@PathVariable UUID id, Model model) {
		var rule = rules.view(id);
		model.addAttribute("rule", rule);
		model.addAttribute("form", RuleForm.of(rule));
		choices(model);
		return FORM;
	}

	@PostMapping("/{id}")
	@PreAuthorize("hasAuthority('production:alarm:rule')")
	ModelAndView change(@PathVariable UUID id, @Valid @ModelAttribute("form") RuleForm form, BindingResult errors,
			Model model) {
		model.addAttribute("rule", rules.view(id));
		choices(model);
		var seen = form.version();
		return Forms.submit(errors, () -> rules.change(id, form.text(), (seen != null) ? seen : -1), LIST, FORM);
	}

	@PostMapping("/{id}/disabling")
	@PreAuthorize("hasAuthority('production:alarm:rule')")
	String off(@PathVariable UUID id, @RequestParam long version) {
		rules.turn(id, false, version);
		return "redirect:" + LIST;
	}

	@PostMapping("/{id}/enabling")
	@PreAuthorize("hasAuthority('production:alarm:rule')")
	String on(@PathVariable UUID id, @RequestParam long version) {
		rules.turn(id, true, version);
		return "redirect:" + LIST;
	}

	private void choices(Model model) {
		model.addAttribute("products",
				products.list()
					.stream()
					.map(it -> new Choice(it.id().toString(), it.code() + " " + it.name()))
					.toList());
		model.addAttribute("crops", crops.all().stream().map(it -> new Choice(it.code(), it.name())).toList());
		model.addAttribute("comparisons", Comparison.values());
		model.addAttribute("severities", Severity.values());
	}

}
