package cn.jinfu.traceability.demo;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import javax.imageio.ImageIO;

import cn.jinfu.kernel.DemoPart;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.FileStore;
import cn.jinfu.supply.Products;
import cn.jinfu.traceability.brand.LicenceDesk;
import cn.jinfu.traceability.brand.Objections;
import cn.jinfu.traceability.brand.OnSiteCheck;
import cn.jinfu.traceability.catalogue.BrandCatalogue;
import cn.jinfu.traceability.catalogue.BrandCatalogue.MarkKind;
import cn.jinfu.traceability.label.LabelOrders;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * An invented brand over the county's goods: thirty-two licensees, thirty-three classes
 * of goods and three of services, eight package designs with fifty-one thousand packages;
 * and the main farm's labels of a year.
 */
@Component
@RequiredArgsConstructor
class BrandDemo implements DemoPart {

	private static final Set<String> MAY = Set.of("brand:catalogue:edit", "brand:package:move", "brand:licence:apply",
			"brand:licence:check", "brand:licence:decide", "brand:licence:suspend", "brand:licence:view",
			"trace:label:order", "trace:label:view");

	private static final String GENERAL = "T/JPH 000-2023";

	/** Name by class; the code of a crop in capitals where it is one of ours. */
	private static final List<String> GOODS = List.of("WATERMELON 西瓜", "MELON 甜瓜", "GRAPE 葡萄", "STRAWBERRY 草莓",
			"PEACH 水蜜桃", "PEAR 蜜梨", "CITRUS 柑橘", "BLUEBERRY 蓝莓", "ASPARAGUS 芦笋", "TOMATO 番茄", "CUCUMBER 黄瓜",
			"PEPPER 辣椒", "EGGPLANT 茄子", "CABBAGE 大白菜", "LEAFY-GREENS 叶菜", "COWPEA 豇豆", "EDAMAME 毛豆", "LOTUS-ROOT 莲藕",
			"WATER-BAMBOO 茭白", "MUSHROOM 双孢蘑菇", "RICE 大米", "SWEET-CORN 鲜食玉米", "RAPESEED 菜籽油", "SHRIMP 南美白对虾", "CRAB 河蟹",
			"GARLIC 大蒜", "GINGER 生姜", "LOQUAT 枇杷", "LAMB 湖羊", "EGG 鸡蛋", "HONEY 蜂蜜", "PICKLE 雪菜", "FLOWER 盆花");

	private static final List<String> SERVICES = List.of("FARM-MACHINERY 农机作业", "LAND-TRUST 土地托管", "INPUT-RETAIL 农资配送");

	private static final Set<String> NO_CROP = Set.of("SHRIMP", "CRAB", "GARLIC", "GINGER", "LOQUAT", "LAMB", "EGG",
			"HONEY", "PICKLE", "FLOWER");

	/** Who is licensed for what. */
	private static final List<String> LICENSED = List.of("farm WATERMELON", "melon1 WATERMELON", "melon2 MELON",
			"asparagus1 ASPARAGUS", "asparagus2 ASPARAGUS", "grape1 GRAPE", "mushroom1 MUSHROOM", "mushroom2 MUSHROOM",
			"strawberry STRAWBERRY", "rice1 RICE", "rice2 RICE", "vegetable1 LEAFY-GREENS CABBAGE EDAMAME SWEET-CORN",
			"vegetable2 EGGPLANT PEPPER CUCUMBER COWPEA", "tomato TOMATO", "loquat LOQUAT", "peach PEACH", "pear PEAR",
			"shrimp SHRIMP", "crab CRAB", "garlic GARLIC", "ginger GINGER", "lamb LAMB", "egg EGG", "pickle PICKLE",
			"oil RAPESEED", "mill RICE", "lotus LOTUS-ROOT WATER-BAMBOO", "blueberry BLUEBERRY", "citrus CITRUS",
			"machinery FARM-MACHINERY", "village LAND-TRUST", "outlet INPUT-RETAIL");

	/** One of them labelled a lot that is called back later. */
	private static final List<String> NEIGHBOURS = List.of("melon1", "melon2", "asparagus1", "asparagus2", "grape1",
			"strawberry", "rice1");

	private static final int NEIGHBOURS_LABELS = 60;

	/** Class, name, grade and how many went out. */
	private record Design(String classCode, String name, @Nullable String grade, int issued) {
	}

	private static final List<Design> DESIGNS = List.of(new Design("WATERMELON", "西瓜礼盒两只装（示例）", "一级", 8_000),
			new Design("WATERMELON", "西瓜手提网袋（示例）", null, 10_000), new Design("WATERMELON", "西瓜四只装纸箱（示例）", null, 6_000),
			new Design("ASPARAGUS", "芦笋礼盒（示例）", "一级", 7_000), new Design("ASPARAGUS", "芦笋五百克束装（示例）", null, 6_000),
			new Design("ASPARAGUS", "芦笋五千克纸箱（示例）", null, 4_000), new Design("MUSHROOM", "蘑菇三百克盒装（示例）", null, 6_000),
			new Design("MUSHROOM", "蘑菇五千克纸箱（示例）", null, 4_000));

	private final BrandCatalogue catalogue;

	private final LicenceDesk licences;

	private final Objections objections;

	private final FileStore files;

	private final LabelOrders labels;

	private final Products products;

	private final JdbcClient sql;

	private final TransactionTemplate transaction;

	@Override
	public int order() {
		return 410;
	}

	@Override
	public void load(DemoWorld world) {
		if (!world.main()) {
			return;
		}
		laidDown(world);
		var granted = new HashMap<String, List<UUID>>();
		for (int i = 0; i < LICENSED.size(); i++) {
			var line = List.of(LICENSED.get(i).split(" "));
			// the third one's term is nearly over
			var from = (i == 2) ? world.today().minusYears(3).plusDays(50) : world.today().minusDays(395L + 9L * i);
			if (world.has("member." + line.getFirst())) {
				for (var classCode : line.subList(1, line.size())) {
					granted.computeIfAbsent(classCode, _ -> new java.util.ArrayList<>())
						.add(granted(world, line.getFirst(), classCode, from));
				}
			}
		}
		onTheWay(world);
		packages(world, granted);
		farmLabels(world);
		NEIGHBOURS.stream()
			.filter(slug -> world.has("member." + slug))
			.filter(slug -> neighbourLabels(world, slug))
			.findFirst();
	}

	private void laidDown(DemoWorld world) {
		as(world, world.today().minusYears(4), "brand.officer", () -> {
			var brand = catalogue.addBrand("金平湖（示例）", "平湖市农合联（示例）", world.today().minusYears(6),
					"示例数据：区域公用品牌，统一商标、统一标准、统一包装。");
			var mark = catalogue.addMark(new BrandCatalogue.NewMark(brand, "金平湖（示例商标）", MarkKind.COLLECTIVE,
					"示例-30000001", "平湖市农合联（示例）", world.today().plusYears(6)));
			var second = catalogue.addMark(new BrandCatalogue.NewMark(brand, "GOLDEN PINGHU（示例商标）", MarkKind.COLLECTIVE,
					"示例-30000002", "平湖市农合联（示例）", world.today().plusYears(7)));
			GOODS.forEach(it -> named(it, "RICE".equals(it.split(" ")[0]) ? second : mark, false));
			SERVICES.forEach(it -> named(it, mark, true));
			standard(world, GENERAL, "金平湖农产品生产与用标通则（示例）", null);
			standard(world, "T/JPH 001-2023", "“金平湖”西瓜（示例）", "WATERMELON");
			standard(world, "T/JPH 002-2023", "“GOLDEN PINGHU”大米（示例）", "RICE");
			standard(world, "T/JPH 003-2024", "“金平湖”芦笋（示例）", "ASPARAGUS");
			standard(world, "T/JPH 004-2024", "“金平湖”双孢蘑菇（示例）", "MUSHROOM");
			return brand;
		});
	}

	private void named(String line, UUID mark, boolean service) {
		var code = line.substring(0, line.indexOf(' '));
		var crop = (service || NO_CROP.contains(code)) ? null : code.toLowerCase(java.util.Locale.ROOT);
		catalogue.addClass(new BrandCatalogue.NewClass(mark, code, line.substring(code.length() + 1), service, crop));
	}

	private void standard(DemoWorld world, String code, String title, @Nullable String classCode) {
		catalogue.addStandard(new BrandCatalogue.NewStandard(code, title, classCode, world.today().minusYears(4)));
	}

	/** Applied, seen on site by one, decided by another. */
	private UUID granted(DemoWorld world, String slug, String classCode, LocalDate from) {
		var id = applied(world, slug, classCode, from.minusDays(20));
		seen(world, id, from.minusDays(13), 19, "生产记录齐全，标签专人保管");
		as(world, from.minusDays(8), "brand.officer", () -> {
			licences.approve(id, from.plusYears(3).minusDays(10), null, licences.versionOf(id));
			return id;
		});
		as(world, from, "brand.officer", () -> {
			licences.sign(id, contract(world.get("member." + slug)), licences.versionOf(id));
			return id;
		});
		for (var year = from.plusYears(1); !year.isAfter(world.today()); year = year.plusYears(1)) {
			as(world, year, "brand.officer", () -> {
				licences.review(id, true, "记录齐全，标签账实相符（示例）", licences.versionOf(id));
				return id;
			});
		}
		return world.put("licence." + slug + "." + classCode, id);
	}

	/** A blank page in the place of a paper with names on it. */
	private UUID contract(UUID member) {
		var page = new BufferedImage(210, 297, BufferedImage.TYPE_BYTE_GRAY);
		var pen = page.createGraphics();
		pen.setColor(Color.WHITE);
		pen.fillRect(0, 0, 210, 297);
		pen.dispose();
		try {
			var bytes = new ByteArrayOutputStream();
			ImageIO.write(page, "png", bytes);
			return files
				.store(FileStore.Kind.DOCUMENT, "许可合同（示例）.png", bytes.toByteArray(), FileStore.Visibility.MEMBER,
						member)
				.fileId();
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	private UUID applied(DemoWorld world, String slug, String classCode, LocalDate on) {
		var standard = Map
			.of("WATERMELON", "T/JPH 001-2023", "RICE", "T/JPH 002-2023", "ASPARAGUS", "T/JPH 003-2024", "MUSHROOM",
					"T/JPH 004-2024")
			.getOrDefault(classCode, GENERAL);
		return as(world, on, "farm".equals(slug) ? "farm.demo" : "applicant." + slug,
				() -> licences.apply(new LicenceDesk.Apply(world.get("member." + slug), classCode, standard,
						name(classCode), "自产自销，装箱时贴区域品牌标签", List.of())));
	}

	private static String name(String classCode) {
		return java.util.stream.Stream.concat(GOODS.stream(), SERVICES.stream())
			.filter(it -> it.startsWith(classCode + " "))
			.map(it -> it.substring(classCode.length() + 1))
			.findFirst()
			.orElse(classCode);
	}

	private void seen(DemoWorld world, UUID id, LocalDate on, int points, String note) {
		as(world, on, "production.officer", () -> {
			licences.check(new LicenceDesk.Check(id, new OnSiteCheck(points, points, points - 1, points - 2, points),
					note, null, licences.versionOf(id)));
			return id;
		});
	}

	/**
	 * One waits for the officer, one for the decision, one for mending; one is suspended.
	 */
	private void onTheWay(DemoWorld world) {
		var today = world.today();
		if (world.has("member.rice3")) {
			applied(world, "rice3", "RICE", today.minusDays(4));
		}
		if (world.has("member.flower")) {
			seen(world, applied(world, "flower", "FLOWER", today.minusDays(15)), today.minusDays(3), 18, "花卉设施整洁，分级清楚");
		}
		if (world.has("member.honey")) {
			seen(world, applied(world, "honey", "HONEY", today.minusDays(20)), today.minusDays(6), 14,
					"标签没有专人保管，出入没有登记");
		}
		if (world.has("member.tomato")) {
			var cucumber = applied(world, "tomato", "CUCUMBER", today.minusDays(20));
			seen(world, cucumber, today.minusDays(9), 18, "大棚整洁，农药单独上锁");
			as(world, today.minusDays(3), "brand.officer", () -> {
				licences.approve(cucumber, today.plusYears(2), null, licences.versionOf(cucumber));
				return cucumber;
			});
			as(world, today.minusDays(1), "objector", () -> {
				objections.object(cucumber, "他家上个月的黄瓜是从外面收来的（示例异议）。", "203.0.113.7");
				return cucumber;
			});
		}
		if (world.has("member.grape2")) {
			var grape = granted(world, "grape2", "GRAPE", today.minusDays(500));
			as(world, today.minusDays(30), "brand.officer", () -> {
				licences.suspend(grape, "标签盘点差额超过百分之二，整改后再恢复", licences.versionOf(grape));
				return grape;
			});
		}
	}

	/** Printed a year ago, gone out in rows to those licensed for the class. */
	private void packages(DemoWorld world, Map<String, List<UUID>> granted) {
		for (var design : DESIGNS) {
			var id = as(world, world.today().minusDays(330), "brand.officer", () -> {
				var added = catalogue
					.addDesign(new BrandCatalogue.NewDesign(design.classCode(), design.name(), design.grade()));
				catalogue.receive(added, design.issued() * 6 / 5, "示例：首批印制");
				return added;
			});
			var holders = granted.getOrDefault(design.classCode(), List.of());
			for (int i = 0; i < holders.size(); i++) {
				var to = holders.get(i);
				var share = design.issued() / holders.size() + ((i == 0) ? design.issued() % holders.size() : 0);
				as(world, world.today().minusDays(240L - 60L * i), "brand.officer", () -> {
					catalogue.issue(id, to, share, "示例：按季发放");
					return id;
				});
			}
		}
	}

	private record Lot(UUID id, LocalDate on, int labels) {
	}

	/** Every certified lot but the latest, which is left for the visitor. */
	private void farmLabels(DemoWorld world) {
		var product = !world.has("member.farm") ? null
				: products.ofMember(world.farm())
					.stream()
					.filter(it -> "WATERMELON".equals(it.brandClass()))
					.findFirst()
					.orElse(null);
		if (product == null) {
			return;
		}
		toLabel(world, world.farm(), product).stream()
			.filter(it -> it.labels() > 0)
			.forEach(lot -> world.put("label.latest", as(world, lot.on().plusDays(1), "farm.demo", () -> {
				var order = labels.order(new LabelOrders.Order(world.farm(), lot.id(), product.productId(), null,
						Math.min(lot.labels(), LabelOrders.MAX_COUNT)));
				labels.print(order);
				return order;
			})));
	}

	/**
	 * @return whether this one had a certified lot to label
	 */
	private boolean neighbourLabels(DemoWorld world, String slug) {
		var member = world.get("member." + slug);
		return products.ofMember(member)
			.stream()
			.filter(it -> it.brandClass() != null && world.has("licence." + slug + "." + it.brandClass()))
			.flatMap(product -> toLabel(world, member, product).stream()
				.filter(lot -> lot.labels() > 0)
				.map(lot -> as(world, lot.on().plusDays(1), "member." + slug, () -> {
					var order = labels.order(new LabelOrders.Order(member, lot.id(), product.productId(), null,
							Math.min(lot.labels(), NEIGHBOURS_LABELS)));
					labels.print(order);
					return order;
				})))
			.findFirst()
			.isPresent();
	}

	private List<Lot> toLabel(DemoWorld world, UUID member, Products.Product product) {
		return Objects.requireNonNull(transaction.execute(_ -> sql.sql("""
				select l.id, l.harvested_on, floor(l.kg * 0.9 / :net) from trace_lot l
				  join trace_certificate c on c.tenant_id = l.tenant_id and c.lot_id = l.id and c.status = 'ISSUED'
				 where l.member_id = :member and l.status = 'RELEASED' and l.crop = :crop and l.harvested_on < :before
				 order by l.harvested_on""")
			.param("net", product.netWeightKg())
			.param("member", member)
			.param("crop", product.crop())
			.param("before", world.today().minusDays(2))
			.query((row, n) -> new Lot(row.getObject(1, UUID.class), row.getObject(2, LocalDate.class), row.getInt(3)))
			.list()));
	}

	private static UUID as(DemoWorld world, LocalDate on, String login, Supplier<UUID> body) {
		return world.at(on, login, MAY, body);
	}

}
