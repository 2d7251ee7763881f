package cn.jinfu.credit.application;

import java.util.List;
import java.util.UUID;

import cn.jinfu.credit.consent.Consents;
import cn.jinfu.credit.facility.FacilityBook;
import cn.jinfu.credit.guarantee.GuaranteeBook;
import cn.jinfu.credit.loan.LoanBook;
import cn.jinfu.credit.rating.Ratings;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.QrPicture;
import cn.jinfu.kernel.web.PublicUrl;
import cn.jinfu.member.MemberDirectory;
import lombok.RequiredArgsConstructor;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * Everything of one member in one place, with its code: rating, limits, cases, loans,
 * guarantees, and who was let to read what.
 */
@Controller
@RequiredArgsConstructor
class CreditFilePages {

	/** Lines of each kind; the lists themselves are one click away. */
	private static final int LINES = 10;

	private final MemberDirectory members;

	private final Ratings ratings;

	private final CaseViews cases;

	private final LoanBook loans;

	private final GuaranteeBook guarantees;

	private final Consents consents;

	private final FacilityBook facilities;

	private final PublicUrl address;

	@GetMapping("/console/credit-files/{memberId}")
	@PreAuthorize("hasAuthority('credit:application:open')")
	String show(@PathVariable UUID memberId, Model model) {
		model.addAttribute("member", members.require(memberId));
		model.addAttribute("ratings", ratings.list(null, memberId, null, LINES).items());
		model.addAttribute("cases", cases.list(CaseViews.Filter.of(memberId), null, LINES).items());
		model.addAttribute("loans", loans.list(new LoanBook.Filter(null, memberId, null, false), null, LINES).items());
		model.addAttribute("guarantees", guarantees.list(null, memberId, null, null, LINES).items());
		var mayRead = Actor.current().may("credit:consent:view");
		model.addAttribute("consents", mayRead ? consents.list(null, memberId, null, LINES).items() : List.of());
		model.addAttribute("accesses", mayRead ? consents.accessesOf(memberId, LINES) : List.of());
		model.addAttribute("exposure", facilities.exposure(memberId));
		model.addAttribute("available", facilities.availableTo(memberId));
		model.addAttribute("picture", QrPicture.of(address.of("/console/credit-files/" + memberId)));
		return "credit/case/file";
	}

}
