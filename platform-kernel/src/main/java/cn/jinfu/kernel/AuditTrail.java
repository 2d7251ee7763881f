package cn.jinfu.kernel;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reading, sealing and checking what {@link Audit} wrote. The chain is computed in the
 * database and checked here by a second implementation: hash of the row before, then each
 * field with its length in octets.
 */
@Component
@RequiredArgsConstructor
public class AuditTrail {

	/** One line of the list. */
	public record Line(long id, Instant at, UUID personId, String login, String action, String objectType,
			@Nullable UUID objectId, @Nullable String detail, @Nullable String address, boolean sealed) {
	}

	/**
	 * @param brokenAt the identity of the first row that is not as it was sealed; -1 when
	 * rows are missing at the end; null when the chain holds
	 * @param unsealed committed rows that the sealer has not reached yet
	 */
	public record Verdict(long sealed, @Nullable Long brokenAt, long unsealed) {

		public boolean holds() {
			return brokenAt == null;
		}

	}

	/** A seal: its number, its hash in hexadecimal, when it was put. */
	public record Head(long sealNo, String hash, Instant sealedAt) {
	}

	private static final int BATCH = 2000;

	private static final Pattern LONG_NUMBER = Pattern.compile("\\d{11,19}[0-9Xx]?");

	private final JdbcClient sql;

	/** Federations with rows to seal. */
	@Transactional(readOnly = true)
	public List<String> waiting() {
		return sql.sql("select * from jf_audit_waiting()").query(String.class).list();
	}

	/**
	 * Chains committed rows of the current tenant; one sealer at a time by a row lock.
	 */
	@Transactional
	public int seal() {
		return sql.sql("select jf_audit_seal(?)").param(BATCH).query(Integer.class).single();
	}

	/**
	 * Which lines a reader asks for; what is null does not narrow.
	 *
	 * @param who log-in name of the actor
	 * @param object the object's id
	 * @param from first day, in Asia/Shanghai
	 */
	public record Filter(@Nullable String who, @Nullable String action, @Nullable String type, @Nullable UUID object,
			@Nullable LocalDate from, @Nullable LocalDate to) {
	}

	private static final String COLUMNS = """
			select id, at, person_id, login, action, object_type, object_id, detail, address, hash is not null
			""";

	private static final String MATCHES = """
			from platform_audit where (:who::varchar is null or login = :who)
			  and (:action::varchar is null or action = :action) and (:type::varchar is null or object_type = :type)
			  and (:object::uuid is null or object_id = :object)
			  and (:from::timestamptz is null or at >= :from) and (:to::timestamptz is null or at < :to)""";

	/** Newest first. Long numbers in the details are masked, whoever wrote them there. */
	@Transactional(readOnly = true)
	public Paged<Line> list(Filter filter, @Nullable String after, int limit) {
		var before = Cursor.read(after, 1);
		var values = new HashMap<String, @Nullable Object>();
		values.put("who", blankToNull(filter.who()));
		values.put("action", blankToNull(filter.action()));
		values.put("type", blankToNull(filter.type()));
		values.put("object", filter.object());
		values.put("from", startOf(filter.from(), 0));
		values.put("to", startOf(filter.to(), 1));
		values.put("before", before.isEmpty() ? Long.MAX_VALUE : Cursor.number(before.getFirst()));
		values.put("limit", limit + 1);
		var rows = sql.sql(COLUMNS + MATCHES + " and id < :before order by id desc limit :limit")
			.params(values)
			.query(AuditTrail::line)
			.list();
		var count = sql.sql("select count(*) from (select 1 " + MATCHES + " limit 10001) counted")
			.params(values)
			.query(Long.class)
			.single();
		return Paged.of(rows, limit, count, line -> Cursor.of(line.id()));
	}

	/** One line, masked as in the list. */
	@Transactional(readOnly = true)
	public Optional<Line> find(long id) {
		return sql.sql(COLUMNS + "from platform_audit where id = ?").param(id).query(AuditTrail::line).optional();
	}

	private static Line line(ResultSet row, int n) throws SQLException {
		return new Line(row.getLong(1), row.getTimestamp(2).toInstant(), row.getObject(3, UUID.class), row.getString(4),
				row.getString(5), row.getString(6), row.getObject(7, UUID.class), masked(row.getString(8)),
				row.getString(9), row.getBoolean(10));
	}

	/** Words that occur, for the page's filter. */
	@Transactional(readOnly = true)
	public List<String> types() {
		return sql.sql("""
				with recursive one as (
				  (select object_type from platform_audit order by object_type limit 1)
				  union all
				  select (select a.object_type from platform_audit a where a.object_type > one.object_type
				           order by a.object_type limit 1)
				    from one where one.object_type is not null)
				select object_type from one where object_type is not null""").query(String.class).list();
	}

	/** The last seal of the current tenant, for keeping outside the database. */
	@Transactional(readOnly = true)
	public Optional<Head> head() {
		return sql.sql("select seal_no, hash, sealed_at from platform_audit_head where seal_no > 0")
			.query((row, n) -> new Head(row.getLong(1), HexFormat.of().formatHex(row.getBytes(2)),
					row.getTimestamp(3).toInstant()))
			.optional();
	}

	/** Whether the chain still carries this seal; a chain written anew does not. */
	@Transactional(readOnly = true)
	public boolean carries(Head head) {
		return sql.sql("select hash from platform_audit where seal_no = ?")
			.param(head.sealNo())
			.query((row, n) -> HexFormat.of().formatHex(row.getBytes(1)))
			.optional()
			.filter(head.hash()::equals)
			.isPresent();
	}

	private static @Nullable String masked(@Nullable String detail) {
		return (detail != null) ? LONG_NUMBER.matcher(detail).replaceAll(match -> Masks.mobile(match.group())) : null;
	}

	private static @Nullable Timestamp startOf(@Nullable LocalDate day, int later) {
		return (day != null) ? Timestamp.from(day.plusDays(later).atStartOfDay(BusinessClock.ZONE).toInstant()) : null;
	}

	/** Recomputes the current tenant's whole chain. */
	@Transactional(readOnly = true)
	public Verdict verify() {
		var unsealed = sql.sql("select count(*) from platform_audit where hash is null").query(Long.class).single();
		var chain = new Chain(Sealing.sha256(("jinfu-audit:" + Tenant.require()).getBytes(StandardCharsets.UTF_8)));
		RowCallbackHandler reader = chain::add;
		while (true) {
			var last = chain.no;
			JobProgress.report(Math.toIntExact(Math.min(last, Integer.MAX_VALUE)));
			sql.sql("""
					select id, tenant_id, (extract(epoch from at) * 1000000)::bigint::text, person_id::text, login, action,
					       object_type, object_id::text, detail, request_id, address, seal_no, hash
					  from platform_audit where seal_no > ? order by seal_no limit ?""")
				.params(last, BATCH)
				.query(reader);
			if (chain.brokenAt != null) {
				return new Verdict(chain.no, chain.brokenAt, unsealed);
			}
			if (chain.no == last) {
				return new Verdict(chain.no, endsAtHead(chain) ? null : Long.valueOf(-1), unsealed);
			}
		}
	}

	private boolean endsAtHead(Chain chain) {
		var head = sql.sql("select hash from platform_audit_head where seal_no = ?")
			.param(chain.no)
			.query((row, n) -> row.getBytes(1))
			.optional();
		return head.map(hash -> Arrays.equals(hash, chain.hash)).orElse(chain.no == 0);
	}

	private static @Nullable String blankToNull(@Nullable String text) {
		return (text == null || text.isBlank()) ? null : text.strip();
	}

	private static final class Chain {

		private long no;

		private byte[] hash;

		private @Nullable Long brokenAt;

		private Chain(byte[] seed) {
			this.hash = seed;
		}

		private void add(ResultSet row) throws SQLException {
			if (brokenAt != null) {
				return;
			}
			var fields = new ArrayList<@Nullable String>();
			fields.add(String.valueOf(no + 1));
			for (int column = 1; column <= 11; column++) {
				fields.add(row.getString(column));
			}
			var next = Sealing.sha256(link(hash, fields));
			if (row.getLong("seal_no") != no + 1 || !Arrays.equals(next, row.getBytes("hash"))) {
				brokenAt = row.getLong("id");
				return;
			}
			no++;
			hash = next;
		}

		private static byte[] link(byte[] before, List<@Nullable String> fields) {
			var bytes = new ByteArrayOutputStream();
			bytes.writeBytes(before);
			for (var field : fields) {
				if (field == null) {
					bytes.write('-');
				}
				else {
					var text = field.getBytes(StandardCharsets.UTF_8);
					bytes.writeBytes((text.length + ":").getBytes(StandardCharsets.UTF_8));
					bytes.writeBytes(text);
				}
			}
			return bytes.toByteArray();
		}

	}

}
