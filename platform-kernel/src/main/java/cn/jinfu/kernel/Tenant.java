package cn.jinfu.kernel;

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/**
 * The federation (农合联) for which the current thread works. It must be known before a
 * transaction begins: row-level security is told once, right after BEGIN.
 */
public final class Tenant {

	/**
	 * Stands for "nobody": Hibernate wants a value, and no row ever carries this one.
	 */
	public static final String NONE = "-";

	private static final ThreadLocal<@Nullable String> CURRENT = new ThreadLocal<>();

	private Tenant() {
	}

	/** The tenant's code, or {@link #NONE}. */
	public static String current() {
		var tenant = CURRENT.get();
		return tenant == null ? NONE : tenant;
	}

	/**
	 * @throws IllegalStateException when no tenant is set: a programming error, never a
	 * user's
	 */
	public static String require() {
		var tenant = CURRENT.get();
		if (tenant == null) {
			throw new IllegalStateException("no tenant is set on this thread");
		}
		return tenant;
	}

	public static <T extends @Nullable Object> T callAs(String tenant, Callable<T> body) {
		var before = CURRENT.get();
		CURRENT.set(tenant);
		try {
			return body.call();
		}
		catch (RuntimeException failure) {
			throw failure;
		}
		catch (Exception failure) {
			throw new IllegalStateException(failure);
		}
		finally {
			if (before == null) {
				CURRENT.remove();
			}
			else {
				CURRENT.set(before);
			}
		}
	}

	public static void runAs(String tenant, Runnable body) {
		callAs(tenant, () -> {
			body.run();
			return tenant;
		});
	}

}
