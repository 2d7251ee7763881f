package cn.jinfu.production.iot;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.production.iot.alarm.AlarmState;
import cn.jinfu.production.iot.alarm.AlarmView;
import cn.jinfu.production.iot.alarm.Alarms;
import cn.jinfu.production.iot.alarm.RuleCommands;
import cn.jinfu.production.iot.alarm.Severity;
import cn.jinfu.production.iot.telemetry.TelemetryQueries;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Alarms at the console and on the farm's phone. */
@Controller
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:device:view')")
class AlarmPages {

	private static final Duration AROUND = Duration.ofHours(3);

	private final Alarms alarms;

	private final RuleCommands rules;

	private final TelemetryQueries telemetry;

	private final BusinessClock clock;

	private final MessageSource messages;

	@GetMapping("/console/alarms")
	String list(@RequestParam(required = false) @Nullable AlarmState state,
			@RequestParam(required = false) @Nullable Severity severity,
			@RequestParam(required = false) @Nullable UUID deviceId,
			@RequestParam(required = false) @Nullable String division,
			@RequestParam(defaultValue = "false") boolean open, @RequestParam(required = false) @Nullable String crop,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		var filter = new Alarms.Filter(state, severity, deviceId, division, open, crop, after, Paged.limit(limit));
		model.addAttribute("page", alarms.list(filter));
		model.addAttribute("states", AlarmState.values());
		model.addAttribute("severities", Severity.values());
		return "production/iot/alarms";
	}

	@GetMapping("/console/alarms/{id}")
	String show(@PathVariable UUID id, Model model) {
		facts(id, model);
		if (Actor.current().may("production:alarm:assign")) {
			model.addAttribute("assignees",
					alarms.assignees(id)
						.stream()
						.map(it -> new Choice(it.personId().toString(), it.displayName()))
						.toList());
		}
		return "production/iot/alarm";
	}

	@PostMapping("/console/alarms/{id}/acknowledgement")
	@PreAuthorize("hasAuthority('production:alarm:acknowledge')")
	String acknowledge(@PathVariable UUID id, @RequestParam(required = false) @Nullable String note,
			@RequestParam long version) {
		alarms.acknowledge(id, note, version);
		return "redirect:/console/alarms/" + id;
	}

	@PostMapping("/console/alarms/{id}/assign")
	@PreAuthorize("hasAuthority('production:alarm:assign')")
	String assign(@PathVariable UUID id, @RequestParam UUID personId,
			@RequestParam(required = false) @Nullable String note, @RequestParam long version) {
		alarms.assign(id, personId, note, version);
		return "redirect:/console/alarms/" + id;
	}

	@PostMapping("/console/alarms/{id}/comment")
	@PreAuthorize("hasAuthority('production:alarm:acknowledge')")
	ModelAndView comment(@PathVariable UUID id, @RequestParam(required = false) @Nullable String text, Model model) {
		return said("/console/alarms/" + id, id, text, () -> new ModelAndView(show(id, model)));
	}

	@GetMapping("/portal/alarms")
	String mine(@RequestParam(required = false) @Nullable String after, Model model) {
		model.addAttribute("page", alarms.list(new Alarms.Filter(null, null, null, after, 20)));
		return "production/iot/portal-alarms";
	}

	@GetMapping("/portal/alarms/{id}")
	String mine(@PathVariable UUID id, Model model) {
		facts(id, model);
		return "production/iot/portal-alarm";
	}

	@PostMapping("/portal/alarms/{id}/acknowledgement")
	@PreAuthorize("hasAuthority('production:alarm:acknowledge')")
	String seen(@PathVariable UUID id, @RequestParam(required = false) @Nullable String note,
			@RequestParam long version) {
		alarms.acknowledge(id, note, version);
		return "redirect:/portal/alarms/" + id;
	}

	@PostMapping("/portal/alarms/{id}/comment")
	@PreAuthorize("hasAuthority('production:alarm:acknowledge')")
	ModelAndView say(@PathVariable UUID id, @RequestParam(required = false) @Nullable String text, Model model) {
		return said("/portal/alarms/" + id, id, text, () -> new ModelAndView(mine(id, model)));
	}

	/** A refused comment comes back on the same page, with what was typed. */
	private ModelAndView said(String page, UUID id, @Nullable String text, Supplier<ModelAndView> again) {
		return RefusedAct.submit(page + "/comment", Objects.toString(text, ""), () -> alarms.comment(id, text), page,
				again, messages);
	}

	/** With what was measured from a while before to a while after. */
	private void facts(UUID id, Model model) {
		var alarm = alarms.view(id);
		model.addAttribute("alarm", alarm);
		model.addAttribute("steps", alarms.steps(id));
		model.addAttribute("rule", rules.view(alarm.ruleId()));
		model.addAttribute("curve",
				Curve.of(telemetry.chart(alarm.seriesId(), alarm.raisedAt().minus(AROUND), end(alarm)), alarm,
						rules.view(alarm.ruleId()).limits()));
	}

	private Instant end(AlarmView alarm) {
		var cleared = alarm.clearedAt();
		var wanted = (cleared != null) ? cleared.plus(AROUND) : clock.now();
		return wanted.isAfter(clock.now()) ? clock.now().plusSeconds(1) : wanted;
	}

}
