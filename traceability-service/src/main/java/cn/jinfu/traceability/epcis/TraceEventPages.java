package cn.jinfu.traceability.epcis;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.sheet.SheetDownload;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Events of the chain and captures of partners, for staff. */
@Controller
@RequiredArgsConstructor
@PreAuthorize(EventBook.SEE)
class TraceEventPages {

	private static final SheetDownload<EventBook.Line> SHEET = SheetDownload.<EventBook.Line>of("trace.menu.events")
		.value("trace.event.at", EventBook.Line::at)
		.value("trace.event.recorded", EventBook.Line::recordedAt)
		.value("trace.event.type", EventBook.Line::type)
		.value("trace.event.step", EventBook.Line::step)
		.value("trace.event.disposition", EventBook.Line::disposition)
		.value("trace.event.things", EventBook.Line::first)
		.value("trace.event.owner", EventBook.Line::owner);

	/** What a list is narrowed to, as its address says. */
	record Asked(@Nullable @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate from,
			@Nullable @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate to, @Nullable String type,
			@Nullable String step, @Nullable String q, @Nullable String owner) {

		EventBook.Filter filter() {
			return new EventBook.Filter(from, to, type, step, q, owner);
		}

	}

	private final EventBook book;

	private final MessageSource messages;

	@GetMapping("/console/trace-events")
	String list(Asked asked, @RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model, Locale locale) {
		model.addAttribute("page", book.list(asked.filter(), after, Paged.limit(limit)));
		model.addAttribute("types",
				Stream.of(EventQueries.TYPES).map(it -> new Choice(it, word("type", it, locale))).toList());
		model.addAttribute("steps",
				Vocabulary.BIZ_STEP.words()
					.stream()
					.map(it -> new Choice(it, word("step", it, locale)))
					.sorted(Comparator.comparing(Choice::value))
					.toList());
		model.addAttribute("owners", owners(locale));
		return "traceability/epcis/events";
	}

	@GetMapping("/console/trace-events/export")
	void export(Asked asked, HttpServletResponse response) throws IOException {
		SHEET.send(response, messages, after -> book.list(asked.filter(), after, SheetDownload.BATCH));
	}

	@GetMapping("/console/trace-events/{id}")
	String show(@PathVariable String id, Model model) {
		model.addAttribute("event", book.view(id));
		return "traceability/epcis/event";
	}

	@GetMapping("/console/capture-jobs")
	String jobs(@RequestParam(required = false) @Nullable String owner,
			@RequestParam(required = false) @Nullable String failed,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model, Locale locale) {
		model.addAttribute("page", book.jobs(owner, "true".equals(failed), after, Paged.limit(limit)));
		model.addAttribute("owners",
				owners(locale).stream().filter(it -> !EventStore.PLATFORM.equals(it.value())).toList());
		model.addAttribute("outcomes",
				List.of(new Choice("true", messages.getMessage("trace.capture.failed", null, locale))));
		return "traceability/epcis/captures";
	}

	@GetMapping("/console/capture-jobs/{id}")
	String job(@PathVariable UUID id, Model model) {
		model.addAttribute("capture", book.job(id));
		return "traceability/epcis/capture";
	}

	private List<Choice> owners(Locale locale) {
		return book.owners()
			.stream()
			.map(it -> new Choice(it,
					EventStore.PLATFORM.equals(it) ? messages.getMessage("trace.event.owner.jinfu", null, locale) : it))
			.toList();
	}

	private String word(String kind, String word, Locale locale) {
		return messages.getMessage("trace.event." + kind + "." + word, null, locale);
	}

}
