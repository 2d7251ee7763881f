package cn.jinfu.traceability.comment;

import java.sql.Timestamp;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.PersonalData;
import cn.jinfu.kernel.PublicReviews;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.TooMany;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.traceability.code.CodeAnswer;
import cn.jinfu.traceability.code.LabelKeys;
import cn.jinfu.traceability.code.LabelSerial;
import cn.jinfu.traceability.code.WrittenCode;
import cn.jinfu.traceability.lot.LotChanges;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Stars and a few words from whoever holds a package: one for a code, ten a day from one
 * address, no name. Stars alone say nothing that has to be read first; words wait.
 */
@Service
@RequiredArgsConstructor
public class Comments {

	static final int DAILY = 10;

	private final LabelKeys keys;

	private final PersonalData personal;

	private final PublicReviews reviews;

	private final LotChanges changes;

	private final BusinessClock clock;

	private final JdbcClient sql;

	private final TransactionTemplate transaction;

	/** Whose code it is and what it answers. */
	private record Package(String tenant, UUID batch, CodeAnswer answer) {
	}

	/**
	 * @param address only a keyed hash of the day is kept
	 * @return whether it waits to be read
	 */
	public boolean say(String code, int stars, @Nullable String words, String address) {
		if (stars < 1 || stars > 5) {
			throw new RuleBroken("trace.comment.stars").at("stars");
		}
		var written = WrittenCode.of(code);
		if (!(LabelSerial.read(keys::verifying, written.space(),
				written.serial()) instanceof LabelSerial.Genuine genuine)) {
			throw new RuleBroken("trace.comment.not-ours").at("code");
		}
		var found = sql
			.sql("select tenant_id, batch_id, batch_status, lot_status from trace_scan(?, ?, ?, now(), null, false)")
			.params(written.space(), genuine.keyVersion(), genuine.number())
			.query((row, _) -> new Package(row.getString(1), row.getObject(2, UUID.class),
					CodeAnswer.of(row.getString(3), row.getString(4))))
			.optional()
			.orElseThrow(() -> new RuleBroken("trace.comment.not-ours").at("code"));
		if (found.answer() != CodeAnswer.GENUINE) {
			throw new RuleBroken("trace.comment.stopped").at("code");
		}
		var plain = (words == null || words.isBlank()) ? null : words.strip();
		Tenant.callAs(found.tenant(), () -> transaction.execute(_ -> {
			store(found, written.space() + " " + written.serial(), stars, plain, address);
			return true;
		}));
		return plain != null;
	}

	private void store(Package found, String code, int stars, @Nullable String words, String address) {
		var day = clock.today();
		var visitor = personal.index("comment", day + " " + address);
		sql.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
			.param("comment:" + visitor)
			.query((_, _) -> true)
			.single();
		var told = sql.sql("""
				select count(*) filter (where code = :code) as same,
				       count(*) filter (where visitor = :visitor and on_day = :day) as n
				  from trace_comment where code = :code or (visitor = :visitor and on_day = :day)""")
			.param("code", code)
			.param("visitor", visitor)
			.param("day", day)
			.query((row, _) -> new int[] { row.getInt(1), row.getInt(2) })
			.single();
		if (told[0] > 0) {
			throw new RuleBroken("trace.comment.twice").at("code");
		}
		if (told[1] >= DAILY) {
			throw new TooMany("trace.comment.too-many", DAILY);
		}
		var lot = sql.sql("select lot_id from trace_label_batch where id = ?")
			.param(found.batch())
			.query(UUID.class)
			.optional()
			.orElseThrow(() -> new NotFound("trace.lot.not-found", found.batch()));
		var id = Ids.next();
		sql.sql("""
				insert into trace_comment (id, tenant_id, lot_id, code, stars, words, at, on_day, visitor, shown)
				values (:id, :tenant, :lot, :code, :stars, :words, :at, :day, :visitor, :shown)""")
			.param("id", id)
			.param("tenant", Tenant.require())
			.param("lot", lot)
			.param("code", code)
			.param("stars", stars)
			.param("words", words)
			.param("at", Timestamp.from(clock.now()))
			.param("day", day)
			.param("visitor", visitor)
			.param("shown", words == null)
			.update();
		if (words == null) {
			changes.touched(lot);
		}
		else {
			var title = sql.sql("select lot_code || ' ' || crop_name || ' ' || producer from trace_lot where id = ?")
				.param(lot)
				.query(String.class)
				.single();
			reviews.submit(PublicReviews.PublicKind.COMMENT, id, title.substring(0, Math.min(title.length(), 120)),
					words, null, null);
		}
	}

	/** After the picture itself was published. */
	@EventListener
	@Order(2)
	void on(PublicReviews.Reviewed review) {
		if (!review.shown()) {
			return;
		}
		switch (review.kind()) {
			case COMMENT -> sql.sql("update trace_comment set shown = true where id = ? returning lot_id")
				.param(review.subjectId())
				.query(UUID.class)
				.list()
				.forEach(changes::touched);
			case PRODUCER_STORY -> {
			}
			case PRODUCT_PHOTO ->
				sql.sql("select distinct lot_id from trace_label_batch where product_id = ? order by lot_id")
					.param(review.subjectId())
					.query(UUID.class)
					.list()
					.forEach(changes::touched);
		}
	}

}
