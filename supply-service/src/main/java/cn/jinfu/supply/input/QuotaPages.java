package cn.jinfu.supply.input;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.member.MemberDirectory;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

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

/** Quotas by member, and the versions of the rate behind them. */
@Controller
@RequestMapping("/console/input-quotas")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('supply:quota:view')")
class QuotaPages {

	private static final String DETAIL = "supply/console/input-quota";

	private static final String RULES = "supply/console/input-quota-rules";

	record GrantForm(@Nullable @NotNull @Positive @Digits(integer = 6, fraction = 2) BigDecimal amount,
			@Nullable @NotBlank @Size(max = 200) String reason) {
	}

	record RuleForm(@Nullable @NotNull @Positive @Digits(integer = 6, fraction = 2) BigDecimal yuanPerMu,
			@Nullable @NotNull LocalDate validFrom, @Nullable @NotBlank @Size(max = 200) String source) {
	}

	private final QuotaCommands commands;

	private final QuotaQueries queries;

	private final MemberDirectory members;

	private final BusinessClock clock;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable Integer year,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", queries.list(q, year, Paged.limit(limit), after));
		model.addAttribute("year", (year != null) ? year : clock.today().getYear());
		return "supply/console/input-quotas";
	}

	@GetMapping("/rules")
	String rules(Model model) {
		model.addAttribute("form", new RuleForm(null, null, null));
		model.addAttribute("rules", queries.rules());
		return RULES;
	}

	@PostMapping("/rules")
	@PreAuthorize("hasAuthority('supply:quota:propose')")
	ModelAndView propose(@Valid @ModelAttribute("form") RuleForm form, BindingResult errors, Model model) {
		var rate = form.yuanPerMu();
		var from = form.validFrom();
		var source = form.source();
		var view = Forms.submit(errors, () -> {
			if (rate != null && from != null && source != null) {
				commands.propose(new QuotaCommands.NewRule(from, new Money(rate), source, false));
			}
		}, "/console/input-quotas/rules", RULES);
		model.addAttribute("rules", queries.rules());
		return view;
	}

	@PostMapping("/rules/{id}/approval")
	@PreAuthorize("hasAuthority('supply:quota:approve')")
	String approve(@PathVariable UUID id, @RequestParam long version) {
		commands.approve(id, version);
		return "redirect:/console/input-quotas/rules";
	}

	@GetMapping("/{memberId}")
	String show(@PathVariable UUID memberId, Model model) {
		facts(memberId, model);
		model.addAttribute("form", new GrantForm(null, null));
		return DETAIL;
	}

	@PostMapping("/{memberId}/grants")
	@PreAuthorize("hasAuthority('supply:quota:grant')")
	ModelAndView grant(@PathVariable UUID memberId, @Valid @ModelAttribute("form") GrantForm form, BindingResult errors,
			Model model) {
		var amount = form.amount();
		var reason = form.reason();
		var view = Forms.submit(errors, () -> {
			if (amount != null && reason != null) {
				commands.grant(memberId, new Money(amount), reason);
			}
		}, "/console/input-quotas/" + memberId, DETAIL);
		facts(memberId, model);
		return view;
	}

	private void facts(UUID memberId, Model model) {
		var member = members.require(memberId);
		var scope = Actor.current().scope();
		if (scope.kind() == Scope.Kind.TOWNSHIP && !scope.ref().equals(member.townshipCode())) {
			throw new NotFound("member.member.not-found", memberId);
		}
		model.addAttribute("member", member);
		model.addAttribute("quota", queries.now(memberId).orElse(null));
		model.addAttribute("entries", queries.entries(memberId));
	}

}
