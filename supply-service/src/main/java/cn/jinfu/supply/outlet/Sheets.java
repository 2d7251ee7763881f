package cn.jinfu.supply.outlet;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;

import cn.jinfu.kernel.sheet.SheetExport;
import cn.jinfu.kernel.sheet.SheetExport.Cell;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;

/** Sends a list as a workbook, its heads in the reader's language. */
public final class Sheets {

	private Sheets() {
	}

	public static void send(HttpServletResponse response, String file, MessageSource messages, String title,
			List<String> heads, Iterator<List<Cell>> rows) throws IOException {
		var locale = LocaleContextHolder.getLocale();
		response.setContentType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
		response.setHeader("Content-Disposition", "attachment; filename=\"" + file + ".xlsx\"");
		SheetExport.xlsx(response.getOutputStream(), messages.getMessage(title, null, locale),
				heads.stream().map(key -> messages.getMessage(key, null, locale)).toList(), rows);
	}

}
