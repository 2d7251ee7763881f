package cn.jinfu.production.record;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
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
import cn.jinfu.kernel.WorkingDays;
import cn.jinfu.production.HoldReason;
import cn.jinfu.production.operation.OperationQueries;
import cn.jinfu.production.planting.PlantingQueries;
import cn.jinfu.production.planting.PlantingView;
import cn.jinfu.production.planting.YieldStandards;
import cn.jinfu.production.plot.PlotQueries;
import cn.jinfu.production.plot.PlotView;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What production brings to the shell: menu, to-dos, the farm's tasks and its card. */
@Component
@RequiredArgsConstructor
class ProductionShell implements MenuContribution, ToDoSource, PortalCard {

	private static final String VERIFY = "production:plot:verify";

	private static final String VERIFY_PLANTING = "production:planting:verify";

	private static final String CONFIRM = "production:yield:confirm";

	private static final String DECIDE = "production:use:decide";

	/** Working days in which somebody has looked at a proposed yield. */
	private static final int YIELD_DAYS = 5;

	/**
	 * One line of the card: a field and whether it may be picked today.
	 */
	public record Line(PlantingView planting, boolean safeToday) {
	}

	private final PlotQueries plots;

	private final OperationQueries operations;

	private final PlantingQueries plantings;

	private final YieldStandards yields;

	private final BusinessClock clock;

	private final WorkingDays workingDays;

	@Override
	public List<MenuEntry> entries() {
		return List.of(
				new MenuEntry(Section.PRODUCTION, "production.menu.overview", "/console/production",
						"production:plot:view", 5),
				new MenuEntry(Section.PRODUCTION, "production.menu.statistics", "/console/production-statistics",
						"production:planting:view", 6),
				new MenuEntry(Section.PRODUCTION, "production.menu.plots", "/console/plots", "production:plot:view",
						10),
				new MenuEntry(Section.PRODUCTION, "production.map", "/console/plot-map", "production:plot:view", 12),
				new MenuEntry(Section.PRODUCTION, "production.menu.plantings", "/console/plantings",
						"production:planting:view", 20),
				new MenuEntry(Section.PRODUCTION, "production.menu.operations", "/console/operations",
						"production:operation:view", 30),
				new MenuEntry(Section.PRODUCTION, "production.menu.harvests", "/console/harvests",
						"production:harvest:view", 40),
				new MenuEntry(Section.PRODUCTION, "production.menu.yields", "/console/yield-standards",
						"production:planting:view", 45),
				new MenuEntry(Section.PRODUCTION, "production.menu.inputs", "/console/agri-inputs",
						"production:input:view", 50));
	}

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		if (actor.scope().kind() == Scope.Kind.MEMBER) {
			return actor.may("production:operation:record") ? planned(actor, limit).limit(limit).toList() : List.of();
		}
		return Stream.of(decisions(actor, limit), plots(actor, limit), plantings(actor, limit), yields(actor))
			.flatMap(todos -> todos)
			.limit(limit)
			.toList();
	}

	/** What the farm meant to do by tomorrow. */
	private Stream<ToDo> planned(Actor actor, int limit) {
		return operations.planned(actor.memberId(), clock.today().plusDays(1))
			.stream()
			.limit(limit)
			.map(work -> new ToDo("operation:" + work.id() + ":carry-out", Section.PRODUCTION,
					"production.todo.planned." + work.kind(), work.fields(),
					Objects.requireNonNullElse(work.product(), ""), "/portal/operations/" + work.id(),
					"production:operation:record", BusinessClock.endOf(work.on())));
	}

	private @Nullable Instant due(@Nullable Instant since, int days) {
		return (since == null) ? null : workingDays.until(since, days);
	}

	private Stream<ToDo> plots(Actor actor, int limit) {
		if (!actor.may(VERIFY)) {
			return Stream.empty();
		}
		return plots.waiting(limit)
			.stream()
			.map(plot -> new ToDo("plot:" + plot.id() + ":verify", Section.PRODUCTION, "production.todo.verify",
					plot.memberName(), plot.name(), "/console/plots/" + plot.id(), VERIFY,
					due(plot.submittedAt(), PlotView.VERIFY_DAYS)));
	}

	private Stream<ToDo> plantings(Actor actor, int limit) {
		if (!actor.may(VERIFY_PLANTING)) {
			return Stream.empty();
		}
		return plantings.waiting(limit)
			.stream()
			.map(planting -> new ToDo("planting:" + planting.id() + ":verify", Section.PRODUCTION,
					"production.todo.verify-planting", planting.memberName(),
					planting.plotName() + " " + planting.cropName(), "/console/plantings/" + planting.id(),
					VERIFY_PLANTING, due(planting.recordedAt(), PlantingView.VERIFY_DAYS)));
	}

	private Stream<ToDo> yields(Actor actor) {
		if (!actor.may(CONFIRM)) {
			return Stream.empty();
		}
		return yields.open()
			.stream()
			.filter(proposal -> !proposal.mine())
			.map(proposal -> new ToDo("yield:" + proposal.id() + ":confirm", Section.PRODUCTION,
					"production.todo.yield", proposal.cropName(), proposal.decidedBy(), "/console/yield-standards",
					CONFIRM, due(proposal.proposedAt(), YIELD_DAYS)));
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
					DECIDE, due(use.recordedAt(), HoldReason.DECIDE_DAYS)));
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
		return Optional.of(new Content("production/portal/card :: fields", lines));
	}

}
