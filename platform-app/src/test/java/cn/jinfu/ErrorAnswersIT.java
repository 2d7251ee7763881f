package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;

/** What comes from the frame around our doors looks and reads like all else. */
class ErrorAnswersIT extends OverHttp {

	private static final String PAGE = "Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\n";

	private static final String JSON = "Accept: application/json\r\n";

	@LocalServerPort
	int port;

	@Value("${jinfu.data}")
	Path data;

	@ParameterizedTest
	@ValueSource(strings = { "/t/odd%00code", "/t/odd%zz", "/t/odd%c3%28", "/console/odd%00", "/portal/odd%zz",
			"/t/odd;code", "/t/odd%2fcode", "/odd%5c%00<b>", "/odd%25x" })
	void anAddressThatCannotBeReadGetsAPageOfOurs(String path) throws IOException {
		var answer = raw("GET", path, PAGE);
		assertThat(answer).startsWith("HTTP/1.1 400 ").contains("text/html", "jf-", "kernel.unreadable", "这个网址或请求读不懂");
		assertThat(answer).as("nothing of it comes back").doesNotContain("odd", "Tomcat", "HTTP Status");
	}

	@Test
	void whoReadsEnglishGetsThePageInEnglish() throws IOException {
		assertThat(raw("GET", "/t/odd%00", PAGE + "Cookie: lang=en\r\n")).startsWith("HTTP/1.1 400 ")
			.contains("cannot be read", "kernel.unreadable");
	}

	@ParameterizedTest
	@CsvSource({ "/api/v1/odd%00, /problems/kernel.unreadable", "/api/v1/odd%zz, /problems/kernel.unreadable",
			"/api/v1/lots/odd%2f, /problems/kernel.unreadable", "/api/public/odd;x, /problems/kernel.unreadable",
			"/t/odd%00, /problems/kernel.unreadable", "/epcis/v2/odd%zz, epcisException:ValidationException",
			"/epcis/odd%00, epcisException:ValidationException",
			"/api/partner/v1/odd%00, urn:jinfu:problem:validation_failed" })
	void aProgramGetsAProblem(String path, String type) throws IOException {
		for (var accept : path.startsWith("/t/") ? new String[] { JSON } : new String[] { JSON, PAGE, "" }) {
			var answer = raw("GET", path, accept);
			assertThat(answer).startsWith("HTTP/1.1 400 ").contains("application/problem+json", type, "\"code\":");
			assertThat(answer).doesNotContain("odd");
		}
	}

	@Test
	void anUnknownAddressOfTheInterfaceIsAProblemInTheReadersLanguage() throws Exception {
		var token = "Authorization: Bearer " + new BankClient(data.resolve("demo/clients/epcis-demo.json")).tokenFor("")
				+ "\r\n";
		assertThat(raw("GET", "/api/v1/odd", token)).startsWith("HTTP/1.1 404 ")
			.contains("application/problem+json", "\"code\":\"kernel.not-found\"", "这个地址没有内容", "\"title\":\"找不到\"")
			.doesNotContain("odd");
		assertThat(raw("GET", "/api/v1/odd", token + "Accept-Language: en\r\n")).startsWith("HTTP/1.1 404 ")
			.contains("There is nothing at this address", "\"title\":\"Not found\"");
		assertThat(raw("GET", "/api/v1/odd", token + "Accept: text/csv\r\n")).startsWith("HTTP/1.1 404 ")
			.contains("\"code\":\"kernel.not-found\"");
		assertThat(raw("DELETE", "/api/v1/lots", token)).startsWith("HTTP/1.1 405 ")
			.contains("application/problem+json", "\"code\":\"kernel.method\"", "Allow: ");
		assertThat(raw("GET", "/api/public/odd", "")).startsWith("HTTP/1.1 404 ")
			.contains("\"code\":\"kernel.not-found\"");
	}

	@Test
	void aFormatThatIsNotServedIsAProblemWithItsCode() {
		var officer = staff("brand.officer");
		refused(mvc.post()
			.uri("/api/v1/recalls")
			.with(authentication(officer.authentication()))
			.with(csrf())
			.contentType("text/plain")
			.content("x")
			.exchange(), HttpStatus.UNSUPPORTED_MEDIA_TYPE, "kernel.media-type");
		refused(mvc.get()
			.uri("/api/v1/lots")
			.with(authentication(officer.authentication()))
			.accept("text/csv")
			.exchange(), HttpStatus.NOT_ACCEPTABLE, "kernel.not-acceptable");
		var invalid = send(officer, HttpMethod.POST, "/api/v1/recalls", "{", null);
		refused(invalid, HttpStatus.BAD_REQUEST, "kernel.invalid");
		assertThat(invalid).bodyJson().extractingPath("$.title").isEqualTo("请求有误");
	}

	@Test
	void whoMayNotIsToldTheCode() throws IOException {
		assertThat(raw("GET", "/api/v1/lots", "")).startsWith("HTTP/1.1 401 ")
			.contains("\"code\":\"kernel.unauthenticated\"", "\"title\":\"没有登录\"");
	}

	/** As it is written, which no client of Java sends. */
	private String raw(String method, String path, String headers) throws IOException {
		try (var line = new Socket("localhost", port)) {
			var request = "%s %s HTTP/1.1\r\nHost: localhost\r\n%sConnection: close\r\n\r\n";
			line.getOutputStream().write(request.formatted(method, path, headers).getBytes(StandardCharsets.US_ASCII));
			return new String(line.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
