package cn.jinfu.platform.home;

import java.io.Serializable;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.MobileNumber;
import cn.jinfu.kernel.Problems;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.web.PublicUrl;
import cn.jinfu.platform.account.AskingAgain;
import cn.jinfu.platform.account.PhoneLogin;
import cn.jinfu.platform.account.SignIns;
import cn.jinfu.platform.demo.DemoAccounts;
import cn.jinfu.platform.security.Tenants;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.session.autoconfigure.DefaultCookieSerializerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
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

	/** What must come back from the outside house that this browser was sent to. */
	private static final String SENT = LoginPages.class.getName() + ".sent";

	/** Whom an outside house named, until he proves his number. */
	private static final String NAMED = LoginPages.class.getName() + ".named";

	private static final SecureRandom RANDOM = new SecureRandom();

	/** One way out and back. */
	private record Sent(String provider, String state) implements Serializable {
	}

	private final Tenants tenants;

	private final PhoneLogin phones;

	private final Problems problems;

	private final SignIns signIns;

	private final PublicUrl publicUrl;

	@Bean
	static DefaultCookieSerializerCustomizer keptCookie() {
		return cookie -> cookie.setRememberMeRequestAttribute(KEEP);
	}

	@GetMapping("/login")
	String login(@RequestParam(required = false) @Nullable String error,
			@RequestParam(required = false) @Nullable String user, @RequestParam(required = false) @Nullable String by,
			HttpServletRequest request, Model model) {
		var demo = tenants.all().stream().anyMatch(Tenants.Federation::demo);
		var accounts = demo ? Stream.concat(DemoAccounts.MAIN.stream(), DemoAccounts.OTHER.stream()).toList()
				: List.<DemoAccounts.Account>of();
		var chosen = accounts.stream().map(DemoAccounts.Account::login).filter(it -> it.equals(user)).findFirst();
		model.addAttribute("accounts", accounts);
		model.addAttribute("error", error);
		model.addAttribute("user", chosen.orElse(""));
		model.addAttribute("demoPassword", demo ? DemoAccounts.PASSWORD : "");
		model.addAttribute("phone", "phone".equals(by));
		model.addAttribute("houses", signIns.offered(request.getHeader(HttpHeaders.USER_AGENT)));
		named(request).ifPresent(it -> model.addAttribute("named", it.provider()));
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
		return login(null, null, "phone", request, model);
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
				return login(null, null, "phone", request, model);
			}
			enter(phones.enrol(challenge, stripped(name), mobile), request, response);
			return "redirect:/portal/join";
		}
		if (chosen.isEmpty()) {
			model.addAttribute("ask", "face");
			model.addAttribute("faces", faces);
			return login(null, null, "phone", request, model);
		}
		var person = chosen.get();
		if (phones.asksIdentity(person, mobile) && !phones.identified(person, stripped(lastSix))) {
			model.addAttribute("ask", "identity");
			model.addAttribute("face", person.key());
			model.addAttribute("wrongId", !stripped(lastSix).isEmpty());
			return login(null, null, "phone", request, model);
		}
		enter(phones.enter(challenge, person, mobile), request, response);
		return (person.memberId() != null) ? "redirect:/portal" : "redirect:/portal/join";
	}

	/** To the outside house; nothing there where none of this name is configured. */
	@GetMapping("/login/with/{provider}")
	String leave(@PathVariable String provider, HttpServletRequest request) {
		var house = signIns.house(provider)
			.orElseThrow(() -> new Refusal.NotFound("platform.login.no-house", provider));
		var state = new byte[24];
		RANDOM.nextBytes(state);
		var sent = new Sent(provider, Base64.getUrlEncoder().withoutPadding().encodeToString(state));
		request.getSession().setAttribute(SENT, sent);
		return "redirect:" + house.door(sent.state(), URI.create(publicUrl.of("/login/with/" + provider + "/answer")));
	}

	/**
	 * Back from there. Whoever is tied to one of ours is in; anybody else proves his
	 * number first. A way that this browser did not go out leads nowhere.
	 */
	@GetMapping("/login/with/{provider}/answer")
	String comeBack(@PathVariable String provider, @RequestParam(required = false) @Nullable String code,
			@RequestParam(required = false) @Nullable String state, HttpServletRequest request,
			HttpServletResponse response) {
		var house = signIns.house(provider)
			.orElseThrow(() -> new Refusal.NotFound("platform.login.no-house", provider));
		var session = request.getSession(false);
		var sent = (session != null) ? session.getAttribute(SENT) : null;
		if (session != null) {
			session.removeAttribute(SENT);
		}
		if (code == null || state == null || !new Sent(provider, state).equals(sent)) {
			return "redirect:/login?by=phone&error=outside";
		}
		var subject = house.subject(code);
		if (subject.isEmpty()) {
			return "redirect:/login?by=phone&error=outside";
		}
		var who = signIns.known(house, subject.get());
		var actor = signIns.person(who).flatMap(person -> phones.enterFrom(provider, person));
		if (actor.isEmpty()) {
			request.getSession().setAttribute(NAMED, who);
			return "redirect:/login?by=phone";
		}
		keep(actor.get(), request, response);
		return (actor.get().scope().kind() == Scope.Kind.MEMBER) ? "redirect:/portal" : "redirect:/portal/join";
	}

	private static Optional<SignIns.Unknown> named(HttpServletRequest request) {
		var session = request.getSession(false);
		return Optional.ofNullable((session != null) ? (SignIns.Unknown) session.getAttribute(NAMED) : null);
	}

	/** By a code just proved, which also counts for what is asked again. */
	private void enter(Actor actor, HttpServletRequest request, HttpServletResponse response) {
		var named = named(request);
		keep(actor, request, response);
		AskingAgain.answered(request.getSession());
		named.ifPresent(it -> actor.run(() -> signIns.bind(it, actor)));
	}

	/** Somebody logged in by phone goes on for a farm that became his. */
	@PostMapping("/login/farm")
	String farm(@RequestParam UUID memberId, HttpServletRequest request, HttpServletResponse response) {
		var actor = Actor.ifPresent().filter(it -> it.may("portal:open")).flatMap(it -> phones.actFor(it, memberId));
		if (actor.isEmpty()) {
			return "redirect:/login?by=phone";
		}
		var answer = AskingAgain.lastAnswer(request.getSession(false));
		keep(actor.get(), request, response);
		AskingAgain.carry(request.getSession(), answer);
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
		request.getSession().setMaxInactiveInterval(Math.toIntExact(ON_THAT_PHONE.toSeconds()));
		var context = SecurityContextHolder.createEmptyContext();
		context.setAuthentication(actor.authentication());
		new HttpSessionSecurityContextRepository().saveContext(context, request, response);
	}

}
