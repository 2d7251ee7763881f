package cn.jinfu.credit.application;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.credit.application.FinancingApplication.Wish;
import cn.jinfu.credit.consent.ConsentPurpose;
import cn.jinfu.credit.consent.ConsentText;
import cn.jinfu.credit.consent.Consents;
import cn.jinfu.credit.schedule.RepayMethod;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.web.AskedAgain;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
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

/** Applying on the phone in four steps, and following the case. */
@Controller
@RequestMapping("/portal/loans")
@RequiredArgsConstructor
class FinancingPortal {

	record WishForm(@NotNull @Positive @Digits(integer = 9, fraction = 2) @Nullable BigDecimal amount,
			@NotNull @Nullable Integer months, @NotNull @Nullable RepayMethod method, @NotNull @Nullable UUID bankId,
			@NotBlank @Size(max = 200) @Nullable String purpose, @Nullable Industry industry, @Nullable UUID productId,
			@Nullable Long version) {
	}

	record PaperForm(@Nullable MultipartFile paper) {
	}

	private static final String CONSENT = "credit/portal/consent";

	private final ApplicationDesk desk;

	private final CaseViews views;

	private final ConsentText texts;

	private final Consents consents;

	private final MessageSource messages;

	@GetMapping
	@PreAuthorize("hasAuthority('credit:own:view')")
	String own(Model model) {
		model.addAttribute("applications", desk.ofMember(Actor.current().memberId()));
		model.addAttribute("draw", desk.draw().orElse(null));
		return "credit/portal/loans";
	}

	record DrawForm(@NotNull @Positive @Digits(integer = 9, fraction = 2) @Nullable BigDecimal amount) {
	}

	/** Inside the sub-limit: how much, what it costs, one button. */
	@GetMapping("/draw")
	@AskedAgain
	@PreAuthorize("hasAuthority('credit:own:apply')")
	String draw(@RequestParam(required = false) @Nullable BigDecimal amount, Model model) {
		var offer = drawing(model);
		model.addAttribute("form", new DrawForm(
				(amount != null && amount.signum() > 0) ? amount : offer.map(it -> it.most().yuan()).orElse(null)));
		return "credit/portal/draw";
	}

	private Optional<ApplicationDesk.Draw> drawing(Model model) {
		var offer = desk.draw();
		model.addAttribute("draw", offer.orElse(null));
		model.addAttribute("cost",
				offer.map(it -> views.costOf(it.product(), it.most(), it.months(), it.method())).orElse(null));
		return offer;
	}

	@PostMapping("/draw")
	@AskedAgain
	@PreAuthorize("hasAuthority('credit:own:apply')")
	ModelAndView draw(@Valid @ModelAttribute("form") DrawForm form, BindingResult errors, Model model) {
		drawing(model);
		return Forms.submit(errors, () -> "/portal/loans/" + desk.draw(new Money(required(form.amount()))),
				"credit/portal/draw");
	}

	@GetMapping("/new")
	@PreAuthorize("hasAuthority('credit:own:apply')")
	String begin(@RequestParam(required = false) @Nullable UUID product, Model model) {
		var offer = choices(product, model).map(CaseViews.Offer::product).orElse(null);
		var months = (offer != null) ? Math.min(12, offer.maxMonths()) : 12;
		var method = (offer != null) ? offer.repayMethods().getFirst() : RepayMethod.EQUAL_INSTALMENT;
		model.addAttribute("form",
				new WishForm(null, months, method, null, null, null, (offer != null) ? offer.id() : null, null));
		return "credit/portal/new";
	}

	/** What is offered, with all that it would cost. */
	@GetMapping("/products")
	@PreAuthorize("hasAuthority('credit:own:view')")
	String products(Model model) {
		model.addAttribute("offers", views.offers());
		return "credit/portal/products";
	}

	private Optional<CaseViews.Offer> choices(@Nullable UUID product, Model model) {
		var offer = views.offer(product);
		model.addAttribute("industries", Industry.values());
		model.addAttribute("most", offer.map(CaseViews.Offer::most).orElse(Money.ZERO));
		model.addAttribute("methods", offer.map(it -> choices(it.product().repayMethods())).orElse(List.of()));
		model.addAttribute("product", offer.map(CaseViews.Offer::product).orElse(null));
		model.addAttribute("banks",
				offer.map(it -> it.banks().stream().map(bank -> new Choice(bank.id().toString(), bank.name())).toList())
					.orElse(List.of()));
		return offer;
	}

	private List<Choice> choices(List<RepayMethod> methods) {
		var locale = LocaleContextHolder.getLocale();
		return methods.stream()
			.map(it -> new Choice(it.name(),
					messages.getMessage("enum.RepayMethod." + it.name(), null, it.name(), locale) + ""))
			.toList();
	}

	@PostMapping
	@PreAuthorize("hasAuthority('credit:own:apply')")
	ModelAndView draft(@Valid @ModelAttribute("form") WishForm form, BindingResult errors, Model model) {
		var offer = choices(form.productId(), model);
		return Forms.submit(errors, () -> {
			var product = offer.orElseThrow(() -> new RuleBroken("credit.application.no-product")).product();
			return "/portal/loans/" + desk.draft(wish(form, product.id())) + "/cost";
		}, "credit/portal/new");
	}

	@GetMapping("/{no}/change")
	@PreAuthorize("hasAuthority('credit:own:apply')")
	String correct(@PathVariable String no, Model model) {
		var it = views.own(no).application();
		var product = views.presentEdition(it.productId()).orElse(it.productId());
		model.addAttribute("form", new WishForm(it.amount().yuan(), it.months(), it.method(), it.bankId(), it.purpose(),
				it.industry(), product, it.version()));
		model.addAttribute("no", no);
		choices(product, model);
		return "credit/portal/new";
	}

	@PostMapping("/{no}/change")
	@PreAuthorize("hasAuthority('credit:own:apply')")
	ModelAndView change(@PathVariable String no, @Valid @ModelAttribute("form") WishForm form, BindingResult errors,
			Model model) {
		model.addAttribute("no", no);
		var present = views.own(no).application().productId();
		var product = (form.productId() != null) ? form.productId() : present;
		choices(product, model);
		return Forms.submit(errors, () -> {
			desk.change(no, wish(form, product), required(form.version()));
			return "/portal/loans/" + no + "/cost";
		}, "credit/portal/new");
	}

	private static Wish wish(WishForm form, UUID productId) {
		return new Wish(productId, required(form.bankId()), new Money(required(form.amount())), required(form.months()),
				required(form.method()), required(form.purpose()).strip(), form.industry());
	}

	private static <T> T required(@Nullable T value) {
		return java.util.Objects.requireNonNull(value);
	}

	@GetMapping("/{no}/cost")
	@PreAuthorize("hasAuthority('credit:own:apply')")
	String cost(@PathVariable String no, Model model) {
		model.addAttribute("c", views.own(no));
		return "credit/portal/cost";
	}

	@GetMapping("/{no}/consent")
	@AskedAgain
	@PreAuthorize("hasAuthority('credit:own:apply')")
	String consent(@PathVariable String no, Model model) {
		var view = views.own(no);
		consent(view, model);
		model.addAttribute("form", new PaperForm(null));
		return CONSENT;
	}

	private void consent(CaseViews.CaseView view, Model model) {
		model.addAttribute("c", view);
		model.addAttribute("text", texts.of(ConsentPurpose.FINANCING, view.bank().name()));
		model.addAttribute("counter", Actor.current().behalf() != null);
	}

	/** At the counter: what the member signed on paper. */
	@PostMapping("/{no}/paper")
	@PreAuthorize("hasAuthority('credit:own:apply')")
	ModelAndView paper(@PathVariable String no, @Valid @ModelAttribute("form") PaperForm form, BindingResult errors,
			Model model) {
		consent(views.own(no), model);
		return Forms.submit(errors, () -> {
			desk.consentOnPaper(no, form.paper());
			return "/portal/loans/" + no + "/submission";
		}, CONSENT);
	}

	@PostMapping("/{no}/consent")
	@AskedAgain
	@PreAuthorize("hasAuthority('credit:own:apply')")
	String give(@PathVariable String no, @RequestParam(defaultValue = "false") boolean agreed) {
		if (!agreed) {
			throw new RuleBroken("credit.application.no-consent");
		}
		desk.consent(no);
		return "redirect:/portal/loans/" + no + "/submission";
	}

	@GetMapping("/{no}/submission")
	@AskedAgain
	@PreAuthorize("hasAuthority('credit:own:apply')")
	String confirm(@PathVariable String no, Model model) {
		model.addAttribute("c", views.own(no));
		return "credit/portal/submission";
	}

	@PostMapping("/{no}/submission")
	@AskedAgain
	@PreAuthorize("hasAuthority('credit:own:apply')")
	String submit(@PathVariable String no, @RequestParam long version) {
		desk.submit(no, version);
		return "redirect:/portal/loans/" + no;
	}

	/** Somebody who signs too took it back: the farm corrects it and sends it again. */
	@PostMapping("/{no}/recall")
	@PreAuthorize("hasAuthority('credit:own:apply')")
	String recall(@PathVariable String no, @RequestParam long version) {
		desk.recall(no, version);
		return "redirect:/portal/loans/" + no + "/parties";
	}

	@PostMapping("/{no}/withdrawal")
	@PreAuthorize("hasAuthority('credit:own:apply')")
	String withdraw(@PathVariable String no, @RequestParam long version,
			@RequestParam(required = false) @Nullable String reason) {
		desk.withdraw(no, reason, version);
		return "redirect:/portal/loans/" + no;
	}

	@GetMapping("/{no}")
	@PreAuthorize("hasAuthority('credit:own:view')")
	String show(@PathVariable String no, Model model) {
		model.addAttribute("c", views.own(no));
		return "credit/portal/case";
	}

	/** What the farm allowed whom, and who looked. */
	@GetMapping("/consents")
	@PreAuthorize("hasAuthority('credit:own:view')")
	String consents(Model model) {
		model.addAttribute("consents", consents.own());
		model.addAttribute("accesses", consents.ownAccesses(50));
		model.addAttribute("bankNames", views.bankNames());
		return "credit/portal/consents";
	}

	@PostMapping("/consents/{id}/revocation")
	@PreAuthorize("hasAuthority('credit:own:view')")
	String revoke(@PathVariable UUID id) {
		consents.revoke(id);
		return "redirect:/portal/loans/consents";
	}

}
