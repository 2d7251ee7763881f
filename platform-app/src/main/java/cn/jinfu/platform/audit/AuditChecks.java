package cn.jinfu.platform.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import cn.jinfu.kernel.AuditTrail;
import cn.jinfu.kernel.AuditTrail.Head;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Tenant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Checks a federation's audit chain, and keeps one seal a day outside the database:
 * somebody who rewrote the whole chain, owner of the tables or not, cannot have rewritten
 * the copies that were taken away.
 */
@Component
class AuditChecks {

	/**
	 * @param brokenAt the row that is not as it was sealed; -1 when rows are missing at
	 * the end; null when the chain holds
	 * @param lostSeal number of a seal kept outside which the chain does not carry
	 */
	public record Check(Instant at, long sealed, long unsealed, @Nullable Long brokenAt, @Nullable Long lostSeal) {

		public boolean holds() {
			return brokenAt == null && lostSeal == null;
		}

	}

	/** A copy as it lies in its file. */
	record Copy(String tenant, LocalDate date, long sealNo, String hash, Instant sealedAt) {
	}

	private final AuditTrail trail;

	private final JdbcClient sql;

	private final JsonMapper json;

	private final Path folder;

	AuditChecks(AuditTrail trail, JdbcClient sql, JsonMapper json, @Value("${jinfu.data}") Path data) {
		this.trail = trail;
		this.sql = sql;
		this.json = json;
		this.folder = data.resolve("audit-heads");
	}

	/** Goes over everything and writes the result down. */
	@Transactional
	public Check check(String login) {
		var verdict = trail.verify();
		var lost = copies().stream()
			.map(copy -> new Head(copy.sealNo(), copy.hash(), copy.sealedAt()))
			.filter(head -> !trail.carries(head))
			.map(Head::sealNo)
			.findFirst();
		sql.sql("""
				insert into platform_audit_check (tenant_id, sealed, unsealed, broken_at, lost_seal, by_login)
				values (?, ?, ?, ?, ?, ?)""")
			.param(Tenant.require())
			.param(verdict.sealed())
			.param(verdict.unsealed())
			.param(verdict.brokenAt())
			.param(lost.orElse(null))
			.param(login)
			.update();
		return last().orElseThrow();
	}

	/** Newest first. */
	@Transactional(readOnly = true)
	public Paged<Check> list(@Nullable String after, int limit) {
		var before = Cursor.read(after, 1);
		record Row(long id, Check check) {
		}
		var rows = sql.sql("""
				select at, sealed, unsealed, broken_at, lost_seal, id from platform_audit_check
				 where id < ? order by id desc limit ?""")
			.params(before.isEmpty() ? Long.MAX_VALUE : Cursor.number(before.getFirst()), limit + 1)
			.query((row, n) -> new Row(row.getLong(6), check(row)))
			.list();
		var count = sql.sql("select count(*) from platform_audit_check").query(Long.class).single();
		return Paged.of(rows, limit, count, row -> Cursor.of(row.id())).map(Row::check);
	}

	private static Check check(ResultSet row) throws SQLException {
		return new Check(row.getTimestamp(1).toInstant(), row.getLong(2), row.getLong(3), row.getObject(4, Long.class),
				row.getObject(5, Long.class));
	}

	@Transactional(readOnly = true)
	public Optional<Check> last() {
		return sql
			.sql("select at, sealed, unsealed, broken_at, lost_seal from platform_audit_check order by id desc limit 1")
			.query((row, n) -> check(row))
			.optional();
	}

	/**
	 * Writes the newest seal as that date's copy; a copy that is there is left as it is.
	 * @return how many were written
	 */
	int export(LocalDate date) {
		var head = trail.head();
		var file = folder.resolve(Tenant.require()).resolve(date + ".json");
		if (head.isEmpty() || Files.exists(file)) {
			return 0;
		}
		try {
			Files.createDirectories(file.toAbsolutePath().getParent());
			var fresh = Files.createTempFile(file.toAbsolutePath().getParent(), "new-", "");
			Files.writeString(fresh, json.writeValueAsString(
					new Copy(Tenant.require(), date, head.get().sealNo(), head.get().hash(), head.get().sealedAt())));
			Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
			return 1;
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/** The current federation's, oldest first. */
	List<Copy> copies() {
		var mine = folder.resolve(Tenant.require());
		if (!Files.isDirectory(mine)) {
			return List.of();
		}
		try (var files = Files.list(mine)) {
			return files.filter(file -> file.getFileName().toString().endsWith(".json"))
				.sorted(Comparator.naturalOrder())
				.map(this::read)
				.toList();
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	private Copy read(Path file) {
		try {
			return json.readValue(Files.readString(file), Copy.class);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

}
