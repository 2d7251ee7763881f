package cn.jinfu.credit.guarantee;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Money;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;

/**
 * The guarantee company and the limits that the law sets it: multiple of its net assets
 * over all (融资担保公司监督管理条例 第十五条), share of net assets for one customer (第十六条).
 */
@Entity
@Table(name = "credit_guarantor")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class Guarantor extends Aggregate<Guarantor> {

	private static final BigDecimal HUNDRED = new BigDecimal("100");

	private String name;

	private Money netAssets;

	private LocalDate netAssetsOn;

	private BigDecimal multiple;

	private BigDecimal singlePercent;

	/** What it stood for before and beside this platform. */
	private Money earlierBalance;

	static Guarantor of(String name, Money netAssets, LocalDate on, BigDecimal multiple, BigDecimal singlePercent,
			Money earlierBalance) {
		var guarantor = new Guarantor();
		guarantor.name = name;
		guarantor.netAssets = netAssets;
		guarantor.netAssetsOn = on;
		guarantor.multiple = multiple;
		guarantor.singlePercent = singlePercent;
		guarantor.earlierBalance = earlierBalance;
		return guarantor;
	}

	/** The most it may stand for in all. */
	public Money most() {
		return netAssets.times(multiple, RoundingMode.DOWN);
	}

	/** The most it may stand for one customer. */
	public Money mostForOne() {
		return netAssets.times(singlePercent.divide(HUNDRED), RoundingMode.DOWN);
	}

}
