package cn.jinfu.traceability.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.DemoPart;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.traceability.box.BoxCommands;
import cn.jinfu.traceability.flow.HandOverCommands;
import cn.jinfu.traceability.flow.StepCommands;
import cn.jinfu.traceability.flow.StepKind;
import cn.jinfu.traceability.recall.Recall.RecallSource;
import cn.jinfu.traceability.recall.RecallCommands;
import cn.jinfu.traceability.recall.RecallQueries;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Some lots packed, one on its way to the demo's farm, and a drill of a recall from
 * suspicion to report.
 */
@Component
@RequiredArgsConstructor
class FlowDemo implements DemoPart {

	private static final Set<String> MAY = Set.of("trace:step:record", "trace:hand-over:send", "trace:recall:run",
			"trace:recall:close", "trace:recall:view", "trace:lot:view");

	private static final int PACKED = 3;

	private static final BigDecimal SHARE = new BigDecimal("0.2");

	private static final BigDecimal LOSS = new BigDecimal("0.05");

	private record Lot(UUID id, UUID memberId, BigDecimal left, int ago) {
	}

	private final StepCommands steps;

	private final HandOverCommands handOvers;

	private final BoxCommands boxes;

	private final RecallCommands recalls;

	private final RecallQueries room;

	private final MemberDirectory members;

	private final JdbcClient sql;

	private final TransactionTemplate transaction;

	@Override
	public int order() {
		return 640;
	}

	@Override
	public void load(DemoWorld world) {
		if (!world.main() || !world.has("member.farm")) {
			return;
		}
		var lots = sellable(world);
		for (var lot : lots.subList(0, Math.min(PACKED, lots.size()))) {
			pack(world, lot);
		}
		if (lots.size() > PACKED) {
			send(world, lots.get(PACKED));
		}
		if (!lots.isEmpty()) {
			drill(world, lots.getFirst());
		}
		box(world);
	}

	/** One box of the demo's farm; it takes nothing out of its lot. */
	private void box(DemoWorld world) {
		var lot = Objects.requireNonNull(transaction.execute(_ -> sql.sql("""
				select id from trace_lot where status = 'RELEASED' and kg_left >= 20 and member_id = ?
				 order by harvested_on, lot_code limit 1""").param(world.farm()).query(UUID.class).optional()));
		lot.ifPresent(id -> world.at(world.today(), "farm.demo", MAY,
				() -> boxes.pack(world.farm(), null, List.of(new BoxCommands.Part(id, BigDecimal.TEN)))));
	}

	/** What others than the demo's farm have without labels on it. */
	private List<Lot> sellable(DemoWorld world) {
		return Objects.requireNonNull(transaction.execute(_ -> sql
			.sql("""
					select id, member_id, kg_left, :today - harvested_on from trace_lot
					 where kind = 'HARVEST' and status = 'RELEASED' and kg_labelled = 0 and kg_left >= 50 and member_id <> :farm
					 order by harvested_on desc, lot_code limit 8""")
			.param("farm", world.farm())
			.param("today", world.today())
			.query((row, _) -> new Lot(row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getBigDecimal(3),
					row.getInt(4)))
			.list()));
	}

	private void pack(DemoWorld world, Lot lot) {
		var kg = lot.left().multiply(SHARE).setScale(0, RoundingMode.DOWN);
		var loss = kg.multiply(LOSS).setScale(1, RoundingMode.HALF_UP);
		var half = kg.subtract(loss).divide(BigDecimal.TWO, 1, RoundingMode.DOWN);
		var day = world.today().minusDays(Math.max(0, Math.min(lot.ago() - 1, 3)));
		world.at(day, members.require(lot.memberId()).contactName(), MAY,
				() -> steps.record(new StepCommands.Do(lot.memberId(), StepKind.PACK, day,
						List.of(new StepCommands.Input(lot.id(), kg)),
						List.of(new StepCommands.Output(half, "一级", null), new StepCommands.Output(half, "二级", null)),
						kg.subtract(half).subtract(half), "分级包装（示例）")));
	}

	private void send(DemoWorld world, Lot lot) {
		var kg = lot.left().multiply(SHARE).setScale(0, RoundingMode.DOWN);
		world.at(world.today(), members.require(lot.memberId()).contactName(), MAY,
				() -> handOvers.send(lot.memberId(), lot.id(), world.farm(), kg));
	}

	private void drill(DemoWorld world, Lot lot) {
		var day = world.today().minusDays(1);
		var id = world.at(day, "brand.officer", MAY, () -> recalls.open(new RecallCommands.Open(RecallSource.SELF,
				"半年一次的召回演练（示例）", true, List.of(new RecallCommands.Seed(RecallCommands.SeedKind.LOT, lot.id())))));
		world.at(day, "brand.officer", MAY, () -> {
			recalls.hold(id, room.view(id).version());
			recalls.scope(id, room.view(id).version());
			recalls.announce(id, 2, room.view(id).version());
			room.notices(id, null, 100)
				.items()
				.forEach(it -> recalls.answer(it.id(), it.kg(), BigDecimal.ZERO, BigDecimal.ZERO, "电话核对（示例）",
						it.version()));
			recalls.checkEffect(id, room.view(id).version());
			return id;
		});
		world.at(day, "production.officer", MAY, () -> {
			recalls.close(id, "各单位当天回报，重量对得上。下次演练换一个品种。（示例）", room.view(id).version());
			return id;
		});
	}

}
