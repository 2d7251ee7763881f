package cn.jinfu.production.iot.alarm;

import java.sql.Timestamp;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.production.Crops;
import cn.jinfu.production.iot.device.DeviceProducts;
import cn.jinfu.production.iot.device.DeviceQueries;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The federation's rules: written by staff, for all farms or for one device. */
@Service
@Transactional
@RequiredArgsConstructor
public class RuleCommands {

	/** All of a rule as it is written down. */
	public record Text(String name, AlarmRule.Target target, Limits limits, AlarmRule.When when, AlarmRule.Care care) {
	}

	private static final String TYPE = "AlarmRule";

	private final AlarmRules rules;

	private final DeviceProducts products;

	private final DeviceQueries devices;

	private final Crops crops;

	private final Audit audit;

	private final BusinessClock clock;

	private final JdbcClient sql;

	@PreAuthorize("hasAuthority('production:alarm:rule')")
	public UUID add(Text text) {
		check(text);
		var rule = AlarmRule.of(text.name(), text.target(), text.limits(), text.when(), text.care(),
				Actor.current().personId(), clock.now());
		audit.record("add", TYPE, rule.id(), rule.name());
		return rules.save(rule).id();
	}

	/** What was pending under the old limits begins anew; an alarm that lasts goes on. */
	@PreAuthorize("hasAuthority('production:alarm:rule')")
	public void change(UUID ruleId, Text text, long version) {
		check(text);
		var rule = federation(ruleId).seenAt(version);
		rule.change(text.name(), text.target(), text.limits(), text.when(), text.care(), Actor.current().personId(),
				clock.now());
		audit.record("change", TYPE, ruleId, rule.name());
		rules.save(rule);
	}

	/** Switched off it raises nothing, and what it had raised is over. */
	@PreAuthorize("hasAuthority('production:alarm:rule')")
	public void turn(UUID ruleId, boolean on, long version) {
		turn(federation(ruleId).seenAt(version), on);
	}

	/** Of one's own, or of the federation. */
	void turn(AlarmRule rule, boolean on) {
		rule.turn(on, Actor.current().personId(), clock.now());
		if (!on) {
			sql.sql("update production_alarm set cleared_at = greatest(raised_at, ?) where rule_id = ? and cleared_at is null")
				.params(Timestamp.from(clock.now()), rule.id())
				.update();
			sql.sql("delete from production_alarm_state where rule_id = ?").param(rule.id()).update();
		}
		audit.record(on ? "turn-on" : "turn-off", TYPE, rule.id(), rule.name());
		rules.save(rule);
	}

	/** A farm's own limits are nobody else's to change. */
	private AlarmRule federation(UUID ruleId) {
		var rule = rules.require(ruleId);
		if (rule.memberId() != null) {
			throw new NotFound("production.alarm.rule-not-found", ruleId);
		}
		return rule;
	}

	/** The federation's, by name. */
	@PreAuthorize("hasAuthority('production:device:view')")
	@Transactional(readOnly = true)
	public List<AlarmRule> list() {
		return rules.findByMemberIdIsNullOrderByName();
	}

	@PreAuthorize("hasAuthority('production:device:view')")
	@Transactional(readOnly = true)
	public AlarmRule view(UUID ruleId) {
		var rule = rules.require(ruleId);
		var device = rule.deviceId();
		if (rule.memberId() != null && device != null) {
			// a farm's own is seen by whoever sees its device
			devices.view(device);
		}
		return rule;
	}

	private void check(Text text) {
		@Nullable UUID product = text.target().productId();
		if (product != null
				&& products.view(product).properties().stream().noneMatch(it -> it.key().equals(text.target().key()))) {
			throw new RuleBroken("production.alarm.no-such-channel", text.target().key()).at("key");
		}
		@Nullable UUID device = text.target().deviceId();
		if (device != null) {
			devices.view(device);
		}
		var crop = text.when().crop();
		if (crop != null && crops.find(crop).isEmpty()) {
			throw new RuleBroken("production.alarm.crop-missing").at("crop");
		}
	}

}
