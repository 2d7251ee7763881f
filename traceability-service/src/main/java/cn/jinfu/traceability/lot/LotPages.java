package cn.jinfu.traceability.lot;

import java.io.IOException;
import java.time.LocalDate;
import java.util.UUID;
import java.util.function.Consumer;

import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.sheet.SheetDownload;
import cn.jinfu.supply.SalesFacts;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
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

@Controller
@RequestMapping("/console/lots")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('trace:lot:view')")
class LotPages {

	private static final SheetDownload<LotView> SHEET = SheetDownload.<LotView>of("trace.menu.lots")
		.value("trace.lot", LotView::lotCode)
		.value("trace.crop", LotView::cropName)
		.value("trace.variety", LotView::variety)
		.value("trace.grade", LotView::grade)
		.value("trace.producer", LotView::producer)
		.value("trace.scan.origin", LotView::origin)
		.value("trace.harvested", LotView::harvestedOn)
		.value("trace.kg.in", LotView::kg)
		.value("trace.kg.left", LotView::kgLeft)
		.value("trace.kg.labelled", LotView::kgLabelled)
		.value("trace.status", LotView::status)
		.value("trace.lot.reason", LotView::holdReason)
		.value("trace.certificate.short", LotView::certificateNo)
		.value("trace.labels", LotView::labels)
		.value("trace.completeness", LotView::completeness);

	/** Of each list on the page of a lot. */
	static final int ROWS = 50;

	private static final String DETAIL = "traceability/console/lot";

	record ActForm(@Nullable @Size(max = 300) String reason, @Nullable @NotNull Long version) {

		String words() {
			return (reason != null) ? reason.strip() : "";
		}

	}

	/** What a list is narrowed to, as its address says. */
	record Asked(@Nullable String q, @Nullable LotStatus status, @Nullable HoldCause reason, @Nullable String crop,
			@Nullable UUID memberId, @Nullable LocalDate from, @Nullable LocalDate to) {

		LotQueries.Filter filter(@Nullable String after, int limit) {
			return new LotQueries.Filter(q, status, reason, crop, memberId, from, to, after, limit);
		}

	}

	private final LotCommands commands;

	private final MessageSource messages;

	private final LotQueries queries;

	private final LotChecks checks;

	private final SalesFacts sales;

	private final StatusHistory history;

	@GetMapping
	String list(Asked asked, @RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", queries.list(asked.filter(after, Paged.limit(limit))));
		model.addAttribute("statuses", LotStatus.values());
		model.addAttribute("reasons", HoldCause.values());
		model.addAttribute("crops", queries.crops());
		return "traceability/console/lots";
	}

	/** What the filter finds, as a file. */
	@GetMapping("/export")
	void export(Asked asked, HttpServletResponse response) throws IOException {
		SHEET.send(response, messages, after -> queries.list(asked.filter(after, SheetDownload.BATCH)));
	}

	/** What the nightly checks find now. */
	@GetMapping("/checks")
	@PreAuthorize("hasAuthority('trace:lot:hold')")
	String checks(Model model) {
		model.addAttribute("findings", checks.findings());
		return "traceability/console/lot-checks";
	}

	/** Where each of its lists goes on; from the start when null. */
	record Places(@Nullable String moves, @Nullable String sources, @Nullable String products, @Nullable String boxes,
			@Nullable String labels, @Nullable String sales) {

		static final Places START = new Places(null, null, null, null, null, null);

	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Places places, Model model) {
		var lot = facts(id, places, model);
		model.addAttribute("form", new ActForm(null, lot.version()));
		return DETAIL;
	}

	@PostMapping("/{id}/hold")
	@PreAuthorize("hasAuthority('trace:lot:hold')")
	ModelAndView hold(@PathVariable UUID id, @Valid @ModelAttribute("form") ActForm form, BindingResult errors,
			Model model) {
		return act(id, form, errors, model, version -> commands.hold(id, form.words(), version));
	}

	@PostMapping("/{id}/release")
	@PreAuthorize("hasAuthority('trace:lot:release')")
	ModelAndView release(@PathVariable UUID id, @Valid @ModelAttribute("form") ActForm form, BindingResult errors,
			Model model) {
		return act(id, form, errors, model, version -> commands.release(id, form.words(), version));
	}

	@PostMapping("/{id}/recall")
	@PreAuthorize("hasAuthority('trace:lot:recall')")
	ModelAndView recall(@PathVariable UUID id, @Valid @ModelAttribute("form") ActForm form, BindingResult errors,
			Model model) {
		return act(id, form, errors, model, version -> commands.recall(id, form.words(), version));
	}

	@PostMapping("/{id}/destruction")
	@PreAuthorize("hasAuthority('trace:lot:hold')")
	ModelAndView destroy(@PathVariable UUID id, @Valid @ModelAttribute("form") ActForm form, BindingResult errors,
			Model model) {
		return act(id, form, errors, model, version -> commands.destroy(id, form.words(), version));
	}

	private ModelAndView act(UUID id, ActForm form, BindingResult errors, Model model, Consumer<Long> command) {
		var seen = form.version();
		var answer = Forms.submit(errors, () -> {
			if (seen != null) {
				command.accept(seen);
			}
		}, "/console/lots/" + id, DETAIL);
		if (errors.hasErrors()) {
			facts(id, Places.START, model);
		}
		return answer;
	}

	private LotView facts(UUID id, Places places, Model model) {
		var lot = queries.view(id);
		model.addAttribute("lot", lot);
		var document = queries.document(id);
		model.addAttribute("chain", document.chain());
		model.addAttribute("score", document.score());
		model.addAttribute("moves", queries.moves(id, places.moves(), ROWS));
		model.addAttribute("boxes", queries.boxes(id, places.boxes(), ROWS));
		model.addAttribute("madeOf", queries.madeOf(id, places.sources(), ROWS));
		model.addAttribute("madeInto", queries.madeInto(id, places.products(), ROWS));
		model.addAttribute("tests", queries.tests(id));
		model.addAttribute("certificates", queries.certificates(id));
		model.addAttribute("labels", queries.labels(id, places.labels(), ROWS));
		model.addAttribute("sales", sales.ofLot(id, places.sales(), ROWS));
		model.addAttribute("changes", history.of(LotChanges.TYPE, id));
		return lot;
	}

}
