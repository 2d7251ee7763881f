package cn.jinfu.credit.product;

import java.math.BigDecimal;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.credit.consent.SignatureKind;
import cn.jinfu.credit.product.LoanProduct.Form;
import cn.jinfu.credit.schedule.DayCount;
import cn.jinfu.credit.schedule.FirstPeriod;
import cn.jinfu.credit.schedule.RepayMethod;
import cn.jinfu.kernel.Money;
import cn.jinfu.member.Typed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Products: what is offered for everybody, all editions and their making for staff. */
@RestController
@RequestMapping("/api/v1")
@RequiredArgsConstructor
class ProductApi {

	record BankResource(UUID id, String name) {
	}

	/** Money in yuan, rates as yearly percentages, days as working days. */
	record ProductResource(UUID id, String code, int edition, String name, ProductStatus status,
			@Nullable LocalDate validFrom, @Nullable LocalDate validTo, GuaranteeKind guarantee, Cosigner cosigner,
			String minGrade, String conditions, Money minAmount, Money maxAmount, Money memberCap, int minMonths,
			int maxMonths, List<RepayMethod> repayMethods, LocalDate lprOn, BigDecimal lprPercent, int spreadBp,
			BigDecimal ratePercent, BigDecimal guaranteeFeePercent, BigDecimal guaranteePercent,
			BigDecimal premiumPercent, DayCount dayCount, FirstPeriod firstPeriod,
			List<SignatureKind> consentSignatures, boolean stamped, @Nullable Money committeeAbove, String documents,
			List<BankResource> banks, long version) {

		static ProductResource of(ProductDesk.View view) {
			var it = view.product();
			return new ProductResource(it.id(), it.code(), it.edition(), it.name(), it.status(), it.validFrom(),
					it.validTo(), it.guaranteeKind(), it.cosigner(), it.minGrade(), it.conditions(), it.minAmount(),
					it.maxAmount(), it.memberCap(), it.minMonths(), it.maxMonths(), it.repayMethods(), it.lprOn(),
					it.lprPercent(), it.spreadBp(), it.ratePercent(), it.guaranteeFeePercent(), it.guaranteePercent(),
					it.premiumPercent(), it.dayCount(), it.firstPeriod(), it.consentSignatures(), it.stamped(),
					it.committeeAbove(), it.bring(),
					view.banks().stream().map(bank -> new BankResource(bank.id(), bank.name())).toList(), it.version());
		}

	}

	private final ProductDesk desk;

	@GetMapping("/offered-products")
	List<ProductResource> offered() {
		return desk.offered().stream().map(ProductResource::of).toList();
	}

	/** All of them: a federation has a few. */
	@GetMapping("/loan-products")
	List<ProductResource> list() {
		return desk.list().stream().map(ProductResource::of).toList();
	}

	@GetMapping("/loan-products/{id}")
	ResponseEntity<ProductResource> show(@PathVariable UUID id) {
		var resource = ProductResource.of(desk.show(id));
		return ResponseEntity.ok().eTag("\"" + resource.version() + "\"").body(resource);
	}

	/**
	 * Everything that stands in an edition; money in yuan, rates as yearly percentages.
	 *
	 * @param cosigner who signs with the borrower; nobody where it is not given
	 * @param dayCount how days become interest; actual/360 where it is not given
	 * @param firstPeriod what becomes of a first period that is no whole month
	 * @param consentSignatures with which kinds of signature the consent for the bank
	 * counts; on the phone or on paper where it is not given
	 * @param stamped whether a letter counts only when it is back with its stamp
	 * @param committeeAbove a guarantee above so much is voted on; none where it is not
	 * given
	 */
	record Edition(@NotBlank @Size(max = 60) String name, @NotNull @Min(1) @Max(99) Integer place,
			@NotNull GuaranteeKind guarantee, @NotNull @PositiveOrZero BigDecimal premiumPercent,
			@NotBlank @Pattern(regexp = "AAA|AA|A|BBB|BB") String minGrade,
			@NotBlank @Size(max = 500) String conditions, @Nullable Cosigner cosigner, @NotNull Money minAmount,
			@NotNull Money maxAmount, @NotNull Money memberCap, @NotNull @Min(1) @Max(360) Integer minMonths,
			@NotNull @Min(1) @Max(360) Integer maxMonths,
			@NotNull @Size(min = 1, max = 10) List<RepayMethod> repayMethods, @NotNull LocalDate lprOn,
			@NotNull @PositiveOrZero BigDecimal lprPercent, @NotNull @Min(-300) @Max(3000) Integer spreadBp,
			@NotNull @PositiveOrZero BigDecimal guaranteeFeePercent,
			@NotNull @PositiveOrZero BigDecimal guaranteePercent, @NotNull @Min(1) @Max(60) Integer preReviewDays,
			@NotNull @Min(1) @Max(60) Integer dueDiligenceDays, @NotNull @Min(1) @Max(60) Integer guaranteeDays,
			@NotNull @Min(1) @Max(60) Integer bankDays, @NotNull @Min(1) @Max(60) Integer signingDays,
			@NotBlank @Size(max = 500) String documents, @NotNull @Size(max = 20) List<UUID> bankIds,
			@NotBlank @Size(min = 2, max = 400) String note, @Nullable DayCount dayCount,
			@Nullable FirstPeriod firstPeriod,
			@Nullable @Size(min = 1, max = 4) List<@NotNull SignatureKind> consentSignatures, @Nullable Boolean stamped,
			@Nullable Money committeeAbove) {

		LoanProduct.Content content() {
			return new LoanProduct.Content(name.strip(),
					new LoanProduct.Terms(guarantee, premiumPercent, minGrade, conditions.strip(), place,
							(cosigner != null) ? cosigner : Cosigner.NONE),
					new LoanProduct.Range(minAmount, maxAmount, memberCap, minMonths, maxMonths), repayMethods,
					new LoanProduct.Price(lprOn, lprPercent, spreadBp, guaranteeFeePercent, guaranteePercent),
					new LoanProduct.Deadlines(preReviewDays, dueDiligenceDays, guaranteeDays, bankDays, signingDays),
					documents.strip(), note.strip(), form());
		}

		private Form form() {
			var usual = Form.USUAL;
			return new Form((dayCount != null) ? dayCount : usual.basis(),
					(firstPeriod != null) ? firstPeriod : usual.firstPeriod(),
					(consentSignatures != null) ? Set.copyOf(consentSignatures) : usual.consent(),
					Boolean.TRUE.equals(stamped), committeeAbove);
		}

	}

	/** A product that is new to the federation. */
	record NewProduct(@NotBlank @Size(max = 20) String code, @NotNull @Valid Edition edition) {
	}

	record Start(@NotNull LocalDate from) {
	}

	record Reason(@NotBlank @Size(min = 2, max = 400) String reason) {
	}

	@PostMapping("/loan-products")
	@PreAuthorize("hasAuthority('credit:product:edit')")
	ResponseEntity<ProductResource> draft(@Valid @RequestBody NewProduct body) {
		return created(desk.draft(body.code(), body.edition().content(), body.edition().bankIds()));
	}

	/** The next edition, as this one is until it is written anew. */
	@PostMapping("/loan-products/{id}/editions")
	@PreAuthorize("hasAuthority('credit:product:edit')")
	ResponseEntity<ProductResource> copy(@PathVariable UUID id) {
		return created(desk.copy(id));
	}

	private ResponseEntity<ProductResource> created(UUID id) {
		var resource = ProductResource.of(desk.show(id));
		return ResponseEntity.created(URI.create("/api/v1/loan-products/" + id))
			.eTag("\"" + resource.version() + "\"")
			.body(resource);
	}

	@PutMapping("/loan-products/{id}")
	@PreAuthorize("hasAuthority('credit:product:edit')")
	ResponseEntity<ProductResource> edit(@PathVariable UUID id, @RequestHeader("If-Match") String seen,
			@Valid @RequestBody Edition body) {
		desk.edit(id, body.content(), body.bankIds(), Typed.version(seen));
		return show(id);
	}

	@PostMapping("/loan-products/{id}/proposal")
	@PreAuthorize("hasAuthority('credit:product:edit')")
	ResponseEntity<ProductResource> propose(@PathVariable UUID id, @RequestHeader("If-Match") String seen) {
		desk.propose(id, Typed.version(seen));
		return show(id);
	}

	@PostMapping("/loan-products/{id}/return")
	@PreAuthorize("hasAuthority('credit:product:approve')")
	ResponseEntity<ProductResource> giveBack(@PathVariable UUID id, @RequestHeader("If-Match") String seen,
			@Valid @RequestBody Reason body) {
		desk.giveBack(id, body.reason(), Typed.version(seen));
		return show(id);
	}

	/** By another person than drafted it. */
	@PostMapping("/loan-products/{id}/start")
	@PreAuthorize("hasAuthority('credit:product:approve')")
	ResponseEntity<ProductResource> start(@PathVariable UUID id, @RequestHeader("If-Match") String seen,
			@Valid @RequestBody Start body) {
		desk.start(id, body.from(), Typed.version(seen));
		return show(id);
	}

	@PostMapping("/loan-products/{id}/end")
	@PreAuthorize("hasAuthority('credit:product:approve')")
	ResponseEntity<ProductResource> end(@PathVariable UUID id, @RequestHeader("If-Match") String seen,
			@Valid @RequestBody Reason body) {
		desk.end(id, body.reason(), Typed.version(seen));
		return show(id);
	}

	@PostMapping("/loan-products/{id}/discard")
	@PreAuthorize("hasAuthority('credit:product:edit')")
	ResponseEntity<ProductResource> discard(@PathVariable UUID id, @RequestHeader("If-Match") String seen,
			@Valid @RequestBody Reason body) {
		desk.discard(id, body.reason(), Typed.version(seen));
		return show(id);
	}

}
