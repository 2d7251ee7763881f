package cn.jinfu.production.hospital;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.production.hospital.consult.ConsultChannel;
import cn.jinfu.production.hospital.consult.ConsultCommands;
import cn.jinfu.production.hospital.consult.ConsultQueries;
import cn.jinfu.production.hospital.doctor.Doctors;
import cn.jinfu.production.hospital.prescription.PrescriptionQueries;
import cn.jinfu.production.input.Once;
import cn.jinfu.production.planting.PlantingQueries;
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
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** 找庄稼医生: which field, what is wrong with it, a picture; then the answer. */
@Controller
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:consult:ask')")
class PortalConsultPages {

	private static final String LIST = "/portal/consults";

	private static final String FORM = "production/hospital/portal-consult-form";

	record QuestionForm(@Nullable String requestKey, @Nullable @NotNull UUID plantingId,
			@Nullable ConsultChannel channel, @Nullable @NotBlank @Size(max = 500) String question,
			@Nullable List<MultipartFile> photos) {

		/** What tells one question from another under the same key. */
		List<String> said() {
			return List.of(String.valueOf(plantingId), String.valueOf(channel), String.valueOf(question));
		}

	}

	private final ConsultCommands commands;

	private final ConsultQueries queries;

	private final PrescriptionQueries prescriptions;

	private final Doctors doctors;

	private final PlantingQueries plantings;

	private final Once once;

	private final BusinessClock clock;

	private final MessageSource messages;

	@GetMapping(LIST)
	String list(@RequestParam(required = false) @Nullable String after, Model model) {
		model.addAttribute("page", queries
			.list(new ConsultQueries.Filter(null, null, false, false, Actor.current().memberId(), after, 20)));
		return "production/hospital/portal-consults";
	}

	@GetMapping(LIST + "/new")
	String blank(@RequestParam(required = false) @Nullable UUID plantingId, Model model) {
		var own = plantings.active(Actor.current().memberId());
		var only = (own.size() == 1) ? own.getFirst().id() : plantingId;
		model.addAttribute("form",
				new QuestionForm(Ids.next().toString(), only, ConsultChannel.ONLINE, null, List.of()));
		choices(model);
		return FORM;
	}

	@PostMapping(LIST)
	ModelAndView ask(@Valid @ModelAttribute("form") QuestionForm form, BindingResult errors, Model model) {
		choices(model);
		return Forms.submit(errors,
				() -> LIST + "/" + once.id(form.requestKey(), "POST " + LIST, form.said(), () -> save(form)), FORM);
	}

	private UUID save(QuestionForm form) {
		var channel = form.channel();
		return commands.ask(Actor.current().memberId(), Objects.requireNonNull(form.plantingId()),
				(channel != null) ? channel : ConsultChannel.ONLINE, Objects.toString(form.question(), ""),
				Objects.requireNonNullElse(form.photos(), List.of()));
	}

	@GetMapping(LIST + "/{id}")
	String show(@PathVariable UUID id, Model model) {
		model.addAllAttributes(page(id).getModel());
		return "production/hospital/portal-consult";
	}

	@PostMapping(LIST + "/{id}/messages")
	ModelAndView tell(@PathVariable UUID id, @RequestParam(required = false) @Nullable String text,
			@RequestParam(required = false) @Nullable List<MultipartFile> photos) {
		return act(id, "messages", Objects.toString(text, ""),
				() -> commands.tell(id, text, Objects.requireNonNullElse(photos, List.of())));
	}

	@PostMapping(LIST + "/{id}/rating")
	ModelAndView rate(@PathVariable UUID id, @RequestParam(required = false) @Nullable Integer rating,
			@RequestParam(required = false) @Nullable @Size(max = 200) String note) {
		return act(id, "rating", Objects.toString(note, ""),
				() -> commands.rate(id, (rating != null) ? rating : 0, note));
	}

	@PostMapping(LIST + "/{id}/closing")
	ModelAndView close(@PathVariable UUID id) {
		return act(id, "closing", "", () -> commands.close(id));
	}

	@GetMapping("/portal/prescriptions/{id}")
	String prescription(@PathVariable UUID id, Model model) {
		var prescription = prescriptions.view(id);
		model.addAttribute("prescription", prescription);
		model.addAttribute("doctor", doctors.require(prescription.doctorId()));
		model.addAttribute("fillable", prescription.fillable(clock.today()));
		return "production/hospital/portal-prescription";
	}

	private ModelAndView act(UUID id, String action, String typed, Runnable command) {
		return RefusedAct.submit(LIST + "/" + id + "/" + action, typed, command, LIST + "/" + id, () -> page(id),
				messages);
	}

	private ModelAndView page(UUID id) {
		var consult = queries.view(id);
		var page = new ModelAndView("production/hospital/portal-consult");
		page.addObject("consult", consult);
		page.addObject("said", queries.said(id));
		page.addObject("prescriptions",
				prescriptions.list(new PrescriptionQueries.Filter(null, null, null, id, null, 20)).items());
		var doctor = consult.doctorId();
		page.addObject("doctor", (doctor != null) ? doctors.require(doctor) : null);
		return page;
	}

	private void choices(Model model) {
		model.addAttribute("plantings", plantings.active(Actor.current().memberId()));
		model.addAttribute("channels",
				Arrays.stream(ConsultChannel.values()).filter(it -> it != ConsultChannel.VISIT).toList());
		model.addAttribute("hospitals", doctors.hospitals().stream().filter(Doctors.Hospital::active).toList());
	}

}
