package cn.jinfu.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The key above all keys. It lives outside the database: given as
 * {@code JINFU_MASTER_KEY} (32 bytes in base 64), or drawn at the first start into
 * {@code keys/master.key} of the data folder, readable by its owner only. A copy of the
 * database without it is worthless, and so is a backup.
 */
@Component
class MasterKey {

	static final int LENGTH = 32;

	private final byte[] key;

	MasterKey(@Value("${jinfu.master-key:}") String given, @Value("${jinfu.data:./data}") String data) {
		this.key = decode(given.isBlank() ? stored(Path.of(data, "keys", "master.key")) : given);
	}

	byte[] bytes() {
		return key.clone();
	}

	/** Tells one master key from another without telling anything about it. */
	String id() {
		return Sealing.fingerprint(key);
	}

	private static byte[] decode(String text) {
		var bytes = Base64.getDecoder().decode(text.strip());
		if (bytes.length != LENGTH) {
			throw new IllegalStateException("the master key must have " + LENGTH + " bytes, in base 64");
		}
		return bytes;
	}

	private static String stored(Path file) {
		try {
			if (!Files.exists(file)) {
				draw(file);
			}
			return Files.readString(file);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/** Two processes may start at once: whoever creates the file wins. */
	private static void draw(Path file) throws IOException {
		Files.createDirectories(file.toAbsolutePath().resolveSibling("."));
		var fresh = new byte[LENGTH];
		new SecureRandom().nextBytes(fresh);
		var temporary = file.resolveSibling("master.key." + ProcessHandle.current().pid());
		Files.deleteIfExists(temporary);
		try (var channel = Files.newByteChannel(temporary,
				Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly())) {
			channel.write(java.nio.ByteBuffer.wrap(Base64.getEncoder().encode(fresh)));
		}
		try {
			Files.createLink(file, temporary);
		}
		catch (FileAlreadyExistsException other) {
			// the other process's key is the one
		}
		catch (UnsupportedOperationException noLinks) {
			Files.move(temporary, file);
		}
		finally {
			Files.deleteIfExists(temporary);
		}
	}

	private static FileAttribute<?>[] ownerOnly() {
		return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")) }
				: new FileAttribute<?>[0];
	}

}
