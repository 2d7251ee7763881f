package cn.jinfu.credit.partner;

import java.util.List;
import java.util.Objects;

import cn.jinfu.credit.product.PartnerBank;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Scope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.ModelAndView;

/**
 * For a bank's developer whose signature is refused: the request pasted, what we would
 * have signed, and the first place where his program signed something else.
 */
@Controller
@RequestMapping
@PreAuthorize("hasAuthority('credit:partner-conformance:view')")
class SignaturePages {

	private static final String FORM = "credit/partner/signature";

	record SignatureForm(@Nullable @NotBlank @Size(max = 60) String clientId,
			@Nullable @NotBlank @Size(max = 20_000) String request, @Nullable @Size(max = 5_000) String theirs) {
	}

	private final ConformanceBook book;

	private final SignatureCheck check;

	private final String publicUrl;

	SignaturePages(ConformanceBook book, SignatureCheck check, @Value("${jinfu.public-url:}") String publicUrl) {
		this.book = book;
		this.check = check;
		this.publicUrl = publicUrl;
	}

	@GetMapping("/console/partner-signatures")
	String begin(Model model) {
		var banks = banks(model);
		model.addAttribute("form", new SignatureForm(banks.isEmpty() ? null : banks.getFirst().clientId(), null, null));
		return FORM;
	}

	@PostMapping("/console/partner-signatures")
	ModelAndView look(@Valid @ModelAttribute("form") SignatureForm form, BindingResult errors, Model model,
			HttpServletRequest request) {
		banks(model);
		if (!errors.hasErrors()) {
			try {
				var report = report(form, request);
				model.addAttribute("lines", report.lines());
				return new ModelAndView(FORM, "report", report);
			}
			catch (RuleBroken unreadable) {
				Forms.reject(errors, unreadable);
			}
		}
		return new ModelAndView(FORM, HttpStatus.UNPROCESSABLE_CONTENT);
	}

	@PostMapping("/api/v1/partner-signature-checks")
	@ResponseBody
	SignatureCheck.Report check(@Valid @RequestBody SignatureForm form, HttpServletRequest request) {
		return report(form, request);
	}

	private SignatureCheck.Report report(SignatureForm form, HttpServletRequest request) {
		var clientId = String.valueOf(form.clientId());
		if (own().stream().noneMatch(it -> it.clientId().equals(clientId))) {
			throw new NotFound("credit.bank.not-found", clientId);
		}
		var pasted = PastedRequest.parse(Objects.requireNonNull(form.request()), address(request))
			.orElseThrow(() -> new RuleBroken("credit.signature.unreadable").at("request"));
		return check.look(clientId, pasted, form.theirs());
	}

	/** Under which banks call us. */
	private String address(HttpServletRequest request) {
		var here = request.getRequestURL().toString();
		return publicUrl.isEmpty() ? here.substring(0, here.length() - request.getRequestURI().length()) : publicUrl;
	}

	private List<PartnerBank> banks(Model model) {
		var banks = own();
		model.addAttribute("banks", banks.stream().map(it -> new Choice(it.clientId(), it.name())).toList());
		return banks;
	}

	/** Somebody of a bank sees his own bank alone. */
	private List<PartnerBank> own() {
		var scope = Actor.current().scope();
		return book.banks()
			.stream()
			.filter(it -> scope.kind() != Scope.Kind.BANK || it.clientId().equals(scope.ref()))
			.toList();
	}

}
