package cn.jinfu.kernel;

import java.util.function.IntConsumer;

import org.jspecify.annotations.Nullable;

/**
 * How far the job on this thread has come. A long job says it now and then; outside a job
 * nobody listens.
 */
public final class JobProgress {

	private static final ThreadLocal<@Nullable IntConsumer> LISTENER = new ThreadLocal<>();

	private JobProgress() {
	}

	public static void report(int done) {
		var listener = LISTENER.get();
		if (listener != null) {
			listener.accept(done);
		}
	}

	/** For whoever runs jobs. */
	public static void during(IntConsumer listener, Runnable job) {
		LISTENER.set(listener);
		try {
			job.run();
		}
		finally {
			LISTENER.remove();
		}
	}

}
