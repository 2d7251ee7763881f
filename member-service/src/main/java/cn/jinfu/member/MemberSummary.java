package cn.jinfu.member;

import java.util.UUID;

import cn.jinfu.kernel.AreaMu;
import org.jspecify.annotations.Nullable;

/**
 * A member as other modules may show it; no personal data in clear.
 *
 * @param no for example {@code M-000001}
 * @param divisionCode village or township, 9 or 12 digits
 * @param townshipCode the first nine digits of it
 * @param areaMu operated area, null where none is known
 * @param mobileMasked of the contact, {@code 138****0000}; empty when there is none
 * @param contactName empty when there is none
 * @param demo an invented member of the demo federation
 */
public record MemberSummary(UUID memberId, String no, String name, MemberKind kind, MemberStatus status,
		String divisionCode, String townshipCode, @Nullable AreaMu areaMu, String mobileMasked, String contactName,
		boolean demo) {

	/** Whether new business with it may be promised. */
	public boolean active() {
		return status.inGoodStanding();
	}

}
