package cn.jinfu.production.expert;

import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.MemberSummary;
import cn.jinfu.production.Crops;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
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

/** 专家方案 at the desk: the team writes and sends, staff read. */
@Controller
@RequestMapping("/console/expert-solutions")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('console:open') and hasAuthority('production:expert:view')")
class SolutionPages {

	private static final String LIST = "/console/expert-solutions";

	private static final String FORM = "production/expert/solution-form";

	private static final String WRITE = "hasAuthority('production:expert:answer')";

	/**
	 * @param memberNo for one farm
	 * @param township nine digits, for one township
	 */
	record SolutionForm(@Nullable UUID requestId, @Nullable @NotNull UUID teamId, @Nullable @NotBlank String crop,
			@Nullable @NotNull Audience audience, @Nullable @Size(max = 20) String memberNo,
			@Nullable @Size(max = 12) String township, @Nullable @NotBlank @Size(max = 80) String title,
			@Nullable @NotBlank @Size(max = 1000) String problem, @Nullable @NotBlank @Size(max = 4000) String steps,
			@Nullable @Size(max = 200) String note, @Nullable Long version) {

		SolutionView.Text text() {
			return new SolutionView.Text(Objects.toString(title, ""), Objects.toString(problem, ""),
					Objects.toString(steps, ""), note);
		}

	}

	private final Solutions solutions;

	private final ExpertTeams teams;

	private final ExpertRequests requests;

	private final MemberDirectory members;

	private final Crops crops;

	private final StatusHistory history;

	private final MessageSource messages;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable SolutionState state,
			@RequestParam(required = false) @Nullable String crop,
			@RequestParam(required = false) @Nullable UUID teamId,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page",
				solutions.list(new Solutions.Filter(q, state, crop, teamId, after, Paged.limit(limit))));
		model.addAttribute("states", SolutionState.values());
		choices(model);
		return "production/expert/solutions";
	}

	@GetMapping("/{id}")
	ModelAndView show(@PathVariable UUID id) {
		return page(id);
	}

	/** The edition in force as it is printed. */
	@GetMapping("/{id}/print")
	String print(@PathVariable UUID id, Model model) {
		model.addAttribute("solution", solutions.view(id));
		model.addAttribute("editions", solutions.editions(id));
		return "production/expert/solution-print";
	}

	@GetMapping("/new")
	@PreAuthorize(WRITE)
	String blank(@RequestParam(required = false) @Nullable UUID requestId, Model model) {
		if (requestId == null) {
			model.addAttribute("form",
					new SolutionForm(null, null, null, Audience.TOWNSHIP, null, null, null, null, null, null, null));
		}
		else {
			var request = requests.view(requestId);
			model.addAttribute("form", new SolutionForm(requestId, request.teamId(), request.crop(), Audience.MEMBER,
					members.require(request.memberId()).no(), null, null, request.question(), null, null, null));
		}
		choices(model);
		return FORM;
	}

	@PostMapping
	@PreAuthorize(WRITE)
	ModelAndView write(@Valid @ModelAttribute("form") SolutionForm form, BindingResult errors, Model model) {
		choices(model);
		return Forms.submit(errors,
				() -> LIST + "/" + solutions.write(new Solutions.Draft(Objects.requireNonNull(form.teamId()),
						Objects.toString(form.crop(), ""), to(form), form.requestId(), form.text())),
				FORM);
	}

	private Solutions.To to(SolutionForm form) {
		return switch (Objects.requireNonNull(form.audience())) {
			case MEMBER -> Solutions.To.farm(members.byNo(Objects.toString(form.memberNo(), "").strip())
				.map(MemberSummary::memberId)
				.orElseThrow(() -> new RuleBroken("production.provider.no-member").at("memberNo")));
			case TOWNSHIP -> Solutions.To.township(Objects.toString(form.township(), "").strip());
			case COUNTY -> Solutions.To.COUNTY;
		};
	}

	@GetMapping("/{id}/edit")
	@PreAuthorize(WRITE)
	String edit(@PathVariable UUID id, Model model) {
		var it = solutions.view(id);
		var draft = it.draft();
		var text = (draft != null) ? draft : it.text();
		model.addAttribute("form", new SolutionForm(it.requestId(), it.teamId(), it.crop(), it.audience(), null, null,
				text.title(), text.problem(), text.steps(), (draft != null) ? draft.note() : null, it.version()));
		model.addAttribute("solution", it);
		choices(model);
		return FORM;
	}

	@PostMapping("/{id}")
	@PreAuthorize(WRITE)
	ModelAndView change(@PathVariable UUID id, @Valid @ModelAttribute("form") SolutionForm form, BindingResult errors,
			Model model) {
		model.addAttribute("solution", solutions.view(id));
		choices(model);
		var seen = form.version();
		return Forms.submit(errors, () -> solutions.change(id, form.text(), (seen != null) ? seen : -1),
				LIST + "/" + id, FORM);
	}

	@PostMapping("/{id}/sending")
	@PreAuthorize(WRITE)
	ModelAndView send(@PathVariable UUID id, @RequestParam long version) {
		return act(id, "/sending", "", () -> solutions.send(id, version));
	}

	@PostMapping("/{id}/withdrawal")
	@PreAuthorize(WRITE)
	ModelAndView withdraw(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		return act(id, "/withdrawal", reason, () -> solutions.withdraw(id, reason, version));
	}

	private ModelAndView act(UUID id, String action, String typed, Runnable command) {
		return RefusedAct.submit(LIST + "/" + id + action, typed, command, LIST + "/" + id, () -> page(id), messages);
	}

	private ModelAndView page(UUID id) {
		var page = new ModelAndView("production/expert/solution");
		page.addObject("solution", solutions.view(id));
		page.addObject("editions", solutions.editions(id));
		page.addObject("adoptions", solutions.adoptions(id));
		page.addObject("changes", history.of(Solutions.TYPE, id));
		return page;
	}

	private void choices(Model model) {
		model.addAttribute("crops", crops.all().stream().map(it -> new Choice(it.code(), it.name())).toList());
		model.addAttribute("teams",
				teams.all()
					.stream()
					.filter(ExpertTeams.Team::active)
					.map(it -> new Choice(it.id().toString(), it.name()))
					.toList());
		model.addAttribute("audiences", List.of(Audience.values()));
	}

}
