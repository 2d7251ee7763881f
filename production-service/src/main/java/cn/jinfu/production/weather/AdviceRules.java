package cn.jinfu.production.weather;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.production.ProductionFourEyes;
import cn.jinfu.production.soil.EditionState;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The limits by which work is advised, all of them in one edition: one proposes it with
 * its source, another puts it in force from a day on. Without one in force no advice is
 * given.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class AdviceRules {

	static final String TYPE = "WeatherEdition";

	/** In one edition. */
	static final int MOST_RULES = 40;

	private static final int MOST_SENTENCE = 120;

	private static final int MOST_SOURCE = 200;

	private static final int MOST_WITHIN = 72;

	private static final int MOST_FORECAST = 240;

	/**
	 * @param decidedBy the meeting or paper that decides it
	 * @param forecastH a forecast issued longer ago than so many hours counts no more
	 */
	public record Text(LocalDate validFrom, String decidedBy, int forecastH, List<AdviceRule> rules, boolean demo) {
	}

	/**
	 * @param mine whether the reader proposed it, so that somebody else must confirm
	 */
	public record Edition(UUID id, Text text, EditionState state, UUID proposedBy, Instant proposedAt, String byName,
			boolean mine) {

		/** What was issued before then counts no more. */
		Instant since(Instant now) {
			return now.minus(Duration.ofHours(text.forecastH()));
		}

	}

	private final JdbcClient sql;

	private final StatusHistory history;

	private final BusinessClock clock;

	/** Not declined: what waits first, then the latest first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:weather:view')")
	public List<Edition> all() {
		return read(" where e.state <> 'DECLINED' order by e.state desc, e.valid_from desc limit 50");
	}

	/** What waits for a second person, the oldest first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:weather:confirm')")
	public List<Edition> open() {
		return read(" where e.state = 'PROPOSED' order by e.proposed_at, e.id limit 50");
	}

	/** What holds on that day; empty when nothing was decided. */
	@Transactional(readOnly = true)
	Optional<Edition> inForce(LocalDate on) {
		return read(" where e.state = 'CONFIRMED' and e.valid_from <= ? order by e.valid_from desc limit 1", on)
			.stream()
			.findFirst();
	}

	@PreAuthorize("hasAuthority('production:weather:decide')")
	public UUID propose(Text text) {
		check(text);
		requireNew(text.validFrom());
		var id = Ids.next();
		var actor = Actor.current();
		sql.sql("""
				insert into production_weather_edition
				  (id, tenant_id, version, valid_from, decided_by, forecast_h, state, proposed_by, proposed_at, by_name, demo)
				values (?, ?, 0, ?, ?, ?, 'PROPOSED', ?, ?, ?, ?)""")
			.params(id, Tenant.require(), text.validFrom(), text.decidedBy().strip(), text.forecastH(),
					actor.personId(), Timestamp.from(clock.now()), actor.displayName(), text.demo())
			.update();
		for (var rule : text.rules()) {
			sql.sql("""
					insert into production_weather_rule
					  (tenant_id, edition_id, no, work, measure, bound, warning, within_h, verdict, sentence, source)
					values (:tenant, :edition, :no, :work, :measure, :bound, :warning, :within, :verdict, :sentence, :source)""")
				.param("tenant", Tenant.require())
				.param("edition", id)
				.param("no", rule.no())
				.param("work", rule.work().name())
				.param("measure", rule.measure().name())
				.param("bound", rule.bound())
				.param("warning", (rule.warning() != null) ? rule.warning().name() : null)
				.param("within", rule.withinH())
				.param("verdict", rule.verdict().name())
				.param("sentence", rule.sentence().strip())
				.param("source", rule.source().strip())
				.update();
		}
		history.record(TYPE, id, null, EditionState.PROPOSED, null);
		return id;
	}

	private static void check(Text text) {
		if (text.decidedBy().isBlank() || text.decidedBy().length() > MOST_SOURCE) {
			throw new RuleBroken("production.weather.decided", MOST_SOURCE).at("decidedBy");
		}
		if (text.forecastH() < 1 || text.forecastH() > MOST_FORECAST) {
			throw new RuleBroken("production.weather.forecast-hours", MOST_FORECAST).at("forecastH");
		}
		if (text.rules().isEmpty() || text.rules().size() > MOST_RULES) {
			throw new RuleBroken("production.weather.rule-count", MOST_RULES).at("rules");
		}
		for (var i = 0; i < text.rules().size(); i++) {
			check(text.rules().get(i), i);
		}
	}

	private static void check(AdviceRule rule, int i) {
		if (rule.no() != i + 1) {
			throw new RuleBroken("production.weather.rule-count", MOST_RULES).at("rules");
		}
		var at = "rules[" + i + "].";
		if ((rule.measure() == WeatherMeasure.WARNING)
				? rule.bound() != null || rule.warning() == null || rule.warning() == WeatherWarning.NONE
				: rule.warning() != null || !bounds(rule)) {
			throw new RuleBroken("production.weather.bound").at(at + "bound");
		}
		if (rule.withinH() < 0 || rule.withinH() > MOST_WITHIN) {
			throw new RuleBroken("production.weather.within", MOST_WITHIN).at(at + "withinH");
		}
		if (rule.verdict() != WeatherVerdict.WAIT && rule.verdict() != WeatherVerdict.NO) {
			throw new RuleBroken("production.weather.verdict").at(at + "verdict");
		}
		if (rule.sentence().isBlank() || rule.sentence().strip().length() > MOST_SENTENCE) {
			throw new RuleBroken("production.weather.sentence", MOST_SENTENCE).at(at + "sentence");
		}
		if (rule.source().isBlank() || rule.source().strip().length() > MOST_SOURCE) {
			throw new RuleBroken("production.weather.decided", MOST_SOURCE).at(at + "source");
		}
	}

	/** As the weather itself may be; no rain and no wind are no limits. */
	private static boolean bounds(AdviceRule rule) {
		var bound = rule.bound();
		if (bound == null || bound.stripTrailingZeros().scale() > 1) {
			return false;
		}
		return switch (rule.measure()) {
			case RAIN -> bound.signum() > 0 && bound.compareTo(BigDecimal.valueOf(2000)) <= 0;
			case WIND -> bound.signum() > 0 && bound.compareTo(BigDecimal.valueOf(90)) <= 0;
			case HEAT, COLD -> bound.abs().compareTo(BigDecimal.valueOf(60)) <= 0;
			case WARNING -> false;
		};
	}

	/** Puts the edition in force; not by who proposed it. */
	@PreAuthorize("hasAuthority('production:weather:confirm')")
	public void confirm(UUID editionId) {
		var edition = locked(editionId);
		ProductionFourEyes.CONFIRM_WEATHER.requireOther("production.weather.same-person", Actor.current().personId(),
				edition.proposedBy());
		close(edition, EditionState.CONFIRMED, null);
	}

	@PreAuthorize("hasAuthority('production:weather:confirm')")
	public void decline(UUID editionId, String reason) {
		if (reason.isBlank()) {
			throw new RuleBroken("production.reason-missing").at("reason");
		}
		close(locked(editionId), EditionState.DECLINED, reason.strip());
	}

	private void close(Edition edition, EditionState to, @Nullable String reason) {
		if (edition.state() != EditionState.PROPOSED) {
			throw new WrongState("production.weather.edition-wrong-state", edition.state());
		}
		if (to == EditionState.CONFIRMED) {
			requireNew(edition.text().validFrom());
		}
		sql.sql("update production_weather_edition set state = ?, closed_by = ?, version = version + 1 where id = ?")
			.params(to.name(), Actor.current().personId(), edition.id())
			.update();
		history.record(TYPE, edition.id(), edition.state(), to, reason);
	}

	private void requireNew(LocalDate from) {
		var known = sql
			.sql("""
					select exists (select 1 from production_weather_edition where valid_from = ? and state = 'CONFIRMED')""")
			.param(from)
			.query(Boolean.class)
			.single();
		if (known) {
			throw new RuleBroken("production.weather.edition-known", from).at("validFrom");
		}
	}

	private Edition locked(UUID id) {
		return read(" where e.id = ? for update of e", id).stream()
			.findFirst()
			.orElseThrow(() -> new NotFound("production.weather.edition-not-found", id));
	}

	private List<Edition> read(String where, Object... values) {
		return sql.sql("select e.* from production_weather_edition e" + where)
			.params(List.of(values))
			.query((row, n) -> edition(row))
			.list();
	}

	private Edition edition(ResultSet row) throws SQLException {
		var id = row.getObject("id", UUID.class);
		var by = row.getObject("proposed_by", UUID.class);
		return new Edition(id,
				new Text(row.getObject("valid_from", LocalDate.class), row.getString("decided_by"),
						row.getInt("forecast_h"), rules(id), row.getBoolean("demo")),
				EditionState.valueOf(row.getString("state")), by,
				row.getObject("proposed_at", OffsetDateTime.class).toInstant(), row.getString("by_name"),
				Actor.current().personId().equals(by));
	}

	private List<AdviceRule> rules(UUID editionId) {
		return sql.sql("select * from production_weather_rule where edition_id = ? order by no")
			.param(editionId)
			.query((row, n) -> {
				var warning = row.getString("warning");
				return new AdviceRule(row.getInt("no"), WeatherWork.valueOf(row.getString("work")),
						WeatherMeasure.valueOf(row.getString("measure")), row.getBigDecimal("bound"),
						(warning != null) ? WeatherWarning.valueOf(warning) : null, row.getInt("within_h"),
						WeatherVerdict.valueOf(row.getString("verdict")), row.getString("sentence"),
						row.getString("source"));
			})
			.list();
	}

}
