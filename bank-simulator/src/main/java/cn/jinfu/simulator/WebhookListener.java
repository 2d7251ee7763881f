package cn.jinfu.simulator;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** Takes the platform's messages on this machine, each once and only when well signed. */
final class WebhookListener implements AutoCloseable {

	private static final long MOST_SECONDS = 300;

	private static final String PREFIX = "whsec_";

	private final HttpServer server;

	private final PrintStream out;

	private final Set<String> known = ConcurrentHashMap.newKeySet();

	private volatile String secret = "";

	WebhookListener(int port, PrintStream out) throws IOException {
		this.out = out;
		server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
		server.createContext("/hooks", this::take);
		server.start();
	}

	String url() {
		return "http://localhost:" + server.getAddress().getPort() + "/hooks";
	}

	void verifyWith(String newSecret) {
		secret = newSecret;
	}

	/** How many different messages were taken. */
	int taken() {
		return known.size();
	}

	private void take(HttpExchange exchange) throws IOException {
		try (exchange) {
			var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
			var id = exchange.getRequestHeaders().getFirst("webhook-id");
			var good = id != null && signed(exchange, id, body);
			if (good) {
				out.println((known.add(id) ? "webhook " : "webhook again ") + body);
			}
			else {
				out.println("webhook refused: its signature is not good");
			}
			exchange.sendResponseHeaders(good ? 204 : 401, -1);
		}
	}

	private boolean signed(HttpExchange exchange, String id, String body) {
		var headers = exchange.getRequestHeaders();
		var timestamp = headers.getFirst("webhook-timestamp");
		var signatures = headers.getFirst("webhook-signature");
		if (timestamp == null || signatures == null || secret.isEmpty() || !timestamp.matches("[0-9]{1,12}")
				|| Math.abs(Instant.now().getEpochSecond() - Long.parseLong(timestamp)) > MOST_SECONDS) {
			return false;
		}
		var ours = ("v1," + mac(id + "." + timestamp + "." + body)).getBytes(StandardCharsets.US_ASCII);
		for (var one : signatures.split(" ")) {
			if (MessageDigest.isEqual(one.getBytes(StandardCharsets.US_ASCII), ours)) {
				return true;
			}
		}
		return false;
	}

	private String mac(String text) {
		try {
			var mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring(PREFIX.length())), "HmacSHA256"));
			return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

	@Override
	public void close() {
		server.stop(0);
	}

}
