package cn.jinfu.kernel.sheet;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.Function;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.sheet.SheetExport.Cell;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;

/**
 * A list as a workbook: its columns, once for all, and all that a filter finds, read page
 * after page. Title and heads are message keys, in the reader's language.
 *
 * @param <T> a line of the list
 */
public final class SheetDownload<T> {

	/** So many lines are read at a time. */
	public static final int BATCH = 500;

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm")
		.withZone(BusinessClock.ZONE);

	/** Says the words of a key. */
	private interface Words {

		String say(String key);

	}

	private interface Column<T> {

		Cell cell(T line, Words words);

	}

	private final String title;

	private final List<String> heads = new ArrayList<>();

	private final List<Column<T>> columns = new ArrayList<>();

	private SheetDownload(String title) {
		this.title = title;
	}

	public static <T> SheetDownload<T> of(String title) {
		return new SheetDownload<>(title);
	}

	private SheetDownload<T> with(String head, Column<T> column) {
		heads.add(head);
		columns.add(column);
		return this;
	}

	public SheetDownload<T> text(String head, Function<T, @Nullable String> value) {
		return value(head, value::apply);
	}

	/** The words of a constant, {@code enum.<Type>.<NAME>}. */
	public SheetDownload<T> word(String head, Function<T, Enum<?>> value) {
		return value(head, value::apply);
	}

	public SheetDownload<T> number(String head, Function<T, @Nullable BigDecimal> value) {
		return value(head, value::apply);
	}

	/** In yuan. */
	public SheetDownload<T> money(String head, Function<T, Money> value) {
		return value(head, value::apply);
	}

	public SheetDownload<T> date(String head, Function<T, @Nullable LocalDate> value) {
		return value(head, value::apply);
	}

	public SheetDownload<T> time(String head, Function<T, @Nullable Instant> value) {
		return value(head, value::apply);
	}

	/** By its type: constants in words, moments to the minute, money in yuan. */
	public SheetDownload<T> value(String head, Function<T, @Nullable Object> value) {
		return with(head, (line, words) -> cell(value.apply(line), words));
	}

	private static Cell cell(@Nullable Object value, Words words) {
		return switch (value) {
			case null -> Cell.text(null);
			case BigDecimal number -> Cell.number(number);
			case Number number -> Cell.number(new BigDecimal(number.toString()));
			case Money money -> Cell.number(money.yuan());
			case LocalDate day -> Cell.date(day);
			case Instant at -> Cell.text(TIME.format(at));
			case Enum<?> word ->
				Cell.text(words.say("enum." + word.getDeclaringClass().getSimpleName() + "." + word.name()));
			default -> Cell.text(value.toString());
		};
	}

	/**
	 * @param pages the page after a cursor, the first for null
	 */
	public void send(HttpServletResponse response, MessageSource messages, Function<@Nullable String, Paged<T>> pages)
			throws IOException {
		var locale = LocaleContextHolder.getLocale();
		Words words = key -> messages.getMessage(key, null, locale);
		var rows = new Rows<>(pages);
		// refused before anything is promised
		rows.hasNext();
		response.setContentType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
		response.setHeader(HttpHeaders.CONTENT_DISPOSITION,
				ContentDisposition.attachment()
					.filename(words.say(title) + ".xlsx", StandardCharsets.UTF_8)
					.build()
					.toString());
		SheetExport.xlsx(response.getOutputStream(), words.say(title), heads.stream().map(words::say).toList(),
				new Iterator<>() {

					@Override
					public boolean hasNext() {
						return rows.hasNext();
					}

					@Override
					public List<Cell> next() {
						var line = rows.next();
						return columns.stream().map(column -> column.cell(line, words)).toList();
					}

				});
	}

	private static final class Rows<T> implements Iterator<T> {

		private final Function<@Nullable String, Paged<T>> pages;

		private final Queue<T> waiting = new ArrayDeque<>();

		private @Nullable String next;

		private boolean begun;

		private Rows(Function<@Nullable String, Paged<T>> pages) {
			this.pages = pages;
		}

		@Override
		public boolean hasNext() {
			if (waiting.isEmpty() && (!begun || next != null)) {
				var page = pages.apply(next);
				waiting.addAll(page.items());
				next = page.next();
				begun = true;
			}
			return !waiting.isEmpty();
		}

		@Override
		public T next() {
			if (!hasNext()) {
				throw new NoSuchElementException();
			}
			return waiting.remove();
		}

	}

}
