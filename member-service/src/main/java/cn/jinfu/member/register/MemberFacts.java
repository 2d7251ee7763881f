package cn.jinfu.member.register;

import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.UnifiedSocialCreditCode;
import cn.jinfu.member.MemberKind;
import org.jspecify.annotations.Nullable;

/**
 * What is noted of a member, beside its state.
 *
 * @param divisionCode township or village
 * @param address village and house in words
 */
public record MemberFacts(String name, MemberKind kind, @Nullable UnifiedSocialCreditCode uscc,
		DivisionCode divisionCode, @Nullable String address, @Nullable AreaMu areaMu, @Nullable String mainProducts,
		@Nullable Integer staff, @Nullable Integer householdsLed) {

	public MemberFacts {
		name = name.strip();
		address = (address == null || address.isBlank()) ? null : address.strip();
		mainProducts = (mainProducts == null || mainProducts.isBlank()) ? null : mainProducts.strip();
	}

	/**
	 * @throws RuleBroken when something is missing that this kind of member must have
	 */
	public void check() {
		if (name.isBlank()) {
			throw new RuleBroken("member.member.name").at("name");
		}
		if (uscc == null && kind.organisation()) {
			throw new RuleBroken("member.member.uscc-missing", kind).at("uscc");
		}
		if (uscc != null && kind == MemberKind.LARGE_GROWER) {
			throw new RuleBroken("member.member.uscc-of-person").at("uscc");
		}
		switch (divisionCode.level()) {
			case TOWNSHIP, VILLAGE -> {
			}
			case PROVINCE, PREFECTURE, COUNTY -> throw new RuleBroken("member.member.division").at("divisionCode");
		}
	}

}
