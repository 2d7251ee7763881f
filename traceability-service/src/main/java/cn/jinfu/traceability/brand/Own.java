package cn.jinfu.traceability.brand;

import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Whose licences, quotas and labels a person reaches: the federation's staff all, a farm
 * its own, others none.
 *
 * @param member the only member, or empty; {@link #NOBODY} reaches nothing
 */
public record Own(String member) {

	/** No member's. */
	private static final String NOBODY = new UUID(0, 0).toString();

	/** Condition over the member's column of the given alias; parameter {@code own}. */
	public static String on(String alias) {
		return " (:own = '' or " + alias + ".member_id = nullif(:own, '')::uuid) ";
	}

	public static Own current() {
		var scope = Actor.current().scope();
		return switch (scope.kind()) {
			case ALL -> new Own("");
			case MEMBER -> new Own(scope.ref());
			case ORG, TOWNSHIP, OUTLET, BANK, NONE -> new Own(NOBODY);
		};
	}

	public boolean covers(UUID memberId) {
		return member.isEmpty() || member.equals(memberId.toString());
	}

	/** For whom something is done: a farm for itself, staff for the one they name. */
	public static UUID acting(@Nullable UUID named) {
		var actor = Actor.current();
		return (named == null || actor.scope().kind() == Scope.Kind.MEMBER) ? actor.memberId() : named;
	}

}
