package cn.jinfu.kernel;

import java.util.UUID;

/**
 * Whether a member lies within somebody's scope; answered by whoever keeps the members.
 */
public interface MemberReach {

	boolean includes(Actor actor, UUID memberId);

}
