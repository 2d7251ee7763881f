package cn.jinfu.production.demo;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import cn.jinfu.kernel.DemoPart;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.production.InputKind;
import cn.jinfu.production.InputUnit;
import cn.jinfu.production.PlotKind;
import cn.jinfu.production.input.InputCatalogue;
import cn.jinfu.production.operation.OperationKind;
import cn.jinfu.production.planting.YieldStandards;
import cn.jinfu.production.standard.StandardCommands;
import cn.jinfu.production.standard.StandardContent;
import lombok.RequiredArgsConstructor;
import org.springframework.stereotype.Component;

/**
 * What fields may yield and what may be put on them, before anybody buys or sprays.
 * Yields, inputs and label rules are marked as samples.
 */
@Component
@RequiredArgsConstructor
class ProductionCatalogueDemo implements DemoPart {

	private static final Set<String> MAY = Set.of("production:planting:view", "production:input:edit",
			"production:yield:decide", "production:yield:confirm", "production:standard:draft",
			"production:standard:confirm");

	private static final String OFFICER = "production.officer";

	private final YieldStandards yields;

	private final InputCatalogue inputs;

	private final StandardCommands standards;

	@Override
	public int order() {
		return 150;
	}

	@Override
	public void load(DemoWorld world) {
		if (!world.main()) {
			return;
		}
		decideYields(world);
		catalogue(world);
		writeStandards(world);
	}

	/** Invented days and figures: one standard in force, the next one on its way. */
	private void writeStandards(DemoWorld world) {
		var from = world.today().minusYears(2);
		inForce(world, from, watermelon("示例：大棚西瓜栽培标准（不作指导）", 105));
		inForce(world, from, strawberry());
		var next = world.today().minusDays(2);
		as(world, next, OFFICER, () -> {
			var draft = standards.draft(watermelon("示例：大棚西瓜栽培标准修订稿（不作指导）", 100));
			standards.submit(draft, standards.versionOf(draft));
			return draft;
		});
	}

	/** One writes, another confirms. */
	private void inForce(DemoWorld world, LocalDate on, StandardCommands.Text text) {
		var draft = as(world, on, OFFICER, () -> {
			var made = standards.draft(text);
			standards.submit(made, standards.versionOf(made));
			return made;
		});
		as(world, on, "brand.officer", () -> {
			standards.confirm(draft, standards.versionOf(draft));
			return draft;
		});
	}

	private static StandardCommands.Text watermelon(String source, int harvestDays) {
		var stages = List.of(
				stage("缓苗期", 0, 15, List.of(task(OperationKind.IRRIGATE, "浇定植水", 0, 7)), List.of(),
						List.of(range(18, 32))),
				stage("伸蔓期", 16, 40,
						List.of(task(OperationKind.PRUNE, "整枝压蔓", 18, 38),
								task(OperationKind.FERTILISE, "追伸蔓肥", 20, 30)),
						List.of(), List.of(range(15, 32))),
				stage("开花坐果期", 41, 60, List.of(task(OperationKind.PRUNE, "摘心留瓜", 42, 58)),
						List.of(limit("苯醚甲环唑", "60", 1)), List.of(range(18, 33))),
				stage("膨瓜期", 61, 90,
						List.of(task(OperationKind.FERTILISE, "追膨瓜肥", 61, 72),
								task(OperationKind.IRRIGATE, "保持湿润", 61, 85)),
						List.of(), List.of(range(18, 35))),
				stage("成熟采收期", 91, 130, List.of(task(OperationKind.OTHER, "控水、看熟度", 91, 100)), List.of(),
						List.of(range(15, 35))));
		return new StandardCommands.Text("watermelon", "", List.of(), harvestDays, source, true,
				new StandardContent(stages, List.of(limit("苯醚甲环唑", "80", 3))));
	}

	private static StandardCommands.Text strawberry() {
		var stages = List.of(
				stage("缓苗期", 0, 20, List.of(task(OperationKind.IRRIGATE, "小水勤浇", 0, 15)), List.of(),
						List.of(range(10, 28))),
				stage("营养生长期", 21, 60, List.of(task(OperationKind.FERTILISE, "追苗肥", 25, 40)), List.of(),
						List.of(range(8, 28))),
				stage("花果期", 61, 200, List.of(task(OperationKind.PRUNE, "摘老叶", 61, 90)), List.of(),
						List.of(range(6, 26))));
		return new StandardCommands.Text("strawberry", "", List.of(), 85, "示例：设施草莓栽培标准（不作指导）", true,
				new StandardContent(stages, List.of()));
	}

	private static StandardContent.Stage stage(String name, int from, int to, List<StandardContent.Task> tasks,
			List<StandardContent.Limit> limits, List<StandardContent.Range> ranges) {
		return new StandardContent.Stage(name, from, to, tasks, limits, ranges);
	}

	private static StandardContent.Task task(OperationKind kind, String name, int from, int to) {
		return new StandardContent.Task(kind, name, from, to);
	}

	private static StandardContent.Limit limit(String substance, String dose, int times) {
		return new StandardContent.Limit(substance, null, null, new BigDecimal(dose), InputUnit.G, times);
	}

	private static StandardContent.Range range(double low, double high) {
		return new StandardContent.Range("airTemp", low, high);
	}

	private void decideYields(DemoWorld world) {
		var from = world.today().minusYears(2);
		standard(world, "watermelon", PlotKind.GREENHOUSE, "3000", from);
		standard(world, "watermelon", PlotKind.OPEN_FIELD, "2500", from);
		standard(world, "melon", PlotKind.GREENHOUSE, "2200", from);
		standard(world, "asparagus", PlotKind.GREENHOUSE, "1500", from);
		standard(world, "grape", PlotKind.GREENHOUSE, "1500", from);
		standard(world, "strawberry", PlotKind.GREENHOUSE, "2000", from);
		standard(world, "mushroom", PlotKind.MUSHROOM_HOUSE, "8000", from);
		standard(world, "rice", PlotKind.OPEN_FIELD, "650", from);
		standard(world, "leafy-greens", PlotKind.OPEN_FIELD, "1800", from);
		standard(world, "leafy-greens", PlotKind.GREENHOUSE, "2000", from);
		standard(world, "tomato", PlotKind.GREENHOUSE, "6000", from);
		standard(world, "loquat", PlotKind.ORCHARD, "600", from);
		standard(world, "peach", PlotKind.ORCHARD, "1500", from);
		standard(world, "pear", PlotKind.ORCHARD, "2000", from);
		standard(world, "shrimp", PlotKind.WATER, "900", from);
		standard(world, "crab", PlotKind.WATER, "150", from);
		standard(world, "garlic", PlotKind.OPEN_FIELD, "1300", from);
		standard(world, "ginger", PlotKind.OPEN_FIELD, "2600", from);
	}

	/** One proposes, another confirms. */
	private void standard(DemoWorld world, String crop, PlotKind kind, String kg, LocalDate from) {
		var proposal = as(world, from, OFFICER, () -> yields
			.propose(new YieldStandards.Propose(crop, kind, new BigDecimal(kg), from, "示例：县农合联产量标准", true)));
		as(world, from, "brand.officer", () -> {
			yields.confirm(proposal);
			return proposal;
		});
	}

	private void catalogue(DemoWorld world) {
		var from = world.today().minusYears(2);
		as(world, from, OFFICER, () -> {
			var fungicide = input("10%苯醚甲环唑水分散粒剂（示例）", "示例-PD-0001", "苯醚甲环唑", InputUnit.G, "100", "袋");
			rule(fungicide, "watermelon", "炭疽病", "80", 3, 7, from);
			var aphid = input("20%啶虫脒可溶粉剂（示例）", "示例-PD-0002", "啶虫脒", InputUnit.G, "50", "袋");
			rule(aphid, "cucumber", "蚜虫", "10", 3, 1, from);
			var rice = input("75%三环唑可湿性粉剂（示例）", "示例-PD-0003", "三环唑", InputUnit.G, "100", "袋");
			rule(rice, "rice", "稻瘟病", "30", 2, 21, from);
			var mites = input("1.8%阿维菌素乳油（示例）", "示例-PD-0004", "阿维菌素", InputUnit.ML, "200", "瓶");
			rule(mites, "cowpea", "美洲斑潜蝇", "40", 3, 5, from);
			// one that only a designated outlet may sell, for a purpose and under a name
			var rodenticide = input("0.005%溴敌隆毒饵（示例）", "示例-PD-0005", "溴敌隆", InputUnit.G, "500", "袋");
			rule(rodenticide, "rice", "田鼠", "150", 1, 0, from);
			inputs.tellContent(fungicide, BigDecimal.TEN);
			inputs.tellContent(aphid, new BigDecimal("20"));
			inputs.tellContent(rice, new BigDecimal("75"));
			world.put("production.input.bromadiolone", rodenticide);
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

	private static UUID as(DemoWorld world, LocalDate on, String login, Supplier<UUID> body) {
		return world.at(on, login, MAY, body);
	}

}
