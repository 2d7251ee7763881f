package cn.jinfu.credit.rating;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds up, farm by farm, what another card would change. */
final class CardTally {

	private final Map<Grade, Map<Grade, Integer>> moves = new EnumMap<>(Grade.class);

	private final int[][] routes = new int[Route.values().length][2];

	private final Map<String, Sum> townships = new TreeMap<>();

	private final Map<FarmSize, Sum> sizes = new EnumMap<>(FarmSize.class);

	private final Sum all = new Sum();

	private final long[] scores = new long[2];

	private static final class Sum {

		private int ratings;

		private int better;

		private int worse;

		private int lentBefore;

		private int lentAfter;

		private BigDecimal limitBefore = BigDecimal.ZERO;

		private BigDecimal limitAfter = BigDecimal.ZERO;

		private void add(Outcome was, Outcome would) {
			ratings++;
			better += was.grade().worseThan(would.grade()) ? 1 : 0;
			worse += would.grade().worseThan(was.grade()) ? 1 : 0;
			lentBefore += (was.limit().amount().signum() > 0) ? 1 : 0;
			lentAfter += (would.limit().amount().signum() > 0) ? 1 : 0;
			limitBefore = limitBefore.add(was.limit().amount());
			limitAfter = limitAfter.add(would.limit().amount());
		}

		private CardComparison.Group named(String key) {
			return new CardComparison.Group(key, ratings, better, worse, lentBefore, lentAfter, limitBefore,
					limitAfter);
		}

	}

	void add(String township, FarmSize size, Outcome was, Outcome would) {
		moves.computeIfAbsent(was.grade(), _ -> new EnumMap<>(Grade.class)).merge(would.grade(), 1, Integer::sum);
		routes[was.route().ordinal()][0]++;
		routes[would.route().ordinal()][1]++;
		scores[0] += was.score();
		scores[1] += would.score();
		all.add(was, would);
		townships.computeIfAbsent(township, _ -> new Sum()).add(was, would);
		sizes.computeIfAbsent(size, _ -> new Sum()).add(was, would);
	}

	CardComparison compared(LocalDate on, String present) {
		var grades = new ArrayList<CardComparison.Move>();
		moves.forEach(
				(from, to) -> to.forEach((grade, farms) -> grades.add(new CardComparison.Move(from, grade, farms))));
		var ways = new ArrayList<CardComparison.Way>();
		for (var route : Route.values()) {
			ways.add(new CardComparison.Way(route, routes[route.ordinal()][0], routes[route.ordinal()][1]));
		}
		var byTownship = new ArrayList<CardComparison.Group>();
		townships.forEach((code, sum) -> byTownship.add(sum.named(code)));
		var bySize = new ArrayList<CardComparison.Group>();
		sizes.forEach((size, sum) -> bySize.add(sum.named(size.name())));
		return new CardComparison(on, present, all.ratings, grades, all.limitBefore, all.limitAfter, scores[0],
				scores[1], ways, byTownship, bySize);
	}

}
