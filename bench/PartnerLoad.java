import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import com.sun.net.httpserver.HttpServer;

/**
 * A bank's machine that calls as fast as it is answered, for bench/partner.sh:
 * {@code java PartnerLoad.java <client file> writes|reads|listen <connections> <seconds> [case or endpoint file]}.
 * Requests are signed before the clock starts, so that the measurement is not of the signer. It prints one line.
 */
public class PartnerLoad {

	private static final HexFormat HEX = HexFormat.of();

	private static String file;

	private static String clientId;

	private static URI api;

	private static String token;

	public static void main(String[] args) throws Exception {
		file = Files.readString(Path.of(args[0]));
		clientId = field("clientId");
		api = URI.create(field("apiBase"));
		token = token();
		var connections = Integer.parseInt(args[2]);
		var seconds = Integer.parseInt(args[3]);
		switch (args[1]) {
			case "writes" -> writes(connections, seconds, Integer.parseInt(args[4]));
			case "reads" -> reads(connections, seconds, args[4]);
			case "post" -> System.out.println(once(args[4], args[5]));
			case "listen" -> listen(seconds, Integer.parseInt(args[4]));
			default -> throw new IllegalArgumentException(args[1]);
		}
	}

	/** The first text under that name; the client file is flat but for its two keys. */
	private static String field(String name) {
		return in(file, name);
	}

	private static String in(String text, String name) {
		var found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]+)\"").matcher(text);
		if (!found.find()) {
			throw new IllegalStateException("no " + name + " in " + text);
		}
		return found.group(1);
	}

	private static String key(String name) {
		return file.substring(file.indexOf("\"" + name + "\"")).split("}", 2)[0];
	}

	private static byte[] raw(String base64url) {
		return Base64.getUrlDecoder().decode(base64url);
	}

	private static String token() throws Exception {
		var key = key("privateKey");
		var der = HEX.formatHex(HEX.parseHex("3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420"))
				+ HEX.formatHex(raw(in(key, "d")));
		var own = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(HEX.parseHex(der)));
		var claims = "{\"iss\":\"%s\",\"sub\":\"%s\",\"aud\":\"%s\",\"exp\":%d,\"jti\":\"%s\"}".formatted(clientId,
				clientId, field("tokenUri"), Instant.now().getEpochSecond() + 60, UUID.randomUUID());
		var text = url("{\"alg\":\"ES256\",\"kid\":\"" + in(key, "kid") + "\"}") + "." + url(claims);
		var signer = Signature.getInstance("SHA256withECDSAinP1363Format");
		signer.initSign(own);
		signer.update(text.getBytes(StandardCharsets.US_ASCII));
		var assertion = text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signer.sign());
		var form = "grant_type=client_credentials&client_id=" + clientId + "&client_assertion_type="
				+ URLEncoder.encode("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", StandardCharsets.UTF_8)
				+ "&client_assertion=" + assertion;
		var answer = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(field("tokenUri")))
				.header("Content-Type", "application/x-www-form-urlencoded")
				.POST(HttpRequest.BodyPublishers.ofString(form))
				.build(), HttpResponse.BodyHandlers.ofString());
		return in(answer.body(), "access_token");
	}

	private static String url(String text) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

	private static PrivateKey messageKey() throws Exception {
		return KeyFactory.getInstance("Ed25519")
			.generatePrivate(new PKCS8EncodedKeySpec(HEX.parseHex(
					"302e020100300506032b657004220420" + HEX.formatHex(raw(in(key("messageKey"), "d"))))));
	}

	/** A whole request as it goes over the wire. */
	private static byte[] post(PrivateKey own, String path, String body) throws Exception {
		var bytes = body.getBytes(StandardCharsets.UTF_8);
		var digest = "sha-256=:"
				+ Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes)) + ":";
		var idempotency = UUID.randomUUID().toString();
		var now = Instant.now().getEpochSecond();
		var parameters = "(\"@method\" \"@target-uri\" \"content-digest\" \"idempotency-key\");created=" + now
				+ ";expires=" + (now + 300) + ";keyid=\"" + in(key("messageKey"), "kid")
				+ "\";alg=\"ed25519\";tag=\"jinfu-partner\"";
		var base = "\"@method\": POST\n\"@target-uri\": " + api + path + "\n\"content-digest\": " + digest
				+ "\n\"idempotency-key\": " + idempotency + "\n\"@signature-params\": " + parameters;
		var signer = Signature.getInstance("Ed25519");
		signer.initSign(own);
		signer.update(base.getBytes(StandardCharsets.US_ASCII));
		var head = "POST " + api.getRawPath() + path + " HTTP/1.1\r\nHost: " + api.getRawAuthority()
				+ "\r\nAuthorization: Bearer " + token + "\r\nContent-Type: application/json\r\nContent-Length: "
				+ bytes.length + "\r\nIdempotency-Key: " + idempotency + "\r\nContent-Digest: " + digest
				+ "\r\nSignature-Input: sig1=" + parameters + "\r\nSignature: sig1=:"
				+ Base64.getEncoder().encodeToString(signer.sign()) + ":\r\n\r\n";
		var all = Arrays.copyOf(head.getBytes(StandardCharsets.US_ASCII), head.length() + bytes.length);
		System.arraycopy(bytes, 0, all, head.length(), bytes.length);
		return all;
	}

	private static void writes(int connections, int seconds, int most) throws Exception {
		var run = UUID.randomUUID().toString().substring(0, 8);
		var today = LocalDate.now(ZoneId.of("Asia/Shanghai"));
		var queue = new ConcurrentLinkedQueue<byte[]>();
		var own = messageKey();
		for (int i = 0; i < most; i++) {
			queue.add(post(own, "/loans/BENCH-" + run + "-" + i + "/transactions",
					"{\"type\":\"REPAYMENT\",\"bankTxnNo\":\"BENCH-" + run + "-" + i + "\",\"valueDate\":\"" + today
							+ "\",\"amount\":{\"amount\":\"100.00\",\"currency\":\"CNY\"}}"));
		}
		run(connections, seconds, queue);
	}

	private static void reads(int connections, int seconds, String caseNo) throws Exception {
		var request = ("GET " + api.getRawPath() + "/cases/" + caseNo + " HTTP/1.1\r\nHost: " + api.getRawAuthority()
				+ "\r\nAuthorization: Bearer " + token + "\r\n\r\n")
			.getBytes(StandardCharsets.US_ASCII);
		run(connections, seconds, new ConcurrentLinkedQueue<>(List.of(request)) {
			@Override
			public byte[] poll() {
				return request;
			}
		});
	}

	private static void run(int connections, int seconds, ConcurrentLinkedQueue<byte[]> queue) throws Exception {
		var times = new ConcurrentLinkedQueue<long[]>();
		var wrong = new AtomicInteger();
		var done = new CountDownLatch(connections);
		var from = System.nanoTime();
		var until = from + seconds * 1_000_000_000L;
		for (int i = 0; i < connections; i++) {
			Thread.ofPlatform().start(() -> {
				var own = new long[200_000];
				int n = 0;
				byte[] request = null;
				while (System.nanoTime() < until && (request = queue.poll()) != null) {
					// the server ends a connection after a hundred requests
					try (var socket = new Socket(api.getHost(), api.getPort())) {
						socket.setTcpNoDelay(true);
						var in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
						for (int k = 1; request != null; k++) {
							var start = System.nanoTime();
							socket.getOutputStream().write(request);
							if (answer(in) >= 300) {
								wrong.incrementAndGet();
							}
							own[n++] = System.nanoTime() - start;
							request = (k < 100 && System.nanoTime() < until) ? queue.poll() : null;
						}
					}
					catch (IOException broken) {
						wrong.incrementAndGet();
					}
				}
				times.add(Arrays.copyOf(own, n));
				done.countDown();
			});
		}
		done.await();
		var took = (System.nanoTime() - from) / 1e9;
		var all = times.stream().flatMapToLong(Arrays::stream).sorted().toArray();
		System.out.printf("%d in %.1f s: %.0f/s, median %.1f ms, p99 %.1f ms, worst %.0f ms, refused %d%n", all.length,
				took, all.length / took, all[all.length / 2] / 1e6, all[all.length * 99 / 100] / 1e6,
				all[all.length - 1] / 1e6, wrong.get());
	}

	/** Reads one answer whole and gives its status. */
	private static int answer(InputStream in) throws IOException {
		var head = new StringBuilder();
		int next;
		while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
			if ((next = in.read()) < 0) {
				throw new IOException("closed");
			}
			head.append((char) next);
		}
		var length = Pattern.compile("(?i)content-length: ([0-9]+)").matcher(head);
		if (length.find()) {
			in.skipNBytes(Long.parseLong(length.group(1)));
		}
		else {
			String size;
			do {
				size = line(in);
				in.skipNBytes(Integer.parseInt(size.strip(), 16) + 2);
			}
			while (!size.strip().equals("0"));
		}
		return Integer.parseInt(head.substring(9, 12));
	}

	private static String line(InputStream in) throws IOException {
		var line = new StringBuilder();
		int next;
		while ((next = in.read()) != '\n') {
			line.append((char) next);
		}
		return line.toString();
	}

	/** One signed call, for the script; prints what came back. */
	private static String once(String path, String body) throws Exception {
		try (var socket = new Socket(api.getHost(), api.getPort())) {
			socket.setSoTimeout(20_000);
			socket.getOutputStream()
				.write(new String(post(messageKey(), path, body), StandardCharsets.ISO_8859_1)
					.replaceFirst("\r\n", "\r\nConnection: close\r\n")
					.getBytes(StandardCharsets.ISO_8859_1));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	/** Takes messages and says how long after their event they came. */
	private static void listen(int seconds, int port) throws Exception {
		var late = new ConcurrentLinkedQueue<Long>();
		var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
		server.setExecutor(java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor());
		server.createContext("/", exchange -> {
			var now = Instant.now();
			var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
			if (body.contains("BENCH-")) {
				late.add(java.time.Duration.between(Instant.parse(in(body, "timestamp")), now).toMillis());
			}
		});
		server.start();
		Thread.sleep(seconds * 1000L);
		server.stop(0);
		var all = new ArrayList<>(late);
		all.sort(null);
		System.out.println(all.isEmpty() ? "no message came"
				: "%d messages: median %d ms, p99 %d ms, worst %d ms after their event".formatted(all.size(),
						all.get(all.size() / 2), all.get(all.size() * 99 / 100), all.getLast()));
	}

}
