package cn.jinfu.credit.application;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;

import cn.jinfu.credit.committee.DiligencePhotos;
import cn.jinfu.credit.application.ApplicationStatus.Action;
import cn.jinfu.credit.recusal.Recusals;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.RefusedAct;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.format.annotation.DateTimeFormat;
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

/** The staff's list of applications and the page of one case. */
@Controller
@RequestMapping("/console/financing-applications")
@RequiredArgsConstructor
class FinancingPages {

	private static final String BASE = "/console/financing-applications/";

	private static final String PAGE = "credit/case/case";

	record VisitForm(@NotNull @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate on,
			@NotBlank @Size(max = 60) @Nullable String who, @NotBlank @Size(max = 100) @Nullable String place,
			@NotBlank @Size(max = 200) @Nullable String why) {

		static final VisitForm EMPTY = new VisitForm(null, null, null, null);

	}

	record PhotoForm(@Nullable MultipartFile photo, @NotBlank @Size(max = 100) @Nullable String place,
			@Digits(integer = 3, fraction = 6) @Nullable BigDecimal latitude,
			@Digits(integer = 3, fraction = 6) @Nullable BigDecimal longitude) {

		static final PhotoForm EMPTY = new PhotoForm(null, null, null, null);

	}

	private final MessageSource messages;

	private final CaseViews views;

	private final ApplicationDesk desk;

	private final CaseBoard board;

	private final Recusals recusals;

	private final CaseTimes times;

	@GetMapping
	@PreAuthorize("hasAuthority('credit:application:view')")
	String list(@RequestParam(required = false) @Nullable ApplicationStatus status,
			@RequestParam(required = false) @Nullable UUID member, @RequestParam(required = false) @Nullable String q,
			@RequestParam(defaultValue = "false") boolean open, @RequestParam(required = false) @Nullable Integer step,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		var page = views.list(new CaseViews.Filter(status, member, q, open, step), after, Paged.limit(limit));
		model.addAttribute("page", page);
		if (step != null && step >= 0 && step < CaseViews.STEPS) {
			model.addAttribute("step", step);
			model.addAttribute("took", views.took(page.items(), step));
		}
		model.addAttribute("statuses", ApplicationStatus.values());
		return "credit/case/list";
	}

	@GetMapping("/board")
	@PreAuthorize("hasAuthority('credit:application:view')")
	String board(@RequestParam(defaultValue = "-1") int step, @RequestParam(required = false) @Nullable String after,
			Model model) {
		model.addAttribute("columns", board.columns(step, after));
		model.addAttribute("products", times.all());
		return "credit/case/board";
	}

	@GetMapping("/{no}")
	@PreAuthorize("hasAuthority('credit:application:open')")
	String show(@PathVariable String no, Model model) {
		model.addAttribute("c", views.show(no));
		model.addAttribute("form", VisitForm.EMPTY);
		model.addAttribute("photo", PhotoForm.EMPTY);
		return PAGE;
	}

	@PostMapping("/{no}/review")
	ModelAndView pass(@PathVariable String no, @RequestParam String reason, @RequestParam long version) {
		return act(no, "/review", Action.PASS_TO_GUARANTOR, reason, () -> desk.pass(no, reason, version));
	}

	@PostMapping("/{no}/diligence")
	ModelAndView report(@PathVariable String no, @RequestParam String reason, @RequestParam long version) {
		return act(no, "/diligence", Action.REPORT, reason, () -> desk.report(no, reason, version));
	}

	@PostMapping("/{no}/votes")
	ModelAndView vote(@PathVariable String no, @RequestParam boolean agrees, @RequestParam String reason,
			@RequestParam long version) {
		return act(no, "/votes", Action.GUARANTEE, reason, () -> desk.vote(no, agrees, reason, version));
	}

	@PostMapping("/{no}/photos")
	@PreAuthorize("hasAuthority('credit:guarantee:review')")
	ModelAndView photo(@PathVariable String no, @Valid @ModelAttribute("photo") PhotoForm form, BindingResult errors,
			Model model) {
		model.addAttribute("c", views.show(no));
		model.addAttribute("form", VisitForm.EMPTY);
		return Forms.submit(errors, () -> {
			desk.photo(no, form.photo(), new DiligencePhotos.Spot(Objects.requireNonNull(form.place()).strip(),
					form.latitude(), form.longitude()));
			return BASE + no;
		}, PAGE);
	}

	@PostMapping("/{no}/guarantee")
	ModelAndView guarantee(@PathVariable String no, @RequestParam long version) {
		return act(no, "/guarantee", Action.GUARANTEE, "", () -> desk.guarantee(no, version));
	}

	@PostMapping("/{no}/dispatch")
	ModelAndView dispatch(@PathVariable String no, @RequestParam long version) {
		return act(no, "/dispatch", Action.DISPATCH, "", () -> desk.dispatch(no, version));
	}

	@PostMapping("/{no}/return")
	ModelAndView giveBack(@PathVariable String no, @RequestParam String reason, @RequestParam long version) {
		return act(no, "/return", Action.RETURN, reason, () -> desk.giveBack(no, reason, version));
	}

	@PostMapping("/{no}/rejection")
	ModelAndView reject(@PathVariable String no, @RequestParam String reason, @RequestParam long version) {
		return act(no, "/rejection", Action.REJECT, reason, () -> desk.reject(no, reason, version));
	}

	@PostMapping("/{no}/visits")
	@PreAuthorize("hasAuthority('credit:application:review')")
	ModelAndView visit(@PathVariable String no, @Valid @ModelAttribute("form") VisitForm form, BindingResult errors,
			Model model) {
		model.addAttribute("c", views.show(no));
		model.addAttribute("photo", PhotoForm.EMPTY);
		return Forms.submit(errors, () -> {
			desk.visit(no, Objects.requireNonNull(form.on()),
					new ApplicationDesk.Visit(Objects.requireNonNull(form.who()).strip(),
							Objects.requireNonNull(form.place()).strip(), Objects.requireNonNull(form.why()).strip()));
			return BASE + no;
		}, PAGE);
	}

	@PostMapping("/{no}/recusals")
	@PreAuthorize("hasAnyAuthority('credit:application:review', 'credit:guarantee:review', 'credit:guarantee:approve')")
	ModelAndView recuse(@PathVariable String no, @RequestParam String reason) {
		return act(no, "/recusals", it -> !it.related(), reason,
				() -> recusals.declare(views.show(no).application().memberId(), reason));
	}

	@PostMapping("/{no}/recusals/{recusalId}/ending")
	@PreAuthorize("hasAnyAuthority('credit:application:review', 'credit:guarantee:approve')")
	ModelAndView endRecusal(@PathVariable String no, @PathVariable UUID recusalId, @RequestParam String reason) {
		return act(no, "/recusals/" + recusalId + "/ending",
				it -> it.recusals().stream().anyMatch(line -> line.id().equals(recusalId)), reason,
				() -> recusals.end(views.show(no).application().memberId(), recusalId, reason));
	}

	private ModelAndView act(String no, String path, Action action, String typed, Runnable command) {
		return act(no, path, it -> it.can().contains(action), typed, command);
	}

	/**
	 * Refused, the case comes again as it is now, with what was typed, even where another
	 * person has moved it on and the action is gone.
	 */
	private ModelAndView act(String no, String path, Predicate<CaseViews.CaseView> offered, String typed,
			Runnable command) {
		return RefusedAct.submit(BASE + no + path, typed, command, BASE + no, () -> {
			var page = new ModelAndView(PAGE);
			var now = views.show(no);
			page.addObject("c", now);
			page.addObject("offered", offered.test(now));
			page.addObject("form", VisitForm.EMPTY);
			page.addObject("photo", PhotoForm.EMPTY);
			return page;
		}, messages);
	}

}
