package cn.jinfu.production.soil;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** 测土配方 on the phone: what my soil holds, what I should give it. */
@Controller
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('portal:open') and hasAuthority('production:soil:view')")
class PortalSoilPages {

	private static final String LIST = "/portal/soil-samples";

	private static final String PAGE = "production/soil/portal-sample";

	record RecipeForm(@Nullable @NotBlank String crop, @Nullable @NotNull BigDecimal targetKgMu) {
	}

	private final SoilSamples samples;

	private final SoilEditions editions;

	private final Recipes recipes;

	@GetMapping(LIST)
	String list(@RequestParam(required = false) @Nullable String after, Model model) {
		model.addAttribute("page", samples.list(new SoilSamples.Filter(null, null, null, after, 20)));
		return "production/soil/portal-samples";
	}

	@GetMapping(LIST + "/{id}")
	String show(@PathVariable UUID id, Model model) {
		model.addAttribute("form", new RecipeForm(null, null));
		facts(id, model);
		return PAGE;
	}

	@PostMapping(LIST + "/{id}/recipes")
	@PreAuthorize("hasAuthority('production:soil:recipe')")
	ModelAndView make(@PathVariable UUID id, @Valid @ModelAttribute("form") RecipeForm form, BindingResult errors,
			Model model) {
		facts(id, model);
		return Forms.submit(errors, () -> "/portal/soil-recipes/"
				+ recipes.make(id, Objects.toString(form.crop(), ""), Objects.requireNonNull(form.targetKgMu())), PAGE);
	}

	@GetMapping("/portal/soil-recipes/{id}")
	String recipe(@PathVariable UUID id, Model model) {
		model.addAttribute("recipe", recipes.view(id));
		return "production/soil/portal-recipe";
	}

	private void facts(UUID id, Model model) {
		model.addAttribute("sample", samples.view(id));
		model.addAttribute("recipes", recipes.ofSample(id));
		model.addAttribute("crops", editions.decided().stream().map(it -> new Choice(it.code(), it.name())).toList());
	}

}
