package cn.jinfu.db;

import java.util.concurrent.ConcurrentHashMap;
import java.util.Map;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;

/**
 * A PostgreSQL of our own when nobody configured one. {@code jinfu.db.directory} names
 * the folder where it lives on; empty means a throw-away server, as tests want it.
 * {@code jinfu.db.name} names the database on it.
 */
@AutoConfiguration(before = { DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class })
@ConditionalOnClass(EmbeddedPostgres.class)
@ConditionalOnMissingBean(JdbcConnectionDetails.class)
@Conditional(EmbeddedPostgresAutoConfiguration.NoDatabaseConfigured.class)
public class EmbeddedPostgresAutoConfiguration {

	static class NoDatabaseConfigured extends NoneNestedConditions {

		NoDatabaseConfigured() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnProperty("spring.datasource.url")
		static class Url {

		}

	}

	/** One server per folder and JVM, whatever the number of application contexts. */
	private static final Map<String, LocalServer> RUNNING = new ConcurrentHashMap<>();

	@Bean
	EmbeddedDatabase embeddedDatabase(Environment environment) {
		var directory = environment.getProperty("jinfu.db.directory", "");
		var port = environment.getProperty("jinfu.db.port", Integer.class, 0);
		var server = RUNNING.computeIfAbsent(directory, folder -> LocalServer.start(folder, port));
		return new EmbeddedDatabase(server.url(environment.getProperty("jinfu.db.name", "jinfu")));
	}

	@Bean
	JdbcConnectionDetails embeddedJdbc(EmbeddedDatabase database) {
		return new JdbcConnectionDetails() {
			@Override
			public String getUsername() {
				return LocalServer.APP;
			}

			@Override
			public String getPassword() {
				return LocalServer.APP;
			}

			@Override
			public String getJdbcUrl() {
				return database.url();
			}
		};
	}

	@Bean
	FlywayConnectionDetails embeddedFlyway(EmbeddedDatabase database) {
		return new FlywayConnectionDetails() {
			@Override
			public String getUsername() {
				return LocalServer.OWNER;
			}

			@Override
			public String getPassword() {
				return LocalServer.OWNER;
			}

			@Override
			public String getJdbcUrl() {
				return database.url();
			}
		};
	}

	/** The address of the server that this process runs. */
	public record EmbeddedDatabase(String url) {
	}

}
