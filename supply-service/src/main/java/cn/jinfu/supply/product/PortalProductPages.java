package cn.jinfu.supply.product;

import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.production.Crops;
import jakarta.validation.Valid;
import lombok.RequiredArgsConstructor;

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

/** A farm's own products: one name, one package size. */
@Controller
@RequestMapping("/portal/products")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('supply:product:register')")
class PortalProductPages {

	private static final String FORM = "supply/portal/product-new";

	private final ProductCommands commands;

	private final ProductQueries queries;

	private final Crops crops;

	@GetMapping
	String list(Model model) {
		model.addAttribute("products",
				queries.list(new ProductQueries.Filter(null, Actor.current().memberId(), null), 100, null).items());
		return "supply/portal/products";
	}

	@GetMapping("/new")
	String blank(Model model) {
		model.addAttribute("form", ProductForm.BLANK);
		choices(model);
		return FORM;
	}

	@PostMapping
	ModelAndView register(@Valid @ModelAttribute("form") ProductForm form, BindingResult errors, Model model) {
		choices(model);
		return Forms.submit(errors, () -> {
			commands.register(form.command(Actor.current().memberId()));
		}, "/portal/products", FORM);
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		var row = queries.view(id);
		if (!row.product().memberId().equals(Actor.current().memberId())) {
			throw new NotFound("supply.product.not-found", id);
		}
		model.addAttribute("row", row);
		return "supply/portal/product";
	}

	@PostMapping("/{id}/withdrawal")
	String withdraw(@PathVariable UUID id, @RequestParam long version) {
		commands.withdraw(id, version);
		return "redirect:/portal/products";
	}

	private void choices(Model model) {
		model.addAttribute("crops", crops.all().stream().map(crop -> new Choice(crop.code(), crop.name())).toList());
	}

}
