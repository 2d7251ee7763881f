package cn.jinfu.platform.security;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Files with secrets: readable by their owner only, from the moment they exist. */
public final class KeyFiles {

	private KeyFiles() {
	}

	/** Replaces the file. */
	public static void write(Path file, String content) throws IOException {
		Files.createDirectories(file.toAbsolutePath().resolveSibling("."));
		Files.deleteIfExists(file);
		if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
			Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
		}
		Files.writeString(file, content);
	}

}
