package cn.jinfu.kernel;

import static cn.jinfu.kernel.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileContentTests {

	private static final String PLACE = "30.7 north, 121.0 east";

	@Test
	void photoLosesPlaceCommentAndTailAndKeepsItsPicture() throws IOException {
		var plain = picture("jpg");
		var photo = join(Arrays.copyOf(plain, 2), segment(0xe1, exif(1)),
				segment(0xe1, ascii("http://ns.adobe.com/xap/1.0/\0" + PLACE)),
				segment(0xed, ascii("Photoshop 3.0\0" + PLACE)), segment(0xfe, ascii(PLACE)),
				Arrays.copyOfRange(plain, 2, plain.length), ascii("PK and " + PLACE));
		var clean = FileContent.cleaned(FileContent.type(photo), photo);
		assertThat(new String(clean, StandardCharsets.ISO_8859_1)).doesNotContain(PLACE).doesNotContain("Exif");
		assertThat(clean).isEqualTo(plain);
		assertThat(pixels(clean)).isEqualTo(pixels(plain));
	}

	@Test
	void photoTakenSidewaysKeepsThatAndNothingElseOfItsNotes() {
		var plain = picture("jpg");
		var photo = join(Arrays.copyOf(plain, 2), segment(0xe1, exif(6)), Arrays.copyOfRange(plain, 2, plain.length));
		var clean = FileContent.cleaned(FileContent.JPEG, photo);
		assertThat(clean).hasSize(plain.length + 36);
		assertThat(new String(clean, StandardCharsets.ISO_8859_1)).contains("Exif").doesNotContain(PLACE);
		assertThat(FileContent.cleaned(FileContent.JPEG, clean)).isEqualTo(clean);
	}

	@Test
	void pngLosesItsTextsAndWhatHangsBehindIt() throws IOException {
		var plain = FileContent.cleaned(FileContent.PNG, picture("png"));
		var drawing = join(Arrays.copyOf(plain, 33), chunk("tEXt", ascii("Comment\0" + PLACE)), chunk("eXIf", exif(1)),
				Arrays.copyOfRange(plain, 33, plain.length), ascii("<script>"));
		var clean = FileContent.cleaned(FileContent.type(drawing), drawing);
		assertThat(clean).isEqualTo(plain);
		assertThat(pixels(clean)).isEqualTo(pixels(plain));
	}

	@Test
	void pictureThatWouldFillTheMemoryIsRefused() {
		var bomb = picture("png");
		ByteBuffer.wrap(bomb).putInt(16, 60_000).putInt(20, 60_000);
		assertRefused("kernel.file.unreadable", () -> FileContent.cleaned(FileContent.PNG, bomb));
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 20, 100, 400 })
	void pictureThatBreaksOffIsRefused(int length) {
		var jpeg = Arrays.copyOf(picture("jpg"), length);
		var png = Arrays.copyOf(picture("png"), Math.max(10, length / 6));
		assertRefused("kernel.file.unreadable", () -> FileContent.cleaned(FileContent.JPEG, jpeg));
		assertRefused("kernel.file.unreadable", () -> FileContent.cleaned(FileContent.PNG, png));
	}

	@ParameterizedTest
	@ValueSource(strings = { "<svg xmlns='http://www.w3.org/2000/svg'/>", "<!DOCTYPE html>", "GIF89a", "MZ", "",
			"PK\u0003\u0004", " %PDF-1.7\n%%EOF" })
	void whatIsNothingOfOursHasNoType(String content) {
		assertThat(FileContent.type(ascii(content))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "%PDF-1.7\n", "%PDF-1.7\n/OpenAction << /JavaScript (x) >>\n%%EOF",
			"%PDF-1.7\n/Launch\n%%EOF", "%PDF-1.7\n%%EOF PK\u0005\u0006" })
	void documentThatActsOrCarriesAnotherIsRefused(String content) {
		assertRefused("kernel.file.unreadable", () -> FileContent.cleaned(FileContent.PDF, ascii(content)));
	}

	@Test
	void onlyAWorkbookIsASheetAndOnlyATextAText() throws IOException {
		assertThat(FileContent.type(zip("[Content_Types].xml", "xl/workbook.xml"))).isEqualTo(FileContent.XLSX);
		assertThat(FileContent.type(zip("[Content_Types].xml", "word/document.xml"))).isEqualTo(FileContent.DOCX);
		assertThat(FileContent.type(zip("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"))).isEmpty();
		assertThat(FileContent.type(zip("word/document.xml"))).isEmpty();
		assertThat(FileContent.type(zip("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"))).isEmpty();
		assertThat(FileContent.type(zip("[Content_Types].xml", "xl/workbook.xml", "../x"))).isEmpty();
	}

	@Test
	void recordingsAreKnownByTheirBytesAndNeverByTheirName() {
		assertThat(FileContent.type(join(new byte[] { 0x1a, 0x45, (byte) 0xdf, (byte) 0xa3 }, ascii("B..webm"))))
			.isEqualTo(FileContent.WEBM);
		assertThat(FileContent.type(join(new byte[] { 0x1a, 0x45, (byte) 0xdf, (byte) 0xa3 }, ascii("B..matroska"))))
			.isEmpty();
		assertThat(FileContent.type(ascii("OggS and more"))).isEqualTo(FileContent.OGG);
		assertThat(FileContent.type(ascii("....ftypM4A and more"))).isEqualTo(FileContent.MP4_AUDIO);
		assertThat(FileContent.type(ascii("#!AMR and more"))).isEqualTo(FileContent.AMR);
		assertThat(FileContent.type(ascii("RIFF....WAVE and more"))).isEqualTo(FileContent.WAV);
		assertThat(FileContent.type(ascii("RIFF....AVI  and more"))).isEmpty();
		assertThat(FileContent.type(ascii("ID3 and more"))).isEqualTo(FileContent.MP3);
		assertThat(FileContent.type(new byte[] { (byte) 0xff, (byte) 0xfb, 0 })).isEqualTo(FileContent.MP3);
		assertThat(FileContent.type(new byte[] { (byte) 0xff, (byte) 0xf1, 0 })).isEqualTo(FileContent.AAC);
		assertThat(FileContent.type(new byte[] { (byte) 0xff, (byte) 0xfe, 'a', 0 })).isEmpty();
		assertThat(FileContent.type(ascii("RIFF"))).isEmpty();
		assertThat(FileContent.type(new byte[] { (byte) 0xff })).isEmpty();
	}

	@Test
	void nameIsForPeopleAndEndsAsItsContentDoes() {
		assertThat(FileContent.name("C:\\photos\\地块.JPG", FileContent.JPEG)).isEqualTo("地块.JPG");
		assertThat(FileContent.name("../../etc/x.html", FileContent.PNG)).isEqualTo("x.png");
		assertThat(FileContent.name("", FileContent.PDF)).isEqualTo("file.pdf");
		assertThat(FileContent.name("a\u0000\"b.jpg", FileContent.JPEG)).isEqualTo("ab.jpg");
		assertThat(FileContent.name("瓜".repeat(300) + ".png", FileContent.PNG)).hasSize(104);
	}

	private static byte[] picture(String format) {
		var image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
		for (var x = 0; x < 40; x++) {
			image.setRGB(x, x * 3 / 4, 0x30a060 + x * 5);
		}
		var out = new ByteArrayOutputStream();
		try {
			ImageIO.write(image, format, out);
		}
		catch (IOException failure) {
			throw new java.io.UncheckedIOException(failure);
		}
		return out.toByteArray();
	}

	private static int[] pixels(byte[] content) throws IOException {
		var image = ImageIO.read(new ByteArrayInputStream(content));
		return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
	}

	/** Little-endian, as most phones write it, with a place behind the directory. */
	private static byte[] exif(int orientation) {
		return join(ascii("Exif\0\0II*\0"),
				new byte[] { 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte) orientation, 0, 0, 0, 0, 0, 0, 0 },
				ascii(PLACE));
	}

	private static byte[] segment(int marker, byte[] data) {
		return join(
				new byte[] { (byte) 0xff, (byte) marker, (byte) ((data.length + 2) >> 8), (byte) (data.length + 2) },
				data);
	}

	private static byte[] chunk(String type, byte[] data) {
		var crc = new CRC32();
		crc.update(join(ascii(type), data));
		return join(ByteBuffer.allocate(4).putInt(data.length).array(), ascii(type), data,
				ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
	}

	private static byte[] zip(String... names) throws IOException {
		var out = new ByteArrayOutputStream();
		try (var zip = new ZipOutputStream(out)) {
			for (var name : names) {
				zip.putNextEntry(new ZipEntry(name));
				zip.write('x');
			}
		}
		return out.toByteArray();
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	private static byte[] join(byte[]... parts) {
		var out = new ByteArrayOutputStream();
		for (var part : parts) {
			out.writeBytes(part);
		}
		return out.toByteArray();
	}

}
