package cn.jinfu.credit.application;

import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Paged;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The staff's list of applications and the page of one case. */
@Controller
@RequestMapping("/console/financing-applications")
@RequiredArgsConstructor
class FinancingPages {

	private final CaseViews views;

	private final ApplicationDesk desk;

	@GetMapping
	@PreAuthorize("hasAuthority('credit:application:view')")
	String list(@RequestParam(required = false) @Nullable ApplicationStatus status,
			@RequestParam(required = false) @Nullable UUID member, @RequestParam(required = false) @Nullable String q,
			@RequestParam(defaultValue = "false") boolean open, @RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page",
				views.list(new CaseViews.Filter(status, member, q, open), after, Paged.limit(limit)));
		model.addAttribute("statuses", ApplicationStatus.values());
		return "credit/case/list";
	}

	@GetMapping("/{no}")
	@PreAuthorize("hasAuthority('credit:application:view')")
	String show(@PathVariable String no, Model model) {
		model.addAttribute("c", views.show(no));
		return "credit/case/case";
	}

	@PostMapping("/{no}/review")
	String pass(@PathVariable String no, @RequestParam String reason, @RequestParam long version) {
		desk.pass(no, reason, version);
		return back(no);
	}

	@PostMapping("/{no}/diligence")
	String report(@PathVariable String no, @RequestParam String reason, @RequestParam long version) {
		desk.report(no, reason, version);
		return back(no);
	}

	@PostMapping("/{no}/guarantee")
	String guarantee(@PathVariable String no, @RequestParam long version) {
		desk.guarantee(no, version);
		return back(no);
	}

	@PostMapping("/{no}/dispatch")
	String dispatch(@PathVariable String no, @RequestParam long version) {
		desk.dispatch(no, version);
		return back(no);
	}

	@PostMapping("/{no}/return")
	String giveBack(@PathVariable String no, @RequestParam String reason, @RequestParam long version) {
		desk.giveBack(no, reason, version);
		return back(no);
	}

	@PostMapping("/{no}/rejection")
	String reject(@PathVariable String no, @RequestParam String reason, @RequestParam long version) {
		desk.reject(no, reason, version);
		return back(no);
	}

	@PostMapping("/{no}/visits")
	String visit(@PathVariable String no, @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate on,
			@RequestParam String place, @RequestParam String why) {
		desk.visit(no, on, place, why);
		return back(no);
	}

	private static String back(String no) {
		return "redirect:/console/financing-applications/" + no;
	}

}
