package cn.jinfu.traceability.certificate;

import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.traceability.certificate.Certificate.CertificateStatus;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
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
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

@Controller
@RequestMapping("/console/certificates")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('trace:lot:view')")
class CertificatePages {

	private static final String DETAIL = "traceability/console/certificate";

	record VoidForm(@Nullable @NotBlank @Size(max = 300) String reason, @Nullable @NotNull Long version) {
	}

	private final CertificateCommands commands;

	private final CertificateQueries queries;

	private final CertificatePaper paper;

	private final StatusHistory history;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable CertificateStatus status,
			@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page",
				queries.list(new CertificateQueries.Filter(q, status, memberId, after, Paged.limit(limit))));
		model.addAttribute("statuses", CertificateStatus.values());
		return "traceability/console/certificates";
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
