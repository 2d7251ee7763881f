package cn.jinfu.traceability.scan;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

import cn.jinfu.traceability.scan.LabelLooks.Look;
import cn.jinfu.traceability.scan.LabelLooks.Question;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/**
 * How labels stood when strangers looked a moment ago, so that a pack that everybody
 * looks at is not asked of the database by each of them. Whatever this instance writes,
 * be it about labels or not, ends the moment; what another instance writes, or somebody
 * by hand, is seen within {@link #LONGEST}.
 */
@Component
class LooksInMind implements TransactionExecutionListener {

	static final Duration LONGEST = Duration.ofSeconds(1);

	private static final int MOST = 10_000;

	private record Kept(Look look, long at) {
	}

	private final LongSupplier nanos;

	/** Never emptied, only left for another: what was asked before comes too late. */
	private volatile Map<Question, Kept> moment = new ConcurrentHashMap<>();

	LooksInMind() {
		this(System::nanoTime);
	}

	LooksInMind(LongSupplier nanos) {
		this.nanos = nanos;
	}

	/**
	 * @param question of nobody in particular
	 * @param ask how it stands; null when there is no such label, which is not kept
	 */
	@Nullable Look at(Question question, Function<Question, @Nullable Look> ask) {
		// taken before asking: if something is written meanwhile, the answer is not kept
		var now = moment;
		var began = nanos.getAsLong();
		var kept = now.get(question);
		if (kept != null && began - kept.at() < LONGEST.toNanos()) {
			return kept.look();
		}
		var look = ask.apply(question);
		if (look != null) {
			now.put(question, new Kept(look, began));
			if (now.size() > MOST) {
				forget();
			}
		}
		return look;
	}

	void forget() {
		moment = new ConcurrentHashMap<>();
	}

	/** Also when the commit failed: nobody knows what came of it. */
	@Override
	public void afterCommit(TransactionExecution transaction, @Nullable Throwable failure) {
		if (!transaction.isReadOnly()) {
			forget();
		}
	}

}
