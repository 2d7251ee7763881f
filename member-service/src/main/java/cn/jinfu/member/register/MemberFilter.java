package cn.jinfu.member.register;

import java.util.Locale;
import java.util.Set;

import cn.jinfu.kernel.Paged;
import cn.jinfu.member.MemberKind;
import cn.jinfu.member.MemberStatus;
import org.jspecify.annotations.Nullable;

/**
 * Which members, in which order; the address of the list holds just this.
 *
 * @param q name, initials, number, credit code, or last four of phone or ID
 * @param sort no, name, area or admitted; falling with a minus in front
 */
record MemberFilter(@Nullable String q, @Nullable MemberKind kind, @Nullable String township,
		@Nullable MemberStatus status, @Nullable String sort, @Nullable String after, @Nullable Integer limit) {

	private static final Set<String> SORTS = Set.of("no", "name", "area", "admitted");

	MemberFilter {
		q = (q == null || q.isBlank()) ? null : q.strip();
		township = (township == null || !township.matches("[0-9]{9}")) ? null : township;
		sort = (sort == null || !SORTS.contains(sort.replaceFirst("^-", ""))) ? "no" : sort;
	}

	static MemberFilter all() {
		return new MemberFilter(null, null, null, null, null, null, null);
	}

	MemberFilter page(@Nullable String cursor, int size) {
		return new MemberFilter(q, kind, township, status, sort, cursor, size);
	}

	boolean falling() {
		return String.valueOf(sort).startsWith("-");
	}

	String column() {
		return switch (String.valueOf(sort).replaceFirst("^-", "")) {
			case "name" -> "m.name collate \"C\"";
			case "area" -> "coalesce(m.area_mu, -1)";
			case "admitted" -> "m.admitted_on";
			default -> "m.no";
		};
	}

	/** The column's type, for the cursor's text. */
	String type() {
		return switch (String.valueOf(sort).replaceFirst("^-", "")) {
			case "area" -> "numeric";
			case "admitted" -> "date";
			default -> "text";
		};
	}

	int size() {
		return Paged.limit(limit);
	}

	/** Last four of a phone or ID number, or a whole one: a search that is logged. */
	boolean personal() {
		return q != null && q.toUpperCase(Locale.ROOT).matches("[0-9]{3}[0-9X]|1[0-9]{10}|[0-9]{17}[0-9X]");
	}

}
