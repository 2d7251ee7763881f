package cn.jinfu.kernel.web;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.Function;

import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.sheet.SheetExport;
import cn.jinfu.kernel.sheet.SheetExport.Cell;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * A list as an Excel file: what its filter finds, page after page, so that a long one is
 * never held at once. Whoever may read the list may take it along, and no more than that:
 * the pages come from the same query.
 */
@Component
@RequiredArgsConstructor
public class ListExport {

	/**
	 * One column.
	 *
	 * @param key message of its head
	 * @param value what stands in a row; enum constants are said in words
	 */
	public record Column<V>(String key, Function<V, @Nullable Object> value) {
	}

	/** One page of the list. */
	public interface Pages<V> {

		/**
		 * @param after cursor of the page before; null for the first
		 * @param limit how many rows at most
		 */
		Paged<V> from(@Nullable String after, int limit);

	}

	private final MessageSource messages;

	private final Formats formats;

	/**
	 * @param title message of the list's name, which becomes the file's
	 */
	public <V> void send(HttpServletResponse response, String title, List<Column<V>> columns, Pages<V> pages)
			throws IOException {
		var name = say(title);
		var rows = new Rows<>(pages);
		// a refusal or a wrong filter is told before the file has begun
		rows.hasNext();
		response.setContentType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
		response.setHeader(HttpHeaders.CONTENT_DISPOSITION,
				ContentDisposition.attachment().filename(name + ".xlsx", StandardCharsets.UTF_8).build().toString());
		SheetExport.xlsx(response.getOutputStream(), name, columns.stream().map(it -> say(it.key())).toList(),
				cells(columns, rows));
	}

	private <V> Iterator<List<Cell>> cells(List<Column<V>> columns, Iterator<V> rows) {
		return new Iterator<>() {

			@Override
			public boolean hasNext() {
				return rows.hasNext();
			}

			@Override
			public List<Cell> next() {
				var row = rows.next();
				return columns.stream().map(column -> cell(column.value().apply(row))).toList();
			}

		};
	}

	private Cell cell(@Nullable Object value) {
		return switch (value) {
			case null -> Cell.text(null);
			case BigDecimal number -> Cell.number(number);
			case Number number -> Cell.number(new BigDecimal(number.toString()));
			case Money money -> Cell.number(money.yuan());
			case LocalDate day -> Cell.date(day);
			case Instant at -> Cell.text(formats.dateTime(at));
			case Enum<?> word -> Cell.text(say("enum." + word.getDeclaringClass().getSimpleName() + "." + word.name()));
			default -> Cell.text(value.toString());
		};
	}

	private String say(String key) {
		return messages.getMessage(key, null, LocaleContextHolder.getLocale());
	}

	/** Reads on when a page is used up. */
	private static final class Rows<V> implements Iterator<V> {

		private final Pages<V> pages;

		private final Queue<V> waiting = new ArrayDeque<>();

		private @Nullable String next;

		private boolean begun;

		Rows(Pages<V> pages) {
			this.pages = pages;
		}

		@Override
		public boolean hasNext() {
			if (waiting.isEmpty() && (!begun || next != null)) {
				var page = pages.from(next, Paged.MAX_LIMIT);
				waiting.addAll(page.items());
				next = page.next();
				begun = true;
			}
			return !waiting.isEmpty();
		}

		@Override
		public V next() {
			if (!hasNext()) {
				throw new NoSuchElementException();
			}
			return waiting.remove();
		}

	}

}
