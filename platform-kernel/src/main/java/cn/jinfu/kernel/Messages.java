package cn.jinfu.kernel;

import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Short messages to people's phones. Each is kept, number and text sealed, before it
 * leaves by the adapter of {@code jinfu.messages.adapter}; a demo federation has its own,
 * so that an invented number never rings. At most so many go to one number in a day.
 */
@Component
public class Messages {

	/**
	 * One line of the list.
	 *
	 * @param template message key of the text; {@code <key>.title} is its name
	 * @param text only of a demo's messages, whose numbers belong to nobody
	 */
	public record Line(long number, Instant at, String to, String template, String adapter, MessageStatus status,
			@Nullable String text) {
	}

	/**
	 * What a person was told.
	 *
	 * @param text as it was sent
	 */
	public record Told(long number, Instant at, String text) {
	}

	private record Row(long id, Timestamp at, UUID keyId, String toMasked, String template, String textSealed,
			String adapter, String state) {
	}

	private static final String FIELD = "message";

	private static final int LONGEST = 1_300;

	private final JdbcClient sql;

	private final PersonalData personal;

	private final MessageSource words;

	private final Map<String, MessageAdapter> adapters;

	private final String configured;

	private final int perNumberAndDay;

	Messages(JdbcClient sql, PersonalData personal, MessageSource words, List<MessageAdapter> adapters,
			@Value("${jinfu.messages.adapter:off}") String configured,
			@Value("${jinfu.messages.per-number-and-day:20}") int perNumberAndDay) {
		this.sql = sql;
		this.personal = personal;
		this.words = words;
		this.adapters = adapters.stream().collect(Collectors.toMap(MessageAdapter::name, Function.identity()));
		this.configured = configured;
		this.perNumberAndDay = perNumberAndDay;
		if (!this.adapters.containsKey(configured)) {
			throw new IllegalStateException("jinfu.messages.adapter is none of " + this.adapters.keySet());
		}
	}

	/**
	 * Whether messages of the current federation reach anybody. One question, of a table
	 * that no policy guards: public pages ask it, and it opens no transaction.
	 */
	public boolean reachPeople() {
		return adapter().reaches();
	}

	/**
	 * Takes part in the caller's transaction: what is rolled back was never said.
	 * @param templateKey message key of the text
	 * @throws Refusal.TooMany when this number had its share today; the caller's
	 * transaction may go on without the message
	 */
	@Transactional(noRollbackFor = Refusal.TooMany.class)
	public void send(MobileNumber to, String templateKey, Object... args) {
		send(null, to, templateKey, args);
	}

	/**
	 * The same to a person, who finds it on his own page too.
	 * @throws Refusal.TooMany when this number had its share today
	 */
	@Transactional(noRollbackFor = Refusal.TooMany.class)
	public void tell(UUID personId, MobileNumber to, String templateKey, Object... args) {
		send(personId, to, templateKey, args);
	}

	private void send(@Nullable UUID personId, MobileNumber to, String templateKey, Object[] args) {
		var text = words.getMessage(templateKey, args, Locale.SIMPLIFIED_CHINESE);
		if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
			throw new IllegalArgumentException("message " + templateKey + " is too long");
		}
		var index = personal.index(FIELD, to.value());
		refuseTooMany(index);
		var adapter = adapter();
		// one key per number: destroying it takes everything ever said to that number
		// along
		var key = UUID.nameUUIDFromBytes(index.getBytes(StandardCharsets.US_ASCII));
		var number = sql.sql("""
				insert into platform_message (tenant_id, key_id, to_sealed, to_index, to_masked, template, text_sealed,
				                              adapter, person_id, state)
				values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'PENDING') returning id""")
			.params(Tenant.require(), key, personal.seal(key, FIELD, to.value()), index, to.masked(), templateKey,
					personal.seal(key, FIELD, text), adapter.name())
			.param(personId)
			.query(Long.class)
			.single();
		var status = adapter.take(number, to, text);
		if (status != MessageStatus.PENDING) {
			sql.sql("update platform_message set state = ?, settled_at = clock_timestamp() where id = ?")
				.params(status.name(), number)
				.update();
		}
	}

	/** Newest first. */
	@Transactional(readOnly = true)
	public Paged<Line> list(@Nullable MessageStatus status, @Nullable String after, int limit) {
		var before = Cursor.read(after, 1);
		var state = (status != null) ? status.name() : null;
		var rows = sql.sql("""
				select id, at, key_id, to_masked, template, text_sealed, adapter, state from platform_message
				 where (:state::varchar is null or state = :state) and id < :before order by id desc limit :limit""")
			.param("state", state)
			.param("before", before.isEmpty() ? Long.MAX_VALUE : Cursor.number(before.getFirst()))
			.param("limit", limit + 1)
			.query(Row.class)
			.list();
		var count = sql.sql("""
				select count(*) from (select 1 from platform_message
				 where (:state::varchar is null or state = :state) limit 10001) counted""")
			.param("state", state)
			.query(Long.class)
			.single();
		return Paged.of(rows.stream().map(this::line).toList(), limit, count, line -> Cursor.of(line.number()));
	}

	/** What the acting person was told, the newest first; whatever number it went to. */
	@Transactional(readOnly = true)
	public Paged<Told> own(@Nullable String after, int limit) {
		var before = Cursor.read(after, 1);
		var rows = sql.sql("""
				select id, at, key_id, text_sealed from platform_message
				 where person_id = ? and id < ? order by id desc limit ?""")
			.params(Actor.current().personId(), before.isEmpty() ? Long.MAX_VALUE : Cursor.number(before.getFirst()),
					limit + 1)
			.query((row, n) -> new Told(row.getLong(1), row.getTimestamp(2).toInstant(),
					personal.use(row.getObject(3, UUID.class), row.getString(4))))
			.list();
		return Paged.of(rows, limit, rows.size(), it -> Cursor.of(it.number()));
	}

	@Transactional(readOnly = true)
	public Optional<Line> find(long number) {
		return sql.sql("""
				select id, at, key_id, to_masked, template, text_sealed, adapter, state from platform_message
				 where id = ?""").param(number).query(Row.class).optional().map(this::line);
	}

	private Line line(Row row) {
		var text = MessageAdapters.DEMO.equals(row.adapter()) ? personal.use(row.keyId(), row.textSealed()) : null;
		return new Line(row.id(), row.at().toInstant(), row.toMasked(), row.template(), row.adapter(),
				MessageStatus.valueOf(row.state()), text);
	}

	/** Two senders to one number take turns, so that both see the other's. */
	private void refuseTooMany(String index) {
		sql.sql("select pg_advisory_xact_lock(hashtextextended(?, 1))").param(index).query((row, n) -> true).single();
		var sent = sql.sql("""
				select count(*) from platform_message
				 where tenant_id = ? and to_index = ? and at > clock_timestamp() - interval '1 day'""")
			.params(Tenant.require(), index)
			.query(Integer.class)
			.single();
		if (sent >= perNumberAndDay) {
			throw new Refusal.TooMany("kernel.message.too-many");
		}
	}

	private MessageAdapter adapter() {
		var demo = sql.sql("select demo from platform_tenant where code = ?")
			.param(Tenant.require())
			.query(Boolean.class)
			.single();
		return java.util.Objects.requireNonNull(adapters.get(demo ? MessageAdapters.DEMO : configured));
	}

}
