package cn.jinfu.production.iot.alarm;

import java.sql.Timestamp;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
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

/** The rules themselves: written by staff, for all farms or for one device. */
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
		var rule = rules.require(ruleId).seenAt(version);
		rule.change(text.name(), text.target(), text.limits(), text.when(), text.care(), Actor.current().personId(),
				clock.now());
		audit.record("change", TYPE, ruleId, rule.name());
		rules.save(rule);
	}

	/** Switched off it raises nothing, and what it had raised is over. */
	@PreAuthorize("hasAuthority('production:alarm:rule')")
	public void turn(UUID ruleId, boolean on, long version) {
		var rule = rules.require(ruleId).seenAt(version);
		rule.turn(on, Actor.current().personId(), clock.now());
		if (!on) {
			sql.sql("update production_alarm set cleared_at = greatest(raised_at, ?), version = version + 1 where rule_id = ? and cleared_at is null")
				.params(Timestamp.from(clock.now()), ruleId)
				.update();
			sql.sql("delete from production_alarm_state where rule_id = ?").param(ruleId).update();
		}
		audit.record(on ? "turn-on" : "turn-off", TYPE, ruleId, rule.name());
		rules.save(rule);
	}

	@PreAuthorize("hasAuthority('production:device:view')")
	@Transactional(readOnly = true)
	public List<AlarmRule> list() {
		return rules.findAllByOrderByName();
	}

	@PreAuthorize("hasAuthority('production:device:view')")
	@Transactional(readOnly = true)
	public AlarmRule view(UUID ruleId) {
		return rules.require(ruleId);
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
