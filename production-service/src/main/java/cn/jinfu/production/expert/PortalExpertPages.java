package cn.jinfu.production.expert;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.production.Crops;
import cn.jinfu.production.input.Once;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** 请专家 on the phone. */
@Controller
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('portal:open') and hasAuthority('production:expert:ask')")
class PortalExpertPages {

	private static final String LIST = "/portal/expert-requests";

	private static final String FORM = "production/expert/portal-request-form";

	record AskForm(@Nullable String requestKey, @Nullable @NotNull UUID team, @Nullable @NotNull RequestKind kind,
			@Nullable @NotBlank String crop, @Nullable @NotBlank @Size(max = 500) String question,
			@Nullable LocalDate on, @Nullable Integer people) {

		/** What tells one request from another under the same key. */
		List<String> said() {
			return List.of(String.valueOf(team), String.valueOf(kind), String.valueOf(crop), String.valueOf(question),
					String.valueOf(on), String.valueOf(people));
		}

		ExpertRequests.Wish wish() {
			return new ExpertRequests.Wish(Objects.requireNonNull(team), Objects.requireNonNull(kind),
					Objects.toString(crop, ""), Objects.toString(question, ""), on, people);
		}

	}

	private final ExpertTeams teams;

	private final ExpertRequests requests;

	private final Crops crops;

	private final Once once;

	private final MessageSource messages;

	@GetMapping("/portal/expert-teams")
	String teams(Model model) {
		model.addAttribute("teams", teams.all().stream().filter(ExpertTeams.Team::active).toList());
		return "production/expert/portal-teams";
	}

	@GetMapping(LIST)
	String list(@RequestParam(required = false) @Nullable String after, Model model) {
		model.addAttribute("page", requests.list(new ExpertRequests.Filter(null, null, null, after, 20)));
		return "production/expert/portal-requests";
	}

	@GetMapping(LIST + "/new")
	String blank(@RequestParam UUID team, Model model) {
		model.addAttribute("form",
				new AskForm(Ids.next().toString(), team, RequestKind.QUESTION, null, null, null, null));
		choices(team, model);
		return FORM;
	}

	@PostMapping(LIST)
	ModelAndView ask(@Valid @ModelAttribute("form") AskForm form, BindingResult errors, Model model) {
		var team = form.team();
		if (team == null) {
			return new ModelAndView("redirect:/portal/expert-teams");
		}
		choices(team, model);
		return Forms.submit(errors,
				() -> LIST + "/"
						+ once.id(form.requestKey(), "POST " + LIST, form.said(), () -> requests.ask(form.wish())),
				FORM);
	}

	@GetMapping(LIST + "/{id}")
	ModelAndView show(@PathVariable UUID id) {
		return page(id);
	}

	@PostMapping(LIST + "/{id}/cancellation")
	ModelAndView cancel(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		return act(id, "/cancellation", reason, () -> requests.cancel(id, reason, version));
	}

	@PostMapping(LIST + "/{id}/rating")
	ModelAndView rate(@PathVariable UUID id, @RequestParam(required = false) @Nullable Integer score,
			@RequestParam(required = false) @Nullable String remark, @RequestParam long version) {
		return act(id, "/rating", Objects.toString(remark, ""),
				() -> requests.rate(id, (score != null) ? score : 0, remark, version));
	}

	private ModelAndView act(UUID id, String action, String typed, Runnable command) {
		return RefusedAct.submit(LIST + "/" + id + action, typed, command, LIST + "/" + id, () -> page(id), messages);
	}

	private ModelAndView page(UUID id) {
		var page = new ModelAndView("production/expert/portal-request");
		page.addObject("request", requests.view(id));
		return page;
	}

	private void choices(UUID teamId, Model model) {
		var team = teams.view(teamId);
		model.addAttribute("team", team);
		model.addAttribute("experts", teams.experts(teamId));
		model.addAttribute("kinds", RequestKind.values());
		model.addAttribute("crops",
				crops.all()
					.stream()
					.filter(it -> team.crops().contains(it.code()))
					.map(it -> new Choice(it.code(), it.name()))
					.toList());
	}

}
