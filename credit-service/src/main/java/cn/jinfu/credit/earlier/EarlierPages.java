package cn.jinfu.credit.earlier;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.credit.product.ProductDesk;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.RefusedAct;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
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

/** Figures of the time before: entered by one, confirmed by another. */
@Controller
@RequestMapping(EarlierPages.PATH)
@RequiredArgsConstructor
class EarlierPages {

	static final String PATH = "/console/earlier-figures";

	private static final String PAGE = "credit/earlier/list";

	record FigureForm(@Nullable @NotBlank @Size(max = 20) String productCode, @NotNull @Nullable Measure measure,
			@NotNull @PositiveOrZero @Digits(integer = 7, fraction = 2) @Nullable BigDecimal amount,
			@Nullable @NotBlank @Size(min = 2, max = 200) String source, @NotNull @Nullable Integer year,
			@Nullable @NotBlank @Size(min = 2, max = 60) String by,
			@NotNull @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate from) {

		static final FigureForm EMPTY = new FigureForm(null, null, null, null, null, null, null);

	}

	private final EarlierFigures figures;

	private final ProductDesk products;

	private final BusinessClock clock;

	private final MessageSource messages;

	@GetMapping
	@PreAuthorize("hasAuthority('credit:product:view')")
	String list(@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		fill(after, limit, model);
		model.addAttribute("form", FigureForm.EMPTY);
		return PAGE;
	}

	private void fill(@Nullable String after, @Nullable Integer limit, Model model) {
		var names = new LinkedHashMap<String, String>();
		products.list().forEach(it -> names.putIfAbsent(it.product().code(), it.product().name()));
		model.addAttribute("page", figures.all(after, Paged.limit(limit)));
		model.addAttribute("today", clock.today());
		model.addAttribute("measures", Measure.values());
		model.addAttribute("names", names);
		model.addAttribute("products", choices(names));
	}

	private static List<Choice> choices(LinkedHashMap<String, String> names) {
		return names.entrySet().stream().map(it -> new Choice(it.getKey(), it.getValue())).toList();
	}

	@PostMapping
	@PreAuthorize("hasAuthority('credit:product:edit')")
	ModelAndView propose(@Valid @ModelAttribute("form") FigureForm form, BindingResult errors, Model model) {
		fill(null, null, model);
		return Forms
			.submit(errors,
					() -> figures.propose(new EarlierFigures.Found(given(form.productCode()), given(form.measure()),
							given(form.amount()), given(form.source()), given(form.year()), given(form.by()),
							given(form.from()))),
					PATH, PAGE);
	}

	@PostMapping("/{id}/confirmation")
	@PreAuthorize("hasAuthority('credit:product:approve')")
	ModelAndView confirm(@PathVariable UUID id, Model model) {
		return act(id + "/confirmation", () -> figures.confirm(id), model);
	}

	@PostMapping("/{id}/declining")
	@PreAuthorize("hasAnyAuthority('credit:product:edit', 'credit:product:approve')")
	ModelAndView decline(@PathVariable UUID id, Model model) {
		return act(id + "/declining", () -> figures.decline(id), model);
	}

	private ModelAndView act(String action, Runnable command, Model model) {
		return RefusedAct.submit(PATH + "/" + action, "", command, PATH,
				() -> new ModelAndView(list(null, null, model), model.asMap()), messages);
	}

	private static <T> T given(@Nullable T value) {
		return Objects.requireNonNull(value);
	}

}
