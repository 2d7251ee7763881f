package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import cn.jinfu.simulator.BankSimulator;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulator against a platform that is none: it says so, and its code tells why. */
class BankSimulatorTests {

	private static final String TOKEN = "{\"access_token\":\"t\",\"expires_in\":300}";

	@TempDir
	Path folder;

	private HttpServer platform;

	private record Run(int code, String said) {
	}

	@BeforeEach
	void somethingListens() throws IOException {
		platform = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		answer("/token", 200, TOKEN);
		platform.start();
	}

	@AfterEach
	void nothingDoes() {
		platform.stop(0);
	}

	private void answer(String path, int status, String body) {
		platform.createContext(path, exchange -> {
			var bytes = body.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(status, bytes.length);
			exchange.getResponseBody().write(bytes);
			exchange.close();
		});
	}

	@Test
	void nobodyListens() throws Exception {
		var client = client();
		platform.stop(0);
		told(run(client), 3, "The platform cannot be reached", "start this again later");
	}

	@Test
	void theConnectionBreaksInTheMiddle() throws Exception {
		platform.createContext("/cases", exchange -> {
			exchange.getRequestBody().readAllBytes();
			exchange.close();
		});
		told(run(client()), 3, "The platform cannot be reached", "start this again later");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			500 | <html>oops</html> | 3 | The platform failed: GET /cases/RZ-1 -> 500
			503 | {}                | 3 | The platform failed: GET /cases/RZ-1 -> 503
			200 | <html>hi</html>   | 3 | -> 200, but no JSON
			200 | {}                | 3 | the answer has no status
			404 | {"code":40401}    | 1 | GET /cases/RZ-1 -> 404 {"code":40401}
			""")
	void theAnswerIsNone(int status, String body, int code, String said) throws Exception {
		answer("/cases", status, body);
		told(run(client()), code, said);
	}

	@Test
	void theTokenIsRefused() throws Exception {
		platform.removeContext("/token");
		answer("/token", 401, "{\"error\":\"invalid_client\"}");
		told(run(client()), 1, "POST /token -> 401 {\"error\":\"invalid_client\"}");
	}

	@Test
	void theClientFileIsNone() throws Exception {
		told(run(folder.resolve("none.json")), 2, "The client file cannot be used", "none.json");
		told(run(Files.writeString(folder.resolve("half.json"), "{\"clientId\":\"bank-a\"}")), 2, "half.json");
		told(run(Files.writeString(folder.resolve("text.json"), "bank-a")), 2, "text.json");
	}

	private static void told(Run run, int code, String... words) {
		assertThat(run.said()).contains(words).doesNotContain("\tat ").doesNotContain("Exception");
		assertThat(run.code()).isEqualTo(code);
	}

	private Path client() throws Exception {
		var address = "http://localhost:" + platform.getAddress().getPort();
		return Files.writeString(folder.resolve("bank-x.json"), """
				{"clientId":"bank-x","tokenUri":"%s/token","apiBase":"%s","privateKey":%s,
				 "messageKey":{"kty":"OKP","crv":"Ed25519","kid":"m","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
				 "d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}}""".formatted(address, address,
				new ECKeyGenerator(Curve.P_256).keyID("a").generate().toJSONString()));
	}

	private static Run run(Path client) throws Exception {
		var said = new ByteArrayOutputStream();
		var code = BankSimulator.run(new String[] { client.toString(), "RZ-1" },
				new PrintStream(said, true, StandardCharsets.UTF_8));
		return new Run(code, said.toString(StandardCharsets.UTF_8));
	}

}
