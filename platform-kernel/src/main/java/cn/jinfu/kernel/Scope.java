package cn.jinfu.kernel;

import java.io.Serializable;
import java.util.UUID;

/**
 * Which rows a person may see, beside what he may do. {@code ref} is empty for ALL and
 * NONE, an organisation's path for ORG, a nine-digit division code for TOWNSHIP, an id
 * for OUTLET and MEMBER, a client id for BANK.
 */
public record Scope(Kind kind, String ref) implements Serializable {

	public enum Kind {

		ALL, ORG, TOWNSHIP, OUTLET, MEMBER, BANK, NONE

	}

	public static final Scope ALL = new Scope(Kind.ALL, "");

	public static final Scope NONE = new Scope(Kind.NONE, "");

	public static Scope township(String divisionCode) {
		return new Scope(Kind.TOWNSHIP, divisionCode);
	}

	public static Scope outlet(UUID outletId) {
		return new Scope(Kind.OUTLET, outletId.toString());
	}

	public static Scope member(UUID memberId) {
		return new Scope(Kind.MEMBER, memberId.toString());
	}

	public static Scope bank(String clientId) {
		return new Scope(Kind.BANK, clientId);
	}

	/** Of the federation's own staff; not of an outlet, a farm or a bank. */
	public boolean inHouse() {
		return switch (kind) {
			case ALL, ORG, TOWNSHIP -> true;
			case OUTLET, MEMBER, BANK, NONE -> false;
		};
	}

	public boolean isAll() {
		return kind == Kind.ALL;
	}

}
