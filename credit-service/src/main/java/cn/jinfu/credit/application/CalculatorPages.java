package cn.jinfu.credit.application;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.UUID;

import cn.jinfu.credit.product.LoanProduct;
import cn.jinfu.credit.product.LoanProducts;
import cn.jinfu.credit.schedule.RepayMethod;
import cn.jinfu.credit.schedule.Schedules;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Problems;
import cn.jinfu.kernel.Refusal.RuleBroken;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * What a loan would cost, for any product offered today: every instalment in yuan, by the
 * engine that later stands behind the loan. Nothing is kept.
 */
@Controller
@RequiredArgsConstructor
class CalculatorPages {

	private static final String PAGE = "credit/portal/calculator";

	private final LoanProducts products;

	private final BusinessClock clock;

	private final Problems problems;

	@GetMapping("/portal/loans/calculator")
	@PreAuthorize("hasAuthority('credit:own:view')")
	@Transactional(readOnly = true)
	public String show(@RequestParam(required = false) @Nullable UUID product,
			@RequestParam(required = false) @Nullable BigDecimal amount,
			@RequestParam(required = false) @Nullable Integer months,
			@RequestParam(required = false) @Nullable RepayMethod method, HttpServletResponse response, Model model) {
		var offered = products.offered(clock.today());
		var chosen = offered.stream()
			.filter(it -> product == null || it.id().equals(product))
			.findFirst()
			.orElse(offered.isEmpty() ? null : offered.getFirst());
		model.addAttribute("products", offered.stream().map(it -> new Choice(it.id().toString(), it.name())).toList());
		model.addAttribute("methods", Arrays.asList(RepayMethod.values()));
		model.addAttribute("product", chosen);
		model.addAttribute("amount", amount);
		model.addAttribute("months", (months != null) ? months : 12);
		model.addAttribute("method", (method != null) ? method : RepayMethod.EQUAL_INSTALMENT);
		if (chosen != null && amount != null) {
			try {
				reckon(chosen, amount, (months != null) ? months : 12,
						(method != null) ? method : RepayMethod.EQUAL_INSTALMENT, model);
			}
			catch (RuleBroken refused) {
				response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
				model.addAttribute("refused", problems.words(refused, LocaleContextHolder.getLocale()));
			}
		}
		return PAGE;
	}

	private void reckon(LoanProduct product, BigDecimal yuan, int months, RepayMethod method, Model model) {
		if (yuan.signum() <= 0 || yuan.scale() > 2 || yuan.precision() - yuan.scale() > 9) {
			throw new RuleBroken("credit.terms.principal").at("amount");
		}
		var amount = new Money(yuan);
		product.requireFits(amount, months, method);
		var today = clock.today();
		model.addAttribute("rows", Schedules.of(product.terms(amount, months, method, today)));
		model.addAttribute("cost", product.cost(amount, months, method, today));
	}

}
