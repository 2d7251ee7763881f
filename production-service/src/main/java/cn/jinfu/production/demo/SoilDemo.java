package cn.jinfu.production.demo;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.DemoPart;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.production.InputKind;
import cn.jinfu.production.InputUnit;
import cn.jinfu.production.input.InputCatalogue;
import cn.jinfu.production.soil.Nutrient;
import cn.jinfu.production.soil.Recipes;
import cn.jinfu.production.soil.SoilEditions;
import cn.jinfu.production.soil.SoilSamples;
import cn.jinfu.production.soil.SoilValues;
import lombok.RequiredArgsConstructor;
import org.springframework.stereotype.Component;

/**
 * One edition with invented figures, three fertilisers, one confirmed sample of the main
 * farm with its recipe, one that waits for the second person.
 */
@Component
@RequiredArgsConstructor
class SoilDemo implements DemoPart {

	private static final Set<String> MAY = Set.of("production:soil:view", "production:soil:sample",
			"production:soil:measure", "production:soil:confirm", "production:soil:decide", "production:soil:approve",
			"production:soil:recipe", "production:input:edit", "production:plot:view");

	private static final String OFFICER = "production.officer";

	private static final String SOURCE = "示例：数字为虚构，不作施肥指导";

	private final SoilEditions editions;

	private final SoilSamples samples;

	private final Recipes recipes;

	private final InputCatalogue inputs;

	@Override
	public int order() {
		return 235;
	}

	@Override
	public void load(DemoWorld world) {
		if (!world.main()) {
			return;
		}
		var decided = world.today().minusYears(1);
		edition(world, decided);
		fertiliser(world, "urea", "尿素（示例）", "46", "0", "0");
		fertiliser(world, "phosphate", "过磷酸钙（示例）", "0", "12", "0");
		fertiliser(world, "potash", "硫酸钾（示例）", "0", "0", "50");
		if (!world.has("production.plot.main")) {
			return;
		}
		var plot = world.get("production.plot.main");
		var taken = world.today().minusDays(30);
		var sample = measured(world, plot, "S 形五点混合", taken, "示例-TR-001", "5.20", "18.4");
		world.at(taken.plusDays(7), "lab.reviewer", MAY, () -> {
			samples.confirm(sample, samples.view(sample).version());
			return sample;
		});
		world.put("production.recipe.main", world.at(taken.plusDays(8), OFFICER, MAY,
				() -> recipes.make(sample, "watermelon", new BigDecimal("3000"))));
		measured(world, plot, "棚东头三点混合", world.today().minusDays(9), "示例-TR-002", "6.10", "21.7");
	}

	private UUID measured(DemoWorld world, UUID plot, String point, LocalDate taken, String report, String ph,
			String organic) {
		var sample = world.at(taken, OFFICER, MAY,
				() -> samples.take(new SoilSamples.Taken(plot, point, 0, 20, taken, "顾采样（示例）", true)));
		return world.at(taken.plusDays(5), "lab.analyst", MAY, () -> {
			samples.measure(sample,
					new SoilValues("示例土肥化验室", report, taken.plusDays(5), new BigDecimal(ph), new BigDecimal(organic),
							new BigDecimal("1.12"), new BigDecimal("92"), new BigDecimal("31.5"),
							new BigDecimal("148")),
					samples.view(sample).version());
			return sample;
		});
	}

	/** One proposes, another confirms. */
	private void edition(DemoWorld world, LocalDate on) {
		var edition = world.at(on, OFFICER, MAY,
				() -> editions.propose(new SoilEditions.Text("watermelon", on, SOURCE, new BigDecimal("150000"),
						Map.of(Nutrient.N, new BigDecimal("0.25"), Nutrient.P, new BigDecimal("0.09"), Nutrient.K,
								new BigDecimal("0.36")),
						Map.of(Nutrient.N, new BigDecimal("0.2"), Nutrient.P, new BigDecimal("0.3"), Nutrient.K,
								new BigDecimal("0.25")),
						Map.of(Nutrient.N, new BigDecimal("40"), Nutrient.P, new BigDecimal("25"), Nutrient.K,
								new BigDecimal("50")),
						new BigDecimal("5.5"), new BigDecimal("7.5"), new BigDecimal("20"), new BigDecimal("5000"),
						true)));
		world.at(on, "brand.officer", MAY, () -> {
			editions.confirm(edition);
			return edition;
		});
	}

	private void fertiliser(DemoWorld world, String slug, String name, String n, String p, String k) {
		world.put("production.input." + slug, world.at(world.today().minusYears(1), OFFICER, MAY, () -> {
			var input = inputs.add(new InputCatalogue.NewInput(name, InputKind.FERTILISER, null, null, "示例肥业有限公司",
					List.of(), "", InputUnit.G, new BigDecimal("50000"), "包", true, true));
			editions.declare(new SoilEditions.Fertiliser(input, name, new BigDecimal(n), new BigDecimal(p),
					new BigDecimal(k), "示例：包装标识", true));
			return input;
		}));
	}

}
