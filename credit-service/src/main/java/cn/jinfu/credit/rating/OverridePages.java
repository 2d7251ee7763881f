package cn.jinfu.credit.rating;

import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.credit.rating.RatingSuspension.Cause;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Paged;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
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
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** What people decide about a rating: another grade for a time, or none for a while. */
@Controller
@RequestMapping("/console")
@RequiredArgsConstructor
class OverridePages {

	private static final String OVERRIDE = "credit/rating/override";

	private static final String SUSPENSION = "credit/rating/suspension";

	private static final String RATING = "/console/ratings/";

	record OverrideForm(@NotNull @Nullable Grade grade,
			@NotNull @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate until,
			@Nullable @NotBlank @Size(min = 2, max = 400) String reason, @Nullable MultipartFile evidence) {
	}

	record SuspensionForm(@NotNull @Nullable Cause cause, @Nullable @NotBlank @Size(min = 2, max = 400) String reason,
			@Nullable Long version) {
	}

	private final OverrideDesk overrides;

	private final SuspensionDesk suspensions;

	private final Ratings ratings;

	@GetMapping("/rating-overrides")
	@PreAuthorize("hasAuthority('credit:rating:view')")
	String list(@RequestParam(required = false) @Nullable OverrideStatus status,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", overrides.list(status, after, Paged.limit(limit)));
		model.addAttribute("share", overrides.share());
		model.addAttribute("statuses", OverrideStatus.values());
		return "credit/rating/overrides";
	}

	@GetMapping("/ratings/{id}/overrides/new")
	@PreAuthorize("hasAuthority('credit:override:propose')")
	String begin(@PathVariable UUID id, Model model) {
		model.addAttribute("form", new OverrideForm(null, null, null, null));
		rating(id, model);
		return OVERRIDE;
	}

	private void rating(UUID id, Model model) {
		var rating = ratings.show(id);
		model.addAttribute("r", rating);
		model.addAttribute("grades", ObjectionPages.grades(rating.outcome().grade()));
		model.addAttribute("causes", Cause.values());
	}

	@PostMapping("/ratings/{id}/overrides")
	@PreAuthorize("hasAuthority('credit:override:propose')")
	ModelAndView propose(@PathVariable UUID id, @Valid @ModelAttribute("form") OverrideForm form, BindingResult errors,
			Model model) {
		rating(id, model);
		return Forms.submit(errors, () -> {
			overrides.propose(id, form.grade(), form.until(), String.valueOf(form.reason()).strip(), form.evidence());
			return RATING + id;
		}, OVERRIDE);
	}

	@PostMapping("/rating-overrides/{id}/confirmation")
	@PreAuthorize("hasAuthority('credit:override:decide')")
	String confirm(@PathVariable UUID id, @RequestParam(required = false) @Nullable String reason,
			@RequestParam long version) {
		return "redirect:" + RATING + overrides.confirm(id, reason, version);
	}

	@PostMapping("/rating-overrides/{id}/refusal")
	@PreAuthorize("hasAuthority('credit:override:decide')")
	String refuse(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		return "redirect:" + RATING + overrides.refuse(id, reason.strip(), version);
	}

	@PostMapping("/rating-overrides/{id}/end")
	@PreAuthorize("hasAuthority('credit:override:propose')")
	String end(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		return "redirect:" + RATING + overrides.end(id, reason.strip(), version);
	}

	@GetMapping("/ratings/{id}/suspension")
	@PreAuthorize("hasAuthority('credit:rating:suspend')")
	String beginSuspension(@PathVariable UUID id, Model model) {
		rating(id, model);
		model.addAttribute("form", new SuspensionForm(null, null, ratings.show(id).version()));
		return SUSPENSION;
	}

	@PostMapping("/ratings/{id}/suspension")
	@PreAuthorize("hasAuthority('credit:rating:suspend')")
	ModelAndView suspend(@PathVariable UUID id, @Valid @ModelAttribute("form") SuspensionForm form,
			BindingResult errors, Model model) {
		rating(id, model);
		return Forms.submit(errors, () -> {
			suspensions.suspend(id, java.util.Objects.requireNonNull(form.cause()),
					String.valueOf(form.reason()).strip(), (form.version() != null) ? form.version() : -1);
			return RATING + id;
		}, SUSPENSION);
	}

	@PostMapping("/ratings/{id}/lifting")
	@PreAuthorize("hasAuthority('credit:rating:suspend')")
	String lift(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		suspensions.lift(id, reason.strip(), version);
		return "redirect:" + RATING + id;
	}

}
