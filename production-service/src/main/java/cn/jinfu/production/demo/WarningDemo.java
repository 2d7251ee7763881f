package cn.jinfu.production.demo;

import java.awt.Color;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.DemoPart;
import cn.jinfu.kernel.DemoPicture;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.production.InputKind;
import cn.jinfu.production.InputUnit;
import cn.jinfu.production.PlotKind;
import cn.jinfu.production.input.OutsidePurchases;
import cn.jinfu.production.operation.OperationCommands;
import cn.jinfu.production.operation.OperationKind;
import cn.jinfu.production.operation.OperationQueries;
import cn.jinfu.production.planting.Planting;
import cn.jinfu.production.planting.PlantingCommands;
import cn.jinfu.production.planting.SeasonPart;
import cn.jinfu.production.plot.Plot;
import cn.jinfu.production.plot.PlotCommands;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Three invented farms that bought elsewhere and sprayed what the label does not allow:
 * two wait for a technician's decision, one was decided. None of them picks, sells or
 * borrows on it.
 */
@Component
@RequiredArgsConstructor
class WarningDemo implements DemoPart {

	private static final Set<String> MAY = Set.of("production:plot:register", "production:plot:verify",
			"production:plot:view", "production:planting:record", "production:planting:view",
			"production:planting:verify", "production:operation:record", "production:operation:view",
			"production:use:decide");

	private static final String FARM = "farm.demo";

	private static final String OFFICER = "production.officer";

	private static final String LOT = "示例-W1";

	private final PlotCommands plots;

	private final PlantingCommands plantings;

	private final OutsidePurchases purchases;

	private final OperationCommands operations;

	private final OperationQueries uses;

	private final MemberDirectory members;

	private final Divisions divisions;

	/** After the fields of all farms. */
	@Override
	public int order() {
		return 205;
	}

	@Override
	public void load(DemoWorld world) {
		if (!world.main() || !world.has("production.input.fungicide")) {
			return;
		}
		// 720 g on six mu is 120 g a mu; the sample label allows 80
		spray(world, "ginger", "自用西瓜棚", "6", "watermelon", "早佳8424", "production.input.fungicide", InputUnit.G, "720",
				3);
		// the sample label names another crop
		spray(world, "garlic", "自用番茄棚", "4", "tomato", "浙粉702", "production.input.abamectin", InputUnit.ML, "120", 4);
		var decided = spray(world, "rice3", "自用菜棚", "3", "leafy-greens", "上海青", "production.input.acetamiprid",
				InputUnit.G, "24", 12);
		if (decided != null) {
			world.at(world.today().minusDays(10), OFFICER, MAY, () -> {
				var use = uses.view(decided).uses().getFirst();
				operations.uphold(use.id(), "标签上没有这种作物，本茬不采收上市（示例）", use.version());
				return decided;
			});
		}
	}

	/**
	 * @return the operation; null where the farm is not in the register
	 */
	private @Nullable UUID spray(DemoWorld world, String slug, String name, String mu, String crop, String variety,
			String input, InputUnit unit, String quantity, int daysAgo) {
		if (!world.has("member." + slug)) {
			return null;
		}
		var member = world.get("member." + slug);
		var on = world.today().minusDays(daysAgo);
		var sown = on.minusDays(40);
		var plot = as(world, sown.minusDays(5), FARM,
				() -> plots.register(member, describe(member, name, mu), null, true));
		as(world, sown.minusDays(2), OFFICER, () -> {
			plots.verify(plot, AreaMu.of(mu), null, plots.versionOf(plot));
			return plot;
		});
		var planting = as(world, sown, FARM, () -> plantings.sow(plot,
				new Planting.Description(crop, variety, SeasonPart.AUTUMN, sown, AreaMu.of(mu))));
		as(world, sown.plusDays(3), OFFICER, () -> {
			plantings.verify(planting, null, plantings.versionOf(planting));
			return planting;
		});
		var amount = new BigDecimal(quantity);
		var bought = world.get(input);
		as(world, on.minusDays(1), FARM,
				() -> purchases.enter(new OutsidePurchases.Enter(world.fixed("warning.purchase." + slug), member,
						bought, null, InputKind.PESTICIDE, null, unit, LOT, amount, on.minusDays(1), "邻县农资店（示例）"),
						bag()));
		return as(world, on, FARM,
				() -> operations.record(new OperationCommands.Done(world.fixed("warning.spray." + slug),
						List.of(planting), OperationKind.SPRAY, on,
						new OperationCommands.InputUsed(bought, LOT, amount, null, null), null, null, null)));
	}

	private Plot.Description describe(UUID member, String name, String mu) {
		var township = new DivisionCode(members.require(member).townshipCode());
		var village = divisions.children(township).stream().findFirst().map(Divisions.Division::code).orElse(township);
		return new Plot.Description(name, PlotKind.GREENHOUSE, village, divisions.name(village), AreaMu.of(mu),
				AreaMu.of(mu), null);
	}

	private static UUID as(DemoWorld world, LocalDate on, String login, Supplier<UUID> body) {
		return world.at(on, login, MAY, body);
	}

	/** A package, as the farm would photograph it. */
	private static DemoPicture bag() {
		return DemoPicture.drawn("示例包装", "png", 480, 640, pen -> {
			pen.setColor(new Color(0xE9E4D6));
			pen.fillRect(0, 0, 480, 640);
			pen.setColor(new Color(0xF8F8F4));
			pen.fillRect(90, 80, 300, 480);
			pen.setColor(new Color(0x2F6E49));
			pen.fillRect(90, 80, 300, 110);
			pen.setColor(new Color(0xB9C3BC));
			for (int line = 0; line < 7; line++) {
				pen.fillRect(120, 230 + line * 40, 240 - line % 3 * 40, 14);
			}
		});
	}

}
