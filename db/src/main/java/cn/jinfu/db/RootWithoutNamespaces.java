package cn.jinfu.db;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL refuses to run as root. The embedding library steps aside with
 * {@code unshare}; where a container forbids that, the same binaries run here as the
 * unprivileged user 65534 through {@code setpriv}.
 */
final class RootWithoutNamespaces implements AutoCloseable {

	private static final int NOBODY = 65534;

	private static final List<String> AS_NOBODY = List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY,
			"--clear-groups");

	private final Process server;

	private final int port;

	private RootWithoutNamespaces(Process server, int port) {
		this.server = server;
		this.port = port;
	}

	static boolean isTheCase() {
		var linux = System.getProperty("os.name", "").toLowerCase(java.util.Locale.ROOT).contains("linux");
		return linux && "root".equals(System.getProperty("user.name"))
				&& (Boolean.getBoolean("jinfu.db.setpriv") || !LinuxUtils.isUnshareAvailable());
	}

	int port() {
		return port;
	}

	static RootWithoutNamespaces start(String folder, int wantedPort) throws IOException {
		var kept = !folder.isBlank();
		var home = kept ? Path.of(folder).toAbsolutePath().normalize() : Files.createTempDirectory("jinfu-db");
		Files.createDirectories(home);
		letThrough(home);
		var binaries = home.resolve("bin-nobody");
		if (!Files.exists(binaries.resolve("bin/postgres"))) {
			unpack(binaries);
		}
		var data = home.resolve("postgres-nobody");
		if (!Files.exists(data.resolve("PG_VERSION"))) {
			Files.createDirectories(data);
			Files.setAttribute(data, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
			Files.setAttribute(data, "unix:gid", NOBODY, LinkOption.NOFOLLOW_LINKS);
			await(run(home, binaries.resolve("bin/initdb").toString(), "-D", data.toString(), "-U", "postgres", "-A",
					"trust", "-E", "UTF-8", "--locale=C.UTF-8", "--locale-provider=builtin",
					"--builtin-locale=C.UTF-8"), "initdb");
		}
		LocalServer.stopLeftOver(data.toFile());
		var port = (wantedPort > 0) ? wantedPort : freePort();
		var durable = kept ? "on" : "off";
		var server = run(home, binaries.resolve("bin/postgres").toString(), "-D", data.toString(), "-p",
				Integer.toString(port), "-c", "listen_addresses=localhost", "-c", "unix_socket_directories=", "-c",
				"fsync=" + durable, "-c", "synchronous_commit=" + durable, "-c", "full_page_writes=" + durable, "-c",
				"max_connections=120", "-c", "jit=off");
		awaitAnswer(server, port);
		return new RootWithoutNamespaces(server, port);
	}

	/** The unprivileged user must be able to walk to the folder. */
	private static void letThrough(Path home) throws IOException {
		for (var folder = home; folder != null && folder.getParent() != null; folder = folder.getParent()) {
			var permissions = Files.getPosixFilePermissions(folder);
			if (permissions.addAll(PosixFilePermissions.fromString("--x--x--x"))) {
				Files.setPosixFilePermissions(folder, permissions);
			}
		}
	}

	private static void unpack(Path target) throws IOException {
		var machine = System.getProperty("os.arch", "amd64").replace("amd64", "x86_64").replace("aarch64", "arm_64");
		var archive = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary("Linux", machine);
		if (archive == null) {
			throw new IOException("no PostgreSQL binaries for " + machine);
		}
		try (archive; var tar = new TarArchiveInputStream(new XZCompressorInputStream(archive))) {
			for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
				var path = target.resolve(entry.getName()).normalize();
				if (!path.startsWith(target)) {
					throw new IOException("entry outside the archive's folder: " + entry.getName());
				}
				if (entry.isDirectory()) {
					Files.createDirectories(path);
					continue;
				}
				Files.createDirectories(path.resolveSibling("."));
				if (entry.isSymbolicLink()) {
					Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
				}
				else {
					Files.copy(tar, path);
					Files.setPosixFilePermissions(path, PosixFilePermissions
						.fromString(((entry.getMode() & 0100) != 0) ? "rwxr-xr-x" : "rw-r--r--"));
				}
			}
		}
	}

	private static Process run(Path home, String... command) throws IOException {
		var line = new ArrayList<>(AS_NOBODY);
		line.addAll(List.of(command));
		return new ProcessBuilder(line).directory(home.toFile())
			.redirectErrorStream(true)
			.redirectOutput(home.resolve("postgres.log").toFile())
			.start();
	}

	private static void await(Process process, String what) throws IOException {
		try {
			if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
				process.destroyForcibly();
				throw new IOException(what + " failed; see postgres.log in the data folder");
			}
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
			throw new IOException(interrupted);
		}
	}

	private static void awaitAnswer(Process server, int port) throws IOException {
		var url = "jdbc:postgresql://localhost:" + port + "/postgres?user=postgres";
		for (int attempt = 0; attempt < 150 && server.isAlive(); attempt++) {
			try (var connection = DriverManager.getConnection(url)) {
				if (connection.isValid(1)) {
					return;
				}
			}
			catch (SQLException notYet) {
				pause();
			}
		}
		server.destroy();
		throw new IOException("PostgreSQL does not answer; see postgres.log in the data folder");
	}

	private static void pause() throws IOException {
		try {
			Thread.sleep(100);
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
			throw new IOException(interrupted);
		}
	}

	private static int freePort() throws IOException {
		try (var socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	@Override
	public void close() throws IOException {
		server.destroy();
		try {
			server.waitFor(20, TimeUnit.SECONDS);
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
