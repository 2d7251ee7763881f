package cn.jinfu.production.hospital.prescription;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.FieldUnit;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.production.InputUnit;
import cn.jinfu.production.Prescriptions;
import cn.jinfu.production.Reach;
import cn.jinfu.production.hospital.doctor.Doctors;
import cn.jinfu.production.input.Farms;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class PrescriptionQueries {

	/** What a list may be narrowed to; empty means all. */
	public record Filter(@Nullable String q, @Nullable PrescriptionState state, @Nullable UUID memberId,
			@Nullable UUID consultId, @Nullable String after, int limit) {
	}

	private static final String FROM = """
			  from production_prescription p
			  join production_consult c on c.tenant_id = p.tenant_id and c.id = p.consult_id
			  join production_planting b on b.tenant_id = p.tenant_id and b.id = p.planting_id
			  join production_plot g on g.tenant_id = b.tenant_id and g.id = b.plot_id
			  join production_crop k on k.code = p.crop
			""";

	private static final String SELECT = "select p.*, c.no as consult_no, g.name as plot_name, k.name as crop_name"
			+ FROM;

	/** A farm does not see what its doctor has not signed. */
	private static final String WHERE = """
			 where (:q = '' or p.no ilike '%' || :q || '%' or p.pest like '%' || :q || '%' or p.doctor_name = :q
			        or k.name = :q)
			   and (:state = '' or p.state = :state) and (:member = '' or p.member_id = nullif(:member, '')::uuid)
			   and (:consult = '' or p.consult_id = nullif(:consult, '')::uuid)
			   and (:reachMember = '' or p.content is not null) and
			""" + Reach.on("p", "p");

	private final JdbcClient sql;

	private final Farms farms;

	private final Doctors doctors;

	private final RxChecks checks;

	private final BusinessClock clock;

	/** The latest first. */
	@PreAuthorize("hasAuthority('production:consult:view')")
	public Paged<PrescriptionView> list(Filter filter) {
		var from = Cursor.read(filter.after(), 1);
		var me = me();
		var rows = bind(SELECT + WHERE + " and (:after = '' or p.no < :after) order by p.no desc limit :limit", filter)
			.param("after", from.isEmpty() ? "" : from.getFirst())
			.param("limit", filter.limit() + 1)
			.query((row, n) -> view(row, me))
			.list();
		var total = bind("select count(*) from (select 1" + FROM + WHERE + " limit 10001) x", filter).query(Long.class)
			.single();
		return Paged.of(named(rows), filter.limit(), total, row -> Cursor.of(row.no()));
	}

	@PreAuthorize("hasAuthority('production:consult:view')")
	public PrescriptionView view(UUID id) {
		var me = me();
		var found = bind(SELECT + WHERE + " and p.id = :id", new Filter(null, null, null, null, null, 1))
			.param("id", id)
			.query((row, n) -> view(row, me))
			.list();
		return named(found).stream()
			.findFirst()
			.map(it -> it.withLines(checked(it, lines(id))))
			.orElseThrow(() -> new NotFound("production.prescription.not-found", id));
	}

	private JdbcClient.StatementSpec bind(String statement, Filter filter) {
		var reach = Reach.current();
		var state = filter.state();
		return sql.sql(statement)
			.param("q", Objects.requireNonNullElse(filter.q(), "").strip())
			.param("state", (state != null) ? state.name() : "")
			.param("member", Objects.toString(filter.memberId(), ""))
			.param("consult", Objects.toString(filter.consultId(), ""))
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division());
	}

	private List<PrescriptionView.Line> lines(UUID prescriptionId) {
		return sql.sql("""
				select l.*, i.registration_no, i.unit, l.dose_per_mu * l.times * p.area_mu as quantity
				  from production_prescription_line l
				  join production_prescription p on p.tenant_id = l.tenant_id and p.id = l.prescription_id
				  join production_agri_input i on i.tenant_id = l.tenant_id and i.id = l.input_id
				 where l.prescription_id = ? order by l.line_no""")
			.param(prescriptionId)
			.query((row, n) -> new PrescriptionView.Line(row.getObject("input_id", UUID.class),
					row.getString("input_name"), row.getString("registration_no"),
					InputUnit.valueOf(row.getString("unit")), row.getBigDecimal("dose"),
					FieldUnit.valueOf(row.getString("dose_unit")), row.getBigDecimal("dose_per_mu"),
					row.getObject("dilution", Integer.class), row.getInt("times"),
					row.getObject("every_days", Integer.class), row.getObject("interval_days", Integer.class),
					whole(row.getBigDecimal("quantity")), List.of(), null))
			.list();
	}

	/**
	 * What is signed was checked when it was signed; a draft is held against today's
	 * label.
	 */
	private List<PrescriptionView.Line> checked(PrescriptionView it, List<PrescriptionView.Line> lines) {
		return lines.stream().map(line -> {
			var check = checks.check(it.plantingId(), it.crop(), line.inputId(), it.pest(), line.dosePerMu(),
					line.times());
			var rule = check.rule();
			var told = line.withDoseMax((rule != null) ? rule.doseMax() : null);
			return (it.state() == PrescriptionState.DRAFT) ? told.withFindings(check.sorted()) : told;
		}).toList();
	}

	/**
	 * What a label allows on the crop today.
	 *
	 * @param intervalDays null when unknown: then it cannot be prescribed
	 */
	public record Allowed(UUID inputId, String inputName, String pest, InputUnit unit, BigDecimal doseMax,
			@Nullable Integer intervalDays) {
	}

	/** To choose from, by pest and name. */
	@PreAuthorize("hasAuthority('production:prescription:issue')")
	public List<Allowed> allowed(String crop) {
		return sql.sql("""
				select distinct on (r.pest, i.name, i.id) i.id, i.name, r.pest, i.unit, r.dose_max, r.interval_days
				  from production_label_rule r
				  join production_agri_input i on i.tenant_id = r.tenant_id and i.id = r.input_id
				 where r.crop = :crop and i.listed and i.kind = 'PESTICIDE' and r.valid_from <= :on
				   and (r.valid_to is null or r.valid_to >= :on) and (i.registered_to is null or i.registered_to >= :on)
				 order by r.pest, i.name, i.id, r.interval_days desc nulls first limit 200""")
			.param("crop", crop)
			.param("on", clock.today())
			.query((row, n) -> new Allowed(row.getObject(1, UUID.class), row.getString(2), row.getString(3),
					InputUnit.valueOf(row.getString(4)), row.getBigDecimal(5), row.getObject(6, Integer.class)))
			.list();
	}

	/** To the next whole gram, millilitre or piece. */
	private static BigDecimal whole(BigDecimal quantity) {
		return quantity.setScale(0, java.math.RoundingMode.CEILING);
	}

	List<Prescriptions.Rx> fillable(String condition, String key) {
		return sql
			.sql(SELECT + " where p.state = 'ISSUED' and p.valid_to >= :today and " + condition
					+ " order by p.no limit 20")
			.param("today", clock.today())
			.param("key", key)
			.query((row, n) -> view(row, null))
			.list()
			.stream()
			.map(it -> new Prescriptions.Rx(it.id(), it.no(), it.memberId(), it.plantingId(), it.crop(), it.pest(),
					it.doctorName(), it.validTo(), items(it.id())))
			.toList();
	}

	Prescriptions.Rx published(Prescription it) {
		return new Prescriptions.Rx(it.id(), it.no(), it.memberId(), it.plantingId(), it.crop(), it.pest(),
				it.doctorName(), it.validTo(), items(it.id()));
	}

	private List<Prescriptions.Item> items(UUID prescriptionId) {
		return lines(prescriptionId).stream()
			.map(line -> new Prescriptions.Item(line.inputId(), line.inputName(), line.unit(), line.quantity(),
					line.dosePerMu(), line.times(), Objects.requireNonNullElse(line.intervalDays(), 0)))
			.toList();
	}

	private @Nullable UUID me() {
		return doctors.me().map(Doctors.Doctor::id).orElse(null);
	}

	private List<PrescriptionView> named(List<PrescriptionView> rows) {
		return farms.named(rows, PrescriptionView::memberId, PrescriptionView::withMemberName);
	}

	private static PrescriptionView view(ResultSet row, @Nullable UUID me) throws SQLException {
		var doctor = row.getObject("doctor_id", UUID.class);
		return new PrescriptionView(row.getObject("id", UUID.class), row.getString("no"),
				row.getObject("consult_id", UUID.class), row.getString("consult_no"),
				row.getObject("member_id", UUID.class), "", row.getObject("planting_id", UUID.class),
				row.getString("plot_name"), row.getString("crop"), row.getString("crop_name"),
				row.getObject("pest_id", UUID.class), row.getString("pest"), row.getBigDecimal("area_mu"), doctor,
				row.getString("doctor_name"), doctor.equals(me), row.getString("advice"),
				row.getObject("valid_to", LocalDate.class), PrescriptionState.valueOf(row.getString("state")),
				instant(row, "issued_at"), row.getString("content"), row.getString("sha256"),
				row.getObject("sale_id", UUID.class), row.getString("sale_no"), instant(row, "dispensed_at"),
				row.getObject("operation_id", UUID.class), row.getObject("used_on", LocalDate.class),
				row.getString("void_reason"), row.getLong("version"), List.of());
	}

	private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		var at = row.getTimestamp(column);
		return (at != null) ? at.toInstant() : null;
	}

}
