package cn.jinfu.member;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Money;
import org.jspecify.annotations.Nullable;

/**
 * The member account (成员账户, 农民专业合作社法 第四十三条): what a member bought from and sold through
 * the federation in a year. Basis of patronage refunds and of rating.
 */
public interface Turnover {

	enum Kind {

		/** 购买农资: the member bought. */
		PURCHASE,
		/** 销售产品: the member sold. */
		SALE,
		/** 接受服务: the member had work done. */
		SERVICE

	}

	/**
	 * @param quantityKg where the turnover is in goods by weight
	 * @param source the noun of the fact, for example {@code supply.order}
	 */
	record Entry(UUID memberId, int year, Kind kind, @Nullable BigDecimal quantityKg, Money amount, String product,
			String source, UUID sourceId) {
	}

	/** Sums of one member, year and kind. */
	record Total(UUID memberId, int year, Kind kind, BigDecimal quantityKg, Money amount, int entries) {
	}

	/** A repeat with the same source, source id and kind changes nothing. */
	void record(Entry entry);

	/** In order of member, year and kind; years both included. */
	List<Total> totals(Collection<UUID> memberIds, int fromYear, int toYear);

}
