package cn.jinfu.credit.bank;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;

import cn.jinfu.credit.bank.BankCases.Booking;
import cn.jinfu.credit.bank.BankCases.CaseStatus;
import cn.jinfu.credit.consent.SignatureKind;
import cn.jinfu.credit.schedule.RepayMethod;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Problems;
import cn.jinfu.kernel.Refusal.Forbidden;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.RefusedAct;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * A bank without an API: its people read their own bank's cases and do by form what its
 * machine would do, through the very same commands. Another bank's case is not found.
 */
@Controller
@RequestMapping("/console")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('credit:bank-case:view')")
class BankPortal {

	private static final String CASES = "/console/bank-cases/";

	private static final String LOANS = "/console/bank-loans/";

	private static final String FORM = "credit/bank/act";

	/** As browsers send a day with a time, in Shanghai. */
	private static final String MINUTE = "yyyy-MM-dd'T'HH:mm";

	/** What a form is about; decides its fields and where it goes. */
	enum Act {

		RECEIPT, QUESTION, APPROVAL, DECLINE, CONTRACT, DISBURSEMENT, REPAYMENT, SETTLEMENT

	}

	private static final String NUMBER = "{credit.form.number}";

	record ReceiptForm(@Nullable @NotBlank @Size(max = 40) String bankCaseNo,
			@Nullable @NotBlank @Size(max = 60) String branch) {
	}

	record ApprovalForm(@NotNull @Positive @Digits(integer = 13, fraction = 2) @Nullable BigDecimal amount,
			@NotNull @Min(1) @Max(360) @Nullable Integer months,
			@NotNull @DecimalMin("0") @DecimalMax("36") @Digits(integer = 2, fraction = 6) @Nullable BigDecimal rate,
			@NotNull @Nullable RepayMethod method, @NotNull @Min(1) @Max(31) @Nullable Integer dueDay,
			@NotNull @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate validTo,
			@Nullable @Size(max = 200) String conditions) {
	}

	record QuestionForm(@Nullable @NotBlank @Size(min = 2, max = 200) String text,
			@NotNull @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate dueDate) {
	}

	record DeclineForm(
			@Nullable @NotBlank @Size(max = 40) @Pattern(regexp = BankText.NUMBER, message = NUMBER) String code,
			@Nullable @NotBlank @Size(max = 200) String text) {
	}

	/** At a counter who came, where and why. */
	record ContractForm(@Nullable @NotBlank @Size(max = 40) String contractNo,
			@NotNull @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate signedOn,
			@NotNull @Positive @Digits(integer = 13, fraction = 2) @Nullable BigDecimal principal,
			@NotNull @DecimalMin("0") @DecimalMax("36") @Digits(integer = 2, fraction = 6) @Nullable BigDecimal rate,
			@NotNull @Nullable SignatureKind signatureKind, @Nullable @Size(max = 60) String who,
			@Nullable @Size(max = 100) String place, @Nullable @Size(max = 200) String why) {

		/**
		 * Null where nothing of a visit is filled in.
		 * @throws RuleBroken where only part of it is
		 */
		BankCases.@Nullable Visit visit() {
			var parts = List.of(text(who), text(place), text(why));
			if (parts.stream().allMatch(String::isEmpty)) {
				return null;
			}
			if (parts.contains("")) {
				throw new RuleBroken("credit.case.counter-visit").at("who");
			}
			return new BankCases.Visit(parts.get(0), parts.get(1), parts.get(2));
		}

	}

	record DisbursementForm(@Nullable @NotBlank @Size(max = 40) String contractNo,
			@Nullable @NotBlank @Size(max = 40) @Pattern(regexp = BankText.NUMBER, message = NUMBER) String bankLoanNo,
			@Nullable @NotBlank @Size(max = 64) @Pattern(regexp = BankText.NUMBER, message = NUMBER) String bankTxnNo,
			@NotNull @Positive @Digits(integer = 13, fraction = 2) @Nullable BigDecimal amount,
			@NotNull @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate valueDate,
			@DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate accountingDate,
			@DateTimeFormat(pattern = MINUTE) @Nullable LocalDateTime transactedAt) {
	}

	/** The bank's own split is all three parts or none. */
	record RepaymentForm(
			@Nullable @NotBlank @Size(max = 64) @Pattern(regexp = BankText.NUMBER, message = NUMBER) String bankTxnNo,
			@NotNull @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate valueDate,
			@NotNull @Positive @Digits(integer = 13, fraction = 2) @Nullable BigDecimal amount,
			@PositiveOrZero @Digits(integer = 13, fraction = 2) @Nullable BigDecimal principal,
			@PositiveOrZero @Digits(integer = 13, fraction = 2) @Nullable BigDecimal interest,
			@PositiveOrZero @Digits(integer = 13, fraction = 2) @Nullable BigDecimal penalty,
			@DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate accountingDate,
			@DateTimeFormat(pattern = MINUTE) @Nullable LocalDateTime transactedAt) {

		/** The parts that are still to come, empty when it is whole. */
		List<String> missing() {
			var missing = new ArrayList<String>();
			if (principal == null) {
				missing.add("principal");
			}
			if (interest == null) {
				missing.add("interest");
			}
			if (penalty == null) {
				missing.add("penalty");
			}
			return (missing.size() == 3) ? List.of() : missing;
		}

	}

	record SettlementForm(
			@Nullable @NotBlank @Size(max = 64) @Pattern(regexp = BankText.NUMBER, message = NUMBER) String bankTxnNo,
			@NotNull @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate valueDate,
			@DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate accountingDate,
			@DateTimeFormat(pattern = MINUTE) @Nullable LocalDateTime transactedAt) {
	}

	private final BankCases cases;

	private final BankDrafts drafts;

	private final CaseQuestions questions;

	private final Problems problems;

	private final MessageSource messages;

	@GetMapping("/bank-cases")
	String list(@RequestParam(required = false) @Nullable CaseStatus status,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page",
				cases.list(bank(), (status != null) ? status.name() : null, null, after, Paged.limit(limit)));
		model.addAttribute("statuses", CaseStatus.values());
		model.addAttribute("drafts", drafts.open(bank()));
		return "credit/bank/list";
	}

	/** Without the farm's consent the bank may still say what it has done. */
	@GetMapping("/bank-cases/{caseNo}")
	String show(@PathVariable String caseNo, @RequestParam(required = false) @Nullable String booked, Model model) {
		model.addAttribute("state", cases.state(bank(), caseNo));
		model.addAttribute("loanNo", cases.loanNo(bank(), caseNo).orElse(null));
		model.addAttribute("booked", booking(booked));
		model.addAttribute("questions", questions.ofBank(bank(), caseNo));
		model.addAttribute("drafts", drafts.ofCase(bank(), caseNo));
		model.addAttribute("documents", cases.documents(bank(), caseNo));
		try {
			model.addAttribute("file", cases.file(bank(), caseNo));
		}
		catch (Forbidden refused) {
			model.addAttribute("withheld", problems.words(refused, LocaleContextHolder.getLocale()));
		}
		return "credit/bank/case";
	}

	private @Nullable Booking booking(@Nullable String no) {
		return (no == null || no.isBlank()) ? null : cases.booking(bank(), no);
	}

	/** The rows behind one of the figures of the case. */
	@GetMapping("/bank-cases/{caseNo}/evidence/{code}")
	String evidence(@PathVariable String caseNo, @PathVariable String code,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		var found = cases.evidenceRows(bank(), caseNo, code, after, Paged.limit(limit));
		model.addAttribute("caseNo", caseNo);
		model.addAttribute("fact", found.fact());
		model.addAttribute("page", found.rows());
		return "credit/bank/evidence";
	}

	@GetMapping("/bank-loans/{loanNo}")
	String loan(@PathVariable String loanNo, @RequestParam(required = false) @Nullable String booked, Model model) {
		model.addAttribute("l", cases.loan(bank(), loanNo));
		model.addAttribute("booked", booking(booked));
		return "credit/bank/loan";
	}

	@GetMapping("/bank-cases/{caseNo}/receipt")
	@PreAuthorize("hasAuthority('credit:bank-case:decide')")
	String receipt(@PathVariable String caseNo, Model model) {
		cases.state(bank(), caseNo);
		model.addAttribute("form", new ReceiptForm(null, null));
		return form(Act.RECEIPT, caseNo, CASES + caseNo, model);
	}

	@PostMapping("/bank-cases/{caseNo}/receipt")
	@PreAuthorize("hasAuthority('credit:bank-case:decide')")
	ModelAndView receive(@PathVariable String caseNo, @Valid @ModelAttribute("form") ReceiptForm form,
			BindingResult errors, Model model) {
		return submit(Act.RECEIPT, caseNo, CASES + caseNo, errors, model, () -> {
			cases.receive(bank(), caseNo,
					new BankCases.Receipt(text(form.bankCaseNo()), text(form.branch()), Actor.current().displayName()));
			return "";
		});
	}

	@GetMapping("/bank-cases/{caseNo}/question")
	@PreAuthorize("hasAuthority('credit:bank-case:decide')")
	String question(@PathVariable String caseNo, Model model) {
		cases.state(bank(), caseNo);
		model.addAttribute("form", new QuestionForm(null, null));
		return form(Act.QUESTION, caseNo, CASES + caseNo, model);
	}

	@PostMapping("/bank-cases/{caseNo}/question")
	@PreAuthorize("hasAuthority('credit:bank-case:decide')")
	ModelAndView ask(@PathVariable String caseNo, @Valid @ModelAttribute("form") QuestionForm form,
			BindingResult errors, Model model) {
		return submit(Act.QUESTION, caseNo, CASES + caseNo, errors, model, () -> {
			questions.ask(bank(), caseNo,
					List.of(new CaseQuestions.Item("FORM", text(form.text()), given(form.dueDate()))));
			return "";
		});
	}

	/** Begins with what the farm asked for, where it may be seen. */
	@GetMapping("/bank-cases/{caseNo}/approval")
	@PreAuthorize("hasAuthority('credit:bank-case:decide')")
	String approval(@PathVariable String caseNo, Model model) {
		var file = cases.file(bank(), caseNo);
		model.addAttribute("form", new ApprovalForm(file.amount().yuan(), file.termMonths(), file.ratePercent(),
				RepayMethod.valueOf(file.repayMethod()), null, null, null));
		return form(Act.APPROVAL, caseNo, CASES + caseNo, model);
	}

	@PostMapping("/bank-cases/{caseNo}/approval")
	@PreAuthorize("hasAuthority('credit:bank-case:decide')")
	ModelAndView approve(@PathVariable String caseNo, @Valid @ModelAttribute("form") ApprovalForm form,
			BindingResult errors, Model model) {
		return submit(Act.APPROVAL, caseNo, CASES + caseNo, errors, model, () -> {
			var conditions = text(form.conditions());
			return drafts.enter(bank(), caseNo,
					new BankCases.Approve(money(form.amount()), given(form.months()), given(form.rate()),
							given(form.method()).name(), given(form.dueDay()), given(form.validTo()),
							conditions.isEmpty() ? List.of() : List.of(conditions)));
		});
	}

	@GetMapping("/bank-cases/{caseNo}/decline")
	@PreAuthorize("hasAuthority('credit:bank-case:decide')")
	String decline(@PathVariable String caseNo, Model model) {
		cases.state(bank(), caseNo);
		model.addAttribute("form", new DeclineForm(null, null));
		return form(Act.DECLINE, caseNo, CASES + caseNo, model);
	}

	@PostMapping("/bank-cases/{caseNo}/decline")
	@PreAuthorize("hasAuthority('credit:bank-case:decide')")
	ModelAndView decline(@PathVariable String caseNo, @Valid @ModelAttribute("form") DeclineForm form,
			BindingResult errors, Model model) {
		return submit(Act.DECLINE, caseNo, CASES + caseNo, errors, model, () -> drafts.enter(bank(), caseNo,
				new BankCases.Decline(List.of(new BankCases.Reason(text(form.code()), text(form.text()))))));
	}

	@GetMapping("/bank-cases/{caseNo}/contract")
	@PreAuthorize("hasAuthority('credit:bank-case:decide')")
	String contract(@PathVariable String caseNo, Model model) {
		cases.state(bank(), caseNo);
		model.addAttribute("form", new ContractForm(null, null, null, null, null, null, null, null));
		model.addAttribute("documents", cases.documents(bank(), caseNo));
		return form(Act.CONTRACT, caseNo, CASES + caseNo, model);
	}

	@PostMapping("/bank-cases/{caseNo}/contract")
	@PreAuthorize("hasAuthority('credit:bank-case:decide')")
	ModelAndView contract(@PathVariable String caseNo, @Valid @ModelAttribute("form") ContractForm form,
			BindingResult errors, Model model) {
		model.addAttribute("documents", cases.documents(bank(), caseNo));
		return submit(Act.CONTRACT, caseNo, CASES + caseNo, errors, model,
				() -> drafts.enter(bank(), caseNo,
						new BankCases.Contract(text(form.contractNo()), given(form.signedOn()), money(form.principal()),
								given(form.rate()), given(form.signatureKind()), form.visit())));
	}

	@GetMapping("/bank-cases/{caseNo}/disbursement")
	@PreAuthorize("hasAuthority('credit:bank-case:decide')")
	String disbursement(@PathVariable String caseNo, Model model) {
		cases.state(bank(), caseNo);
		model.addAttribute("form", new DisbursementForm(null, null, null, null, null, null, null));
		return form(Act.DISBURSEMENT, caseNo, CASES + caseNo, model);
	}

	@PostMapping("/bank-cases/{caseNo}/disbursement")
	@PreAuthorize("hasAuthority('credit:bank-case:decide')")
	ModelAndView disburse(@PathVariable String caseNo, @Valid @ModelAttribute("form") DisbursementForm form,
			BindingResult errors, Model model) {
		return submit(Act.DISBURSEMENT, caseNo, CASES + caseNo, errors, model,
				() -> drafts.enter(bank(), caseNo,
						new BankCases.Disbursement(caseNo, text(form.contractNo()), text(form.bankLoanNo()),
								text(form.bankTxnNo()), money(form.amount()), given(form.valueDate()),
								booked(form.accountingDate(), form.transactedAt()))));
	}

	@GetMapping("/bank-loans/{loanNo}/repayment")
	@PreAuthorize("hasAuthority('credit:bank-case:decide')")
	String repayment(@PathVariable String loanNo, Model model) {
		cases.loan(bank(), loanNo);
		model.addAttribute("form", new RepaymentForm(null, null, null, null, null, null, null, null));
		return form(Act.REPAYMENT, loanNo, LOANS + loanNo, model);
	}

	@PostMapping("/bank-loans/{loanNo}/repayment")
	@PreAuthorize("hasAuthority('credit:bank-case:decide')")
	ModelAndView repay(@PathVariable String loanNo, @Valid @ModelAttribute("form") RepaymentForm form,
			BindingResult errors, Model model) {
		cases.loan(bank(), loanNo);
		form.missing().forEach(part -> errors.rejectValue(part, "credit.bank.split-part"));
		return submit(Act.REPAYMENT, loanNo, LOANS + loanNo, errors, model,
				() -> cases
					.repay(bank(), loanNo,
							new BankCases.Repayment(text(form.bankTxnNo()), given(form.valueDate()),
									money(form.amount()), part(form.principal()), part(form.interest()),
									part(form.penalty()), booked(form.accountingDate(), form.transactedAt())))
					.bookingNo());
	}

	@GetMapping("/bank-loans/{loanNo}/settlement")
	@PreAuthorize("hasAuthority('credit:bank-case:decide')")
	String settlement(@PathVariable String loanNo, Model model) {
		cases.loan(bank(), loanNo);
		model.addAttribute("form", new SettlementForm(null, null, null, null));
		return form(Act.SETTLEMENT, loanNo, LOANS + loanNo, model);
	}

	@PostMapping("/bank-loans/{loanNo}/settlement")
	@PreAuthorize("hasAuthority('credit:bank-case:decide')")
	ModelAndView settle(@PathVariable String loanNo, @Valid @ModelAttribute("form") SettlementForm form,
			BindingResult errors, Model model) {
		cases.loan(bank(), loanNo);
		return submit(Act.SETTLEMENT, loanNo, LOANS + loanNo, errors, model,
				() -> cases
					.settle(bank(), loanNo,
							new BankCases.Settlement(text(form.bankTxnNo()), given(form.valueDate()),
									booked(form.accountingDate(), form.transactedAt())))
					.bookingNo());
	}

	/** What a colleague entered happens now. */
	@PostMapping("/bank-drafts/{id}/confirmation")
	@PreAuthorize("hasAuthority('credit:bank-case:decide')")
	ModelAndView confirm(@PathVariable UUID id, Model model) {
		return act(id, "confirmation", "", () -> drafts.confirm(bank(), id), model);
	}

	@PostMapping("/bank-drafts/{id}/returning")
	@PreAuthorize("hasAuthority('credit:bank-case:decide')")
	ModelAndView giveBack(@PathVariable UUID id, @RequestParam String reason, Model model) {
		return act(id, "returning", reason, () -> drafts.giveBack(bank(), id, reason), model);
	}

	private ModelAndView act(UUID id, String act, String typed, Runnable command, Model model) {
		var next = drafts.path(bank(), id);
		return RefusedAct.submit("/console/bank-drafts/" + id + "/" + act, typed, command, next,
				() -> new ModelAndView(list(null, null, null, model), model.asMap()), messages);
	}

	private String form(Act act, String subject, String back, Model model) {
		model.addAttribute("act", act);
		model.addAttribute("subject", subject);
		model.addAttribute("back", back);
		model.addAttribute("methods", Arrays.asList(RepayMethod.values()));
		model.addAttribute("signatures", SignatureKind.values());
		return FORM;
	}

	/**
	 * @param command gives the number of a booking, or nothing
	 */
	private ModelAndView submit(Act act, String subject, String back, BindingResult errors, Model model,
			Supplier<String> command) {
		form(act, subject, back, model);
		return Forms.submit(errors, () -> {
			var booked = command.get();
			return booked.isEmpty() ? back : back + "?booked=" + booked;
		}, FORM);
	}

	private static String bank() {
		return Actor.current().bankClient();
	}

	private static String text(@Nullable String value) {
		return (value != null) ? value.strip() : "";
	}

	private static BankCases.Booked booked(@Nullable LocalDate accountingDate, @Nullable LocalDateTime transactedAt) {
		return new BankCases.Booked(accountingDate,
				(transactedAt != null) ? transactedAt.atZone(BusinessClock.ZONE).toInstant() : null);
	}

	private static Money money(@Nullable BigDecimal yuan) {
		return new Money(given(yuan));
	}

	private static @Nullable Money part(@Nullable BigDecimal yuan) {
		return (yuan != null) ? new Money(yuan) : null;
	}

	private static <T> T given(@Nullable T value) {
		return Objects.requireNonNull(value);
	}

}
