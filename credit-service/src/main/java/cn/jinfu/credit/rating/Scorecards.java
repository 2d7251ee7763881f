package cn.jinfu.credit.rating;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Objects;

import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The versions of the card that a federation uses; content never changes once in use. */
@Component
@RequiredArgsConstructor
class Scorecards {

	private static final String SHIPPED = "/credit/GPH-2026.1.json";

	/** A version as it is stored: what was rated with it can be rated again. */
	record Version(java.util.UUID id, Scorecard card, String sha256) {
	}

	private final JdbcClient sql;

	private final CardEditions editions;

	private final StatusHistory history;

	static Scorecard shipped() {
		return RatingJson.read(shippedText(), Scorecard.class);
	}

	private static String shippedText() {
		try (var in = Scorecards.class.getResourceAsStream(SHIPPED)) {
			return new String(Objects.requireNonNull(in, SHIPPED).readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException unreadable) {
			throw new UncheckedIOException(unreadable);
		}
	}

	/**
	 * The champion of that day. A federation that has decided nothing of its own uses the
	 * expert card that ships with the product.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public Version champion(LocalDate on) {
		startDue(on);
		return stored().orElseGet(() -> {
			install();
			return stored().orElseThrow();
		});
	}

	/**
	 * An approved edition takes over on its day; the old one retires the day before.
	 * Ratings keep the edition they were made with.
	 * @return how many took over
	 */
	@Transactional
	public int startDue(LocalDate today) {
		var due = editions.due(today);
		due.ifPresent(next -> {
			editions.findByStatus(CardStatus.CHAMPION).ifPresent(old -> {
				old.retire(Objects.requireNonNull(next.effectiveFrom()).minusDays(1));
				save(old, CardStatus.CHAMPION);
			});
			next.start();
			save(next, CardStatus.APPROVED);
		});
		return due.isPresent() ? 1 : 0;
	}

	private void save(CardEdition edition, CardStatus before) {
		editions.saveAndFlush(edition);
		history.record(CardEdition.TYPE, edition.id(), before, edition.status(), null);
	}

	private java.util.Optional<Version> stored() {
		return sql.sql("select id, content, sha256 from credit_scorecard_version where status = 'CHAMPION'")
			.query((row, n) -> new Version(row.getObject(1, java.util.UUID.class),
					RatingJson.read(row.getString(2), Scorecard.class), row.getString(3)))
			.optional();
	}

	/** The version a stored rating was made with. */
	@Transactional(readOnly = true)
	public Version require(java.util.UUID id) {
		return sql.sql("select id, content, sha256 from credit_scorecard_version where id = ?")
			.param(id)
			.query((row, n) -> new Version(row.getObject(1, java.util.UUID.class),
					RatingJson.read(row.getString(2), Scorecard.class), row.getString(3)))
			.single();
	}

	private void install() {
		var text = RatingJson.write(shipped().checked());
		sql.sql("""
				insert into credit_scorecard_version
				  (id, tenant_id, code, status, content, sha256, effective_from, version)
				values (?, ?, ?, 'CHAMPION', ?, ?, date '2026-01-01', 0)
				on conflict on constraint credit_scorecard_version_code_uq do nothing""")
			.param(Ids.next())
			.param(Tenant.require())
			.param("GPH-2026.1")
			.param(text)
			.param(RatingJson.sha256(text))
			.update();
	}

}
