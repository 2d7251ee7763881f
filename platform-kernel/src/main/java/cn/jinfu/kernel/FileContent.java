package cn.jinfu.kernel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * What a file is, by its bytes, and what of it may be kept. Pictures are walked part by
 * part and only the parts that make the picture are copied: place, time and device of a
 * photo, comments, previews and whatever hangs behind the end stay behind, without the
 * picture being compressed again.
 */
final class FileContent {

	static final String JPEG = "image/jpeg";

	static final String PNG = "image/png";

	static final String PDF = "application/pdf";

	static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

	static final String WEBM = "audio/webm";

	static final String OGG = "audio/ogg";

	static final String MP4_AUDIO = "audio/mp4";

	static final String AAC = "audio/aac";

	static final String AMR = "audio/amr";

	static final String MP3 = "audio/mpeg";

	static final String WAV = "audio/wav";

	static final String DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

	/** A phone of today takes 50 megapixels; more is meant to fill somebody's memory. */
	private static final long MAX_PIXELS = 60_000_000;

	private static final long MAX_INFLATED = 200L << 20;

	private static final int MAX_NAME = 100;

	private static final Map<String, Set<String>> ENDINGS = Map.of(JPEG, Set.of(".jpg", ".jpeg"), PNG, Set.of(".png"),
			PDF, Set.of(".pdf"), XLSX, Set.of(".xlsx"), DOCX, Set.of(".docx"));

	private static final Map<String, String> ENDING = Map.ofEntries(Map.entry(JPEG, ".jpg"), Map.entry(PNG, ".png"),
			Map.entry(PDF, ".pdf"), Map.entry(XLSX, ".xlsx"), Map.entry(WEBM, ".webm"), Map.entry(OGG, ".ogg"),
			Map.entry(MP4_AUDIO, ".m4a"), Map.entry(AAC, ".aac"), Map.entry(AMR, ".amr"), Map.entry(MP3, ".mp3"),
			Map.entry(WAV, ".wav"), Map.entry(DOCX, ".docx"));

	/** Where a WebM says what it is: early in its first block. */
	private static final int WEBM_HEAD = 64;

	/**
	 * The parts of a PNG that draw it. Compressed profiles and texts are not among them.
	 */
	private static final Set<String> PNG_PARTS = Set.of("IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB",
			"sBIT", "bKGD", "pHYs");

	private FileContent() {
	}

	/** Empty when it is nothing that we take. */
	static String type(byte[] content) {
		if (starts(content, 0xff, 0xd8, 0xff)) {
			return JPEG;
		}
		if (starts(content, 0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a)) {
			return PNG;
		}
		if (starts(content, '%', 'P', 'D', 'F', '-')) {
			return PDF;
		}
		return starts(content, 'P', 'K', 3, 4) ? office(content) : sound(content);
	}

	/**
	 * What phones and browsers record with. That a WebM or MP4 holds no picture is not
	 * looked for: it is played as sound.
	 */
	private static String sound(byte[] content) {
		if (starts(content, 0x1a, 0x45, 0xdf, 0xa3)) {
			var head = new String(content, 0, Math.min(content.length, WEBM_HEAD), StandardCharsets.ISO_8859_1);
			return head.contains("webm") ? WEBM : "";
		}
		if (starts(content, 'O', 'g', 'g', 'S')) {
			return OGG;
		}
		if (starts(content, '#', '!', 'A', 'M', 'R')) {
			return AMR;
		}
		if (content.length > 12 && text(content, 4, "ftyp")) {
			return MP4_AUDIO;
		}
		if (content.length > 12 && text(content, 0, "RIFF") && text(content, 8, "WAVE")) {
			return WAV;
		}
		if (content.length < 2 || (content[0] & 0xff) != 0xff) {
			return starts(content, 'I', 'D', '3') ? MP3 : "";
		}
		// eleven bits of a frame's beginning, then which kind of frame: layer nought is
		// AAC
		return switch (content[1] & 0xf6) {
			case 0xf0 -> AAC;
			case 0xf2, 0xe2 -> MP3;
			default -> "";
		};
	}

	/**
	 * @throws Refusal.RuleBroken {@code kernel.file.unreadable}
	 */
	static byte[] cleaned(String type, byte[] content) {
		try {
			return switch (type) {
				case JPEG -> jpeg(content);
				case PNG -> png(content);
				case PDF -> pdf(content);
				default -> content;
			};
		}
		catch (ArrayIndexOutOfBoundsException cutOff) {
			throw unreadable();
		}
	}

	/** Without folders and signs that mean something to a file system. */
	static String name(String given, String type) {
		var last = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
		var plain = last.replaceAll("[\\p{C}<>:\"|?*]", "").strip();
		var lower = plain.toLowerCase(java.util.Locale.ROOT);
		var dot = lower.lastIndexOf('.');
		var fits = dot > 0 && ENDINGS.getOrDefault(type, Set.of()).contains(lower.substring(dot));
		var stem = (dot > 0) ? plain.substring(0, dot) : plain.replace(".", "");
		var ending = fits ? plain.substring(dot) : ENDING.getOrDefault(type, "");
		var shortened = stem.substring(0,
				stem.offsetByCodePoints(0, Math.min(stem.codePointCount(0, stem.length()), MAX_NAME)));
		return (shortened.isEmpty() ? "file" : shortened) + ending;
	}

	private static byte[] jpeg(byte[] in) {
		var out = new ByteArrayOutputStream(in.length);
		out.write(in, 0, 2);
		var at = 2;
		var drawn = false;
		while (true) {
			if (octet(in, at) != 0xff) {
				throw unreadable();
			}
			var marker = octet(in, at + 1);
			if (marker == 0xff) {
				at++;
				continue;
			}
			if (marker == 0xd9) {
				if (!drawn) {
					throw unreadable();
				}
				out.write(in, at, 2);
				return out.toByteArray();
			}
			var length = pair(in, at + 2);
			if (length < 2 || at + 2 + length > in.length) {
				throw unreadable();
			}
			var frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
			if (frame) {
				refuseTooManyPixels(pair(in, at + 7), pair(in, at + 5));
				drawn = true;
			}
			if (marker == 0xe1) {
				keepOrientation(in, at + 4, at + 2 + length, out);
			}
			else if (drawsJpeg(marker, in, at + 4)) {
				out.write(in, at, 2 + length);
			}
			at += 2 + length;
			if (marker == 0xda) {
				var end = scanEnd(in, at);
				out.write(in, at, end - at);
				at = end;
			}
		}
	}

	/**
	 * Tables, frames, scans; of the applications' own parts JFIF, colour profile, Adobe.
	 */
	private static boolean drawsJpeg(int marker, byte[] in, int data) {
		return switch (marker) {
			case 0xe0 -> text(in, data, "JFIF\0");
			case 0xe2 -> text(in, data, "ICC_PROFILE\0");
			case 0xee -> text(in, data, "Adobe");
			default -> marker < 0xe0 && marker >= 0xc0;
		};
	}

	/**
	 * Coded data run to the next marker that is neither an escaped octet nor a restart.
	 */
	private static int scanEnd(byte[] in, int from) {
		for (var at = from;; at++) {
			if (octet(in, at) == 0xff) {
				var next = octet(in, at + 1);
				if (next != 0 && next != 0xff && (next < 0xd0 || next > 0xd7)) {
					return at;
				}
			}
		}
	}

	/**
	 * How the phone was held is the one thing kept of its notes, in a block of its own:
	 * without it the picture lies on its side.
	 */
	private static void keepOrientation(byte[] in, int data, int end, ByteArrayOutputStream out) {
		var orientation = orientation(Arrays.copyOfRange(in, data, end));
		if (orientation > 1) {
			out.writeBytes(new byte[] { (byte) 0xff, (byte) 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0,
					0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte) orientation, 0, 0, 0, 0, 0, 0 });
		}
	}

	/** 1 to 8 as EXIF counts; 1 where it says nothing. */
	private static int orientation(byte[] exif) {
		if (exif.length < 20 || !text(exif, 0, "Exif\0\0")) {
			return 1;
		}
		var little = exif[6] == 'I';
		var directory = 6 + quad(exif, 10, little);
		if (directory < 6 || directory > exif.length - 2) {
			return 1;
		}
		var entries = pair(exif, directory, little);
		for (var entry = directory + 2; entry + 12 <= exif.length && entries > 0; entry += 12, entries--) {
			if (pair(exif, entry, little) == 0x0112) {
				var value = pair(exif, entry + 8, little);
				return (value >= 1 && value <= 8) ? value : 1;
			}
		}
		return 1;
	}

	private static byte[] png(byte[] in) {
		var out = new ByteArrayOutputStream(in.length);
		out.write(in, 0, 8);
		var at = 8;
		while (true) {
			var length = quad(in, at, false);
			var part = new String(in, at + 4, 4, StandardCharsets.ISO_8859_1);
			if (length < 0 || length > in.length - at - 12 || (at == 8) != part.equals("IHDR")) {
				throw unreadable();
			}
			if (at == 8) {
				refuseTooManyPixels(quad(in, 16, false), quad(in, 20, false));
			}
			if (PNG_PARTS.contains(part)) {
				out.write(in, at, length + 12);
			}
			at += length + 12;
			if (part.equals("IEND")) {
				return out.toByteArray();
			}
		}
	}

	/** Nothing may hang behind its end, and it may not act by itself. */
	private static byte[] pdf(byte[] in) {
		var whole = new String(in, StandardCharsets.ISO_8859_1);
		var end = whole.lastIndexOf("%%EOF");
		if (end < 0 || end < in.length - 1024 || whole.indexOf("PK\u0005\u0006", Math.max(0, in.length - 70_000)) >= 0
				|| whole.contains("/JavaScript") || whole.contains("/Launch") || whole.contains("/EmbeddedFile")) {
			throw unreadable();
		}
		return in;
	}

	/** A workbook or a text without macros; empty for any other archive. */
	private static String office(byte[] content) {
		try (var zip = ZipFile.builder().setByteArray(content).get()) {
			var left = MAX_INFLATED;
			for (var entry : Collections.list(zip.getEntries())) {
				left -= Math.max(0, entry.getSize());
				if (left < 0 || entry.getName().contains("..") || entry.getName().contains("vbaProject")) {
					return "";
				}
			}
			if (zip.getEntry("[Content_Types].xml") == null) {
				return "";
			}
			if (zip.getEntry("xl/workbook.xml") != null) {
				return XLSX;
			}
			return (zip.getEntry("word/document.xml") != null) ? DOCX : "";
		}
		catch (IOException | IllegalArgumentException notOne) {
			return "";
		}
	}

	private static void refuseTooManyPixels(long width, long height) {
		if (width <= 0 || height <= 0 || width * height > MAX_PIXELS) {
			throw unreadable();
		}
	}

	private static Refusal.RuleBroken unreadable() {
		return new Refusal.RuleBroken("kernel.file.unreadable");
	}

	private static boolean starts(byte[] content, int... octets) {
		for (var n = 0; n < octets.length; n++) {
			if (n >= content.length || octet(content, n) != octets[n]) {
				return false;
			}
		}
		return true;
	}

	private static boolean text(byte[] in, int at, String wanted) {
		for (var n = 0; n < wanted.length(); n++) {
			if (octet(in, at + n) != wanted.charAt(n)) {
				return false;
			}
		}
		return true;
	}

	private static int octet(byte[] in, int at) {
		return in[at] & 0xff;
	}

	private static int pair(byte[] in, int at) {
		return pair(in, at, false);
	}

	private static int pair(byte[] in, int at, boolean little) {
		return little ? octet(in, at) | octet(in, at + 1) << 8 : octet(in, at) << 8 | octet(in, at + 1);
	}

	private static int quad(byte[] in, int at, boolean little) {
		return little ? pair(in, at, true) | pair(in, at + 2, true) << 16 : pair(in, at) << 16 | pair(in, at + 2);
	}

}
