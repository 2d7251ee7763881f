package cn.jinfu.production.iot;

import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Paged;
import cn.jinfu.production.iot.alarm.AlarmRule;
import cn.jinfu.production.iot.alarm.AlarmState;
import cn.jinfu.production.iot.alarm.AlarmStep;
import cn.jinfu.production.iot.alarm.AlarmView;
import cn.jinfu.production.iot.alarm.Alarms;
import cn.jinfu.production.iot.alarm.Comparison;
import cn.jinfu.production.iot.alarm.Limits;
import cn.jinfu.production.iot.alarm.OwnAlarms;
import cn.jinfu.production.iot.alarm.RuleCommands;
import cn.jinfu.production.iot.alarm.Severity;
import cn.jinfu.production.iot.telemetry.TelemetryQueries;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
@RequiredArgsConstructor
class AlarmApi {

	/**
	 * A rule as a client writes it and reads it; times in seconds.
	 *
	 * @param version of the rule that is changed; left out for a new one
	 */
	record Rule(@Nullable UUID id, @NotBlank @Size(max = 60) String name, @Nullable UUID productId,
			@Nullable UUID deviceId, @NotBlank @Size(max = 40) String key, @NotNull Comparison comparison,
			@Nullable Double raiseLow, @Nullable Double raiseHigh, @Nullable Double clearLow,
			@Nullable Double clearHigh, @Nullable Double margin, @Min(0) int minDurationS, @Min(0) int clearDurationS,
			@Min(1) int minSamples, @Nullable Integer noDataS, @Nullable LocalTime activeFrom,
			@Nullable LocalTime activeTo, @Nullable String crop, @Nullable Integer dayFrom, @Nullable Integer dayTo,
			@NotNull Severity severity, @Nullable Integer escalateS, @Nullable Integer quietS,
			@Nullable Boolean enabled, @Nullable Long version) {

		static Rule of(AlarmRule it) {
			return new Rule(it.id(), it.name(), it.productId(), it.deviceId(), it.channel(), it.comparison(),
					it.raiseLow(), it.raiseHigh(), it.clearLow(), it.clearHigh(), it.margin(), it.minDurationS(),
					it.clearDurationS(), it.minSamples(), it.noDataS(), it.activeFrom(), it.activeTo(), it.crop(),
					it.dayFrom(), it.dayTo(), it.severity(), it.escalateS(), it.quietS(), it.enabled(), it.version());
		}

		RuleCommands.Text text() {
			return new RuleCommands.Text(name, new AlarmRule.Target(productId, deviceId, key),
					new Limits(comparison, raiseLow, raiseHigh, clearLow, clearHigh, margin,
							Duration.ofSeconds(minDurationS), Duration.ofSeconds(clearDurationS), minSamples),
					new AlarmRule.When(activeFrom, activeTo, crop, dayFrom, dayTo),
					new AlarmRule.Care(severity, seconds(noDataS), seconds(escalateS), seconds(quietS)));
		}

		private static @Nullable Duration seconds(@Nullable Integer seconds) {
			return (seconds != null) ? Duration.ofSeconds(seconds) : null;
		}

	}

	record Acknowledgement(@Nullable @Size(max = 400) String note, @NotNull Long version) {
	}

	record Assignment(@NotNull UUID personId, @Nullable @Size(max = 400) String note, @NotNull Long version) {
	}

	record Comment(@NotBlank @Size(max = 400) String text) {
	}

	/** Whom an alarm may be given to. */
	record Assignee(UUID personId, String name) {
	}

	record Seen(@NotNull Long version) {
	}

	/**
	 * @param version of what was seen; left out for the first time
	 */
	record OwnLimits(@Nullable Double low, @Nullable Double high, @Nullable Long version) {
	}

	private final Alarms alarms;

	private final OwnAlarms own;

	private final RuleCommands rules;

	@GetMapping("/alarms")
	Paged<AlarmView> list(@RequestParam(required = false) @Nullable AlarmState state,
			@RequestParam(required = false) @Nullable Severity severity,
			@RequestParam(required = false) @Nullable UUID deviceId,
			@RequestParam(required = false) @Nullable String division,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return alarms.list(new Alarms.Filter(state, severity, deviceId, division, after, Paged.limit(limit)));
	}

	@GetMapping("/alarms/{id}")
	AlarmView alarm(@PathVariable UUID id) {
		return alarms.view(id);
	}

	@PostMapping("/alarms/{id}/acknowledgement")
	AlarmView acknowledge(@PathVariable UUID id, @Valid @RequestBody Acknowledgement body) {
		alarms.acknowledge(id, body.note(), body.version());
		return alarms.view(id);
	}

	@GetMapping("/alarms/{id}/assignees")
	List<Assignee> assignees(@PathVariable UUID id) {
		return alarms.assignees(id).stream().map(it -> new Assignee(it.personId(), it.displayName())).toList();
	}

	@PostMapping("/alarms/{id}/assign")
	@PreAuthorize("hasAuthority('production:alarm:assign')")
	AlarmView assign(@PathVariable UUID id, @Valid @RequestBody Assignment body) {
		alarms.assign(id, body.personId(), body.note(), body.version());
		return alarms.view(id);
	}

	@GetMapping("/alarms/{id}/steps")
	List<AlarmStep> steps(@PathVariable UUID id) {
		return alarms.steps(id);
	}

	@PostMapping("/alarms/{id}/comment")
	@PreAuthorize("hasAuthority('production:alarm:acknowledge')")
	List<AlarmStep> comment(@PathVariable UUID id, @Valid @RequestBody Comment body) {
		alarms.comment(id, body.text());
		return alarms.steps(id);
	}

	@GetMapping("/alarm-rules")
	List<Rule> rules() {
		return rules.list().stream().map(Rule::of).toList();
	}

	@GetMapping("/alarm-rules/{id}")
	Rule rule(@PathVariable UUID id) {
		return Rule.of(rules.view(id));
	}

	@PostMapping("/alarm-rules")
	@PreAuthorize("hasAuthority('production:alarm:rule')")
	@ResponseStatus(HttpStatus.CREATED)
	Rule add(@Valid @RequestBody Rule body) {
		return rule(rules.add(body.text()));
	}

	@PutMapping("/alarm-rules/{id}")
	@PreAuthorize("hasAuthority('production:alarm:rule')")
	Rule change(@PathVariable UUID id, @Valid @RequestBody Rule body) {
		var seen = body.version();
		rules.change(id, body.text(), (seen != null) ? seen : -1);
		return rule(id);
	}

	@PostMapping("/alarm-rules/{id}/disabling")
	Rule off(@PathVariable UUID id, @Valid @RequestBody Seen body) {
		rules.turn(id, false, body.version());
		return rule(id);
	}

	@PostMapping("/alarm-rules/{id}/enabling")
	Rule on(@PathVariable UUID id, @Valid @RequestBody Seen body) {
		rules.turn(id, true, body.version());
		return rule(id);
	}

	/** A farm's own limits for one of its series, beside what bounds them. */
	@GetMapping("/series/{series}/own-alarm")
	OwnAlarms.View own(@PathVariable String series) {
		return own.view(TelemetryQueries.number(series));
	}

	@PutMapping("/series/{series}/own-alarm")
	@PreAuthorize("hasAuthority('production:alarm:own')")
	OwnAlarms.View own(@PathVariable String series, @RequestBody OwnLimits body) {
		own.set(TelemetryQueries.number(series), body.low(), body.high(), body.version());
		return own(series);
	}

	@PostMapping("/series/{series}/own-alarm/disabling")
	@PreAuthorize("hasAuthority('production:alarm:own')")
	OwnAlarms.View ownOff(@PathVariable String series, @Valid @RequestBody Seen body) {
		own.turn(TelemetryQueries.number(series), false, body.version());
		return own(series);
	}

	@PostMapping("/series/{series}/own-alarm/enabling")
	@PreAuthorize("hasAuthority('production:alarm:own')")
	OwnAlarms.View ownOn(@PathVariable String series, @Valid @RequestBody Seen body) {
		own.turn(TelemetryQueries.number(series), true, body.version());
		return own(series);
	}

}
