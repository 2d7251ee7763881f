package cn.jinfu.traceability.brand;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.PersonalData;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.traceability.code.Receipt;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What anybody has against a licence while it is on notice. No name is asked for: a
 * receipt leads back to the answer.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class Objections {

	/** 成立, 不成立. */
	public enum ObjectionOutcome {

		UPHELD, DISMISSED

	}

	/**
	 * @param outcome null until it is answered
	 */
	public record Objection(UUID id, String words, Instant at, @Nullable ObjectionOutcome outcome,
			@Nullable String answer, @Nullable String answeredName, @Nullable Instant answeredAt) {
	}

	/** How far it is, for whoever holds the receipt. */
	public record Progress(String reference, String holder, LocalDate noticeUntil, Instant at,
			@Nullable ObjectionOutcome outcome, @Nullable String answer) {
	}

	private final LicencesOfBrand licences;

	private final PersonalData personal;

	private final BusinessClock clock;

	private final JdbcClient sql;

	/**
	 * @param address where it came from; only a keyed hash of the day is kept
	 * @return the receipt's number
	 * @throws NotFound when no notice of this licence is running
	 * @throws RuleBroken {@code brand.objection.twice} from the same place on one day
	 */
	public String object(UUID licence, String words, String address) {
		var today = clock.today();
		var running = licences.findById(licence).filter(it -> it.onNotice(today)).isPresent();
		if (!running) {
			throw new NotFound("brand.licence.no-notice", licence);
		}
		if (words.strip().length() < 5) {
			throw new RuleBroken("brand.objection.short").at("words");
		}
		var reference = Receipt.next();
		try {
			sql.sql("""
					insert into brand_licence_objection (id, tenant_id, licence_id, reference, words, at, on_day, visitor)
					values (?, ?, ?, ?, ?, ?, ?, ?)""")
				.params(Ids.next(), Tenant.require(), licence, reference, words.strip(), Timestamp.from(clock.now()),
						today, personal.index("objection", today + " " + address))
				.update();
		}
		catch (DuplicateKeyException again) {
			throw new RuleBroken("brand.objection.twice");
		}
		return reference;
	}

	/**
	 * @throws NotFound for a number that nobody was given
	 */
	@Transactional(readOnly = true)
	public Progress progress(String reference) {
		var number = Receipt.read(reference);
		return sql.sql("select * from brand_objection_look(?)")
			.param(number)
			.query((row, _) -> new Progress(number, row.getString("holder"),
					row.getObject("notice_until", LocalDate.class), row.getTimestamp("at").toInstant(), outcome(row),
					row.getString("answer")))
			.optional()
			.orElseThrow(() -> new NotFound("brand.objection.not-found", number));
	}

	/** An upheld one ends the application. */
	@PreAuthorize("hasAuthority('brand:licence:decide')")
	public void answer(UUID licence, UUID objection, ObjectionOutcome outcome, String answer) {
		if (answer.isBlank()) {
			throw new RuleBroken("trace.lot.reason-missing").at("answer");
		}
		licences.requireLocked(licence);
		var updated = sql
			.sql("""
					update brand_licence_objection set outcome = ?, answer = ?, answered_by = ?, answered_name = ?, answered_at = ?
					 where id = ? and licence_id = ? and outcome is null""")
			.params(outcome.name(), answer.strip(), Actor.current().personId(), Actor.current().displayName(),
					Timestamp.from(clock.now()), objection, licence)
			.update();
		if (updated == 0) {
			throw new NotFound("brand.objection.not-found", objection);
		}
	}

	boolean unanswered(UUID licence) {
		return sql.sql("select count(*) from brand_licence_objection where licence_id = ? and outcome is null")
			.param(licence)
			.query(Integer.class)
			.single() > 0;
	}

	@Transactional(readOnly = true)
	List<Objection> of(UUID licence) {
		return sql.sql("select * from brand_licence_objection where licence_id = ? order by at, id")
			.param(licence)
			.query((row, _) -> {
				var answered = row.getTimestamp("answered_at");
				return new Objection(row.getObject("id", UUID.class), row.getString("words"),
						row.getTimestamp("at").toInstant(), outcome(row), row.getString("answer"),
						row.getString("answered_name"), (answered != null) ? answered.toInstant() : null);
			})
			.list();
	}

	private static @Nullable ObjectionOutcome outcome(ResultSet row) throws SQLException {
		var outcome = row.getString("outcome");
		return (outcome != null) ? ObjectionOutcome.valueOf(outcome) : null;
	}

}
