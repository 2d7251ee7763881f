package cn.jinfu.traceability.codecase;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.PersonalData;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.TooMany;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.traceability.code.CodeAnswer;
import cn.jinfu.traceability.code.LabelKeys;
import cn.jinfu.traceability.code.LabelSerial;
import cn.jinfu.traceability.code.Receipt;
import cn.jinfu.traceability.codecase.CodeCase.CodeCaseCause;
import cn.jinfu.traceability.codecase.CodeCase.Conclusion;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.multipart.MultipartFile;

/**
 * What somebody with a package in hand has to say about it. No name and no number is
 * asked for: a receipt leads back to the answer.
 */
@Service
@RequiredArgsConstructor
public class Complaints {

	/** From one address in a day; a shop's till would need more than a person. */
	static final int DAILY = 20;

	private static final int SERIAL_LENGTH = 16;

	/** 仿冒, 质量, 标签与货不符, 其他. */
	public enum ComplaintKind {

		COPIED, QUALITY, LABEL, OTHER

	}

	/**
	 * @param code as typed or scanned
	 * @param address where it came from; only a keyed hash of the day is kept
	 */
	public record Complaint(String code, ComplaintKind kind, String words, @Nullable String boughtAt,
			@Nullable MultipartFile photo, String address) {
	}

	/** How far it is. */
	public record Progress(String reference, String caseNumber, Instant at, CodeCaseStatus status,
			@Nullable Conclusion conclusion, @Nullable Instant closedAt) {
	}

	/** What the code answered, and whose it is; without an owner it is none of ours. */
	private record Seen(String tenant, CodeAnswer answer, CodeCase.@Nullable Owner owner,
			CodeCase.@Nullable Labels labels) {
	}

	private final CodeCaseCommands cases;

	private final CodeCases book;

	private final LabelKeys keys;

	private final FileStore files;

	private final PersonalData personal;

	private final BusinessClock clock;

	private final JdbcClient sql;

	private final TransactionTemplate transaction;

	/**
	 * @return the receipt's number
	 * @throws RuleBroken {@code trace.complaint.mistyped} for what is no code,
	 * {@code trace.complaint.twice} for the same code from the same place on one day
	 * @throws TooMany {@code trace.complaint.too-many}
	 */
	public String tell(Complaint complaint) {
		var plain = complaint.code().replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
		var cut = Math.max(0, plain.length() - SERIAL_LENGTH);
		var space = plain.substring(0, cut);
		var serial = plain.substring(cut);
		var reading = LabelSerial.read(keys::verifying, space, serial);
		if (reading instanceof LabelSerial.Mistyped || space.isEmpty() || space.length() > 14) {
			throw new RuleBroken("trace.complaint.mistyped").at("code");
		}
		var seen = look(space, reading);
		var code = space + " " + LabelSerial.grouped(serial);
		return Tenant.callAs(seen.tenant(),
				() -> Objects.requireNonNull(transaction.execute(_ -> store(complaint, code, plain, seen))));
	}

	private String store(Complaint complaint, String code, String target, Seen seen) {
		var now = clock.now();
		var day = now.atZone(BusinessClock.ZONE).toLocalDate();
		var visitor = personal.index("complaint", day + " " + complaint.address());
		// one address after the other, so that each complaint has its place of the day
		sql.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
			.param("complaint:" + visitor)
			.query((_, _) -> true)
			.single();
		var opened = cases
			.open(new CodeCase.Subject(CodeCaseCause.COMPLAINT, target, code, seen.owner(), seen.labels()), 1);
		var told = sql.sql("""
				select count(*) filter (where code = :code) as same, count(*) as n from trace_code_complaint
				 where visitor = :visitor and on_day = :day""")
			.param("code", code)
			.param("visitor", visitor)
			.param("day", day)
			.query((row, _) -> new int[] { row.getInt(1), row.getInt(2) })
			.single();
		if (told[0] > 0) {
			throw new RuleBroken("trace.complaint.twice").at("code");
		}
		if (told[1] >= DAILY) {
			throw new TooMany("trace.complaint.too-many", DAILY);
		}
		var earlier = sql.sql("select count(*) from trace_code_complaint where case_id = ?")
			.param(opened.id())
			.query(Integer.class)
			.single();
		if (earlier > 0) {
			opened.again();
			book.save(opened);
		}
		var photo = files.store(FileStore.Kind.PHOTO, complaint.photo(), FileStore.Visibility.PRIVATE, null)
			.map(FileStore.Stored::fileId)
			.orElse(null);
		var reference = Receipt.next();
		sql.sql("""
				insert into trace_code_complaint (id, tenant_id, case_id, reference, code, answer, kind, words, bought_at,
				  photo_id, at, on_day, visitor, nth)
				values (:id, :tenant, :case, :reference, :code, :answer, :kind, :words, :bought, :photo, :at, :day,
				  :visitor, :nth)""")
			.param("id", Ids.next())
			.param("tenant", Tenant.require())
			.param("case", opened.id())
			.param("reference", reference)
			.param("code", code)
			.param("answer", seen.answer().name())
			.param("kind", complaint.kind().name())
			.param("words", complaint.words().strip())
			.param("bought", blankless(complaint.boughtAt()))
			.param("photo", photo)
			.param("at", Timestamp.from(now))
			.param("day", day)
			.param("visitor", visitor)
			.param("nth", told[1] + 1)
			.update();
		return reference;
	}

	/**
	 * @throws NotFound for a number that nobody was given
	 */
	public Progress progress(String reference) {
		var number = Receipt.read(reference);
		return sql.sql("select * from trace_complaint_look(?)").param(number).query((row, _) -> {
			var conclusion = row.getString("conclusion");
			var closed = row.getTimestamp("closed_at");
			return new Progress(number, row.getString("number"), row.getTimestamp("at").toInstant(),
					CodeCaseStatus.valueOf(row.getString("status")),
					(conclusion != null) ? Conclusion.valueOf(conclusion) : null,
					(closed != null) ? closed.toInstant() : null);
		}).optional().orElseThrow(() -> new NotFound("trace.complaint.not-found", number));
	}

	/** A code that is none of ours is told to the federation whose pages were used. */
	private Seen look(String space, LabelSerial.Reading reading) {
		var foreign = new Seen(Tenant.require(), CodeAnswer.FOREIGN, null, null);
		if (!(reading instanceof LabelSerial.Genuine genuine)) {
			return foreign;
		}
		return sql
			.sql("select tenant_id, batch_id, batch_status, lot_status from trace_scan(?, ?, ?, now(), null, false)")
			.params(space, genuine.keyVersion(), genuine.number())
			.query((row, _) -> {
				var batch = row.getObject("batch_id", UUID.class);
				var tenant = row.getString("tenant_id");
				var answer = CodeAnswer.of(row.getString("batch_status"), row.getString("lot_status"));
				return Tenant.callAs(tenant, () -> owned(tenant, batch, genuine.number(), answer));
			})
			.optional()
			.orElse(foreign);
	}

	private Seen owned(String tenant, UUID batch, long number, CodeAnswer answer) {
		return Objects.requireNonNull(transaction
			.execute(_ -> sql.sql("select member_id, lot_id, first_seq from trace_label_batch where id = ?")
				.param(batch)
				.query((row, _) -> {
					var place = number - row.getLong("first_seq") + 1;
					return new Seen(tenant, answer, new CodeCase.Owner(row.getObject("member_id", UUID.class),
							row.getObject("lot_id", UUID.class)), new CodeCase.Labels(batch, place, place));
				})
				.single()));
	}

	private static @Nullable String blankless(@Nullable String words) {
		return (words == null || words.isBlank()) ? null : words.strip();
	}

}
