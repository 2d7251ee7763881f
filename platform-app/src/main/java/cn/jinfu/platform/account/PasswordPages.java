package cn.jinfu.platform.account;

import java.util.Objects;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * One's own password. Somebody whose password an administrator drew may do nothing else
 * before he has chosen his own.
 */
@Controller
@RequestMapping("/account/password")
@PreAuthorize("hasAnyAuthority('console:open', '" + PasswordLogin.MUST_CHANGE + "')")
@RequiredArgsConstructor
class PasswordPages {

	private static final String PAGE = "platform/account/password";

	/** What was typed never comes back. */
	record PasswordForm(@Nullable @NotBlank String current, @Nullable @NotBlank String fresh,
			@Nullable @NotBlank String again) {
	}

	private final AccountCommands commands;

	private final Accounts accounts;

	@ModelAttribute("forced")
	boolean forced() {
		return Actor.current().may(PasswordLogin.MUST_CHANGE);
	}

	@GetMapping
	String show(Model model) {
		model.addAttribute("form", new PasswordForm(null, null, null));
		return PAGE;
	}

	@PostMapping
	ModelAndView change(@Valid @ModelAttribute("form") PasswordForm form, BindingResult errors,
			HttpServletRequest request, HttpServletResponse response) {
		return Forms.submit(errors, () -> {
			if (!Objects.equals(form.fresh(), form.again())) {
				throw new Refusal.RuleBroken("platform.account.password-again").at("again");
			}
			var session = request.getSession(false);
			commands.changeOwnPassword(Objects.requireNonNullElse(form.current(), ""),
					Objects.requireNonNullElse(form.fresh(), ""), (session != null) ? session.getId() : null);
			goOn(request, response);
			return "/";
		}, PAGE);
	}

	/** From now on with everything the account may do. */
	private void goOn(HttpServletRequest request, HttpServletResponse response) {
		var context = SecurityContextHolder.createEmptyContext();
		var login = Actor.current().login();
		var proved = !forced() || request.getSession().getAttribute(Accounts.PROVED) != null;
		context.setAuthentication(
				(proved ? accounts.proved(login) : accounts.byLogin(login).map(accounts::entering).orElseThrow())
					.authentication());
		SecurityContextHolder.setContext(context);
		new HttpSessionSecurityContextRepository().saveContext(context, request, response);
	}

}
