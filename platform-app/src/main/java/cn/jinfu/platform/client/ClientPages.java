package cn.jinfu.platform.client;

import cn.jinfu.kernel.RefusedAct;
import lombok.RequiredArgsConstructor;

import org.springframework.context.MessageSource;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
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

	private final ClientDesk desk;

	private final MessageSource messages;

	@GetMapping
	String list(Model model) {
		model.addAttribute("clients", desk.all());
		return "platform/client/list";
	}

	@PostMapping("/{clientId}/binding")
	@PreAuthorize("hasAuthority('platform:client:bind')")
	ModelAndView bind(@PathVariable String clientId, Model model) {
		return act(clientId + "/binding", clientId, true, model);
	}

	@PostMapping("/{clientId}/unbinding")
	@PreAuthorize("hasAuthority('platform:client:bind')")
	ModelAndView unbind(@PathVariable String clientId, Model model) {
		return act(clientId + "/unbinding", clientId, false, model);
	}

	private ModelAndView act(String action, String clientId, boolean bound, Model model) {
		return RefusedAct.submit(PATH + "/" + action, "", () -> desk.bind(clientId, bound), PATH,
				() -> new ModelAndView(list(model), model.asMap()), messages);
	}

}
