package cn.jinfu.credit.application;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.credit.application.FinancingApplication.Wish;
import cn.jinfu.credit.committee.CommitteeVotes;
import cn.jinfu.credit.committee.DiligencePhotos;
import cn.jinfu.credit.consent.ConsentPurpose;
import cn.jinfu.credit.consent.ConsentStatus;
import cn.jinfu.credit.consent.Consents;
import cn.jinfu.credit.consent.SignatureKind;
import cn.jinfu.credit.guarantee.GuaranteeBook;
import cn.jinfu.credit.guarantee.GuaranteeStatus;
import cn.jinfu.credit.loan.Loan;
import cn.jinfu.credit.loan.LoanBook;
import cn.jinfu.credit.loan.LoanStatus;
import cn.jinfu.credit.rating.Outcome;
import cn.jinfu.credit.rating.RatingStatus;
import cn.jinfu.credit.rating.Ratings;
import cn.jinfu.credit.schedule.RepayMethod;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Idempotency;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.web.AskedAgain;
import cn.jinfu.member.Typed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/**
 * Credit by REST, for staff's and farms' own programs; a farm reaches what is its own. A
 * case carries its version as ETag, and every step wants it back in If-Match.
 */
@RestController
@RequestMapping("/api/v1")
@RequiredArgsConstructor
class CreditApi {

	private static final int RATING_MONTHS = 24;

	/**
	 * An application as others see it; money in yuan, times as instants.
	 *
	 * @param contractSignature null where the bank did not say how it was signed
	 * @param withoutVisit whether nobody of the farm had to come; false where that is not
	 * known
	 */
	record ApplicationResource(String no, UUID memberId, String memberName, String product, UUID bankId, String bank,
			Money amount, int termMonths, RepayMethod repayMethod, String purpose, ApplicationStatus status,
			Instant statusSince, @Nullable Instant submittedAt, @Nullable String recommendationNo,
			@Nullable Money approvedAmount, @Nullable BigDecimal approvedRate, @Nullable String contractNo,
			@Nullable SignatureKind contractSignature, @Nullable UUID loanId, int visits, boolean withoutVisit,
			long version) {

		static ApplicationResource of(CaseViews.CaseView view) {
			var it = view.application();
			return new ApplicationResource(it.no(), it.memberId(), it.memberName(), view.product().name(), it.bankId(),
					view.bank().name(), it.amount(), it.months(), it.method(), it.purpose(), it.status(),
					it.statusSince(), it.submittedAt(), it.recommendationNo(), it.approvedAmount(), it.approvedRate(),
					it.contractNo(), it.contractSignature(), it.loanId(), view.visits().size(), view.withoutVisit(),
					it.version());
		}

	}

	record NewApplication(@NotNull UUID productId, @NotNull UUID bankId, @NotNull Money amount,
			@NotNull @Min(1) @Max(360) Integer termMonths, @NotNull RepayMethod repayMethod,
			@NotBlank @Size(max = 200) String purpose, @Nullable Industry industry) {
	}

	record Reasoned(@NotBlank @Size(max = 400) String reason) {
	}

	record Ballot(@NotNull Boolean agrees, @NotBlank @Size(max = 400) String reason) {
	}

	record NewRating(@Nullable UUID memberId) {
	}

	record Created(String id) {
	}

	record InstalmentResource(int nr, LocalDate dueOn, Money principal, Money interest, Money principalPaid,
			Money interestPaid) {
	}

	record LoanResource(UUID id, String bankLoanNo, String contractNo, UUID memberId, LoanStatus status,
			Money principal, Money outstanding, BigDecimal ratePercent, RepayMethod repayMethod, LocalDate disbursedOn,
			LocalDate maturesOn, @Nullable LocalDate settledOn, List<InstalmentResource> schedule) {

		static LoanResource of(Loan it) {
			return new LoanResource(it.id(), it.bankLoanNo(), it.contractNo(), it.memberId(), it.status(),
					it.principal(), it.outstanding(), it.ratePercent(), it.method(), it.disbursedOn(), it.maturesOn(),
					it.settledOn(),
					it.instalments()
						.stream()
						.map(row -> new InstalmentResource(row.nr(), row.dueOn(), row.principal(), row.interest(),
								row.principalPaid(), row.interestPaid()))
						.toList());
		}

	}

	record RatingResource(UUID id, String no, UUID memberId, String memberName, String modelVersion, LocalDate asOf,
			RatingStatus status, LocalDate validTo, String snapshotSha256, int score, String grade, Money limit,
			String modelGrade, @Nullable LocalDate overrideTo, long version, List<Outcome.DimensionScore> dimensions,
			List<Outcome.Contribution> contributions, List<Outcome.Reason> reasons, List<Outcome.Reason> strengths) {

		static RatingResource of(Ratings.View it) {
			var outcome = it.outcome();
			return new RatingResource(it.ratingId(), it.no(), it.memberId(), it.memberName(), it.model(), it.asOf(),
					it.status(), it.validTo(), it.snapshotSha256(), outcome.score(), it.grade().name(), it.limit(),
					outcome.grade().name(), it.overrideTo(), it.version(), outcome.dimensions(),
					outcome.contributions(), outcome.reasons(), outcome.strengths());
		}

	}

	private final ApplicationDesk desk;

	private final CaseViews views;

	private final Ratings ratings;

	private final Consents consents;

	private final LoanBook loans;

	private final GuaranteeBook guarantees;

	private final Idempotency idempotency;

	@GetMapping("/financing-applications")
	Paged<CaseViews.Line> applications(@RequestParam(required = false) @Nullable ApplicationStatus status,
			@RequestParam(required = false) @Nullable UUID memberId, @RequestParam(required = false) @Nullable String q,
			@RequestParam(defaultValue = "false") boolean open, @RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return views.list(new CaseViews.Filter(status, memberId, q, open, null), after, Paged.limit(limit));
	}

	@GetMapping("/financing-applications/{no}")
	ResponseEntity<ApplicationResource> application(@PathVariable String no) {
		return tagged(view(no));
	}

	private static ResponseEntity<ApplicationResource> tagged(CaseViews.CaseView view) {
		var resource = ApplicationResource.of(view);
		return ResponseEntity.ok().eTag(tag(resource.version())).body(resource);
	}

	private static String tag(long version) {
		return "\"" + version + "\"";
	}

	private CaseViews.CaseView view(String no) {
		return (Actor.current().scope().kind() == Scope.Kind.MEMBER) ? views.own(no) : views.show(no);
	}

	/** A phone that repeats the request with its key gets the first draft again. */
	@PostMapping("/financing-applications")
	@PreAuthorize("hasAuthority('credit:own:apply')")
	ResponseEntity<ApplicationResource> draft(@Valid @RequestBody NewApplication body,
			@RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
		var wish = new Wish(body.productId(), body.bankId(), body.amount(), body.termMonths(), body.repayMethod(),
				body.purpose(), body.industry());
		var no = (key == null) ? desk.draft(wish)
				: idempotency
					.once(key, "POST /api/v1/financing-applications", Integer.toHexString(body.hashCode()),
							Created.class, () -> new Created(desk.draft(wish)))
					.id();
		var resource = ApplicationResource.of(views.own(no));
		return ResponseEntity.created(URI.create("/api/v1/financing-applications/" + no))
			.eTag(tag(resource.version()))
			.body(resource);
	}

	@PostMapping("/financing-applications/{no}/consent")
	@AskedAgain
	@PreAuthorize("hasAuthority('credit:own:apply')")
	ResponseEntity<ApplicationResource> consent(@PathVariable String no) {
		desk.consent(no);
		return tagged(views.own(no));
	}

	/** At the counter: a photo or scan of what the member signed on paper. */
	@PostMapping("/financing-applications/{no}/paper")
	@PreAuthorize("hasAuthority('credit:own:apply')")
	ResponseEntity<ApplicationResource> paper(@PathVariable String no,
			@RequestParam(required = false) @Nullable MultipartFile paper) {
		desk.consentOnPaper(no, paper);
		return tagged(views.own(no));
	}

	@PostMapping("/financing-applications/{no}/submission")
	@AskedAgain
	@PreAuthorize("hasAuthority('credit:own:apply')")
	ResponseEntity<ApplicationResource> submit(@PathVariable String no, @RequestHeader("If-Match") String seen) {
		desk.submit(no, Typed.version(seen));
		return tagged(views.own(no));
	}

	/** Back to the farm itself, after somebody who signs too took it back. */
	@PostMapping("/financing-applications/{no}/recall")
	@PreAuthorize("hasAuthority('credit:own:apply')")
	ResponseEntity<ApplicationResource> recall(@PathVariable String no, @RequestHeader("If-Match") String seen) {
		desk.recall(no, Typed.version(seen));
		return tagged(views.own(no));
	}

	@PostMapping("/financing-applications/{no}/withdrawal")
	@PreAuthorize("hasAuthority('credit:own:apply')")
	ResponseEntity<ApplicationResource> withdraw(@PathVariable String no, @RequestHeader("If-Match") String seen,
			@Valid @RequestBody Reasoned body) {
		desk.withdraw(no, body.reason(), Typed.version(seen));
		return tagged(views.own(no));
	}

	@PostMapping("/financing-applications/{no}/review")
	ResponseEntity<ApplicationResource> pass(@PathVariable String no, @RequestHeader("If-Match") String seen,
			@Valid @RequestBody Reasoned body) {
		desk.pass(no, body.reason(), Typed.version(seen));
		return tagged(view(no));
	}

	@PostMapping("/financing-applications/{no}/diligence")
	ResponseEntity<ApplicationResource> report(@PathVariable String no, @RequestHeader("If-Match") String seen,
			@Valid @RequestBody Reasoned body) {
		desk.report(no, body.reason(), Typed.version(seen));
		return tagged(view(no));
	}

	@PostMapping("/financing-applications/{no}/guarantee")
	ResponseEntity<ApplicationResource> guarantee(@PathVariable String no, @RequestHeader("If-Match") String seen) {
		desk.guarantee(no, Typed.version(seen));
		return tagged(view(no));
	}

	@PostMapping("/financing-applications/{no}/dispatch")
	ResponseEntity<ApplicationResource> dispatch(@PathVariable String no, @RequestHeader("If-Match") String seen) {
		desk.dispatch(no, Typed.version(seen));
		return tagged(view(no));
	}

	/** The votes of the round that is open, or was the last. */
	@GetMapping("/financing-applications/{no}/votes")
	@PreAuthorize("hasAuthority('credit:application:open')")
	List<CommitteeVotes.Vote> votes(@PathVariable String no) {
		var tally = views.show(no).committee();
		return (tally != null) ? tally.votes() : List.of();
	}

	@PostMapping("/financing-applications/{no}/votes")
	@PreAuthorize("hasAuthority('credit:guarantee:vote')")
	ResponseEntity<ApplicationResource> vote(@PathVariable String no, @RequestHeader("If-Match") String seen,
			@Valid @RequestBody Ballot body) {
		desk.vote(no, body.agrees(), body.reason(), Typed.version(seen));
		return tagged(view(no));
	}

	@GetMapping("/financing-applications/{no}/photos")
	@PreAuthorize("hasAuthority('credit:application:open')")
	List<DiligencePhotos.Photo> photos(@PathVariable String no) {
		return views.show(no).photos();
	}

	@PostMapping("/financing-applications/{no}/photos")
	@PreAuthorize("hasAuthority('credit:guarantee:review')")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void photo(@PathVariable String no, @RequestParam(required = false) @Nullable MultipartFile photo,
			@RequestParam @NotBlank @Size(max = 100) String place,
			@RequestParam(required = false) @Nullable BigDecimal latitude,
			@RequestParam(required = false) @Nullable BigDecimal longitude) {
		desk.photo(no, photo, new DiligencePhotos.Spot(place.strip(), latitude, longitude));
	}

	@PostMapping("/financing-applications/{no}/return")
	ResponseEntity<ApplicationResource> giveBack(@PathVariable String no, @RequestHeader("If-Match") String seen,
			@Valid @RequestBody Reasoned body) {
		desk.giveBack(no, body.reason(), Typed.version(seen));
		return tagged(view(no));
	}

	@PostMapping("/financing-applications/{no}/rejection")
	ResponseEntity<ApplicationResource> reject(@PathVariable String no, @RequestHeader("If-Match") String seen,
			@Valid @RequestBody Reasoned body) {
		desk.reject(no, body.reason(), Typed.version(seen));
		return tagged(view(no));
	}

	@GetMapping("/ratings")
	Paged<Ratings.Line> ratings(@RequestParam(required = false) @Nullable RatingStatus status,
			@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return ratings.list(status, memberId, after, Paged.limit(limit));
	}

	@GetMapping("/ratings/{id}")
	ResponseEntity<RatingResource> rating(@PathVariable UUID id) {
		var resource = RatingResource.of(ratings.show(id));
		return ResponseEntity.ok().eTag(tag(resource.version())).body(resource);
	}

	/** Staff name the member; a farm is rated itself. */
	@PostMapping("/ratings")
	@ResponseStatus(HttpStatus.CREATED)
	RatingResource rate(@RequestBody NewRating body) {
		var member = body.memberId();
		var id = (member == null || Actor.current().scope().kind() == Scope.Kind.MEMBER) ? ratings.rateOwn()
				: ratings.rate(member);
		return RatingResource.of(ratings.show(id));
	}

	@GetMapping("/consents")
	Paged<Consents.Line> consents(@RequestParam(required = false) @Nullable ConsentStatus status,
			@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return consents.list(status, memberId, after, Paged.limit(limit));
	}

	/** For the farm's own rating; a bank is named through an application. */
	@PostMapping("/consents")
	@AskedAgain
	@ResponseStatus(HttpStatus.CREATED)
	Created give() {
		return new Created(consents.give(ConsentPurpose.RATING, null, RATING_MONTHS).id().toString());
	}

	@PostMapping("/consents/{id}/revocation")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void revoke(@PathVariable UUID id) {
		consents.revoke(id);
	}

	@GetMapping("/loans")
	Paged<LoanBook.Line> loans(@RequestParam(required = false) @Nullable LoanStatus status,
			@RequestParam(required = false) @Nullable UUID memberId, @RequestParam(required = false) @Nullable String q,
			@RequestParam(defaultValue = "false") boolean overdue,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return loans.list(new LoanBook.Filter(status, memberId, q, overdue), after, Paged.limit(limit));
	}

	@GetMapping("/loans/{id}")
	ResponseEntity<LoanResource> loan(@PathVariable UUID id) {
		var loan = loans.view(id);
		return ResponseEntity.ok().eTag(tag(loan.version())).body(LoanResource.of(loan));
	}

	@GetMapping("/loans/{id}/transactions")
	List<LoanBook.Transaction> transactions(@PathVariable UUID id) {
		loans.view(id);
		return loans.transactions(id);
	}

	@GetMapping("/guarantees")
	Paged<GuaranteeBook.Line> guarantees(@RequestParam(required = false) @Nullable GuaranteeStatus status,
			@RequestParam(required = false) @Nullable UUID memberId, @RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return guarantees.list(status, memberId, q, after, Paged.limit(limit));
	}

}
