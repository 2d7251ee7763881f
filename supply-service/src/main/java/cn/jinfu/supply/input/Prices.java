package cn.jinfu.supply.input;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** One retail price for the whole county, per package. */
@Component
@Transactional
@RequiredArgsConstructor
public class Prices {

	/**
	 * @param zeroMargin sold at cost, counts against the quota (零差价)
	 * @param deposit per package, paid back with the empty container
	 */
	public record Price(Money price, boolean zeroMargin, Money deposit) {
	}

	/** A price with what it is for and who set it. */
	public record Row(UUID inputId, String input, @Nullable String packName, Money price, boolean zeroMargin,
			Money deposit, LocalDate validFrom, String setBy, boolean demo) {
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

	private static final String ROWS = """
			select i.id, i.name, i.pack_name, p.price, p.zero_margin, p.deposit, p.valid_from, p.set_by, p.demo
			  from production_agri_input i join supply_price p on p.tenant_id = i.tenant_id and p.input_id = i.id
			""";

	/** The price in force of every input that has one, in order of name. */
	Paged<Row> list(LocalDate on, @Nullable String q, @Nullable String after, int limit) {
		var place = Cursor.read(after, 2);
		var matches = """
				 where p.valid_from = (select max(n.valid_from) from supply_price n
				                        where n.input_id = p.input_id and n.valid_from <= :on)
				   and (:q = '' or i.name ilike '%' || :q || '%')
				""";
		var rows = sql
			.sql(ROWS + matches + " and (:name = '' or (i.name, i.id::text) > (:name, :id)) order by i.name, i.id"
					+ " limit :rows")
			.param("on", on)
			.param("q", (q != null) ? q.strip() : "")
			.param("name", place.isEmpty() ? "" : place.get(0))
			.param("id", place.isEmpty() ? "" : place.get(1))
			.param("rows", limit + 1)
			.query(Prices::row)
			.list();
		var count = sql.sql("select count(*) from (" + ROWS + matches + ") counted")
			.param("on", on)
			.param("q", (q != null) ? q.strip() : "")
			.query(Long.class)
			.single();
		return Paged.of(rows, limit, count, row -> Cursor.of(row.input(), row.inputId()));
	}

	/** All prices of one input, those of days to come included, the latest first. */
	List<Row> of(UUID inputId) {
		return sql.sql(ROWS + " where i.id = ? order by p.valid_from desc").param(inputId).query(Prices::row).list();
	}

	private static Row row(ResultSet row, int n) throws SQLException {
		return new Row(row.getObject(1, UUID.class), row.getString(2), row.getString(3),
				new Money(row.getBigDecimal(4)), row.getBoolean(5), new Money(row.getBigDecimal(6)),
				row.getObject(7, LocalDate.class), row.getString(8), row.getBoolean(9));
	}

	/** A later price takes over from its day; earlier sales keep theirs. */
	void set(UUID inputId, LocalDate from, Price price, boolean demo) {
		sql.sql("""
				insert into supply_price (id, tenant_id, input_id, valid_from, price, zero_margin, deposit, demo, set_by)
				values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
			.params(Ids.next(), Tenant.require(), inputId, from, price.price().yuan(), price.zeroMargin(),
					price.deposit().yuan(), demo, Actor.current().displayName())
			.update();
	}

}
