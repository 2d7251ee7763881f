package cn.jinfu.platform.client;

import java.time.LocalDate;
import java.util.Objects;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.platform.security.MachineClients.Profile;
import jakarta.validation.Valid;
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
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** The registered machines of partners. */
@Controller
@RequestMapping("/console/clients")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('platform:client:view')")
class ClientPages {

	private static final String PATH = "/console/clients";

	private static final String FORM = "platform/client/profile";

	record DoorForm(@NotNull @Nullable Profile profile, @Nullable @Size(max = 400) String addresses,
			@Nullable @Size(max = 8000) String certificate,
			@DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate certificateTo,
			@Nullable @Size(max = 8000) String next,
			@DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate nextTo) {

		static DoorForm of(ClientDesk.Door door) {
			var held = door.certificates();
			var one = held.isEmpty() ? null : held.getFirst();
			var other = (held.size() > 1) ? held.getLast() : null;
			return new DoorForm(door.profile(), door.addresses(), (one != null) ? one.sha256() : null,
					(one != null) ? one.lastDay() : null, (other != null) ? other.sha256() : null,
					(other != null) ? other.lastDay() : null);
		}

	}

	private final ClientDesk desk;

	private final MessageSource messages;

	@GetMapping
	String list(Model model) {
		model.addAttribute("clients", desk.all());
		model.addAttribute("today", LocalDate.now(BusinessClock.ZONE));
		return "platform/client/list";
	}

	@PostMapping("/{clientId}/binding")
	@PreAuthorize("hasAuthority('platform:client:bind')")
	ModelAndView bind(@PathVariable String clientId, Model model) {
		return act(clientId + "/binding", () -> desk.bind(clientId, true), model);
	}

	@PostMapping("/{clientId}/unbinding")
	@PreAuthorize("hasAuthority('platform:client:bind')")
	ModelAndView unbind(@PathVariable String clientId, Model model) {
		return act(clientId + "/unbinding", () -> desk.bind(clientId, false), model);
	}

	@GetMapping("/{clientId}/profile")
	@PreAuthorize("hasAuthority('platform:client:admit')")
	String profile(@PathVariable String clientId, Model model) {
		var door = form(clientId, model).door();
		model.addAttribute("form", DoorForm.of(door));
		return FORM;
	}

	private ClientDesk.Line form(String clientId, Model model) {
		var line = desk.require(clientId);
		model.addAttribute("client", line);
		model.addAttribute("profiles", Profile.values());
		return line;
	}

	@PostMapping("/{clientId}/profile")
	@PreAuthorize("hasAuthority('platform:client:admit')")
	ModelAndView propose(@PathVariable String clientId, @Valid @ModelAttribute("form") DoorForm form,
			BindingResult errors, Model model) {
		form(clientId, model);
		return Forms.submit(errors,
				() -> desk.propose(clientId, Objects.requireNonNull(form.profile()),
						Objects.requireNonNullElse(form.addresses(), ""),
						new ClientDesk.Shown(form.certificate(), form.certificateTo()),
						new ClientDesk.Shown(form.next(), form.nextTo())),
				PATH, FORM);
	}

	@PostMapping("/{clientId}/confirmation")
	@PreAuthorize("hasAuthority('platform:client:admit')")
	ModelAndView confirm(@PathVariable String clientId, Model model) {
		return act(clientId + "/confirmation", () -> desk.confirm(clientId), model);
	}

	@PostMapping("/{clientId}/withdrawal")
	@PreAuthorize("hasAuthority('platform:client:admit')")
	ModelAndView withdraw(@PathVariable String clientId, Model model) {
		return act(clientId + "/withdrawal", () -> desk.withdraw(clientId), model);
	}

	private ModelAndView act(String action, Runnable command, Model model) {
		return RefusedAct.submit(PATH + "/" + action, "", command, PATH,
				() -> new ModelAndView(list(model), model.asMap()), messages);
	}

}
