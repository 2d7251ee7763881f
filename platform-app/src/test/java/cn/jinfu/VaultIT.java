package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.AuditTrail;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Idempotency;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.PersonalData;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Tenant;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Personal data, audit chain and idempotency on the real database. */
@PlatformIT
class VaultIT {

	private static final String TENANT = DemoWorld.OTHER_TENANT;

	@Autowired
	PersonalData vault;

	@Autowired
	Audit audit;

	@Autowired
	AuditTrail trail;

	@Autowired
	Idempotency idempotency;

	@Autowired
	JdbcClient sql;

	@Autowired
	PlatformTransactionManager transactions;

	@Autowired
	FlywayConnectionDetails owner;

	@Test
	void sealedFieldOpensForItsPersonOnlyAndTheReadingIsRecorded() {
		var person = Ids.next();
		var other = Ids.next();
		var sealed = in(TENANT, () -> vault.seal(person, "mobile", "13800000000"));
		in(TENANT, () -> vault.seal(other, "mobile", "13900000000"));

		assertThat(sealed).doesNotContain("138");
		assertThat(in(TENANT, () -> vault.open(person, sealed, "核对号码"))).isEqualTo("13800000000");
		assertThat(in(TENANT,
				() -> sql.sql("select field || '/' || purpose from platform_personal_read where person_id = ?")
					.param(person)
					.query(String.class)
					.list()))
			.containsExactly("mobile/核对号码");
		assertThatIllegalStateException().isThrownBy(() -> in(TENANT, () -> vault.open(other, sealed, "核对号码")));
		assertThatIllegalStateException()
			.isThrownBy(() -> in(DemoWorld.MAIN_TENANT, () -> vault.open(person, sealed, "核对号码")));
		assertThatExceptionOfType(Refusal.RuleBroken.class)
			.isThrownBy(() -> in(TENANT, () -> vault.open(person, sealed, " ")));
	}

	@Test
	void destroyedKeyLeavesNothingToRead() {
		var person = Ids.next();
		var sealed = in(TENANT, () -> vault.seal(person, "secret"));
		in(TENANT, () -> {
			vault.destroy(person);
			return person;
		});
		assertThatExceptionOfType(Refusal.WrongState.class)
			.isThrownBy(() -> in(TENANT, () -> vault.open(person, sealed, "核对号码")));
		assertThatExceptionOfType(Refusal.WrongState.class).isThrownBy(() -> in(TENANT, () -> vault.seal(person, "x")));
	}

	@Test
	void indexFindsEqualsWithinOneFederationAndKind() {
		var here = in(TENANT, () -> vault.index("mobile", "13800000000"));
		assertThat(in(TENANT, () -> vault.index("mobile", "13800000000"))).isEqualTo(here).hasSize(43);
		assertThat(in(TENANT, () -> vault.index("card", "13800000000"))).isNotEqualTo(here);
		assertThat(in(DemoWorld.MAIN_TENANT, () -> vault.index("mobile", "13800000000"))).isNotEqualTo(here);
	}

	@Test
	void chainHoldsUntilTheOwnerChangesARowOrCutsTheEnd() throws SQLException {
		var object = Ids.next();
		in(TENANT, () -> {
			audit.record("test", "Vault", object, "一");
			audit.record("test", "Vault", object, null);
			return object;
		});
		sealAll();
		var before = in(TENANT, trail::verify);
		assertThat(before.holds()).isTrue();
		assertThat(before.sealed()).isGreaterThanOrEqualTo(2);
		assertThat(before.unsealed()).isZero();

		var row = in(TENANT,
				() -> sql.sql("select min(id) from platform_audit where object_id = ?")
					.param(object)
					.query(Long.class)
					.single());
		asOwner("update platform_audit set detail = '二' where id = " + row);
		assertThat(in(TENANT, trail::verify).brokenAt()).isEqualTo(row);
		asOwner("update platform_audit set detail = '一' where id = " + row);
		assertThat(in(TENANT, trail::verify).holds()).isTrue();

		asOwner("update platform_audit_head set seal_no = seal_no + 1 where tenant_id = '" + TENANT + "'");
		assertThat(in(TENANT, trail::verify).brokenAt()).isEqualTo(-1);
		asOwner("update platform_audit_head set seal_no = seal_no - 1 where tenant_id = '" + TENANT + "'");
	}

	@Test
	void applicationMayNeitherChangeNorDeleteAuditRows() {
		for (var statement : List.of("update platform_audit set detail = 'x'", "delete from platform_audit",
				"update platform_audit_head set seal_no = 0", "truncate platform_audit")) {
			assertThatThrownBy(() -> in(TENANT, () -> sql.sql(statement).update())).rootCause()
				.hasMessageContaining("permission denied");
		}
	}

	@Test
	void ownerIsStoppedByTheTriggerToo() {
		assertThatThrownBy(() -> owner("delete from platform_audit", false)).hasMessageContaining("append-only");
	}

	@Test
	void sameKeyDoesItOnceWhoeverIsFaster() throws Exception {
		var key = Ids.next().toString();
		var done = new AtomicInteger();
		var go = new CountDownLatch(1);
		Callable<String> call = () -> {
			go.await();
			return Tenant.callAs(TENANT, () -> {
				try {
					return idempotency.once(key, "POST /x", "hash", String.class, () -> {
						pause();
						return "answer " + done.incrementAndGet();
					});
				}
				catch (Refusal.WrongState running) {
					return running.code();
				}
			});
		};
		try (var threads = Executors.newFixedThreadPool(8)) {
			var answers = java.util.stream.IntStream.range(0, 8).mapToObj(_ -> threads.submit(call)).toList();
			go.countDown();
			for (var answer : answers) {
				assertThat(answer.get()).isIn("answer 1", "kernel.idempotency.running");
			}
		}
		assertThat(done).hasValue(1);
		assertThat(once(key, "hash", () -> "second")).isEqualTo("answer 1");
	}

	@Test
	void sameKeyWithAnotherBodyIsRefusedAndARefusalFreesTheKey() {
		var key = Ids.next().toString();
		assertThatExceptionOfType(Refusal.RuleBroken.class).isThrownBy(() -> once(key, "a", () -> {
			throw new Refusal.RuleBroken("kernel.invalid");
		}));
		assertThat(once("\"" + key + "\"", "a", () -> "done")).isEqualTo("done");
		assertThatExceptionOfType(Refusal.RuleBroken.class).isThrownBy(() -> once(key, "b", () -> "other"))
			.satisfies(refusal -> assertThat(refusal.code()).isEqualTo("kernel.idempotency.key-reused"));
	}

	@Test
	void holderWhoseLeaseWasTakenOverCannotFinish() {
		var key = Ids.next().toString();
		assertThatExceptionOfType(Refusal.WrongState.class).isThrownBy(() -> once(key, "a", () -> {
			try {
				asOwner("update platform_idempotency set token = token + 1 where idem_key = '" + key + "'");
			}
			catch (SQLException failure) {
				throw new IllegalStateException(failure);
			}
			return "late";
		}));
	}

	private String once(String key, String hash, Supplier<String> work) {
		return Tenant.callAs(TENANT, () -> idempotency.once(key, "POST /x", hash, String.class, work));
	}

	private void sealAll() {
		while (in(TENANT, trail::seal) > 0) {
			Thread.onSpinWait();
		}
	}

	private <T> T in(String tenant, Supplier<T> body) {
		return Tenant.callAs(tenant, () -> new TransactionTemplate(transactions).execute(_ -> body.get()));
	}

	private void asOwner(String statement) throws SQLException {
		owner(statement, true);
	}

	private void owner(String statement, boolean withoutTriggers) throws SQLException {
		try (var connection = DriverManager.getConnection(owner.getJdbcUrl(), owner.getUsername(), owner.getPassword());
				var command = connection.createStatement()) {
			connection.setAutoCommit(false);
			if (withoutTriggers) {
				command.execute("alter table platform_audit disable trigger user");
			}
			command.execute(statement);
			if (withoutTriggers) {
				command.execute("alter table platform_audit enable trigger user");
			}
			connection.commit();
		}
	}

	private static void pause() {
		try {
			Thread.sleep(200);
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
