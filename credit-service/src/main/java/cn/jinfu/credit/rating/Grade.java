package cn.jinfu.credit.rating;

/** From best to worst: the order of the constants is the order of the grades. */
public enum Grade {

	AAA, AA, A, BBB, BB, B, C;

	public boolean worseThan(Grade other) {
		return compareTo(other) > 0;
	}

}
