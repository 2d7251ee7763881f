package cn.jinfu.supply.input;

import cn.jinfu.kernel.Actor;
import cn.jinfu.production.InputHoldings;
import lombok.RequiredArgsConstructor;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** What a farm bought, still holds, may still buy and is to bring back. */
@Controller
@RequestMapping("/portal/inputs")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('supply:quota:view')")
class PortalPurchasePages {

	private final QuotaQueries quotas;

	private final InputSaleQueries sales;

	private final InputHoldings holdings;

	private final Containers containers;

	@GetMapping
	String show(Model model) {
		var member = Actor.current().memberId();
		model.addAttribute("quota", quotas.now(member).orElse(null));
		model.addAttribute("holdings", holdings.ofMember(member));
		model.addAttribute("accounts", containers.accounts(member));
		model.addAttribute("bought", sales.ofMember(member, 20));
		return "supply/portal/inputs";
	}

}
