package cn.jinfu.supply.input;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Money;
import cn.jinfu.supply.InputSold;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/**
 * A sale of agricultural inputs under the buyer's real name: one row of the sale ledger
 * (农药管理条例第二十七条). Never changed afterwards.
 */
@Entity
@Table(name = "supply_input_sale")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
class InputSale extends Aggregate<InputSale> {

	private String no;

	private UUID outletId;

	private String tillNo;

	private UUID memberId;

	private String buyerName;

	@Enumerated(EnumType.STRING)
	private IdMethod idMethod;

	private @Nullable String idMasked;

	private @Nullable UUID plantingId;

	private @Nullable String purposeCrop;

	private @Nullable String purposePest;

	private @Nullable UUID prescriptionId;

	private @Nullable String prescriptionNo;

	private Money total;

	/** The part sold at zero margin, which counts against the quota. */
	private Money quotaAmount;

	private Money deposit;

	private LocalDate soldOn;

	private Instant soldAt;

	private UUID soldBy;

	private String byName;

	@OneToMany(cascade = CascadeType.ALL)
	@JoinColumn(name = "sale_id", nullable = false, updatable = false)
	@OrderBy("lineNo")
	private List<InputSaleLine> lines = new ArrayList<>();

	/** Who buys, and how the clerk knows. */
	record Buyer(UUID memberId, String name, IdMethod method, @Nullable String idMasked) {
	}

	/** What it is for; required for restricted pesticides. */
	record Purpose(@Nullable UUID plantingId, @Nullable String crop, @Nullable String pest) {

		boolean told() {
			return crop != null && pest != null && !pest.isBlank();
		}

	}

	/** What is charged for one line besides its price. */
	record Priced(InputSaleLine line, Money deposit) {

		Money depositSum() {
			return new Money(deposit.yuan().multiply(BigDecimal.valueOf(line.packs())));
		}

	}

	static InputSale of(String no, UUID outletId, String tillNo, Buyer buyer, Purpose purpose, List<Priced> priced,
			Actor clerk, Instant at) {
		var sale = new InputSale();
		sale.no = no;
		sale.outletId = outletId;
		sale.tillNo = tillNo;
		sale.memberId = buyer.memberId();
		sale.buyerName = buyer.name();
		sale.idMethod = buyer.method();
		sale.idMasked = buyer.idMasked();
		sale.plantingId = purpose.plantingId();
		sale.purposeCrop = purpose.crop();
		sale.purposePest = purpose.pest();
		sale.lines = new ArrayList<>(priced.stream().map(Priced::line).toList());
		sale.total = sum(priced.stream().map(it -> it.line().amount()).toList());
		sale.quotaAmount = sum(
				priced.stream().filter(it -> it.line().zeroMargin()).map(it -> it.line().amount()).toList());
		sale.deposit = sum(priced.stream().map(Priced::depositSum).toList());
		sale.soldAt = at;
		sale.soldOn = at.atZone(BusinessClock.ZONE).toLocalDate();
		sale.soldBy = clerk.personId();
		sale.byName = clerk.displayName();
		sale.registerEvent(
				new InputSold(sale.tenantId(), sale.id(), outletId, buyer.memberId(), sale.total, sale.soldOn));
		return sale;
	}

	/** It fills a doctor's prescription, which is filled once. */
	void fills(UUID prescription, String number) {
		prescriptionId = prescription;
		prescriptionNo = number;
	}

	private static Money sum(List<Money> amounts) {
		return amounts.stream().reduce(Money.ZERO, Money::plus);
	}

}
