package cn.jinfu.credit.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import cn.jinfu.credit.webhook.Outcome.Answered;
import cn.jinfu.credit.webhook.Outcome.Failed;
import cn.jinfu.credit.webhook.Outcome.Trouble;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the other side says on the wire, byte by byte, and what is made of it. */
class WebhookSenderTests {

	private final WebhookSender sender = new WebhookSender(new AddressGuard(true));

	@ParameterizedTest
	@CsvSource({ "HTTP/1.1 200 OK|,200", "HTTP/1.0 204|,204", "HTTP/1.1 103 Early Hints|Link: x||HTTP/1.1 200 OK|,200",
			"HTTP/1.1 100 Continue||HTTP/1.1 102 Processing||HTTP/1.1 410 Gone|,410",
			"HTTP/1.1 302 Found|Location: http://127.0.0.1/|,302" })
	void theFirstStatusThatIsNoneInBetweenCounts(String wire, int code) throws Exception {
		assertThat(said(wire.replace("|", "\r\n"), 0)).isInstanceOfSatisfying(Answered.class,
				it -> assertThat(it.code()).isEqualTo(code));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "SSH-2.0-x|", "HTTP/1.1 100 Continue||", "HTTP/1.1 100 Continue|", "HTTP/2 200|" })
	void whatIsNoAnswerIsNone(String wire) throws Exception {
		assertThat(said(wire.replace("|", "\r\n"), 0)).isInstanceOfSatisfying(Failed.class,
				it -> assertThat(it.trouble()).isEqualTo(Trouble.BROKEN));
	}

	@Test
	void answersInBetweenHaveAnEnd() throws Exception {
		assertThat(said("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(500), 0)).isInstanceOf(Failed.class);
		assertThat(said("HTTP/1.1 103 Early Hints\r\n" + "a: b\r\n".repeat(500), 0)).isInstanceOf(Failed.class);
	}

	@Test
	@DisplayName("a line that drips is over after ten seconds")
	void whatDripsIsOver() throws Exception {
		var start = System.nanoTime();
		assertThat(said("HTTP/1.1 103 Early Hints\r\n" + "a: b\r\n".repeat(20), 300))
			.isInstanceOfSatisfying(Failed.class, it -> assertThat(it.trouble()).isEqualTo(Trouble.TIMEOUT));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(WebhookSender.PATIENCE.minusMillis(100),
				WebhookSender.PATIENCE.plusSeconds(2));
	}

	/**
	 * @param pause in milliseconds after each byte
	 */
	private Outcome said(String wire, int pause) throws Exception {
		try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			var bank = Thread.ofVirtual().start(() -> {
				try (var socket = server.accept()) {
					var in = socket.getInputStream();
					while (in.read() != '}') {
						Thread.onSpinWait();
					}
					for (var octet : wire.getBytes(StandardCharsets.ISO_8859_1)) {
						socket.getOutputStream().write(octet);
						if (pause > 0) {
							Thread.sleep(pause);
						}
					}
				}
				catch (IOException | InterruptedException over) {
					// the other side has had enough
				}
			});
			var outcome = sender.post(URI.create("http://localhost:" + server.getLocalPort() + "/hooks"), null,
					Map.of("webhook-id", "1"), "{}".getBytes(StandardCharsets.US_ASCII));
			bank.interrupt();
			return outcome;
		}
	}

}
