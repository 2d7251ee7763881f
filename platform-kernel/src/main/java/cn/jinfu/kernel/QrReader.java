package cn.jinfu.kernel;

import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

import javax.imageio.ImageIO;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;

/**
 * What a photographed QR code says, read here: inside WeChat no page gets the camera, but
 * every phone can send a picture.
 */
public final class QrReader {

	/** A phone of today takes 50 megapixels; more is meant to fill somebody's memory. */
	private static final long MAX_PIXELS = 60_000_000;

	/**
	 * Longest side in which a code is looked for; larger finds nothing that this does
	 * not.
	 */
	private static final int[] SIDES = { 1600, 800, 2800 };

	private QrReader() {
	}

	/** Empty when it is no picture, too large, or shows no code that can be read. */
	public static Optional<String> read(byte[] picture) {
		try {
			var image = open(picture);
			if (image == null) {
				return Optional.empty();
			}
			for (int side : SIDES) {
				var found = decode(scaled(image, side));
				if (found.isPresent()) {
					return found;
				}
			}
			return Optional.empty();
		}
		catch (IOException | RuntimeException unreadable) {
			// a broken file throws whatever its decoder comes upon
			return Optional.empty();
		}
	}

	private static @org.jspecify.annotations.Nullable BufferedImage open(byte[] picture) throws IOException {
		try (var stream = ImageIO.createImageInputStream(new ByteArrayInputStream(picture))) {
			var readers = ImageIO.getImageReaders(stream);
			if (!readers.hasNext()) {
				return null;
			}
			var reader = readers.next();
			try {
				reader.setInput(stream, true, true);
				long width = reader.getWidth(0);
				long height = reader.getHeight(0);
				if (width * height > MAX_PIXELS) {
					return null;
				}
				var every = (int) Math.max(1, Math.max(width, height) / SIDES[2]);
				var param = reader.getDefaultReadParam();
				param.setSourceSubsampling(every, every, 0, 0);
				return reader.read(0, param);
			}
			finally {
				reader.dispose();
			}
		}
	}

	private static BufferedImage scaled(BufferedImage image, int side) {
		var longest = Math.max(image.getWidth(), image.getHeight());
		var by = Math.min(1.0, (double) side / longest);
		var width = Math.max(1, (int) (image.getWidth() * by));
		var height = Math.max(1, (int) (image.getHeight() * by));
		var small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		var graphics = small.createGraphics();
		graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
		graphics.drawImage(image, 0, 0, width, height, null);
		graphics.dispose();
		return small;
	}

	private static Optional<String> decode(BufferedImage image) {
		var pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
		var source = new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels);
		try {
			return Optional.of(new QRCodeReader()
				.decode(new BinaryBitmap(new HybridBinarizer(source)), Map.of(DecodeHintType.TRY_HARDER, true))
				.getText());
		}
		catch (ReaderException none) {
			return Optional.empty();
		}
	}

}
