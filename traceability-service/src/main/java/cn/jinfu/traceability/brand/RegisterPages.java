package cn.jinfu.traceability.brand;

import java.util.List;

import cn.jinfu.kernel.Paged;
import cn.jinfu.supply.Products;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who may use the brand, for everybody: a search, and the check of a number. */
@Controller
@RequestMapping("/register/licences")
@RequiredArgsConstructor
class RegisterPages {

	private final LicenceQueries queries;

	private final Products products;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable String after, Model model) {
		model.addAttribute("page", queries.register(q, after, Paged.limit(null)));
		return "traceability/brand/register";
	}

	@GetMapping("/{number}")
	String verify(@PathVariable String number, Model model, HttpServletResponse response) {
		var found = queries.byNumber(number);
		model.addAttribute("number", number);
		model.addAttribute("licence", found.orElse(null));
		model.addAttribute("products", found.filter(LicenceView::inForce).map(this::sold).orElse(List.of()));
		if (found.isEmpty()) {
			response.setStatus(HttpServletResponse.SC_NOT_FOUND);
		}
		return "traceability/brand/register-number";
	}

	private List<Products.Product> sold(LicenceView licence) {
		return products.ofMember(licence.memberId())
			.stream()
			.filter(it -> licence.classCode().equals(it.brandClass()))
			.toList();
	}

}
