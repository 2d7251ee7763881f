package cn.jinfu.production.planting;

import java.util.Map;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.web.PdfPapers;
import lombok.RequiredArgsConstructor;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * The production record on paper and as a file: one text for both. What it is made of
 * cannot be changed, so it is made anew each time.
 */
@Component
@RequiredArgsConstructor
class RecordPaper {

	private final PlantingQueries queries;

	private final FieldBook book;

	private final BusinessClock clock;

	private final PdfPapers papers;

	private final MessageSource messages;

	Map<String, Object> model(UUID plantingId) {
		return Map.of("planting", queries.view(plantingId), "book", book.of(plantingId), "printedAt", clock.now());
	}

	ResponseEntity<byte[]> pdf(UUID plantingId) {
		var title = messages.getMessage("production.record.paper", null, LocaleContextHolder.getLocale());
		return papers.show("production/record-pdf", model(plantingId), title + queries.view(plantingId).no());
	}

}
