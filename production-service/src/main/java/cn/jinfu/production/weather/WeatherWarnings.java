package cn.jinfu.production.weather;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.MemberMessages;
import lombok.RequiredArgsConstructor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Tells farms when the weather speaks against spraying that they planned for today or
 * tomorrow, or against picking tomorrow what they are picking now. What was told is kept,
 * so that each is told once a day, also by two instances.
 */
@Service
@Transactional
@RequiredArgsConstructor
class WeatherWarnings {

	private static final int SPRAY_AHEAD = 1;

	/**
	 * Something a farm has in mind.
	 *
	 * @param operation whether {@code id} is a planned operation, else a planting being
	 * picked
	 */
	record Plan(UUID id, boolean operation, UUID memberId, String fields, String township, LocalDate day) {
	}

	private final JdbcClient sql;

	private final AdviceFacts facts;

	private final MemberMessages messages;

	private final BusinessClock clock;

	/** Whatever the weather may speak against and was not told today, by township. */
	@Transactional(readOnly = true)
	public List<Plan> open(LocalDate today) {
		return sql
			.sql("""
					select o.id, true as operation, o.member_id, string_agg(g.name || ' ' || c.name, '; ' order by g.name) as fields,
					       min(left(g.division, 9)) as township, o.on_day
					  from production_operation o
					  join production_operation_planting l on l.tenant_id = o.tenant_id and l.operation_id = o.id
					  join production_planting p on p.tenant_id = l.tenant_id and p.id = l.planting_id
					  join production_plot g on g.tenant_id = p.tenant_id and g.id = p.plot_id
					  join production_crop c on c.code = p.crop
					 where o.state = 'PLANNED' and o.kind = 'SPRAY' and o.on_day between :today and :until
					   and not exists (select 1 from production_weather_told t
					     where t.tenant_id = o.tenant_id and t.operation_id = o.id and t.told_on = :today)
					 group by o.tenant_id, o.id, o.member_id, o.on_day
					union all
					select p.id, false, p.member_id, g.name || ' ' || c.name, left(g.division, 9), cast(:tomorrow as date)
					  from production_planting p
					  join production_plot g on g.tenant_id = p.tenant_id and g.id = p.plot_id
					  join production_crop c on c.code = p.crop
					 where p.state = 'HARVESTING' and g.kind in ('OPEN_FIELD', 'ORCHARD')
					   and not exists (select 1 from production_weather_told t
					     where t.tenant_id = p.tenant_id and t.planting_id = p.id and t.told_on = :today)
					 order by township, id""")
			.param("today", today)
			.param("until", today.plusDays(SPRAY_AHEAD))
			.param("tomorrow", today.plusDays(1))
			.query((row, n) -> new Plan(row.getObject(1, UUID.class), row.getBoolean(2), row.getObject(3, UUID.class),
					row.getString(4), row.getString(5), row.getObject(6, LocalDate.class)))
			.list();
	}

	/** The advice for each of them; every township and day is looked up once. */
	@Transactional(readOnly = true)
	public Map<Plan, DayAdvice> against(List<Plan> plans) {
		var known = new HashMap<String, DayAdvice>();
		var against = new HashMap<Plan, DayAdvice>();
		for (var plan : plans) {
			var work = plan.operation() ? WeatherWork.SPRAY : WeatherWork.HARVEST;
			var advice = known.computeIfAbsent(plan.township() + work + plan.day(),
					_ -> facts.day(work, plan.township(), plan.day()));
			if (advice.verdict() == WeatherVerdict.NO || advice.verdict() == WeatherVerdict.WAIT) {
				against.put(plan, advice);
			}
		}
		return against;
	}

	/**
	 * @return whether it was told; false when another instance was first
	 */
	public boolean tell(Plan plan, DayAdvice advice) {
		var added = sql.sql("""
				insert into production_weather_told (tenant_id, operation_id, planting_id, told_on, about_day, verdict)
				values (?, ?, ?, ?, ?, ?) on conflict do nothing""")
			.param(Tenant.require())
			.param(plan.operation() ? plan.id() : null)
			.param(plan.operation() ? null : plan.id())
			.param(clock.today())
			.param(plan.day())
			.param(advice.verdict().name())
			.update();
		if (added == 1) {
			messages.tell(plan.memberId(),
					plan.operation() ? "production.message.weather-spray" : "production.message.weather-harvest",
					plan.fields(), plan.day(), sentence(advice));
		}
		return added == 1;
	}

	/** Of the gravest limit that is met. */
	private static String sentence(DayAdvice advice) {
		return advice.parts()
			.stream()
			.flatMap(it -> it.reasons().stream())
			.filter(it -> it.rule().verdict() == advice.verdict())
			.findFirst()
			.map(it -> it.rule().sentence())
			.orElseThrow();
	}

}
