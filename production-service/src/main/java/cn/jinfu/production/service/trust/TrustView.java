package cn.jinfu.production.service.trust;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Money;
import lombok.With;
import org.jspecify.annotations.Nullable;

/**
 * What screens and clients see of a trusteeship.
 *
 * @param farmPays negative: the organisation pays the farm
 * @param recordedKg what the harvest record has of this crop on these plots since it
 * began
 * @param mine whether it is the reader's own farm
 * @param serving whether the reader belongs to the organisation
 * @param settledByMe whether the reader settled it, so that another must confirm
 */
public record TrustView(UUID id, String no, UUID memberId, @With String memberName, UUID providerId,
		UUID providerMember, @With String providerName, String crop, String cropName, LocalDate beginsOn,
		LocalDate endsOn, BigDecimal areaMu, String items, BigDecimal promiseKgMu, Money feeMu, Money refPrice,
		BigDecimal shareRate, BigDecimal villageRate, @Nullable String villageName, TrustState state, Instant draftedAt,
		Instant changedAt, @Nullable String farmSignedName, @Nullable Instant farmSignedAt,
		@Nullable String providerSignedName, @Nullable Instant providerSignedAt, @Nullable BigDecimal yieldKg,
		@Nullable String forceMajeure, @Nullable Money fee, @Nullable Money share, @Nullable Money shortfall,
		@Nullable Money village, @Nullable Money farmPays, @Nullable Money providerKeeps, @Nullable String settledName,
		@Nullable Instant settledAt, @Nullable String confirmedName, @Nullable Instant confirmedAt,
		@Nullable LocalDate completedOn, @Nullable String completedRef, boolean mine, boolean serving,
		boolean settledByMe, long version) {

	/** Working days in which the next side has acted. */
	public static final int SIGN_DAYS = 5;

	public record Plot(UUID plotId, String no, String name, BigDecimal areaMu) {
	}

	/**
	 * @param amount its share of the fee
	 * @param paidOn null until the organisation has booked it, with the number of its
	 * evidence and its picture where there is one
	 */
	public record Part(int no, LocalDate dueOn, BigDecimal percent, Money amount, @Nullable LocalDate paidOn,
			@Nullable String paidRef, @Nullable UUID paidFile) {
	}

	/** What is under a contract, with its plan of payment. */
	public record Detail(List<Plot> plots, List<Part> parts, BigDecimal recordedKg) {

		/** The first that is not paid; null when all are. */
		public @Nullable Part open() {
			return parts.stream().filter(it -> it.paidOn() == null).findFirst().orElse(null);
		}

	}

	public boolean can(String action) {
		return state.actions().contains(TrustState.Action.valueOf(action));
	}

	public BigDecimal promisedKg() {
		return promiseKgMu.multiply(areaMu).setScale(3, java.math.RoundingMode.HALF_UP);
	}

	/** The fee, also before it is settled. */
	public Money wholeFee() {
		return feeMu.times(areaMu, java.math.RoundingMode.HALF_UP);
	}

}
