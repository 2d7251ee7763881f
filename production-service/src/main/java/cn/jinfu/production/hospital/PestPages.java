package cn.jinfu.production.hospital;

import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Paged;
import cn.jinfu.production.Crops;
import cn.jinfu.production.hospital.pest.PestBook;
import cn.jinfu.production.hospital.pest.PestKind;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** The knowledge of pests: kept by staff, read by everybody who grows or advises. */
@Controller
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:pest:view')")
class PestPages {

	private static final String LIST = "/console/pests";

	private static final String FORM = "production/hospital/pest-form";

	record PestForm(@Nullable @NotBlank @Size(max = 60) String name, @Nullable @NotNull PestKind kind,
			@Nullable @NotEmpty Set<String> crops, @Nullable @NotBlank @Size(max = 2000) String symptoms,
			@Nullable @NotBlank @Size(max = 2000) String measures, @Nullable @NotBlank @Size(max = 300) String source,
			@Nullable Boolean active, @Nullable MultipartFile photo, @Nullable Long version) {

		public boolean on(String crop) {
			return crops != null && crops.contains(crop);
		}

		PestBook.PestText text() {
			return new PestBook.PestText(Objects.toString(name, ""), Objects.requireNonNull(kind),
					Objects.requireNonNullElse(crops, Set.of()), Objects.toString(symptoms, ""),
					Objects.toString(measures, ""), Objects.toString(source, ""), Boolean.TRUE.equals(active), false);
		}

	}

	private final PestBook pests;

	private final Crops crops;

	@GetMapping(LIST)
	@PreAuthorize("hasAuthority('console:open') and hasAuthority('production:pest:view')")
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable String crop,
			@RequestParam(required = false) @Nullable PestKind kind,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", pests.list(new PestBook.Filter(q, crop, kind, true, after, Paged.limit(limit))));
		choices(model);
		return "production/hospital/pests";
	}

	@GetMapping(LIST + "/{id}")
	@PreAuthorize("hasAuthority('console:open') and hasAuthority('production:pest:view')")
	String show(@PathVariable UUID id, Model model) {
		facts(id, model);
		return "production/hospital/pest";
	}

	@GetMapping(LIST + "/new")
	@PreAuthorize("hasAuthority('production:pest:edit')")
	String blank(Model model) {
		model.addAttribute("form", new PestForm(null, PestKind.DISEASE, Set.of(), null, null, null, true, null, null));
		choices(model);
		return FORM;
	}

	@PostMapping(LIST)
	@PreAuthorize("hasAuthority('production:pest:edit')")
	ModelAndView add(@Valid @ModelAttribute("form") PestForm form, BindingResult errors, Model model) {
		choices(model);
		return Forms.submit(errors, () -> LIST + "/" + pests.add(form.text(), form.photo()), FORM);
	}

	@GetMapping(LIST + "/{id}/edit")
	@PreAuthorize("hasAuthority('production:pest:edit')")
	String edit(@PathVariable UUID id, Model model) {
		var pest = pests.view(id);
		model.addAttribute("form", new PestForm(pest.name(), pest.kind(), Set.copyOf(pest.crops()), pest.symptoms(),
				pest.measures(), pest.source(), pest.active(), null, pest.version()));
		model.addAttribute("id", id);
		choices(model);
		return FORM;
	}

	@PostMapping(LIST + "/{id}")
	@PreAuthorize("hasAuthority('production:pest:edit')")
	ModelAndView change(@PathVariable UUID id, @Valid @ModelAttribute("form") PestForm form, BindingResult errors,
			Model model) {
		choices(model);
		model.addAttribute("id", id);
		var seen = form.version();
		return Forms.submit(errors, () -> pests.change(id, form.text(), form.photo(), (seen != null) ? seen : -1),
				LIST + "/" + id, FORM);
	}

	@GetMapping("/portal/pests")
	@PreAuthorize("hasAuthority('portal:open') and hasAuthority('production:pest:view')")
	String read(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable String crop,
			@RequestParam(required = false) @Nullable String after, Model model) {
		model.addAttribute("page", pests.list(new PestBook.Filter(q, crop, null, false, after, 20)));
		choices(model);
		return "production/hospital/portal-pests";
	}

	@GetMapping("/portal/pests/{id}")
	@PreAuthorize("hasAuthority('portal:open') and hasAuthority('production:pest:view')")
	String read(@PathVariable UUID id, Model model) {
		facts(id, model);
		return "production/hospital/portal-pest";
	}

	private void facts(UUID id, Model model) {
		model.addAttribute("pest", pests.view(id));
		model.addAttribute("remedies", pests.remedies(id));
	}

	private void choices(Model model) {
		model.addAttribute("crops", crops.all());
		model.addAttribute("kinds", PestKind.values());
	}

}
