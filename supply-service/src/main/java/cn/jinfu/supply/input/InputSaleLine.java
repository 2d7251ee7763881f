package cn.jinfu.supply.input;

import java.math.BigDecimal;
import java.util.UUID;

import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** Whole packages of one lot; pesticides are never repacked (农药管理条例第二十八条). */
@Entity
@Table(name = "supply_input_sale_line")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
class InputSaleLine {

	@Id
	private UUID id;

	@TenantId
	@Column(name = "tenant_id", updatable = false)
	private @Nullable String tenantId;

	private short lineNo;

	private UUID stockId;

	private UUID inputId;

	private String inputName;

	private String lotNo;

	private int packs;

	/** Base units in one package. */
	private BigDecimal packQuantity;

	private String packName;

	private Money price;

	private Money amount;

	private boolean zeroMargin;

	private boolean restricted;

	/** What is sold, as the shelf has it. */
	record Goods(UUID stockId, UUID inputId, String name, String lotNo, BigDecimal packQuantity, String packName,
			boolean restricted) {
	}

	static InputSaleLine of(int lineNo, Goods goods, int packs, Money price, boolean zeroMargin) {
		var line = new InputSaleLine();
		line.id = Ids.next();
		line.lineNo = (short) lineNo;
		line.stockId = goods.stockId();
		line.inputId = goods.inputId();
		line.inputName = goods.name();
		line.lotNo = goods.lotNo();
		line.packQuantity = goods.packQuantity();
		line.packName = goods.packName();
		line.restricted = goods.restricted();
		line.packs = packs;
		line.price = price;
		line.amount = new Money(price.yuan().multiply(BigDecimal.valueOf(packs)));
		line.zeroMargin = zeroMargin;
		return line;
	}

	/** In the input's base unit. */
	BigDecimal quantity() {
		return packQuantity.multiply(BigDecimal.valueOf(packs));
	}

}
