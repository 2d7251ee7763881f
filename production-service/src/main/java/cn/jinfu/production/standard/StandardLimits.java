package cn.jinfu.production.standard;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.production.AgriInputs.Input;
import cn.jinfu.production.InputUnit;
import lombok.RequiredArgsConstructor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** A use held against the edition that its planting goes by. */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class StandardLimits {

	private static final String LIMITS = """
			select s.name, coalesce(i.name, l.substance), l.dose_max, l.unit, l.max_times,
			       (select count(*) from production_input_use x
			          join production_agri_input y on y.tenant_id = x.tenant_id and y.id = x.input_id
			         where x.tenant_id = p.tenant_id and x.planting_id = p.id and x.standing <> 'VOID'
			           and (x.input_id = l.input_id or l.substance = any(y.ingredients))
			           and (l.stage_no is null or x.on_day between p.sown_on + s.days_from and p.sown_on + s.days_to)) + 1
			  from production_planting p
			  join production_standard_limit l on l.tenant_id = p.tenant_id and l.standard_id = p.standard_id
			  join production_agri_input u on u.tenant_id = p.tenant_id and u.id = :input
			  left join production_standard_stage s on s.tenant_id = l.tenant_id and s.standard_id = l.standard_id
			   and s.no = l.stage_no
			  left join production_agri_input i on i.tenant_id = l.tenant_id and i.id = l.input_id
			 where p.id = :planting and (l.input_id = u.id or l.substance = any(u.ingredients))
			   and (l.stage_no is null or :on between p.sown_on + s.days_from and p.sown_on + s.days_to)
			 order by l.no""";

	private final JdbcClient sql;

	/** What a use on that day would go beyond; nothing is written. */
	public List<OffStandard> check(UUID plantingId, Input input, LocalDate on, BigDecimal dosePerMu) {
		var limits = sql.sql(LIMITS)
			.param("planting", plantingId)
			.param("input", input.inputId())
			.param("on", on)
			.query((row, n) -> {
				var unit = row.getString(4);
				return new OffStandard.Applied(row.getString(1), row.getString(2), row.getBigDecimal(3),
						(unit != null) ? InputUnit.valueOf(unit) : null, row.getObject(5, Integer.class),
						row.getInt(6));
			})
			.list();
		return OffStandard.of(limits, dosePerMu, input.unit());
	}

}
