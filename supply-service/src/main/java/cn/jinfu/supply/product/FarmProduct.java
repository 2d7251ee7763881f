package cn.jinfu.supply.product;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/** One thing in one package size, registered by the farm that sells it. */
@Entity
@Table(name = "supply_product")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
class FarmProduct extends Aggregate<FarmProduct> {

	private String no;

	private UUID memberId;

	private String name;

	private String crop;

	private String variety;

	private String grade;

	private BigDecimal netWeightKg;

	/** Fourteen digits, or null: then {@link #no} is the code. */
	private @Nullable String gtin;

	private @Nullable String brandClass;

	private @Nullable UUID photoId;

	@Enumerated(EnumType.STRING)
	private ProductStatus status;

	private LocalDate registeredOn;

	/** What the farm says about it. */
	record Description(String name, String crop, String variety, String grade, BigDecimal netWeightKg,
			@Nullable String gtin, @Nullable String brandClass) {
	}

	static FarmProduct register(String no, UUID memberId, Description what, LocalDate on) {
		if (what.netWeightKg().signum() <= 0 || what.netWeightKg().compareTo(new BigDecimal("1000")) > 0) {
			throw new RuleBroken("supply.product.weight").at("netWeightKg");
		}
		var typed = what.gtin();
		var product = new FarmProduct();
		product.no = no;
		product.memberId = memberId;
		product.name = what.name().strip();
		product.crop = what.crop();
		product.variety = what.variety().strip();
		product.grade = what.grade().strip();
		product.netWeightKg = what.netWeightKg();
		product.gtin = (typed == null || typed.isBlank()) ? null : Gtin.parse(typed);
		product.brandClass = what.brandClass();
		product.status = ProductStatus.ACTIVE;
		product.registeredOn = on;
		return product;
	}

	void picture(UUID photo) {
		photoId = photo;
	}

	void withdraw() {
		if (status != ProductStatus.ACTIVE) {
			throw new WrongState("supply.product.withdrawn", name);
		}
		status = ProductStatus.WITHDRAWN;
	}

}
