package cn.jinfu.production.season;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;

import cn.jinfu.member.MemberMessages;
import lombok.RequiredArgsConstructor;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Tells farms what the present stage of a standard asks for, once for each task of a
 * planting. What was told is kept, so that two instances tell it once.
 */
@Service
@Transactional
@RequiredArgsConstructor
class TaskReminders {

	/** So many are named in one message; the phone shows them all. */
	private static final int NAMED = 2;

	/** What plantings {@code p} ask for today that was neither done nor told. */
	private static final String OPEN = """
			  from production_planting p
			  join production_standard_stage s on s.tenant_id = p.tenant_id and s.standard_id = p.standard_id
			   and cast(:today as date) - p.sown_on between s.days_from and s.days_to
			  join production_standard_task t on t.tenant_id = s.tenant_id and t.standard_id = s.standard_id
			   and t.stage_no = s.no and t.days_from <= cast(:today as date) - p.sown_on
			 where p.state in ('PLANNED', 'GROWING', 'HARVESTING')
			   and not exists (select 1 from production_task_reminder r
			        where r.tenant_id = p.tenant_id and r.planting_id = p.id and r.standard_id = t.standard_id
			          and r.task_no = t.no)
			   and not
			"""
			+ SeasonCalendar.done("p.tenant_id", "p.id", "t.kind", "p.sown_on + t.days_from", "p.sown_on + t.days_to");

	private record Task(String plot, String crop, String name, LocalDate to) {
	}

	private final JdbcClient sql;

	private final MemberMessages messages;

	private final MessageSource words;

	/** Farms that have something to be told. */
	@Transactional(readOnly = true)
	public List<UUID> farms(LocalDate today) {
		return sql.sql("select distinct p.member_id" + OPEN + " order by p.member_id")
			.param("today", today)
			.query(UUID.class)
			.list();
	}

	/**
	 * One message for all of the farm's plantings. Of two at once the second finds
	 * nothing left.
	 * @return how many tasks it was told
	 */
	public int remind(UUID memberId, LocalDate today) {
		var told = sql.sql("""
				with told as (
				  insert into production_task_reminder (tenant_id, planting_id, standard_id, task_no, told_on)
				  select p.tenant_id, p.id, t.standard_id, t.no, :today
				""" + OPEN + """
				   and p.member_id = :member order by p.id, t.no
				  on conflict do nothing returning tenant_id, planting_id, standard_id, task_no)
				select g.name as plot, c.name as crop, t.name, p.sown_on + t.days_to as to_day
				  from told x
				  join production_planting p on p.tenant_id = x.tenant_id and p.id = x.planting_id
				  join production_plot g on g.tenant_id = p.tenant_id and g.id = p.plot_id
				  join production_crop c on c.code = p.crop
				  join production_standard_task t on t.tenant_id = x.tenant_id and t.standard_id = x.standard_id
				   and t.no = x.task_no
				 order by to_day, p.no, t.no""")
			.param("today", today)
			.param("member", memberId)
			.query((row, n) -> new Task(row.getString(1), row.getString(2), row.getString(3),
					row.getObject(4, LocalDate.class)))
			.list();
		if (!told.isEmpty()) {
			messages.tell(memberId, "production.message.tasks",
					told.stream().limit(NAMED).map(this::named).collect(Collectors.joining(" ")), told.size());
		}
		return told.size();
	}

	private String named(Task task) {
		return words.getMessage("production.message.tasks.one",
				new Object[] { task.plot(), task.crop(), task.name(), task.to() }, Locale.SIMPLIFIED_CHINESE);
	}

}
