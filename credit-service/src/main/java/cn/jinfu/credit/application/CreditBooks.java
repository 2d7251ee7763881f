package cn.jinfu.credit.application;

import java.util.UUID;

import cn.jinfu.credit.consent.ConsentStatus;
import cn.jinfu.credit.consent.Consents;
import cn.jinfu.credit.facility.FacilityBook;
import cn.jinfu.credit.guarantee.GuaranteeBook;
import cn.jinfu.credit.guarantee.GuaranteeStatus;
import cn.jinfu.credit.loan.LoanBook;
import cn.jinfu.credit.loan.LoanStatus;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The books that staff read: guarantees, facilities, consents and loans. */
@Controller
@RequiredArgsConstructor
class CreditBooks {

	private final GuaranteeBook guarantees;

	private final FacilityBook facilities;

	private final LoanBook loans;

	private final Consents consents;

	private final CaseViews views;

	@GetMapping("/console/guarantees")
	@PreAuthorize("hasAuthority('credit:guarantee:view')")
	String guarantees(@RequestParam(required = false) @Nullable GuaranteeStatus status,
			@RequestParam(required = false) @Nullable UUID member, @RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", guarantees.list(status, member, q, after, Paged.limit(limit)));
		model.addAttribute("statuses", GuaranteeStatus.values());
		model.addAttribute("capacity", guarantees.capacity(Ids.next(), Money.ZERO).orElse(null));
		return "credit/guarantee/list";
	}

	@GetMapping("/console/facilities")
	@PreAuthorize("hasAuthority('credit:guarantee:view')")
	String facilities(Model model) {
		model.addAttribute("umbrellas", facilities.umbrellas());
		model.addAttribute("banks", views.bankNames());
		return "credit/facility/list";
	}

	@GetMapping("/console/consents")
	@PreAuthorize("hasAuthority('credit:consent:view')")
	String consents(@RequestParam(required = false) @Nullable ConsentStatus status,
			@RequestParam(required = false) @Nullable UUID member,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", consents.list(status, member, after, Paged.limit(limit)));
		model.addAttribute("accesses", (member != null) ? consents.accessesOf(member, 50) : null);
		model.addAttribute("statuses", ConsentStatus.values());
		return "credit/consent/list";
	}

	@GetMapping("/console/loans")
	@PreAuthorize("hasAuthority('credit:loan:view')")
	String loans(@RequestParam(required = false) @Nullable LoanStatus status,
			@RequestParam(required = false) @Nullable UUID member, @RequestParam(required = false) @Nullable String q,
			@RequestParam(defaultValue = "false") boolean overdue,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page",
				loans.list(new LoanBook.Filter(status, member, q, overdue), after, Paged.limit(limit)));
		model.addAttribute("statuses", LoanStatus.values());
		return "credit/loan/list";
	}

	@GetMapping("/console/loans/{id}")
	@PreAuthorize("hasAuthority('credit:loan:view')")
	String loan(@PathVariable UUID id, Model model) {
		var loan = loans.view(id);
		model.addAttribute("l", loan);
		model.addAttribute("transactions", loans.transactions(id));
		model.addAttribute("changes", loans.changes(id));
		model.addAttribute("behind", views.behind(loan.applicationId()));
		return "credit/loan/loan";
	}

}
