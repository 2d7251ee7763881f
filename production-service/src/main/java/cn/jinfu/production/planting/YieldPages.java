package cn.jinfu.production.planting;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.production.Crops;
import cn.jinfu.production.PlotKind;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
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
@RequestMapping("/console/yield-standards")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:planting:view')")
class YieldPages {

	private static final String PATH = "/console/yield-standards";

	private static final String PAGE = "production/console/yield-standards";

	record YieldForm(@Nullable @NotBlank String crop, @Nullable @NotNull PlotKind plotKind,
			@Nullable @NotNull @Positive @Digits(integer = 6, fraction = 3) BigDecimal kgPerMu,
			@Nullable @NotNull LocalDate validFrom, @Nullable @NotBlank @Size(max = 100) String decidedBy) {
	}

	private final YieldStandards yields;

	private final Crops crops;

	private final BusinessClock clock;

	private final MessageSource messages;

	@GetMapping
	String list(Model model) {
		model.addAttribute("form", new YieldForm(null, null, null, clock.today(), null));
		facts(model);
		return PAGE;
	}

	@PostMapping
	@PreAuthorize("hasAuthority('production:yield:decide')")
	ModelAndView propose(@Valid @ModelAttribute("form") YieldForm form, BindingResult errors, Model model) {
		var kind = form.plotKind();
		var kg = form.kgPerMu();
		var from = form.validFrom();
		var view = Forms.submit(errors, () -> {
			if (kind != null && kg != null && from != null) {
				yields.propose(new YieldStandards.Propose(String.valueOf(form.crop()), kind, kg, from,
						String.valueOf(form.decidedBy()), false));
			}
		}, PATH, PAGE);
		facts(model);
		return view;
	}

	@PostMapping("/{id}/confirmation")
	@PreAuthorize("hasAuthority('production:yield:confirm')")
	ModelAndView confirm(@PathVariable UUID id, Model model) {
		return act(id + "/confirmation", "", () -> yields.confirm(id), model);
	}

	@PostMapping("/{id}/declining")
	@PreAuthorize("hasAuthority('production:yield:confirm')")
	ModelAndView decline(@PathVariable UUID id, @RequestParam String reason, Model model) {
		return act(id + "/declining", reason, () -> yields.decline(id, reason), model);
	}

	private ModelAndView act(String action, String typed, Runnable command, Model model) {
		return RefusedAct.submit(PATH + "/" + action, typed, command, PATH, () -> new ModelAndView(list(model)),
				messages);
	}

	private void facts(Model model) {
		model.addAttribute("standards", yields.all());
		model.addAttribute("proposals", yields.open());
		model.addAttribute("crops", crops.all().stream().map(it -> new Choice(it.code(), it.name())).toList());
		model.addAttribute("kinds", PlotKind.values());
	}

}
