package cn.jinfu.supply.blend;

import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.RefusedAct;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
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

/** 配肥 on the phone. */
@Controller
@RequestMapping("/portal/blend-orders")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('portal:open') and hasAuthority('supply:blend:order')")
class PortalBlendPages {

	private static final String LIST = "/portal/blend-orders";

	private static final String FORM = "supply/portal/blend-order-new";

	record OrderForm(@Nullable @NotNull UUID recipe, @Nullable @NotNull UUID outletId,
			@Nullable @NotNull LocalDate on) {
	}

	private final BlendOrders orders;

	private final BusinessClock clock;

	private final MessageSource messages;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String after, Model model) {
		model.addAttribute("page", orders.list(new BlendOrders.Filter(null, null, after, 20)));
		return "supply/portal/blend-orders";
	}

	@GetMapping("/new")
	String blank(@RequestParam UUID recipe, Model model) {
		model.addAttribute("form", new OrderForm(recipe, null, clock.today().plusDays(1)));
		choices(recipe, model);
		return FORM;
	}

	@PostMapping
	ModelAndView order(@Valid @ModelAttribute("form") OrderForm form, BindingResult errors, Model model) {
		var recipe = form.recipe();
		if (recipe == null) {
			return new ModelAndView("redirect:/portal/soil-samples");
		}
		choices(recipe, model);
		return Forms.submit(errors, () -> LIST + "/"
				+ orders.order(recipe, Objects.requireNonNull(form.outletId()), Objects.requireNonNull(form.on())),
				FORM);
	}

	@GetMapping("/{id}")
	ModelAndView show(@PathVariable UUID id) {
		return page(id);
	}

	@PostMapping("/{id}/cancellation")
	ModelAndView cancel(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		return RefusedAct.submit(LIST + "/" + id + "/cancellation", reason, () -> orders.cancel(id, reason, version),
				LIST + "/" + id, () -> page(id), messages);
	}

	private void choices(UUID recipeId, Model model) {
		var recipe = orders.recipe(recipeId);
		if (!recipe.memberId().equals(Actor.current().memberId())) {
			throw new NotFound("supply.blend.recipe-not-found", recipeId);
		}
		model.addAttribute("recipe", recipe);
		model.addAttribute("outlets",
				orders.counters()
					.stream()
					.map(it -> new Choice(it.id().toString(), it.name() + " " + it.address()))
					.toList());
	}

	private ModelAndView page(UUID id) {
		var page = new ModelAndView("supply/portal/blend-order");
		var order = orders.view(id);
		page.addObject("order", order);
		page.addObject("recipe", orders.recipe(order.recipeId()));
		return page;
	}

}
