package cn.jinfu.member.demo;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Scope;
import cn.jinfu.member.duty.DutyDesk;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/**
 * Eight weeks of duty from the day before the demo's, so that somebody always answers.
 */
@Component
@RequiredArgsConstructor
class DemoDuty {

	private static final int WEEKS = 8;

	private final DutyDesk desk;

	void load(DemoWorld world, List<String> people) {
		if (people.isEmpty()) {
			return;
		}
		var clerk = world.person("member.clerk");
		var first = world.today().minusDays(1);
		new Actor(Actor.Kind.PERSON, clerk, clerk, "member.clerk", DemoMembers.lines("titles").getFirst(),
				world.tenantId(), Scope.ALL, Set.of("member:duty:edit"))
			.run(() -> BusinessClock.at(first.atTime(9, 0).atZone(BusinessClock.ZONE).toInstant(), () -> {
				for (int week = 0; week < WEEKS; week++) {
					plan(world, people.get(week % people.size()), first.plusWeeks(week));
				}
				return first;
			}));
	}

	private void plan(DemoWorld world, String text, LocalDate from) {
		var parts = text.split("\\|", -1);
		desk.plan(new DutyDesk.Plan(world.get("organisation." + parts[0]), parts[1], parts[2],
				from.atStartOfDay(BusinessClock.ZONE).toInstant(),
				from.plusWeeks(1).atStartOfDay(BusinessClock.ZONE).toInstant()));
	}

}
