package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import cn.jinfu.kernel.DemoWorld;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.Result;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.multi.qrcode.QRCodeMultiReader;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;

/** What is printed of the chain, and pictures that are sent in with a complaint. */
class TracePapersIT extends OverHttp {

	/** Of a millimetre. */
	private static final float POINTS = 72 / 25.4f;

	private static final Pattern LINK = Pattern.compile("<a href=\"(http[^\"]+)\"><svg class=\"qr\"");

	@LocalServerPort
	int port;

	/** The rule fixes its words; who prints it may read any language. */
	@ParameterizedTest
	@ValueSource(strings = { "zh-CN", "en" })
	void theCertificateHasTheRulesWordsWhateverTheLanguage(String language) {
		var id = one(
				"select id::text from trace_certificate where tenant_id = ? and by_lab_test order by number limit 1",
				DemoWorld.MAIN_TENANT);
		for (var size : new String[] { "", "&size=60x40" }) {
			assertThat(page("brand.officer", "/console/certificates/" + id + "/print?lang=" + language + size))
				.contains("承诺达标合格证", "我承诺", "委托检测合格", "产品名称", "数量（重量）", "千克", "产地", "承诺主体", "联系方式", "开具日期");
		}
	}

	/** Labels go on packages sold here: their words are Chinese whoever prints them. */
	@ParameterizedTest
	@ValueSource(strings = { "zh-CN", "en" })
	void aLabelHasItsWordsInChineseWhateverTheLanguage(String language) {
		var id = one("select id::text from trace_label_batch where number = ?", "BQ-000008");
		for (var paper : new String[] { "A4", "ROLL" }) {
			var page = page("brand.officer",
					"/console/label-orders/" + id + "/sheet?lang=" + language + "&paper=" + paper);
			var label = page.substring(page.indexOf("class=\"label-t\""));
			assertThat(label.substring(0, label.indexOf("</li>"))).contains("净含量", "千克", "批次", "授权", "产地", "采收")
				.doesNotContain("Net ", "Lot ", "Licence ", " kg");
		}
	}

	@Test
	void whoPrintedIsCalledByHisNameAndNotByHisLogIn() {
		var id = one(
				"""
						select object_id::text from platform_status_change where object_type = 'PrintJob' and status_to = 'HANDED'
						   and tenant_id = ? limit 1""",
				DemoWorld.MAIN_TENANT);
		var outlet = java.util.UUID
			.fromString(one("select outlet_id::text from trace_print_job where id = ?::uuid", id));
		var page = text(send(somebody("outlet", cn.jinfu.kernel.Scope.outlet(outlet)), HttpMethod.GET,
				"/console/print-jobs/" + id, "", null));
		assertThat(page).contains("农资网点（示例）").doesNotContain("outlet.demo");
	}

	@Test
	void aSheetSaysHowItsOwnPaperIsPrinted() {
		var id = one("select id::text from trace_label_batch where number = ?", "BQ-000008");
		var sheet = "/console/label-orders/" + id + "/sheet?paper=";
		assertThat(page("brand.officer", sheet + "A4")).contains("打印出来是 A4 纸原大小");
		assertThat(page("brand.officer", sheet + "ROLL")).contains("每枚 40×60 毫米").doesNotContain("打印出来是 A4 纸原大小");
	}

	@Test
	void theReportOfARecallIsSignedAndSealed() {
		var id = one("select id::text from trace_recall where tenant_id = ? and status = 'CLOSED' limit 1",
				DemoWorld.MAIN_TENANT);
		assertThat(page("brand.officer", "/console/recalls/" + id + "/report")).contains("经办", "复核", "审批", "（签字）",
				"（盖章处）");
	}

	@ParameterizedTest
	@ValueSource(strings = { "zh-CN", "en" })
	void labelsAreAFileOfTheirPapersSizeAndEveryCodeReads(String language) throws Exception {
		var id = one("select id::text from trace_label_batch where number = ?", "BQ-000008");
		var path = "/console/label-orders/" + id + "/sheet";
		var codes = LINK.matcher(page("brand.officer", path)).results().map(it -> it.group(1)).toList();
		assertThat(codes).as("a part").hasSize(240).doesNotHaveDuplicates();
		try (var pdf = pdf("brand.officer", path + "/pdf?lang=" + language)) {
			size(pdf.getPage(0), 210, 297);
			assertThat(pdf.getNumberOfPages()).isEqualTo((codes.size() + 23) / 24);
			assertThat(read(pdf, 0)).containsExactlyInAnyOrderElementsOf(codes.subList(0, 24));
			assertThat(new PDFTextStripper().getText(pdf)).contains("净含量", "千克", "批次", "授权", "产地", "采收")
				.doesNotContain("Net ", " kg");
		}
		try (var pdf = pdf("brand.officer", path + "/pdf?paper=ROLL&from=2&lang=" + language)) {
			size(pdf.getPage(0), 40, 60);
			assertThat(read(pdf, 0)).containsExactly(codes.get(1));
			assertThat(pdf.getNumberOfPages()).isEqualTo(240);
			assertThat(read(pdf, pdf.getNumberOfPages() - 1)).hasSize(1);
		}
		assertThat(send(staff("supply.officer"), HttpMethod.GET, path + "/pdf", "", null)).hasStatus(403);
		assertThat(send(staff("brand.officer"), HttpMethod.GET, path + "/pdf?from=0", "", null)).hasStatus(400);
	}

	@Test
	void theCertificateIsAFileInBothSizesWithItsCode() throws Exception {
		var id = one(
				"select id::text from trace_certificate where tenant_id = ? and by_lab_test order by number limit 1",
				DemoWorld.MAIN_TENANT);
		var path = "/console/certificates/" + id + "/print/pdf";
		for (var size : List.of("", "60x40")) {
			try (var pdf = pdf("brand.officer", path + "?lang=en&size=" + size)) {
				size(pdf.getPage(0), size.isEmpty() ? 105 : 60, size.isEmpty() ? 148 : 40);
				assertThat(pdf.getNumberOfPages()).as("one sheet").isEqualTo(1);
				assertThat(new PDFTextStripper().getText(pdf)).contains("承诺达标合格证", "我承诺", "委托检测合格", "产品名称", "千克", "产地",
						"承诺主体", "联系方式", "开具日期");
				assertThat(read(pdf, 0)).singleElement().asString().contains("/t/HGZ/");
			}
		}
	}

	@Test
	void theReportOfARecallIsAFile() throws Exception {
		var id = one("select id::text from trace_recall where tenant_id = ? and status = 'CLOSED' limit 1",
				DemoWorld.MAIN_TENANT);
		try (var pdf = pdf("brand.officer", "/console/recalls/" + id + "/report/pdf")) {
			size(pdf.getPage(0), 210, 297);
			assertThat(new PDFTextStripper().getText(pdf)).contains("经办", "复核", "审批", "（签字）", "（盖章处）", "1 / ");
		}
		assertThat(send(staff("lab.analyst"), HttpMethod.GET, "/console/recalls/" + id + "/report/pdf", "", null))
			.hasStatus(403);
	}

	private PDDocument pdf(String role, String path) throws IOException {
		var answer = send(staff(role), HttpMethod.GET, path, "", null);
		assertThat(answer).as(path).hasStatusOk();
		assertThat(answer.getResponse().getContentType()).isEqualTo("application/pdf");
		return Loader.loadPDF(answer.getResponse().getContentAsByteArray());
	}

	private static void size(PDPage page, int widthMm, int heightMm) {
		assertThat(page.getMediaBox().getWidth()).isCloseTo(widthMm * POINTS, within(1f));
		assertThat(page.getMediaBox().getHeight()).isCloseTo(heightMm * POINTS, within(1f));
	}

	/** What a scanner finds on a page, printed with 300 dots an inch. */
	private static List<String> read(PDDocument pdf, int page) throws Exception {
		var image = new PDFRenderer(pdf).renderImageWithDPI(page, 300);
		var pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
		var source = new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels);
		var found = new QRCodeMultiReader().decodeMultiple(new BinaryBitmap(new HybridBinarizer(source)),
				Map.of(DecodeHintType.TRY_HARDER, true));
		return Arrays.stream(found).map(Result::getText).toList();
	}

	/**
	 * Of any form with a picture: the server finds out before a controller is reached.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "zh-CN", "en" })
	void aPictureThatIsTooLargeIsRefusedInThePagesWords(String language) throws Exception {
		var part = "--b\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.jpg\"\r\n\r\n"
				+ "x".repeat(11 * 1024 * 1024) + "\r\n--b--\r\n";
		try (var http = HttpClient.newHttpClient()) {
			var answer = http.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/t/complaint"))
				.header("Content-Type", "multipart/form-data; boundary=b")
				.header("Accept", "text/html")
				.header("Cookie", "lang=" + language)
				.POST(HttpRequest.BodyPublishers.ofString(part))
				.build(), HttpResponse.BodyHandlers.ofString());
			assertThat(answer.statusCode()).isEqualTo(413);
			assertThat(answer.body()).contains("lang=\"" + language + "\"", "10 MB").doesNotContain("HTTP Status");
		}
	}

	private String page(String role, String path) {
		var answer = send(staff(role), HttpMethod.GET, path, "", null);
		assertThat(answer).as(path).hasStatusOk();
		return text(answer);
	}

}
