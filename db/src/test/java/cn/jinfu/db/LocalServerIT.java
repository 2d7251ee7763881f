package cn.jinfu.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a kept server has acknowledged is on the disk, however it was started. Its library
 * starts it with writing through switched off: our setting must come after that.
 */
class LocalServerIT {

	@Test
	void aKeptServerWritesThrough(@TempDir Path folder) throws SQLException {
		assertWritesThrough(folder, "postgres");
	}

	@Test
	void soDoesOneThatRootStartsWithoutNamespaces(@TempDir Path folder) throws SQLException {
		assumeTrue("root".equals(System.getProperty("user.name")));
		System.setProperty("jinfu.db.setpriv", "true");
		try {
			assertWritesThrough(folder, "postgres-nobody");
		}
		finally {
			System.clearProperty("jinfu.db.setpriv");
		}
	}

	private static void assertWritesThrough(Path folder, String data) throws SQLException {
		// As configured: relative to where one stands, with a dot in it.
		var url = LocalServer.start(folder + "/./", 0).url("jinfu");
		try (var connection = DriverManager.getConnection(url, "postgres", "");
				var statement = connection.createStatement();
				var settings = statement.executeQuery("select current_setting('fsync'), "
						+ "current_setting('synchronous_commit'), current_setting('full_page_writes')")) {
			settings.next();
			for (int column = 1; column <= 3; column++) {
				assertThat(settings.getString(column)).isEqualTo("on");
			}
		}
		finally {
			LocalServer.stopLeftOver(folder.resolve(data).toFile());
		}
	}

}
