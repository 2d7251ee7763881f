package cn.jinfu.traceability.certificate;

import java.io.IOException;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.sheet.SheetDownload;
import cn.jinfu.traceability.certificate.Certificate.CertificateStatus;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
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

@Controller
@RequestMapping("/console/certificates")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('trace:lot:view')")
class CertificatePages {

	private static final SheetDownload<CertificateView> SHEET = SheetDownload
		.<CertificateView>of("trace.menu.certificates")
		.value("trace.certificate.number", CertificateView::number)
		.value("trace.producer", CertificateView::producer)
		.value("trace.certificate.product", CertificateView::productName)
		.value("trace.scan.origin", CertificateView::origin)
		.value("trace.certificate.kg", CertificateView::kg)
		.value("trace.certificate.issued", CertificateView::issuedOn)
		.value("trace.lot", CertificateView::lotCode)
		.value("trace.status", CertificateView::status);

	private static final String DETAIL = "traceability/console/certificate";

	record VoidForm(@Nullable @NotBlank @Size(max = 300) String reason, @Nullable @NotNull Long version) {
	}

	/** What a list is narrowed to, as its address says. */
	record Asked(@Nullable String q, @Nullable CertificateStatus status, @Nullable UUID memberId) {

		CertificateQueries.Filter filter(@Nullable String after, int limit) {
			return new CertificateQueries.Filter(q, status, memberId, after, limit);
		}

	}

	private final CertificateCommands commands;

	private final MessageSource messages;

	private final CertificateQueries queries;

	private final CertificatePaper paper;

	private final StatusHistory history;

	@GetMapping
	String list(Asked asked, @RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", queries.list(asked.filter(after, Paged.limit(limit))));
		model.addAttribute("statuses", CertificateStatus.values());
		return "traceability/console/certificates";
	}

	/** What the filter finds, as a file. */
	@GetMapping("/export")
	void export(Asked asked, HttpServletResponse response) throws IOException {
		SHEET.send(response, messages, after -> queries.list(asked.filter(after, SheetDownload.BATCH)));
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		var certificate = facts(id, model);
		model.addAttribute("form", new VoidForm(null, certificate.version()));
		return DETAIL;
	}

	@GetMapping("/{id}/print")
	String print(@PathVariable UUID id, @RequestParam(required = false) @Nullable String size, Model model) {
		paper.fill(id, size, model);
		return CertificatePaper.TEMPLATE;
	}

	@GetMapping("/{id}/print/pdf")
	ResponseEntity<byte[]> pdf(@PathVariable UUID id, @RequestParam(required = false) @Nullable String size) {
		return paper.pdf(id, size);
	}

	@PostMapping("/{id}/void")
	@PreAuthorize("hasAuthority('trace:certificate:void')")
	ModelAndView voidIt(@PathVariable UUID id, @Valid @ModelAttribute("form") VoidForm form, BindingResult errors,
			Model model) {
		var answer = Forms.submit(errors, () -> commands.voidIt(id, String.valueOf(form.reason()),
				Objects.requireNonNullElse(form.version(), -1L)), "/console/certificates/" + id, DETAIL);
		facts(id, model);
		return answer;
	}

	private CertificateView facts(UUID id, Model model) {
		var certificate = queries.view(id);
		model.addAttribute("certificate", certificate);
		model.addAttribute("changes", history.of(CertificateCommands.TYPE, id));
		return certificate;
	}

}
