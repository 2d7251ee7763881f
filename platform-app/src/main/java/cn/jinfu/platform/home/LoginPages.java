package cn.jinfu.platform.home;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.MobileNumber;
import cn.jinfu.kernel.Problems;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.platform.account.PhoneLogin;
import cn.jinfu.platform.demo.DemoAccounts;
import cn.jinfu.platform.security.Tenants;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.session.autoconfigure.DefaultCookieSerializerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Where staff log in by password and members by their phone. The demo's accounts and
 * codes stand here in a demo only.
 */
@Controller
@RequiredArgsConstructor
class LoginPages {

	/** A farm logs in on its own phone once in half a year. */
	private static final Duration ON_THAT_PHONE = Duration.ofDays(180);

	private static final String KEEP = LoginPages.class.getName() + ".keep";

	private final Tenants tenants;

	private final PhoneLogin phones;

	private final Problems problems;

	@Bean
	static DefaultCookieSerializerCustomizer keptCookie() {
		return cookie -> cookie.setRememberMeRequestAttribute(KEEP);
	}

	@GetMapping("/login")
	String login(@RequestParam(required = false) @Nullable String error,
			@RequestParam(required = false) @Nullable String user, @RequestParam(required = false) @Nullable String by,
			Model model) {
		var demo = tenants.all().stream().anyMatch(Tenants.Federation::demo);
		var accounts = demo ? Stream.concat(DemoAccounts.MAIN.stream(), DemoAccounts.OTHER.stream()).toList()
				: List.<DemoAccounts.Account>of();
		var chosen = accounts.stream().map(DemoAccounts.Account::login).filter(it -> it.equals(user)).findFirst();
		model.addAttribute("accounts", accounts);
		model.addAttribute("error", error);
		model.addAttribute("user", chosen.orElse(""));
		model.addAttribute("demoPassword", demo ? DemoAccounts.PASSWORD : "");
		model.addAttribute("phone", "phone".equals(by));
		return "platform/home/login";
	}

	@PostMapping("/login/code")
	String code(@RequestParam String mobile, HttpServletRequest request, HttpServletResponse response, Model model) {
		try {
			model.addAttribute("challenge", phones.challenge(new MobileNumber(mobile), request.getRemoteAddr()));
		}
		catch (Refusal.RuleBroken | Refusal.TooMany refused) {
			response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
			model.addAttribute("refused", problems.words(refused, LocaleContextHolder.getLocale()));
		}
		return login(null, null, "phone", model);
	}

	/**
	 * @param face which of several persons it is; absent at first
	 */
	@PostMapping("/login/phone")
	String phone(@RequestParam UUID challenge, @RequestParam String code,
			@RequestParam(required = false) @Nullable String face, HttpServletRequest request,
			HttpServletResponse response, Model model) {
		var faces = phones.answer(challenge, code);
		if (faces.isEmpty()) {
			return "redirect:/login?by=phone&error=code";
		}
		var chosen = faces.stream().filter(it -> faces.size() == 1 || it.key().equals(face)).findFirst();
		if (chosen.isEmpty()) {
			model.addAttribute("faces", faces);
			model.addAttribute("challengeId", challenge);
			model.addAttribute("code", code);
			return login(null, null, "phone", model);
		}
		keep(phones.enter(challenge, chosen.get()), request, response);
		return "redirect:/portal";
	}

	private static void keep(Actor actor, HttpServletRequest request, HttpServletResponse response) {
		request.setAttribute(KEEP, true);
		var old = request.getSession(false);
		if (old != null) {
			old.invalidate();
		}
		request.getSession().setMaxInactiveInterval(Math.toIntExact(ON_THAT_PHONE.toSeconds()));
		var context = SecurityContextHolder.createEmptyContext();
		context.setAuthentication(actor.authentication());
		new HttpSessionSecurityContextRepository().saveContext(context, request, response);
	}

}
