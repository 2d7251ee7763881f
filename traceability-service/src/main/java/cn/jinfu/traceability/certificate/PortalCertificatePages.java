package cn.jinfu.traceability.certificate;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.MobileNumber;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.traceability.certificate.Certificate.CertificateBasis;
import cn.jinfu.traceability.lot.LotQueries;
import cn.jinfu.traceability.lot.LotView;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

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

/** The farm issues its certificate on the phone: two taps for a lot that was tested. */
@Controller
@RequestMapping("/portal")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('trace:certificate:issue')")
class PortalCertificatePages {

	private static final String FORM = "traceability/portal/certificate-new";

	private static final String DETAIL = "traceability/portal/certificate";

	record IssueForm(@Nullable @NotNull @Positive @Digits(integer = 9, fraction = 3) BigDecimal kg,
			@Nullable @NotEmpty Set<CertificateBasis> basis, @Nullable @NotBlank String phone) {
	}

	record VoidForm(@Nullable @NotBlank @Size(max = 300) String reason, @Nullable @NotNull Long version) {
	}

	private final CertificateCommands commands;

	private final CertificateQueries queries;

	private final CertificatePaper paper;

	private final LotQueries lots;

	@GetMapping("/lots/{id}/certificate")
	String blank(@PathVariable UUID id, Model model) {
		var lot = choices(id, model);
		if (lot.certificateId() != null) {
			return "redirect:/portal/certificates/" + lot.certificateId();
		}
		lots.requireSellable(id);
		model.addAttribute("form",
				new IssueForm(lot.kg(), lot.tested() ? EnumSet.of(CertificateBasis.CONTROL, CertificateBasis.LAB_TEST)
						: EnumSet.of(CertificateBasis.CONTROL), null));
		return FORM;
	}

	@PostMapping("/lots/{id}/certificate")
	ModelAndView issue(@PathVariable UUID id, @Valid @ModelAttribute("form") IssueForm form, BindingResult errors,
			Model model) {
		choices(id, model);
		return Forms
			.submit(errors,
					() -> "/portal/certificates/" + commands.issue(Actor.current().memberId(), id,
							Objects.requireNonNull(form.kg()), Objects.requireNonNull(form.basis()), phone(form)),
					FORM);
	}

	@GetMapping("/certificates/{id}")
	String show(@PathVariable UUID id, Model model) {
		var certificate = queries.view(id);
		model.addAttribute("certificate", certificate);
		model.addAttribute("form", new VoidForm(null, certificate.version()));
		return DETAIL;
	}

	@GetMapping("/certificates/{id}/print")
	String print(@PathVariable UUID id, @RequestParam(required = false) @Nullable String size, Model model) {
		paper.fill(id, size, model);
		return CertificatePaper.TEMPLATE;
	}

	@GetMapping("/certificates/{id}/print/pdf")
	ResponseEntity<byte[]> pdf(@PathVariable UUID id, @RequestParam(required = false) @Nullable String size) {
		return paper.pdf(id, size);
	}

	@PostMapping("/certificates/{id}/void")
	ModelAndView voidIt(@PathVariable UUID id, @Valid @ModelAttribute("form") VoidForm form, BindingResult errors,
			Model model) {
		var lotId = queries.view(id).lotId();
		var answer = Forms.submit(errors, () -> commands.voidIt(id, String.valueOf(form.reason()),
				Objects.requireNonNullElse(form.version(), -1L)), "/portal/lots/" + lotId, DETAIL);
		model.addAttribute("certificate", queries.view(id));
		return answer;
	}

	private static MobileNumber phone(IssueForm form) {
		try {
			return new MobileNumber(Objects.requireNonNull(form.phone()));
		}
		catch (Refusal.RuleBroken wrong) {
			throw wrong.at("phone");
		}
	}

	private LotView choices(UUID lotId, Model model) {
		var lot = lots.view(lotId);
		model.addAttribute("lot", lot);
		model.addAttribute("bases", CertificateBasis.values());
		return lot;
	}

}
