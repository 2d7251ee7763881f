package cn.jinfu.kernel;

/**
 * How personal data looks on pages and in logs. Total functions: they also take what old
 * records hold, and hide all of what is too short to hide a part of.
 */
public final class Masks {

	private Masks() {
	}

	/** {@code 3304**********1234}. */
	public static String id(String value) {
		return keep(value, 4, 4);
	}

	/** {@code 138****0000}. */
	public static String mobile(String value) {
		return keep(value, 3, 4);
	}

	/** {@code ***************1234}. */
	public static String card(String value) {
		return keep(value, 0, 4);
	}

	/** 李* of two characters, 王*明 of three, 欧**远 of four. */
	public static String name(String value) {
		int length = value.codePointCount(0, value.length());
		return keep(value, 1, length > 2 ? 1 : 0);
	}

	private static String keep(String value, int first, int last) {
		var points = value.codePoints().toArray();
		if (points.length <= first + last) {
			return "*".repeat(points.length);
		}
		return new String(points, 0, first) + "*".repeat(points.length - first - last)
				+ new String(points, points.length - last, last);
	}

}
