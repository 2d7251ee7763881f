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
 */
public record CardComparison(LocalDate on, String present, int ratings, List<Move> moves, BigDecimal limitBefore,
		BigDecimal limitAfter, long scoreBefore, long scoreAfter) {

	public record Move(Grade from, Grade to, int farms) {
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
