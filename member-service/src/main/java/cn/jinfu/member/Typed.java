package cn.jinfu.member;

import java.math.BigDecimal;
import java.util.function.Supplier;

import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.MobileNumber;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.ResidentId;
import cn.jinfu.kernel.UnifiedSocialCreditCode;
import org.jspecify.annotations.Nullable;

/** What people typed, as values; a refusal names the field it was typed into. */
public final class Typed {

	private Typed() {
	}

	public static @Nullable UnifiedSocialCreditCode uscc(@Nullable String typed) {
		return blank(typed) ? null : at("uscc", () -> new UnifiedSocialCreditCode(String.valueOf(typed)));
	}

	public static ResidentId idNumber(@Nullable String typed) {
		return at("idNumber", () -> new ResidentId(String.valueOf(typed)));
	}

	public static @Nullable ResidentId idNumberIfAny(@Nullable String typed) {
		return blank(typed) ? null : idNumber(typed);
	}

	public static MobileNumber mobile(@Nullable String typed) {
		return at("mobile", () -> new MobileNumber(String.valueOf(typed)));
	}

	public static @Nullable MobileNumber mobileIfAny(@Nullable String typed) {
		return blank(typed) ? null : mobile(typed);
	}

	public static @Nullable AreaMu area(@Nullable BigDecimal typed) {
		return (typed == null) ? null : at("areaMu", () -> new AreaMu(typed));
	}

	/**
	 * The version in an {@code If-Match} header.
	 * @throws RuleBroken when it is not a tag of ours
	 */
	public static long version(String etag) {
		var bare = etag.strip().replaceFirst("^W/", "").replaceAll("^\"(.*)\"$", "$1");
		try {
			return Long.parseLong(bare);
		}
		catch (NumberFormatException foreign) {
			throw new RuleBroken("member.version").at("If-Match");
		}
	}

	private static boolean blank(@Nullable String typed) {
		return typed == null || typed.isBlank();
	}

	private static <T> T at(String field, Supplier<T> value) {
		try {
			return value.get();
		}
		catch (RuleBroken refused) {
			throw refused.at(field);
		}
	}

}
