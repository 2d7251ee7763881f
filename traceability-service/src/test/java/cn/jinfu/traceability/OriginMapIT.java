package cn.jinfu.traceability;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Ids;
import cn.jinfu.production.HarvestLotStatus;
import cn.jinfu.production.HarvestRecorded;
import cn.jinfu.production.PlantingFacts;
import cn.jinfu.production.PlantingState;
import cn.jinfu.traceability.lot.LotDocument;
import cn.jinfu.traceability.place.OriginMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.BDDMockito.given;

/** The consumer sees from which village it is, and nothing nearer. */
class OriginMapIT extends TraceWorld {

	/** Degrees of latitude of a kilometre. */
	private static final double KM = 1 / 111.2;

	private static int village;

	@Autowired
	JsonMapper json;

	private String code = "";

	@BeforeEach
	void anotherVillage() {
		// a village of its own for each test: marks stay
		code = "330482701%03d".formatted(100 + village);
		village++;
		as("clerk", () -> sql.sql("delete from trace_place_mark where division like ?").param(code + "%").update());
	}

	@Test
	void twoPlotsOfAVillageHaveTheSameMark() {
		var one = lotAt(121.0390, 30.7190, code);
		// three hundred metres on, over the edge of a square
		var two = lotAt(121.0390 + 0.3 * KM / Math.cos(Math.toRadians(30.7)), 30.7190 + 0.3 * KM, code);
		assertThat(origin(two)).isEqualTo(origin(one));
	}

	@Test
	void aPlotAloneInItsVillageIsNotFoundByItsMark() {
		var marks = new ArrayList<OriginMap.Spot>();
		for (int i = 0; i < 4; i++) {
			anotherVillage();
			// spread over one square
			marks.add(origin(lotAt(121.0410 + 0.005 * i, 30.7015 + 0.005 * i, code)));
		}
		assertThat(marks).extracting(OriginMap.Spot::lon).containsOnly(new BigDecimal("121.05"));
		assertThat(marks).extracting(OriginMap.Spot::lat).containsOnly(new BigDecimal("30.71"));
	}

	@Test
	void aPlotThatIsDrawnLaterDoesNotMoveTheVillage() {
		var first = origin(lotAt(121.0390, 30.7190, code));
		var document = origin(lotAt(121.0990, 30.7790, code));
		assertThat(document).as("what moves would tell where the new one lies").isEqualTo(first);
	}

	@Test
	void nothingNearerIsInWhatEverybodyMayRead() {
		var lot = lotAt(121.0437, 30.7161, code);
		var text = text(lot);
		assertThat(text).doesNotContain("121.04", "30.716");
		assertThat(json.readValue(text, LotDocument.class).map().townships()).isNotEmpty()
			.allSatisfy(it -> assertThat(it.lon().scale()).isLessThanOrEqualTo(2));
		assertThatThrownBy(() -> as("clerk", () -> sql.sql("""
				insert into trace_place_mark (tenant_id, division, lon, lat) values ('330482', ?, 121.04, 30.71)""")
			.param(code.substring(0, 9) + "999")
			.update())).as("the database takes middles of squares only")
			.isInstanceOf(DataIntegrityViolationException.class);
	}

	@Test
	void whereNoBoundaryIsDrawnThereIsNoMap() {
		var lot = lot(plot(code));
		assertThat(json.readValue(text(lot), LotDocument.class).map()).isNull();
		assertThat(elsewhere("select count(*) from trace_place_mark")).isZero();
	}

	@Test
	void allOfItLiesOnTheDrawing() {
		var at = new BigDecimal[] { new BigDecimal("120.91"), new BigDecimal("121.27"), new BigDecimal("30.55") };
		var map = new OriginMap(List.of(new OriginMap.Spot("a", at[0], at[2])),
				List.of(new OriginMap.Spot("b", at[1], at[2]), new OriginMap.Spot("c", at[0], at[2])));
		assertThat(map.originMarks()).singleElement().satisfies(it -> assertThat(it.x()).isEqualTo(36));
		assertThat(map.marks()).extracting(OriginMap.Mark::x).containsExactly(OriginMap.WIDTH - 36, 36);
		assertThat(map.marks()).extracting(OriginMap.Mark::y).containsOnly(OriginMap.HEIGHT / 2);
	}

	/** Nine townships of a county, two of them a street apart. */
	@Test
	void noNameLiesOnAnotherAndTheOriginHasItsOwn() {
		var map = new OriginMap(List.of(spot("三叉河村", "121.03", "30.69")),
				List.of(spot("当湖街道", "121.01", "30.71"), spot("钟埭街道", "120.99", "30.75"),
						spot("曹桥街道", "120.95", "30.69"), spot("乍浦镇", "121.09", "30.61"), spot("新埭镇", "121.05", "30.81"),
						spot("新仓镇", "121.05", "30.69"), spot("广陈镇", "121.13", "30.77"), spot("林埭镇", "120.99", "30.65"),
						spot("独山港镇", "121.17", "30.67")));
		assertThat(map.originMarks()).extracting(OriginMap.Mark::nameY).doesNotContainNull();
		var named = java.util.stream.Stream.concat(map.originMarks().stream(), map.marks().stream())
			.filter(it -> it.nameY() != null)
			.toList();
		assertThat(named).hasSizeGreaterThan(6);
		for (var one : named) {
			assertThat(named).filteredOn(it -> it != one)
				.noneMatch(it -> Math.abs(it.nameY() - one.nameY()) < 18
						&& Math.abs(it.x() - one.x()) < (it.name().length() + one.name().length()) * 9);
			assertThat(one.nameY()).isBetween(18, OriginMap.HEIGHT);
		}
	}

	private static OriginMap.Spot spot(String name, String lon, String lat) {
		return new OriginMap.Spot(name, new BigDecimal(lon), new BigDecimal(lat));
	}

	private UUID lotAt(double lon, double lat, String division) {
		var plot = plot(division);
		as("clerk", () -> {
			sql.sql("""
					insert into production_plot_boundary (tenant_id, plot_id, edition, corners, area_mu, west, south, east,
					  north, source, by_person, by_name, at)
					values ('330482', ?, 1, '[[1,1],[1,2],[2,2]]', 10, ?, ?, ?, ?, 'DRAWN', ?, 'x', now())""")
				.params(plot, lon - 0.0002, lat - 0.0002, lon + 0.0002, lat + 0.0002, Ids.next())
				.update();
			return sql
				.sql("update production_plot set boundary_edition = 1, boundary_mu = 10, boundary_by = ? where id = ?")
				.params(Ids.next(), plot)
				.update();
		});
		return lot(plot);
	}

	private UUID plot(String division) {
		var plot = Ids.next();
		as("clerk", () -> sql.sql("""
				insert into production_plot (id, tenant_id, version, no, member_id, name, kind, division, village,
				  declared_mu, state, registered_by)
				values (?, '330482', 0, ?, ?, ?, 'GREENHOUSE', ?, '示例村', 10, 'DRAFT', ?)""")
			.params(plot, plot.toString().substring(24), farm, plot.toString().substring(24), division, Ids.next())
			.update());
		return plot;
	}

	private UUID lot(UUID plot) {
		var grown = Ids.next();
		as("clerk", () -> sql.sql("""
				insert into production_planting (id, tenant_id, version, no, member_id, plot_id, crop, variety,
				  season_year, season_part, sown_on, area_mu, state, verification, recorded_by, recorded_at)
				values (?, '330482', 0, ?, ?, ?, 'watermelon', '8424', 2026, 'SPRING', date '2026-01-01', 5, 'GROWING',
				  'SUBMITTED', ?, now())""")
			.params(grown, grown.toString().substring(24), farm, plot, Ids.next())
			.update());
		given(plantings.find(grown)).willReturn(java.util.Optional.of(new PlantingFacts.PlantingFact(grown, "Z-2", farm,
				plot, "x", "watermelon", "西瓜", "8424", "2026-A", DAY.minusDays(90), BigDecimal.TEN, true,
				new BigDecimal("1000"), BigDecimal.ZERO, null, false, PlantingState.HARVESTING)));
		var lot = Ids.next();
		as("farmer", () -> run(() -> followers.forEach(it -> it.recorded(new HarvestRecorded(TENANT, lot, grown, farm,
				BigDecimal.TEN, BigDecimal.ZERO, DAY, HarvestLotStatus.VALID, null)))));
		return lot;
	}

	private OriginMap.Spot origin(UUID lot) {
		var map = json.readValue(text(lot), LotDocument.class).map();
		assertThat(map).isNotNull();
		return map.origins().getFirst();
	}

	private String text(UUID lot) {
		return as("clerk",
				() -> sql.sql("select document::text from trace_lot_document where lot_id = ?")
					.param(lot)
					.query(String.class)
					.single());
	}

}
