package cn.jinfu.kernel;

import java.awt.Color;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import javax.imageio.ImageIO;

import com.google.zxing.EncodeHintType;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.Encoder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class QrReaderTests {

	private static final String ADDRESS = "HTTPS://Z.EXAMPLE.CN/01/09521234543213/21/0SAN666SC4ZRHGAD";

	@Test
	void readsACodeOnAPhoto() throws Exception {
		assertThat(QrReader.read(photo(4000, 3000, 700, 12, "jpg"))).contains(ADDRESS);
		assertThat(QrReader.read(photo(900, 700, 300, 0, "png"))).contains(ADDRESS);
	}

	@Test
	void readsNothingWhereThereIsNothing() throws Exception {
		var empty = new ByteArrayOutputStream();
		ImageIO.write(new BufferedImage(400, 400, BufferedImage.TYPE_INT_RGB), "png", empty);
		assertThat(QrReader.read(empty.toByteArray())).isEmpty();
		assertThat(QrReader.read("no picture".getBytes(StandardCharsets.UTF_8))).isEmpty();
		assertThat(QrReader.read(new byte[0])).isEmpty();
		var whole = photo(900, 700, 300, 0, "png");
		assertThat(QrReader.read(java.util.Arrays.copyOf(whole, whole.length / 3))).isEmpty();
	}

	/** A picture that says it is a hundred thousand pixels wide and high. */
	@Test
	void opensNoPictureThatFillsTheMemory() throws Exception {
		var png = photo(900, 700, 300, 0, "png");
		for (int at : new int[] { 16, 20 }) {
			png[at] = 0;
			png[at + 1] = 1;
			png[at + 2] = (byte) 0x86;
			png[at + 3] = (byte) 0xa0;
		}
		assertThat(QrReader.read(png)).isEmpty();
	}

	/** Grey paper, a white label somewhat turned. */
	private static byte[] photo(int width, int height, int size, int degrees, String format) throws Exception {
		var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		var graphics = image.createGraphics();
		graphics.setColor(new Color(150, 150, 140));
		graphics.fillRect(0, 0, width, height);
		graphics.setTransform(AffineTransform.getRotateInstance(Math.toRadians(degrees), width / 2.0, height / 2.0));
		var matrix = Encoder.encode(ADDRESS, ErrorCorrectionLevel.M, Map.of(EncodeHintType.CHARACTER_SET, "UTF-8"))
			.getMatrix();
		var module = size / matrix.getWidth();
		var left = width / 2 - size / 2;
		var top = height / 2 - size / 2;
		graphics.setColor(Color.WHITE);
		graphics.fillRect(left - 5 * module, top - 5 * module, size + 10 * module, size + 10 * module);
		graphics.setColor(Color.BLACK);
		for (int y = 0; y < matrix.getHeight(); y++) {
			for (int x = 0; x < matrix.getWidth(); x++) {
				if (matrix.get(x, y) == 1) {
					graphics.fillRect(left + x * module, top + y * module, module, module);
				}
			}
		}
		graphics.dispose();
		return bytes(image, format);
	}

	private static byte[] bytes(BufferedImage image, String format) throws IOException {
		var out = new ByteArrayOutputStream();
		ImageIO.write(image, format, out);
		return out.toByteArray();
	}

}
