package cn.jinfu.credit.rating;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

import cn.jinfu.credit.rating.CardChange.BandChange;
import cn.jinfu.credit.rating.CardChange.BinChange;
import cn.jinfu.credit.rating.CardChange.IndicatorChange;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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
import org.springframework.web.servlet.ModelAndView;

/** Editions of the card at the desk. */
@Controller
@RequestMapping("/console/scorecards")
@RequiredArgsConstructor
class ScorecardPages {

	private static final String BASE = "/console/scorecards/";

	private static final String LIST = "credit/scorecard/list";

	private static final String PAGE = "credit/scorecard/scorecard";

	private static final String EDIT = "credit/scorecard/edit";

	record NewForm(@Nullable @NotBlank @Size(max = 30) String code) {
	}

	record ApprovalForm(@NotNull @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate from,
			@Nullable Long version) {
	}

	record CardForm(@Nullable @NotBlank @Size(min = 2, max = 400) String note,
			@NotNull @Min(1) @Max(24) @Nullable Integer validMonths, @Nullable @Valid List<IndicatorForm> indicators,
			@Nullable @Valid List<BandForm> bands, @Nullable Long version) {

		static CardForm of(CardEdition edition) {
			var card = edition.card();
			return new CardForm(edition.note(), card.validMonths(),
					card.indicators().stream().map(IndicatorForm::of).toList(),
					card.bands().stream().map(BandForm::of).toList(), edition.version());
		}

		CardChange change() {
			if (indicators == null || bands == null) {
				throw new RuleBroken("credit.scorecard.shape");
			}
			return new CardChange(String.valueOf(note).strip(), given(validMonths),
					indicators.stream().map(IndicatorForm::change).toList(),
					bands.stream().map(BandForm::change).toList());
		}

	}

	record IndicatorForm(@Nullable String code, @NotNull @Min(0) @Max(1000) @Nullable Integer missing,
			@Nullable @Valid List<BinForm> bins) {

		static IndicatorForm of(Scorecard.Indicator it) {
			return new IndicatorForm(it.code(), it.missing(),
					it.bins()
						.stream()
						.map(bin -> new BinForm((bin.from() != null) ? plain(bin.from()) : null, bin.points()))
						.toList());
		}

		IndicatorChange change() {
			return new IndicatorChange(String.valueOf(code), given(missing), (bins != null)
					? bins.stream().map(it -> new BinChange(it.from(), given(it.points()))).toList() : List.of());
		}

	}

	record BinForm(@Nullable @Digits(integer = 9, fraction = 6) BigDecimal from,
			@NotNull @Min(0) @Max(1000) @Nullable Integer points) {
	}

	record BandForm(@Nullable Grade grade, @NotNull @Min(0) @Max(1000) @Nullable Integer from,
			@NotNull @Digits(integer = 1, fraction = 4) @Nullable BigDecimal alpha,
			@NotNull @Digits(integer = 1, fraction = 4) @Nullable BigDecimal theta) {

		static BandForm of(Scorecard.Band it) {
			return new BandForm(it.grade(), it.from(), it.alpha(), it.theta());
		}

		BandChange change() {
			return new BandChange(given(grade), given(from), given(alpha), given(theta));
		}

	}

	private static BigDecimal plain(BigDecimal number) {
		return new BigDecimal(number.stripTrailingZeros().toPlainString());
	}

	private static <T> T given(@Nullable T value) {
		if (value == null) {
			throw new RuleBroken("credit.scorecard.shape");
		}
		return value;
	}

	private final ScorecardDesk desk;

	private final StatusHistory history;

	private final Divisions divisions;

	@GetMapping
	@PreAuthorize("hasAuthority('credit:scorecard:view')")
	String list(Model model) {
		model.addAttribute("cards", desk.list());
		model.addAttribute("form", new NewForm(null));
		return LIST;
	}

	@PostMapping
	@PreAuthorize("hasAuthority('credit:scorecard:edit')")
	ModelAndView draft(@Valid @ModelAttribute("form") NewForm form, BindingResult errors, Model model) {
		model.addAttribute("cards", desk.list());
		return Forms.submit(errors, () -> BASE + desk.draft(String.valueOf(form.code()).strip()) + "/edit", LIST);
	}

	@GetMapping("/{id}")
	@PreAuthorize("hasAuthority('credit:scorecard:view')")
	String show(@PathVariable UUID id, Model model) {
		page(id, model);
		model.addAttribute("form", new ApprovalForm(null, null));
		return PAGE;
	}

	private ScorecardDesk.View page(UUID id, Model model) {
		var view = desk.show(id);
		model.addAttribute("c", view);
		model.addAttribute("grades", Grade.values());
		if (view.comparison() != null) {
			model.addAttribute("places", places(view.comparison()));
		}
		model.addAttribute("mine", Actor.current().personId().equals(view.edition().draftedBy()));
		model.addAttribute("changes", history.of(CardEdition.TYPE, id));
		return view;
	}

	/** Names of the townships; what has no township stays under its key. */
	private Map<String, String> places(CardComparison comparison) {
		return comparison.townships()
			.stream()
			.map(CardComparison.Group::key)
			.filter(it -> !it.isEmpty())
			.collect(Collectors.toMap(it -> it, it -> divisions.name(new DivisionCode(it))));
	}

	@GetMapping("/{id}/edit")
	@PreAuthorize("hasAuthority('credit:scorecard:edit')")
	String begin(@PathVariable UUID id, Model model) {
		model.addAttribute("form", CardForm.of(page(id, model).edition()));
		return EDIT;
	}

	@PostMapping("/{id}/edit")
	@PreAuthorize("hasAuthority('credit:scorecard:edit')")
	ModelAndView edit(@PathVariable UUID id, @Valid @ModelAttribute("form") CardForm form, BindingResult errors,
			Model model) {
		page(id, model);
		return Forms.submit(errors, () -> {
			desk.edit(id, form.change(), (form.version() != null) ? form.version() : -1);
			return BASE + id;
		}, EDIT);
	}

	@PostMapping("/{id}/comparison")
	@PreAuthorize("hasAuthority('credit:scorecard:edit')")
	String compare(@PathVariable UUID id, @RequestParam long version) {
		desk.compare(id, version);
		return "redirect:" + BASE + id;
	}

	@PostMapping("/{id}/proposal")
	@PreAuthorize("hasAuthority('credit:scorecard:edit')")
	String propose(@PathVariable UUID id, @RequestParam long version) {
		desk.propose(id, version);
		return "redirect:" + BASE + id;
	}

	@PostMapping("/{id}/return")
	@PreAuthorize("hasAuthority('credit:scorecard:approve')")
	String giveBack(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		desk.giveBack(id, reason, version);
		return "redirect:" + BASE + id;
	}

	@PostMapping("/{id}/approval")
	@PreAuthorize("hasAuthority('credit:scorecard:approve')")
	ModelAndView approve(@PathVariable UUID id, @Valid @ModelAttribute("form") ApprovalForm form, BindingResult errors,
			Model model) {
		page(id, model);
		return Forms.submit(errors, () -> {
			desk.approve(id, Objects.requireNonNull(form.from()), (form.version() != null) ? form.version() : -1);
			return BASE + id;
		}, PAGE);
	}

	@PostMapping("/{id}/discard")
	@PreAuthorize("hasAnyAuthority('credit:scorecard:edit', 'credit:scorecard:approve')")
	String discard(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		desk.discard(id, reason, version);
		return "redirect:/console/scorecards";
	}

}
