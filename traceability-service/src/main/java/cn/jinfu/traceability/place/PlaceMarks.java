package cn.jinfu.traceability.place;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.traceability.place.OriginMap.Spot;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Marks villages and townships on the map that everybody sees. A village's mark is taken
 * from the middle of its plots when it is needed first, falls into the middle of a square
 * of 0.02 degrees, and stays: all plots of a village have the same one, and it does not
 * wander when a plot is added. Rule: docs/rules/traceability.md, section "The public
 * page".
 */
@Component
@RequiredArgsConstructor
@Transactional(propagation = Propagation.MANDATORY)
public class PlaceMarks {

	/** More are a blend of half the county. */
	private static final int MOST_ORIGINS = 6;

	private static final String MIDDLES = """
			insert into trace_place_mark as k (tenant_id, division, lon, lat)
			select p.tenant_id, %1$s, floor(avg((b.west + b.east) / 2) / 0.02) * 0.02 + 0.01,
			       floor(avg((b.south + b.north) / 2) / 0.02) * 0.02 + 0.01
			  from production_plot p join production_plot_boundary b on b.tenant_id = p.tenant_id and b.plot_id = p.id
			    and b.edition = p.boundary_edition
			 where p.tenant_id = :tenant and (:all or p.division = any (:divisions))
			 group by p.tenant_id, %1$s order by %1$s
			on conflict on constraint trace_place_mark_pk""";

	private static final int TOWNSHIP = 9;

	private final Divisions divisions;

	private final JdbcClient sql;

	private record Village(String division, String name) {
	}

	/**
	 * Null where no plot of these villages has a boundary: then nothing is known of the
	 * place but its name.
	 */
	public @Nullable OriginMap of(Collection<UUID> plantings) {
		var villages = sql.sql("""
				select p.division, min(p.village) from production_planting g
				  join production_plot p on p.tenant_id = g.tenant_id and p.id = g.plot_id
				 where g.id = any (:plantings) group by p.division order by p.division limit :most""")
			.param("plantings", plantings.toArray(UUID[]::new))
			.param("most", MOST_ORIGINS)
			.query((row, _) -> new Village(row.getString(1), row.getString(2)))
			.list();
		if (villages.isEmpty()) {
			return null;
		}
		var codes = villages.stream().map(Village::division).toList();
		var known = known(codes);
		var unknown = codes.stream().filter(it -> !known.containsKey(it)).toList();
		if (!unknown.isEmpty() && taken(unknown)) {
			known.putAll(known(codes));
		}
		var origins = villages.stream()
			.filter(it -> known.containsKey(it.division()))
			.map(it -> named(it.name(), known.get(it.division())))
			.toList();
		return origins.isEmpty() ? null : new OriginMap(origins, townships(known, villages));
	}

	private boolean taken(List<String> villages) {
		var taken = mark("p.division", " do nothing", false, villages);
		// the townships are looked at anew only where a village is
		if (taken > 0) {
			mark("left(p.division, " + TOWNSHIP + ")", " do update set lon = excluded.lon, lat = excluded.lat", true,
					List.of());
		}
		return taken > 0;
	}

	private int mark(String division, String otherwise, boolean all, List<String> villages) {
		return sql.sql(MIDDLES.formatted(division) + otherwise)
			.param("tenant", Tenant.require())
			.param("all", all)
			.param("divisions", villages.toArray(String[]::new))
			.update();
	}

	/** These villages, and all townships. */
	private Map<String, Spot> known(List<String> villages) {
		var known = new LinkedHashMap<String, Spot>();
		sql.sql("""
				select division, lon, lat from trace_place_mark
				 where tenant_id = ? and (length(division) = 9 or division = any (?)) order by division""")
			.params(Tenant.require(), villages.toArray(String[]::new))
			.query(row -> {
				known.put(row.getString(1), new Spot("", row.getBigDecimal(2), row.getBigDecimal(3)));
			});
		return known;
	}

	/** Of the counties in which it grew. */
	private List<Spot> townships(Map<String, Spot> known, List<Village> villages) {
		return known.entrySet()
			.stream()
			.filter(it -> it.getKey().length() == TOWNSHIP
					&& villages.stream().anyMatch(village -> county(village.division()).equals(county(it.getKey()))))
			.map(it -> named(divisions.name(new DivisionCode(it.getKey())), it.getValue()))
			.toList();
	}

	private static String county(String division) {
		return division.substring(0, 6);
	}

	private static Spot named(String name, @Nullable Spot at) {
		if (at == null) {
			throw new IllegalStateException("no mark for " + name);
		}
		return new Spot(name, at.lon(), at.lat());
	}

}
