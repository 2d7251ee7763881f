package cn.jinfu.production.input;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Forms;
import cn.jinfu.production.InputHoldings;
import cn.jinfu.production.InputKind;
import cn.jinfu.production.InputUnit;
import cn.jinfu.production.fieldcase.CaseKind;
import cn.jinfu.production.fieldcase.FieldCases;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** 手里的农资: what is left of what was bought, and what was bought elsewhere. */
@Controller
@RequestMapping("/portal/holdings")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:operation:record')")
class PortalInputPages {

	private static final String LIST = "/portal/holdings";

	private static final String FORM = "production/portal/purchase-form";

	/**
	 * @param each content of one package in the base unit, for so many packages
	 */
	record PurchaseForm(@Nullable String requestKey, @Nullable @NotBlank @Size(max = 80) String name,
			@Nullable @NotNull InputKind kind, @Nullable @Size(max = 40) String registrationNo,
			@Nullable @NotNull InputUnit unit,
			@Nullable @NotNull @Positive @Digits(integer = 7, fraction = 3) BigDecimal packs,
			@Nullable @NotNull @Positive @Digits(integer = 9, fraction = 3) BigDecimal each,
			@Nullable @NotNull LocalDate boughtOn, @Nullable @NotBlank @Size(max = 60) String seller,
			@Nullable @Size(max = 40) String lotNo, @Nullable MultipartFile photo) {
	}

	private final InputHoldings holdings;

	private final OutsidePurchases purchases;

	private final InputLosses losses;

	private final FieldCases cases;

	private final BusinessClock clock;

	@GetMapping
	String list(Model model) {
		var memberId = Actor.current().memberId();
		model.addAttribute("holdings", holdings.ofMember(memberId));
		model.addAttribute("purchases", purchases.ofMember(memberId, 50));
		model.addAttribute("losses", losses.ofMember(memberId, 20));
		model.addAttribute("tallies", holdings.tallies(memberId));
		model.addAttribute("cases",
				cases.open(50).stream().filter(it -> it.kind() == CaseKind.OUTSIDE_PURCHASE).toList());
		return "production/portal/holdings";
	}

	@GetMapping("/outside/new")
	String blank(Model model) {
		model.addAttribute("form", new PurchaseForm(null, null, InputKind.PESTICIDE, null, InputUnit.G, BigDecimal.ONE,
				null, clock.today(), null, null, null));
		choices(model);
		return FORM;
	}

	@PostMapping("/outside")
	ModelAndView enter(@Valid @ModelAttribute("form") PurchaseForm form, BindingResult errors, Model model) {
		choices(model);
		return Forms.submit(errors, () -> save(form), LIST, FORM);
	}

	private UUID save(PurchaseForm form) {
		var kind = form.kind();
		var unit = form.unit();
		var packs = form.packs();
		var each = form.each();
		var bought = form.boughtOn();
		var seller = form.seller();
		if (kind == null || unit == null || packs == null || each == null || bought == null || seller == null) {
			throw new IllegalStateException("validated before");
		}
		var lot = form.lotNo();
		return purchases.enter(new OutsidePurchases.Enter(Once.clientUid(form.requestKey()), Actor.current().memberId(),
				null, form.name(), kind, form.registrationNo(), unit, (lot != null) ? lot.strip() : "",
				packs.multiply(each), bought, seller.strip()), form.photo());
	}

	private static void choices(Model model) {
		model.addAttribute("kinds", InputKind.values());
		model.addAttribute("units", InputUnit.values());
	}

}
