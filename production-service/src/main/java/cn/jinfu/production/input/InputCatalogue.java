package cn.jinfu.production.input;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.production.AgriInputs;
import cn.jinfu.production.Crops;
import cn.jinfu.production.InputKind;
import cn.jinfu.production.InputUnit;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Reads and extends the catalogue. Rows are added, never rewritten. */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class InputCatalogue implements AgriInputs {

	private static final String COLUMNS = """
			select id, name, kind, registration_no, manufacturer, ingredients, formulation, unit, pack_quantity,
			       pack_name, demo
			  from production_agri_input
			""";

	/**
	 * A new row of the catalogue.
	 *
	 * @param listed false for what a farm bought elsewhere under a name nobody checked
	 */
	public record NewInput(String name, InputKind kind, @Nullable String registrationNo,
			@Nullable LocalDate registeredTo, String manufacturer, List<String> ingredients, String formulation,
			InputUnit unit, java.math.@Nullable BigDecimal packQuantity, @Nullable String packName, boolean listed,
			boolean demo) {
	}

	/** A label's words on one crop; {@code sourceStatus} official, secondary or demo. */
	public record NewRule(UUID inputId, String crop, String pest, java.math.@Nullable BigDecimal doseMin,
			java.math.BigDecimal doseMax, @Nullable Integer maxTimes, @Nullable Integer intervalDays,
			LocalDate validFrom, String source, String sourceStatus) {
	}

	private static final BigDecimal MOST_PERCENT = BigDecimal.valueOf(100);

	private static final BigDecimal MOST_A_LITRE = BigDecimal.valueOf(2_000);

	private final JdbcClient sql;

	private final Crops crops;

	private final Audit audit;

	@Override
	public Optional<Input> find(UUID inputId) {
		return sql.sql(COLUMNS + " where id = ?").param(inputId).query(InputCatalogue::input).optional();
	}

	/**
	 * @throws NotFound {@code production.input.not-found}
	 */
	public Input require(UUID inputId) {
		return find(inputId).orElseThrow(() -> new NotFound("production.input.not-found", inputId));
	}

	@Override
	public Optional<Input> byRegistrationNo(String registrationNo) {
		return sql.sql(COLUMNS + " where registration_no = ?")
			.param(registrationNo)
			.query(InputCatalogue::input)
			.optional();
	}

	@Override
	public List<Input> search(@Nullable String text, @Nullable InputKind kind, int limit) {
		return sql.sql(COLUMNS + """
				where (:text = '' or name ilike '%' || :text || '%' or registration_no ilike '%' || :text || '%'
				       or array_to_string(ingredients, ' ') ilike '%' || :text || '%')
				  and (:kind = '' or kind = :kind)
				order by name, id limit :limit""")
			.param("text", (text != null) ? text.strip() : "")
			.param("kind", (kind != null) ? kind.name() : "")
			.param("limit", Math.clamp(limit, 1, 500))
			.query(InputCatalogue::input)
			.list();
	}

	@Override
	public List<LabelRule> rules(UUID inputId, String crop, LocalDate on) {
		return sql.sql("""
				select input_id, crop, pest, dose_min, dose_max, max_times, interval_days, source, demo
				  from production_label_rule
				 where input_id = ? and crop = ? and valid_from <= ? and (valid_to is null or valid_to >= ?)
				 order by interval_days desc nulls first, dose_max, pest""")
			.params(inputId, crop, on, on)
			.query(InputCatalogue::rule)
			.list();
	}

	/** Every rule of an input ever entered, by crop. */
	List<LabelRule> allRules(UUID inputId) {
		return sql.sql("""
				select input_id, crop, pest, dose_min, dose_max, max_times, interval_days, source, demo
				  from production_label_rule where input_id = ? order by crop, pest, valid_from desc""")
			.params(inputId)
			.query(InputCatalogue::rule)
			.list();
	}

	/** Whether the registration held on the day; what needs none always does. */
	public boolean registered(UUID inputId, LocalDate on) {
		return sql.sql("""
				select kind <> 'PESTICIDE'
				       or (registration_no is not null and (registered_to is null or registered_to >= ?))
				  from production_agri_input where id = ?""").params(on, inputId).query(Boolean.class).single();
	}

	@Override
	public Standing standing(UUID inputId, LocalDate on) {
		require(inputId);
		return sql.sql("""
				select case when bool_or(r.rule = 'BANNED' and r.crop_groups is null) then 'BANNED'
				            when bool_or(r.rule = 'DESIGNATED') then 'RESTRICTED' else 'FREE' end
				  from production_agri_input i
				  left join production_substance_rule r on r.substance = any(i.ingredients)
				   and r.valid_from <= ? and (r.valid_to is null or r.valid_to >= ?)
				 where i.id = ?""")
			.params(on, on, inputId)
			.query((row, n) -> Standing.valueOf(row.getString(1)))
			.single();
	}

	@Override
	public boolean bannedOn(UUID inputId, String crop, LocalDate on) {
		return sql.sql("""
				select exists (select 1 from production_agri_input i
				  join production_substance_rule r on r.substance = any(i.ingredients) and r.rule = 'BANNED'
				  join production_crop c on c.code = ?
				 where i.id = ? and r.valid_from <= ? and (r.valid_to is null or r.valid_to >= ?)
				   and (r.crop_groups is null or c.crop_group = any(r.crop_groups)))""")
			.params(crop, inputId, on, on)
			.query(Boolean.class)
			.single();
	}

	@Transactional
	@PreAuthorize("hasAuthority('production:input:edit')")
	public UUID add(NewInput input) {
		if (input.listed() && input.kind() == InputKind.PESTICIDE && input.registrationNo() == null) {
			throw new RuleBroken("production.input.registration-missing").at("registrationNo");
		}
		if ((input.packQuantity() == null) != (input.packName() == null)) {
			throw new RuleBroken("production.input.pack-incomplete").at("packName");
		}
		return insert(input);
	}

	/** What a farm bought elsewhere and nobody has checked: known by name only. */
	UUID unlisted(String name, InputKind kind, @Nullable String registrationNo, InputUnit unit) {
		var number = (registrationNo == null || registrationNo.isBlank()) ? null : registrationNo.strip();
		if (number != null) {
			var known = byRegistrationNo(number);
			if (known.isPresent()) {
				return known.get().inputId();
			}
		}
		return insert(
				new NewInput(name.strip(), kind, number, null, "", List.of(), "", unit, null, null, false, false));
	}

	/**
	 * What the label says of its active substance: percent of mass where it is counted in
	 * grams, grams a litre where in millilitres; empty while nobody told.
	 */
	public Optional<BigDecimal> content(UUID inputId) {
		return sql.sql("select active_content from production_agri_input where id = ? and active_content is not null")
			.param(inputId)
			.query(BigDecimal.class)
			.optional();
	}

	/**
	 * Kept with the item, so that what was used of it can be added up; a better word
	 * replaces the one before, for all uses.
	 */
	@Transactional
	@PreAuthorize("hasAuthority('production:input:edit')")
	public void tellContent(UUID inputId, BigDecimal content) {
		var input = require(inputId);
		if (input.kind() != InputKind.PESTICIDE || input.unit() == InputUnit.PIECE) {
			throw new RuleBroken("production.input.content-none").at("content");
		}
		var most = (input.unit() == InputUnit.G) ? MOST_PERCENT : MOST_A_LITRE;
		if (content.signum() <= 0 || content.compareTo(most) > 0 || content.stripTrailingZeros().scale() > 3) {
			throw new RuleBroken("production.input.content", most).at("content");
		}
		var before = content(inputId).map(BigDecimal::toPlainString).orElse("");
		sql.sql("update production_agri_input set active_content = ?, version = version + 1 where id = ?")
			.params(content, inputId)
			.update();
		audit.record("tell-content", "AgriInput", inputId, before + " > " + content.toPlainString());
	}

	private UUID insert(NewInput input) {
		var id = Ids.next();
		try {
			sql.sql("""
					insert into production_agri_input
					  (id, tenant_id, version, name, kind, registration_no, registered_to, manufacturer, ingredients,
					   formulation, unit, pack_quantity, pack_name, listed, demo)
					values (:id, :tenant, 0, :name, :kind, :registrationNo, :registeredTo, :manufacturer, :ingredients,
					        :formulation, :unit, :packQuantity, :packName, :listed, :demo)""")
				.param("id", id)
				.param("tenant", Tenant.require())
				.param("name", input.name())
				.param("kind", input.kind().name())
				.param("registrationNo", input.registrationNo())
				.param("registeredTo", input.registeredTo())
				.param("manufacturer", input.manufacturer())
				.param("ingredients", input.ingredients().toArray(String[]::new))
				.param("formulation", input.formulation())
				.param("unit", input.unit().name())
				.param("packQuantity", input.packQuantity())
				.param("packName", input.packName())
				.param("listed", input.listed())
				.param("demo", input.demo())
				.update();
		}
		catch (DuplicateKeyException known) {
			throw new RuleBroken("production.input.known", String.valueOf(input.registrationNo())).at("registrationNo");
		}
		return id;
	}

	@Transactional
	@PreAuthorize("hasAuthority('production:input:edit')")
	public UUID addRule(NewRule rule) {
		require(rule.inputId());
		crops.find(rule.crop()).orElseThrow(() -> new RuleBroken("production.crop.unknown", rule.crop()).at("crop"));
		var id = Ids.next();
		try {
			sql.sql("""
					insert into production_label_rule
					  (id, tenant_id, version, input_id, crop, pest, dose_min, dose_max, max_times, interval_days,
					   valid_from, source, source_status, demo)
					values (:id, :tenant, 0, :input, :crop, :pest, :doseMin, :doseMax, :maxTimes, :intervalDays,
					        :validFrom, :source, :sourceStatus, :demo)""")
				.param("id", id)
				.param("tenant", Tenant.require())
				.param("input", rule.inputId())
				.param("crop", rule.crop())
				.param("pest", rule.pest())
				.param("doseMin", rule.doseMin())
				.param("doseMax", rule.doseMax())
				.param("maxTimes", rule.maxTimes())
				.param("intervalDays", rule.intervalDays())
				.param("validFrom", rule.validFrom())
				.param("source", rule.source())
				.param("sourceStatus", rule.sourceStatus())
				.param("demo", "demo".equals(rule.sourceStatus()))
				.update();
		}
		catch (DuplicateKeyException known) {
			throw new RuleBroken("production.input.rule-known", rule.pest()).at("pest");
		}
		return id;
	}

	private static Input input(ResultSet row, int n) throws SQLException {
		return new Input(row.getObject("id", UUID.class), row.getString("name"),
				InputKind.valueOf(row.getString("kind")), row.getString("registration_no"),
				row.getString("manufacturer"), strings(row.getArray("ingredients")), row.getString("formulation"),
				InputUnit.valueOf(row.getString("unit")), row.getBigDecimal("pack_quantity"),
				row.getString("pack_name"), row.getBoolean("demo"));
	}

	private static LabelRule rule(ResultSet row, int n) throws SQLException {
		return new LabelRule(row.getObject("input_id", UUID.class), row.getString("crop"), row.getString("pest"),
				row.getBigDecimal("dose_min"), row.getBigDecimal("dose_max"), row.getObject("max_times", Integer.class),
				row.getObject("interval_days", Integer.class), row.getString("source"), row.getBoolean("demo"));
	}

	private static List<String> strings(Array array) throws SQLException {
		return List.of((String[]) array.getArray());
	}

}
