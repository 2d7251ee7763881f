package cn.jinfu.traceability.brand;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.QrPicture;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.sheet.SheetDownload;
import cn.jinfu.traceability.catalogue.BrandQueries;
import cn.jinfu.traceability.code.PublicAddress;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** Licences for staff: the list, the file, the check on site, the decision. */
@Controller
@RequestMapping("/console/brand-licences")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('brand:licence:view')")
class LicencePages {

	private static final SheetDownload<LicenceView> SHEET = SheetDownload.<LicenceView>of("brand.menu.licences")
		.value("brand.licence.number", LicenceView::number)
		.value("brand.holder", LicenceView::holder)
		.value("brand.class", LicenceView::className)
		.value("brand.standard", LicenceView::standard)
		.value("brand.from", LicenceView::validFrom)
		.value("brand.until", LicenceView::validUntil)
		.value("brand.status", LicenceView::status);

	private static final String FILE = "traceability/brand/licence";

	private static final String CHECK = "traceability/brand/licence-check";

	/** Points of the five heads, as the list on paper has them. */
	record CheckForm(@Nullable @NotNull @Min(0) @Max(20) Integer environment,
			@Nullable @NotNull @Min(0) @Max(20) Integer records, @Nullable @NotNull @Min(0) @Max(20) Integer inputs,
			@Nullable @NotNull @Min(0) @Max(20) Integer packing, @Nullable @NotNull @Min(0) @Max(20) Integer labels,
			@Nullable @NotBlank @Size(max = 500) String note, @Nullable MultipartFile photo,
			@Nullable @NotNull Long version) {

		OnSiteCheck found() {
			return new OnSiteCheck(points(environment), points(records), points(inputs), points(packing),
					points(labels));
		}

		private static int points(@Nullable Integer points) {
			return Objects.requireNonNull(points);
		}

	}

	record ApprovalForm(@Nullable @NotNull @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate until,
			@Nullable @Size(max = 400) String note, @Nullable @NotNull Long version) {
	}

	record ContractForm(@Nullable MultipartFile contract, @Nullable @NotNull Long version) {
	}

	record ReviewForm(@Nullable @NotNull Boolean passed, @Nullable @NotBlank @Size(max = 400) String note,
			@Nullable @NotNull Long version) {
	}

	/** Labels found at the holder's that are neither on packages nor void. */
	record CountForm(@Nullable @NotNull @Min(0) Long left, @Nullable @NotBlank @Size(max = 400) String note,
			@Nullable @NotNull Long version) {
	}

	/** What a list is narrowed to, as its address says. */
	record Asked(@Nullable String q, @Nullable LicenceStatus status, @Nullable String classCode,
			@Nullable UUID memberId, @Nullable LocalDate until) {

		LicenceQueries.Filter filter(@Nullable String after, int limit) {
			return new LicenceQueries.Filter(q, status, classCode, memberId, until, after, limit);
		}

	}

	private final LicenceDesk desk;

	private final Objections objections;

	private final MessageSource messages;

	private final LicenceQueries queries;

	private final BrandQueries catalogue;

	private final FileStore files;

	private final BusinessClock clock;

	private final PublicAddress address;

	private final TransactionTemplate transaction;

	@GetMapping
	String list(Asked asked, @RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", queries.list(asked.filter(after, Paged.limit(limit))));
		model.addAttribute("statuses", LicenceStatus.values());
		model.addAttribute("classes", catalogue.classes());
		return "traceability/brand/licences";
	}

	/** What the filter finds, as a file. */
	@GetMapping("/export")
	void export(Asked asked, HttpServletResponse response) throws IOException {
		SHEET.send(response, messages, after -> queries.list(asked.filter(after, SheetDownload.BATCH)));
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		var file = facts(id, model);
		asked(file, model);
		return FILE;
	}

	@GetMapping("/{id}/check")
	@PreAuthorize("hasAuthority('brand:licence:check')")
	String checkForm(@PathVariable UUID id, Model model) {
		var file = facts(id, model);
		model.addAttribute("form", new CheckForm(null, null, null, null, null, null, null, file.licence().version()));
		return CHECK;
	}

	@PostMapping("/{id}/check")
	@PreAuthorize("hasAuthority('brand:licence:check')")
	ModelAndView check(@PathVariable UUID id, @Valid @ModelAttribute("form") CheckForm form, BindingResult errors,
			Model model) {
		var view = Forms.submit(errors, () -> transaction.executeWithoutResult(_ -> {
			var memberId = queries.view(id).memberId();
			var photo = files.store(FileStore.Kind.PHOTO, form.photo(), FileStore.Visibility.MEMBER, memberId)
				.map(FileStore.Stored::fileId)
				.orElse(null);
			desk.check(new LicenceDesk.Check(id, form.found(), String.valueOf(form.note()), photo,
					Objects.requireNonNull(form.version())));
		}), "/console/brand-licences/" + id, CHECK);
		facts(id, model);
		return view;
	}

	@PostMapping("/{id}/approval")
	@PreAuthorize("hasAuthority('brand:licence:decide')")
	ModelAndView approve(@PathVariable UUID id, @Valid @ModelAttribute("form") ApprovalForm form, BindingResult errors,
			Model model) {
		var view = Forms.submit(errors, () -> desk.approve(id, Objects.requireNonNull(form.until()), form.note(),
				Objects.requireNonNull(form.version())), "/console/brand-licences/" + id, FILE);
		asked(facts(id, model), model);
		return view;
	}

	/** The paper to sign: to print, and to come back as a file. */
	@GetMapping("/{id}/contract")
	String contract(@PathVariable UUID id, Model model) {
		model.addAttribute("licence", queries.view(id));
		return "traceability/brand/licence-contract";
	}

	@PostMapping("/{id}/contract")
	@PreAuthorize("hasAuthority('brand:licence:decide')")
	ModelAndView sign(@PathVariable UUID id, @Valid @ModelAttribute("signing") ContractForm form, BindingResult errors,
			Model model) {
		var view = Forms.submit(errors, () -> transaction.executeWithoutResult(_ -> {
			var contract = files
				.store(FileStore.Kind.DOCUMENT, form.contract(), FileStore.Visibility.MEMBER,
						queries.view(id).memberId())
				.orElseThrow(() -> new RuleBroken("brand.licence.contract-missing").at("contract"));
			desk.sign(id, contract.fileId(), Objects.requireNonNull(form.version()));
		}), "/console/brand-licences/" + id, FILE);
		asked(facts(id, model), model);
		return view;
	}

	@PostMapping("/{id}/objections/{objectionId}/answer")
	@PreAuthorize("hasAuthority('brand:licence:decide')")
	String answer(@PathVariable UUID id, @PathVariable UUID objectionId,
			@RequestParam Objections.ObjectionOutcome outcome, @RequestParam String answer) {
		objections.answer(id, objectionId, outcome, answer);
		return shown(id);
	}

	@PostMapping("/{id}/review")
	@PreAuthorize("hasAuthority('brand:licence:decide')")
	ModelAndView review(@PathVariable UUID id, @Valid @ModelAttribute("review") ReviewForm form, BindingResult errors,
			Model model) {
		var view = Forms.submit(errors, () -> desk.review(id, Boolean.TRUE.equals(form.passed()),
				String.valueOf(form.note()), Objects.requireNonNull(form.version())), "/console/brand-licences/" + id,
				FILE);
		asked(facts(id, model), model);
		return view;
	}

	@PostMapping("/{id}/label-counts")
	@PreAuthorize("hasAuthority('brand:licence:check')")
	ModelAndView count(@PathVariable UUID id, @Valid @ModelAttribute("counting") CountForm form, BindingResult errors,
			Model model) {
		var view = Forms.submit(errors, () -> {
			desk.count(id, Objects.requireNonNull(form.left()), String.valueOf(form.note()),
					Objects.requireNonNull(form.version()));
		}, "/console/brand-licences/" + id, FILE);
		asked(facts(id, model), model);
		return view;
	}

	@PostMapping("/{id}/refusal")
	@PreAuthorize("hasAuthority('brand:licence:decide')")
	String decline(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		desk.decline(id, reason, version);
		return shown(id);
	}

	@PostMapping("/{id}/suspension")
	@PreAuthorize("hasAuthority('brand:licence:suspend')")
	String suspend(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		desk.suspend(id, reason, version);
		return shown(id);
	}

	@PostMapping("/{id}/resumption")
	@PreAuthorize("hasAuthority('brand:licence:suspend')")
	String resume(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		desk.resume(id, reason, version);
		return shown(id);
	}

	@PostMapping("/{id}/revocation")
	@PreAuthorize("hasAuthority('brand:licence:revoke')")
	String revoke(@PathVariable UUID id, @RequestParam String reason, @RequestParam int years,
			@RequestParam long version) {
		desk.revoke(id, reason, years, version);
		return shown(id);
	}

	@GetMapping("/{id}/paper")
	String paper(@PathVariable UUID id, Model model) {
		var licence = queries.view(id);
		model.addAttribute("licence", licence);
		model.addAttribute("picture", QrPicture.of(address.ofLicence(String.valueOf(licence.number()))));
		return "traceability/brand/licence-paper";
	}

	/** Every form that the page may show, unless it is the one just sent. */
	private void asked(LicenceView.File file, Model model) {
		var version = file.licence().version();
		var forms = Map.of("form",
				new ApprovalForm(clock.today().plusYears(BrandLicence.MAX_YEARS).minusDays(1), null, version),
				"signing", new ContractForm(null, version), "review", new ReviewForm(null, null, version), "counting",
				new CountForm(null, null, version));
		forms.forEach((name, form) -> {
			if (!model.containsAttribute(name)) {
				model.addAttribute(name, form);
			}
		});
		if (file.licence().reviewDue()) {
			model.addAttribute("year", queries.year(file.licence().memberId(), file.licence().id()));
			model.addAttribute("score", queries.score(file.licence().memberId(), file.licence().id()));
		}
	}

	private static String shown(UUID id) {
		return "redirect:/console/brand-licences/" + id;
	}

	private LicenceView.File facts(UUID id, Model model) {
		var file = queries.file(id);
		model.addAttribute("file", file);
		return file;
	}

}
