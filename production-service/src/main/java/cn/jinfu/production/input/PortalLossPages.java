package cn.jinfu.production.input;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.production.InputHoldings;
import cn.jinfu.production.Plain;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
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

/** 记损耗 on the phone. */
@Controller
@RequestMapping("/portal/holdings/losses")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('portal:open') and hasAuthority('production:operation:record')")
class PortalLossPages {

	private static final String LIST = "/portal/holdings";

	private static final String FORM = "production/portal/loss-form";

	/**
	 * @param holding input and lot, between a colon
	 */
	record LossForm(@Nullable String requestKey, @Nullable @NotBlank String holding,
			@Nullable @NotNull BigDecimal quantity, @Nullable @NotNull LossCause cause, @Nullable @NotNull LocalDate on,
			@Nullable @Size(max = 200) String note) {
	}

	private final InputHoldings holdings;

	private final InputLosses losses;

	private final BusinessClock clock;

	private final MessageSource messages;

	@GetMapping("/new")
	String blank(Model model) {
		model.addAttribute("form", new LossForm(Ids.next().toString(), null, null, null, clock.today(), null));
		choices(model);
		return FORM;
	}

	@PostMapping
	ModelAndView enter(@Valid @ModelAttribute("form") LossForm form, BindingResult errors, Model model) {
		choices(model);
		return Forms.submit(errors, () -> losses.enter(loss(form)), LIST, FORM);
	}

	@PostMapping("/{id}/voiding")
	String strike(@PathVariable UUID id, @RequestParam String reason) {
		losses.strike(id, reason);
		return "redirect:" + LIST;
	}

	private static InputLosses.Enter loss(LossForm form) {
		var parts = Objects.toString(form.holding(), "").split(":", 2);
		try {
			return new InputLosses.Enter(Once.clientUid(form.requestKey()), Actor.current().memberId(),
					UUID.fromString(parts[0]), (parts.length > 1) ? parts[1] : "",
					Objects.requireNonNull(form.quantity()), Objects.requireNonNull(form.cause()), form.note(),
					Objects.requireNonNull(form.on()));
		}
		catch (IllegalArgumentException _) {
			throw new RuleBroken("production.operation.input-missing").at("holding");
		}
	}

	private void choices(Model model) {
		var locale = LocaleContextHolder.getLocale();
		model.addAttribute("holdings",
				holdings.ofMember(Actor.current().memberId())
					.stream()
					.map(it -> new Choice(it.inputId() + ":" + it.lotNo(),
							it.inputName() + " " + it.lotNo() + " " + Plain.of(it.quantity()).toPlainString() + " "
									+ messages.getMessage("enum.InputUnit." + it.unit().name(), null, locale)))
					.toList());
		model.addAttribute("causes", LossCause.values());
	}

}
