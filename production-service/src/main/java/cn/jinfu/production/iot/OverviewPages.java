package cn.jinfu.production.iot;

import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.production.iot.alarm.AlarmState;
import cn.jinfu.production.iot.alarm.Alarms;
import cn.jinfu.production.iot.overview.DeviceMark;
import cn.jinfu.production.iot.overview.OverviewQueries;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** All devices at one look, at the desk and on the wall. */
@Controller
@RequestMapping("/console/iot")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:device:view')")
class OverviewPages {

	private static final int LATEST = 8;

	private final OverviewQueries queries;

	private final Alarms alarms;

	private final Divisions divisions;

	@GetMapping
	String overview(@RequestParam(required = false) @Nullable String division, Model model) {
		look(division, model);
		return "production/iot/overview";
	}

	/** Nobody sits before it: large, dark, and renewed by itself. */
	@GetMapping("/screen")
	String screen(@RequestParam(required = false) @Nullable String division, Model model) {
		look(division, model);
		return "production/iot/screen";
	}

	private void look(@Nullable String asked, Model model) {
		var division = (asked == null || asked.isBlank()) ? null : asked;
		model.addAttribute("o", queries.overview(division));
		model.addAttribute("division", division);
		model.addAttribute("place", (division != null) ? divisions.name(new DivisionCode(division)) : "");
		model.addAttribute("marks", DeviceMark.values());
		model.addAttribute("latest",
				alarms.list(new Alarms.Filter(AlarmState.RAISED, null, null, division, null, LATEST)).items());
	}

}
