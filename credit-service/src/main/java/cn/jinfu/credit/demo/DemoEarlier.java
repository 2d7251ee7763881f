package cn.jinfu.credit.demo;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.credit.earlier.EarlierFigures;
import cn.jinfu.credit.earlier.Measure;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Scope;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** How one product went before: marked as samples, for nobody has surveyed it. */
@Component
@RequiredArgsConstructor
class DemoEarlier {

	private static final String PRODUCT = "JZD";

	private static final String SOURCE = "会员问卷（示例数据）";

	private static final String BY = "示例调查组";

	/** Measure and amount; for one step nothing is entered, and one waits. */
	private static final List<String> FIGURES = List.of("DAYS_TOTAL 24", "DAYS_REVIEW 3", "DAYS_DILIGENCE 6",
			"DAYS_GUARANTEE 5", "DAYS_BANK 8", "VISITS 5", "PAPERS 14", "COST 260");

	private final EarlierFigures figures;

	void load(DemoWorld world, LocalDate since) {
		var ids = new ArrayList<UUID>();
		person(world, "credit.officer", "信用专员", "credit:product:edit", since, () -> {
			for (var line : FIGURES) {
				var cells = line.split(" ");
				ids.add(propose(Measure.valueOf(cells[0]), cells[1], since));
			}
		});
		person(world, "guarantee.director", "担保主任", "credit:product:approve", since,
				() -> ids.forEach(figures::confirm));
		person(world, "credit.officer", "信用专员", "credit:product:edit", world.today(),
				() -> propose(Measure.WORKING_HOURS, "9.5", since));
	}

	private UUID propose(Measure measure, String amount, LocalDate since) {
		return figures.propose(new EarlierFigures.Found(PRODUCT, measure, new BigDecimal(amount), SOURCE,
				since.getYear() - 1, BY, since));
	}

	private static void person(DemoWorld world, String login, String name, String may, LocalDate on, Runnable act) {
		var id = world.person(login);
		new Actor(Actor.Kind.PERSON, id, id, login, name, world.tenantId(), Scope.ALL, Set.of(may))
			.run(() -> BusinessClock.at(on.atTime(9, 30).atZone(BusinessClock.ZONE).toInstant(), () -> {
				act.run();
				return true;
			}));
	}

}
