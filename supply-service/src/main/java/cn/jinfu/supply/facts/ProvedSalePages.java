package cn.jinfu.supply.facts;

import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Money;
import cn.jinfu.supply.SalesFacts.Strength;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The rows behind the figure of proved sales, each with what it still lacks. */
@Controller
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('supply:order:view')")
class ProvedSalePages {

	private static final int MOST = 200;

	private final SalesReader sales;

	private final BusinessClock clock;

	@GetMapping("/console/proved-sales")
	String list(@RequestParam(required = false) @Nullable Strength strength,
			@RequestParam(required = false) @Nullable YearMonth month, Model model) {
		var asked = (strength != null) ? strength : Strength.PROVED;
		var rows = (month != null) ? sales.visible(asked, month.atDay(1), month.atEndOfMonth())
				: sales.visible(asked, clock.today().withDayOfYear(1), clock.today());
		model.addAttribute("rows", rows.stream().limit(MOST).toList());
		model.addAttribute("count", rows.size());
		model.addAttribute("sum", rows.stream().map(row -> row.yuan()).reduce(Money.ZERO, Money::plus));
		model.addAttribute("kg", rows.stream().map(row -> row.kg()).reduce(BigDecimal.ZERO, BigDecimal::add));
		model.addAttribute("strength", asked);
		model.addAttribute("month", month);
		model.addAttribute("strengths", List.of(Strength.values()));
		return "supply/console/proved-sales";
	}

}
