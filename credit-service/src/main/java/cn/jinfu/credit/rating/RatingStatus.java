package cn.jinfu.credit.rating;

/** At most one rating of a farm is in effect. */
public enum RatingStatus {

	EFFECTIVE, SUPERSEDED, EXPIRED, SUSPENDED

}
