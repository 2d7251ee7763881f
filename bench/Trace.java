import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

import cn.jinfu.traceability.code.CodePaths;
import cn.jinfu.traceability.code.LabelSerial;
import cn.jinfu.traceability.code.ScanTicket;

/**
 * Helps bench/trace.sh: mints codes and tickets with the product's own classes, and sends bodies so that it is known of each
 * whether it was acknowledged.
 */
class Trace {

	public static void main(String[] args) throws Exception {
		switch (args[0]) {
			case "codes" -> write(args[5], mint(args, false));
			case "tickets" -> write(args[5], mint(args, true));
			case "send" -> send(Integer.parseInt(args[1]), args[2], Integer.parseInt(args[3]), Files.readAllLines(Path.of(args[4])),
					Path.of(args[5]), Arrays.asList(args).subList(6, args.length));
			case "numbers" -> write(args[4], numbers(args));
			default -> throw new IllegalArgumentException(args[0]);
		}
	}

	/** codes|tickets KEYFILE SPACE FIRST COUNT FILE: in random order. */
	private static List<String> mint(String[] args, boolean tickets) throws IOException {
		var key = HexFormat.of().parseHex(Files.readString(Path.of(args[1])).strip());
		var first = Long.parseLong(args[3]);
		var lines = new ArrayList<>(LongStream.range(first, first + Long.parseLong(args[4])).parallel().mapToObj(number -> {
			var serial = LabelSerial.encode(key, 0, args[2], number);
			return tickets ? "{\"ticket\":\"" + ScanTicket.issue(key, args[2], serial, Instant.now()) + "\"}"
					: CodePaths.label(args[2], serial);
		}).toList());
		Collections.shuffle(lines, new Random(1));
		return lines;
	}

	/** numbers KEYFILE SPACE SERIALS FILE: the running numbers of serials. */
	private static List<String> numbers(String[] args) throws IOException {
		var key = HexFormat.of().parseHex(Files.readString(Path.of(args[1])).strip());
		return Files.readAllLines(Path.of(args[3]))
			.stream()
			.map(it -> ((LabelSerial.Genuine) LabelSerial.read(_ -> key, args[2], it)).number() + "")
			.toList();
	}

	private static void write(String file, List<String> lines) throws IOException {
		Files.write(Path.of(file), lines);
	}

	/** send PORT PATH CONNECTIONS BODIES ACKNOWLEDGED [HEADER...]: those answered with 2xx are written down. */
	private static void send(int port, String path, int connections, List<String> bodies, Path acknowledged, List<String> headers)
			throws Exception {
		var next = new AtomicInteger();
		var took = new long[bodies.size()];
		var head = "POST " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\nContent-Type: application/json\r\n"
				+ String.join("", headers.stream().map(it -> it + "\r\n").toList()) + "Content-Length: ";
		var threads = new ArrayList<Thread>();
		var began = System.nanoTime();
		for (int i = 0; i < connections; i++) {
			threads.add(Thread.ofPlatform().start(() -> {
				var buffer = new byte[64 * 1024];
				for (int n = next.getAndIncrement(); n < bodies.size();) {
					// the server closes a connection after some requests
					try (var socket = new Socket("localhost", port)) {
						socket.setTcpNoDelay(true);
						for (boolean open = true; open && n < bodies.size(); n = next.getAndIncrement()) {
							var body = bodies.get(n);
							var start = System.nanoTime();
							socket.getOutputStream().write((head + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8));
							var answer = answer(socket.getInputStream(), buffer);
							took[n] = answer.startsWith("2", 9) ? System.nanoTime() - start : -1;
							if (took[n] < 0 && n % 1000 == 0) {
								System.err.println(answer.lines().findFirst().orElse(""));
							}
							open = !answer.contains("connection: close");
						}
					}
					catch (IOException gone) {
						// the server was killed: whoever waited was not acknowledged
						return;
					}
				}
			}));
		}
		for (var thread : threads) {
			thread.join();
		}
		var seconds = (System.nanoTime() - began) / 1e9;
		var kept = new ArrayList<String>();
		for (int n = 0; n < took.length; n++) {
			if (took[n] > 0) {
				kept.add(bodies.get(n));
			}
		}
		Files.write(acknowledged, kept);
		var sorted = Arrays.stream(took).filter(it -> it > 0).sorted().toArray();
		System.out.printf("%d of %d acknowledged in %.1f s, %.0f a second, median %.1f ms, p99 %.1f ms%n", sorted.length, took.length,
				seconds, sorted.length / seconds, sorted.length == 0 ? 0 : sorted[sorted.length / 2] / 1e6,
				sorted.length == 0 ? 0 : sorted[(int) (sorted.length * 0.99)] / 1e6);
	}

	/** The head of one answer, in small letters. Reads it with a length or in chunks; a body larger than the buffer is not expected here. */
	private static String answer(InputStream in, byte[] buffer) throws IOException {
		int length = 0;
		while (true) {
			var read = in.read(buffer, length, buffer.length - length);
			if (read < 0) {
				throw new IOException("closed");
			}
			length += read;
			var text = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
			var end = text.indexOf("\r\n\r\n");
			if (end < 0) {
				continue;
			}
			var head = text.substring(0, end).toLowerCase();
			var at = head.indexOf("content-length:");
			if (at >= 0) {
				var stop = head.indexOf("\r\n", at);
				var body = Integer.parseInt(head.substring(at + 15, stop < 0 ? head.length() : stop).strip());
				if (length >= end + 4 + body) {
					return head;
				}
			}
			else if (!head.contains("chunked") || text.endsWith("0\r\n\r\n")) {
				return head;
			}
		}
	}

}
