package cn.jinfu.credit.rating;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import cn.jinfu.credit.rating.Outcome.Advice;
import cn.jinfu.credit.rating.Outcome.Contribution;
import cn.jinfu.credit.rating.Outcome.DimensionScore;
import cn.jinfu.credit.rating.Outcome.Reason;
import cn.jinfu.credit.rating.Outcome.Step;
import cn.jinfu.credit.rating.Scorecard.Bin;
import cn.jinfu.credit.rating.Scorecard.Indicator;
import org.jspecify.annotations.Nullable;

/** Pure: the same card and snapshot give the same outcome, on any day and any machine. */
final class RatingEngine {

	private static final BigDecimal HUNDRED = new BigDecimal("100");

	/** How far under an open edge a "what if" steps. */
	private static final BigDecimal A_LITTLE = new BigDecimal("0.0001");

	private final Scorecard card;

	RatingEngine(Scorecard card) {
		this.card = card;
	}

	Outcome rate(Snapshot snapshot) {
		var plain = score(snapshot);
		return withAdvice(plain, snapshot);
	}

	/** Without advice, which asks what else might be: for many at once. */
	Outcome plain(Snapshot snapshot) {
		return score(snapshot);
	}

	private Outcome score(Snapshot snapshot) {
		var contributions = card.indicators().stream().map(it -> contribution(it, snapshot)).toList();
		var score = contributions.stream().mapToInt(Contribution::points).sum();
		var knockOuts = card.knockOuts().stream().filter(it -> hit(snapshot, it)).toList();
		var thin = thin(contributions);
		var grade = grade(score, thin, !knockOuts.isEmpty());
		var band = card.band(grade);
		return new Outcome(score, grade, band.route(), thin, knockOuts, dimensions(contributions), contributions,
				reasons(snapshot, contributions), strengths(contributions), Limit.of(card, band, snapshot, thin), null,
				pointsToNext(score, grade),
				snapshot.asOf().plusMonths(thin ? card.thinFile().validMonths() : card.validMonths()));
	}

	private Contribution contribution(Indicator indicator, Snapshot snapshot) {
		var fact = snapshot.fact(indicator.code());
		if (fact == null) {
			var asked = snapshot.facts().get(indicator.code());
			return new Contribution(indicator.code(), indicator.dimension(), "", indicator.categorical(),
					indicator.unit(), indicator.missing(), indicator.max(), true,
					(asked != null) ? asked.source() : "none", snapshot.asOf(), 0,
					(asked != null) ? asked.path() : null);
		}
		return new Contribution(indicator.code(), indicator.dimension(), fact.text(), indicator.categorical(),
				indicator.unit(), points(indicator, fact), indicator.max(), false, fact.source(), fact.asOf(),
				fact.rows(), fact.path());
	}

	private static int points(Indicator indicator, Fact fact) {
		var at = bin(indicator, fact);
		return (at < 0) ? indicator.missing() : indicator.bins().get(at).points(fact.rows());
	}

	/** Index of the fact's bin; -1 for a category that the card does not know. */
	private static int bin(Indicator indicator, Fact fact) {
		var found = -1;
		for (int i = 0; i < indicator.bins().size(); i++) {
			var bin = indicator.bins().get(i);
			if (bin.category() != null ? bin.category().equals(fact.category()) : reached(bin, fact)) {
				found = i;
			}
		}
		return found;
	}

	private static boolean reached(Bin bin, Fact fact) {
		return fact.number() != null && (bin.from() == null || fact.number().compareTo(bin.from()) >= 0);
	}

	private static boolean hit(Snapshot snapshot, String knockOut) {
		var fact = snapshot.fact(knockOut);
		return fact != null && "HIT".equals(fact.category());
	}

	private boolean thin(List<Contribution> contributions) {
		var missing = contributions.stream().filter(Contribution::missing).mapToInt(Contribution::max).sum();
		return HUNDRED.multiply(BigDecimal.valueOf(missing))
			.compareTo(card.thinFile().missingPercent().multiply(BigDecimal.valueOf(card.total()))) > 0;
	}

	private Grade grade(int score, boolean thin, boolean knockedOut) {
		if (knockedOut) {
			return Grade.C;
		}
		var byScore = card.bands().stream().filter(it -> score >= it.from()).findFirst().orElseThrow().grade();
		var cap = card.thinFile().capGrade();
		return (thin && cap.worseThan(byScore)) ? cap : byScore;
	}

	private int pointsToNext(int score, Grade grade) {
		return (grade == Grade.AAA) ? 0 : Math.max(0, card.band(Grade.values()[grade.ordinal() - 1]).from() - score);
	}

	private static List<DimensionScore> dimensions(List<Contribution> contributions) {
		var result = new ArrayList<DimensionScore>();
		for (var dimension : Dimension.values()) {
			var own = contributions.stream().filter(it -> it.dimension() == dimension).toList();
			result.add(new DimensionScore(dimension, own.stream().mapToInt(Contribution::points).sum(),
					own.stream().mapToInt(Contribution::max).sum()));
		}
		return List.copyOf(result);
	}

	private BigDecimal gap(Contribution it) {
		return card.neutralPercent()
			.multiply(BigDecimal.valueOf(it.max()))
			.divide(HUNDRED, 1, RoundingMode.HALF_UP)
			.subtract(BigDecimal.valueOf(it.points()));
	}

	private List<Reason> reasons(Snapshot snapshot, List<Contribution> contributions) {
		return contributions.stream()
			.filter(it -> gap(it).signum() > 0)
			.sorted(Comparator.comparing(this::gap, Comparator.reverseOrder())
				.thenComparing(Contribution::max, Comparator.reverseOrder())
				.thenComparing(Contribution::code))
			.limit(4)
			.map(it -> reason(it, gap(it), next(indicator(it.code()), snapshot)))
			.toList();
	}

	private List<Reason> strengths(List<Contribution> contributions) {
		return contributions.stream()
			.filter(it -> gap(it).signum() < 0)
			.sorted(Comparator.comparing(this::gap)
				.thenComparing(Contribution::max, Comparator.reverseOrder())
				.thenComparing(Contribution::code))
			.limit(3)
			.map(it -> reason(it, gap(it).negate(), null))
			.toList();
	}

	private Reason reason(Contribution it, BigDecimal gap, @Nullable Step next) {
		return new Reason(it.code(), indicator(it.code()).reason(), gap, it.value(), it.categorical(), it.unit(),
				it.rows(), it.path(), next);
	}

	private Indicator indicator(String code) {
		return card.indicators().stream().filter(it -> it.code().equals(code)).findFirst().orElseThrow();
	}

	/**
	 * The nearest bin that gives more than the farm has now, upwards before downwards.
	 */
	private static @Nullable Step next(Indicator indicator, Snapshot snapshot) {
		var fact = snapshot.fact(indicator.code());
		var bins = indicator.bins();
		var at = (fact != null) ? bin(indicator, fact) : -1;
		var now = (fact != null) ? points(indicator, fact) : indicator.missing();
		if (fact != null && at >= 0 && bins.get(at).points() > now) {
			var bin = bins.get(at);
			return new Step(bin.from(), false, bin.category(), bin.minRows(), bin.points() - now);
		}
		for (int distance = 1; distance <= bins.size(); distance++) {
			for (int candidate : new int[] { at + distance, at - distance }) {
				if (candidate >= 0 && candidate < bins.size() && bins.get(candidate).points() > now
						&& !(at < 0 && candidate == 0 && rising(bins))) {
					return step(bins, candidate, at, now);
				}
			}
		}
		return null;
	}

	/**
	 * Where nothing is known and more is better, "stay below the first edge" is no
	 * advice.
	 */
	private static boolean rising(List<Bin> bins) {
		return bins.getFirst().category() == null && bins.getFirst().points() < bins.get(1).points();
	}

	private static Step step(List<Bin> bins, int candidate, int at, int now) {
		var bin = bins.get(candidate);
		var more = bin.points() - now;
		if (bin.category() != null) {
			return new Step(null, false, bin.category(), bin.minRows(), more);
		}
		var below = candidate < at || bin.from() == null;
		var edge = below ? bins.get(candidate + 1).from() : bin.from();
		return new Step(edge, below, null, bin.minRows(), more);
	}

	private Outcome withAdvice(Outcome plain, Snapshot snapshot) {
		if (!plain.knockOuts().isEmpty()) {
			return plain;
		}
		var best = card.indicators()
			.stream()
			.filter(Indicator::actionable)
			.map(it -> advice(it, plain, snapshot))
			.filter(Objects::nonNull)
			.max(Comparator.comparing(Advice::moreLimit)
				.thenComparing(it -> it.step().points())
				.thenComparing(Advice::indicator, Comparator.reverseOrder()));
		return new Outcome(plain.score(), plain.grade(), plain.route(), plain.thinFile(), plain.knockOuts(),
				plain.dimensions(), plain.contributions(), plain.reasons(), plain.strengths(), plain.limit(),
				best.orElse(null), plain.pointsToNext(), plain.validTo());
	}

	private @Nullable Advice advice(Indicator indicator, Outcome plain, Snapshot snapshot) {
		var step = next(indicator, snapshot);
		if (step == null) {
			return null;
		}
		var fact = snapshot.fact(indicator.code());
		var rows = Math.max(step.minRows(), (fact != null) ? fact.rows() : 0);
		var changed = score(snapshot.with(indicator.code(),
				new Fact(reach(step), step.category(), "advice", snapshot.asOf(), rows, null)));
		var more = changed.limit().amount().subtract(plain.limit().amount()).max(BigDecimal.ZERO);
		var path = plain.contributions()
			.stream()
			.filter(it -> it.code().equals(indicator.code()))
			.findFirst()
			.map(Contribution::path)
			.orElse(null);
		return new Advice(indicator.code(), (fact != null) ? fact.text() : "", indicator.categorical(),
				indicator.unit(), step, more, changed.grade(), path);
	}

	private static @Nullable BigDecimal reach(Step step) {
		var edge = step.edge();
		return (edge == null || !step.below()) ? edge : edge.subtract(A_LITTLE);
	}

}
