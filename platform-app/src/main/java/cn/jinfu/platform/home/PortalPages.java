package cn.jinfu.platform.home;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.PortalCard;
import cn.jinfu.kernel.PortalEntry;
import cn.jinfu.kernel.PortalHost;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.web.Shell;
import cn.jinfu.kernel.web.ToDos;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestMapping;

/** The farm's home page and its 我的. */
@Controller
@RequestMapping("/portal")
@PreAuthorize("hasAuthority('portal:open')")
@RequiredArgsConstructor
class PortalPages {

	private static final int DUTIES = 3;

	/** An entry with its line for this farm. */
	public record Line(String titleKey, String icon, String path, String note) {
	}

	private final Shell shell;

	private final ToDos toDos;

	private final List<PortalHost> hosts;

	private final List<PortalCard> cards;

	@ModelAttribute("greeting")
	PortalHost.@Nullable Greeting greeting() {
		var actor = Actor.current();
		return hosts.stream().flatMap(host -> host.greeting(actor).stream()).findFirst().orElse(null);
	}

	@GetMapping
	String home(Model model) {
		var actor = Actor.current();
		if (actor.scope().kind() == Scope.Kind.NONE) {
			return "redirect:/portal/join";
		}
		var open = toDos.open(actor);
		model.addAttribute("tasks", lines(PortalEntry.Place.TASK, actor));
		model.addAttribute("duties", open.stream().limit(DUTIES).toList());
		model.addAttribute("dutyCount", open.size());
		model.addAttribute("first", contents(actor, card -> card.order() < 0));
		model.addAttribute("cards", contents(actor, card -> card.order() >= 0));
		return "platform/home/portal";
	}

	private List<PortalCard.Content> contents(Actor actor, Predicate<PortalCard> part) {
		return cards.stream()
			.filter(part)
			.sorted(Comparator.comparingInt(PortalCard::order))
			.map(card -> card.content(actor))
			.flatMap(Optional::stream)
			.toList();
	}

	@GetMapping("/duties")
	String duties(Model model) {
		model.addAttribute("duties", toDos.open(Actor.current()));
		return "platform/home/duties";
	}

	@GetMapping("/me")
	String me(Model model) {
		var actor = Actor.current();
		var member = actor.scope().kind() == Scope.Kind.MEMBER;
		model.addAttribute("lines", lines(member ? PortalEntry.Place.MINE : PortalEntry.Place.APPLICANT, actor));
		return "platform/home/me";
	}

	private List<Line> lines(PortalEntry.Place place, Actor actor) {
		return shell.portal(place)
			.stream()
			.map(entry -> new Line(entry.titleKey(), entry.icon(), entry.path(), entry.note().apply(actor)))
			.toList();
	}

}
