package cn.jinfu.platform.home;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.MobileNumber;
import cn.jinfu.kernel.Problems;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.platform.account.AskingAgain;
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

	/** The face of somebody who is none of those known under the number. */
	static final String NEW = "new";

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
	 * From the right code to a person in up to three questions: which of several persons
	 * or somebody new, the last six of the ID number, or a newcomer's name. The form
	 * brings all earlier answers along; each round counts as an attempt at the code.
	 * @param face which of several persons it is, or {@value #NEW}; absent at first
	 */
	@PostMapping("/login/phone")
	String phone(@RequestParam UUID challenge, @RequestParam String code, @RequestParam MobileNumber mobile,
			@RequestParam(required = false) @Nullable String face,
			@RequestParam(required = false) @Nullable String lastSix,
			@RequestParam(required = false) @Nullable String name, HttpServletRequest request,
			HttpServletResponse response, Model model) {
		var answer = phones.answer(challenge, code, mobile);
		if (answer.isEmpty()) {
			return "redirect:/login?by=phone&error=code";
		}
		model.addAttribute("challengeId", challenge);
		model.addAttribute("code", code);
		model.addAttribute("mobile", mobile.value());
		model.addAttribute("face", face);
		var faces = answer.get();
		var newcomer = faces.isEmpty() || NEW.equals(face);
		var chosen = newcomer ? faces.stream().filter(it -> it.name().equals(stripped(name))).findFirst()
				: faces.stream().filter(it -> it.key().equals(face) || (faces.size() == 1 && face == null)).findFirst();
		if (newcomer && chosen.isEmpty()) {
			if (stripped(name).length() < 2) {
				model.addAttribute("ask", "name");
				return login(null, null, "phone", model);
			}
			keep(phones.enrol(challenge, stripped(name), mobile), request, response);
			return "redirect:/portal/join";
		}
		if (chosen.isEmpty()) {
			model.addAttribute("ask", "face");
			model.addAttribute("faces", faces);
			return login(null, null, "phone", model);
		}
		var person = chosen.get();
		if (phones.asksIdentity(person, mobile) && !phones.identified(person, stripped(lastSix))) {
			model.addAttribute("ask", "identity");
			model.addAttribute("face", person.key());
			model.addAttribute("wrongId", !stripped(lastSix).isEmpty());
			return login(null, null, "phone", model);
		}
		keep(phones.enter(challenge, person, mobile), request, response);
		return (person.memberId() != null) ? "redirect:/portal" : "redirect:/portal/join";
	}

	/** Somebody logged in by phone goes on for a farm that became his. */
	@PostMapping("/login/farm")
	String farm(@RequestParam UUID memberId, HttpServletRequest request, HttpServletResponse response) {
		var actor = Actor.ifPresent().filter(it -> it.may("portal:open")).flatMap(it -> phones.actFor(it, memberId));
		if (actor.isEmpty()) {
			return "redirect:/login?by=phone";
		}
		keep(actor.get(), request, response);
		return "redirect:/portal";
	}

	private static String stripped(@Nullable String typed) {
		return (typed == null) ? "" : typed.strip();
	}

	private static void keep(Actor actor, HttpServletRequest request, HttpServletResponse response) {
		request.setAttribute(KEEP, true);
		var old = request.getSession(false);
		if (old != null) {
			old.invalidate();
		}
		AskingAgain.answered(request.getSession());
		request.getSession().setMaxInactiveInterval(Math.toIntExact(ON_THAT_PHONE.toSeconds()));
		var context = SecurityContextHolder.createEmptyContext();
		context.setAuthentication(actor.authentication());
		new HttpSessionSecurityContextRepository().saveContext(context, request, response);
	}

}
