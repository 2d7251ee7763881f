package cn.jinfu.kernel;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.context.support.DefaultMessageSourceResolvable;

/**
 * A request that the business refuses. The code is public (docs/problems.md); the words
 * live in the message bundles as {@code problem.<code>}, and what to do next as
 * {@code problem.<code>.next}. No personal data in arguments: they are logged.
 */
public abstract sealed class Refusal extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String code;

	private final transient List<Object> args;

	private @Nullable String field;

	private Refusal(String code, Object... args) {
		super(code + Arrays.asList(args), null, false, false);
		this.code = code;
		this.args = List.of(args);
	}

	public String code() {
		return code;
	}

	/**
	 * The input this is about, in the caller's spelling, or null when it is the whole.
	 */
	public @Nullable String field() {
		return field;
	}

	/**
	 * Message arguments; enum constants are shown by their own message,
	 * {@code enum.<Type>.<NAME>}.
	 */
	public Object[] args() {
		return args.stream().map(Refusal::shown).toArray();
	}

	private static Object shown(Object arg) {
		if (arg instanceof Enum<?> constant) {
			var key = "enum." + constant.getDeclaringClass().getSimpleName() + "." + constant.name();
			return new DefaultMessageSourceResolvable(new String[] { key }, constant.name());
		}
		return arg;
	}

	/** No such thing, or not visible to this person: the two are not told apart. */
	public static final class NotFound extends Refusal {

		private static final long serialVersionUID = 1L;

		public NotFound(String code, Object... id) {
			super(code, id);
		}

	}

	/** Well-formed, but against a rule of the business. */
	public static final class RuleBroken extends Refusal {

		private static final long serialVersionUID = 1L;

		public RuleBroken(String code, Object... args) {
			super(code, args);
		}

		/** Names the input that must change. */
		public RuleBroken at(String field) {
			((Refusal) this).field = field;
			return this;
		}

	}

	/** The thing is not in a state that allows the action. */
	public static final class WrongState extends Refusal {

		private static final long serialVersionUID = 1L;

		public WrongState(String code, Enum<?> state, Enum<?> action) {
			super(code, state, action);
		}

		public WrongState(String code, Object... args) {
			super(code, args);
		}

	}

	/** Somebody else changed it since this person looked. */
	public static final class Stale extends Refusal {

		private static final long serialVersionUID = 1L;

		public Stale(String code, Object... args) {
			super(code, args);
		}

	}

	/** May see it, may not do this: four eyes, or a missing permission. */
	public static final class Forbidden extends Refusal {

		private static final long serialVersionUID = 1L;

		public Forbidden(String code, Object... args) {
			super(code, args);
		}

	}

	/** Too often; come back later. */
	public static final class TooMany extends Refusal {

		private static final long serialVersionUID = 1L;

		public TooMany(String code, Object... args) {
			super(code, args);
		}

	}

}
