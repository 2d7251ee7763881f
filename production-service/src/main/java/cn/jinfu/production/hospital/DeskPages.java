package cn.jinfu.production.hospital;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.production.PlantingFacts;
import cn.jinfu.production.hospital.consult.ConsultCommands;
import cn.jinfu.production.hospital.consult.ConsultQueries;
import cn.jinfu.production.hospital.consult.ConsultState;
import cn.jinfu.production.hospital.doctor.Doctors;
import cn.jinfu.production.hospital.pest.PestBook;
import cn.jinfu.production.hospital.prescription.PrescriptionQueries;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** The doctor's desk, and every question for those who oversee. */
@Controller
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:consult:view')")
class DeskPages {

	private static final String LIST = "/console/consults";

	private static final int QUEUE = 50;

	private static final int WINDOW_DAYS = 30;

	private final ConsultCommands commands;

	private final ConsultQueries queries;

	private final PrescriptionQueries prescriptions;

	private final Doctors doctors;

	private final PestBook pests;

	private final PlantingFacts plantings;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final MessageSource messages;

	/** What waits, and what he has in hand. */
	@GetMapping("/console/consult-desk")
	@PreAuthorize("hasAuthority('production:consult:answer')")
	String desk(Model model) {
		model.addAttribute("me", doctors.me().orElse(null));
		model.addAttribute("pool", queries.pool(QUEUE));
		model.addAttribute("mine", queries.mine(QUEUE));
		return "production/hospital/desk";
	}

	@GetMapping(LIST)
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable ConsultState state,
			@RequestParam(defaultValue = "false") boolean open, @RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page",
				queries.list(new ConsultQueries.Filter(q, state, open, false, memberId, after, Paged.limit(limit))));
		model.addAttribute("states", ConsultState.values());
		return "production/hospital/consults";
	}

	@GetMapping(LIST + "/{id}")
	String show(@PathVariable UUID id, Model model) {
		model.addAllAttributes(page(id).getModel());
		return "production/hospital/consult";
	}

	@PostMapping(LIST + "/{id}/taking")
	@PreAuthorize("hasAuthority('production:consult:answer')")
	ModelAndView take(@PathVariable UUID id) {
		return act(id, "taking", "", () -> commands.take(id));
	}

	@PostMapping(LIST + "/{id}/release")
	@PreAuthorize("hasAuthority('production:consult:answer')")
	ModelAndView release(@PathVariable UUID id) {
		return act(id, "release", "", () -> commands.release(id));
	}

	@PostMapping(LIST + "/{id}/recall")
	@PreAuthorize("hasAuthority('production:hospital:manage')")
	ModelAndView recall(@PathVariable UUID id, @RequestParam(required = false) @Nullable String reason) {
		return act(id, "recall", reason, () -> commands.recall(id, Objects.toString(reason, "")));
	}

	@PostMapping(LIST + "/{id}/messages")
	@PreAuthorize("hasAuthority('production:consult:answer')")
	ModelAndView say(@PathVariable UUID id, @RequestParam(required = false) @Nullable String text,
			@RequestParam(required = false) @Nullable List<MultipartFile> photos) {
		return act(id, "messages", text, () -> commands.say(id, text, Objects.requireNonNullElse(photos, List.of())));
	}

	@PostMapping(LIST + "/{id}/request-for-more")
	@PreAuthorize("hasAuthority('production:consult:answer')")
	ModelAndView askForMore(@PathVariable UUID id, @RequestParam(required = false) @Nullable String text) {
		return act(id, "messages", text, () -> commands.askForMore(id, Objects.toString(text, "")));
	}

	@PostMapping(LIST + "/{id}/answer")
	@PreAuthorize("hasAuthority('production:consult:answer')")
	ModelAndView answer(@PathVariable UUID id, @RequestParam(required = false) @Nullable String text) {
		return act(id, "messages", text, () -> commands.answer(id, Objects.toString(text, "")));
	}

	@PostMapping(LIST + "/{id}/referral")
	@PreAuthorize("hasAuthority('production:consult:answer')")
	ModelAndView refer(@PathVariable UUID id, @RequestParam UUID doctorId,
			@RequestParam(required = false) @Nullable String reason) {
		return act(id, "referral", reason, () -> commands.refer(id, doctorId, Objects.toString(reason, "")));
	}

	@PostMapping(LIST + "/{id}/visit")
	@PreAuthorize("hasAuthority('production:consult:answer')")
	ModelAndView visit(@PathVariable UUID id,
			@RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate on) {
		return act(id, "visit", "", () -> commands.visit(id, on));
	}

	/** How fast farms were answered, and by whom. */
	@GetMapping("/console/consult-figures")
	String figures(
			@RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate from,
			@RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate to,
			Model model) {
		var last = (to != null) ? to : clock.today();
		var first = (from != null) ? from : last.minusDays(WINDOW_DAYS - 1L);
		model.addAttribute("from", first);
		model.addAttribute("to", last);
		model.addAttribute("targetMinutes", ConsultQueries.targetMinutes());
		model.addAttribute("figures", queries.figures(first, last));
		model.addAttribute("doctors", queries.byDoctor(first, last));
		return "production/hospital/figures";
	}

	private ModelAndView act(UUID id, String action, @Nullable String typed, Runnable command) {
		return RefusedAct.submit(LIST + "/" + id + "/" + action, Objects.toString(typed, ""), command, LIST + "/" + id,
				() -> page(id), messages);
	}

	private ModelAndView page(UUID id) {
		var consult = queries.view(id);
		var page = new ModelAndView("production/hospital/consult");
		page.addObject("consult", consult);
		page.addObject("said", queries.said(id));
		page.addObject("planting", plantings.find(consult.plantingId()).orElseThrow());
		page.addObject("prescriptions",
				prescriptions.list(new PrescriptionQueries.Filter(null, null, null, id, null, 20)).items());
		page.addObject("colleagues",
				doctors.all().stream().filter(it -> it.active() && !it.id().equals(consult.doctorId())).toList());
		page.addObject("pests", pests.on(consult.crop()));
		page.addObject("changes", history.of("Consult", id));
		page.addObject("today", clock.today());
		return page;
	}

}
