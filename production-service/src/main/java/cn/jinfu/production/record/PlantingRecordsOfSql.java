package cn.jinfu.production.record;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import cn.jinfu.production.PlantingRecords;
import cn.jinfu.production.input.EntryRules;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
class PlantingRecordsOfSql implements PlantingRecords {

	private final JdbcClient sql;

	private final EntryRules rules;

	@Override
	public List<FieldRecord> of(UUID plantingId) {
		return sql.sql("""
				select o.on_day, o.kind, coalesce(u.product, i.name, '') as input, u.interval_days, o.late
				  from production_operation_planting p
				  join production_operation o on o.tenant_id = p.tenant_id and o.id = p.operation_id
				  left join production_input_use u on u.tenant_id = o.tenant_id and u.operation_id = o.id
				       and u.planting_id = p.planting_id
				  left join production_agri_input i on i.tenant_id = o.tenant_id and i.id = o.input_id
				 where p.planting_id = ? and o.state = 'DONE' order by o.on_day, o.id""")
			.param(plantingId)
			.query((row, n) -> new FieldRecord(row.getObject(1, LocalDate.class), work(row.getString(2)),
					row.getString(3), row.getObject(4, Integer.class), row.getBoolean(5)))
			.list();
	}

	@Override
	public Map<Work, LocalDate> saidNone(UUID plantingId) {
		var said = new EnumMap<Work, LocalDate>(Work.class);
		sql.sql("select no_spray_until, no_fertiliser_until from production_planting where id = ?")
			.param(plantingId)
			.query(row -> {
				put(said, Work.SPRAYING, row.getObject(1, LocalDate.class));
				put(said, Work.FERTILISING, row.getObject(2, LocalDate.class));
			});
		return said;
	}

	@Override
	public boolean late(LocalDate doneOn, LocalDate enteredOn) {
		return ChronoUnit.DAYS.between(doneOn, enteredOn) > rules.on(enteredOn).ordinaryDays();
	}

	private static void put(Map<Work, LocalDate> said, Work work, @Nullable LocalDate until) {
		if (until != null) {
			said.put(work, until);
		}
	}

	private static Work work(String kind) {
		return switch (kind) {
			case "SPRAY" -> Work.SPRAYING;
			case "FERTILISE" -> Work.FERTILISING;
			default -> Work.OTHER;
		};
	}

}
