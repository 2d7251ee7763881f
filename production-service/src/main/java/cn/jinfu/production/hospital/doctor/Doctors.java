package cn.jinfu.production.hospital.doctor;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal.Forbidden;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.Stale;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.production.Crops;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who treats: hospitals with their hours, and doctors with what they know and how many
 * they see in a day. A doctor is known by the name under which he logs in.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class Doctors {

	/** What is written of a hospital. */
	public record HospitalText(String name, String address, String hours, String phone, int star, boolean active,
			boolean demo) {
	}

	public record Hospital(UUID id, String name, String address, String hours, String phone, int star, boolean active,
			long version) {
	}

	/** What is written of a doctor. */
	public record DoctorText(UUID hospitalId, String login, String name, DoctorLevel level, Set<Crops.Group> fields,
			int dailyQuota, boolean active, boolean demo) {

		public DoctorText {
			login = login.strip();
			name = name.strip();
			fields = Set.copyOf(fields);
			if (fields.isEmpty()) {
				throw new RuleBroken("production.doctor.field-missing").at("fields");
			}
		}

	}

	public record Doctor(UUID id, UUID hospitalId, String hospitalName, String hospitalPhone, String login, String name,
			DoctorLevel level, List<Crops.Group> fields, int dailyQuota, boolean active, long version) {
	}

	private static final String SELECT = """
			select d.*, h.name as hospital_name, h.phone as hospital_phone
			  from production_doctor d join production_hospital h on h.tenant_id = d.tenant_id and h.id = d.hospital_id
			""";

	private final JdbcClient sql;

	private final Audit audit;

	/** Those in service first, then by name. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:consult:view')")
	public List<Hospital> hospitals() {
		return sql.sql("select * from production_hospital order by active desc, name").query(Doctors::hospital).list();
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:consult:view')")
	public Hospital hospital(UUID id) {
		return sql.sql("select * from production_hospital where id = ?")
			.param(id)
			.query(Doctors::hospital)
			.optional()
			.orElseThrow(() -> new NotFound("production.hospital.not-found", id));
	}

	@PreAuthorize("hasAuthority('production:hospital:manage')")
	public UUID open(HospitalText text) {
		var id = Ids.next();
		try {
			sql.sql("""
					insert into production_hospital
					  (id, tenant_id, version, name, address, hours, phone, star, active, demo)
					values (?, ?, 0, ?, ?, ?, ?, ?, ?, ?)""")
				.params(id, Tenant.require(), text.name().strip(), text.address().strip(), text.hours().strip(),
						text.phone().strip(), text.star(), text.active(), text.demo())
				.update();
		}
		catch (DuplicateKeyException known) {
			throw new RuleBroken("production.hospital.known", text.name()).at("name");
		}
		audit.record("open", "Hospital", id, null);
		return id;
	}

	@PreAuthorize("hasAuthority('production:hospital:manage')")
	public void change(UUID id, HospitalText text, long version) {
		hospital(id);
		try {
			var done = sql.sql("""
					update production_hospital set name = ?, address = ?, hours = ?, phone = ?, star = ?, active = ?,
					       version = version + 1 where id = ? and version = ?""")
				.params(text.name().strip(), text.address().strip(), text.hours().strip(), text.phone().strip(),
						text.star(), text.active(), id, version)
				.update();
			requireOne(done);
		}
		catch (DuplicateKeyException known) {
			throw new RuleBroken("production.hospital.known", text.name()).at("name");
		}
		audit.record("change", "Hospital", id, null);
	}

	/** Those in service first, the highest level first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:consult:view')")
	public List<Doctor> all() {
		return sql.sql(
				SELECT + """
						order by d.active desc, array_position(array['CHIEF','SENIOR','MIDDLE','JUNIOR'], d.level::text), d.name""")
			.query(Doctors::doctor)
			.list();
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:consult:view')")
	public Doctor view(UUID id) {
		return require(id);
	}

	/** For whoever already came to see the consult or the prescription. */
	@Transactional(readOnly = true)
	public Doctor require(UUID id) {
		return sql.sql(SELECT + " where d.id = ?")
			.param(id)
			.query(Doctors::doctor)
			.optional()
			.orElseThrow(() -> new NotFound("production.doctor.not-found", id));
	}

	@PreAuthorize("hasAuthority('production:hospital:manage')")
	public UUID employ(DoctorText text) {
		hospital(text.hospitalId());
		var id = Ids.next();
		try {
			sql.sql("""
					insert into production_doctor
					  (id, tenant_id, version, hospital_id, login, name, level, fields, daily_quota, active, demo)
					values (?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?)""")
				.params(id, Tenant.require(), text.hospitalId(), text.login(), text.name(), text.level().name(),
						names(text.fields()), text.dailyQuota(), text.active(), text.demo())
				.update();
		}
		catch (DuplicateKeyException known) {
			throw new RuleBroken("production.doctor.known", text.login()).at("login");
		}
		audit.record("employ", "Doctor", id, null);
		return id;
	}

	@PreAuthorize("hasAuthority('production:hospital:manage')")
	public void change(UUID id, DoctorText text, long version) {
		require(id);
		hospital(text.hospitalId());
		try {
			var done = sql.sql("""
					update production_doctor set hospital_id = ?, login = ?, name = ?, level = ?, fields = ?,
					       daily_quota = ?, active = ?, version = version + 1 where id = ? and version = ?""")
				.params(text.hospitalId(), text.login(), text.name(), text.level().name(), names(text.fields()),
						text.dailyQuota(), text.active(), id, version)
				.update();
			requireOne(done);
		}
		catch (DuplicateKeyException known) {
			throw new RuleBroken("production.doctor.known", text.login()).at("login");
		}
		audit.record("change", "Doctor", id, null);
	}

	/** The doctor who is logged in, while he is in service. */
	@Transactional(readOnly = true)
	public Optional<Doctor> me() {
		return sql.sql(SELECT + " where d.login = ? and d.active and h.active")
			.param(Actor.current().login())
			.query(Doctors::doctor)
			.optional();
	}

	/**
	 * @throws Forbidden for somebody who is no doctor in service, whatever his role
	 */
	@Transactional(readOnly = true)
	public Doctor requireMe() {
		return me().orElseThrow(() -> new Forbidden("production.doctor.none"));
	}

	/** The same, alone until the transaction ends: so that a day's number holds. */
	public Doctor lockMe() {
		var me = requireMe();
		sql.sql("select id from production_doctor where id = ? for update").param(me.id()).query(UUID.class).single();
		return me;
	}

	private static void requireOne(int done) {
		if (done == 0) {
			throw new Stale("kernel.stale");
		}
	}

	private static String[] names(Set<Crops.Group> fields) {
		return EnumSet.copyOf(fields).stream().map(Enum::name).toArray(String[]::new);
	}

	private static Hospital hospital(ResultSet row, int n) throws SQLException {
		return new Hospital(row.getObject("id", UUID.class), row.getString("name"), row.getString("address"),
				row.getString("hours"), row.getString("phone"), row.getInt("star"), row.getBoolean("active"),
				row.getLong("version"));
	}

	private static Doctor doctor(ResultSet row, int n) throws SQLException {
		var fields = (@Nullable Object[]) row.getArray("fields").getArray();
		return new Doctor(row.getObject("id", UUID.class), row.getObject("hospital_id", UUID.class),
				row.getString("hospital_name"), row.getString("hospital_phone"), row.getString("login"),
				row.getString("name"), DoctorLevel.valueOf(row.getString("level")),
				Arrays.stream(fields).map(field -> Crops.Group.valueOf(Objects.toString(field))).toList(),
				row.getInt("daily_quota"), row.getBoolean("active"), row.getLong("version"));
	}

}
