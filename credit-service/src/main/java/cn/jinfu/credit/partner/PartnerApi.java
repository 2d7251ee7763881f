package cn.jinfu.credit.partner;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.credit.bank.BankCases;
import cn.jinfu.credit.bank.BankCases.Approve;
import cn.jinfu.credit.bank.BankCases.Booking;
import cn.jinfu.credit.bank.BankCases.CaseFile;
import cn.jinfu.credit.bank.BankCases.CaseLine;
import cn.jinfu.credit.bank.BankCases.CaseState;
import cn.jinfu.credit.bank.BankCases.CaseStatus;
import cn.jinfu.credit.bank.BankCases.Decision;
import cn.jinfu.credit.bank.BankCases.Decline;
import cn.jinfu.credit.bank.BankCases.LoanFile;
import cn.jinfu.credit.bank.BankCases.Reason;
import cn.jinfu.credit.bank.BankEvents;
import cn.jinfu.credit.bank.BankText;
import cn.jinfu.credit.bank.CaseQuestions;
import cn.jinfu.credit.consent.SignatureKind;
import cn.jinfu.credit.schedule.RepayMethod;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.RuleBroken;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * What a bank's machine may do. The bank is the client of the token; another bank's case
 * is not found.
 */
@RestController
@RequestMapping("/api/partner/v1")
@RequiredArgsConstructor
class PartnerApi {

	private static final int LARGEST_PAGE = 200;

	record ReceiptBody(@NotBlank @Size(max = 40) @Pattern(regexp = BankText.LINE) String bankCaseNo,
			@NotBlank @Size(max = 60) @Pattern(regexp = BankText.LINE) String branch,
			@NotBlank @Size(max = 40) @Pattern(regexp = BankText.LINE) String officer) {
	}

	enum Verdict {

		APPROVE, REJECT

	}

	record Rate(@NotNull @DecimalMin("0") @DecimalMax("36") @Digits(integer = 2, fraction = 6) BigDecimal percent) {
	}

	record ReasonBody(@NotBlank @Size(max = 40) @Pattern(regexp = BankText.NUMBER) String code,
			@NotBlank @Size(max = 200) @Pattern(regexp = BankText.LINE) String text) {
	}

	record DecisionBody(@NotNull Verdict verdict, @Nullable Money amount,
			@Nullable @Min(1) @Max(360) Integer termMonths, @Nullable @Valid Rate rate,
			@Nullable RepayMethod repayMethod, @Nullable @Min(1) @Max(31) Integer dueDay, @Nullable LocalDate validTo,
			@Nullable @Size(
					max = 4) List<@NotBlank @Size(max = 200) @Pattern(regexp = BankText.LINE) String> conditions,
			@Nullable @Size(min = 1, max = 4) List<@Valid ReasonBody> rejectReasons) {

		Decision decision() {
			if (verdict == Verdict.REJECT) {
				return new Decline(given(rejectReasons, "rejectReasons").stream()
					.map(it -> new Reason(it.code(), it.text()))
					.toList());
			}
			return new Approve(given(amount, "amount"), given(termMonths, "termMonths"), given(rate, "rate").percent(),
					given(repayMethod, "repayMethod").name(), given(dueDay, "dueDay"), given(validTo, "validTo"),
					conditions == null ? List.of() : conditions);
		}

	}

	record QuestionBody(@NotBlank @Size(max = 40) @Pattern(regexp = BankText.NUMBER) String code,
			@NotBlank @Size(min = 2, max = 200) @Pattern(regexp = BankText.LINE) String text,
			@NotNull LocalDate dueDate) {
	}

	record QuestionsBody(@NotNull @Size(min = 1, max = 10) List<@Valid QuestionBody> items) {
	}

	record CaseQuestionList(List<CaseQuestions.CaseQuestion> items) {
	}

	/** Who of the farm came to sign, where and why. */
	record VisitBody(@NotBlank @Size(max = 60) @Pattern(regexp = BankText.LINE) String who,
			@NotBlank @Size(max = 100) @Pattern(regexp = BankText.LINE) String place,
			@NotBlank @Size(max = 200) @Pattern(regexp = BankText.LINE) String why) {
	}

	/**
	 * @param signatureKind left out, it is not known how it was signed
	 * @param visit required for {@code COUNTER_PAPER}
	 */
	record ContractBody(@NotBlank @Size(max = 40) @Pattern(regexp = BankText.LINE) String contractNo,
			@NotNull LocalDate signedOn, @NotNull Money principal,
			@NotNull @DecimalMin("0") @DecimalMax("36") @Digits(integer = 2, fraction = 6) BigDecimal ratePercent,
			@Nullable SignatureKind signatureKind, @Nullable @Valid VisitBody visit) {

		BankCases.Contract contract() {
			return new BankCases.Contract(contractNo, signedOn, principal, ratePercent, signatureKind,
					(visit != null) ? new BankCases.Visit(visit.who(), visit.place(), visit.why()) : null);
		}

	}

	record DisbursementBody(@NotBlank @Size(max = 20) @Pattern(regexp = BankText.NUMBER) String caseNo,
			@NotBlank @Size(max = 40) @Pattern(regexp = BankText.LINE) String contractNo,
			@NotBlank @Size(max = 40) @Pattern(regexp = BankText.NUMBER) String bankLoanNo,
			@NotBlank @Size(max = 64) @Pattern(regexp = BankText.NUMBER) String bankTxnNo, @NotNull Money amount,
			@NotNull LocalDate valueDate, @Nullable LocalDate accountingDate, @Nullable Instant transactedAt) {
	}

	enum TransactionType {

		REPAYMENT, SETTLEMENT

	}

	record Split(@NotNull Money principal, @NotNull Money interest, @NotNull Money penalty) {
	}

	record TransactionBody(@NotNull TransactionType type,
			@NotBlank @Size(max = 64) @Pattern(regexp = BankText.NUMBER) String bankTxnNo, @NotNull LocalDate valueDate,
			@Nullable LocalDate accountingDate, @Nullable Instant transactedAt, @Nullable Money amount,
			@Nullable @Valid Split split) {

		BankCases.Booked booked() {
			return new BankCases.Booked(accountingDate, transactedAt);
		}

	}

	/**
	 * @param next to be given as {@code after}; the same as before when nothing is new
	 */
	record Events(List<BankEvents.BankEvent> items, long next) {
	}

	private final BankCases cases;

	private final BankEvents events;

	private final CaseQuestions questions;

	private final SandboxFailures failures;

	@GetMapping("/cases")
	@PreAuthorize("hasAuthority('cases.read')")
	public Paged<CaseLine> list(@RequestParam(required = false) @Nullable CaseStatus status,
			@RequestParam(required = false) @Nullable Instant since,
			@RequestParam(required = false) @Nullable @Size(max = Paged.LONGEST_CURSOR) String after,
			@RequestParam(defaultValue = "50") int limit) {
		return cases.list(bank(), (status != null) ? status.name() : null, since, after, page(limit));
	}

	@GetMapping("/cases/{caseNo}")
	@PreAuthorize("hasAuthority('cases.read')")
	public CaseFile file(@PathVariable @Size(max = 20) @Pattern(regexp = BankText.NUMBER) String caseNo) {
		return cases.fileWithIdentity(bank(), caseNo);
	}

	/** The file itself; the tag of the answer is its hash. */
	@GetMapping("/cases/{caseNo}/documents/{documentId}")
	@PreAuthorize("hasAuthority('cases.read')")
	public ResponseEntity<byte[]> document(
			@PathVariable @Size(max = 20) @Pattern(regexp = BankText.NUMBER) String caseNo,
			@PathVariable UUID documentId) {
		var file = cases.document(bank(), caseNo, documentId);
		return ResponseEntity.ok()
			.cacheControl(CacheControl.noCache().cachePrivate())
			.header("Content-Disposition",
					ContentDisposition.attachment().filename(file.name(), StandardCharsets.UTF_8).build().toString())
			.header("X-Content-Type-Options", "nosniff")
			.contentType(MediaType.parseMediaType(file.mediaType()))
			.body(file.bytes());
	}

	@PostMapping("/cases/{caseNo}/receipt")
	@PreAuthorize("hasAuthority('cases.write')")
	@ResponseStatus(HttpStatus.CREATED)
	public CaseState receive(@PathVariable @Size(max = 20) @Pattern(regexp = BankText.NUMBER) String caseNo,
			@Valid @RequestBody ReceiptBody body) {
		return cases.receive(bank(), caseNo, new BankCases.Receipt(body.bankCaseNo(), body.branch(), body.officer()));
	}

	@PostMapping("/cases/{caseNo}/decisions")
	@PreAuthorize("hasAuthority('cases.write')")
	@ResponseStatus(HttpStatus.CREATED)
	public CaseState decide(@PathVariable @Size(max = 20) @Pattern(regexp = BankText.NUMBER) String caseNo,
			@Valid @RequestBody DecisionBody body) {
		return failures.around(bank(), body.amount(), () -> cases.decide(bank(), caseNo, body.decision()));
	}

	/** The farm answers on its phone; {@code case.info_supplied} tells of it. */
	@PostMapping("/cases/{caseNo}/info-requests")
	@PreAuthorize("hasAuthority('cases.write')")
	@ResponseStatus(HttpStatus.CREATED)
	public CaseQuestionList ask(@PathVariable @Size(max = 20) @Pattern(regexp = BankText.NUMBER) String caseNo,
			@Valid @RequestBody QuestionsBody body) {
		return new CaseQuestionList(questions.ask(bank(), caseNo,
				body.items().stream().map(it -> new CaseQuestions.Item(it.code(), it.text(), it.dueDate())).toList()));
	}

	@GetMapping("/cases/{caseNo}/info-requests")
	@PreAuthorize("hasAuthority('cases.read')")
	public CaseQuestionList questions(@PathVariable @Size(max = 20) @Pattern(regexp = BankText.NUMBER) String caseNo) {
		return new CaseQuestionList(questions.ofBank(bank(), caseNo));
	}

	@PostMapping("/cases/{caseNo}/contracts")
	@PreAuthorize("hasAuthority('cases.write')")
	@ResponseStatus(HttpStatus.CREATED)
	public CaseState contract(@PathVariable @Size(max = 20) @Pattern(regexp = BankText.NUMBER) String caseNo,
			@Valid @RequestBody ContractBody body) {
		return failures.around(bank(), body.principal(), () -> cases.contract(bank(), caseNo, body.contract()));
	}

	@PostMapping("/loans")
	@PreAuthorize("hasAuthority('loans.write')")
	public ResponseEntity<Booking> disburse(@Valid @RequestBody DisbursementBody body) {
		return answer(failures.around(bank(), body.amount(),
				() -> cases.disburse(bank(),
						new BankCases.Disbursement(body.caseNo(), body.contractNo(), body.bankLoanNo(),
								body.bankTxnNo(), body.amount(), body.valueDate(),
								new BankCases.Booked(body.accountingDate(), body.transactedAt())))));
	}

	@GetMapping("/loans/{bankLoanNo}")
	@PreAuthorize("hasAnyAuthority('loans.read', 'loans.write')")
	public LoanFile loan(@PathVariable @Size(max = 40) @Pattern(regexp = BankText.NUMBER) String bankLoanNo) {
		return cases.loan(bank(), bankLoanNo);
	}

	@PostMapping("/loans/{bankLoanNo}/transactions")
	@PreAuthorize("hasAuthority('loans.write')")
	public ResponseEntity<Booking> book(
			@PathVariable @Size(max = 40) @Pattern(regexp = BankText.NUMBER) String bankLoanNo,
			@Valid @RequestBody TransactionBody body) {
		return answer(failures.around(bank(), body.amount(), () -> booked(bankLoanNo, body)));
	}

	private Booking booked(String bankLoanNo, TransactionBody body) {
		return switch (body.type()) {
			case REPAYMENT -> {
				var split = body.split();
				yield cases.repay(bank(), bankLoanNo,
						new BankCases.Repayment(body.bankTxnNo(), body.valueDate(), given(body.amount(), "amount"),
								split == null ? null : split.principal(), split == null ? null : split.interest(),
								split == null ? null : split.penalty(), body.booked()));
			}
			case SETTLEMENT -> cases.settle(bank(), bankLoanNo,
					new BankCases.Settlement(body.bankTxnNo(), body.valueDate(), body.booked()));
		};
	}

	@GetMapping("/bookings/{bookingNo}")
	@PreAuthorize("hasAuthority('loans.write')")
	public Booking booking(@PathVariable @Size(max = 20) @Pattern(regexp = BankText.NUMBER) String bookingNo) {
		return cases.booking(bank(), bookingNo);
	}

	@GetMapping("/events")
	@PreAuthorize("hasAuthority('events.read')")
	public Events events(@RequestParam(defaultValue = "0") long after, @RequestParam(defaultValue = "50") int limit) {
		var items = events.after(bank(), after, page(limit));
		return new Events(items, items.isEmpty() ? after : items.getLast().seq());
	}

	/** What this sort of body must say. */
	static <T> T given(@Nullable T value, String field) {
		if (value == null) {
			throw new RuleBroken("credit.partner.field-missing", field).at(field);
		}
		return value;
	}

	private static String bank() {
		return Actor.current().login();
	}

	private static int page(int limit) {
		return Math.clamp(limit, 1, LARGEST_PAGE);
	}

	/** Stored but waiting for its predecessor: 202. */
	private static ResponseEntity<Booking> answer(Booking booking) {
		return ResponseEntity
			.status(booking.state() == Booking.State.APPLIED ? HttpStatus.CREATED : HttpStatus.ACCEPTED)
			.body(booking);
	}

}
