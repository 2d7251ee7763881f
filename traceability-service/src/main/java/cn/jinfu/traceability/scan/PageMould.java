package cn.jinfu.traceability.scan;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A page with holes: what stands between them is kept, compressed once, and the holes are
 * filled for each look. A compressed page is one gzip member, in which the fillings lie
 * as stored blocks between the blocks of the kept pieces (RFC 1951, 1952).
 */
final class PageMould {

	private static final byte[] GZIP = { 0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff };

	private static final byte[] LAST = { 1, 0, 0, (byte) 0xff, (byte) 0xff };

	/** What stands before the bytes of a stored block. */
	private static final int STORED = 5;

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
		var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
		var next = new int[holes.size()];
		int from = 0;
		for (var hole = first(page, from, holes, next); hole >= 0; hole = first(page, from, holes, next)) {
			mould.piece(page.substring(from, next[hole]), deflater);
			mould.holes.add(holes.get(hole).getValue());
			from = next[hole] + holes.get(hole).getKey().length();
		}
		mould.piece(page.substring(from), deflater);
		deflater.end();
		return mould;
	}

	/**
	 * Which hole comes next, -1 for none.
	 * @param next where each of them comes next, as far as known; brought up to date
	 */
	private static int first(String page, int from, List<Map.Entry<String, Integer>> holes, int[] next) {
		int first = -1;
		for (int i = 0; i < next.length; i++) {
			if (next[i] >= 0 && (next[i] < from || from == 0)) {
				next[i] = page.indexOf(holes.get(i).getKey(), from);
			}
			if (next[i] >= 0 && (first < 0 || next[i] < next[first])) {
				first = i;
			}
		}
		return first;
	}

	/**
	 * Each piece for itself: what lies before it is another for each look.
	 */
	private void piece(String text, Deflater deflater) {
		var bytes = text.getBytes(StandardCharsets.UTF_8);
		deflater.reset();
		deflater.setInput(bytes);
		var out = new byte[bytes.length + 64];
		var length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
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
		var out = ByteBuffer.allocate(size + filled(fillings, 0));
		for (int i = 0; i < pieces.size(); i++) {
			out.put(pieces.get(i));
			if (i < holes.size()) {
				out.put(fillings[holes.get(i)]);
			}
		}
		return out.array();
	}

	/** The same compressed. */
	byte[] gzip(byte[][] fillings) {
		var out = ByteBuffer
			.allocate(GZIP.length + pressedSize + filled(fillings, STORED) + LAST.length + 2 * Integer.BYTES)
			.order(ByteOrder.LITTLE_ENDIAN);
		var crc = new CRC32();
		int length = size;
		out.put(GZIP);
		for (int i = 0; i < pieces.size(); i++) {
			out.put(pressed.get(i));
			crc.update(pieces.get(i));
			if (i < holes.size()) {
				var filling = fillings[holes.get(i)];
				stored(out, filling);
				crc.update(filling);
				length += filling.length;
			}
		}
		return out.put(LAST).putInt((int) crc.getValue()).putInt(length).array();
	}

	/** Bytes of all holes' fillings, each with so many more before it. */
	private int filled(byte[][] fillings, int each) {
		int sum = 0;
		for (var hole : holes) {
			sum += each + fillings[hole].length;
		}
		return sum;
	}

	private static void stored(ByteBuffer out, byte[] bytes) {
		out.put((byte) 0).putShort((short) bytes.length).putShort((short) ~bytes.length).put(bytes);
	}

}
