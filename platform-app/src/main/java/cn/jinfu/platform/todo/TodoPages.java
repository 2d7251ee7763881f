package cn.jinfu.platform.todo;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.web.ToDos;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** One task and what may be done with it besides doing it. */
@Controller
@RequestMapping("/console/todos")
@PreAuthorize("hasAuthority('console:open')")
@RequiredArgsConstructor
class TodoPages {

	private static final String PAGE = "platform/todo/todo";

	private static final String STAND_IN = "platform/todo/delegation";

	record PassForm(@Nullable @NotNull UUID to, @Nullable @Size(max = 200) String note) {
	}

	record DelegationForm(@Nullable @NotNull UUID account,
			@Nullable @NotNull @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate from,
			@Nullable @NotNull @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate to,
			@Nullable @Size(max = 200) String note) {
	}

	/**
	 * A line of the duty list.
	 *
	 * @param with with whom it lies; null: with everybody who may
	 */
	public record Duty(ToDo toDo, TodoDesk.@Nullable Assignment with, UUID reader) {

		public boolean mine() {
			return with == null || with.toPerson().equals(reader);
		}

	}

	private final TodoCommands commands;

	private final ToDos toDos;

	private final TodoDesk desk;

	private final BusinessClock clock;

	@GetMapping
	String show(@RequestParam String key, Model model) {
		facts(key, model);
		model.addAttribute("form", new PassForm(null, null));
		return PAGE;
	}

	/** Leads to where the task is done; for its receiver this is the opening. */
	@GetMapping("/opening")
	String open(@RequestParam String key) {
		var path = commands.require(key).path();
		commands.opened(key);
		return "redirect:" + path;
	}

	@PostMapping("/assignment")
	ModelAndView handOn(@RequestParam String key, @Valid @ModelAttribute("form") PassForm form, BindingResult errors,
			Model model) {
		facts(key, model);
		var to = form.to();
		return Forms.submit(errors, () -> {
			if (to != null) {
				commands.handOn(key, to, text(form.note()));
			}
		}, "/console", PAGE);
	}

	@PostMapping("/withdrawal")
	String takeBack(@RequestParam String key) {
		commands.takeBack(key);
		return "redirect:/console";
	}

	/** Everything this person could do, with whom it lies and until when. */
	@GetMapping("/duties")
	String duties(Model model) {
		var me = Actor.current();
		var all = toDos.possible(me);
		var marks = desk.marks(all);
		var now = clock.now();
		var duties = all.stream().map(it -> {
			var mark = marks.get(it.key());
			return new Duty(it, (mark != null) ? mark.assignment() : null, me.personId());
		}).toList();
		model.addAttribute("duties", duties);
		model.addAttribute("late", all.stream().filter(it -> late(it, now)).count());
		return "platform/todo/duties";
	}

	private static boolean late(ToDo toDo, Instant now) {
		var due = toDo.dueAt();
		return due != null && due.isBefore(now);
	}

	@PostMapping("/takeover")
	String takeOver(@RequestParam String key) {
		commands.takeOver(key);
		return "redirect:/console/todos/duties";
	}

	@PostMapping("/return")
	String handBack(@RequestParam String key, @RequestParam String reason) {
		commands.handBack(key, reason);
		return "redirect:/console";
	}

	@PostMapping("/urge")
	String urge(@RequestParam String key) {
		commands.urge(key);
		return "redirect:/console";
	}

	@PostMapping("/copy")
	String copy(@RequestParam String key, @RequestParam UUID reader) {
		commands.copy(key, reader);
		return "redirect:/console";
	}

	@PostMapping("/copies/seen")
	String seen(@RequestParam long copy) {
		commands.seen(copy);
		return "redirect:/console";
	}

	@GetMapping("/delegation")
	String delegation(Model model) {
		standIn(model);
		model.addAttribute("form", new DelegationForm(null, clock.today(), clock.today().plusDays(6), null));
		return STAND_IN;
	}

	@PostMapping("/delegation")
	ModelAndView delegate(@Valid @ModelAttribute("form") DelegationForm form, BindingResult errors, Model model) {
		standIn(model);
		var account = form.account();
		var from = form.from();
		var to = form.to();
		return Forms.submit(errors, () -> {
			if (account != null && from != null && to != null) {
				commands.delegate(account, from, to, text(form.note()));
			}
		}, "/console", STAND_IN);
	}

	@PostMapping("/delegation/end")
	String endDelegation() {
		commands.endDelegation();
		return "redirect:/console/todos/delegation";
	}

	private void facts(String key, Model model) {
		var toDo = commands.require(key);
		var me = Actor.current().personId();
		var assignment = desk.live(key).orElse(null);
		model.addAttribute("toDo", toDo);
		model.addAttribute("assignment", assignment);
		model.addAttribute("mine", assignment == null || assignment.toPerson().equals(me));
		model.addAttribute("received", assignment != null && assignment.toPerson().equals(me));
		model.addAttribute("able", choices(commands.able(toDo)));
		model.addAttribute("colleagues", choices(commands.colleagues()));
	}

	private void standIn(Model model) {
		model.addAttribute("delegation", desk.delegationOf(Actor.current().personId()).orElse(null));
		model.addAttribute("colleagues", choices(commands.colleagues()));
		model.addAttribute("today", clock.today());
	}

	private static List<Choice> choices(List<Actor> people) {
		return people.stream().map(it -> new Choice(it.accountId().toString(), it.displayName())).toList();
	}

	private static String text(@Nullable String note) {
		return (note != null) ? note : "";
	}

}
