package cn.jinfu.kernel;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Identity numbers, phones, bank cards: kept sealed under a key per person, which the
 * federation's key wraps, which the master key wraps (R44). What is sealed opens only in
 * its own federation, for its own person and field. Reading one whole is an act with a
 * purpose, and leaves a record that the person may ask for (R47).
 */
@Component
public class PersonalData implements Seals {

	private static final String DEFAULT_FIELD = "personal";

	private record TenantKey(byte[] key, byte[] index) {
	}

	private record PersonRow(String algorithm, byte @Nullable [] wrapped) {
	}

	private final JdbcClient sql;

	private final JdbcTemplate jdbc;

	private final MasterKey master;

	private final Audit audit;

	private final TransactionTemplate apart;

	private final Map<String, TenantKey> tenants = new ConcurrentHashMap<>();

	PersonalData(JdbcClient sql, JdbcTemplate jdbc, MasterKey master, Audit audit,
			PlatformTransactionManager transactions) {
		this.sql = sql;
		this.jdbc = jdbc;
		this.master = master;
		this.audit = audit;
		this.apart = new TransactionTemplate(transactions);
		this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
	}

	/** As {@link #seal(UUID, String, String)} for a field that needs no name. */
	@Transactional(propagation = Propagation.MANDATORY)
	public String seal(UUID person, String plain) {
		return seal(person, DEFAULT_FIELD, plain);
	}

	/**
	 * @param person whose it is; the first call draws that person's key
	 * @param field lower-case words and hyphens; part of what the seal binds
	 * @return text of at most 60 characters more than 4/3 of the plain text's octets
	 * @throws Refusal.WrongState when this person's key was destroyed
	 */
	@Override
	@Transactional(propagation = Propagation.MANDATORY)
	public String seal(UUID person, String field, String plain) {
		var row = row(person).orElseGet(() -> draw(person));
		return sealed(row.algorithm(), unwrap(person, row), person, field, plain);
	}

	/**
	 * As {@link #seal(UUID, String, String)} for what is no text, such as a recording.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public byte[] seal(UUID person, String field, byte[] plain) {
		requireField(field);
		var row = row(person).orElseGet(() -> draw(person));
		return Sealing.seal(row.algorithm(), unwrap(person, row), plain, place(person, field));
	}

	private static void requireField(String field) {
		if (!field.matches("[a-z][a-z-]{0,39}")) {
			throw new IllegalArgumentException(field);
		}
	}

	private static String sealed(String algorithm, byte[] key, UUID person, String field, String plain) {
		requireField(field);
		var sealed = Sealing.seal(algorithm, key, plain.getBytes(StandardCharsets.UTF_8), place(person, field));
		return "1." + field + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
	}

	/**
	 * For a long list of new people: draws all their keys in one statement and keeps them
	 * at hand, where {@link #seal} would ask the database for each field.
	 * @param people none of whom has a key yet
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public Seals forNew(Collection<UUID> people) {
		var keys = new HashMap<UUID, byte[]>();
		var rows = new ArrayList<Object[]>();
		for (var person : people) {
			var key = Sealing.newKey();
			keys.put(person, key);
			rows.add(new Object[] { Tenant.require(), person, Sealing.AES_256_GCM,
					Sealing.seal(Sealing.AES_256_GCM, tenantKey().key(), key, place(person, "key")) });
		}
		jdbc.batchUpdate("""
				insert into platform_person_key (tenant_id, person_id, algorithm, wrapped_key)
				values (?, ?, ?, ?)""", rows);
		return new Seals() {
			@Override
			public String seal(UUID person, String field, String plain) {
				return sealed(Sealing.AES_256_GCM, Objects.requireNonNull(keys.get(person)), person, field, plain);
			}

			@Override
			public String index(String kind, String plain) {
				return PersonalData.this.index(kind, plain);
			}
		};
	}

	/**
	 * The whole value, for a human being. The record of the reading is committed before
	 * the value is given, also inside a read-only transaction.
	 * @param purpose why, in the reader's words or as a message key; at least two
	 * characters
	 * @throws Refusal.RuleBroken without a purpose
	 * @throws Refusal.WrongState when this person's key was destroyed
	 * @throws IllegalStateException when it was changed, or belongs to somebody else
	 */
	@Transactional(propagation = Propagation.SUPPORTS)
	public String open(UUID person, String sealed, String purpose) {
		return open(person, List.of(sealed), purpose).getFirst();
	}

	/**
	 * As {@link #open(UUID, String, String)} for several values of one person at once, in
	 * their order.
	 */
	@Transactional(propagation = Propagation.SUPPORTS)
	public List<String> open(UUID person, List<String> sealed, String purpose) {
		requirePurpose(purpose);
		return Objects.requireNonNull(apart.execute(_ -> {
			var key = row(person);
			var plain = sealed.stream().map(it -> use(person, key, it)).toList();
			sealed.forEach(it -> recordReading(person, fieldOf(it), purpose));
			return plain;
		}));
	}

	/** As {@link #open(UUID, String, String)} for what was sealed as bytes. */
	@Transactional(propagation = Propagation.SUPPORTS)
	public byte[] open(UUID person, String field, byte[] sealed, String purpose) {
		requirePurpose(purpose);
		var plain = use(person, field, sealed);
		apart.executeWithoutResult(_ -> recordReading(person, field, purpose));
		return plain;
	}

	private static void requirePurpose(String purpose) {
		if (purpose.strip().length() < 2) {
			throw new Refusal.RuleBroken("kernel.personal.purpose").at("purpose");
		}
	}

	private void recordReading(UUID person, String field, String purpose) {
		var actor = Actor.current();
		sql.sql("""
				insert into platform_personal_read (tenant_id, reader_id, reader, person_id, field, purpose)
				values (?, ?, ?, ?, ?, ?)""")
			.params(Tenant.require(), actor.personId(), actor.displayName(), person, field,
					purpose.strip().substring(0, Math.min(200, purpose.strip().length())))
			.update();
		audit.record("read-personal", "Person", person, field);
	}

	/** Who read what of a person, and why. */
	public record Reading(Instant at, String reader, String field, String purpose) {
	}

	/** The latest fifty, newest first: what the person may ask for. */
	@Transactional(readOnly = true)
	public List<Reading> readings(UUID person) {
		return sql.sql("""
				select at, reader, field, purpose from platform_personal_read
				 where person_id = ? order by id desc limit 50""")
			.param(person)
			.query((row, n) -> new Reading(row.getTimestamp(1).toInstant(), row.getString(2), row.getString(3),
					row.getString(4)))
			.list();
	}

	/**
	 * The whole value, for the machine itself: to dial a number or compare two values. No
	 * human being may be shown the result, so there is nothing to record.
	 */
	@Transactional(propagation = Propagation.SUPPORTS)
	public String use(UUID person, String sealed) {
		return use(person, row(person), sealed);
	}

	private String use(UUID person, Optional<PersonRow> key, String sealed) {
		var parts = sealed.split("\\.", 3);
		if (parts.length != 3 || !"1".equals(parts[0])) {
			throw new IllegalStateException("not a sealed field");
		}
		try {
			var plain = use(person, parts[1], key, Base64.getUrlDecoder().decode(parts[2]));
			return new String(plain, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException broken) {
			throw new IllegalStateException("field " + parts[1] + " of person " + person + ": " + broken.getMessage());
		}
	}

	/**
	 * As {@link #use(UUID, String)} for what was sealed as bytes, and for the person
	 * itself, whose reading of its own leaves no record.
	 */
	@Transactional(propagation = Propagation.SUPPORTS)
	public byte[] use(UUID person, String field, byte[] sealed) {
		return use(person, field, row(person), sealed);
	}

	private byte[] use(UUID person, String field, Optional<PersonRow> key, byte[] sealed) {
		var row = key.orElseThrow(() -> new IllegalStateException("no key for person " + person));
		try {
			return Sealing.open(row.algorithm(), unwrap(person, row), sealed, place(person, field));
		}
		catch (Sealing.Broken broken) {
			throw new IllegalStateException("field " + field + " of person " + person + ": " + broken.getMessage());
		}
	}

	/**
	 * A keyed hash for finding equal values without opening any: 43 characters, the same
	 * for the same federation, kind and text.
	 * @param kind keeps equal texts of different fields apart
	 */
	@Override
	@Transactional(propagation = Propagation.SUPPORTS)
	public String index(String kind, String plain) {
		return Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString(Sealing.mac(tenantKey().index(), kind + "\u001f" + plain));
	}

	/** For good: nothing of this person opens any more, here or in any backup's copy. */
	@Transactional(propagation = Propagation.MANDATORY)
	public void destroy(UUID person) {
		var gone = sql.sql("""
				update platform_person_key set wrapped_key = null, destroyed_at = clock_timestamp()
				 where tenant_id = ? and person_id = ? and wrapped_key is not null""")
			.params(Tenant.require(), person)
			.update();
		if (gone > 0) {
			audit.record("destroy-key", "Person", person, null);
		}
	}

	/** Whether this person's key was destroyed, so that nothing of his opens. */
	@Transactional(propagation = Propagation.SUPPORTS)
	public boolean destroyed(UUID person) {
		return row(person).filter(it -> it.wrapped() == null).isPresent();
	}

	private Optional<PersonRow> row(UUID person) {
		return inTransaction(() -> sql
			.sql("select algorithm, wrapped_key from platform_person_key where tenant_id = ? and person_id = ?")
			.params(Tenant.require(), person)
			.query((row, n) -> new PersonRow(row.getString(1), row.getBytes(2)))
			.optional());
	}

	private PersonRow draw(UUID person) {
		var wrapped = Sealing.seal(Sealing.AES_256_GCM, tenantKey().key(), Sealing.newKey(), place(person, "key"));
		sql.sql("""
				insert into platform_person_key (tenant_id, person_id, algorithm, wrapped_key) values (?, ?, ?, ?)
				on conflict do nothing""").params(Tenant.require(), person, Sealing.AES_256_GCM, wrapped).update();
		return row(person).orElseThrow();
	}

	private byte[] unwrap(UUID person, PersonRow row) {
		var wrapped = row.wrapped();
		if (wrapped == null) {
			throw new Refusal.WrongState("kernel.personal.destroyed");
		}
		try {
			return Sealing.open(row.algorithm(), tenantKey().key(), wrapped, place(person, "key"));
		}
		catch (Sealing.Broken broken) {
			throw new IllegalStateException("key of person " + person + ": " + broken.getMessage());
		}
	}

	private TenantKey tenantKey() {
		return tenants.computeIfAbsent(Tenant.require(), tenant -> Objects
			.requireNonNull(apart.execute(_ -> readTenantKey(tenant).orElseGet(() -> drawTenantKey(tenant)))));
	}

	private Optional<TenantKey> readTenantKey(String tenant) {
		return sql
			.sql("""
					select algorithm, master_key_id, wrapped_key, wrapped_index from platform_tenant_key where tenant_id = ?""")
			.param(tenant)
			.query((row, n) -> {
				if (!master.id().equals(row.getString(2))) {
					throw new IllegalStateException("the keys of federation " + tenant + " are wrapped by master key "
							+ row.getString(2) + ", not by the one given (" + master.id() + ")");
				}
				var key = Sealing.open(row.getString(1), master.bytes(), row.getBytes(3), tenant + "/key");
				var index = Sealing.open(row.getString(1), master.bytes(), row.getBytes(4), tenant + "/index");
				return new TenantKey(key, index);
			})
			.optional();
	}

	private TenantKey drawTenantKey(String tenant) {
		var algorithm = Sealing.AES_256_GCM;
		sql.sql("""
				insert into platform_tenant_key (tenant_id, algorithm, master_key_id, wrapped_key, wrapped_index)
				values (?, ?, ?, ?, ?) on conflict do nothing""")
			.params(tenant, algorithm, master.id(),
					Sealing.seal(algorithm, master.bytes(), Sealing.newKey(), tenant + "/key"),
					Sealing.seal(algorithm, master.bytes(), Sealing.newKey(), tenant + "/index"))
			.update();
		return readTenantKey(tenant).orElseThrow();
	}

	/** Joins the caller's transaction; outside any, policies need one of its own. */
	private <T> T inTransaction(Supplier<T> body) {
		if (TransactionSynchronizationManager.isActualTransactionActive()) {
			return body.get();
		}
		return Objects.requireNonNull(apart.execute(_ -> body.get()));
	}

	private static String place(UUID person, String field) {
		return Tenant.require() + "/" + person + "/" + field;
	}

	private static String fieldOf(String sealed) {
		return sealed.split("\\.", 3)[1];
	}

}
