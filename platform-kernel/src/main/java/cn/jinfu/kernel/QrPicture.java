package cn.jinfu.kernel;

import java.util.Map;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.Encoder;

/**
 * A QR code as one path of an SVG: sharp at any size, and no image request.
 *
 * @param size modules per side; draw it with a view box of {@code -4 -4 size+8 size+8},
 * for the quiet zone
 * @param path dark modules, a run of them at a time
 */
public record QrPicture(int size, String path) {

	/** Takes a run of dark modules, from its leftmost. */
	public interface Run {

		void of(int x, int y, int length);

	}

	public static QrPicture of(String text) {
		var path = new StringBuilder();
		var size = draw(text, (x, y, length) -> path.append("M%d %dh%dv1h-%dz".formatted(x, y, length, length)));
		return new QrPicture(size, path.toString());
	}

	/**
	 * Medium correction: a scratch of 15 % still reads.
	 * @return modules per side
	 */
	public static int draw(String text, Run run) {
		try {
			var matrix = Encoder.encode(text, ErrorCorrectionLevel.M, Map.of(EncodeHintType.CHARACTER_SET, "UTF-8"))
				.getMatrix();
			for (int y = 0; y < matrix.getHeight(); y++) {
				for (int x = 0; x < matrix.getWidth(); x++) {
					int from = x;
					while (x < matrix.getWidth() && matrix.get(x, y) == 1) {
						x++;
					}
					if (x > from) {
						run.of(from, y, x - from);
					}
				}
			}
			return matrix.getWidth();
		}
		catch (WriterException tooLong) {
			throw new IllegalArgumentException(text, tooLong);
		}
	}

	public String viewBox() {
		return "-4 -4 " + (size + 8) + " " + (size + 8);
	}

}
