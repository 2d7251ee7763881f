package cn.jinfu.db;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import lombok.extern.slf4j.Slf4j;

import org.springframework.boot.SpringApplication;

/**
 * Runs the embedded PostgreSQL: durable where the folder is kept, fast where it is thrown
 * away. It listens on the loopback address only; the two roles are told apart by what
 * they may do, not by their passwords.
 */
@Slf4j
final class LocalServer {

	static final String OWNER = "jinfu_owner";

	static final String APP = "jinfu_app";

	private final String address;

	private LocalServer(String address) {
		this.address = address;
	}

	/**
	 * The JDBC address of a database on it, created when it is not there yet.
	 * @param name of lower-case letters
	 */
	String url(String name) {
		if (!name.matches("[a-z]+")) {
			throw new IllegalArgumentException("not a name for a database: " + name);
		}
		try (var connection = superuser(address)) {
			if (missing(connection, "select 1 from pg_database where datname = '" + name + "'")) {
				execute(connection, "create database " + name + " owner " + OWNER);
			}
			return address + name;
		}
		catch (SQLException failure) {
			throw new IllegalStateException(failure);
		}
	}

	static LocalServer start(String folder, int port) {
		var kept = !folder.isBlank();
		try {
			AutoCloseable server;
			int actualPort;
			if (RootWithoutNamespaces.isTheCase()) {
				var fallback = RootWithoutNamespaces.start(folder, port);
				server = fallback;
				actualPort = fallback.port();
			}
			else {
				var embedded = builder(folder, kept, port).start();
				server = embedded;
				actualPort = embedded.getPort();
			}
			// Not the library's own JVM hook: it would stop the server while the pool is
			// still
			// open.
			SpringApplication.getShutdownHandlers().add(() -> close(server));
			var address = "jdbc:postgresql://localhost:" + actualPort + "/";
			prepare(address);
			return new LocalServer(address);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
		catch (SQLException failure) {
			throw new IllegalStateException(failure);
		}
	}

	private static EmbeddedPostgres.Builder builder(String folder, boolean kept, int port) throws IOException {
		var builder = EmbeddedPostgres.builder()
			.setRegisterShutdownHook(false)
			.setCleanDataDirectory(!kept)
			.setDataDirectoryCustomizer(LocalServer::stopLeftOver)
			.setLocaleConfig("locale", "C.UTF-8")
			.setLocaleConfig("locale-provider", "builtin")
			.setLocaleConfig("builtin-locale", "C.UTF-8")
			.setServerConfig("listen_addresses", "localhost")
			.setServerConfig("fsync", kept ? "on" : "off")
			.setServerConfig("synchronous_commit", kept ? "on" : "off")
			.setServerConfig("full_page_writes", kept ? "on" : "off")
			.setServerConfig("shared_buffers", "128MB")
			.setServerConfig("max_connections", "120")
			.setServerConfig("jit", "off")
			// after a crash it first reads what it had not put in its place
			.setPGStartupWait(Duration.ofMinutes(5));
		if (kept) {
			var home = Path.of(folder).toAbsolutePath();
			Files.createDirectories(home);
			builder.setDataDirectory(home.resolve("postgres"))
				.setOverrideWorkingDirectory(home.resolve("bin").toFile());
		}
		if (port > 0) {
			builder.setPort(port);
		}
		return builder;
	}

	/**
	 * A server that outlived a killed application is stopped before ours starts: the
	 * directory lock is already ours then.
	 */
	static void stopLeftOver(File data) {
		var pidFile = data.toPath().resolve("postmaster.pid");
		if (!Files.exists(pidFile)) {
			return;
		}
		try {
			var pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
			var process = ProcessHandle.of(pid)
				.filter(found -> found.info().command().orElse("").endsWith("/bin/postgres"));
			if (process.isPresent()) {
				log.info("stopping the database server that an earlier run left behind (pid {})", pid);
				process.get().destroy();
				process.get().onExit().get(20, TimeUnit.SECONDS);
			}
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
		catch (InterruptedException failure) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(failure);
		}
		catch (ExecutionException | TimeoutException failure) {
			throw new IllegalStateException("the left-over database server does not stop", failure);
		}
	}

	private static Connection superuser(String address) throws SQLException {
		return DriverManager.getConnection(address + "postgres?user=postgres");
	}

	private static void prepare(String address) throws SQLException {
		try (var connection = superuser(address)) {
			role(connection, OWNER);
			role(connection, APP);
		}
	}

	private static void role(Connection connection, String name) throws SQLException {
		if (missing(connection, "select 1 from pg_roles where rolname = '" + name + "'")) {
			execute(connection, "create role " + name + " login nosuperuser nobypassrls password '" + name + "'");
		}
	}

	private static boolean missing(Connection connection, String query) throws SQLException {
		try (var statement = connection.createStatement(); var rows = statement.executeQuery(query)) {
			return !rows.next();
		}
	}

	private static void execute(Connection connection, String command) throws SQLException {
		try (var statement = connection.createStatement()) {
			statement.execute(command);
		}
	}

	private static void close(AutoCloseable server) {
		try {
			server.close();
		}
		catch (Exception failure) {
			log.warn("the embedded database did not stop cleanly", failure);
		}
	}

}
