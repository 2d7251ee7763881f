package cn.jinfu.production.hospital;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.IndicatorSource;
import cn.jinfu.kernel.MenuContribution;
import cn.jinfu.kernel.MenuEntry;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import cn.jinfu.production.Prescriptions;
import cn.jinfu.production.hospital.consult.ConsultQueries;
import cn.jinfu.production.hospital.consult.ConsultView;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the crop hospital brings to the shell: menu, to-dos and figures. */
@Component
@RequiredArgsConstructor
class HospitalShell implements MenuContribution, ToDoSource, IndicatorSource {

	private static final String VIEW = "production:consult:view";

	private static final String ANSWER = "production:consult:answer";

	private static final String ASK = "production:consult:ask";

	private static final String MANAGE = "production:hospital:manage";

	private static final int FIGURE_DAYS = 30;

	private final ConsultQueries consults;

	private final Prescriptions prescriptions;

	private final BusinessClock clock;

	@Override
	public List<MenuEntry> entries() {
		return List.of(new MenuEntry(Section.PRODUCTION, "production.menu.desk", "/console/consult-desk", ANSWER, 70),
				new MenuEntry(Section.PRODUCTION, "production.menu.consults", "/console/consults", VIEW, 71),
				new MenuEntry(Section.PRODUCTION, "production.menu.prescriptions", "/console/prescriptions", VIEW, 72),
				new MenuEntry(Section.PRODUCTION, "production.menu.pests", "/console/pests", "production:pest:view",
						73),
				new MenuEntry(Section.PRODUCTION, "production.menu.figures", "/console/consult-figures", VIEW, 74),
				new MenuEntry(Section.PRODUCTION, "production.menu.hospitals", "/console/crop-hospitals", VIEW, 75));
	}

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		var todos = new ArrayList<ToDo>();
		if (actor.scope().kind() == Scope.Kind.MEMBER) {
			if (actor.may(ASK)) {
				ofFarm(actor, todos);
			}
		}
		else {
			if (actor.may(ANSWER)) {
				consults.mine(limit).forEach(it -> todos.add(staff(it, "answer", ANSWER, answerBy(it))));
				if (!actor.may(MANAGE)) {
					consults.lateWithColleagues(limit)
						.forEach(it -> todos.add(staff(it, "late", ANSWER, answerBy(it))));
				}
				consults.pool(limit).forEach(it -> todos.add(staff(it, "take", ANSWER, answerBy(it))));
			}
			if (actor.may(MANAGE)) {
				consults.late(limit).forEach(it -> todos.add(staff(it, "late", MANAGE, answerBy(it))));
			}
		}
		return todos.stream().limit(limit).toList();
	}

	private void ofFarm(Actor actor, List<ToDo> todos) {
		consults.askedForMore(actor.memberId())
			.forEach(it -> todos
				.add(new ToDo("consult:" + it.id() + ":tell", Section.PRODUCTION, "production.todo.consult-tell",
						it.plotName() + " " + it.cropName(), it.question(), "/portal/consults/" + it.id(), ASK, null)));
		prescriptions.fillableOf(actor.memberId())
			.forEach(it -> todos.add(new ToDo("prescription:" + it.prescriptionId() + ":fill", Section.PRODUCTION,
					"production.todo.prescription-fill", it.pest(), it.no(),
					"/portal/prescriptions/" + it.prescriptionId(), ASK,
					it.validTo().plusDays(1).atStartOfDay(BusinessClock.ZONE).toInstant())));
	}

	private static Instant answerBy(ConsultView consult) {
		return consult.openedAt().plus(Duration.ofMinutes(ConsultQueries.targetMinutes()));
	}

	private static ToDo staff(ConsultView it, String step, String permission, Instant due) {
		return new ToDo("consult:" + it.id() + ":" + step, Section.PRODUCTION, "production.todo.consult-" + step,
				it.memberName(), it.cropName() + " " + it.question(), "/console/consults/" + it.id(), permission, due);
	}

	@Override
	public List<Indicator> indicators() {
		if (!Actor.current().may(VIEW)) {
			return List.of();
		}
		var today = clock.today();
		var found = consults.figures(today.minusDays(FIGURE_DAYS - 1L), today);
		return List.of(
				indicator("consults-open", BigDecimal
					.valueOf(consults.list(new ConsultQueries.Filter(null, null, true, false, null, null, 1)).total()),
						"/console/consults?open=true", 220),
				indicator("consult-minutes", found.medianMinutes(), "/console/consult-figures", 221),
				indicator("consult-within", found.withinPercent(), "/console/consult-figures", 222));
	}

	private static Indicator indicator(String name, @Nullable BigDecimal value, String path, int order) {
		return new Indicator("production.indicator." + name, Section.PRODUCTION, value, 0, path, VIEW, order);
	}

}
