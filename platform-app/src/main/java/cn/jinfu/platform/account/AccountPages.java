package cn.jinfu.platform.account;

import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.platform.secondfactor.SecondFactors;
import jakarta.validation.Valid;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpStatus;
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

/** Staff accounts: the administrator changes them, the security officer looks on. */
@Controller
@RequestMapping("/console/accounts")
@PreAuthorize("hasAuthority('platform:account:read')")
@RequiredArgsConstructor
class AccountPages {

	private static final String FORM = "platform/account/form";

	private static final String DETAIL = "platform/account/account";

	private final AccountCommands commands;

	private final AccountQueries queries;

	private final Accounts accounts;

	private final SecondFactors factors;

	private final Bundles bundles;

	private final StatusHistory history;

	private final MessageSource messages;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable String role,
			@RequestParam(required = false) @Nullable AccountStatus status,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", queries.list(new AccountQueries.Filter(q, role, status, after, Paged.limit(limit))));
		model.addAttribute("roles", queries.staffRoles().stream().map(it -> choice(it, "role." + it)).toList());
		model.addAttribute("statuses", AccountStatus.values());
		return "platform/account/list";
	}

	@GetMapping("/new")
	@PreAuthorize("hasAuthority('platform:account:manage')")
	String blank(Model model) {
		choices(null, model);
		model.addAttribute("form", AccountForm.empty());
		return FORM;
	}

	/** Shows the first password once, so this answer is no redirect. */
	@PostMapping
	@PreAuthorize("hasAuthority('platform:account:manage')")
	ModelAndView create(@Valid @ModelAttribute("form") AccountForm form, BindingResult errors, Model model) {
		choices(null, model);
		if (!errors.hasErrors()) {
			try {
				var opened = commands.create(Objects.requireNonNullElse(form.login(), ""), form.facts(bundles, null));
				facts(opened.id(), model);
				model.addAttribute("password", opened.password());
				return new ModelAndView(DETAIL);
			}
			catch (Refusal.RuleBroken refusal) {
				Forms.reject(errors, refusal);
			}
		}
		return new ModelAndView(FORM, HttpStatus.UNPROCESSABLE_CONTENT);
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		facts(id, model);
		return DETAIL;
	}

	@GetMapping("/{id}/edit")
	@PreAuthorize("hasAuthority('platform:account:manage')")
	String edit(@PathVariable UUID id, Model model) {
		var account = queries.view(id);
		choices(account, model);
		model.addAttribute("form", AccountForm.of(account));
		return FORM;
	}

	@PostMapping("/{id}")
	@PreAuthorize("hasAuthority('platform:account:manage')")
	ModelAndView change(@PathVariable UUID id, @Valid @ModelAttribute("form") AccountForm form, BindingResult errors,
			Model model) {
		var account = queries.view(id);
		choices(account, model);
		var kept = new Scope(Scope.Kind.valueOf(account.scopeKind()), account.scopeRef());
		return Forms.submit(errors,
				() -> commands.change(id, form.facts(bundles, kept), Objects.requireNonNullElse(form.version(), -1L)),
				"/console/accounts/" + id, FORM);
	}

	@PostMapping("/{id}/disablement")
	@PreAuthorize("hasAuthority('platform:account:manage')")
	String disable(@PathVariable UUID id, @RequestParam String reason,
			@RequestParam(required = false) @Nullable UUID heir, @RequestParam long version) {
		commands.disable(id, reason, heir, version);
		return "redirect:/console/accounts/" + id;
	}

	@PostMapping("/{id}/enablement")
	@PreAuthorize("hasAuthority('platform:account:manage')")
	String enable(@PathVariable UUID id, @RequestParam long version) {
		commands.enable(id, version);
		return "redirect:/console/accounts/" + id;
	}

	/** Shows the new password once, so this answer is no redirect. */
	@PostMapping("/{id}/password")
	@PreAuthorize("hasAuthority('platform:account:manage')")
	String resetPassword(@PathVariable UUID id, @RequestParam long version, Model model) {
		model.addAttribute("password", commands.resetPassword(id, version));
		facts(id, model);
		return DETAIL;
	}

	@PostMapping("/{id}/unlocking")
	@PreAuthorize("hasAuthority('platform:account:manage')")
	String unlock(@PathVariable UUID id) {
		commands.unlock(id);
		return "redirect:/console/accounts/" + id;
	}

	private void facts(UUID id, Model model) {
		model.addAttribute("account", queries.view(id));
		model.addAttribute("heirs",
				accounts.staff(Tenant.require())
					.stream()
					.filter(it -> !it.accountId().equals(id))
					.map(it -> new Choice(it.accountId().toString(), it.displayName()))
					.toList());
		model.addAttribute("secondFactor", factors.isEnrolled(id));
		model.addAttribute("self", id.equals(Actor.current().accountId()));
		model.addAttribute("changes", history.of("Account", id));
	}

	private void choices(@Nullable AccountView account, Model model) {
		model.addAttribute("account", account);
		model.addAttribute("staffRoles", queries.staffRoles());
		model.addAttribute("townships", queries.townships());
		model.addAttribute("outlets", queries.outlets());
		model.addAttribute("banks", queries.banks());
		model.addAttribute("bundles", bundles.names().stream().map(it -> choice(it, "bundle." + it)).toList());
		var kinds = List.of(Scope.Kind.ALL, Scope.Kind.TOWNSHIP, Scope.Kind.OUTLET, Scope.Kind.BANK);
		var kind = (account != null) ? Scope.Kind.valueOf(account.scopeKind()) : Scope.Kind.ALL;
		model.addAttribute("kinds", kinds.contains(kind) ? kinds : List.of(kind));
	}

	private Choice choice(String value, String key) {
		return new Choice(value,
				String.valueOf(messages.getMessage(key, null, value, LocaleContextHolder.getLocale())));
	}

}
