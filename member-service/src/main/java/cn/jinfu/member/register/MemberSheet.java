package cn.jinfu.member.register;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.sheet.SheetExport.Cell;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The register as a file: what the filter finds, in its order, page after page. */
@Component
@RequiredArgsConstructor
class MemberSheet {

	private static final List<String> COLUMNS = List.of("member.no", "member.name", "member.kind", "member.place",
			"member.import.area", "member.products", "member.contact", "member.mobile", "member.status",
			"member.admitted-on");

	private final MemberQueries queries;

	private final MessageSource messages;

	String title(Locale locale) {
		return say("member.export", locale);
	}

	List<String> headers(Locale locale) {
		return COLUMNS.stream().map(key -> say(key, locale)).toList();
	}

	Iterator<List<Cell>> rows(MemberFilter filter, Locale locale) {
		return new Iterator<>() {

			private final List<MemberView.Row> waiting = new ArrayList<>();

			private @Nullable String next;

			private boolean begun;

			@Override
			public boolean hasNext() {
				if (waiting.isEmpty() && (!begun || next != null)) {
					var page = queries.list(filter.page(next, Paged.MAX_LIMIT)).page();
					waiting.addAll(page.items());
					next = page.next();
					begun = true;
				}
				return !waiting.isEmpty();
			}

			@Override
			public List<Cell> next() {
				if (!hasNext()) {
					throw new java.util.NoSuchElementException();
				}
				return cells(waiting.removeFirst(), locale);
			}

		};
	}

	private List<Cell> cells(MemberView.Row row, Locale locale) {
		return List.of(Cell.text(row.no()), Cell.text(row.name()),
				Cell.text(say("enum.MemberKind." + row.kind(), locale)), Cell.text(row.division()),
				Cell.number(row.areaMu()), Cell.text(row.mainProducts()), Cell.text(row.contact()),
				Cell.text(row.mobile()), Cell.text(say("enum.MemberStatus." + row.status(), locale)),
				Cell.date(row.admittedOn()));
	}

	private String say(String key, Locale locale) {
		return messages.getMessage(key, null, locale);
	}

}
