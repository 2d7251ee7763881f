package cn.jinfu.production;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

import cn.jinfu.kernel.Refusal;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.security.access.AccessDeniedException;

/** What becomes of acts, alone or at the same moment in threads of their own. */
final class Acts {

	private Acts() {
	}

	/** The same by two. */
	static List<String> twice(Callable<?> act) throws Exception {
		return atOnce(List.of(act, act));
	}

	/** All at once; what became of each. */
	static List<String> atOnce(List<Callable<?>> acts) throws Exception {
		var ready = new CountDownLatch(acts.size());
		try (var threads = Executors.newFixedThreadPool(acts.size())) {
			var runs = acts.stream().map(act -> threads.submit(() -> {
				ready.countDown();
				ready.await();
				return code(act);
			})).toList();
			var results = new ArrayList<String>();
			for (var run : runs) {
				results.add(run.get());
			}
			return results;
		}
	}

	/** What became of it: "ok", the code of the refusal, "denied" or "constraint". */
	static String code(Callable<?> act) {
		try {
			act.call();
			return "ok";
		}
		catch (Refusal refusal) {
			return refusal.code();
		}
		catch (AccessDeniedException denied) {
			return "denied";
		}
		catch (DataIntegrityViolationException violation) {
			return "constraint";
		}
		catch (Exception failure) {
			throw new IllegalStateException(failure);
		}
	}

}
