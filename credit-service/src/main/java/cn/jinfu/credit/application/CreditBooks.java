package cn.jinfu.credit.application;

import java.util.UUID;

import cn.jinfu.credit.facility.FacilityBook;
import cn.jinfu.credit.guarantee.GuaranteeBook;
import cn.jinfu.credit.loan.LoanBook;
import cn.jinfu.credit.loan.LoanStatus;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The books that staff read: guarantees and loans. */
@Controller
@RequiredArgsConstructor
class CreditBooks {

	private final GuaranteeBook guarantees;

	private final FacilityBook facilities;

	private final LoanBook loans;

	@GetMapping("/console/guarantees")
	@PreAuthorize("hasAuthority('credit:guarantee:view')")
	String guarantees(Model model) {
		model.addAttribute("lines", guarantees.list());
		model.addAttribute("capacity", guarantees.capacity(Ids.next(), Money.ZERO).orElse(null));
		model.addAttribute("umbrellas", facilities.umbrellas());
		return "credit/guarantee/list";
	}

	@GetMapping("/console/loans")
	@PreAuthorize("hasAuthority('credit:loan:view')")
	String loans(@RequestParam(required = false) @Nullable LoanStatus status, Model model) {
		model.addAttribute("lines", loans.list(status));
		model.addAttribute("statuses", LoanStatus.values());
		return "credit/loan/list";
	}

	@GetMapping("/console/loans/{id}")
	@PreAuthorize("hasAuthority('credit:loan:view')")
	String loan(@PathVariable UUID id, Model model) {
		model.addAttribute("l", loans.view(id));
		model.addAttribute("transactions", loans.transactions(id));
		return "credit/loan/loan";
	}

}
