package cn.jinfu.production.expert;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.Stale;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.production.Crops;
import cn.jinfu.production.hospital.doctor.Doctors;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Teams of experts, each led by an industry federation. Who belongs to one is somebody of
 * the crop hospital's register: one register of people who advise.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class ExpertTeams {

	/**
	 * @param federation the industry federation that leads it
	 * @param doctors who belongs to it
	 * @param chief one of them
	 */
	public record Text(String name, String federation, String phone, String intro, Set<String> crops, Set<UUID> doctors,
			UUID chief, boolean active, boolean demo) {

		public Text {
			require(name, 60, "name");
			require(federation, 60, "federation");
			require(phone, 30, "phone");
			require(intro, 500, "intro");
			if (crops.isEmpty()) {
				throw new RuleBroken("production.expert.crops").at("crops");
			}
			if (!doctors.contains(chief)) {
				throw new RuleBroken("production.expert.chief").at("chief");
			}
		}

		private static void require(String text, int most, String field) {
			if (text.isBlank() || text.length() > most) {
				throw new RuleBroken("production.expert.text", most).at(field);
			}
		}

	}

	public record Expert(UUID doctorId, String name, String hospital, boolean chief) {
	}

	/**
	 * @param requests how many were asked
	 * @param answerHours median from question to answer; null before the first answer
	 * @param score mean of what farms gave; null before the first
	 */
	public record Team(UUID id, String name, String federation, String phone, String intro, List<String> crops,
			List<String> cropNames, boolean active, boolean demo, long requests, @Nullable BigDecimal answerHours,
			@Nullable BigDecimal score, long version) {
	}

	private static final String SELECT = """
			select t.*, (select array_agg(c.name order by c.sort) from production_crop c where c.code = any(t.crops)) as names,
			       (select count(*) from production_expert_request r where r.tenant_id = t.tenant_id and r.team_id = t.id)
			         as requests,
			       (select round((percentile_cont(0.5) within group (order by extract(epoch from r.answered_at - r.asked_at)) / 3600)::numeric, 1)
			          from production_expert_request r
			         where r.tenant_id = t.tenant_id and r.team_id = t.id and r.answered_at is not null) as hours,
			       (select round(avg(r.score), 1) from production_expert_request r
			         where r.tenant_id = t.tenant_id and r.team_id = t.id) as score
			  from production_expert_team t
			""";

	private final JdbcClient sql;

	private final Crops crops;

	private final Doctors doctors;

	private final Audit audit;

	/** Those in service first, by name. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:expert:view')")
	public List<Team> all() {
		return sql.sql(SELECT + " order by t.active desc, t.name, t.id").query(ExpertTeams::team).list();
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:expert:view')")
	public Team view(UUID id) {
		return sql.sql(SELECT + " where t.id = ?")
			.param(id)
			.query(ExpertTeams::team)
			.optional()
			.orElseThrow(() -> new NotFound("production.expert.team-not-found", id));
	}

	/** The chief first, then by name. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:expert:view')")
	public List<Expert> experts(UUID teamId) {
		return sql.sql("""
				select e.doctor_id, d.name, h.name as hospital, e.chief from production_expert e
				  join production_doctor d on d.tenant_id = e.tenant_id and d.id = e.doctor_id
				  join production_hospital h on h.tenant_id = d.tenant_id and h.id = d.hospital_id
				 where e.team_id = ? order by e.chief desc, d.name, d.id""")
			.param(teamId)
			.query((row, n) -> new Expert(row.getObject(1, UUID.class), row.getString(2), row.getString(3),
					row.getBoolean(4)))
			.list();
	}

	@PreAuthorize("hasAuthority('production:expert:manage')")
	public UUID found(Text text) {
		var id = Ids.next();
		try {
			sql.sql("""
					insert into production_expert_team
					  (id, tenant_id, version, name, federation, phone, intro, crops, active, demo)
					values (?, ?, 0, ?, ?, ?, ?, ?, ?, ?)""")
				.params(id, Tenant.require(), text.name().strip(), text.federation().strip(), text.phone().strip(),
						text.intro().strip(), codes(text), text.active(), text.demo())
				.update();
		}
		catch (DuplicateKeyException known) {
			throw new RuleBroken("production.expert.known", text.name()).at("name");
		}
		join(id, text);
		audit.record("found", "ExpertTeam", id, null);
		return id;
	}

	/** Who took a request of it or wrote a solution stays in it. */
	@PreAuthorize("hasAuthority('production:expert:manage')")
	public void change(UUID id, Text text, long version) {
		view(id);
		try {
			var done = sql.sql("""
					update production_expert_team set name = ?, federation = ?, phone = ?, intro = ?, crops = ?,
					       active = ?, version = version + 1 where id = ? and version = ?""")
				.params(text.name().strip(), text.federation().strip(), text.phone().strip(), text.intro().strip(),
						codes(text), text.active(), id, version)
				.update();
			if (done == 0) {
				throw new Stale("kernel.stale");
			}
		}
		catch (DuplicateKeyException known) {
			throw new RuleBroken("production.expert.known", text.name()).at("name");
		}
		var busy = sql
			.sql("""
					select exists (select 1 from production_expert_request
					 where team_id = :team and doctor_id is not null and doctor_id <> all(:doctors))
					    or exists (select 1 from production_solution where team_id = :team and doctor_id <> all(:doctors))""")
			.param("team", id)
			.param("doctors", text.doctors().toArray(UUID[]::new))
			.query(Boolean.class)
			.single();
		if (busy) {
			throw new RuleBroken("production.expert.busy").at("doctors");
		}
		sql.sql("delete from production_expert where team_id = ? and doctor_id <> all(?)")
			.params(id, text.doctors().toArray(UUID[]::new))
			.update();
		sql.sql("update production_expert set chief = false where team_id = ?").param(id).update();
		join(id, text);
		audit.record("change", "ExpertTeam", id, null);
	}

	private void join(UUID id, Text text) {
		for (var doctor : new TreeSet<>(text.doctors())) {
			doctors.require(doctor);
			sql.sql("""
					insert into production_expert (tenant_id, team_id, doctor_id, chief) values (?, ?, ?, ?)
					on conflict (tenant_id, team_id, doctor_id) do update set chief = excluded.chief""")
				.params(Tenant.require(), id, doctor, doctor.equals(text.chief()))
				.update();
		}
	}

	private String[] codes(Text text) {
		for (var crop : text.crops()) {
			if (crops.find(crop).isEmpty()) {
				throw new RuleBroken("production.crop.unknown", crop).at("crops");
			}
		}
		return new TreeSet<>(text.crops()).toArray(String[]::new);
	}

	private static Team team(ResultSet row, int n) throws SQLException {
		return new Team(row.getObject("id", UUID.class), row.getString("name"), row.getString("federation"),
				row.getString("phone"), row.getString("intro"), strings(row, "crops"), strings(row, "names"),
				row.getBoolean("active"), row.getBoolean("demo"), row.getLong("requests"), row.getBigDecimal("hours"),
				row.getBigDecimal("score"), row.getLong("version"));
	}

	private static List<String> strings(ResultSet row, String column) throws SQLException {
		var array = row.getArray(column);
		return (array == null) ? List.of()
				: Arrays.stream((@Nullable Object[]) array.getArray()).map(Objects::toString).toList();
	}

}
