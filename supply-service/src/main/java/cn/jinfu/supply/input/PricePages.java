package cn.jinfu.supply.input;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import cn.jinfu.production.AgriInputs;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The county's price list. */
@Controller
@RequestMapping("/console/input-prices")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('supply:stock:view')")
class PricePages {

	private static final String PAGE = "supply/console/input-prices";

	record PriceForm(@Nullable @NotNull UUID inputId,
			@Nullable @NotNull @Positive @Digits(integer = 8, fraction = 2) BigDecimal price,
			@Nullable @NotNull @PositiveOrZero @Digits(integer = 6, fraction = 2) BigDecimal deposit,
			boolean zeroMargin, @Nullable @NotNull LocalDate validFrom) {
	}

	private final PriceCommands commands;

	private final Prices prices;

	private final AgriInputs inputs;

	private final BusinessClock clock;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("form", new PriceForm(null, null, BigDecimal.ZERO, true, clock.today().plusDays(1)));
		model.addAttribute("page", prices.list(clock.today(), q, after, Paged.limit(limit)));
		choices(model);
		return PAGE;
	}

	@PostMapping
	@PreAuthorize("hasAuthority('supply:price:set')")
	ModelAndView set(@Valid @ModelAttribute("form") PriceForm form, BindingResult errors, Model model) {
		var input = form.inputId();
		var price = form.price();
		var deposit = form.deposit();
		var from = form.validFrom();
		var view = Forms.submit(errors, () -> {
			if (input != null && price != null && deposit != null && from != null) {
				commands.set(input, from, new Prices.Price(new Money(price), form.zeroMargin(), new Money(deposit)),
						false);
			}
		}, "/console/input-prices", PAGE);
		model.addAttribute("page", prices.list(clock.today(), null, null, Paged.limit(null)));
		choices(model);
		return view;
	}

	private void choices(Model model) {
		model.addAttribute("inputs",
				inputs.search(null, null, 500)
					.stream()
					.map(input -> new Choice(input.inputId().toString(), input.name()))
					.toList());
	}

}
