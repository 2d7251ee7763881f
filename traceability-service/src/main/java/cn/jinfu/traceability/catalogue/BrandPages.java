package cn.jinfu.traceability.catalogue;

import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.traceability.catalogue.BrandCatalogue.MarkKind;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
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

/** The brand's catalogue for staff, and the stock of packages. */
@Controller
@RequestMapping("/console/brands")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('brand:catalogue:view')")
class BrandPages {

	private static final String NEW = "traceability/brand/catalogue-new";

	private static final String DESIGN = "traceability/brand/design";

	record MarkForm(@Nullable @NotBlank @Size(max = 60) String name, @Nullable @NotNull MarkKind kind,
			@Nullable @NotBlank @Size(max = 40) String registrationNo,
			@Nullable @NotBlank @Size(max = 100) String holder,
			@Nullable @NotNull @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate validUntil) {
	}

	record ClassForm(@Nullable @NotBlank String markId,
			@Nullable @NotBlank @Pattern(regexp = "[A-Z][A-Z0-9_-]{1,39}") String code,
			@Nullable @NotBlank @Size(max = 60) String name, @Nullable @Size(max = 40) String crop, boolean service) {
	}

	record StandardForm(@Nullable @NotBlank @Size(max = 40) String code,
			@Nullable @NotBlank @Size(max = 100) String title, @Nullable String classCode,
			@Nullable @NotNull @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate validFrom) {
	}

	record DesignForm(@Nullable @NotBlank String classCode, @Nullable @NotBlank @Size(max = 100) String name,
			@Nullable @Size(max = 40) String grade) {
	}

	/** Packages in, or out to a licensee. */
	record MoveForm(@Nullable String licenceId, @Nullable @NotNull @Min(1) @Max(1_000_000) Integer pieces,
			@Nullable @Size(max = 200) String note) {
	}

	private final BrandCatalogue catalogue;

	private final BrandQueries queries;

	@GetMapping
	String list(Model model) {
		model.addAttribute("brands", queries.list());
		return "traceability/brand/brands";
	}

	@GetMapping("/{id}/marks/new")
	@PreAuthorize("hasAuthority('brand:catalogue:edit')")
	String newMark(@PathVariable UUID id, Model model) {
		model.addAttribute("form", new MarkForm(null, MarkKind.COLLECTIVE, null, queries.view(id).owner(), null));
		return adding(id, "marks", model);
	}

	@PostMapping("/{id}/marks")
	@PreAuthorize("hasAuthority('brand:catalogue:edit')")
	ModelAndView addMark(@PathVariable UUID id, @Valid @ModelAttribute("form") MarkForm form, BindingResult errors,
			Model model) {
		adding(id, "marks", model);
		return Forms.submit(errors,
				() -> catalogue.addMark(new BrandCatalogue.NewMark(id, text(form.name()),
						Objects.requireNonNull(form.kind()), text(form.registrationNo()), text(form.holder()),
						Objects.requireNonNull(form.validUntil()))),
				"/console/brands", NEW);
	}

	@GetMapping("/{id}/classes/new")
	@PreAuthorize("hasAuthority('brand:catalogue:edit')")
	String newClass(@PathVariable UUID id, Model model) {
		model.addAttribute("form", new ClassForm(null, null, null, null, false));
		return adding(id, "classes", model);
	}

	@PostMapping("/{id}/classes")
	@PreAuthorize("hasAuthority('brand:catalogue:edit')")
	ModelAndView addClass(@PathVariable UUID id, @Valid @ModelAttribute("form") ClassForm form, BindingResult errors,
			Model model) {
		adding(id, "classes", model);
		return Forms.submit(errors, () -> catalogue.addClass(new BrandCatalogue.NewClass(id(form.markId()),
				text(form.code()), text(form.name()), form.service(), absent(form.crop()))), "/console/brands", NEW);
	}

	@GetMapping("/{id}/standards/new")
	@PreAuthorize("hasAuthority('brand:catalogue:edit')")
	String newStandard(@PathVariable UUID id, Model model) {
		model.addAttribute("form", new StandardForm(null, null, null, null));
		return adding(id, "standards", model);
	}

	@PostMapping("/{id}/standards")
	@PreAuthorize("hasAuthority('brand:catalogue:edit')")
	ModelAndView addStandard(@PathVariable UUID id, @Valid @ModelAttribute("form") StandardForm form,
			BindingResult errors, Model model) {
		adding(id, "standards", model);
		return Forms.submit(
				errors, () -> catalogue.addStandard(new BrandCatalogue.NewStandard(text(form.code()),
						text(form.title()), absent(form.classCode()), Objects.requireNonNull(form.validFrom()))),
				"/console/brands", NEW);
	}

	@GetMapping("/{id}/designs/new")
	@PreAuthorize("hasAuthority('brand:catalogue:edit')")
	String newDesign(@PathVariable UUID id, Model model) {
		model.addAttribute("form", new DesignForm(null, null, null));
		return adding(id, "designs", model);
	}

	@PostMapping("/{id}/designs")
	@PreAuthorize("hasAuthority('brand:catalogue:edit')")
	ModelAndView addDesign(@PathVariable UUID id, @Valid @ModelAttribute("form") DesignForm form, BindingResult errors,
			Model model) {
		adding(id, "designs", model);
		return Forms.submit(errors,
				() -> catalogue.addDesign(
						new BrandCatalogue.NewDesign(text(form.classCode()), text(form.name()), absent(form.grade()))),
				"/console/brands", NEW);
	}

	@GetMapping("/designs/{id}")
	String design(@PathVariable UUID id, @RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		stock(id, after, Paged.limit(limit), model);
		model.addAttribute("form", new MoveForm(null, null, null));
		return DESIGN;
	}

	@PostMapping("/designs/{id}/receipts")
	@PreAuthorize("hasAuthority('brand:package:move')")
	ModelAndView receive(@PathVariable UUID id, @Valid @ModelAttribute("form") MoveForm form, BindingResult errors,
			Model model) {
		var view = Forms.submit(errors,
				() -> catalogue.receive(id, Objects.requireNonNull(form.pieces()), text(form.note())),
				"/console/brands/designs/" + id, DESIGN);
		stock(id, null, Paged.limit(null), model);
		return view;
	}

	@PostMapping("/designs/{id}/issues")
	@PreAuthorize("hasAuthority('brand:package:move')")
	ModelAndView issue(@PathVariable UUID id, @Valid @ModelAttribute("form") MoveForm form, BindingResult errors,
			Model model) {
		if (absent(form.licenceId()) == null) {
			errors.rejectValue("licenceId", "problem.brand.package.not-licensed");
		}
		var view = Forms.submit(errors, () -> catalogue.issue(id, id(form.licenceId()),
				Objects.requireNonNull(form.pieces()), text(form.note())), "/console/brands/designs/" + id, DESIGN);
		stock(id, null, Paged.limit(null), model);
		return view;
	}

	private String adding(UUID id, String what, Model model) {
		var brand = queries.view(id);
		model.addAttribute("brand", brand);
		model.addAttribute("what", what);
		model.addAttribute("kinds", MarkKind.values());
		model.addAttribute("marks",
				brand.marks().stream().map(it -> new Choice(it.id().toString(), it.name())).toList());
		model.addAttribute("classes", queries.classes());
		return NEW;
	}

	private void stock(UUID id, @Nullable String after, int limit, Model model) {
		var design = queries.design(id);
		model.addAttribute("design", design);
		model.addAttribute("page", queries.moves(id, after, limit));
		model.addAttribute("licensees", queries.licensees(design));
	}

	private static UUID id(@Nullable String text) {
		try {
			return UUID.fromString(text(text));
		}
		catch (IllegalArgumentException notOne) {
			throw new Refusal.RuleBroken("brand.package.not-licensed").at("licenceId");
		}
	}

	private static String text(@Nullable String typed) {
		return (typed != null) ? typed.strip() : "";
	}

	private static @Nullable String absent(@Nullable String typed) {
		return (typed == null || typed.isBlank()) ? null : typed.strip();
	}

}
