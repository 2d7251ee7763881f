package cn.jinfu.traceability.code;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The keys that sign labels: one file per version beside the database, never in it
 * ({@code label-00.key}, hexadecimal, readable by its owner). The highest version signs,
 * the others only verify. A new version begins when an operator adds the next file; the
 * first one is drawn at the first label.
 */
@Component
public class LabelKeys {

	private static final int VERSIONS = 32;

	private final Path folder;

	private final Map<Integer, byte[]> keys = new ConcurrentHashMap<>();

	LabelKeys(@Value("${jinfu.data}") Path data) {
		this.folder = data.resolve("keys");
	}

	/** Verifies with this version, or null when it was never used here. */
	public byte @Nullable [] verifying(int version) {
		var known = keys.get(version);
		return (known != null) ? known : load(version);
	}

	/** The version that signs now. */
	public int signingVersion() {
		for (int version = VERSIONS - 1; version >= 0; version--) {
			if (Files.exists(file(version))) {
				return version;
			}
		}
		create();
		return 0;
	}

	public byte[] signing(int version) {
		var key = verifying(version);
		if (key == null) {
			throw new IllegalStateException("label key " + version + " is missing in " + folder);
		}
		return key;
	}

	private byte @Nullable [] load(int version) {
		var file = file(version);
		if (!Files.exists(file)) {
			return null;
		}
		try {
			var key = HexFormat.of().parseHex(Files.readString(file).strip());
			keys.put(version, key);
			return key;
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	private void create() {
		var key = new byte[32];
		new SecureRandom().nextBytes(key);
		try {
			Files.createDirectories(folder);
			var file = Files.createTempFile(folder, "label", ".new");
			if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
				Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
			}
			Files.writeString(file, HexFormat.of().formatHex(key), StandardOpenOption.TRUNCATE_EXISTING);
			try {
				Files.createLink(file(0), file);
			}
			catch (FileAlreadyExistsException another) {
				// Another instance drew it first; its key is the key.
			}
			finally {
				Files.delete(file);
			}
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	private Path file(int version) {
		return folder.resolve("label-%02d.key".formatted(version));
	}

}
