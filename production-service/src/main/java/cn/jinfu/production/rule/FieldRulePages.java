package cn.jinfu.production.rule;

import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.RefusedAct;
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

@Controller
@RequestMapping("/console/production-rules")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:planting:view')")
class FieldRulePages {

	private static final String PATH = "/console/production-rules";

	private static final String PAGE = "production/console/rules";

	record RuleForm(@Nullable @NotNull Integer ordinaryDays, @Nullable @NotNull Integer reasonAfterDays,
			@Nullable @NotNull Integer acceptWarnDays, @Nullable @NotNull Integer acceptDays,
			@Nullable @NotNull LocalDate validFrom, @Nullable @NotBlank @Size(max = 100) String decidedBy) {

		FieldRules.Propose said() {
			if (ordinaryDays == null || reasonAfterDays == null || acceptWarnDays == null || acceptDays == null
					|| validFrom == null || decidedBy == null) {
				throw new IllegalStateException("validated before");
			}
			return new FieldRules.Propose(new RuleDays(ordinaryDays, reasonAfterDays, acceptWarnDays, acceptDays),
					validFrom, decidedBy);
		}

	}

	private final FieldRules rules;

	private final BusinessClock clock;

	private final MessageSource messages;

	@GetMapping
	String list(Model model) {
		var now = rules.current();
		model.addAttribute("form", new RuleForm(now.ordinaryDays(), now.reasonAfterDays(), now.acceptWarnDays(),
				now.acceptDays(), clock.today().plusDays(1), null));
		facts(model);
		return PAGE;
	}

	@PostMapping
	@PreAuthorize("hasAuthority('production:rule:decide')")
	ModelAndView propose(@Valid @ModelAttribute("form") RuleForm form, BindingResult errors, Model model) {
		var view = Forms.submit(errors, () -> {
			rules.propose(form.said());
		}, PATH, PAGE);
		facts(model);
		return view;
	}

	@PostMapping("/{id}/confirmation")
	@PreAuthorize("hasAuthority('production:rule:confirm')")
	ModelAndView confirm(@PathVariable UUID id, Model model) {
		return act(id + "/confirmation", "", () -> rules.confirm(id), model);
	}

	@PostMapping("/{id}/declining")
	@PreAuthorize("hasAuthority('production:rule:confirm')")
	ModelAndView decline(@PathVariable UUID id, @RequestParam String reason, Model model) {
		return act(id + "/declining", reason, () -> rules.decline(id, reason), model);
	}

	private ModelAndView act(String action, String typed, Runnable command, Model model) {
		return RefusedAct.submit(PATH + "/" + action, typed, command, PATH, () -> new ModelAndView(list(model)),
				messages);
	}

	private void facts(Model model) {
		model.addAttribute("now", rules.current());
		model.addAttribute("decided", rules.all());
		model.addAttribute("proposals", rules.open());
		model.addAttribute("today", clock.today());
	}

}
