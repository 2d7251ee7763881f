package cn.jinfu.supply.demo;

import java.util.List;
import java.util.Set;

import cn.jinfu.kernel.DemoPart;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.supply.outlet.Outlet;
import cn.jinfu.supply.outlet.OutletCommands;
import lombok.RequiredArgsConstructor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Seventy-eight invented outlets; every name and licence says that it is a sample. */
@Component
@RequiredArgsConstructor
class SupplyDemo implements DemoPart {

	private static final int OUTLETS = 78;

	private final OutletCommands outlets;

	private final JdbcClient sql;

	private final TransactionTemplate transaction;

	@Override
	public int order() {
		return 300;
	}

	@Override
	public void load(DemoWorld world) {
		if (!world.main()) {
			return;
		}
		var day = world.today().minusYears(1);
		world.at(day, "supply.officer", Set.of("supply:outlet:manage"), () -> transaction.execute(_ -> {
			var townships = townships();
			for (int i = 1; i <= OUTLETS && !townships.isEmpty(); i++) {
				open(world, townships.get(i % townships.size()), i);
			}
			return true;
		}));
	}

	private List<String> townships() {
		return sql
			.sql("select code from platform_division where code ~ '^330482[0-9]{3}$' and not retired order by code")
			.query(String.class)
			.list();
	}

	private void open(DemoWorld world, String township, int number) {
		var from = world.today().minusYears(5).plusDays(20L + number * 20L);
		var id = outlets.open("农资网点%02d（示例）".formatted(number),
				new Outlet.Place(township, "示例路%d号".formatted(number), "0573-0000%04d".formatted(number)),
				new Outlet.Licence("示例农药经许330482%04d".formatted(number), from, from.plusYears(5).minusDays(1),
						number % 10 == 1),
				true);
		if (number == 1) {
			world.put("outlet.demo", id);
		}
	}

}
