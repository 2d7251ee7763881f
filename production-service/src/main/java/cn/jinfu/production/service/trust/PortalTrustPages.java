package cn.jinfu.production.service.trust;

import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.RefusedAct;
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
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** 托管合同 on the phone: read and signed by either side. */
@Controller
@RequestMapping("/portal/trust-contracts")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:service:order')")
class PortalTrustPages {

	private static final String LIST = "/portal/trust-contracts";

	private final TrustCommands commands;

	private final TrustQueries queries;

	private final MessageSource messages;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String after, Model model) {
		model.addAttribute("page", queries.list(new TrustQueries.Filter(null, null, after, 20)));
		return "production/service/portal-trusts";
	}

	@GetMapping("/{id}")
	ModelAndView show(@PathVariable UUID id) {
		var page = new ModelAndView("production/service/portal-trust");
		page.addObject("contract", queries.view(id));
		page.addObject("detail", queries.detail(id));
		return page;
	}

	@PostMapping("/{id}/farm-signature")
	ModelAndView signForFarm(@PathVariable UUID id, @RequestParam long version) {
		return act(id, "/farm-signature", () -> commands.signForFarm(id, version));
	}

	@PostMapping("/{id}/provider-signature")
	@PreAuthorize("hasAuthority('production:service:provide')")
	ModelAndView signForProvider(@PathVariable UUID id, @RequestParam long version) {
		return act(id, "/provider-signature", () -> commands.signForProvider(id, version));
	}

	@PostMapping("/{id}/payments")
	@PreAuthorize("hasAuthority('production:service:provide')")
	ModelAndView bookPart(@PathVariable UUID id, @RequestParam int no,
			@RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate on, @RequestParam String ref,
			@RequestParam(required = false) @Nullable MultipartFile photo) {
		return act(id, "/payments", () -> commands.bookPart(id, no, on, ref, photo));
	}

	private ModelAndView act(UUID id, String action, Runnable command) {
		return RefusedAct.submit(LIST + "/" + id + action, "", command, LIST + "/" + id, () -> show(id), messages);
	}

}
