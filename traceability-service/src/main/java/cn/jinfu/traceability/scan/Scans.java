package cn.jinfu.traceability.scan;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.traceability.code.CodeAnswer;
import cn.jinfu.traceability.code.CodePaths;
import cn.jinfu.traceability.code.LabelKeys;
import cn.jinfu.traceability.code.LabelSerial;
import cn.jinfu.traceability.lot.LotDocument;
import cn.jinfu.traceability.scan.LabelLooks.Look;
import com.fasterxml.jackson.annotation.JsonIgnore;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Answers for a code. A slip of the pen and a forged code are told apart before the
 * database is asked; the rest is one round trip, to functions that run as the owner, and
 * so outside any transaction.
 */
@Service
@RequiredArgsConstructor
class Scans {

	/**
	 * Letters and digits of a code: a GTIN of fourteen and a serial or lot number, to
	 * which the standard gives twenty; ours have sixteen.
	 */
	static final int LONGEST = 34;

	/**
	 * What the page shows; {@code lot} and what belongs to it are null unless the code is
	 * ours.
	 *
	 * @param product name on the label; null for a certificate's code
	 * @param certificate whether the code is a certificate's or a lot's: not a package,
	 * not counted
	 * @param look how the label stands; null for what is no label of ours
	 */
	record View(CodeAnswer answer, String code, boolean certificate, @Nullable String product,
			@Nullable BigDecimal netKg, @Nullable String licenceNo, boolean licenceInForce, @Nullable String mark,
			int count, @Nullable Instant firstAt, @Nullable LotDocument lot, long daysSinceHarvest,
			@JsonIgnore @Nullable Look look) {

		/** Longer than any code: of what was typed only the beginning is kept. */
		static View tooLong(String code) {
			return of(CodeAnswer.MISTYPED, code.substring(0, LONGEST + 1) + "\u2026");
		}

		/** Whether it was longer than any code. */
		@JsonIgnore
		public boolean tooLong() {
			return answer == CodeAnswer.MISTYPED && code.length() == LONGEST + 2 && code.endsWith("\u2026");
		}

		@JsonIgnore
		public int longest() {
			return LONGEST;
		}

		static View of(CodeAnswer answer, String code) {
			return new View(answer, code, false, null, null, null, false, null, 0, null, null, 0, null);
		}

		public boolean bad() {
			return answer.bad();
		}

		/** The goods themselves were called back, not only their label. */
		public boolean called() {
			return answer == CodeAnswer.RECALLED && lot != null;
		}

		/** A code of a package, whether ours or not; not what was mistyped. */
		public boolean complainable() {
			return !certificate && answer != CodeAnswer.MISTYPED;
		}

		/** A package that somebody may have at home and that may yet be called back. */
		public boolean watchable() {
			return !certificate && lot != null && (answer == CodeAnswer.GENUINE || answer == CodeAnswer.HELD);
		}

		/** The chain as read from the package backwards. */
		public LotDocument.Chain chain() {
			return (lot != null) ? lot.chain() : new LotDocument.Chain(List.of(), 0);
		}

		public boolean known() {
			return lot != null || (answer == CodeAnswer.GENUINE && product != null);
		}

		public String answerKey() {
			if (tooLong()) {
				return "trace.scan.too-long";
			}
			var what = code.startsWith(CodePaths.CERTIFICATE) ? "certificate." : "lot.";
			return (certificate ? "trace.scan." + what : "trace.scan.") + answer.name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * Who reads.
	 *
	 * @param page whether a person looks at the page, so that this look is one of those
	 * that it tells about
	 * @param visitor null for somebody new
	 * @param address where it came from; only a keyed hash of the day is kept, and only
	 * of what is not ours
	 */
	record Reader(boolean page, @Nullable String visitor, @Nullable String address) {
	}

	private final LabelKeys keys;

	private final LabelLooks looks;

	private final CodeBrake brake;

	private final JdbcClient sql;

	private final JsonMapper json;

	private final BusinessClock clock;

	/**
	 * @param space GTIN or product number
	 */
	public View read(String space, String serial, Reader reader) {
		var code = space.toUpperCase(Locale.ROOT).replace("-", "");
		var typed = code + " " + serial;
		if (typed.replaceAll("[\\s-]", "").length() > LONGEST) {
			return View.tooLong(typed);
		}
		return switch (LabelSerial.read(keys::verifying, code, serial)) {
			case LabelSerial.Mistyped _ -> View.of(CodeAnswer.MISTYPED, typed);
			case LabelSerial.Foreign _ -> foreign(typed, reader);
			case LabelSerial.Genuine _ when code.equals(CodePaths.CERTIFICATE) ->
				certificate(serial).orElseGet(() -> foreign(typed, reader));
			case LabelSerial.Genuine it -> look(code, serial, it, reader);
		};
	}

	/** Signed by us and handed out; asks no database for what is not signed. */
	public boolean issued(String space, String serial) {
		var code = space.toUpperCase(Locale.ROOT).replace("-", "");
		return LabelSerial.read(keys::verifying, code, serial) instanceof LabelSerial.Genuine it
				&& (code.equals(CodePaths.CERTIFICATE) ? certificate(serial).isPresent()
						: looks.at(new LabelLooks.Question(code, it.keyVersion(), it.number(), null)).isPresent());
	}

	/** By the number of a lot whose packages bear this product; counts nothing. */
	public View lot(String space, String lotCode, Reader reader) {
		return sql.sql("select * from trace_lot_look(?, ?)").params(space, lotCode).query((row, _) -> {
			var text = row.getString("document");
			var lot = (text != null) ? json.readValue(text, LotDocument.class) : null;
			var days = (lot != null) ? ChronoUnit.DAYS.between(lot.harvestedOn(), clock.today()) : 0;
			return new View(CodeAnswer.of("", row.getString("lot_status")), space + " " + lotCode, true,
					row.getString("product_name"), null, null, false, null, 0, null, lot, days, null);
		}).optional().orElseGet(() -> foreign(space + " " + lotCode, reader));
	}

	/** Whether the product is ours. */
	public View product(String space, Reader reader) {
		return sql.sql("select product_name from trace_lot_look(?, null)")
			.param(space)
			.query((row, _) -> new View(CodeAnswer.GENUINE, space, true, row.getString(1), null, null, false, null, 0,
					null, null, 0, null))
			.optional()
			.orElseGet(() -> foreign(space, reader));
	}

	/** The same for whatever is not ours, signed once or made up. */
	private View foreign(String code, Reader reader) {
		brake.missed(reader.address());
		return View.of(CodeAnswer.FOREIGN, code);
	}

	private View look(String space, String serial, LabelSerial.Genuine genuine, Reader reader) {
		var visitor = reader.visitor();
		var today = clock.today();
		return looks
			.whole(new LabelLooks.Question(space, genuine.keyVersion(), genuine.number(),
					(visitor != null) ? Visitors.hash(visitor, today) : null))
			.map(it -> {
				var text = it.document();
				var lot = (text != null) ? json.readValue(text, LotDocument.class) : null;
				var days = (lot != null) ? ChronoUnit.DAYS.between(lot.harvestedOn(), today) : 0;
				return new View(it.answer(), space + " " + LabelSerial.grouped(LabelSerial.plain(serial)), false,
						it.product(), it.netKg(), it.licenceNo(), it.licenceInForce(today), it.mark(),
						reader.page() ? it.nth() : it.count(), it.firstAt(), lot, days, it);
			})
			.orElseGet(() -> foreign(space + " " + serial, reader));
	}

	private Optional<View> certificate(String serial) {
		var code = CodePaths.CERTIFICATE + " " + LabelSerial.grouped(serial);
		return sql.sql("select * from trace_certificate_look(?)").param(LabelSerial.plain(serial)).query((row, _) -> {
			var text = row.getString("document");
			var lot = (text != null) ? json.readValue(text, LotDocument.class) : null;
			var days = (lot != null) ? ChronoUnit.DAYS.between(lot.harvestedOn(), clock.today()) : 0;
			return new View(CodeAnswer.of(row.getString("status"), row.getString("lot_status")), code, true, null, null,
					null, false, null, 0, null, lot, days, null);
		}).optional();
	}

}
