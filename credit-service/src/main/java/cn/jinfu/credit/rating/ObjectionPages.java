package cn.jinfu.credit.rating;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.credit.rating.RatingObjection.Remedy;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.StatusHistory;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** The farm objects on its phone; the desk answers. */
@Controller
@RequiredArgsConstructor
class ObjectionPages {

	private static final String FORM = "credit/portal/objection-form";

	private static final String PAGE = "credit/objection/objection";

	record ObjectionForm(@Nullable String indicator, @Nullable @NotBlank @Size(min = 2, max = 400) String reason,
			@Nullable MultipartFile evidence) {
	}

	/**
	 * @param correct the figure to put right, and value what it should be
	 * @param grade and until: where the grade is decided by people
	 */
	record UpholdForm(@NotNull @Nullable Remedy remedy, @Nullable String correct, @Nullable String value,
			@Nullable Grade grade, @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate until,
			@Nullable MultipartFile evidence, @Nullable @NotBlank @Size(min = 2, max = 400) String reason,
			@Nullable Long version) {

		static UpholdForm of(RatingObjection it) {
			return new UpholdForm(Remedy.RECALCULATE, it.indicator(), null, null, null, null, null, it.version());
		}

	}

	private final ObjectionDesk desk;

	private final Ratings ratings;

	private final StatusHistory history;

	private final MessageSource messages;

	@GetMapping("/portal/credit/objections/new")
	@PreAuthorize("hasAuthority('credit:own:apply')")
	String begin(@RequestParam(required = false) @Nullable String indicator, Model model) {
		model.addAttribute("form", new ObjectionForm(indicator, null, null));
		choices(ratings.own().orElse(null), model);
		return FORM;
	}

	@PostMapping("/portal/credit/objections")
	@PreAuthorize("hasAuthority('credit:own:apply')")
	ModelAndView file(@Valid @ModelAttribute("form") ObjectionForm form, BindingResult errors, Model model) {
		choices(ratings.own().orElse(null), model);
		var indicator = form.indicator();
		return Forms.submit(errors,
				() -> "/portal/credit/objections/"
						+ desk.file((indicator == null || indicator.isEmpty()) ? null : indicator,
								String.valueOf(form.reason()).strip(), form.evidence()),
				FORM);
	}

	private void choices(Ratings.@Nullable View rating, Model model) {
		model.addAttribute("r", rating);
		model.addAttribute("figures", (rating == null) ? List.of() : figures(rating.outcome()));
	}

	private List<Choice> figures(Outcome outcome) {
		var locale = LocaleContextHolder.getLocale();
		return outcome.contributions()
			.stream()
			.map(it -> new Choice(it.code(),
					messages.getMessage("credit.indicator." + it.code(), null, it.code(), locale) + ""))
			.toList();
	}

	@GetMapping("/portal/credit/objections/{id}")
	@PreAuthorize("hasAuthority('credit:own:view')")
	String own(@PathVariable UUID id, Model model) {
		model.addAttribute("v", desk.show(id));
		return "credit/portal/objection";
	}

	@PostMapping("/portal/credit/objections/{id}/withdrawal")
	@PreAuthorize("hasAuthority('credit:own:apply')")
	String withdraw(@PathVariable UUID id, @RequestParam long version) {
		desk.withdraw(id, version);
		return "redirect:/portal/credit/objections/" + id;
	}

	@GetMapping("/console/rating-objections")
	@PreAuthorize("hasAuthority('credit:rating:view')")
	String list(@RequestParam(required = false) @Nullable ObjectionStatus status,
			@RequestParam(required = false) @Nullable UUID member,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", desk.list(status, member, after, Paged.limit(limit)));
		model.addAttribute("statuses", ObjectionStatus.values());
		return "credit/objection/list";
	}

	@GetMapping("/console/rating-objections/{id}")
	@PreAuthorize("hasAuthority('credit:rating:view')")
	String show(@PathVariable UUID id, Model model) {
		var view = page(id, model);
		model.addAttribute("form", UpholdForm.of(view.objection()));
		return PAGE;
	}

	private ObjectionDesk.View page(UUID id, Model model) {
		var view = desk.show(id);
		var actor = Actor.current();
		var open = view.objection().status().allows(ObjectionStatus.Action.UPHOLD)
				&& actor.may("credit:objection:answer");
		model.addAttribute("v", view);
		model.addAttribute("may", open && view.objection().mayAnswer(actor.personId()));
		model.addAttribute("part", open && !view.objection().mayAnswer(actor.personId()));
		model.addAttribute("figures", figures(view.rating().outcome()));
		model.addAttribute("remedies", Remedy.values());
		model.addAttribute("grades", grades(view.rating().outcome().grade()));
		model.addAttribute("changes", history.of(RatingObjection.TYPE, id));
		return view;
	}

	/** One up, one down. */
	static List<Choice> grades(Grade from) {
		return java.util.stream.IntStream.of(from.ordinal() - 1, from.ordinal() + 1)
			.filter(it -> it >= 0 && it < Grade.values().length)
			.mapToObj(it -> Grade.values()[it].name())
			.map(it -> new Choice(it, it))
			.toList();
	}

	@PostMapping("/console/rating-objections/{id}/acceptance")
	@PreAuthorize("hasAuthority('credit:objection:answer')")
	ModelAndView uphold(@PathVariable UUID id, @Valid @ModelAttribute("form") UpholdForm form, BindingResult errors,
			Model model) {
		page(id, model);
		return Forms.submit(errors, () -> {
			desk.uphold(id, new ObjectionDesk.Upholding(Objects.requireNonNull(form.remedy()),
					String.valueOf(form.reason()).strip(), form.correct(), form.value(), form.grade(), form.until()),
					form.evidence(), (form.version() != null) ? form.version() : -1);
			return "/console/rating-objections/" + id;
		}, PAGE);
	}

	@PostMapping("/console/rating-objections/{id}/refusal")
	@PreAuthorize("hasAuthority('credit:objection:answer')")
	String dismiss(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		desk.dismiss(id, reason.strip(), version);
		return "redirect:/console/rating-objections/" + id;
	}

}
