package cn.jinfu.supply.fieldsale;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.supply.fieldsale.FieldSaleStatus.Action;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/** A sale over the fence, entered by the farm and confirmed by the buyer's link. */
@Entity
@Table(name = "supply_field_sale")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
class FieldSale extends Aggregate<FieldSale> {

	/** Days for which the buyer's link works. */
	static final int LINK_DAYS = 30;

	private String no;

	private UUID clientUid;

	private UUID memberId;

	private UUID productId;

	private @Nullable UUID harvestLotId;

	private BigDecimal kg;

	private Money pricePerKg;

	private Money amount;

	private String buyerName;

	@Enumerated(EnumType.STRING)
	private PayMethod payMethod;

	private LocalDate soldOn;

	private String token;

	private LocalDate linkUntil;

	@Enumerated(EnumType.STRING)
	private FieldSaleStatus status;

	private @Nullable Instant confirmedAt;

	private @Nullable String confirmedName;

	private @Nullable UUID evidenceId;

	private @Nullable String voidReason;

	private UUID recordedBy;

	private String byName;

	private Instant recordedAt;

	/** Which goods of whom. */
	record Goods(UUID memberId, UUID productId, @Nullable UUID harvestLotId, BigDecimal kg, Money pricePerKg) {

		Goods {
			if (kg.signum() <= 0 || kg.compareTo(new BigDecimal("1000000")) > 0) {
				throw new RuleBroken("supply.order.kg").at("quantity");
			}
			if (!pricePerKg.isPositive()) {
				throw new RuleBroken("supply.order.price").at("price");
			}
		}

	}

	/** To whom, when, how paid. */
	record Deal(String buyerName, PayMethod payMethod, LocalDate soldOn) {
	}

	static FieldSale of(String no, UUID clientUid, Goods goods, Deal deal, String token, Actor by, Instant at) {
		var today = at.atZone(BusinessClock.ZONE).toLocalDate();
		if (deal.soldOn().isAfter(today)) {
			throw new RuleBroken("supply.field-sale.future").at("soldOn");
		}
		var sale = new FieldSale();
		sale.no = no;
		sale.clientUid = clientUid;
		sale.memberId = goods.memberId();
		sale.productId = goods.productId();
		sale.harvestLotId = goods.harvestLotId();
		sale.kg = goods.kg();
		sale.pricePerKg = goods.pricePerKg();
		sale.amount = goods.pricePerKg().times(goods.kg(), RoundingMode.HALF_UP);
		sale.buyerName = deal.buyerName().strip();
		sale.payMethod = deal.payMethod();
		sale.soldOn = deal.soldOn();
		sale.token = token;
		sale.linkUntil = today.plusDays(LINK_DAYS);
		sale.status = FieldSaleStatus.STATED;
		sale.recordedBy = by.personId();
		sale.byName = by.displayName();
		sale.recordedAt = at;
		return sale;
	}

	/** The buyer says that goods and price are right. */
	void confirm(String name, Instant at) {
		var next = status.after(Action.CONFIRM);
		if (at.atZone(BusinessClock.ZONE).toLocalDate().isAfter(linkUntil)) {
			throw new RuleBroken("supply.field-sale.link-old", linkUntil);
		}
		status = next;
		confirmedName = name.strip();
		confirmedAt = at;
	}

	/** A picture of the transfer: weighs like the buyer's word. */
	void attach(UUID picture) {
		if (status == FieldSaleStatus.VOID) {
			throw new RuleBroken("supply.field-sale.void");
		}
		evidenceId = picture;
	}

	void revoke(String reason) {
		status = status.after(Action.REVOKE);
		voidReason = reason;
	}

}
