package cn.jinfu.traceability.scan;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.traceability.code.CodeAnswer;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Looks at labels and counts nothing; asked outside any transaction. */
@Component
class LabelLooks {

	/** As many as a moment brings. */
	private static final int MOST = 64;

	/**
	 * @param visitor hash of the day, null for somebody new
	 */
	record Question(String space, int keyVersion, long number, byte @Nullable [] visitor) {
	}

	/**
	 * How a label stands now.
	 *
	 * @param firstRegion where that was, as a city or a province; null where nobody said
	 * @param seen whether this visitor was counted for it a moment ago
	 * @param edition another one each time the lot's document is written
	 * @param document null unless it was asked for
	 */
	record Look(UUID batchId, String batchStatus, String product, BigDecimal netKg, String licenceNo,
			String licenceStatus, LocalDate licenceUntil, String mark, String lotStatus, int count,
			@Nullable Instant firstAt, @Nullable String firstRegion, boolean seen, long edition,
			@Nullable String document) {

		CodeAnswer answer() {
			return CodeAnswer.of(batchStatus, lotStatus);
		}

		boolean licenceInForce(LocalDate today) {
			return "ACTIVE".equals(licenceStatus) && !today.isAfter(licenceUntil);
		}

		/** Which time it is that somebody looks, this one included. */
		int nth() {
			return seen ? count : count + 1;
		}

	}

	private final JdbcClient sql;

	private final BusinessClock clock;

	private final LooksInMind mind;

	private final Together<Question, Optional<Look>> together = new Together<>(1, MOST, all -> ask(all, false));

	LabelLooks(JdbcClient sql, BusinessClock clock, LooksInMind mind) {
		this.sql = sql;
		this.clock = clock;
		this.mind = mind;
	}

	/** Without its lot's document. Empty when nobody ordered such a label. */
	Optional<Look> at(Question question) {
		return (question.visitor() != null) ? together.ask(question)
				: Optional.ofNullable(mind.at(question, it -> together.ask(it).orElse(null)));
	}

	Optional<Look> whole(Question question) {
		return ask(List.of(question), true).getFirst();
	}

	private List<Optional<Look>> ask(List<Question> all, boolean whole) {
		var found = new ArrayList<>(Collections.nCopies(all.size(), Optional.<Look>empty()));
		sql.sql("select * from trace_look(?, ?, ?, ?, ?, ?)")
			.param(all.stream().map(Question::space).toArray(String[]::new))
			.param(all.stream().mapToInt(Question::keyVersion).toArray())
			.param(all.stream().mapToLong(Question::number).toArray())
			.param(all.stream().map(Question::visitor).toArray(byte[][]::new))
			.param(Timestamp.from(clock.now()))
			.param(whole)
			.query(row -> {
				var first = row.getTimestamp("first_scan_at");
				var look = new Look(row.getObject("batch_id", UUID.class), row.getString("batch_status"),
						row.getString("product_name"), row.getBigDecimal("net_kg").stripTrailingZeros(),
						row.getString("licence_no"), row.getString("licence_status"),
						row.getObject("licence_until", LocalDate.class), row.getString("mark_name"),
						row.getString("lot_status"), row.getInt("scan_count"),
						(first != null) ? first.toInstant() : null, row.getString("first_region"),
						row.getBoolean("seen"), row.getLong("edition"), row.getString("document"));
				found.set((int) row.getLong("ord") - 1, Optional.of(look));
			});
		return found;
	}

}
