package cn.jinfu.credit.product;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.credit.consent.SignatureKind;
import cn.jinfu.credit.product.LoanProduct.Content;
import cn.jinfu.credit.schedule.DayCount;
import cn.jinfu.credit.schedule.FirstPeriod;
import cn.jinfu.credit.schedule.RepayMethod;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.StatusHistory;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

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

/** Editions of products at the desk. */
@Controller
@RequestMapping("/console/loan-products")
@RequiredArgsConstructor
class ProductPages {

	private static final String BASE = "/console/loan-products/";

	private static final String PAGE = "credit/product/product";

	private static final String EDIT = "credit/product/edit";

	/** The grades that any product may lend to, from the best. */
	private static final List<Choice> GRADES = Arrays.stream(new String[] { "AAA", "AA", "A", "BBB", "BB" })
		.map(it -> new Choice(it, it))
		.toList();

	record StartForm(@NotNull @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate from,
			@Nullable Long version) {
	}

	record ProductForm(@Nullable @Size(max = 20) String code, @Nullable @NotBlank @Size(max = 60) String name,
			@NotNull @Min(1) @Max(99) @Nullable Integer place, @NotNull @Nullable GuaranteeKind guarantee,
			@NotNull @PositiveOrZero @Digits(integer = 1, fraction = 4) @Nullable BigDecimal premiumPercent,
			@Nullable @NotBlank @Pattern(regexp = "AAA|AA|A|BBB|BB") String minGrade,
			@Nullable @NotBlank @Size(max = 500) String conditions, @NotNull @Nullable Cosigner cosigner,
			@NotNull @PositiveOrZero @Digits(integer = 9, fraction = 2) @Nullable BigDecimal minAmount,
			@NotNull @PositiveOrZero @Digits(integer = 9, fraction = 2) @Nullable BigDecimal maxAmount,
			@NotNull @PositiveOrZero @Digits(integer = 9, fraction = 2) @Nullable BigDecimal memberCap,
			@NotNull @Min(1) @Max(360) @Nullable Integer minMonths,
			@NotNull @Min(1) @Max(360) @Nullable Integer maxMonths,
			@Nullable @NotNull @Size(min = 1, max = 10) List<RepayMethod> methods,
			@NotNull @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate lprOn,
			@NotNull @PositiveOrZero @Digits(integer = 2, fraction = 4) @Nullable BigDecimal lprPercent,
			@NotNull @Min(-300) @Max(3000) @Nullable Integer spreadBp,
			@NotNull @PositiveOrZero @Digits(integer = 1, fraction = 4) @Nullable BigDecimal guaranteeFeePercent,
			@NotNull @Min(0) @Max(100) @Nullable BigDecimal guaranteePercent,
			@NotNull @Min(1) @Max(60) @Nullable Integer preReviewDays,
			@NotNull @Min(1) @Max(60) @Nullable Integer dueDiligenceDays,
			@NotNull @Min(1) @Max(60) @Nullable Integer guaranteeDays,
			@NotNull @Min(1) @Max(60) @Nullable Integer bankDays,
			@NotNull @Min(1) @Max(60) @Nullable Integer signingDays, @Nullable @NotBlank @Size(max = 500) String bring,
			@Nullable @Size(max = 20) List<UUID> bankIds, @Nullable @NotBlank @Size(min = 2, max = 400) String note,
			@NotNull @Nullable DayCount dayCount, @NotNull @Nullable FirstPeriod firstPeriod,
			@Nullable @NotNull @Size(min = 1, max = 4) List<SignatureKind> consentSignatures, @Nullable Boolean stamped,
			@PositiveOrZero @Digits(integer = 9, fraction = 2) @Nullable BigDecimal committeeAbove,
			@Nullable Long version) {

		static ProductForm blank() {
			return new ProductForm(null, null, 50, null, BigDecimal.ZERO, "BB", null, Cosigner.NONE, null, null, null,
					1, 12, List.of(RepayMethod.EQUAL_INSTALMENT), null, null, null, BigDecimal.ZERO, BigDecimal.ZERO, 1,
					2, 1, 2, 1, null, List.of(), null, DayCount.ACT_360, FirstPeriod.WITH_FIRST_INSTALMENT,
					LoanProduct.CONSENT_SIGNATURES, false, null, null);
		}

		static ProductForm of(ProductDesk.View view) {
			var it = view.product();
			return new ProductForm(it.code(), it.name(), it.place(), it.guaranteeKind(), plain(it.premiumPercent()),
					it.minGrade(), it.conditions(), it.cosigner(), it.minAmount().yuan(), it.maxAmount().yuan(),
					it.memberCap().yuan(), it.minMonths(), it.maxMonths(), it.repayMethods(), it.lprOn(),
					plain(it.lprPercent()), it.spreadBp(), plain(it.guaranteeFeePercent()),
					plain(it.guaranteePercent()), it.preReviewDays(), it.dueDiligenceDays(), it.guaranteeDays(),
					it.bankDays(), it.signingDays(), it.bring(), view.banks().stream().map(PartnerBank::id).toList(),
					it.note(), it.dayCount(), it.firstPeriod(), it.consentSignatures(), it.stamped(),
					(it.committeeAbove() != null) ? it.committeeAbove().yuan() : null, it.version());
		}

		Content content() {
			return new Content(given(name).strip(),
					new LoanProduct.Terms(given(guarantee), given(premiumPercent), given(minGrade),
							given(conditions).strip(), given(place), given(cosigner)),
					new LoanProduct.Range(new Money(given(minAmount)), new Money(given(maxAmount)),
							new Money(given(memberCap)), given(minMonths), given(maxMonths)),
					given(methods),
					new LoanProduct.Price(given(lprOn), given(lprPercent), given(spreadBp), given(guaranteeFeePercent),
							given(guaranteePercent)),
					new LoanProduct.Deadlines(given(preReviewDays), given(dueDiligenceDays), given(guaranteeDays),
							given(bankDays), given(signingDays)),
					given(bring).strip(), given(note).strip(),
					new LoanProduct.Form(given(dayCount), given(firstPeriod), Set.copyOf(given(consentSignatures)),
							Boolean.TRUE.equals(stamped), (committeeAbove != null) ? new Money(committeeAbove) : null));
		}

		List<UUID> banks() {
			return (bankIds != null) ? bankIds : List.of();
		}

	}

	private static <T> T given(@Nullable T value) {
		return Objects.requireNonNull(value);
	}

	private static BigDecimal plain(BigDecimal number) {
		return new BigDecimal(number.stripTrailingZeros().toPlainString());
	}

	private final ProductDesk desk;

	private final StatusHistory history;

	@GetMapping
	@PreAuthorize("hasAuthority('credit:product:view')")
	String list(Model model) {
		model.addAttribute("products", desk.list());
		return "credit/product/list";
	}

	@GetMapping("/new")
	@PreAuthorize("hasAuthority('credit:product:edit')")
	String begin(Model model) {
		model.addAttribute("form", ProductForm.blank());
		choices(model);
		return EDIT;
	}

	private void choices(Model model) {
		model.addAttribute("kinds", GuaranteeKind.values());
		model.addAttribute("cosigners", Cosigner.values());
		model.addAttribute("methods", RepayMethod.values());
		model.addAttribute("dayCounts", DayCount.values());
		model.addAttribute("firstPeriods", FirstPeriod.values());
		model.addAttribute("signatures", LoanProduct.CONSENT_SIGNATURES);
		model.addAttribute("grades", GRADES);
		model.addAttribute("banks", desk.banks());
	}

	@PostMapping
	@PreAuthorize("hasAuthority('credit:product:edit')")
	ModelAndView draft(@Valid @ModelAttribute("form") ProductForm form, BindingResult errors, Model model) {
		choices(model);
		return Forms.submit(errors,
				() -> BASE + desk.draft(String.valueOf(form.code()).strip(), form.content(), form.banks()), EDIT);
	}

	@GetMapping("/{id}")
	@PreAuthorize("hasAuthority('credit:product:view')")
	String show(@PathVariable UUID id, Model model) {
		page(id, model);
		model.addAttribute("form", new StartForm(null, null));
		return PAGE;
	}

	private ProductDesk.View page(UUID id, Model model) {
		var view = desk.show(id);
		model.addAttribute("c", view);
		model.addAttribute("mine", Actor.current().personId().equals(view.product().draftedBy()));
		model.addAttribute("changes", history.of(LoanProduct.TYPE, id));
		return view;
	}

	@PostMapping("/{id}/editions")
	@PreAuthorize("hasAuthority('credit:product:edit')")
	String copy(@PathVariable UUID id) {
		return "redirect:" + BASE + desk.copy(id) + "/edit";
	}

	@GetMapping("/{id}/edit")
	@PreAuthorize("hasAuthority('credit:product:edit')")
	String change(@PathVariable UUID id, Model model) {
		model.addAttribute("form", ProductForm.of(page(id, model)));
		choices(model);
		return EDIT;
	}

	@PostMapping("/{id}/edit")
	@PreAuthorize("hasAuthority('credit:product:edit')")
	ModelAndView edit(@PathVariable UUID id, @Valid @ModelAttribute("form") ProductForm form, BindingResult errors,
			Model model) {
		page(id, model);
		choices(model);
		return Forms.submit(errors, () -> {
			desk.edit(id, form.content(), form.banks(), (form.version() != null) ? form.version() : -1);
			return BASE + id;
		}, EDIT);
	}

	@PostMapping("/{id}/proposal")
	@PreAuthorize("hasAuthority('credit:product:edit')")
	String propose(@PathVariable UUID id, @RequestParam long version) {
		desk.propose(id, version);
		return "redirect:" + BASE + id;
	}

	@PostMapping("/{id}/return")
	@PreAuthorize("hasAuthority('credit:product:approve')")
	String giveBack(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		desk.giveBack(id, reason, version);
		return "redirect:" + BASE + id;
	}

	@PostMapping("/{id}/start")
	@PreAuthorize("hasAuthority('credit:product:approve')")
	ModelAndView start(@PathVariable UUID id, @Valid @ModelAttribute("form") StartForm form, BindingResult errors,
			Model model) {
		page(id, model);
		return Forms.submit(errors, () -> {
			desk.start(id, given(form.from()), (form.version() != null) ? form.version() : -1);
			return BASE + id;
		}, PAGE);
	}

	@PostMapping("/{id}/end")
	@PreAuthorize("hasAuthority('credit:product:approve')")
	String end(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		desk.end(id, reason, version);
		return "redirect:" + BASE + id;
	}

	@PostMapping("/{id}/discard")
	@PreAuthorize("hasAuthority('credit:product:edit')")
	String discard(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		desk.discard(id, reason, version);
		return "redirect:/console/loan-products";
	}

}
