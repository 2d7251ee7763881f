package cn.jinfu.credit.rating;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * What another card would have made of the current ratings, from their own frozen facts.
 * Grades are the models', overrides aside.
 *
 * @param present code of the card it was compared with
 * @param moves grade by grade, those that hold at least one farm
 * @param limitBefore suggested limits together, in yuan
 * @param routes how applications of these farms would go on
 * @param townships by code of the township
 * @param sizes by {@link FarmSize}
 */
public record CardComparison(LocalDate on, String present, int ratings, List<Move> moves, BigDecimal limitBefore,
		BigDecimal limitAfter, long scoreBefore, long scoreAfter, List<Way> routes, List<Group> townships,
		List<Group> sizes) {

	/** A comparison made before farms were counted by groups has none. */
	public CardComparison {
		moves = List.copyOf(moves);
		routes = (routes == null) ? List.of() : List.copyOf(routes);
		townships = (townships == null) ? List.of() : List.copyOf(townships);
		sizes = (sizes == null) ? List.of() : List.copyOf(sizes);
	}

	public record Move(Grade from, Grade to, int farms) {
	}

	/** Farms whose applications go this way. */
	public record Way(Route route, int before, int after) {
	}

	/**
	 * @param lentBefore how many farms of the group have a limit at all
	 */
	public record Group(String key, int ratings, int better, int worse, int lentBefore, int lentAfter,
			BigDecimal limitBefore, BigDecimal limitAfter) {

		public BigDecimal more() {
			return limitAfter.subtract(limitBefore);
		}

	}

	public int farms(Grade from, Grade to) {
		return moves.stream().filter(it -> it.from() == from && it.to() == to).mapToInt(Move::farms).sum();
	}

	public int before(Grade grade) {
		return moves.stream().filter(it -> it.from() == grade).mapToInt(Move::farms).sum();
	}

	public int after(Grade grade) {
		return moves.stream().filter(it -> it.to() == grade).mapToInt(Move::farms).sum();
	}

	public int better() {
		return moves.stream().filter(it -> it.from().worseThan(it.to())).mapToInt(Move::farms).sum();
	}

	public int worse() {
		return moves.stream().filter(it -> it.to().worseThan(it.from())).mapToInt(Move::farms).sum();
	}

	public long meanBefore() {
		return (ratings == 0) ? 0 : scoreBefore / ratings;
	}

	public long meanAfter() {
		return (ratings == 0) ? 0 : scoreAfter / ratings;
	}

}
