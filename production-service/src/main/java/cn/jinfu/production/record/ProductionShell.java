package cn.jinfu.production.record;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.MenuContribution;
import cn.jinfu.kernel.MenuEntry;
import cn.jinfu.kernel.PortalCard;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import cn.jinfu.production.operation.OperationQueries;
import cn.jinfu.production.planting.PlantingQueries;
import cn.jinfu.production.planting.PlantingView;
import cn.jinfu.production.plot.PlotQueries;
import lombok.RequiredArgsConstructor;
import org.springframework.stereotype.Component;

/** What production brings to the shell: menu, to-dos, the farm's tasks and its card. */
@Component
@RequiredArgsConstructor
class ProductionShell implements MenuContribution, ToDoSource, PortalCard {

	private static final String VERIFY = "production:plot:verify";

	private static final String DECIDE = "production:use:decide";

	/**
	 * One line of the card: a field and whether it may be picked today.
	 */
	public record Line(PlantingView planting, boolean safeToday) {
	}

	private final PlotQueries plots;

	private final OperationQueries operations;

	private final PlantingQueries plantings;

	private final BusinessClock clock;

	@Override
	public List<MenuEntry> entries() {
		return List.of(
				new MenuEntry(Section.PRODUCTION, "production.menu.plots", "/console/plots", "production:plot:view",
						10),
				new MenuEntry(Section.PRODUCTION, "production.menu.plantings", "/console/plantings",
						"production:planting:view", 20),
				new MenuEntry(Section.PRODUCTION, "production.menu.operations", "/console/operations",
						"production:operation:view", 30),
				new MenuEntry(Section.PRODUCTION, "production.menu.harvests", "/console/harvests",
						"production:harvest:view", 40),
				new MenuEntry(Section.PRODUCTION, "production.menu.inputs", "/console/agri-inputs",
						"production:input:view", 50));
	}

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		return Stream.concat(verifications(actor, limit), decisions(actor, limit)).limit(limit).toList();
	}

	private Stream<ToDo> verifications(Actor actor, int limit) {
		if (!actor.may(VERIFY)) {
			return Stream.empty();
		}
		return plots.waiting(limit)
			.stream()
			.map(plot -> new ToDo("plot:" + plot.id() + ":verify", Section.PRODUCTION, "production.todo.verify",
					plot.memberName(), plot.name(), "/console/plots/" + plot.id(), VERIFY, null));
	}

	private Stream<ToDo> decisions(Actor actor, int limit) {
		if (!actor.may(DECIDE)) {
			return Stream.empty();
		}
		return operations.waiting(limit)
			.stream()
			.filter(use -> !use.mine())
			.map(use -> new ToDo("use:" + use.useId() + ":decide", Section.PRODUCTION, "production.todo.decide",
					use.plotName() + " " + use.cropName(), use.product(), "/console/operations/" + use.operationId(),
					DECIDE, null));
	}

	@Override
	public int order() {
		return 100;
	}

	@Override
	public Optional<Content> content(Actor actor) {
		if (actor.scope().kind() != Scope.Kind.MEMBER || !actor.may("production:planting:view")) {
			return Optional.empty();
		}
		var today = clock.today();
		var lines = plantings.active(actor.memberId())
			.stream()
			.map(planting -> new Line(planting, planting.safeOn(today)))
			.toList();
		return lines.isEmpty() ? Optional.empty() : Optional.of(new Content("production/portal/card :: fields", lines));
	}

}
