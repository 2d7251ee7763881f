package cn.jinfu.traceability.residue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.sheet.SheetDownload;
import cn.jinfu.traceability.residue.ResidueTest.TestKind;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
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

@Controller
@RequestMapping("/console/residue-tests")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('trace:test:view')")
class ResiduePages {

	private static final SheetDownload<ResidueView> SHEET = SheetDownload.<ResidueView>of("trace.menu.tests")
		.value("trace.test.number", ResidueView::number)
		.value("trace.producer", ResidueView::producer)
		.value("trace.lot", ResidueView::lotCode)
		.value("trace.test.food", ResidueView::food)
		.value("trace.test.sampled", ResidueView::sampledOn)
		.value("trace.test.kind", ResidueView::kind)
		.value("trace.test.laboratory", ResidueView::laboratory)
		.value("trace.test.report", ResidueView::reportNo)
		.value("trace.test.verdict", ResidueView::verdict)
		.value("trace.status", ResidueView::status);

	private static final String FORM = "traceability/console/residue-test-new";

	private static final String DETAIL = "traceability/console/residue-test";

	/** Rows for substances that the panel does not name. */
	private static final int SPARE = 3;

	private static final String USUAL_LOQ = "0.01";

	private static final Pattern NOT_DETECTED = Pattern.compile("(?i)|n\\.?d\\.?|[-/\u2014]");

	private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}([.][0-9]{1,6})?");

	/**
	 * A row without substance is none; a substance without result, or with the word for
	 * it, was not detected. Kept as typed: a row that cannot be read must not take the
	 * others with it.
	 */
	record LineForm(@Nullable @Size(max = 60) String pesticide, @Nullable @Size(max = 20) String result,
			@Nullable @Size(max = 20) String loq) {

		boolean named() {
			return pesticide != null && !pesticide.isBlank();
		}

		/**
		 * @param nothing the reader's word for it
		 */
		@Nullable BigDecimal found(String nothing) {
			return (result == null || result.strip().equals(nothing) || NOT_DETECTED.matcher(result.strip()).matches())
					? null : number(result);
		}

		BigDecimal limitOfMethod() {
			return (loq == null || loq.isBlank()) ? BigDecimal.ZERO : number(loq);
		}

		private static BigDecimal number(String typed) {
			if (!NUMBER.matcher(typed.strip()).matches()) {
				throw new NumberFormatException(typed);
			}
			return new BigDecimal(typed.strip());
		}

	}

	record TestForm(@Nullable @NotNull UUID plantingId, @Nullable UUID lotId, @Nullable @NotNull TestKind kind,
			@Nullable @NotBlank @Size(max = 100) String laboratory, @Nullable @NotBlank @Size(max = 60) String reportNo,
			@Nullable @Size(max = 60) String method, @Nullable @NotNull LocalDate sampledOn,
			@Nullable @NotBlank String food, @Nullable List<@Valid LineForm> lines, @Nullable MultipartFile report) {

		void check(BindingResult errors, String nothing) {
			var row = 0;
			for (var line : Objects.requireNonNullElse(lines, List.<LineForm>of())) {
				if (line.named()) {
					check(errors, "lines[" + row + "].result", line, () -> line.found(nothing));
					check(errors, "lines[" + row + "].loq", line, line::limitOfMethod);
				}
				row++;
			}
		}

		private static void check(BindingResult errors, String field, LineForm line,
				Supplier<@Nullable BigDecimal> number) {
			try {
				number.get();
			}
			catch (NumberFormatException unreadable) {
				errors.rejectValue(field, "trace.test.line.number", new Object[] { line.pesticide() }, null);
			}
		}

	}

	record ReturnForm(@Nullable @NotBlank @Size(max = 300) String reason, @Nullable @NotNull Long version) {
	}

	/** What a list is narrowed to, as its address says. */
	record Asked(@Nullable String q, @Nullable ResidueTestStatus status, @Nullable Verdict verdict,
			@Nullable UUID memberId, @Nullable LocalDate from, @Nullable LocalDate to) {

		ResidueQueries.Filter filter(@Nullable String after, int limit) {
			return new ResidueQueries.Filter(q, status, verdict, memberId, from, to, after, limit);
		}

	}

	private final ResidueCommands commands;

	private final ResidueQueries queries;

	private final LimitQueries limits;

	private final LaboratoryDesk laboratories;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final MessageSource messages;

	@GetMapping
	String list(Asked asked, @RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", queries.list(asked.filter(after, Paged.limit(limit))));
		model.addAttribute("statuses", ResidueTestStatus.values());
		model.addAttribute("verdicts", Verdict.values());
		return "traceability/console/residue-tests";
	}

	/** What the filter finds, as a file. */
	@GetMapping("/export")
	void export(Asked asked, HttpServletResponse response) throws IOException {
		SHEET.send(response, messages, after -> queries.list(asked.filter(after, SheetDownload.BATCH)));
	}

	/** First what was sampled, then the form for it. */
	@GetMapping("/new")
	@PreAuthorize("hasAuthority('trace:test:enter')")
	String blank(@RequestParam(required = false) @Nullable String q, @RequestParam(required = false) @Nullable UUID lot,
			@RequestParam(required = false) @Nullable UUID planting, Model model) {
		if (lot == null && planting == null) {
			model.addAttribute("targets", queries.targets((q != null) ? q : ""));
			return "traceability/console/residue-test-what";
		}
		var target = target(lot, planting);
		var food = limits.foodOf(target.crop());
		var sampledOn = clock.today();
		var lines = new ArrayList<LineForm>();
		if (!food.isEmpty()) {
			limits.panel(food, sampledOn).forEach(it -> lines.add(new LineForm(it, null, USUAL_LOQ)));
		}
		for (int i = 0; i < SPARE; i++) {
			lines.add(new LineForm(null, null, null));
		}
		choices(target, model);
		model.addAttribute("form", new TestForm(target.plantingId(), target.lotId(), TestKind.COMMISSIONED, null, null,
				null, sampledOn, food, lines, null));
		return FORM;
	}

	@PostMapping
	@PreAuthorize("hasAuthority('trace:test:enter')")
	ModelAndView enter(@Valid @ModelAttribute("form") TestForm form, BindingResult errors, Model model) {
		choices(target(form.lotId(), form.plantingId()), model);
		form.check(errors, nothing());
		return Forms.submit(errors, () -> "/console/residue-tests/" + commands.enter(command(form)), FORM);
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		var test = facts(id, model);
		model.addAttribute("form", new ReturnForm(null, test.version()));
		return DETAIL;
	}

	@PostMapping("/{id}/confirmation")
	@PreAuthorize("hasAuthority('trace:test:review')")
	ModelAndView confirm(@PathVariable UUID id, @ModelAttribute("form") ReturnForm form, BindingResult errors,
			Model model) {
		var answer = Forms.submit(errors, () -> commands.confirm(id, Objects.requireNonNullElse(form.version(), -1L)),
				"/console/residue-tests/" + id, DETAIL);
		facts(id, model);
		return answer;
	}

	@PostMapping("/{id}/return")
	@PreAuthorize("hasAuthority('trace:test:review')")
	ModelAndView reject(@PathVariable UUID id, @Valid @ModelAttribute("form") ReturnForm form, BindingResult errors,
			Model model) {
		var reason = form.reason();
		var answer = Forms.submit(errors, () -> commands.reject(id, (reason != null) ? reason : "",
				Objects.requireNonNullElse(form.version(), -1L)), "/console/residue-tests/" + id, DETAIL);
		facts(id, model);
		return answer;
	}

	private ResidueView facts(UUID id, Model model) {
		var test = queries.view(id);
		model.addAttribute("test", test);
		model.addAttribute("changes", history.of(ResidueCommands.TYPE, id));
		return test;
	}

	private ResidueQueries.Target target(@Nullable UUID lotId, @Nullable UUID plantingId) {
		if (lotId != null) {
			return queries.targetLot(lotId).orElseThrow(() -> new NotFound("trace.lot.not-found", lotId));
		}
		return ((plantingId != null) ? queries.targetPlanting(plantingId)
				: java.util.Optional.<ResidueQueries.Target>empty())
			.orElseThrow(() -> new NotFound("trace.test.planting-not-found", String.valueOf(plantingId)));
	}

	private void choices(ResidueQueries.Target target, Model model) {
		model.addAttribute("target", target);
		model.addAttribute("kinds", TestKind.values());
		model.addAttribute("laboratories",
				laboratories.all()
					.stream()
					.filter(LaboratoryDesk.LaboratoryView::current)
					.map(it -> new Choice(it.name(), it.name()))
					.toList());
		model.addAttribute("foods", limits.foods());
		model.addAttribute("pesticides", limits.pesticides());
	}

	private ResidueCommands.Enter command(TestForm form) {
		var lines = Objects.requireNonNullElse(form.lines(), List.<LineForm>of())
			.stream()
			.filter(LineForm::named)
			.map(it -> new ResidueCommands.Line(String.valueOf(it.pesticide()).strip(), it.found(nothing()),
					it.limitOfMethod()))
			.toList();
		return new ResidueCommands.Enter(Objects.requireNonNull(form.plantingId()), form.lotId(), form.food(),
				Objects.requireNonNull(form.kind()), String.valueOf(form.laboratory()),
				Objects.requireNonNullElse(form.method(), "").strip(), String.valueOf(form.reportNo()),
				Objects.requireNonNull(form.sampledOn()), lines, paper(form.report()));
	}

	private String nothing() {
		return messages.getMessage("trace.test.nd.word", null, LocaleContextHolder.getLocale());
	}

	private static ResidueCommands.@Nullable Paper paper(@Nullable MultipartFile file) {
		if (file == null || file.isEmpty()) {
			return null;
		}
		try {
			return new ResidueCommands.Paper(Objects.requireNonNullElse(file.getOriginalFilename(), "report"),
					file.getBytes());
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

}
