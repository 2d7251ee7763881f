package cn.jinfu.supply.input;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** One retail price for the whole county, per package. */
@Component
@RequiredArgsConstructor
public class Prices {

	/**
	 * @param zeroMargin sold at cost, counts against the quota (零差价)
	 * @param deposit per package, paid back with the empty container
	 */
	public record Price(Money price, boolean zeroMargin, Money deposit) {
	}

	private final JdbcClient sql;

	public Optional<Price> of(UUID inputId, LocalDate on) {
		return sql.sql("""
				select price, zero_margin, deposit from supply_price
				 where input_id = ? and valid_from <= ? order by valid_from desc limit 1""")
			.params(inputId, on)
			.query((row, n) -> new Price(new Money(row.getBigDecimal(1)), row.getBoolean(2),
					new Money(row.getBigDecimal(3))))
			.optional();
	}

	/** A later price takes over from its day; earlier sales keep theirs. */
	public void set(UUID inputId, LocalDate from, Price price, boolean demo) {
		sql.sql("""
				insert into supply_price (id, tenant_id, input_id, valid_from, price, zero_margin, deposit, demo)
				values (?, ?, ?, ?, ?, ?, ?, ?)""")
			.params(Ids.next(), Tenant.require(), inputId, from, price.price().yuan(), price.zeroMargin(),
					price.deposit().yuan(), demo)
			.update();
	}

}
