package cn.jinfu.credit.rating;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The rating of a made-up farm in a sandbox: by the card in force, from facts that nobody
 * recorded. Nothing else in the product rates without asking the registers.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
@RequiredArgsConstructor
public class SampleRating {

	private static final String SOURCE = "DECLARATION";

	/** Lines of code, number, category: a well-run farm. */
	private static final List<String> FACTS = List.of("C102,120,", "C104,60,", "C105,90,", "C106,95,", "H303,6,",
			"H301,12,", "H304,95,", "O401,500,", "O402,0.1,", "O403,99,", "O404,20,", "O405,0.1,", "O406,1.6,",
			"T202,99,", "B503,0.1,", "H302,,PROFIT_AND_MARGIN_20", "B502,,NONE", "B504,,NONE", "B505,,NONE");

	private final RatingCases cases;

	private final Scorecards scorecards;

	private final Numbers numbers;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final JdbcClient sql;

	public void rate(UUID memberId) {
		var today = clock.today();
		var facts = new TreeMap<String, Fact>();
		for (var line : FACTS) {
			var cells = line.split(",", -1);
			facts.put(cells[0], cells[1].isEmpty() ? Fact.category(cells[2], SOURCE, today, 1, null)
					: Fact.number(new BigDecimal(cells[1]), SOURCE, today, 1, null));
			declare(memberId, cells, today);
		}
		var million = new BigDecimal("1000000");
		var snapshot = new Snapshot(memberId, today, facts,
				new LimitInputs(List
					.of(new LimitInputs.CropLine("mushroom", new BigDecimal("200"), new BigDecimal("18000"), 1)), null,
						million, million, million, BigDecimal.ZERO));
		var version = scorecards.champion(today);
		var outcome = new RatingEngine(version.card()).rate(snapshot);
		var rating = cases.saveAndFlush(RatingCase.of(numbers.next("credit_rating", "PJ-%06d"), snapshot, version.id(),
				outcome, Actor.current().personId(), clock.now()));
		history.record(Ratings.TYPE, rating.id(), null, rating.status(), null);
	}

	/** So that each fact has a row behind it, as a farm's have. */
	private void declare(UUID memberId, String[] cells, LocalDate on) {
		sql.sql("""
				insert into credit_declared_fact (id, tenant_id, version, member_id, code, number, category, source, evidence,
				       as_of, entered_by, verified_by, entered_at)
				values (?, ?, 0, ?, ?, cast(nullif(?, '') as numeric), nullif(?, ''), ?, 'sandbox', ?, 'farm', 'township', ?)
				on conflict (tenant_id, member_id, code, as_of) do nothing""")
			.params(Ids.next(), Tenant.require(), memberId, cells[0], cells[1], cells[2], SOURCE, on,
					Timestamp.from(clock.now()))
			.update();
	}

}
