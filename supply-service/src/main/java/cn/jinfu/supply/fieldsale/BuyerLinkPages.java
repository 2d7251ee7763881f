package cn.jinfu.supply.fieldsale;

import cn.jinfu.kernel.Forms;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** What the buyer sees behind the link or code: one question, one button, no log-in. */
@Controller
@RequestMapping("/c/{token}")
@RequiredArgsConstructor
class BuyerLinkPages {

	private static final String PAGE = "supply/public/field-sale";

	record NameForm(@Nullable @NotBlank @Size(max = 60) String name) {
	}

	private final FieldSaleQueries queries;

	private final FieldSaleCommands commands;

	@GetMapping
	String show(@PathVariable String token, Model model, HttpServletResponse response) {
		response.setHeader("Cache-Control", "no-store");
		var sale = queries.byToken(token);
		model.addAttribute("sale", sale);
		model.addAttribute("form", new NameForm(sale.buyerName()));
		return PAGE;
	}

	@PostMapping
	ModelAndView confirm(@PathVariable String token, @Valid @ModelAttribute("form") NameForm form, BindingResult errors,
			Model model) {
		var name = form.name();
		model.addAttribute("sale", queries.byToken(token));
		return Forms.submit(errors, () -> {
			if (name != null) {
				commands.confirm(token, name);
			}
		}, "/c/" + token, PAGE);
	}

}
