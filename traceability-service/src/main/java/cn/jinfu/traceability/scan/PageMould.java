package cn.jinfu.traceability.scan;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

import org.jspecify.annotations.Nullable;

/**
 * A page with holes: what stands between them is kept, compressed once, and the holes are
 * filled for each look. A compressed page is one gzip member, in which the fillings lie
 * as stored blocks between the blocks of the kept pieces (RFC 1951, 1952).
 */
final class PageMould {

	private static final byte[] GZIP = { 0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff };

	private static final byte[] LAST = { 1, 0, 0, (byte) 0xff, (byte) 0xff };

	private final List<byte[]> pieces = new ArrayList<>();

	private final List<byte[]> pressed = new ArrayList<>();

	/** After each piece but the last. */
	private final List<Integer> holes = new ArrayList<>();

	private int size;

	private int pressedSize;

	private PageMould() {
	}

	/**
	 * @param holes the words of the page that make holes, with their numbers; the longer
	 * first where one begins like another
	 */
	static PageMould of(String page, List<Map.Entry<String, Integer>> holes) {
		var mould = new PageMould();
		int from = 0;
		for (int at = 0; at < page.length();) {
			var hole = begins(page, at, holes);
			if (hole == null) {
				at++;
				continue;
			}
			mould.piece(page.substring(from, at));
			mould.holes.add(hole.getValue());
			at += hole.getKey().length();
			from = at;
		}
		mould.piece(page.substring(from));
		return mould;
	}

	private static Map.@Nullable Entry<String, Integer> begins(String page, int at,
			List<Map.Entry<String, Integer>> holes) {
		for (var hole : holes) {
			if (page.startsWith(hole.getKey(), at)) {
				return hole;
			}
		}
		return null;
	}

	private void piece(String text) {
		var bytes = text.getBytes(StandardCharsets.UTF_8);
		var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
		deflater.setInput(bytes);
		var out = new byte[bytes.length + 64];
		var length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
		deflater.end();
		if (length == out.length) {
			throw new IllegalStateException("a page grows when compressed");
		}
		pieces.add(bytes);
		pressed.add(java.util.Arrays.copyOf(out, length));
		size += bytes.length;
		pressedSize += length;
	}

	/** Bytes that keeping it takes. */
	int weight() {
		return size + pressedSize;
	}

	/** Whether a word stands in what is kept. */
	boolean holds(String word) {
		return pieces.stream().anyMatch(it -> new String(it, StandardCharsets.UTF_8).contains(word));
	}

	/**
	 * @param fillings by the holes' numbers
	 */
	byte[] page(byte[][] fillings) {
		var out = new ByteArrayOutputStream(size + 1024);
		for (int i = 0; i < pieces.size(); i++) {
			out.writeBytes(pieces.get(i));
			if (i < holes.size()) {
				out.writeBytes(fillings[holes.get(i)]);
			}
		}
		return out.toByteArray();
	}

	/** The same compressed. */
	byte[] gzip(byte[][] fillings) {
		var out = new ByteArrayOutputStream(pressedSize + 1024);
		var crc = new CRC32();
		int length = 0;
		out.writeBytes(GZIP);
		for (int i = 0; i < pieces.size(); i++) {
			var piece = pieces.get(i);
			out.writeBytes(pressed.get(i));
			crc.update(piece);
			length += piece.length;
			if (i < holes.size()) {
				var filling = fillings[holes.get(i)];
				stored(out, filling);
				crc.update(filling);
				length += filling.length;
			}
		}
		out.writeBytes(LAST);
		number(out, crc.getValue());
		number(out, length);
		return out.toByteArray();
	}

	private static void stored(ByteArrayOutputStream out, byte[] bytes) {
		out.write(0);
		out.write(bytes.length);
		out.write(bytes.length >>> 8);
		out.write(~bytes.length);
		out.write(~bytes.length >>> 8);
		out.writeBytes(bytes);
	}

	private static void number(ByteArrayOutputStream out, long value) {
		for (int shift = 0; shift < 32; shift += 8) {
			out.write((int) (value >>> shift));
		}
	}

}
