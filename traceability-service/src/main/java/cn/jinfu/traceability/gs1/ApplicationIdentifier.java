package cn.jinfu.traceability.gs1;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Application identifiers that occur in the path of a Digital Link: how their value is
 * written, how many of its leading digits end in a check digit, and which qualifiers may
 * follow a key, in that order.
 */
public enum ApplicationIdentifier {

	SSCC("00", "[0-9]{18}", 18), GTIN("01", "[0-9]{14}", 14, "22", "10", "21", "235"),
	GDTI("253", "[0-9]{13}" + Chars.X82 + "{0,17}", 13), GCN("255", "[0-9]{13}[0-9]{0,12}", 13),
	GINC("401", "[0-9]{4,}" + Chars.X82 + "{0,26}", 0), GSIN("402", "[0-9]{17}", 17),
	GLN("414", "[0-9]{13}", 13, "254", "7040"), PAY_GLN("415", "[0-9]{13}", 13, "8020"),
	PARTY_GLN("417", "[0-9]{13}", 13, "7040"), GRAI("8003", "0[0-9]{13}" + Chars.X82 + "{0,16}", 14),
	GIAI("8004", "[0-9]{4,}" + Chars.X82 + "{0,26}", 0), ITIP("8006", "[0-9]{18}", 14, "22", "10", "21"),
	CPID("8010", "[0-9]{4,}[#\\-/0-9A-Z]{0,26}", 0, "8011"), GMN("8013", "[0-9]{4,}" + Chars.X82 + "{0,21}", 0),
	GSRN_PROVIDER("8017", "[0-9]{18}", 18, "8019"), GSRN_RECIPIENT("8018", "[0-9]{18}", 18, "8019"),

	VARIANT("22", Chars.X82 + "{1,20}", 0), LOT("10", Chars.X82 + "{1,20}", 0), SERIAL("21", Chars.X82 + "{1,20}", 0),
	THIRD_PARTY_SERIAL("235", Chars.X82 + "{1,28}", 0), GLN_EXTENSION("254", Chars.X82 + "{1,20}", 0),
	UIC_EXTENSION("7040", "[0-9][0-9A-Z]{3}", 0), CPID_SERIAL("8011", "[1-9][0-9]{0,11}|0", 0),
	SRIN("8019", "[0-9]{1,10}", 0), REF_NO("8020", Chars.X82 + "{1,25}", 0);

	private static final Map<String, ApplicationIdentifier> BY_CODE = Arrays.stream(values())
		.collect(Collectors.toUnmodifiableMap(ApplicationIdentifier::code, Function.identity()));

	/** GS1 character set 82. */
	private static final class Chars {

		static final String X82 = "[!\"%&'()*+,\\-./0-9:;<=>?A-Z_a-z]";

	}

	private final String code;

	private final Pattern format;

	private final int checked;

	private final List<String> qualifiers;

	ApplicationIdentifier(String code, String format, int checked, String... qualifiers) {
		this.code = code;
		this.format = Pattern.compile(format);
		this.checked = checked;
		this.qualifiers = List.of(qualifiers);
	}

	public String code() {
		return code;
	}

	/** Whether a Digital Link may start with it. */
	public boolean key() {
		return ordinal() <= GSRN_RECIPIENT.ordinal();
	}

	/** What may follow, in this order. */
	List<String> qualifiers() {
		return qualifiers;
	}

	/**
	 * @return what is wrong with the value, or null
	 */
	DigitalLink.@Nullable Fault fault(String value) {
		if (!format.matcher(value).matches()) {
			return new DigitalLink.Fault("value", code, value);
		}
		if (checked > 0 && !CheckDigit.fits(value.substring(0, checked))) {
			return new DigitalLink.Fault("check-digit", code, value);
		}
		return null;
	}

	public static Optional<ApplicationIdentifier> of(String code) {
		return Optional.ofNullable(BY_CODE.get(code));
	}

}
