package cn.jinfu.production.demo;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.DemoPart;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.WeightKg;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.MemberKind;
import cn.jinfu.production.InputHoldings;
import cn.jinfu.production.InputKind;
import cn.jinfu.production.InputUnit;
import cn.jinfu.production.PlotKind;
import cn.jinfu.production.harvest.HarvestCommands;
import cn.jinfu.production.input.InputCatalogue;
import cn.jinfu.production.operation.OperationCommands;
import cn.jinfu.production.operation.OperationKind;
import cn.jinfu.production.planting.PlantingCommands;
import cn.jinfu.production.planting.PlantingMoves;
import cn.jinfu.production.planting.SeasonPart;
import cn.jinfu.production.planting.YieldStandards;
import cn.jinfu.production.plot.Plot;
import cn.jinfu.production.plot.PlotCommands;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Invented fields of invented farms: the main farm with a full year behind it and a
 * greenhouse of watermelons growing, the others lightly. Yields, inputs and label rules
 * are marked as samples.
 */
@Component
@RequiredArgsConstructor
class ProductionDemo implements DemoPart {

	private static final Set<String> MAY = Set.of("production:plot:register", "production:plot:verify",
			"production:plot:view", "production:planting:record", "production:planting:view",
			"production:operation:record", "production:operation:view", "production:harvest:record",
			"production:harvest:view", "production:input:edit", "production:yield:decide");

	private static final int OTHERS = 22;

	private final PlotCommands plots;

	private final PlantingCommands plantings;

	private final YieldStandards yields;

	private final InputCatalogue inputs;

	private final InputHoldings holdings;

	private final OperationCommands operations;

	private final HarvestCommands harvests;

	private final ObjectProvider<MemberDirectory> members;

	private final TransactionTemplate transaction;

	@Override
	public int order() {
		return 200;
	}

	@Override
	public void load(DemoWorld world) {
		if (!world.main()) {
			return;
		}
		decideYields(world);
		var fungicide = catalogue(world);
		if (world.has("member.farm")) {
			year(world, fungicide);
		}
		others(world);
	}

	private void decideYields(DemoWorld world) {
		var from = world.today().minusYears(2);
		as(world, from, "production.officer", () -> {
			standard("watermelon", PlotKind.GREENHOUSE, "3000", from);
			standard("watermelon", PlotKind.OPEN_FIELD, "2500", from);
			standard("asparagus", PlotKind.GREENHOUSE, "1500", from);
			standard("grape", PlotKind.GREENHOUSE, "1500", from);
			standard("strawberry", PlotKind.GREENHOUSE, "2000", from);
			standard("mushroom", PlotKind.MUSHROOM_HOUSE, "8000", from);
			return standard("rice", PlotKind.OPEN_FIELD, "600", from);
		});
	}

	private UUID standard(String crop, PlotKind kind, String kg, LocalDate from) {
		return yields.decide(crop, kind, new BigDecimal(kg), from, "示例：县农合联产量标准", true);
	}

	/**
	 * @return the fungicide with which the main farm sprays
	 */
	private UUID catalogue(DemoWorld world) {
		var from = world.today().minusYears(2);
		return as(world, from, "production.officer", () -> {
			var fungicide = input("10%苯醚甲环唑水分散粒剂（示例）", "示例-PD-0001", "苯醚甲环唑", InputUnit.G, "100", "袋");
			rule(fungicide, "watermelon", "炭疽病", "80", 3, 7, from);
			var aphid = input("20%啶虫脒可溶粉剂（示例）", "示例-PD-0002", "啶虫脒", InputUnit.G, "50", "袋");
			rule(aphid, "cucumber", "蚜虫", "10", 3, 1, from);
			var rice = input("75%三环唑可湿性粉剂（示例）", "示例-PD-0003", "三环唑", InputUnit.G, "100", "袋");
			rule(rice, "rice", "稻瘟病", "30", 2, 21, from);
			var mites = input("1.8%阿维菌素乳油（示例）", "示例-PD-0004", "阿维菌素", InputUnit.ML, "200", "瓶");
			rule(mites, "cowpea", "美洲斑潜蝇", "40", 3, 5, from);
			world.put("production.input.fungicide", fungicide);
			world.put("production.input.acetamiprid", aphid);
			world.put("production.input.tricyclazole", rice);
			world.put("production.input.abamectin", mites);
			return fungicide;
		});
	}

	private UUID input(String name, String no, String substance, InputUnit unit, String pack, String packName) {
		return inputs.add(new InputCatalogue.NewInput(name, InputKind.PESTICIDE, no, null, "示例农化有限公司",
				List.of(substance), "", unit, new BigDecimal(pack), packName, true, true));
	}

	private void rule(UUID input, String crop, String pest, String dose, int times, int interval, LocalDate from) {
		inputs.addRule(new InputCatalogue.NewRule(input, crop, pest, null, new BigDecimal(dose), times, interval, from,
				"示例行，以产品标签为准", "demo"));
	}

	/** A spring crop, an autumn crop, and one that is being picked today. */
	private void year(DemoWorld world, UUID fungicide) {
		var farm = world.farm();
		var start = world.today().minusDays(360);
		var house = plot(world, farm, "1号棚", "12", start);
		var second = plot(world, farm, "2号棚", "8", start);
		as(world, start, "farm.demo", () -> {
			var source = world.fixed("production.holding.start");
			transaction.executeWithoutResult(_ -> holdings.credit(new InputHoldings.Movement(farm, fungicide, "示例-A1",
					new BigDecimal("6000"), InputHoldings.Source.SALE, source, start)));
			return source;
		});
		var spring = season(world, house, SeasonPart.SPRING, start.plusDays(60), "12", 110, fungicide, 3000);
		finish(world, spring, start.plusDays(175));
		var autumn = season(world, second, SeasonPart.AUTUMN, start.plusDays(190), "8", 100, fungicide, 2000);
		finish(world, autumn, start.plusDays(300));
		var now = season(world, house, SeasonPart.AUTUMN, world.today().minusDays(100), "10", 95, fungicide, 2500);
		world.put("production.planting.main", now);
		world.put("production.plot.main", house);
	}

	/**
	 * Weekly work, one spray well before the first pick, three picks a few days apart.
	 */
	private UUID season(DemoWorld world, UUID plot, SeasonPart part, LocalDate sown, String mu, int ripe, UUID input,
			int kg) {
		var planting = as(world, sown, "farm.demo",
				() -> plantings.sow(new PlantingCommands.Sow(plot, "watermelon", "早佳8424", part, sown, AreaMu.of(mu))));
		for (int day = 5; day < ripe; day += 6) {
			var on = sown.plusDays(day);
			var kind = switch (day % 4) {
				case 1 -> OperationKind.IRRIGATE;
				case 3 -> OperationKind.PRUNE;
				default -> OperationKind.FERTILISE;
			};
			record(world, planting, kind, on, null);
		}
		record(world, planting, OperationKind.SPRAY, sown.plusDays(ripe - 20L), new OperationCommands.InputUsed(input,
				"示例-A1", new BigDecimal(mu).multiply(new BigDecimal("60")), "炭疽病"));
		for (int pick = 0; pick < 3; pick++) {
			var on = sown.plusDays(ripe + pick * 2L);
			if (!on.isAfter(world.today())) {
				harvest(world, planting, on, kg);
			}
		}
		return planting;
	}

	private void record(DemoWorld world, UUID planting, OperationKind kind, LocalDate on,
			OperationCommands.@Nullable InputUsed used) {
		as(world, on, "farm.demo",
				() -> operations.record(new OperationCommands.Done(world.fixed("operation." + planting + kind + on),
						List.of(planting), kind, on, used, null, null, null)));
	}

	private void harvest(DemoWorld world, UUID planting, LocalDate on, int kg) {
		var lot = as(world, on, "farm.demo",
				() -> harvests.pick(new HarvestCommands.Pick(world.fixed("harvest." + planting + on), planting, on,
						new WeightKg(BigDecimal.valueOf(kg)), "一级", null, null)));
		world.put("production.harvest.latest", lot);
	}

	private void finish(DemoWorld world, UUID planting, LocalDate on) {
		as(world, on, "farm.demo", () -> {
			plantings.end(planting, PlantingMoves.Action.FINISH, on, null, plantings.versionOf(planting));
			return planting;
		});
	}

	private UUID plot(DemoWorld world, UUID member, String name, String mu, LocalDate on) {
		var plot = as(world, on, "farm.demo", () -> plots.register(member, new Plot.Description(name,
				PlotKind.GREENHOUSE, new DivisionCode("330482101"), "示例村", AreaMu.of(mu), null, null), true));
		as(world, on.plusDays(2), "production.officer", () -> {
			plots.verify(plot, AreaMu.of(mu), null, plots.versionOf(plot));
			return plot;
		});
		return plot;
	}

	/** One verified plot, one crop and one harvest each. */
	private void others(DemoWorld world) {
		var directory = members.getIfAvailable();
		if (directory == null) {
			return;
		}
		var crops = List.of("asparagus", "grape", "strawberry", "watermelon", "tomato", "cucumber");
		var on = world.today().minusDays(150);
		int n = 0;
		for (var member : directory.activeOf(EnumSet.allOf(MemberKind.class))) {
			if (world.has("member.farm") && member.equals(world.farm())) {
				continue;
			}
			if (n++ == OTHERS) {
				return;
			}
			var crop = crops.get(n % crops.size());
			var plot = plot(world, member, "示例1号地", "10", on);
			var planting = as(world, on.plusDays(5), "farm.demo", () -> plantings
				.sow(new PlantingCommands.Sow(plot, crop, "示例品种", SeasonPart.SUMMER, on.plusDays(5), AreaMu.of("8"))));
			record(world, planting, OperationKind.FERTILISE, on.plusDays(30), null);
			harvest(world, planting, on.plusDays(100), 800);
		}
	}

	private static UUID as(DemoWorld world, LocalDate on, String login, Supplier<UUID> body) {
		return world.at(on, login, MAY, body);
	}

}
