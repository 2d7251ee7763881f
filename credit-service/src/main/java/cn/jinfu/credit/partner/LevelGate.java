package cn.jinfu.credit.partner;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import cn.jinfu.credit.product.PartnerBanks;
import cn.jinfu.credit.sandbox.SandboxClock;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Whether a bank's machine may make a call of that level. In a sandbox it may; who is no
 * bank is told so elsewhere. What was read counts for two seconds, so that a call costs
 * nothing.
 */
@Component
@RequiredArgsConstructor
class LevelGate {

	private static final long FRESH = Duration.ofSeconds(2).toNanos();

	private record Known(boolean bounded, Set<Integer> live, long readAt) {
	}

	private final PartnerBanks banks;

	private final SandboxClock sandbox;

	private final JdbcClient sql;

	private final TransactionOperations transaction;

	private final Map<String, Known> known = new ConcurrentHashMap<>();

	boolean open(String clientId, int level) {
		if (level == 0) {
			return true;
		}
		var it = known.get(place(clientId));
		if (it == null || System.nanoTime() - it.readAt() > FRESH) {
			it = Objects.requireNonNull(transaction.execute(_ -> read(clientId)));
			known.put(place(clientId), it);
		}
		return !it.bounded() || it.live().contains(level);
	}

	private Known read(String clientId) {
		var readAt = System.nanoTime();
		var bank = sandbox.here() ? null : banks.findByClientId(clientId).orElse(null);
		return new Known(bank != null, (bank == null) ? Set.of()
				: new HashSet<>(sql.sql("select level from credit_bank_level where bank_id = ? and state = 'LIVE'")
					.param(bank.id())
					.query(Integer.class)
					.list()),
				readAt);
	}

	/** Once the running transaction is through. */
	void changed(String clientId) {
		var place = place(clientId);
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
			@Override
			public void afterCommit() {
				known.remove(place);
			}
		});
	}

	private static String place(String clientId) {
		return Tenant.require() + "/" + clientId;
	}

}
