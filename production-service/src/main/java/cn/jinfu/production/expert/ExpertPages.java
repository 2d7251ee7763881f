package cn.jinfu.production.expert;

import java.time.LocalDate;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.production.Crops;
import cn.jinfu.production.hospital.doctor.Doctors;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.format.annotation.DateTimeFormat;
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

/** Teams and their requests at the desk: the officer keeps teams, experts answer. */
@Controller
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('console:open') and hasAuthority('production:expert:view')")
class ExpertPages {

	private static final String TEAMS = "/console/expert-teams";

	private static final String LIST = "/console/expert-requests";

	private static final String FORM = "production/expert/team-form";

	record TeamForm(@Nullable @NotBlank @Size(max = 60) String name,
			@Nullable @NotBlank @Size(max = 60) String federation, @Nullable @NotBlank @Size(max = 30) String phone,
			@Nullable @NotBlank @Size(max = 500) String intro, @Nullable Set<String> crops, @Nullable Set<UUID> doctors,
			@Nullable @NotNull UUID chief, @Nullable Boolean active, @Nullable Long version) {

		public boolean grows(String crop) {
			return crops != null && crops.contains(crop);
		}

		public boolean has(UUID doctor) {
			return doctors != null && doctors.contains(doctor);
		}

		ExpertTeams.Text text() {
			return new ExpertTeams.Text(Objects.toString(name, ""), Objects.toString(federation, ""),
					Objects.toString(phone, ""), Objects.toString(intro, ""),
					Objects.requireNonNullElse(crops, Set.of()), Objects.requireNonNullElse(doctors, Set.of()),
					Objects.requireNonNull(chief), Boolean.TRUE.equals(active), false);
		}

	}

	private final ExpertTeams teams;

	private final ExpertRequests requests;

	private final Doctors doctors;

	private final Crops crops;

	private final StatusHistory history;

	private final MessageSource messages;

	@GetMapping(TEAMS)
	String teams(Model model) {
		model.addAttribute("teams", teams.all());
		return "production/expert/teams";
	}

	@GetMapping(TEAMS + "/{id}")
	String team(@PathVariable UUID id, Model model) {
		model.addAttribute("team", teams.view(id));
		model.addAttribute("experts", teams.experts(id));
		return "production/expert/team";
	}

	@GetMapping(TEAMS + "/new")
	@PreAuthorize("hasAuthority('production:expert:manage')")
	String blank(Model model) {
		model.addAttribute("form", new TeamForm(null, null, null, null, Set.of(), Set.of(), null, true, null));
		choices(model);
		return FORM;
	}

	@PostMapping(TEAMS)
	@PreAuthorize("hasAuthority('production:expert:manage')")
	ModelAndView found(@Valid @ModelAttribute("form") TeamForm form, BindingResult errors, Model model) {
		choices(model);
		return Forms.submit(errors, () -> TEAMS + "/" + teams.found(form.text()), FORM);
	}

	@GetMapping(TEAMS + "/{id}/edit")
	@PreAuthorize("hasAuthority('production:expert:manage')")
	String edit(@PathVariable UUID id, Model model) {
		var team = teams.view(id);
		var experts = teams.experts(id);
		model.addAttribute("form",
				new TeamForm(team.name(), team.federation(), team.phone(), team.intro(), Set.copyOf(team.crops()),
						experts.stream().map(ExpertTeams.Expert::doctorId).collect(Collectors.toSet()),
						experts.stream()
							.filter(ExpertTeams.Expert::chief)
							.map(ExpertTeams.Expert::doctorId)
							.findFirst()
							.orElse(null),
						team.active(), team.version()));
		model.addAttribute("id", id);
		choices(model);
		return FORM;
	}

	@PostMapping(TEAMS + "/{id}")
	@PreAuthorize("hasAuthority('production:expert:manage')")
	ModelAndView change(@PathVariable UUID id, @Valid @ModelAttribute("form") TeamForm form, BindingResult errors,
			Model model) {
		choices(model);
		model.addAttribute("id", id);
		var seen = form.version();
		return Forms.submit(errors, () -> teams.change(id, form.text(), (seen != null) ? seen : -1), TEAMS + "/" + id,
				FORM);
	}

	@GetMapping(LIST)
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable RequestState state,
			@RequestParam(required = false) @Nullable UUID teamId,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page",
				requests.list(new ExpertRequests.Filter(q, state, teamId, after, Paged.limit(limit))));
		model.addAttribute("states", RequestState.values());
		model.addAttribute("teams", teams.all().stream().map(it -> new Choice(it.id().toString(), it.name())).toList());
		return "production/expert/requests";
	}

	@GetMapping(LIST + "/{id}")
	ModelAndView show(@PathVariable UUID id) {
		return page(id);
	}

	@PostMapping(LIST + "/{id}/taking")
	@PreAuthorize("hasAuthority('production:expert:answer')")
	ModelAndView take(@PathVariable UUID id,
			@RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate on,
			@RequestParam long version) {
		return act(id, "/taking", "", () -> requests.take(id, on, version));
	}

	@PostMapping(LIST + "/{id}/answer")
	@PreAuthorize("hasAuthority('production:expert:answer')")
	ModelAndView answer(@PathVariable UUID id, @RequestParam String answer, @RequestParam long version) {
		return act(id, "/answer", answer, () -> requests.answer(id, answer, version));
	}

	@PostMapping(LIST + "/{id}/follow-up")
	@PreAuthorize("hasAuthority('production:expert:answer')")
	ModelAndView followUp(@PathVariable UUID id, @RequestParam String followUp, @RequestParam long version) {
		return act(id, "/follow-up", followUp, () -> requests.followUp(id, followUp, version));
	}

	@PostMapping(LIST + "/{id}/declining")
	@PreAuthorize("hasAuthority('production:expert:answer')")
	ModelAndView decline(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		return act(id, "/declining", reason, () -> requests.decline(id, reason, version));
	}

	private ModelAndView act(UUID id, String action, String typed, Runnable command) {
		return RefusedAct.submit(LIST + "/" + id + action, typed, command, LIST + "/" + id, () -> page(id), messages);
	}

	private ModelAndView page(UUID id) {
		var page = new ModelAndView("production/expert/request");
		page.addObject("request", requests.view(id));
		page.addObject("changes", history.of(ExpertRequests.TYPE, id));
		return page;
	}

	private void choices(Model model) {
		model.addAttribute("crops", crops.all());
		model.addAttribute("doctors", doctors.all().stream().filter(Doctors.Doctor::active).toList());
	}

}
