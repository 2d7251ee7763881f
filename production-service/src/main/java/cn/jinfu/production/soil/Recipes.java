package cn.jinfu.production.soil;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.ServiceKind;
import cn.jinfu.member.ServiceUse;
import cn.jinfu.production.FertiliserRecipes;
import cn.jinfu.production.InputUnit;
import cn.jinfu.production.PlotDirectory;
import cn.jinfu.production.Reach;
import cn.jinfu.production.input.Farms;
import lombok.RequiredArgsConstructor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Recipes from confirmed values and the edition in force; made once, never changed. */
@Service
@Transactional
@RequiredArgsConstructor
public class Recipes implements FertiliserRecipes {

	private static final BigDecimal GRAMS = BigDecimal.valueOf(1000);

	/** More of one product on a 亩 is a slip, not a recipe. */
	private static final BigDecimal KG_MOST = BigDecimal.valueOf(1000);

	private static final String SELECT = """
			select r.*, s.no as sample_no, s.laboratory, s.report_no, s.measured_on, s.ph, s.organic, s.total_n, s.nitrogen,
			       s.phosphorus, s.potassium, g.name as plot_name, c.name as crop_name, e.source, e.demo as demo_edition,
			       e.ph_low, e.ph_high, e.organic_low
			  from production_soil_recipe r
			  join production_soil_sample s on s.tenant_id = r.tenant_id and s.id = r.sample_id
			  join production_soil_edition e on e.tenant_id = r.tenant_id and e.id = r.edition_id
			  join production_plot g on g.tenant_id = r.tenant_id and g.id = r.plot_id
			  join production_crop c on c.code = r.crop
			""";

	private final SoilSamples samples;

	private final SoilEditions editions;

	private final PlotDirectory plots;

	private final Farms farms;

	private final Numbers numbers;

	private final ServiceUse uses;

	private final Audit audit;

	private final BusinessClock clock;

	private final JdbcClient sql;

	/**
	 * For the whole plot.
	 * @throws RuleBroken {@code production.soil.no-edition} when the federation decided
	 * nothing for that crop
	 */
	@PreAuthorize("hasAuthority('production:soil:recipe')")
	public UUID make(UUID sampleId, String crop, BigDecimal targetKgMu) {
		var sample = samples.view(sampleId);
		var values = sample.values();
		if (sample.state() != SoilState.CONFIRMED || values == null) {
			throw new WrongState("production.soil.not-confirmed", sample.state());
		}
		var edition = editions.inForce(crop, clock.today())
			.orElseThrow(() -> new RuleBroken("production.soil.no-edition").at("crop"));
		var text = edition.text();
		if (targetKgMu.signum() <= 0 || targetKgMu.compareTo(text.mostKgMu()) > 0
				|| targetKgMu.stripTrailingZeros().scale() > 2) {
			throw new RuleBroken("production.soil.target", text.mostKgMu().toPlainString()).at("targetKgMu");
		}
		var plot = plots.find(sample.plotId()).orElseThrow();
		var id = Ids.next();
		sql.sql("""
				insert into production_soil_recipe
				  (id, tenant_id, no, sample_id, member_id, division, plot_id, crop, edition_id, target_kg_mu, area_mu,
				   made_by, by_name, made_at)
				values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
			.params(id, Tenant.require(), numbers.next("soil_recipe", "PF-%06d"), sampleId, sample.memberId(),
					plot.divisionCode(), sample.plotId(), crop, edition.id(), targetKgMu, plot.areaMu(),
					Actor.current().personId(), Actor.current().displayName(), Timestamp.from(clock.now()))
			.update();
		write(id, sample, plot.areaMu(), targetKgMu, text, values);
		audit.record("make", "SoilRecipe", id, crop + " " + targetKgMu.toPlainString());
		uses.record(sample.memberId(), ServiceKind.FIELD_SERVICE, clock.today(), "production.soil-sample", sampleId);
		return id;
	}

	private void write(UUID id, SoilSampleView sample, BigDecimal areaMu, BigDecimal targetKgMu, SoilEditions.Text text,
			SoilValues values) {
		var needs = new EnumMap<Nutrient, BigDecimal>(Nutrient.class);
		for (var nutrient : Nutrient.values()) {
			var need = Balance.need(text.figures(nutrient), targetKgMu,
					values.available().getOrDefault(nutrient, BigDecimal.ZERO), text.topsoilKg());
			needs.put(nutrient, need.needKg());
			sql.sql("""
					insert into production_soil_need
					  (tenant_id, recipe_id, member_id, nutrient, uptake_kg, soil_kg, use_percent, need_kg)
					values (?, ?, ?, ?, ?, ?, ?, ?)""")
				.params(Tenant.require(), id, sample.memberId(), nutrient.name(), need.uptakeKg(), need.soilKg(),
						need.usePercent(), need.needKg())
				.update();
		}
		var products = editions.fertilisers()
			.stream()
			.filter(SoilEditions.Fertiliser::blended)
			.map(SoilEditions.Fertiliser::product)
			.toList();
		var number = 0;
		for (var line : Balance.blend(needs, products)) {
			if (line.kgPerMu().compareTo(KG_MOST) > 0) {
				throw new RuleBroken("production.soil.too-much", KG_MOST.toPlainString()).at("targetKgMu");
			}
			sql.sql("""
					insert into production_soil_recipe_line
					  (tenant_id, recipe_id, member_id, line_no, input_id, kg_mu, quantity)
					values (?, ?, ?, ?, ?, ?, ?)""")
				.params(Tenant.require(), id, sample.memberId(), ++number, line.inputId(), line.kgPerMu(),
						line.kgPerMu().multiply(areaMu).multiply(GRAMS))
				.update();
		}
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:soil:view')")
	public RecipeView view(UUID id) {
		var reach = Reach.current();
		return read(sql.sql(SELECT + " where r.id = :id and " + Reach.on("r", "r"))
			.param("id", id)
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division())).stream()
			.findFirst()
			.orElseThrow(() -> new NotFound("production.soil.recipe-not-found", id));
	}

	/** The latest first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:soil:view')")
	public List<RecipeView> ofSample(UUID sampleId) {
		samples.view(sampleId);
		return read(sql.sql(SELECT + " where r.sample_id = :id order by r.made_at desc, r.id desc limit 50")
			.param("id", sampleId));
	}

	@Override
	@Transactional(readOnly = true)
	public Optional<Recipe> find(UUID recipeId) {
		return read(sql.sql(SELECT + " where r.id = :id").param("id", recipeId)).stream()
			.map(Recipes::published)
			.findFirst();
	}

	@Override
	@Transactional(readOnly = true)
	public List<Recipe> ofMember(UUID memberId) {
		return read(sql.sql(SELECT + " where r.member_id = :id order by r.made_at desc, r.id desc limit 50")
			.param("id", memberId)).stream().map(Recipes::published).toList();
	}

	private static Recipe published(RecipeView it) {
		return new Recipe(it.id(), it.no(), it.memberId(), it.plotId(), it.plotName(), it.crop(), it.cropName(),
				it.areaMu(), it.lines());
	}

	private List<RecipeView> read(JdbcClient.StatementSpec statement) {
		return farms.named(statement.query(this::recipe).list(), RecipeView::memberId, RecipeView::withMemberName);
	}

	private RecipeView recipe(ResultSet row, int n) throws SQLException {
		var id = row.getObject("id", UUID.class);
		var values = new SoilValues(row.getString("laboratory"), row.getString("report_no"),
				row.getObject("measured_on", LocalDate.class), row.getBigDecimal("ph"), row.getBigDecimal("organic"),
				row.getBigDecimal("total_n"), row.getBigDecimal("nitrogen"), row.getBigDecimal("phosphorus"),
				row.getBigDecimal("potassium"));
		return new RecipeView(id, row.getString("no"), row.getObject("sample_id", UUID.class),
				row.getString("sample_no"), row.getObject("member_id", UUID.class), "",
				row.getObject("plot_id", UUID.class), row.getString("plot_name"), row.getString("crop"),
				row.getString("crop_name"), row.getBigDecimal("target_kg_mu"), row.getBigDecimal("area_mu"),
				row.getString("source"), row.getBoolean("demo_edition"), row.getString("by_name"),
				row.getObject("made_at", OffsetDateTime.class).toInstant(), values, remarks(row, values), needs(id),
				lines(id));
	}

	private static List<RecipeView.Remark> remarks(ResultSet row, SoilValues values) throws SQLException {
		var remarks = new ArrayList<RecipeView.Remark>();
		if (values.ph().compareTo(row.getBigDecimal("ph_low")) < 0) {
			remarks.add(new RecipeView.Remark("ACID", values.ph(), row.getBigDecimal("ph_low")));
		}
		if (values.ph().compareTo(row.getBigDecimal("ph_high")) > 0) {
			remarks.add(new RecipeView.Remark("ALKALINE", values.ph(), row.getBigDecimal("ph_high")));
		}
		if (values.organic().compareTo(row.getBigDecimal("organic_low")) < 0) {
			remarks.add(new RecipeView.Remark("POOR", values.organic(), row.getBigDecimal("organic_low")));
		}
		return remarks;
	}

	private List<RecipeView.Need> needs(UUID recipeId) {
		return sql.sql("""
				select * from production_soil_need where recipe_id = ? order by position(nutrient in 'NPK')""")
			.param(recipeId)
			.query((row, n) -> new RecipeView.Need(Nutrient.valueOf(row.getString("nutrient")),
					row.getBigDecimal("uptake_kg"), row.getBigDecimal("soil_kg"), row.getBigDecimal("use_percent"),
					row.getBigDecimal("need_kg")))
			.list();
	}

	private List<Item> lines(UUID recipeId) {
		return sql.sql("""
				select l.*, i.name, i.unit from production_soil_recipe_line l
				  join production_agri_input i on i.tenant_id = l.tenant_id and i.id = l.input_id
				 where l.recipe_id = ? order by l.line_no""")
			.param(recipeId)
			.query((row, n) -> new Item(row.getObject("input_id", UUID.class), row.getString("name"),
					InputUnit.valueOf(row.getString("unit")), row.getBigDecimal("kg_mu"),
					row.getBigDecimal("quantity")))
			.list();
	}

}
