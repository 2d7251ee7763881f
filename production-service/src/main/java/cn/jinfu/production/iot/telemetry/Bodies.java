package cn.jinfu.production.iot.telemetry;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

import cn.jinfu.kernel.Refusal.RuleBroken;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** A body as devices send it: bounded before anything of it is kept, packed or not. */
public final class Bodies {

	/** On the wire. */
	private static final long MOST = 1024 * 1024;

	/** Unpacked: what 10,000 points need, and no bomb. */
	private static final long MOST_UNPACKED = 4 * MOST;

	private Bodies() {
	}

	/**
	 * @param length as announced, -1 when it was not
	 * @throws RuleBroken {@code production.telemetry.too-large}, at once or while
	 * reading; {@code production.telemetry.malformed} when it is not packed as it says
	 */
	public static InputStream of(InputStream body, long length, @Nullable String encoding) throws IOException {
		if (length > MOST) {
			throw new RuleBroken("production.telemetry.too-large", MOST / 1024);
		}
		var limited = new LimitedStream(body, MOST);
		if (encoding == null || encoding.equalsIgnoreCase("identity")) {
			return limited;
		}
		if (!encoding.equalsIgnoreCase("gzip")) {
			throw new RuleBroken("production.telemetry.encoding", encoding);
		}
		try {
			return new LimitedStream(new GZIPInputStream(limited), MOST_UNPACKED);
		}
		catch (ZipException | java.io.EOFException notPacked) {
			throw new RuleBroken("production.telemetry.malformed");
		}
	}

	/** Which status a refused body is answered with. */
	public static HttpStatus status(RuleBroken refusal) {
		return switch (refusal.code()) {
			case "production.telemetry.too-large", "production.telemetry.too-many" -> HttpStatus.CONTENT_TOO_LARGE;
			case "production.telemetry.encoding" -> HttpStatus.UNSUPPORTED_MEDIA_TYPE;
			default -> HttpStatus.BAD_REQUEST;
		};
	}

}
