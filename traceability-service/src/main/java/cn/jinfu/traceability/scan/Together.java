package cn.jinfu.traceability.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Those who ask at the same moment share one round trip: the first asks for all who came
 * meanwhile, the others wait for it. Nobody is answered by a round trip that began before
 * he asked, so that no answer is older than the question.
 */
final class Together<Q, A> {

	private final ConcurrentLinkedQueue<Waiting<Q, A>> queue = new ConcurrentLinkedQueue<>();

	private final Semaphore trips;

	private final int most;

	private final Function<List<Q>, List<A>> answer;

	/**
	 * @param trips how many round trips may be under way
	 * @param most questions in one of them
	 * @param answer one answer for each question, in their order
	 */
	Together(int trips, int most, Function<List<Q>, List<A>> answer) {
		this.trips = new Semaphore(trips);
		this.most = most;
		this.answer = answer;
	}

	private static final class Waiting<Q, A> {

		private final Q question;

		private final Thread thread = Thread.currentThread();

		private volatile boolean done;

		private @Nullable A answer;

		private @Nullable RuntimeException failure;

		private Waiting(Q question) {
			this.question = question;
		}

	}

	A ask(Q question) {
		var mine = new Waiting<Q, A>(question);
		queue.add(mine);
		var interrupted = false;
		while (!mine.done) {
			if (trips.tryAcquire()) {
				try {
					travel();
				}
				finally {
					trips.release();
				}
				var next = queue.peek();
				if (next != null) {
					LockSupport.unpark(next.thread);
				}
			}
			else {
				LockSupport.park(this);
				// what is on its way is on its way: an interruption waits for it too
				interrupted |= Thread.interrupted();
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		var answered = mine.answer;
		if (answered == null) {
			throw (mine.failure != null) ? mine.failure : new IllegalStateException("no answer");
		}
		return answered;
	}

	private void travel() {
		var all = new ArrayList<Waiting<Q, A>>();
		for (Waiting<Q, A> next; all.size() < most && (next = queue.poll()) != null;) {
			all.add(next);
		}
		if (all.isEmpty()) {
			return;
		}
		try {
			var answers = answer.apply(all.stream().map(it -> it.question).toList());
			for (int i = 0; i < all.size(); i++) {
				all.get(i).answer = answers.get(i);
			}
		}
		catch (RuntimeException failure) {
			all.forEach(it -> it.failure = failure);
		}
		finally {
			for (var it : all) {
				it.done = true;
				if (it.thread != Thread.currentThread()) {
					LockSupport.unpark(it.thread);
				}
			}
		}
	}

}
