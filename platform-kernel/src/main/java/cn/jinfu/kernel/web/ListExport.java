package cn.jinfu.kernel.web;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;

import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.sheet.SheetDownload;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * A list as an Excel file, columns named as on the page. Whoever may read the list may
 * take it along, and no more than that: the pages come from the same query.
 */
@Component
@RequiredArgsConstructor
public class ListExport {

	/**
	 * One column.
	 *
	 * @param key message of its head
	 * @param value what stands in a row, told by its type
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

	/**
	 * @param title message of the list's name, which becomes the file's
	 */
	public <V> void send(HttpServletResponse response, String title, List<Column<V>> columns, Pages<V> pages)
			throws IOException {
		var sheet = SheetDownload.<V>of(title);
		columns.forEach(column -> sheet.value(column.key(), column.value()));
		sheet.send(response, messages, after -> pages.from(after, SheetDownload.BATCH));
	}

}
