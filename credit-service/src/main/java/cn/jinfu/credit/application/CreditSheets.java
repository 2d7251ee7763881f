package cn.jinfu.credit.application;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.UUID;

import cn.jinfu.credit.consent.ConsentStatus;
import cn.jinfu.credit.consent.Consents;
import cn.jinfu.credit.declaration.DeclarationDesk;
import cn.jinfu.credit.declaration.DeclarationStatus;
import cn.jinfu.credit.facility.Facility;
import cn.jinfu.credit.facility.FacilityBook;
import cn.jinfu.credit.guarantee.GuaranteeBook;
import cn.jinfu.credit.guarantee.GuaranteeStatus;
import cn.jinfu.credit.loan.LoanBook;
import cn.jinfu.credit.loan.LoanStatus;
import cn.jinfu.credit.rating.RatingStatus;
import cn.jinfu.credit.rating.Ratings;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.sheet.SheetDownload;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The lists of credit as workbooks, filtered as on their pages. */
@Controller
@RequiredArgsConstructor
class CreditSheets {

	private static final SheetDownload<CaseViews.Line> CASES = SheetDownload.<CaseViews.Line>of(
			"credit.menu.applications")
		.text("credit.case.no", CaseViews.Line::no)
		.text("credit.case.member", CaseViews.Line::memberName)
		.text("credit.case.product", CaseViews.Line::product)
		.text("credit.case.bank", CaseViews.Line::bank)
		.money("credit.case.amount", CaseViews.Line::amount)
		.word("credit.case.status", CaseViews.Line::status)
		.time("credit.case.since", CaseViews.Line::statusSince);

	private static final SheetDownload<Ratings.Line> RATINGS = SheetDownload.<Ratings.Line>of("credit.menu.ratings")
		.text("credit.rating.no", Ratings.Line::no)
		.text("credit.case.member", Ratings.Line::memberName)
		.date("credit.rating.asof", Ratings.Line::asOf)
		.number("credit.rating.score", it -> BigDecimal.valueOf(it.score()))
		.text("credit.rating.grade", Ratings.Line::grade)
		.money("credit.rating.limit", Ratings.Line::limit)
		.date("credit.rating.validto", Ratings.Line::validTo)
		.word("credit.case.status", Ratings.Line::status);

	private static final SheetDownload<Consents.Line> CONSENTS = SheetDownload.<Consents.Line>of("credit.menu.consents")
		.text("credit.case.no", Consents.Line::no)
		.text("credit.consent.member", Consents.Line::memberName)
		.word("credit.consent.purpose", Consents.Line::purpose)
		.text("credit.case.bank", Consents.Line::bank)
		.time("credit.consent.given", Consents.Line::givenAt)
		.date("credit.consent.until", Consents.Line::validTo)
		.word("credit.consent.signature", Consents.Line::signature)
		.word("credit.case.status", Consents.Line::status);

	private static final SheetDownload<DeclarationDesk.Line> DECLARATIONS = SheetDownload.<DeclarationDesk.Line>of(
			"credit.menu.declarations")
		.text("credit.declaration.no", DeclarationDesk.Line::no)
		.text("credit.case.member", DeclarationDesk.Line::memberName)
		.number("credit.declaration.year", it -> BigDecimal.valueOf(it.year()))
		.text("credit.declaration.by", DeclarationDesk.Line::submittedName)
		.time("credit.case.since", DeclarationDesk.Line::statusSince)
		.word("credit.case.status", DeclarationDesk.Line::status);

	private static final SheetDownload<GuaranteeBook.Line> GUARANTEES = SheetDownload.<GuaranteeBook.Line>of(
			"credit.menu.guarantees")
		.text("credit.guarantee.letter", GuaranteeBook.Line::letterNo)
		.text("credit.case.no", GuaranteeBook.Line::applicationNo)
		.text("credit.case.member", GuaranteeBook.Line::memberName)
		.money("credit.guarantee.amount", GuaranteeBook.Line::amount)
		.date("credit.guarantee.issued", GuaranteeBook.Line::issuedOn)
		.date("credit.guarantee.until", GuaranteeBook.Line::validTo)
		.word("credit.case.status", GuaranteeBook.Line::status);

	private static final SheetDownload<LoanBook.Line> LOANS = SheetDownload.<LoanBook.Line>of("credit.menu.loans")
		.text("credit.loan.no", LoanBook.Line::bankLoanNo)
		.text("credit.case.member", LoanBook.Line::memberName)
		.text("credit.case.bank", LoanBook.Line::bank)
		.money("credit.loan.principal", LoanBook.Line::principal)
		.money("credit.loan.outstanding", LoanBook.Line::outstanding)
		.date("credit.loan.matures", LoanBook.Line::maturesOn)
		.date("credit.loan.overdue", LoanBook.Line::overdueSince)
		.word("credit.case.status", LoanBook.Line::status);

	private final CaseViews views;

	private final Ratings ratings;

	private final Consents consents;

	private final DeclarationDesk declarations;

	private final GuaranteeBook guarantees;

	private final FacilityBook facilities;

	private final LoanBook loans;

	private final MessageSource messages;

	@GetMapping("/console/financing-applications/export")
	@PreAuthorize("hasAuthority('credit:application:view')")
	void cases(@RequestParam(required = false) @Nullable ApplicationStatus status,
			@RequestParam(required = false) @Nullable UUID member, @RequestParam(required = false) @Nullable String q,
			@RequestParam(defaultValue = "false") boolean open, @RequestParam(required = false) @Nullable Integer step,
			HttpServletResponse response) throws IOException {
		var filter = new CaseViews.Filter(status, member, q, open, step);
		CASES.send(response, messages, after -> views.list(filter, after, SheetDownload.BATCH));
	}

	@GetMapping("/console/ratings/export")
	@PreAuthorize("hasAuthority('credit:rating:view')")
	void ratings(@RequestParam(required = false) @Nullable RatingStatus status,
			@RequestParam(required = false) @Nullable UUID member, HttpServletResponse response) throws IOException {
		RATINGS.send(response, messages, after -> ratings.list(status, member, after, SheetDownload.BATCH));
	}

	@GetMapping("/console/consents/export")
	@PreAuthorize("hasAuthority('credit:consent:view')")
	void consents(@RequestParam(required = false) @Nullable ConsentStatus status,
			@RequestParam(required = false) @Nullable UUID member, HttpServletResponse response) throws IOException {
		CONSENTS.send(response, messages, after -> consents.list(status, member, after, SheetDownload.BATCH));
	}

	@GetMapping("/console/declarations/export")
	@PreAuthorize("hasAuthority('credit:declaration:view')")
	void declarations(@RequestParam(required = false) @Nullable DeclarationStatus status,
			@RequestParam(required = false) @Nullable UUID member, HttpServletResponse response) throws IOException {
		DECLARATIONS.send(response, messages, after -> declarations.list(status, member, after, SheetDownload.BATCH));
	}

	@GetMapping("/console/guarantees/export")
	@PreAuthorize("hasAuthority('credit:guarantee:view')")
	void guarantees(@RequestParam(required = false) @Nullable GuaranteeStatus status,
			@RequestParam(required = false) @Nullable UUID member, @RequestParam(required = false) @Nullable String q,
			HttpServletResponse response) throws IOException {
		GUARANTEES.send(response, messages, after -> guarantees.list(status, member, q, after, SheetDownload.BATCH));
	}

	@GetMapping("/console/loans/export")
	@PreAuthorize("hasAuthority('credit:loan:view')")
	void loans(@RequestParam(required = false) @Nullable LoanStatus status,
			@RequestParam(required = false) @Nullable UUID member, @RequestParam(required = false) @Nullable String q,
			@RequestParam(defaultValue = "false") boolean overdue, HttpServletResponse response) throws IOException {
		var filter = new LoanBook.Filter(status, member, q, overdue);
		LOANS.send(response, messages, after -> loans.list(filter, after, SheetDownload.BATCH));
	}

	@GetMapping("/console/facilities/export")
	@PreAuthorize("hasAuthority('credit:guarantee:view')")
	void facilities(HttpServletResponse response) throws IOException {
		var banks = views.bankNames();
		SheetDownload.<Facility>of("credit.menu.facilities")
			.text("credit.facility.title", Facility::name)
			.text("credit.facility.bank", it -> banks.get(it.bankId()))
			.money("credit.facility.amount", Facility::amount)
			.money("credit.facility.reserved", Facility::reserved)
			.money("credit.facility.used", Facility::used)
			.money("credit.facility.left", Facility::available)
			.date("credit.facility.until", Facility::validTo)
			.send(response, messages, _ -> Paged.whole(facilities.umbrellas()));
	}

}
