package cn.jinfu.production.iot.telemetry;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/** PostgreSQL's binary COPY form of the columns ts, value, series_id, quality. */
final class CopyBytes {

	private static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);

	/** PostgreSQL counts from 2000. */
	private static final long EPOCH_MICROS = 946_684_800_000_000L;

	/** Four lengths, 8 + 8 + 4 + 2 bytes, and how many columns there are. */
	private static final int ROW = 2 + 4 * 4 + 22;

	private CopyBytes() {
	}

	static <T> byte[] of(int count, List<T> rows, ToLongFunction<T> micros, ToDoubleFunction<T> value,
			ToIntFunction<T> series, ToIntFunction<T> quality) {
		var bytes = ByteBuffer.allocate(SIGNATURE.length + 8 + count * ROW + 2);
		bytes.put(SIGNATURE).putInt(0).putInt(0);
		for (var row : rows) {
			bytes.putShort((short) 4);
			bytes.putInt(8).putLong(micros.applyAsLong(row) - EPOCH_MICROS);
			bytes.putInt(8).putDouble(value.applyAsDouble(row));
			bytes.putInt(4).putInt(series.applyAsInt(row));
			bytes.putInt(2).putShort((short) quality.applyAsInt(row));
		}
		bytes.putShort((short) -1);
		return bytes.array();
	}

}
