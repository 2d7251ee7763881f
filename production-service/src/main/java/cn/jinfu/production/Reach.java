package cn.jinfu.production;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Scope;

/**
 * Which farms' rows a person reaches. Rows name their member and the division they lie
 * in; what is out of reach does not exist for this person.
 *
 * @param member the only member, or empty
 * @param division prefix of the division codes, or empty; {@code -} reaches nothing
 */
public record Reach(String member, String division) {

	/** Condition over columns {@code member_id} and {@code division}. */
	public static final String SQL = " (:reachMember = '' or %1$s.member_id = nullif(:reachMember, '')::uuid)"
			+ " and (:reachDivision = '' or %2$s.division like :reachDivision || '%%') ";

	public static Reach current() {
		return of(Actor.current().scope());
	}

	public static Reach of(Scope scope) {
		return switch (scope.kind()) {
			case ALL -> new Reach("", "");
			case MEMBER -> new Reach(scope.ref(), "");
			case TOWNSHIP -> new Reach("", scope.ref());
			case ORG, OUTLET, BANK, NONE -> new Reach("", "-");
		};
	}

	/**
	 * The condition for the table alias with the member and the one with the division.
	 */
	public static String on(String memberAlias, String divisionAlias) {
		return String.format(java.util.Locale.ROOT, SQL, memberAlias, divisionAlias);
	}

	public boolean covers(java.util.UUID memberId, String divisionCode) {
		return (member.isEmpty() || member.equals(memberId.toString()))
				&& (division.isEmpty() || divisionCode.startsWith(division));
	}

}
