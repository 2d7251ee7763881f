package cn.jinfu.credit.webhook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import cn.jinfu.credit.webhook.Outcome.Answered;
import cn.jinfu.credit.webhook.Outcome.Trouble;
import cn.jinfu.credit.webhook.Outcome.Failed;
import cn.jinfu.kernel.Refusal;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * One POST to an address that somebody else chose. It connects to the very address that
 * was checked (a name may lead elsewhere a moment later), follows nothing, reads no more
 * than the status line, and is over after {@link #PATIENCE} whatever the other side does.
 */
@Component
@RequiredArgsConstructor
class WebhookSender {

	static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final int LONGEST_LINE = 1000;

	private static final int MOST_LINES = 50;

	private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})(?: .*)?");

	private final AddressGuard guard;

	Outcome post(URI uri, @Nullable String range, Map<String, String> headers, byte[] body) {
		var start = System.nanoTime();
		var deadline = start + PATIENCE.toNanos();
		try {
			var code = send(guard.resolve(uri, range), uri, headers, body, deadline);
			return new Answered(code, ms(start));
		}
		catch (Refusal notAllowed) {
			return new Failed(Trouble.ADDRESS, ms(start));
		}
		catch (UnknownHostException none) {
			return new Failed(Trouble.NAME, ms(start));
		}
		catch (SocketTimeoutException late) {
			return new Failed(Trouble.TIMEOUT, ms(start));
		}
		catch (SSLException untrusted) {
			return new Failed(Trouble.TLS, ms(start));
		}
		catch (java.net.ConnectException | java.net.NoRouteToHostException closed) {
			return new Failed(Trouble.CONNECT, ms(start));
		}
		catch (IOException broken) {
			return new Failed(Trouble.BROKEN, ms(start));
		}
	}

	private static int send(InetAddress address, URI uri, Map<String, String> headers, byte[] body, long deadline)
			throws IOException {
		var secure = "https".equalsIgnoreCase(uri.getScheme());
		var port = (uri.getPort() > 0) ? uri.getPort() : (secure ? 443 : 80);
		try (var plain = new Socket()) {
			plain.connect(new InetSocketAddress(address, port), left(deadline));
			plain.setSoTimeout(left(deadline));
			try (var socket = secure ? secured(plain, uri.getHost(), port) : plain) {
				var out = socket.getOutputStream();
				out.write(head(uri, headers, body.length));
				out.write(body);
				out.flush();
				return answer(socket, deadline);
			}
		}
	}

	/** The name in the address must be the name in the certificate. */
	private static Socket secured(Socket plain, String host, int port) throws IOException {
		var socket = (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(plain, host, port,
				true);
		var parameters = socket.getSSLParameters();
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		socket.setSSLParameters(parameters);
		socket.startHandshake();
		return socket;
	}

	private static byte[] head(URI uri, Map<String, String> headers, int length) {
		var path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
		var query = (uri.getRawQuery() == null) ? "" : "?" + uri.getRawQuery();
		var head = new StringBuilder("POST ").append(path).append(query).append(" HTTP/1.1\r\n");
		head.append("Host: ").append(uri.getRawAuthority()).append("\r\n");
		headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
		head.append("Content-Length: ").append(length).append("\r\nConnection: close\r\n\r\n");
		return head.toString().getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * The first status that is none in between (RFC 9110, 15.2); what comes before it is
	 * read up to a limit.
	 */
	private static int answer(Socket socket, long deadline) throws IOException {
		for (int lines = 0; lines < MOST_LINES; lines++) {
			var matcher = STATUS.matcher(line(socket, deadline));
			if (!matcher.matches()) {
				throw new IOException("no HTTP");
			}
			var code = Integer.parseInt(matcher.group(1));
			if (code >= 200) {
				return code;
			}
			while (!line(socket, deadline).isEmpty()) {
				if (++lines > MOST_LINES) {
					throw new IOException("no end of what is in between");
				}
			}
		}
		throw new IOException("nothing but what is in between");
	}

	/** A line that comes byte by byte does not last longer for that. */
	private static String line(Socket socket, long deadline) throws IOException {
		var in = socket.getInputStream();
		var line = new ByteArrayOutputStream();
		while (line.size() < LONGEST_LINE) {
			socket.setSoTimeout(left(deadline));
			var next = in.read();
			if (next < 0 || next == '\n') {
				break;
			}
			line.write(next);
		}
		return line.toString(StandardCharsets.ISO_8859_1).strip();
	}

	private static int left(long deadline) throws SocketTimeoutException {
		var left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
		if (left <= 0) {
			throw new SocketTimeoutException("over");
		}
		return (int) left;
	}

	private static int ms(long start) {
		return (int) Duration.ofNanos(System.nanoTime() - start).toMillis();
	}

}
