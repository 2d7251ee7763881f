package cn.jinfu.production.iot.alarm;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.MemberMessages;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Goes over what is new since it last looked: readings against the rules, silence, and
 * alarms that nobody has seen. What it does to an alarm does not count as a version: who
 * is just writing about it is not put off by the next reading. Where it has come to is in
 * the database, so a restart neither forgets nor repeats an alarm; of two instances one
 * works and the other waits for its turn. A reading that comes late is kept but raises
 * nothing any more.
 */
@Component
@RequiredArgsConstructor
public class AlarmEngine {

	/** A rule begins with what is new, not with the past. */
	private static final Duration LOOK_BACK = Duration.ofMinutes(15);

	private static final int AT_ONCE = 5_000;

	private record Watched(int seriesId, UUID deviceId, UUID memberId, String division, @Nullable UUID plotId,
			String deviceName, String channel, @Nullable String plotName, Watch watch, Instant lastTs,
			@Nullable Instant newest) {

		String where() {
			return (plotName != null) ? plotName : deviceName;
		}
	}

	private record Sample(Instant at, double value) {
	}

	private final AlarmRules rules;

	private final JdbcClient sql;

	private final BusinessClock clock;

	private final MemberMessages messages;

	/**
	 * Of the current tenant.
	 * @return how many alarms were raised or ended
	 */
	@Transactional
	public int run() {
		var mine = sql.sql("select pg_try_advisory_xact_lock(hashtextextended(?, 5))")
			.param("alarms/" + Tenant.require())
			.query(Boolean.class)
			.single();
		if (!mine) {
			return 0;
		}
		var changed = 0;
		for (var rule : rules.findByEnabledTrueOrderById()) {
			for (var watched : fresh(rule)) {
				changed += judge(rule, watched);
			}
			var silence = rule.noDataS();
			if (silence != null) {
				changed += silence(rule, Duration.ofSeconds(silence));
			}
			var patience = rule.escalateS();
			if (patience != null) {
				escalate(rule, Duration.ofSeconds(patience));
			}
			var quiet = rule.quietS();
			if (quiet != null) {
				remind(rule, Duration.ofSeconds(quiet));
			}
		}
		return changed + endOfDevices();
	}

	private static final String SERIES = """
			select s.id, d.id as device_id, d.member_id, d.division, d.plot_id, d.name as device_name, s.name as channel,
			       g.name as plot_name, x.phase, x.since, x.samples, x.last_ts, l.ts as newest
			  from production_series s
			  join production_device d on d.tenant_id = s.tenant_id and d.id = s.device_id and d.state = 'ACTIVE'
			  left join production_plot g on g.tenant_id = d.tenant_id and g.id = d.plot_id
			  left join production_latest l on l.series_id = s.id
			  left join production_alarm_state x
			    on x.tenant_id = s.tenant_id and x.rule_id = :rule and x.series_id = s.id
			 where s.key = :key and (:product = '' or d.product_id = nullif(:product, '')::uuid)
			   and (:device = '' or d.id = nullif(:device, '')::uuid)""";

	/** The series in which something is new. */
	private List<Watched> fresh(AlarmRule rule) {
		return of(rule, sql.sql(SERIES + " and l.ts > coalesce(x.last_ts, :since) order by s.id"))
			.param("since", Timestamp.from(since()))
			.query(this::watched)
			.list();
	}

	private static JdbcClient.StatementSpec of(AlarmRule rule, JdbcClient.StatementSpec statement) {
		return statement.param("rule", rule.id())
			.param("key", rule.channel())
			.param("product", (rule.productId() != null) ? rule.productId().toString() : "")
			.param("device", (rule.deviceId() != null) ? rule.deviceId().toString() : "");
	}

	private Instant since() {
		return clock.now().minus(LOOK_BACK);
	}

	private int judge(AlarmRule rule, Watched watched) {
		var samples = sql.sql("""
				select ts, value from production_telemetry
				 where series_id = ? and ts > ? and quality < 2 order by ts limit ?""")
			.params(watched.seriesId(), Timestamp.from(watched.lastTs()), AT_ONCE)
			.query((row, n) -> new Sample(row.getTimestamp(1).toInstant(), row.getDouble(2)))
			.list();
		if (samples.isEmpty()) {
			return 0;
		}
		var standing = (rule.crop() != null) ? standing(watched.plotId()) : List.<AlarmRule.Standing>of();
		var follows = rule.comparison() == Comparison.STANDARD;
		var own = rule.memberId() != null;
		var ranges = (follows || own) ? ranges(watched.plotId(), rule.channel()) : List.<StageRange>of();
		var limits = rule.limits();
		var when = rule.when();
		var watch = watched.watch();
		var changed = 0;
		@Nullable Double peak = null;
		for (var sample : samples) {
			var range = StageRange.on(ranges, sample.at().atZone(BusinessClock.ZONE).toLocalDate());
			var asked = rule.limits();
			limits = range.map(own ? asked::within : asked::of).orElse(asked);
			var applies = (!follows || range.isPresent()) && when.covers(sample.at(), standing);
			var step = watch.step(limits, applies, sample.at(), sample.value());
			watch = step.next();
			switch (step.event()) {
				case RAISED -> {
					raise(rule, watched, AlarmKind.VALUE, sample.at(), sample.value(), limits);
					peak = null;
					changed++;
				}
				case CLEARED -> {
					worse(rule, watched, peak, limits);
					peak = null;
					changed += clear(rule, watched, AlarmKind.VALUE, sample.at());
				}
				case NONE -> {
					if (watch.phase() == Watch.Phase.ACTIVE) {
						peak = (peak != null) ? Double.valueOf(limits.worse(peak, sample.value()))
								: Double.valueOf(sample.value());
					}
				}
			}
		}
		worse(rule, watched, peak, limits);
		keep(rule, watched, watch, samples.getLast().at());
		return changed;
	}

	private List<AlarmRule.Standing> standing(@Nullable UUID plotId) {
		if (plotId == null) {
			return List.of();
		}
		return sql.sql("""
				select crop, sown_on, ended_on from production_planting
				 where plot_id = ? and state not in ('CANCELLED', 'PLANNED')""")
			.param(plotId)
			.query((row, n) -> new AlarmRule.Standing(row.getString(1), row.getObject(2, LocalDate.class),
					row.getObject(3, LocalDate.class)))
			.list();
	}

	/**
	 * What the standards of the field's plantings say of a channel, the last sown first.
	 */
	private List<StageRange> ranges(@Nullable UUID plotId, String key) {
		if (plotId == null) {
			return List.of();
		}
		return sql.sql("""
				select p.sown_on + s.days_from, least(p.sown_on + s.days_to, p.ended_on), r.low, r.high
				  from production_planting p
				  join production_standard_stage s on s.tenant_id = p.tenant_id and s.standard_id = p.standard_id
				  join production_standard_range r on r.tenant_id = s.tenant_id and r.standard_id = s.standard_id
				   and r.stage_no = s.no and r.key = ?
				 where p.plot_id = ? and p.state not in ('CANCELLED', 'PLANNED')
				 order by p.sown_on desc, p.id, s.no""")
			.params(key, plotId)
			.query((row, n) -> new StageRange(row.getObject(1, LocalDate.class), row.getObject(2, LocalDate.class),
					row.getObject(3, Double.class), row.getObject(4, Double.class)))
			.list();
	}

	private void raise(AlarmRule rule, Watched watched, AlarmKind kind, Instant at, @Nullable Double value,
			@Nullable Limits limits) {
		var made = sql
			.sql("""
					insert into production_alarm (id, tenant_id, version, rule_id, series_id, device_id, member_id, division,
					                              kind, severity, raised_at, plot_id, value, peak,
					                              limit_low, limit_high)
					values (?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
					on conflict (tenant_id, rule_id, series_id, kind) where cleared_at is null do nothing""")
			.params(Ids.next(), Tenant.require(), rule.id(), watched.seriesId(), watched.deviceId(), watched.memberId(),
					watched.division(), kind.name(), rule.severity().name(), Timestamp.from(at))
			.param(watched.plotId())
			.param(value)
			.param(value)
			.param((limits != null) ? limits.raiseLow() : null)
			.param((limits != null) ? limits.raiseHigh() : null)
			.update();
		if (made > 0 && rule.severity() != Severity.HINT) {
			messages.tell(watched.memberId(),
					(kind == AlarmKind.VALUE) ? "production.message.alarm" : "production.message.silence",
					watched.where(), watched.channel(), rule.name());
		}
	}

	private int clear(AlarmRule rule, Watched watched, AlarmKind kind, Instant at) {
		return sql.sql("""
				update production_alarm set cleared_at = greatest(raised_at, ?)
				 where rule_id = ? and series_id = ? and kind = ? and cleared_at is null""")
			.params(Timestamp.from(at), rule.id(), watched.seriesId(), kind.name())
			.update();
	}

	private void worse(AlarmRule rule, Watched watched, @Nullable Double peak, Limits limits) {
		if (peak == null) {
			return;
		}
		var before = sql.sql("""
				select peak from production_alarm
				 where rule_id = ? and series_id = ? and kind = 'VALUE' and cleared_at is null""")
			.params(rule.id(), watched.seriesId())
			.query(Double.class)
			.optional();
		if (before.isPresent() && limits.worse(before.get(), peak) != before.get()) {
			sql.sql("""
					update production_alarm set peak = ?
					 where rule_id = ? and series_id = ? and kind = 'VALUE' and cleared_at is null""")
				.params(peak, rule.id(), watched.seriesId())
				.update();
		}
	}

	private void keep(AlarmRule rule, Watched watched, Watch watch, Instant lastTs) {
		sql.sql("""
				insert into production_alarm_state (tenant_id, rule_id, series_id, phase, since, samples, last_ts)
				values (?, ?, ?, ?, ?, ?, ?)
				on conflict (tenant_id, rule_id, series_id) do update
				  set phase = excluded.phase, since = excluded.since, samples = excluded.samples, last_ts = excluded.last_ts""")
			.params(Tenant.require(), rule.id(), watched.seriesId(), watch.phase().name(),
					Timestamp.from(watch.since()), watch.samples(), Timestamp.from(lastTs))
			.update();
	}

	/** A device that has never sent anything is not silent yet; it is not there yet. */
	private int silence(AlarmRule rule, Duration allowed) {
		var now = clock.now();
		var limit = now.minus(allowed);
		var changed = 0;
		for (var watched : of(rule, sql.sql(SERIES + """
				and l.ts is not null and (l.ts < :limit or exists (select 1 from production_alarm a
				  where a.tenant_id = s.tenant_id and a.rule_id = :rule and a.series_id = s.id and a.kind = 'NO_DATA'
				    and a.cleared_at is null)) order by s.id""")).param("limit", Timestamp.from(limit))
			.query(this::watched)
			.list()) {
			var newest = watched.newest();
			if (newest != null && newest.isBefore(limit)) {
				if (!isOpen(rule, watched)) {
					raise(rule, watched, AlarmKind.NO_DATA, now, null, null);
					changed++;
				}
			}
			else if (newest != null) {
				changed += clear(rule, watched, AlarmKind.NO_DATA, now);
			}
		}
		return changed;
	}

	private boolean isOpen(AlarmRule rule, Watched watched) {
		return sql.sql("""
				select count(*) from production_alarm
				 where rule_id = ? and series_id = ? and kind = 'NO_DATA' and cleared_at is null""")
			.params(rule.id(), watched.seriesId())
			.query(Long.class)
			.single() > 0;
	}

	/**
	 * Nobody has seen it for too long, or he whom it was given to has not: it goes on to
	 * all officers' desks.
	 */
	private void escalate(AlarmRule rule, Duration patience) {
		sql.sql("""
				with gone as (
				  update production_alarm set escalated_at = :now
				   where rule_id = :rule and cleared_at is null and acked_at is null and escalated_at is null
				     and greatest(raised_at, assigned_at) < :before returning tenant_id, id)
				insert into production_alarm_step (tenant_id, alarm_id, kind, at)
				select tenant_id, id, 'ESCALATED', :now from gone""")
			.param("now", Timestamp.from(clock.now()))
			.param("rule", rule.id())
			.param("before", Timestamp.from(clock.now().minus(patience)))
			.update();
	}

	private record Again(UUID memberId, String where, String channel) {
	}

	/** Still so, and still nobody has seen it: the farm is told once more. */
	private void remind(AlarmRule rule, Duration quiet) {
		if (rule.severity() == Severity.HINT) {
			return;
		}
		sql.sql("""
				with again as (
				  update production_alarm set reminded_at = :now
				   where rule_id = :rule and cleared_at is null and acked_at is null
				     and greatest(raised_at, reminded_at) <= :before
				  returning tenant_id, id, member_id, device_id, plot_id, series_id),
				kept as (
				  insert into production_alarm_step (tenant_id, alarm_id, kind, at)
				  select tenant_id, id, 'REMINDED', :now from again)
				select a.member_id, coalesce(g.name, d.name), s.name
				  from again a
				  join production_device d on d.tenant_id = a.tenant_id and d.id = a.device_id
				  join production_series s on s.tenant_id = a.tenant_id and s.id = a.series_id
				  left join production_plot g on g.tenant_id = a.tenant_id and g.id = a.plot_id""")
			.param("now", Timestamp.from(clock.now()))
			.param("rule", rule.id())
			.param("before", Timestamp.from(clock.now().minus(quiet)))
			.query((row, n) -> new Again(row.getObject(1, UUID.class), row.getString(2), row.getString(3)))
			.list()
			.forEach(it -> messages.tell(it.memberId(), "production.message.alarm-again", it.where(), it.channel(),
					rule.name()));
	}

	/**
	 * What is in repair or gone measures nothing: its alarms are over, and it begins
	 * anew.
	 */
	private int endOfDevices() {
		return sql
			.sql("""
					with gone as (
					  update production_alarm a set cleared_at = greatest(a.raised_at, :now) from production_device d
					   where a.cleared_at is null and d.tenant_id = a.tenant_id and d.id = a.device_id and d.state <> 'ACTIVE'
					  returning a.tenant_id, a.rule_id, a.series_id),
					anew as (
					  delete from production_alarm_state x using gone
					   where x.tenant_id = gone.tenant_id and x.rule_id = gone.rule_id and x.series_id = gone.series_id)
					select count(*) from gone""")
			.param("now", Timestamp.from(clock.now()))
			.query(Integer.class)
			.single();
	}

	private Watched watched(ResultSet row, int n) throws SQLException {
		var last = row.getTimestamp("last_ts");
		var newest = row.getTimestamp("newest");
		var since = since();
		var watch = (last != null) ? new Watch(Watch.Phase.valueOf(row.getString("phase")),
				row.getTimestamp("since").toInstant(), row.getInt("samples")) : Watch.fresh(since);
		return new Watched(row.getInt("id"), row.getObject("device_id", UUID.class),
				row.getObject("member_id", UUID.class), row.getString("division"), row.getObject("plot_id", UUID.class),
				row.getString("device_name"), row.getString("channel"), row.getString("plot_name"), watch,
				(last != null) ? last.toInstant() : since, (newest != null) ? newest.toInstant() : null);
	}

}
