package cn.jinfu.supply;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

import cn.jinfu.kernel.Money;

/** Agricultural inputs bought at the federation's outlets, for rating. */
public interface InputFacts {

	/**
	 * @param packsWithDeposit packages sold whose empty containers are to come back
	 * @param packsReturned of these, brought back; never more
	 * @param quotaGranted of the calendar year of the window's last day
	 */
	record MemberInputs(UUID memberId, int purchases, Money yuan, int packsWithDeposit, int packsReturned,
			Money quotaGranted, Money quotaUsed) {

		/** Share brought back, 0 to 1; one when nothing was to come back. */
		public BigDecimal returnRate() {
			return (packsWithDeposit == 0) ? BigDecimal.ONE : BigDecimal.valueOf(packsReturned)
				.divide(BigDecimal.valueOf(packsWithDeposit), 4, java.math.RoundingMode.HALF_UP);
		}

	}

	/** Every member asked for has an entry; days included. */
	Map<UUID, MemberInputs> ofMembers(Collection<UUID> memberIds, LocalDate from, LocalDate to);

}
