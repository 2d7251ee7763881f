package cn.jinfu.traceability.watch;

import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Messages;
import cn.jinfu.kernel.MobileNumber;
import cn.jinfu.kernel.PersonalData;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.TooMany;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.traceability.code.CodeAnswer;
import cn.jinfu.traceability.code.LabelKeys;
import cn.jinfu.traceability.code.LabelSerial;
import cn.jinfu.traceability.code.PublicAddress;
import cn.jinfu.traceability.code.Receipt;
import cn.jinfu.traceability.code.WrittenCode;
import cn.jinfu.traceability.lot.LotDocument;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A number left for one lot, to be warned when it is called back and for nothing else.
 * Counts only once its holder has typed the code that was sent to it; he may delete it at
 * any time. Rule: docs/rules/traceability.md, section "Warned when a lot is called back".
 */
@Service
@RequiredArgsConstructor
public class RecallWatches {

	/** Codes to one number in a day. */
	static final int PER_NUMBER = 3;

	/** From one address in a day. */
	static final int PER_ADDRESS = 10;

	static final int ATTEMPTS = 5;

	static final int CODE_MINUTES = 10;

	/** No number is kept longer, whatever becomes of the lot. */
	static final int LONGEST_DAYS = 365;

	private static final SecureRandom CHANCE = new SecureRandom();

	/**
	 * @param code of the package, as typed or scanned
	 * @param address where it came from; only a keyed hash of the day is kept
	 */
	public record Ask(String code, String mobile, boolean consent, String address) {
	}

	/**
	 * @param reference leads back to it; nobody guesses it
	 * @param demoCode the code that was sent, in a demo only
	 */
	public record Asked(String reference, @Nullable String demoCode) {
	}

	/**
	 * How it stands, without the number.
	 *
	 * @param until the last day on which the number is kept
	 */
	public record Watch(String reference, String product, String lotCode, String producer, boolean confirmed,
			LotDocument.@Nullable CallBack callBack, LocalDate until) {

		public boolean recalled() {
			return callBack != null;
		}

	}

	private record Package(String tenant, UUID batch, CodeAnswer answer) {
	}

	private record Attempt(UUID id, @Nullable String codeHash, UUID lotId, String mobileIndex) {
	}

	private final LabelKeys keys;

	private final PersonalData personal;

	private final Messages messages;

	private final PublicAddress addresses;

	private final BusinessClock clock;

	private final JdbcClient sql;

	private final JsonMapper json;

	private final TransactionTemplate transaction;

	/**
	 * Sends a code to the number. The answer is the same whether the number is there
	 * already or not.
	 * @throws RuleBroken {@code trace.watch.consent}, {@code trace.watch.not-ours},
	 * {@code trace.watch.recalled} and {@code trace.watch.void} for goods that are called
	 * back or whose label is void, {@code trace.watch.no-messages} where no message would
	 * reach him
	 * @throws TooMany {@code trace.watch.too-many}, {@code kernel.message.too-many}
	 */
	public Asked ask(Ask ask) {
		if (!ask.consent()) {
			throw new RuleBroken("trace.watch.consent").at("consent");
		}
		var mobile = number(ask.mobile());
		var found = behind(ask.code());
		switch (found.answer()) {
			case RECALLED -> throw new RuleBroken("trace.watch.recalled").at("code");
			case VOID -> throw new RuleBroken("trace.watch.void").at("code");
			case MISTYPED, FOREIGN -> throw new RuleBroken("trace.watch.not-ours").at("code");
			case GENUINE, HELD -> {
			}
		}
		return within(found.tenant(), () -> store(found.batch(), mobile, ask.address()));
	}

	private Asked store(UUID batch, MobileNumber mobile, String address) {
		if (!messages.reachPeople()) {
			throw new RuleBroken("trace.watch.no-messages");
		}
		var day = clock.today();
		var visitor = personal.index("watch", day + " " + address);
		var index = personal.index("watch-mobile", mobile.value());
		// in one order, so that each asking has its place of the day
		List.of(visitor, index)
			.forEach(it -> sql.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
				.param("watch:" + it)
				.query((_, _) -> true)
				.single());
		refuseTooMany(day, visitor, index);
		var lot = sql.sql("""
				select l.id, l.crop_name from trace_label_batch b
				  join trace_lot l on l.tenant_id = b.tenant_id and l.id = b.lot_id where b.id = ?""")
			.param(batch)
			.query((row, _) -> Map.entry(row.getObject(1, UUID.class), row.getString(2)))
			.single();
		var id = Ids.next();
		var reference = Receipt.next();
		var code = "%06d".formatted(CHANCE.nextInt(1_000_000));
		var link = addresses.of("/t/watch/" + reference);
		sql.sql("""
				insert into trace_recall_watch (id, tenant_id, reference, lot_id, mobile_sealed, mobile_index, link,
				  code_hash, visitor, on_day, until_on, try_at)
				values (:id, :tenant, :reference, :lot, :sealed, :index, :link, :hash, :visitor, :day,
				  :until, clock_timestamp())""")
			.param("id", id)
			.param("tenant", Tenant.require())
			.param("reference", reference)
			.param("lot", lot.getKey())
			.param("sealed", personal.seal(id, "mobile", mobile.value()))
			.param("index", index)
			.param("link", link)
			.param("hash", hash(id, code))
			.param("visitor", visitor)
			.param("day", day)
			.param("until", day.plusDays(LONGEST_DAYS))
			.update();
		messages.send(mobile, "trace.message.watch-code", code, CODE_MINUTES, lot.getValue(), link);
		var demo = sql.sql("select demo from platform_tenant where code = ?")
			.param(Tenant.require())
			.query(Boolean.class)
			.single();
		return new Asked(reference, demo ? code : null);
	}

	private void refuseTooMany(LocalDate day, String visitor, String index) {
		var asked = sql.sql("""
				select count(*) filter (where mobile_index = :index) as same,
				       count(*) filter (where visitor = :visitor) as n
				  from trace_recall_watch where on_day = :day and (mobile_index = :index or visitor = :visitor)""")
			.param("index", index)
			.param("visitor", visitor)
			.param("day", day)
			.query((row, _) -> new int[] { row.getInt(1), row.getInt(2) })
			.single();
		if (asked[0] >= PER_NUMBER || asked[1] >= PER_ADDRESS) {
			throw new TooMany("trace.watch.too-many");
		}
	}

	/**
	 * The right code makes it count, in the place of an earlier one of the same number
	 * for the same lot. Each try is counted before the code is compared.
	 * @throws RuleBroken {@code trace.watch.code-wrong} for a code that is wrong, old, or
	 * was tried too often
	 */
	public void confirm(String reference, String code) {
		var number = Receipt.read(reference);
		var tenant = home(number);
		var attempt = within(tenant, () -> Optional.ofNullable(attempt(number)));
		within(tenant, () -> {
			var due = attempt.filter(it -> hash(it.id(), code.strip()).equals(it.codeHash()))
				.orElseThrow(() -> new RuleBroken("trace.watch.code-wrong").at("code"));
			delete("lot_id = ? and mobile_index = ? and confirmed_at is not null", due.lotId(), due.mobileIndex());
			return sql.sql("""
					update trace_recall_watch set confirmed_at = clock_timestamp(), code_hash = null where id = ?""")
				.param(due.id())
				.update();
		});
	}

	private @Nullable Attempt attempt(String reference) {
		return sql.sql("""
				update trace_recall_watch set attempts = attempts + 1
				 where reference = ? and confirmed_at is null and attempts < ?
				   and asked_at > clock_timestamp() - make_interval(mins => ?)
				returning id, code_hash, lot_id, mobile_index""")
			.params(reference, ATTEMPTS, CODE_MINUTES)
			.query((row, _) -> new Attempt(row.getObject(1, UUID.class), row.getString(2), row.getObject(3, UUID.class),
					row.getString(4)))
			.optional()
			.orElse(null);
	}

	/**
	 * @throws NotFound for a reference that nobody was given, or whose number is deleted
	 */
	public Watch look(String reference) {
		var number = Receipt.read(reference);
		return within(home(number), () -> sql.sql("""
				select l.crop_name, l.lot_code, l.producer, w.confirmed_at is not null,
				       case when l.status = 'RECALLED' then trace_call_back(l.tenant_id, l.id)::text end, w.until_on
				  from trace_recall_watch w join trace_lot l on l.tenant_id = w.tenant_id and l.id = w.lot_id
				 where w.reference = ? and w.until_on >= ?""")
			.params(number, clock.today())
			.query((row, _) -> new Watch(number, row.getString(1), row.getString(2), row.getString(3),
					row.getBoolean(4), callBack(row.getString(5)), row.getObject(6, LocalDate.class)))
			.optional()
			.orElseThrow(() -> new NotFound("trace.watch.not-found", number)));
	}

	private LotDocument.@Nullable CallBack callBack(@Nullable String text) {
		return (text != null) ? json.readValue(text, LotDocument.CallBack.class) : null;
	}

	/**
	 * By whoever holds the reference, which was sent to the number; nothing is left of
	 * it. One that nobody confirmed goes by itself, so that whoever typed another's
	 * number does not free his own way to try again.
	 */
	public void forget(String reference) {
		var number = Receipt.read(reference);
		var gone = within(home(number), () -> delete("reference = ? and confirmed_at is not null", number));
		if (gone == 0) {
			throw new NotFound("trace.watch.not-found", number);
		}
	}

	/**
	 * Those whose time is over: never confirmed within a day, thirty days after the
	 * warning, ninety after the lot was used up or destroyed, or the longest time.
	 */
	int sweep(LocalDate today) {
		return Objects.requireNonNull(transaction.execute(_ -> delete("""
				id in (select w.id from trace_recall_watch w
				  join trace_lot l on l.tenant_id = w.tenant_id and l.id = w.lot_id
				 where (w.confirmed_at is null and w.asked_at < clock_timestamp() - interval '1 day')
				    or w.until_on < ? or w.warned_at < clock_timestamp() - interval '30 days'
				    or (l.status in ('CONSUMED', 'DESTROYED')
				      and (l.status_at at time zone 'Asia/Shanghai')::date < ?::date - 90))""", today, today)));
	}

	/** The row, and the key under which its number was sealed in every backup. */
	private int delete(String which, Object... values) {
		var gone = sql.sql("delete from trace_recall_watch where " + which + " returning id")
			.params(values)
			.query(UUID.class)
			.list();
		gone.forEach(personal::destroy);
		return gone.size();
	}

	private Package behind(String code) {
		var written = WrittenCode.of(code);
		if (!(LabelSerial.read(keys::verifying, written.space(),
				written.serial()) instanceof LabelSerial.Genuine genuine)) {
			throw new RuleBroken("trace.watch.not-ours").at("code");
		}
		return sql
			.sql("select tenant_id, batch_id, batch_status, lot_status from trace_scan(?, ?, ?, now(), null, false)")
			.params(written.space(), genuine.keyVersion(), genuine.number())
			.query((row, _) -> new Package(row.getString(1), row.getObject(2, UUID.class),
					CodeAnswer.of(row.getString(3), row.getString(4))))
			.optional()
			.orElseThrow(() -> new RuleBroken("trace.watch.not-ours").at("code"));
	}

	private String home(String reference) {
		return sql.sql("select t from trace_watch_home(?) t where t is not null")
			.param(reference)
			.query(String.class)
			.optional()
			.orElseThrow(() -> new NotFound("trace.watch.not-found", reference));
	}

	private <T> T within(String tenant, Supplier<T> body) {
		return Tenant.callAs(tenant, () -> Objects.requireNonNull(transaction.execute(_ -> body.get())));
	}

	private String hash(UUID id, String code) {
		return personal.index("watch-code", id + " " + code);
	}

	private static MobileNumber number(String typed) {
		try {
			return new MobileNumber(typed);
		}
		catch (RuleBroken wrong) {
			throw wrong.at("mobile");
		}
	}

}
