package cn.jinfu.kernel;

import java.util.Arrays;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A step that takes another person than the step before it. Four eyes compares persons,
 * never roles.
 *
 * @param code stable, for example {@code production.plot.verify}; its words are
 * {@code four-eyes.<code>}
 * @param section to which part of the work it belongs
 * @param permission who may take the second step, and so may stand in
 * @param switchable whether a federation may let one person do both; money, guarantee,
 * model, quota rules and laboratory never are
 */
public record FourEyesStep(String code, Section section, String permission, boolean switchable) {

	/** Belongs to the minimum that no federation may lower. */
	public static FourEyesStep fixed(Section section, String code, String permission) {
		return new FourEyesStep(code, section, permission, false);
	}

	public static FourEyesStep switchable(Section section, String code, String permission) {
		return new FourEyesStep(code, section, permission, true);
	}

	/** Whether the person is one of those who acted before. */
	public static boolean tookPart(UUID person, @Nullable UUID... before) {
		return Arrays.asList(before).contains(person);
	}

	/**
	 * For a step of the minimum; a switchable one asks {@link FourEyes} first.
	 * @param refusal its code
	 */
	public void requireOther(String refusal, UUID person, @Nullable UUID... before) {
		if (switchable) {
			throw new IllegalStateException(code);
		}
		if (tookPart(person, before)) {
			throw new Refusal.Forbidden(refusal);
		}
	}

}
