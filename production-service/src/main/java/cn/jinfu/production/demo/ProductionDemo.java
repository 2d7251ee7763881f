package cn.jinfu.production.demo;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import javax.imageio.ImageIO;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.DemoPart;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.kernel.FieldUnit;
import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.WeightKg;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.production.PlantingRecords.Work;
import cn.jinfu.production.PlotKind;
import cn.jinfu.production.Told;
import cn.jinfu.production.harvest.HarvestCommands;
import cn.jinfu.production.operation.OperationCommands;
import cn.jinfu.production.operation.OperationKind;
import cn.jinfu.production.planting.Planting;
import cn.jinfu.production.planting.PlantingCommands;
import cn.jinfu.production.planting.PlantingMoves;
import cn.jinfu.production.planting.SeasonPart;
import cn.jinfu.production.plot.Plot;
import cn.jinfu.production.plot.BoundaryCommands;
import cn.jinfu.production.plot.BoundarySource;
import cn.jinfu.production.plot.Corner;
import cn.jinfu.production.plot.Datum;
import cn.jinfu.production.plot.PlotCommands;
import cn.jinfu.production.transfer.Direction;
import cn.jinfu.production.transfer.Transfer;
import cn.jinfu.production.transfer.TransferCommands;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * Invented fields of invented farms: the main farm with a full year behind it and
 * watermelons growing, the others lightly. What the main farm sprays it bought at the
 * till before.
 */
@Component
@RequiredArgsConstructor
class ProductionDemo implements DemoPart {

	private static final Set<String> MAY = Set.of("production:plot:register", "production:plot:verify",
			"production:plot:view", "production:planting:record", "production:planting:view",
			"production:planting:verify", "production:operation:record", "production:operation:view",
			"production:harvest:record", "production:harvest:view");

	private static final String FARM = "farm.demo";

	private static final String OFFICER = "production.officer";

	private static final String LOT = "示例-A1";

	private static final double SQUARE_METRES_PER_MU = 666.667;

	/** A degree there. */
	private static final double METRES_PER_LON = 95_800;

	private static final double METRES_PER_LAT = 110_860;

	/** A producer of the list, with one plot, one planting and its harvests. */
	private record Producer(String slug, String crop, String variety, PlotKind kind, String plot, String plotMu,
			String plantedMu, SeasonPart season, int sownDaysAgo, List<Integer> harvests, DivisionCode village,
			Corner southWest) {

		static Producer of(String line) {
			var cells = line.split("\\|");
			var where = cells[11].split(" ");
			return new Producer(cells[0], cells[1], cells[2], PlotKind.valueOf(cells[3]), cells[4], cells[5], cells[6],
					SeasonPart.valueOf(cells[7]), Integer.parseInt(cells[8]),
					Arrays.stream(cells[9].split(" ")).map(Integer::valueOf).toList(), new DivisionCode(cells[10]),
					new Corner(new BigDecimal(where[0]), new BigDecimal(where[1])));
		}

	}

	private final BoundaryCommands boundaries;

	private final PlotCommands plots;

	private final TransferCommands transfers;

	private final PlantingCommands plantings;

	private final OperationCommands operations;

	private final HarvestCommands harvests;

	private final MemberDirectory members;

	private final Divisions divisions;

	private final FileStore files;

	/** How many greenhouses of the farm stand in the row. */
	private int inARow;

	@Override
	public int order() {
		return 200;
	}

	@Override
	public void load(DemoWorld world) {
		if (!world.main()) {
			return;
		}
		if (world.has("member.farm")) {
			year(world, world.get("production.input.fungicide"));
			waiting(world);
		}
		producers().stream().filter(it -> world.has("member." + it.slug())).forEach(it -> light(world, it));
	}

	/**
	 * A spring crop, an autumn crop, one that is being picked, and one that was sprayed
	 * the day before yesterday and must not be picked yet.
	 */
	private void year(DemoWorld world, UUID fungicide) {
		var farm = world.farm();
		var start = world.today().minusDays(360);
		var house = greenhouse(world, farm, "1号棚", "12", start);
		var second = greenhouse(world, farm, "2号棚", "8", start);
		rented(world, second, start);
		var third = greenhouse(world, farm, "3号棚", "6", start);
		var spring = season(world, house, SeasonPart.SPRING, start.plusDays(60), "12", 110, fungicide, 3000);
		finish(world, spring, start.plusDays(175));
		var autumn = season(world, second, SeasonPart.AUTUMN, start.plusDays(190), "8", 100, fungicide, 2000);
		finish(world, autumn, start.plusDays(300));
		var now = season(world, house, SeasonPart.AUTUMN, world.today().minusDays(100), "10", 95, fungicide, 2500);
		world.put("production.planting.main", now);
		world.put("production.plot.main", house);
		world.put("production.planting.sprayed", sprayed(world, third, fungicide));
	}

	/** Sprayed three days ago with a week to wait; the next spray is planned. */
	private UUID sprayed(DemoWorld world, UUID plot, UUID fungicide) {
		var sown = world.today().minusDays(80);
		var planting = sow(world, plot,
				new Planting.Description("watermelon", "早佳8424", SeasonPart.AUTUMN, sown, AreaMu.of("6")));
		for (int day = 6; day < 76; day += 7) {
			record(world, planting, kindOf(day), sown.plusDays(day), null);
		}
		record(world, planting, OperationKind.SPRAY, world.today().minusDays(3),
				used(fungicide, new Told(new BigDecimal("12"), FieldUnit.BUCKET, new BigDecimal("25"))));
		var next = world.today().plusDays(1);
		as(world, world.today(), FARM,
				() -> operations.plan(new OperationCommands.Done(world.fixed("operation.plan"), List.of(planting),
						OperationKind.SPRAY, next,
						used(fungicide, new Told(new BigDecimal("3"), FieldUnit.BAG, new BigDecimal("100"))), null,
						null, null)));
		return planting;
	}

	/** What the officer finds on his workbench. */
	private void waiting(DemoWorld world) {
		var farm = world.farm();
		var on = world.today().minusDays(2);
		byItself(world, farm, on, () -> plots.register(farm, describe(farm, "东边露地", PlotKind.OPEN_FIELD, "7.5",
				photo(farm, new Color(0x8fae5d), new Color(0x6f8f45))), null, true));
		var second = world.get("production.plot.2号棚");
		as(world, world.today().minusDays(1), FARM, () -> plantings.sow(second, new Planting.Description("strawberry",
				"红颜", SeasonPart.WINTER, world.today().minusDays(10), AreaMu.of("5"))));
	}

	/**
	 * Weekly work, one spray well before the first pick, three picks a few days apart.
	 */
	private UUID season(DemoWorld world, UUID plot, SeasonPart part, LocalDate sown, String mu, int ripe, UUID input,
			int kg) {
		var planting = sow(world, plot, new Planting.Description("watermelon", "早佳8424", part, sown, AreaMu.of(mu)));
		for (int day = 5; day < ripe; day += 6) {
			record(world, planting, kindOf(day), sown.plusDays(day), null);
		}
		record(world, planting, OperationKind.SPRAY, sown.plusDays(ripe - 20L), used(input,
				new Told(new BigDecimal(mu).multiply(new BigDecimal("3")), FieldUnit.BUCKET, new BigDecimal("20"))));
		for (int pick = 0; pick < 3; pick++) {
			var on = sown.plusDays(ripe + pick * 2L);
			if (!on.isAfter(world.today())) {
				world.put("production.harvest.latest", harvest(world, planting, on, kg));
			}
		}
		return planting;
	}

	private static OperationKind kindOf(int day) {
		return switch (day % 4) {
			case 1 -> OperationKind.IRRIGATE;
			case 3 -> OperationKind.PRUNE;
			default -> OperationKind.FERTILISE;
		};
	}

	private static OperationCommands.InputUsed used(UUID input, Told told) {
		return new OperationCommands.InputUsed(input, LOT, told.amount(FieldUnit.Measure.MASS).base(), told, "炭疽病");
	}

	private UUID sow(DemoWorld world, UUID plot, Planting.Description description) {
		var on = description.sownOn();
		var planting = as(world, on, FARM, () -> plantings.sow(plot, description));
		as(world, on.plusDays(3), OFFICER, () -> {
			plantings.verify(planting, null, plantings.versionOf(planting));
			return planting;
		});
		return planting;
	}

	private void record(DemoWorld world, UUID planting, OperationKind kind, LocalDate on,
			OperationCommands.@Nullable InputUsed used) {
		as(world, on, FARM,
				() -> operations.record(new OperationCommands.Done(world.fixed("operation." + planting + kind + on),
						List.of(planting), kind, on, used, null, null, null)));
	}

	private UUID harvest(DemoWorld world, UUID planting, LocalDate on, int kg) {
		var weight = new WeightKg(BigDecimal.valueOf(kg));
		return as(world, on, FARM, () -> harvests.pick(new HarvestCommands.Pick(world.fixed("harvest." + planting + on),
				planting, on, weight, new Told(BigDecimal.valueOf(kg * 2L), FieldUnit.JIN, null), "一级", null, null)));
	}

	private void finish(DemoWorld world, UUID planting, LocalDate on) {
		as(world, on, FARM, () -> {
			plantings.end(planting, PlantingMoves.Action.FINISH, on, null, plantings.versionOf(planting));
			return planting;
		});
	}

	private UUID greenhouse(DemoWorld world, UUID farm, String name, String mu, LocalDate on) {
		return plot(world, farm, describe(farm, name, PlotKind.GREENHOUSE, mu, null), inARow(mu), BoundarySource.WALKED,
				on);
	}

	private UUID plot(DemoWorld world, UUID member, Plot.Description description, List<Corner> ground,
			BoundarySource source, LocalDate on) {
		var plot = byItself(world, member, on, () -> plots.register(member, description, null, true));
		byItself(world, member, on, () -> {
			boundaries.draw(plot, ground, Datum.WGS84, source, plots.versionOf(plot));
			return plot;
		});
		as(world, on.plusDays(2), OFFICER, () -> {
			plots.verify(plot, description.declaredMu(), null, plots.versionOf(plot));
			return plot;
		});
		return world.put("production.plot." + description.name(), plot);
	}

	/** From a household of the village, for five years. */
	private void rented(DemoWorld world, UUID plot, LocalDate start) {
		var terms = new Transfer.Terms("示例村农户沈某", AreaMu.of("8"), start.minusDays(30), start.minusDays(31).plusYears(5),
				"LZ-示例-0001", null);
		var transfer = as(world, start.plusDays(3), FARM, () -> transfers.record(plot, Direction.IN, terms, null));
		as(world, start.plusDays(5), OFFICER, () -> {
			transfers.verify(plot, transfer, null, 0);
			return transfer;
		});
	}

	/** Greenhouses in a row along a lane, each a fifth of a kilometre from the next. */
	private List<Corner> inARow(String mu) {
		return ground(121.0200 + 0.0020 * inARow++, 30.6800, mu, 133.04, 0);
	}

	/** Fields half as long again as wide, aslant as the ditches run. */
	private static List<Corner> ground(Corner southWest, String mu) {
		var depth = Math.sqrt(new BigDecimal(mu).doubleValue() * SQUARE_METRES_PER_MU * 1.5);
		return ground(southWest.lon().doubleValue(), southWest.lat().doubleValue(), mu, depth, depth / 8);
	}

	/**
	 * @param depth metres from south to north
	 * @param slant metres that the eastern end lies further north
	 */
	private static List<Corner> ground(double west, double south, String mu, double depth, double slant) {
		var width = new BigDecimal(mu).doubleValue() * SQUARE_METRES_PER_MU / depth;
		var east = west + width / METRES_PER_LON;
		var up = depth / METRES_PER_LAT;
		var along = slant / METRES_PER_LAT;
		return List.of(corner(west, south), corner(east, south + along), corner(east, south + along + up),
				corner(west, south + up));
	}

	private static Corner corner(double lon, double lat) {
		return new Corner(BigDecimal.valueOf(lon), BigDecimal.valueOf(lat));
	}

	/** In the first village of the farm's own township. */
	private Plot.Description describe(UUID member, String name, PlotKind kind, String mu, @Nullable UUID photo) {
		var township = new DivisionCode(members.require(member).townshipCode());
		var village = divisions.children(township).stream().findFirst().map(Divisions.Division::code).orElse(township);
		return new Plot.Description(name, kind, village, divisions.name(village), AreaMu.of(mu), AreaMu.of(mu), photo);
	}

	/** A drawn field, so that the officer has a picture to look at. */
	private UUID photo(UUID member, Color light, Color dark) {
		var image = new BufferedImage(960, 640, BufferedImage.TYPE_INT_RGB);
		var pen = image.createGraphics();
		pen.setColor(new Color(0xcfe3f1));
		pen.fillRect(0, 0, 960, 240);
		for (int row = 0; row < 25; row++) {
			pen.setColor((row % 2 == 0) ? light : dark);
			pen.fillPolygon(new int[] { row * 40 - 20, row * 40 + 20, row * 90 - 480, row * 90 - 570 },
					new int[] { 240, 240, 640, 640 }, 4);
		}
		pen.dispose();
		try {
			var bytes = new ByteArrayOutputStream();
			ImageIO.write(image, "png", bytes);
			return files.store(FileStore.Kind.PHOTO, "示例.png", bytes.toByteArray(), FileStore.Visibility.MEMBER, member)
				.fileId();
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/** One verified plot, one planting and its harvests. */
	private void light(DemoWorld world, Producer producer) {
		var member = world.get("member." + producer.slug());
		var sown = world.today().minusDays(producer.sownDaysAgo());
		var mu = AreaMu.of(producer.plotMu());
		var plot = plot(world, member,
				new Plot.Description(producer.plot(), producer.kind(), producer.village(),
						divisions.name(producer.village()), mu, mu, null),
				ground(producer.southWest(), producer.plotMu()), BoundarySource.DRAWN, sown.minusDays(20));
		var planting = sow(world, plot, new Planting.Description(producer.crop(), producer.variety(), producer.season(),
				sown, AreaMu.of(producer.plantedMu())));
		record(world, planting, OperationKind.FERTILISE, sown.plusDays(12), null);
		record(world, planting, OperationKind.IRRIGATE, sown.plusDays(25), null);
		var first = producer.sownDaysAgo() - 6 * producer.harvests().size();
		for (int n = 0; n < producer.harvests().size(); n++) {
			world.put("production.harvest." + producer.slug(),
					harvest(world, planting, sown.plusDays(first + 6L * n), producer.harvests().get(n)));
		}
		// nothing was sprayed: the farm says so, and its records are whole
		as(world, sown.plusDays(first + 6L * (producer.harvests().size() - 1)), FARM, () -> {
			plantings.sayNone(planting, Work.SPRAYING, plantings.versionOf(planting));
			return planting;
		});
		world.put("production.planting." + producer.slug(), planting);
	}

	private static List<Producer> producers() {
		try {
			return new ClassPathResource("demo/production-330482.txt").getContentAsString(StandardCharsets.UTF_8)
				.lines()
				.filter(line -> !line.isBlank() && !line.startsWith("#"))
				.map(Producer::of)
				.toList();
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/** By the farm's own person, not by staff for it. */
	private static UUID byItself(DemoWorld world, UUID member, LocalDate on, Supplier<UUID> body) {
		return as(world, on, FARM, () -> {
			var person = Actor.current();
			var made = new UUID[1];
			new Actor(person.kind(), person.accountId(), person.personId(), person.login(), person.displayName(),
					person.tenantId(), Scope.member(member), MAY)
				.run(() -> made[0] = body.get());
			return made[0];
		});
	}

	private static UUID as(DemoWorld world, LocalDate on, String login, Supplier<UUID> body) {
		return world.at(on, login, MAY, body);
	}

}
