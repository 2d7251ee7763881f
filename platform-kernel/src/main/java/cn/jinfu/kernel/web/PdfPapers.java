package cn.jinfu.kernel.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.logging.Level;

import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;

import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Templates over {@code layout/pdf} as PDF files. The font travels in the file, cut down
 * to the characters in use; the renderer opens nothing but what it is given. QR codes are
 * drawn where a template has {@code <object type="image/x-qr" data="text">}.
 */
@Component
@RequiredArgsConstructor
public class PdfPapers {

	private static final String FONT = "Jinfu";

	static {
		XRLog.listRegisteredLoggers().forEach(log -> XRLog.setLevel(log, Level.WARNING));
	}

	private final ThymeleafViewResolver templates;

	/**
	 * To be shown by the browser, in the language of the request at hand.
	 * @param model what the template reads
	 * @param fileName without its ending
	 * @param styles names of style sheets in {@code pdf/} that follow the common one
	 */
	public ResponseEntity<byte[]> show(String template, Map<String, ?> model, String fileName, String... styles) {
		var disposition = ContentDisposition.inline().filename(fileName + ".pdf", StandardCharsets.UTF_8).build();
		return ResponseEntity.ok()
			.contentType(MediaType.APPLICATION_PDF)
			.header(HttpHeaders.CONTENT_DISPOSITION, disposition.toString())
			.body(pdf(page(template, model), styles));
	}

	static byte[] pdf(String html, String... styles) {
		var out = new ByteArrayOutputStream();
		try {
			var css = new StringBuilder(style("paper"));
			for (var name : styles) {
				css.append(style(name));
			}
			new PdfRendererBuilder().useFont(PdfPapers::font, FONT)
				.useUriResolver((base, uri) -> null)
				.useObjectDrawerFactory(PdfQr.FACTORY)
				.withHtmlContent(html.replace("</head>", "<style>" + css + "</style></head>"), "")
				.toStream(out)
				.run();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return out.toByteArray();
	}

	private static String style(String name) throws IOException {
		return new ClassPathResource("pdf/" + name + ".css").getContentAsString(StandardCharsets.UTF_8);
	}

	private String page(String template, Map<String, ?> model) {
		if (!(RequestContextHolder.currentRequestAttributes() instanceof ServletRequestAttributes request)) {
			throw new IllegalStateException("no request at hand");
		}
		var response = request.getResponse();
		if (response == null) {
			throw new IllegalStateException("no answer at hand");
		}
		var text = new StringWriter();
		try {
			var view = templates.resolveViewName(template, LocaleContextHolder.getLocale());
			if (view == null) {
				throw new IllegalStateException("no template " + template);
			}
			view.render(model, request.getRequest(), new Captured(response, new PrintWriter(text)));
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		return text.toString();
	}

	private static InputStream font() {
		try {
			return new ClassPathResource("pdf/NotoSansSC.ttf").getInputStream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Takes the page, and leaves the real answer as it was. */
	private static final class Captured extends HttpServletResponseWrapper {

		private final PrintWriter writer;

		Captured(HttpServletResponse response, PrintWriter writer) {
			super(response);
			this.writer = writer;
		}

		@Override
		public PrintWriter getWriter() {
			return writer;
		}

		@Override
		public void setContentType(@Nullable String type) {
		}

		@Override
		public void setCharacterEncoding(@Nullable String encoding) {
		}

	}

}
