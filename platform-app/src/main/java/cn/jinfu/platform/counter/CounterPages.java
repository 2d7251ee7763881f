package cn.jinfu.platform.counter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Scope;
import cn.jinfu.member.Counter;
import cn.jinfu.member.Typed;
import cn.jinfu.platform.account.Accounts;
import cn.jinfu.platform.security.BothNames;
import cn.jinfu.platform.security.Roles;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
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
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/**
 * A clerk takes the place of a member that is at the counter, with the portal's own pages
 * and rules, and comes back to his counter. Meanwhile he is himself, in the member's
 * scope, under both names: four eyes compare his person as ever. What only the person
 * himself may give, his consent, stays out of it.
 */
@Controller
@RequiredArgsConstructor
class CounterPages {

	private static final String PAGE = "platform/counter/begin";

	/** Nobody gives these for another, whoever sits at the counter. */
	private static final Set<String> HIS_OWN = Set.of("credit:consent:give");

	record CounterForm(@Nullable @NotBlank String idNumber,
			@Nullable @NotBlank @Size(min = 2, max = 200) String purpose, @Nullable MultipartFile paper) {
	}

	private final Counter counter;

	private final Accounts accounts;

	private final Roles roles;

	private final BothNames names;

	@GetMapping("/console/members/{id}/counter")
	@PreAuthorize("hasAuthority('member:counter:serve')")
	String blank(@PathVariable UUID id, Model model) {
		model.addAttribute("member", counter.servable(id));
		model.addAttribute("form", new CounterForm(null, null, null));
		return PAGE;
	}

	@PostMapping("/console/members/{id}/counter")
	@PreAuthorize("hasAuthority('member:counter:serve')")
	ModelAndView begin(@PathVariable UUID id, @Valid @ModelAttribute("form") CounterForm form, BindingResult errors,
			HttpServletRequest request, HttpServletResponse response, Model model) {
		model.addAttribute("member", counter.servable(id));
		var paper = form.paper();
		if (paper == null || paper.isEmpty()) {
			errors.rejectValue("paper", "problem.member.visit.paper");
		}
		return Forms.submit(errors, () -> {
			var begun = counter
				.begin(new Counter.Begin(id, Typed.idNumber(form.idNumber()), String.valueOf(form.purpose()),
						String.valueOf(Objects.requireNonNull(paper).getOriginalFilename()), bytes(paper)));
			become(inPlaceOf(begun), request, response);
			return "/portal";
		}, PAGE);
	}

	private Actor inPlaceOf(Counter.Begun begun) {
		var clerk = Actor.current();
		var may = roles.permissions(List.of("farm"))
			.stream()
			.filter(it -> !HIS_OWN.contains(it))
			.collect(Collectors.toUnmodifiableSet());
		return new Actor(Actor.Kind.PERSON, clerk.accountId(), clerk.personId(), clerk.login(),
				names.of(clerk.displayName(), begun.visitor()), clerk.tenantId(), Scope.member(begun.memberId()), may,
				new Actor.Behalf(begun.visitId(), begun.visitor()));
	}

	/** Back to the desk; the log-in where there is none any more. */
	@PostMapping("/portal/counter/end")
	@PreAuthorize("hasAuthority('portal:open')")
	String end(HttpServletRequest request, HttpServletResponse response) {
		var here = Actor.current();
		counter.finish();
		var clerk = atHisDesk(here);
		if (clerk.isEmpty()) {
			request.getSession().invalidate();
			return "redirect:/login";
		}
		become(clerk.get(), request, response);
		return "redirect:/console/members/" + here.memberId();
	}

	private Optional<Actor> atHisDesk(Actor here) {
		return accounts.staff(here.tenantId())
			.stream()
			.filter(it -> it.accountId().equals(here.accountId()))
			.findFirst();
	}

	private static void become(Actor actor, HttpServletRequest request, HttpServletResponse response) {
		request.getSession();
		request.changeSessionId();
		var context = SecurityContextHolder.createEmptyContext();
		context.setAuthentication(actor.authentication());
		SecurityContextHolder.setContext(context);
		new HttpSessionSecurityContextRepository().saveContext(context, request, response);
	}

	private static byte[] bytes(MultipartFile file) {
		try {
			return file.getBytes();
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

}
