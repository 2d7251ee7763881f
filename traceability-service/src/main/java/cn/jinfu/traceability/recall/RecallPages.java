package cn.jinfu.traceability.recall;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.web.PdfPapers;
import cn.jinfu.traceability.lot.LotQueries;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
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

/** The recall room. */
@Controller
@RequestMapping("/console/recalls")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('trace:recall:view')")
class RecallPages {

	/** Of each list in the room. */
	private static final int ROWS = 50;

	private static final String NEW = "traceability/recall/new";

	private static final String ROOM = "traceability/recall/room";

	private static final String RUN = "hasAuthority('trace:recall:run')";

	record OpenForm(@NotNull Recall.@Nullable RecallSource source, @Nullable @NotBlank @Size(max = 300) String what,
			boolean drill, @Nullable UUID lotId, @Nullable @Size(max = 40) String lotCode) {
	}

	/** Whatever an act needs: a reason, a level, lots, a seed. */
	record ActForm(@Nullable @Size(max = 2000) String reason, @Nullable Integer level,
			@Nullable List<@Nullable UUID> lotIds, RecallCommands.@Nullable SeedKind kind, @Nullable UUID nodeId,
			@Nullable @NotNull Long version) {

		String words() {
			return (reason != null) ? reason.strip() : "";
		}
	}

	record AnswerForm(@Nullable @NotNull @PositiveOrZero @Digits(integer = 9, fraction = 3) BigDecimal foundKg,
			@Nullable @NotNull @PositiveOrZero @Digits(integer = 9, fraction = 3) BigDecimal soldKg,
			@Nullable @NotNull @PositiveOrZero @Digits(integer = 9, fraction = 3) BigDecimal destroyedKg,
			@Nullable @Size(max = 500) String proof, @Nullable @NotNull Long version) {
	}

	private final RecallCommands commands;

	private final RecallQueries queries;

	private final PdfPapers papers;

	private final RecallGraphs graphs;

	private final HolderMaps maps;

	private final TraceExport export;

	private final LotQueries lots;

	private final StatusHistory history;

	private final BusinessClock clock;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable RecallStatus status,
			@RequestParam(required = false) @Nullable Boolean drill, @RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", queries.list(status, drill, q, after, Paged.limit(limit)));
		model.addAttribute("statuses", RecallStatus.values());
		return "traceability/recall/list";
	}

	@GetMapping("/new")
	@PreAuthorize(RUN)
	String blank(@RequestParam(required = false) @Nullable UUID lot,
			@RequestParam(defaultValue = "false") boolean drill, Model model) {
		model.addAttribute("form", new OpenForm(null, null, drill, lot, null));
		return choices(lot, model);
	}

	@PostMapping
	@PreAuthorize(RUN)
	ModelAndView open(@Valid @ModelAttribute("form") OpenForm form, BindingResult errors, Model model) {
		choices(form.lotId(), model);
		return Forms.submit(errors,
				() -> "/console/recalls/" + commands.open(new RecallCommands.Open(Objects.requireNonNull(form.source()),
						Objects.requireNonNull(form.what()), form.drill(), seeds(form))),
				NEW);
	}

	private List<RecallCommands.Seed> seeds(OpenForm form) {
		if (form.lotId() != null) {
			return List.of(new RecallCommands.Seed(RecallCommands.SeedKind.LOT, form.lotId()));
		}
		if (form.lotCode() == null || form.lotCode().isBlank()) {
			return List.of();
		}
		return java.util.Arrays.stream(form.lotCode().strip().split("[^0-9A-Za-z]+"))
			.map(code -> new RecallCommands.Seed(RecallCommands.SeedKind.LOT, lots.byCode(code).id()))
			.toList();
	}

	private String choices(@Nullable UUID lot, Model model) {
		model.addAttribute("sources", Recall.RecallSource.values());
		model.addAttribute("lot", (lot != null) ? lots.view(lot) : null);
		return NEW;
	}

	/** Where each list of the room goes on; from the start when null. */
	record Places(@Nullable String lots, @Nullable String notices, @Nullable String boxes, @Nullable String partners) {

		static final Places START = new Places(null, null, null, null);

	}

	/**
	 * @param open of which nodes of the graph everything is shown
	 */
	@GetMapping("/{id}")
	String show(@PathVariable UUID id, @RequestParam(defaultValue = "") List<String> open, Places places, Model model) {
		facts(id, places, ROWS, model);
		draw(id, open, model);
		model.addAttribute("form", new ActForm(null, null, null, null, null, queries.view(id).version()));
		return ROOM;
	}

	/** For paper, with everything that was counted. */
	@GetMapping("/{id}/report")
	String report(@PathVariable UUID id, Model model) {
		counted(id, model);
		return "traceability/recall/report";
	}

	@GetMapping("/{id}/report/pdf")
	ResponseEntity<byte[]> reportPdf(@PathVariable UUID id, Model model) {
		counted(id, model);
		return papers.show("traceability/recall/report-pdf", model.asMap(), queries.view(id).number(), "upright");
	}

	private void counted(UUID id, Model model) {
		facts(id, Places.START, RecallQueries.MOST, model);
		model.addAttribute("sales", queries.sales(id));
		model.addAttribute("now", clock.now());
	}

	/** Every step of every lot concerned, one per row, to be sorted as one likes. */
	@GetMapping("/{id}/events")
	void events(@PathVariable UUID id, Locale locale, HttpServletResponse response) throws IOException {
		var recall = queries.view(id);
		response.setContentType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
		response.setHeader(HttpHeaders.CONTENT_DISPOSITION,
				ContentDisposition.attachment()
					.filename(recall.number() + ".xlsx", StandardCharsets.UTF_8)
					.build()
					.toString());
		export.ofRecall(id, locale, response.getOutputStream());
	}

	@PostMapping("/{id}/hold")
	@PreAuthorize(RUN)
	ModelAndView hold(@PathVariable UUID id, @Valid @ModelAttribute("form") ActForm form, BindingResult errors,
			Model model) {
		return act(id, form, errors, model, version -> commands.hold(id, version));
	}

	@PostMapping("/{id}/seeds")
	@PreAuthorize(RUN)
	ModelAndView addSeed(@PathVariable UUID id, @Valid @ModelAttribute("form") ActForm form, BindingResult errors,
			Model model) {
		return act(id, form, errors, model, version -> commands.addSeed(id,
				new RecallCommands.Seed(Objects.requireNonNull(form.kind()), Objects.requireNonNull(form.nodeId())),
				version));
	}

	@PostMapping("/{id}/exclusions")
	@PreAuthorize(RUN)
	ModelAndView trim(@PathVariable UUID id, @Valid @ModelAttribute("form") ActForm form, BindingResult errors,
			Model model) {
		var chosen = (form.lotIds() != null) ? form.lotIds().stream().filter(Objects::nonNull).toList()
				: List.<UUID>of();
		return act(id, form, errors, model, version -> commands.trim(id, chosen, form.words(), version));
	}

	@PostMapping("/{id}/scope")
	@PreAuthorize(RUN)
	ModelAndView scope(@PathVariable UUID id, @Valid @ModelAttribute("form") ActForm form, BindingResult errors,
			Model model) {
		return act(id, form, errors, model, version -> commands.scope(id, version));
	}

	@PostMapping("/{id}/announcement")
	@PreAuthorize(RUN)
	ModelAndView announce(@PathVariable UUID id, @Valid @ModelAttribute("form") ActForm form, BindingResult errors,
			Model model) {
		return act(id, form, errors, model,
				version -> commands.announce(id, Objects.requireNonNullElse(form.level(), 0), version));
	}

	@PostMapping("/{id}/effectiveness")
	@PreAuthorize(RUN)
	ModelAndView checkEffect(@PathVariable UUID id, @Valid @ModelAttribute("form") ActForm form, BindingResult errors,
			Model model) {
		return act(id, form, errors, model, version -> commands.checkEffect(id, version));
	}

	@PostMapping("/{id}/closure")
	@PreAuthorize("hasAuthority('trace:recall:close')")
	ModelAndView close(@PathVariable UUID id, @Valid @ModelAttribute("form") ActForm form, BindingResult errors,
			Model model) {
		return act(id, form, errors, model, version -> commands.close(id, form.words(), version));
	}

	@PostMapping("/{id}/dismissal")
	@PreAuthorize(RUN)
	ModelAndView dismiss(@PathVariable UUID id, @Valid @ModelAttribute("form") ActForm form, BindingResult errors,
			Model model) {
		return act(id, form, errors, model, version -> commands.dismiss(id, form.words(), version));
	}

	@PostMapping("/{id}/notices/{noticeId}/answer")
	@PreAuthorize(RUN)
	ModelAndView answer(@PathVariable UUID id, @PathVariable UUID noticeId,
			@Valid @ModelAttribute("form") AnswerForm form, BindingResult errors, Model model) {
		var answer = Forms.submit(errors,
				() -> commands.answer(noticeId, Objects.requireNonNull(form.foundKg()),
						Objects.requireNonNull(form.soldKg()), Objects.requireNonNull(form.destroyedKg()),
						Objects.requireNonNullElse(form.proof(), ""), Objects.requireNonNull(form.version())),
				"/console/recalls/" + id, ROOM);
		if (errors.hasErrors()) {
			facts(id, Places.START, ROWS, model);
			draw(id, List.of(), model);
		}
		return answer;
	}

	@PostMapping("/{id}/notices/{noticeId}/escalation")
	@PreAuthorize(RUN)
	ModelAndView escalate(@PathVariable UUID id, @PathVariable UUID noticeId,
			@Valid @ModelAttribute("form") ActForm form, BindingResult errors, Model model) {
		return act(id, form, errors, model, version -> commands.escalate(noticeId, form.words(), version));
	}

	private ModelAndView act(UUID id, ActForm form, BindingResult errors, Model model,
			java.util.function.LongConsumer command) {
		var answer = Forms.submit(errors, () -> command.accept(Objects.requireNonNull(form.version())),
				"/console/recalls/" + id, ROOM);
		if (errors.hasErrors()) {
			facts(id, Places.START, ROWS, model);
			draw(id, List.of(), model);
		}
		return answer;
	}

	private void draw(UUID id, List<String> open, Model model) {
		model.addAttribute("graph", graphs.of(id, open));
		model.addAttribute("map", maps.of(id));
	}

	private void facts(UUID id, Places places, int rows, Model model) {
		var recall = queries.view(id);
		model.addAttribute("recall", recall);
		model.addAttribute("mass", queries.mass(id));
		model.addAttribute("seeds", queries.seeds(id));
		model.addAttribute("lots", queries.lots(id, places.lots(), rows));
		model.addAttribute("boxes", queries.boxes(id, places.boxes(), rows));
		model.addAttribute("most", RecallQueries.MOST);
		model.addAttribute("notices", queries.notices(id, places.notices(), rows));
		model.addAttribute("causes", queries.causes(id));
		model.addAttribute("partners", queries.partners(id, places.partners(), rows));
		model.addAttribute("levels", List.of(1, 2, 3));
		model.addAttribute("otherPerson", recall.may(Actor.current().personId()));
		model.addAttribute("changes", history.of(RecallCommands.TYPE, id));
	}

}
