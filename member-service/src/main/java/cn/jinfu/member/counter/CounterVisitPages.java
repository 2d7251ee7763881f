package cn.jinfu.member.counter;

import java.io.IOException;
import java.util.UUID;

import cn.jinfu.kernel.sheet.SheetDownload;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;

import org.springframework.context.MessageSource;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Visits at the counter: for the offices, and for the member on its phone. */
@Controller
@RequiredArgsConstructor
class CounterVisitPages {

	private static final SheetDownload<CounterVisitView> SHEET = SheetDownload.<CounterVisitView>of("member.visits")
		.text("member.visit.no", CounterVisitView::no)
		.text("member.name", CounterVisitView::memberName)
		.text("member.visit.visitor", CounterVisitView::visitor)
		.text("member.visit.clerk", CounterVisitView::clerk)
		.text("member.visit.purpose", CounterVisitView::purpose)
		.word("member.status", CounterVisitView::status)
		.time("member.visit.began", CounterVisitView::beganAt)
		.text("member.visit.objection", CounterVisitView::objection);

	private final CounterQueries queries;

	private final CounterDesk desk;

	private final MessageSource messages;

	@GetMapping("/console/counter-visits")
	@PreAuthorize("hasAuthority('member:visit:view')")
	String list(@ModelAttribute("filter") CounterQueries.Filter filter, Model model) {
		model.addAttribute("page", queries.list(filter));
		model.addAttribute("statuses", CounterVisitStatus.values());
		return "member/counter/visits";
	}

	/** What the filter finds. */
	@GetMapping("/console/counter-visits/export")
	@PreAuthorize("hasAuthority('member:visit:view')")
	void export(CounterQueries.Filter filter, HttpServletResponse response) throws IOException {
		SHEET.send(response, messages, after -> queries.list(filter.page(after)));
	}

	@GetMapping("/console/counter-visits/{id}")
	@PreAuthorize("hasAuthority('member:visit:view')")
	String show(@PathVariable UUID id, Model model) {
		model.addAttribute("file", queries.file(id));
		return "member/counter/visit";
	}

	@PostMapping("/console/counter-visits/{id}/settlement")
	@PreAuthorize("hasAuthority('member:visit:settle')")
	String settle(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		desk.settle(id, reason, version);
		return "redirect:/console/counter-visits/" + id;
	}

	@GetMapping("/portal/my-data/visits/{id}")
	@PreAuthorize("hasAuthority('portal:open')")
	String own(@PathVariable UUID id, Model model) {
		model.addAttribute("file", queries.file(id));
		return "member/portal/visit";
	}

	@PostMapping("/portal/my-data/visits/{id}/objection")
	@PreAuthorize("hasAuthority('portal:open')")
	String object(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		desk.object(id, reason, version);
		return "redirect:/portal/my-data/visits/" + id;
	}

}
