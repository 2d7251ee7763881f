package cn.jinfu.production.service.provider;

import java.util.List;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.production.Crops;
import jakarta.validation.Valid;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
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

/** An organisation keeps its own menu on the phone. */
@Controller
@RequestMapping("/portal/service-desk/menus")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('portal:open') and hasAuthority('production:service:provide')")
class PortalMenuPages {

	private static final String FORM = "production/service/portal-menu-form";

	private static final String DESK = "/portal/service-desk";

	private static final int SEASON_DAYS = 90;

	private final Providers providers;

	private final Crops crops;

	private final BusinessClock clock;

	@GetMapping("/new")
	String blank(Model model) {
		if (providers.me().isEmpty()) {
			// the desk says why there is nothing to keep
			return "redirect:" + DESK;
		}
		var today = clock.today();
		model.addAttribute("form", new ProviderPages.MenuForm(null, null, ServiceUnit.MU, null, today,
				today.plusDays(SEASON_DAYS), null, null, Set.of(), true, null));
		return form(null, model);
	}

	@PostMapping
	ModelAndView offer(@Valid @ModelAttribute("form") ProviderPages.MenuForm form, BindingResult errors, Model model) {
		form(null, model);
		return Forms.submit(errors, () -> {
			providers.offer(providers.requireMe().id(), form.text());
			return DESK;
		}, FORM);
	}

	@GetMapping("/{id}")
	String edit(@PathVariable UUID id, Model model) {
		model.addAttribute("form", ProviderPages.MenuForm.of(own(id)));
		return form(id, model);
	}

	@PostMapping("/{id}")
	ModelAndView change(@PathVariable UUID id, @Valid @ModelAttribute("form") ProviderPages.MenuForm form,
			BindingResult errors, Model model) {
		own(id);
		form(id, model);
		var seen = form.version();
		return Forms.submit(errors, () -> providers.change(id, form.text(), (seen != null) ? seen : -1), DESK, FORM);
	}

	private Providers.Menu own(UUID menuId) {
		var menu = providers.menu(menuId);
		if (!menu.providerId().equals(providers.requireMe().id())) {
			throw new NotFound("production.service.menu-not-found", menuId);
		}
		return menu;
	}

	private String form(@Nullable UUID menuId, Model model) {
		model.addAttribute("menuId", menuId);
		model.addAttribute("items", List.of(ServiceItem.values()));
		model.addAttribute("units", List.of(ServiceUnit.values()));
		model.addAttribute("crops", crops.all());
		return FORM;
	}

}
