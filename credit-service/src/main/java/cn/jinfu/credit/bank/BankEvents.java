package cn.jinfu.credit.bank;

import java.time.Instant;
import java.util.List;

import jakarta.validation.constraints.Size;

/**
 * The outbound events of a bank: written in the transaction that caused them, numbered
 * only after it committed, so that a reader who asks for everything after the last number
 * he saw never misses a late commit. Feeds {@code /events} and the deliveries.
 */
public interface BankEvents {

	/**
	 * Thin: what happened to which thing; the reader fetches the rest under its own
	 * rights.
	 *
	 * @param seq ascending per bank from 1, without gaps
	 * @param type for example {@code case.dispatched}, {@code case.withdrawn},
	 * {@code consent.revoked}
	 * @param subject case number or bank loan number
	 * @param status state of the subject after the event
	 */
	record BankEvent(long seq, @Size(max = 40) String type, @Size(max = 40) String subject,
			@Size(max = 30) String status, Instant at) {
	}

	/** Events numbered above {@code after}, ascending. */
	List<BankEvent> after(String bank, long after, int limit);

}
