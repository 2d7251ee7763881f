package cn.jinfu.production.iot.mqtt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.production.iot.device.Secret;
import lombok.RequiredArgsConstructor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes what Mosquitto reads: its configuration, who may log in, and where each device
 * may write and read. A device reaches its own topics and no other's. The files are
 * written anew when a secret was given or taken; the broker takes them in on SIGHUP.
 */
@Component
@RequiredArgsConstructor
public class BrokerFiles {

	/** The platform's own name at the broker. */
	public static final String PLATFORM = "platform";

	private record User(String name, String hash, String topics) {
	}

	private final JdbcClient sql;

	private final TransactionTemplate transaction;

	private final BusinessClock clock;

	/**
	 * @return whether anything changed
	 */
	public boolean write(BrokerAddress broker) {
		try {
			Files.createDirectories(broker.folder());
			var secret = platformSecret(broker);
			var users = users();
			var passwords = new StringBuilder(PLATFORM).append(':').append(stored(broker, secret)).append('\n');
			var rights = new StringBuilder("user " + PLATFORM + "\ntopic readwrite jinfu/#\n");
			for (var user : users) {
				passwords.append(user.name()).append(':').append(user.hash()).append('\n');
				rights.append("\nuser ").append(user.name());
				rights.append("\ntopic write ").append(user.topics()).append("/up/#");
				rights.append("\ntopic read ").append(user.topics()).append("/down/#\n");
			}
			return replaced(broker.folder().resolve("mosquitto.conf"), configuration(broker))
					| replaced(broker.folder().resolve("passwd"), passwords.toString())
					| replaced(broker.folder().resolve("acl"), rights.toString());
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/** Random per folder, readable by its owner only. */
	Secret platformSecret(BrokerAddress broker) throws IOException {
		var file = broker.folder().resolve("platform.secret");
		if (!Files.exists(file)) {
			replaced(file, Secret.next().text());
		}
		return new Secret(Files.readString(file));
	}

	/**
	 * The digest is salted, so it is made once and kept, or the file would change at each
	 * look.
	 */
	private static String stored(BrokerAddress broker, Secret secret) throws IOException {
		var file = broker.folder().resolve("platform.hash");
		if (!Files.exists(file)) {
			replaced(file, secret.brokerHash());
		}
		return Files.readString(file);
	}

	private List<User> users() {
		var users = new ArrayList<User>();
		for (var tenant : sql.sql("select code from platform_tenant order by code").query(String.class).list()) {
			users.addAll(Objects.requireNonNull(Tenant.callAs(tenant,
					() -> transaction.execute(_ -> sql.sql("""
							select d.sn, c.secret_hash, c.broker_hash from production_device_credential c
							  join production_device d on d.tenant_id = c.tenant_id and d.id = c.device_id
							 where c.tenant_id = ? and d.state = 'ACTIVE' and (c.valid_to is null or c.valid_to > ?)
							 order by d.sn, c.valid_from""")
						.params(tenant, java.sql.Timestamp.from(clock.now()))
						.query((row, n) -> new User(Secret.user(tenant, row.getString(1), row.getString(2)),
								row.getString(3), "jinfu/" + tenant + "/" + row.getString(1)))
						.list()))));
		}
		return users;
	}

	private static String configuration(BrokerAddress broker) {
		var folder = broker.folder().toAbsolutePath();
		return """
				# Written by the platform; changes are lost.
				# the files are this user's only, so the broker runs as the same
				user %s
				listener %d %s
				allow_anonymous false
				password_file %s/passwd
				acl_file %s/acl
				persistence true
				persistence_location %s/
				autosave_interval 30
				# what the platform has not stored yet waits here, however much it is
				max_queued_messages 0
				# so much may be on its way to one client. The platform names no limit of its own: its client
				# breaks off when a broker goes beyond it, which happens when messages are sent again
				max_inflight_messages 10000
				max_inflight_bytes 33554432
				max_packet_size 1048576
				""".formatted(System.getProperty("user.name"), broker.port(), broker.bind(), folder, folder, folder);
	}

	private static boolean replaced(Path file, String text) throws IOException {
		if (Files.exists(file) && Files.readString(file).equals(text)) {
			return false;
		}
		var fresh = file.resolveSibling(file.getFileName() + ".new");
		Files.deleteIfExists(fresh);
		Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
		Files.writeString(fresh, text);
		Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
		return true;
	}

}
