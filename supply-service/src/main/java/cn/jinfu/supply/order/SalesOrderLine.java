package cn.jinfu.supply.order;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.UUID;

import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal.RuleBroken;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** So many kilograms of a product at a price per kilogram. */
@Entity
@Table(name = "supply_sales_order_line")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
class SalesOrderLine {

	@Id
	private UUID id;

	@TenantId
	@Column(name = "tenant_id", updatable = false)
	private @Nullable String tenantId;

	private short lineNo;

	private UUID productId;

	/** A lot of any kind; named when the seller confirms. */
	private @Nullable UUID harvestLotId;

	/** The lot's number as people read it. */
	private @Nullable String lotNo;

	private BigDecimal kg;

	private Money pricePerKg;

	/** Kilograms times price, half-up to 分. */
	private Money amount;

	static SalesOrderLine of(int lineNo, UUID productId, BigDecimal kg, Money pricePerKg) {
		if (kg.signum() <= 0 || kg.compareTo(new BigDecimal("1000000")) > 0) {
			throw new RuleBroken("supply.order.kg").at("kg");
		}
		if (!pricePerKg.isPositive()) {
			throw new RuleBroken("supply.order.price").at("price");
		}
		var line = new SalesOrderLine();
		line.id = Ids.next();
		line.lineNo = (short) lineNo;
		line.productId = productId;
		line.kg = kg;
		line.pricePerKg = pricePerKg;
		line.amount = pricePerKg.times(kg, RoundingMode.HALF_UP);
		return line;
	}

	SalesOrderLine from(UUID lotId, String no) {
		harvestLotId = lotId;
		lotNo = no;
		return this;
	}

	/** Keeps this much of the line; the rest is delivered out of other lots. */
	void only(BigDecimal kilograms) {
		kg = kilograms;
		amount = pricePerKg.times(kilograms, RoundingMode.HALF_UP);
	}

}
