package cn.jinfu.member;

import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.ResidentId;

/**
 * Serving a member that is at the counter with its card: what it could do on the phone a
 * clerk does for it, under both names. Whoever keeps the sessions lets the clerk take the
 * member's place from {@link #begin} to {@link #finish}.
 */
public interface Counter {

	/**
	 * @param card of who came, read or typed
	 * @param name file name of the photographed paper he signed
	 */
	record Begin(UUID memberId, ResidentId card, String purpose, String name, byte[] paper) {
	}

	/** Whose visit has begun. */
	record Begun(UUID visitId, UUID memberId, String visitor) {
	}

	/** Who is at the counter now. */
	record Visitor(UUID visitId, UUID personId, String name) {
	}

	/**
	 * Who the acting clerk serves at this moment; empty for everybody who acts for
	 * himself.
	 * @throws cn.jinfu.kernel.Refusal.WrongState when that visit is over
	 */
	Optional<Visitor> visitor();

	/**
	 * A member within the acting clerk's reach that is still one.
	 * @throws cn.jinfu.kernel.Refusal.NotFound where it lies outside
	 */
	MemberSummary servable(UUID memberId);

	/**
	 * The member is told by message. What the same clerk began before and left open ends.
	 * @throws cn.jinfu.kernel.Refusal.RuleBroken when the card is nobody's of this member
	 */
	Begun begin(Begin command);

	/** By the clerk in the member's place, when all is done. A repeat changes nothing. */
	void finish();

}
