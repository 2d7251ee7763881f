package cn.jinfu.member.register;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import cn.jinfu.kernel.Tenant;

import org.springframework.stereotype.Component;

/**
 * Remembers for three seconds how many members match: the count of a list costs far more
 * than the page it stands on, and three seconds of age cannot be noticed. A change made
 * here forgets at once.
 */
@Component
class MemberCounts {

	private static final long KEPT = Duration.ofSeconds(3).toNanos();

	private static final int MOST = 500;

	private record Kept(Map<String, Long> counts, long at) {
	}

	private final Map<String, Kept> memory = new ConcurrentHashMap<>();

	Map<String, Long> of(String question, Supplier<Map<String, Long>> answer) {
		var key = Tenant.require() + "|" + question;
		var known = memory.get(key);
		var now = System.nanoTime();
		if (known != null && now - known.at() < KEPT) {
			return known.counts();
		}
		if (memory.size() >= MOST) {
			memory.clear();
		}
		var counts = Map.copyOf(answer.get());
		memory.put(key, new Kept(counts, now));
		return counts;
	}

	void forget() {
		memory.clear();
	}

}
