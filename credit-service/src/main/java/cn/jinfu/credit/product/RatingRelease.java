package cn.jinfu.credit.product;

/** What of a rating leaves to a bank; agreed bank by bank. */
public enum RatingRelease {

	LETTER_ONLY, FACTS_AND_LETTER, GRADE_AND_SCORE

}
