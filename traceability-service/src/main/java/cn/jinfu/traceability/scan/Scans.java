package cn.jinfu.traceability.scan;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.PersonalData;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.traceability.code.CodeAnswer;
import cn.jinfu.traceability.code.CodePaths;
import cn.jinfu.traceability.code.LabelKeys;
import cn.jinfu.traceability.code.LabelSerial;
import cn.jinfu.traceability.lot.LotDocument;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Answers for a code. A slip of the pen and a forged code are told apart before the
 * database is asked; the rest is one round trip.
 */
@Service
@RequiredArgsConstructor
class Scans {

	/** So many looks at one package are nothing out of the ordinary. */
	private static final int OFTEN = 5;

	/**
	 * What the page shows; {@code lot} and what belongs to it are null unless the code is
	 * ours.
	 *
	 * @param product name on the label; null for a certificate's code
	 * @param certificate whether the code is a certificate's or a lot's: not a package,
	 * not counted
	 */
	record View(CodeAnswer answer, String code, boolean certificate, @Nullable String product,
			@Nullable BigDecimal netKg, @Nullable String licenceNo, boolean licenceInForce, @Nullable String mark,
			int count, @Nullable Instant firstAt, @Nullable LotDocument lot, long daysSinceHarvest) {

		static View of(CodeAnswer answer, String code) {
			return new View(answer, code, false, null, null, null, false, null, 0, null, null, 0);
		}

		public boolean first() {
			return count <= 1;
		}

		public boolean bad() {
			return answer.bad();
		}

		/** Oftener than a family looks; says how often, never that it is a copy. */
		public boolean often() {
			return count > OFTEN;
		}

		/** A code of a package, whether ours or not; not what was mistyped. */
		public boolean complainable() {
			return !certificate && answer != CodeAnswer.MISTYPED;
		}

		/** The chain as read from the package backwards. */
		public List<LotDocument.Step> steps() {
			return (lot != null) ? lot.steps().reversed() : List.of();
		}

		public boolean known() {
			return lot != null || (answer == CodeAnswer.GENUINE && product != null);
		}

		public String answerKey() {
			var what = code.startsWith(CodePaths.CERTIFICATE) ? "certificate." : "lot.";
			return (certificate ? "trace.scan." + what : "trace.scan.") + answer.name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * Who reads.
	 *
	 * @param visitor null when this reading does not count: a preview, a prefetch
	 * @param address where it came from; only a keyed hash of the day is kept, and only
	 * of codes that nobody signed
	 * @param region coarse, null when unknown
	 */
	record Reader(@Nullable String visitor, @Nullable String address, @Nullable String region) {

		static final Reader NOBODY = new Reader(null, null, null);

	}

	private final LabelKeys keys;

	private final PersonalData personal;

	private final JdbcClient sql;

	private final JsonMapper json;

	private final BusinessClock clock;

	/**
	 * @param space GTIN or product number
	 */
	@Transactional
	public View read(String space, String serial, Reader reader) {
		var code = space.toUpperCase(Locale.ROOT).replace("-", "");
		return switch (LabelSerial.read(keys::verifying, code, serial)) {
			case LabelSerial.Mistyped _ -> View.of(CodeAnswer.MISTYPED, code + " " + serial);
			case LabelSerial.Foreign _ -> {
				missed(reader);
				yield View.of(CodeAnswer.FOREIGN, code + " " + serial);
			}
			case LabelSerial.Genuine _ when code.equals(CodePaths.CERTIFICATE) -> certificate(serial);
			case LabelSerial.Genuine it -> look(code, serial, it, reader);
		};
	}

	/** Well formed, but signed by nobody here: somebody has a copy, or tries numbers. */
	private void missed(Reader reader) {
		if (reader.address() == null) {
			return;
		}
		sql.sql("""
				insert into trace_code_miss as m (tenant_id, on_day, visitor, count, last_at) values (?, ?, ?, 1, ?)
				on conflict on constraint trace_code_miss_pk
				do update set count = m.count + 1, last_at = excluded.last_at""")
			.params(Tenant.require(), clock.today(), personal.index("scan", clock.today() + " " + reader.address()),
					Timestamp.from(clock.now()))
			.update();
	}

	/** By the number of a lot whose packages bear this product; counts nothing. */
	@Transactional(readOnly = true)
	public View lot(String space, String lotCode) {
		return sql.sql("select * from trace_lot_look(?, ?)").params(space, lotCode).query((row, _) -> {
			var text = row.getString("document");
			var lot = (text != null) ? json.readValue(text, LotDocument.class) : null;
			var days = (lot != null) ? ChronoUnit.DAYS.between(lot.harvestedOn(), clock.today()) : 0;
			return new View(CodeAnswer.of("", row.getString("lot_status")), space + " " + lotCode, true,
					row.getString("product_name"), null, null, false, null, 0, null, lot, days);
		}).optional().orElseGet(() -> View.of(CodeAnswer.FOREIGN, space + " " + lotCode));
	}

	/** Whether the product is ours. */
	@Transactional(readOnly = true)
	public View product(String space) {
		return sql.sql("select product_name from trace_lot_look(?, null)")
			.param(space)
			.query((row, _) -> new View(CodeAnswer.GENUINE, space, true, row.getString(1), null, null, false, null, 0,
					null, null, 0))
			.optional()
			.orElseGet(() -> View.of(CodeAnswer.FOREIGN, space));
	}

	private View look(String space, String serial, LabelSerial.Genuine genuine, Reader reader) {
		var now = clock.now();
		return sql.sql("select * from trace_scan(?, ?, ?, ?, ?, ?, ?)")
			.params(space, genuine.keyVersion(), genuine.number(), Timestamp.from(now), hash(reader.visitor()),
					reader.visitor() != null)
			.param(reader.region())
			.query((row, _) -> {
				var text = row.getString("document");
				var lot = (text != null) ? json.readValue(text, LotDocument.class) : null;
				var first = row.getTimestamp("first_scan_at");
				var today = clock.today();
				var until = row.getObject("licence_until", LocalDate.class);
				var days = (lot != null) ? ChronoUnit.DAYS.between(lot.harvestedOn(), today) : 0;
				return new View(CodeAnswer.of(row.getString("batch_status"), row.getString("lot_status")),
						space + " " + LabelSerial.grouped(serial), false, row.getString("product_name"),
						row.getBigDecimal("net_kg").stripTrailingZeros(), row.getString("licence_no"),
						"ACTIVE".equals(row.getString("licence_status")) && !today.isAfter(until),
						row.getString("mark_name"), row.getInt("scan_count"),
						(first != null) ? first.toInstant() : null, lot, days);
			})
			.optional()
			.orElseGet(() -> View.of(CodeAnswer.FOREIGN, space + " " + serial));
	}

	private View certificate(String serial) {
		var code = CodePaths.CERTIFICATE + " " + LabelSerial.grouped(serial);
		return sql.sql("select * from trace_certificate_look(?)").param(LabelSerial.plain(serial)).query((row, _) -> {
			var text = row.getString("document");
			var lot = (text != null) ? json.readValue(text, LotDocument.class) : null;
			var days = (lot != null) ? ChronoUnit.DAYS.between(lot.harvestedOn(), clock.today()) : 0;
			return new View(CodeAnswer.of(row.getString("status"), row.getString("lot_status")), code, true, null, null,
					null, false, null, 0, null, lot, days);
		}).optional().orElseGet(() -> View.of(CodeAnswer.FOREIGN, code));
	}

	/** Of the day, so that nobody can be followed from one day to the next. */
	private byte[] hash(@Nullable String visitor) {
		try {
			var digest = MessageDigest.getInstance("SHA-256");
			digest.update(clock.today().toString().getBytes(StandardCharsets.UTF_8));
			return digest.digest(String.valueOf(visitor).getBytes(StandardCharsets.UTF_8));
		}
		catch (NoSuchAlgorithmException absent) {
			throw new IllegalStateException("every Java platform has SHA-256", absent);
		}
	}

}
