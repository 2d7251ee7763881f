package cn.jinfu.traceability.residue;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import cn.jinfu.kernel.Refusal.RuleBroken;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The residue limits by edition; reference data of the whole platform. */
@Component
@RequiredArgsConstructor
class LimitBook {

	private final JdbcClient sql;

	/** The edition in force on the sampling day. */
	String edition(LocalDate sampledOn) {
		return sql.sql("""
				select code from trace_limit_edition
				 where effective_from <= :on and (effective_to is null or effective_to >= :on)""")
			.param("on", sampledOn)
			.query(String.class)
			.optional()
			.orElseThrow(() -> new RuleBroken("trace.test.no-edition", sampledOn.toString()).at("sampledOn"));
	}

	/** The row that applies to this food, or none. */
	Optional<LimitTable.Row> limit(String edition, String food, String pesticide) {
		var rows = sql.sql("""
				select food, excluded, limit_mg_kg from trace_residue_limit
				 where edition = ? and pesticide = ? order by excluded, id""")
			.params(edition, pesticide)
			.query((row, _) -> new LimitTable.Row(row.getString(1), row.getString(2), row.getBigDecimal(3)))
			.list();
		return LimitTable.find(rows, path(food));
	}

	/** The food and the categories above it. */
	private List<String> path(String food) {
		return sql.sql("""
				with recursive up(name, parent, level) as (
				  select name, parent, 0 from trace_food where name = ?
				  union all select f.name, f.parent, up.level + 1 from trace_food f join up on f.name = up.parent)
				select name from up order by level""").param(food).query(String.class).list();
	}

	boolean knows(String food) {
		return sql.sql("select count(*) from trace_food where name = ?").param(food).query(Integer.class).single() > 0;
	}

	/** Foods by name, categories included. */
	List<String> foods() {
		return sql.sql("select name from trace_food order by name").query(String.class).list();
	}

	List<String> pesticides() {
		return sql.sql("select distinct pesticide from trace_residue_limit order by 1").query(String.class).list();
	}

	Optional<String> foodOf(String crop) {
		return sql.sql("select food from trace_crop_food where crop = ?").param(crop).query(String.class).optional();
	}

}
