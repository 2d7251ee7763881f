package cn.jinfu.production.service.trust;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Money;
import cn.jinfu.production.InputUnit;
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

	/**
	 * @param km from the organisation's station to its middle; null where that cannot be
	 * measured
	 * @param far whether it lies outside the organisation's circle: a warning only
	 */
	public record Plot(UUID plotId, String no, String name, BigDecimal areaMu, @Nullable BigDecimal km, boolean far) {
	}

	/**
	 * @param amount its share of the fee
	 * @param paidOn null until the organisation has booked it, with the number of its
	 * evidence and its picture where there is one
	 */
	public record Part(int no, LocalDate dueOn, BigDecimal percent, Money amount, @Nullable LocalDate paidOn,
			@Nullable String paidRef, @Nullable UUID paidFile) {
	}

	/**
	 * What came of it, from the records of the fields; nothing is computed from promises.
	 *
	 * @param kgMu picked on its plots since it began, for each 亩 of it
	 * @param beforeKgMu the same of what stood there in the year before, for each 亩 then
	 * planted; null without such a record
	 * @param costMu what the farm pays for each 亩, or what the fee is before the
	 * settlement
	 */
	public record Effect(BigDecimal kgMu, @Nullable BigDecimal beforeKgMu, Money costMu, List<Input> inputs) {
	}

	/** What was put on in all, for each 亩 of the contract. */
	public record Input(String name, BigDecimal perMu, InputUnit unit) {
	}

	/**
	 * What is under a contract, with its plan of payment.
	 *
	 * @param circleKm how far out the organisation farms without long ways
	 */
	public record Detail(List<Plot> plots, int circleKm, List<Part> parts, BigDecimal recordedKg, Effect effect) {

		/** Those outside the circle. */
		public List<Plot> far() {
			return plots.stream().filter(Plot::far).toList();
		}

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
