package cn.jinfu.traceability.label;

import java.io.IOException;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.sheet.SheetDownload;
import cn.jinfu.traceability.label.LabelBatch.LabelStatus;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
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

/** Label orders for staff. */
@Controller
@RequestMapping("/console/label-orders")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('trace:label:view')")
class LabelPages {

	private static final SheetDownload<LabelView> SHEET = SheetDownload.<LabelView>of("brand.menu.labels")
		.value("trace.label.number", LabelView::number)
		.value("brand.holder", LabelView::producer)
		.value("trace.label.product", LabelView::productName)
		.value("trace.label.lot", LabelView::lotCode)
		.value("brand.licence.number", LabelView::licenceNo)
		.value("trace.label.count", LabelView::count)
		.value("trace.label.voided", LabelView::voided)
		.value("trace.label.kg", LabelView::kg)
		.value("brand.status", LabelView::status)
		.value("trace.label.ordered", LabelView::orderedAt);

	private static final String DETAIL = "traceability/label/order";

	/** Places in the batch, the first being 1. */
	record VoidForm(@Nullable @NotNull @Min(1) Integer from, @Nullable @NotNull @Min(1) Integer to,
			@Nullable @NotNull LabelVoidCause cause, @Nullable @NotBlank @Size(max = 300) String reason,
			@Nullable @NotNull Long version) {

		LabelOrders.Void of(UUID id) {
			return new LabelOrders.Void(id, Objects.requireNonNull(from), Objects.requireNonNull(to),
					Objects.requireNonNull(cause), String.valueOf(reason), Objects.requireNonNull(version));
		}

	}

	/** What a list is narrowed to, as its address says. */
	record Asked(@Nullable String q, @Nullable LabelStatus status, @Nullable UUID memberId, @Nullable UUID lotId,
			@Nullable UUID licenceId) {

		LabelQueries.Filter filter(@Nullable String after, int limit) {
			return new LabelQueries.Filter(q, status, memberId, lotId, licenceId, after, limit);
		}

	}

	private final LabelOrders orders;

	private final MessageSource messages;

	private final LabelQueries queries;

	private final LabelSheets sheets;

	@GetMapping
	String list(Asked asked, @RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", queries.list(asked.filter(after, Paged.limit(limit))));
		model.addAttribute("statuses", LabelStatus.values());
		return "traceability/label/orders";
	}

	/** What the filter finds, as a file. */
	@GetMapping("/export")
	void export(Asked asked, HttpServletResponse response) throws IOException {
		SHEET.send(response, messages, after -> queries.list(asked.filter(after, SheetDownload.BATCH)));
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		var file = facts(id, model);
		model.addAttribute("form",
				new VoidForm(1, file.order().count(), LabelVoidCause.LOST, null, file.order().version()));
		return DETAIL;
	}

	@PostMapping("/{id}/voids")
	@PreAuthorize("hasAuthority('trace:label:void')")
	ModelAndView voidRange(@PathVariable UUID id, @Valid @ModelAttribute("form") VoidForm form, BindingResult errors,
			Model model) {
		var view = Forms.submit(errors, () -> orders.voidRange(form.of(id)), "/console/label-orders/" + id, DETAIL);
		facts(id, model);
		return view;
	}

	@PostMapping("/{id}/printing")
	@PreAuthorize("hasAuthority('trace:label:void')")
	String print(@PathVariable UUID id) {
		orders.print(id);
		return "redirect:/console/label-orders/" + id + "/sheet";
	}

	@GetMapping("/{id}/sheet")
	@PreAuthorize("hasAuthority('trace:label:void')")
	String sheet(@PathVariable UUID id, @RequestParam(defaultValue = "1") @Min(1) int from,
			@RequestParam(defaultValue = "A4") LabelSheets.SheetPaper paper, Model model) {
		return sheets.show(id, from, paper, "/console/label-orders/" + id, model);
	}

	@GetMapping("/{id}/sheet/pdf")
	@PreAuthorize("hasAuthority('trace:label:void')")
	ResponseEntity<byte[]> pdf(@PathVariable UUID id, @RequestParam(defaultValue = "1") @Min(1) int from,
			@RequestParam(defaultValue = "A4") LabelSheets.SheetPaper paper) {
		return sheets.pdf(id, from, paper);
	}

	private LabelView.File facts(UUID id, Model model) {
		var file = queries.file(id);
		model.addAttribute("file", file);
		sheets.offer(file.order(), model);
		model.addAttribute("causes", LabelVoidCause.values());
		return file;
	}

}
