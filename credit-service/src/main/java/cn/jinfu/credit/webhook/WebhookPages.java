package cn.jinfu.credit.webhook;

import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.RefusedAct;
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

/** Addresses at which banks are told, and what was sent there. */
@Controller
@RequestMapping("/console")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('credit:webhook:view')")
class WebhookPages {

	private static final String PATH = "/console/webhook-endpoints";

	private static final String FORM = "credit/webhook/new";

	private static final int SHOWN = 20;

	record EndpointForm(@NotNull @Nullable UUID bankId, @Nullable @NotBlank @Size(max = 300) String url,
			@Nullable List<String> types, @Nullable @Size(max = 43) String privateRange) {
	}

	private final WebhookDesk desk;

	private final MessageSource messages;

	@GetMapping("/webhook-endpoints")
	String list(Model model) {
		model.addAttribute("endpoints", desk.all());
		return "credit/webhook/list";
	}

	@GetMapping("/webhook-endpoints/new")
	@PreAuthorize("hasAuthority('credit:webhook:propose')")
	String begin(Model model) {
		model.addAttribute("form", new EndpointForm(null, null, List.of(), null));
		return form(model);
	}

	private String form(Model model) {
		model.addAttribute("banks",
				desk.banks().stream().map(it -> new Choice(it.id().toString(), it.name())).toList());
		model.addAttribute("types", WebhookDesk.TYPES);
		return FORM;
	}

	@PostMapping("/webhook-endpoints")
	@PreAuthorize("hasAuthority('credit:webhook:propose')")
	ModelAndView propose(@Valid @ModelAttribute("form") EndpointForm form, BindingResult errors, Model model) {
		form(model);
		return Forms.submit(errors, () -> {
			var bank = java.util.Objects.requireNonNull(form.bankId());
			var types = form.types();
			return PATH + "/" + desk.propose(bank, String.valueOf(form.url()), (types == null) ? List.of() : types,
					form.privateRange());
		}, FORM);
	}

	@GetMapping("/webhook-endpoints/{id}")
	String show(@PathVariable UUID id, Model model) {
		var view = desk.show(id);
		model.addAttribute("v", view);
		model.addAttribute("mine", view.endpoint().proposedBy(Actor.current().personId()));
		model.addAttribute("history", desk.history(id));
		model.addAttribute("deliveries", desk.deliveries(id, null, null, SHOWN).items());
		return "credit/webhook/endpoint";
	}

	@PostMapping("/webhook-endpoints/{id}/proposal")
	@PreAuthorize("hasAuthority('credit:webhook:propose')")
	ModelAndView propose(@PathVariable UUID id, Model model) {
		return act(id, "proposal", "", () -> desk.propose(id), model);
	}

	@PostMapping("/webhook-endpoints/{id}/confirmation")
	@PreAuthorize("hasAuthority('credit:webhook:confirm')")
	ModelAndView confirm(@PathVariable UUID id, Model model) {
		return act(id, "confirmation", "", () -> desk.confirm(id), model);
	}

	@PostMapping("/webhook-endpoints/{id}/stop")
	@PreAuthorize("hasAuthority('credit:webhook:propose')")
	ModelAndView stop(@PathVariable UUID id, @RequestParam String reason, Model model) {
		return act(id, "stop", reason, () -> desk.stop(id, reason), model);
	}

	@PostMapping("/webhook-endpoints/{id}/closing")
	@PreAuthorize("hasAuthority('credit:webhook:propose')")
	ModelAndView close(@PathVariable UUID id, @RequestParam String reason, Model model) {
		return act(id, "closing", reason, () -> desk.close(id, reason), model);
	}

	@PostMapping("/webhook-endpoints/{id}/test")
	@PreAuthorize("hasAuthority('credit:webhook:propose')")
	ModelAndView test(@PathVariable UUID id, Model model) {
		return act(id, "test", "", () -> desk.test(id), model);
	}

	private ModelAndView act(UUID id, String action, String typed, Runnable command, Model model) {
		var page = PATH + "/" + id;
		return RefusedAct.submit(page + "/" + action, typed, command, page,
				() -> new ModelAndView(show(id, model), model.asMap()), messages);
	}

	@GetMapping("/webhook-deliveries")
	String deliveries(@RequestParam(required = false) @Nullable DeliveryStatus status,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", desk.deliveries(null, status, after, Paged.limit(limit)));
		model.addAttribute("statuses", DeliveryStatus.values());
		return "credit/webhook/deliveries";
	}

	@PostMapping("/webhook-deliveries/{id}/replay")
	@PreAuthorize("hasAuthority('credit:webhook:propose')")
	ModelAndView replay(@PathVariable UUID id, Model model) {
		var page = "/console/webhook-deliveries";
		return RefusedAct.submit(page + "/" + id + "/replay", "", () -> desk.replay(id), page,
				() -> new ModelAndView(deliveries(null, null, null, model), model.asMap()), messages);
	}

}
