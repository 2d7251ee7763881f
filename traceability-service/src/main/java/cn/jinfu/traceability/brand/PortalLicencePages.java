package cn.jinfu.traceability.brand;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.QrPicture;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.supply.Products;
import cn.jinfu.traceability.catalogue.BrandQueries;
import cn.jinfu.traceability.code.PublicAddress;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

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

/** The farm asks for the brand: first which goods, then one form. */
@Controller
@RequestMapping("/portal/brand-licences")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('brand:licence:apply')")
class PortalLicencePages {

	private static final String FORM = "traceability/brand/portal-licence-new";

	private static final int MOST_PAPERS = 6;

	record ApplyForm(@Nullable @NotBlank String classCode, @Nullable @NotBlank @Size(max = 200) String products,
			@Nullable @NotBlank String standard, @Nullable @NotBlank @Size(max = 500) String reason,
			@Nullable List<MultipartFile> papers, @AssertTrue boolean agreed) {
	}

	private final LicenceDesk desk;

	private final LicenceQueries queries;

	private final BrandQueries catalogue;

	private final Products products;

	private final FileStore files;

	private final PublicAddress address;

	private final TransactionTemplate transaction;

	@GetMapping
	String list(Model model) {
		model.addAttribute("licences",
				queries.list(LicenceQueries.Filter.ofMember(Actor.current().memberId())).items());
		return "traceability/brand/portal-licences";
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		model.addAttribute("file", queries.file(id));
		return "traceability/brand/portal-licence";
	}

	@GetMapping("/new")
	String blank(@RequestParam(required = false) @Nullable String classCode, Model model) {
		if (classCode == null) {
			model.addAttribute("classes", offered());
			return "traceability/brand/portal-licence-class";
		}
		choices(classCode, model);
		model.addAttribute("form", new ApplyForm(classCode, registered(classCode), null, null, null, false));
		return FORM;
	}

	@PostMapping
	ModelAndView apply(@Valid @ModelAttribute("form") ApplyForm form, BindingResult errors, Model model) {
		choices(String.valueOf(form.classCode()), model);
		return Forms.submit(errors, () -> {
			transaction.executeWithoutResult(_ -> save(form));
			return "/portal/brand-licences";
		}, FORM);
	}

	@PostMapping("/{id}/withdrawal")
	String withdraw(@PathVariable UUID id, @RequestParam long version) {
		desk.withdraw(Actor.current().memberId(), id, version);
		return "redirect:/portal/brand-licences";
	}

	@GetMapping("/{id}/paper")
	String paper(@PathVariable UUID id, Model model) {
		var licence = queries.view(id);
		model.addAttribute("licence", licence);
		model.addAttribute("picture", QrPicture.of(address.ofLicence(String.valueOf(licence.number()))));
		return "traceability/brand/licence-paper";
	}

	/** What will be signed, to read beforehand. */
	@GetMapping("/{id}/contract")
	String contract(@PathVariable UUID id, Model model) {
		model.addAttribute("licence", queries.view(id));
		return "traceability/brand/licence-contract";
	}

	private void save(ApplyForm form) {
		var memberId = Actor.current().memberId();
		var uploads = (form.papers() != null) ? form.papers() : List.<MultipartFile>of();
		if (uploads.size() > MOST_PAPERS) {
			throw new RuleBroken("brand.licence.papers", MOST_PAPERS).at("papers");
		}
		var papers = uploads.stream()
			.flatMap(it -> files.store(FileStore.Kind.DOCUMENT, it, FileStore.Visibility.MEMBER, memberId).stream())
			.map(FileStore.Stored::fileId)
			.toList();
		desk.apply(new LicenceDesk.Apply(memberId, String.valueOf(form.classCode()), String.valueOf(form.standard()),
				String.valueOf(form.products()), String.valueOf(form.reason()), papers));
	}

	/** Classes of what the farm sells come first. */
	private List<Choice> offered() {
		var crops = products.ofMember(Actor.current().memberId())
			.stream()
			.map(Products.Product::crop)
			.collect(Collectors.toSet());
		return Stream.of(true, false)
			.flatMap(own -> catalogue.classes()
				.stream()
				.filter(it -> own == crops.contains(String.valueOf(catalogue.cropOf(it.value())))))
			.toList();
	}

	private String registered(String classCode) {
		var crop = catalogue.cropOf(classCode);
		var names = products.ofMember(Actor.current().memberId())
			.stream()
			.filter(it -> it.crop().equals(crop))
			.map(Products.Product::name)
			.collect(Collectors.joining("\u3001"));
		return names.substring(0, Math.min(names.length(), 200));
	}

	private void choices(String classCode, Model model) {
		model.addAttribute("className",
				catalogue.classes()
					.stream()
					.filter(it -> it.value().equals(classCode))
					.map(Choice::label)
					.findFirst()
					.orElseThrow(() -> new RuleBroken("brand.licence.class-unknown", classCode)));
		model.addAttribute("standards", catalogue.standardsOf(classCode));
	}

}
