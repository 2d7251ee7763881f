package cn.jinfu.traceability.recall;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.traceability.recall.HolderMap.Place;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Finds where holders of a case are, as coarse as a township. */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class HolderMaps {

	private final RecallQueries recalls;

	private final Divisions divisions;

	private final JdbcClient sql;

	@PreAuthorize(RecallQueries.VIEW)
	public HolderMap of(UUID recallId) {
		recalls.view(recallId);
		var rows = sql
			.sql("""
					with holders as (%s),
					held as (
					  select left(m.division_code, 9) as code, count(*)::int as holders, sum(h.lots)::int as lots,
					         coalesce(sum(h.kg) filter (where h.kind = 'MEMBER'), 0) as stock,
					         coalesce(sum(h.kg) filter (where h.kind = 'BUYER'), 0) as sold
					    from holders h left join member_member m on m.id = h.holder_id where h.kg > 0 group by 1),
					middle as (
					  select left(p.division, 9) as code, round(avg((b.west + b.east) / 2), 2) as lon,
					         round(avg((b.south + b.north) / 2), 2) as lat
					    from production_plot p join production_plot_boundary b on b.tenant_id = p.tenant_id and b.plot_id = p.id
					      and b.edition = p.boundary_edition
					   group by 1)
					select coalesce(h.code, d.code) as code, h.holders is null as landmark, coalesce(h.holders, 0) as holders,
					       coalesce(h.lots, 0) as lots, coalesce(h.stock, 0) as stock, coalesce(h.sold, 0) as sold, d.lon, d.lat
					  from held h full join middle d on d.code = h.code order by coalesce(h.stock, 0) + coalesce(h.sold, 0) desc, 1"""
				.formatted(RecallQueries.HOLDERS))
			.param("id", recallId)
			.query((row, _) -> {
				var code = row.getString("code");
				var place = new Place(code, (code != null) ? divisions.name(new DivisionCode(code)) : null,
						row.getInt("holders"), row.getInt("lots"), row.getBigDecimal("stock"),
						row.getBigDecimal("sold"), row.getBigDecimal("lon"), row.getBigDecimal("lat"));
				return Map.entry(row.getBoolean("landmark"), place);
			})
			.list();
		var parted = rows.stream()
			.collect(Collectors.partitioningBy(Map.Entry::getKey,
					Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
		return new HolderMap(parted.getOrDefault(false, List.of()), parted.getOrDefault(true, List.of()));
	}

}
