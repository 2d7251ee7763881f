package cn.jinfu.kernel;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.function.Consumer;

import javax.imageio.ImageIO;

import org.springframework.web.multipart.MultipartFile;

/** A drawn picture in the place of a photo: it shows no place and nobody. */
public final class DemoPicture implements MultipartFile {

	private final String name;

	private final String format;

	private final byte[] content;

	private DemoPicture(String name, String format, byte[] content) {
		this.name = name;
		this.format = format;
		this.content = content;
	}

	/**
	 * @param name without its ending
	 * @param format png or jpeg
	 * @param width in pixels
	 * @param height in pixels
	 */
	public static DemoPicture drawn(String name, String format, int width, int height, Consumer<Graphics2D> drawing) {
		var page = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		var pen = page.createGraphics();
		drawing.accept(pen);
		pen.dispose();
		try {
			var bytes = new ByteArrayOutputStream();
			ImageIO.write(page, format, bytes);
			return new DemoPicture(name, format, bytes.toByteArray());
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	@Override
	public String getName() {
		return "photo";
	}

	@Override
	public String getOriginalFilename() {
		return name + "." + format;
	}

	@Override
	public String getContentType() {
		return "image/" + format;
	}

	@Override
	public boolean isEmpty() {
		return false;
	}

	@Override
	public long getSize() {
		return content.length;
	}

	@Override
	public byte[] getBytes() {
		return content.clone();
	}

	@Override
	public InputStream getInputStream() {
		return new ByteArrayInputStream(content);
	}

	@Override
	public void transferTo(File target) throws IOException {
		Files.write(target.toPath(), content);
	}

}
