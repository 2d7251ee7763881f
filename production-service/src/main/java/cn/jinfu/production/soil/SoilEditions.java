package cn.jinfu.production.soil;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.production.Crops;
import cn.jinfu.production.InputKind;
import cn.jinfu.production.InputUnit;
import cn.jinfu.production.ProductionFourEyes;
import cn.jinfu.production.input.InputCatalogue;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The figures from which recipes are made, by crop: one proposes an edition with its
 * source, another puts it in force from a day on; recipes keep the edition they were made
 * by. And what fertilisers hold, as their bags say.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class SoilEditions {

	static final String TYPE = "SoilEdition";

	private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

	/**
	 * @param topsoilKg weight of the tilled soil of a 亩, kg
	 * @param uptake kg of each nutrient for 100 kg of yield
	 * @param supply 校正系数 of each
	 * @param use percent of a fertiliser's nutrient that the season uses
	 * @param mostKgMu highest target that the figures hold for, kg per 亩
	 */
	public record Text(String crop, LocalDate validFrom, String source, BigDecimal topsoilKg,
			Map<Nutrient, BigDecimal> uptake, Map<Nutrient, BigDecimal> supply, Map<Nutrient, BigDecimal> use,
			BigDecimal phLow, BigDecimal phHigh, BigDecimal organicLow, BigDecimal mostKgMu, boolean demo) {

		Balance.Figures figures(Nutrient nutrient) {
			return new Balance.Figures(uptake.getOrDefault(nutrient, BigDecimal.ZERO),
					supply.getOrDefault(nutrient, BigDecimal.ZERO), use.getOrDefault(nutrient, BigDecimal.ONE));
		}

	}

	/**
	 * @param mine whether the reader proposed it, so that somebody else must confirm
	 */
	public record Edition(UUID id, Text text, String cropName, EditionState state, UUID proposedBy, String byName,
			boolean mine) {

		/** The figures as a table. */
		public record Row(Nutrient nutrient, BigDecimal uptake, BigDecimal supply, BigDecimal use) {
		}

		public List<Row> rows() {
			return Stream.of(Nutrient.values()).map(it -> {
				var figures = text.figures(it);
				return new Row(it, figures.uptake(), figures.supply(), figures.use());
			}).toList();
		}

	}

	/**
	 * @param blended whether recipes may use it
	 */
	public record Fertiliser(UUID inputId, String name, BigDecimal n, BigDecimal p, BigDecimal k, String source,
			boolean blended) {

		Balance.Product product() {
			return new Balance.Product(inputId, Map.of(Nutrient.N, n, Nutrient.P, p, Nutrient.K, k));
		}

	}

	private final JdbcClient sql;

	private final Crops crops;

	private final InputCatalogue inputs;

	private final StatusHistory history;

	private final Audit audit;

	private final BusinessClock clock;

	/** Not declined; by crop, the latest first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:soil:view')")
	public List<Edition> all() {
		return read(" where e.state <> 'DECLINED' order by e.state desc, c.sort, e.valid_from desc limit 500");
	}

	/** What holds for that crop on that day; empty when nothing was decided. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:soil:view')")
	public Optional<Edition> inForce(String crop, LocalDate on) {
		return read(
				" where e.state = 'CONFIRMED' and e.crop = ? and e.valid_from <= ? order by e.valid_from desc limit 1",
				crop, on)
			.stream()
			.findFirst();
	}

	/** For what crops a recipe can be made today. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:soil:view')")
	public List<Crops.Crop> decided() {
		var codes = sql.sql("""
				select distinct crop from production_soil_edition where state = 'CONFIRMED' and valid_from <= ?""")
			.param(clock.today())
			.query(String.class)
			.set();
		return crops.all().stream().filter(it -> codes.contains(it.code())).toList();
	}

	@PreAuthorize("hasAuthority('production:soil:decide')")
	public UUID propose(Text text) {
		check(text);
		requireNew(text.crop(), text.validFrom());
		var id = Ids.next();
		var actor = Actor.current();
		var insert = sql
			.sql("""
					insert into production_soil_edition
					  (id, tenant_id, version, crop, valid_from, source, topsoil_kg, uptake_n, uptake_p, uptake_k, supply_n,
					   supply_p, supply_k, use_n, use_p, use_k, ph_low, ph_high, organic_low, most_kg_mu, state, proposed_by,
					   proposed_at, by_name, demo)
					values (:id, :tenant, 0, :crop, :from, :source, :topsoil, :uptakeN, :uptakeP, :uptakeK, :supplyN,
					        :supplyP, :supplyK, :useN, :useP, :useK, :phLow, :phHigh, :organic, :most, 'PROPOSED', :person,
					        :at, :name, :demo)""")
			.param("id", id)
			.param("tenant", Tenant.require())
			.param("crop", text.crop())
			.param("from", text.validFrom())
			.param("source", text.source().strip())
			.param("topsoil", text.topsoilKg())
			.param("phLow", text.phLow())
			.param("phHigh", text.phHigh())
			.param("organic", text.organicLow())
			.param("most", text.mostKgMu())
			.param("person", actor.personId())
			.param("at", Timestamp.from(clock.now()))
			.param("name", actor.displayName())
			.param("demo", text.demo());
		for (var nutrient : Nutrient.values()) {
			insert = insert.param("uptake" + nutrient, text.figures(nutrient).uptake())
				.param("supply" + nutrient, text.figures(nutrient).supply())
				.param("use" + nutrient, text.figures(nutrient).use());
		}
		insert.update();
		history.record(TYPE, id, null, EditionState.PROPOSED, null);
		return id;
	}

	private void check(Text text) {
		if (crops.find(text.crop()).isEmpty()) {
			throw new RuleBroken("production.crop.unknown", text.crop()).at("crop");
		}
		if (text.source().isBlank() || text.source().length() > 200) {
			throw new RuleBroken("production.soil.source").at("source");
		}
		within("topsoilKg", text.topsoilKg(), BigDecimal.valueOf(1000), BigDecimal.valueOf(1_000_000), 0);
		for (var nutrient : Nutrient.values()) {
			var figures = text.figures(nutrient);
			within("uptake" + nutrient, figures.uptake(), new BigDecimal("0.0001"), BigDecimal.TEN, 4);
			within("supply" + nutrient, figures.supply(), BigDecimal.ZERO, BigDecimal.TEN, 3);
			within("use" + nutrient, figures.use(), BigDecimal.ONE, HUNDRED, 2);
		}
		within("phLow", text.phLow(), BigDecimal.TWO, BigDecimal.valueOf(12), 2);
		within("phHigh", text.phHigh(), text.phLow().add(new BigDecimal("0.01")), BigDecimal.valueOf(12), 2);
		within("organicLow", text.organicLow(), BigDecimal.ZERO, BigDecimal.valueOf(600), 3);
		within("mostKgMu", text.mostKgMu(), BigDecimal.ONE, BigDecimal.valueOf(100_000), 2);
	}

	private static void within(String field, BigDecimal value, BigDecimal least, BigDecimal most, int decimals) {
		if (value.compareTo(least) < 0 || value.compareTo(most) > 0 || value.stripTrailingZeros().scale() > decimals) {
			throw new RuleBroken("production.soil.value", least.toPlainString(), most.toPlainString(), decimals)
				.at(field);
		}
	}

	/** Puts the edition in force; not by who proposed it. */
	@PreAuthorize("hasAuthority('production:soil:approve')")
	public void confirm(UUID editionId) {
		var edition = locked(editionId);
		ProductionFourEyes.CONFIRM_SOIL_EDITION.requireOther("production.soil.same-person", Actor.current().personId(),
				edition.proposedBy());
		requireNew(edition.text().crop(), edition.text().validFrom());
		close(edition, EditionState.CONFIRMED, null);
	}

	@PreAuthorize("hasAuthority('production:soil:approve')")
	public void decline(UUID editionId, String reason) {
		if (reason.isBlank()) {
			throw new RuleBroken("production.reason-missing").at("reason");
		}
		close(locked(editionId), EditionState.DECLINED, reason.strip());
	}

	private void close(Edition edition, EditionState to, @Nullable String reason) {
		if (edition.state() != EditionState.PROPOSED) {
			throw new WrongState("production.soil.edition-wrong-state", edition.state());
		}
		sql.sql("update production_soil_edition set state = ?, closed_by = ?, version = version + 1 where id = ?")
			.params(to.name(), Actor.current().personId(), edition.id())
			.update();
		history.record(TYPE, edition.id(), edition.state(), to, reason);
	}

	private void requireNew(String crop, LocalDate from) {
		var known = sql.sql("""
				select exists (select 1 from production_soil_edition
				 where crop = ? and valid_from = ? and state = 'CONFIRMED')""")
			.params(crop, from)
			.query(Boolean.class)
			.single();
		if (known) {
			throw new RuleBroken("production.soil.edition-known", from).at("validFrom");
		}
	}

	private Edition locked(UUID id) {
		return read(" where e.id = ? for update of e", id).stream()
			.findFirst()
			.orElseThrow(() -> new NotFound("production.soil.edition-not-found", id));
	}

	/** By name. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:soil:view')")
	public List<Fertiliser> fertilisers() {
		return sql
			.sql("""
					select f.*, i.name from production_fertiliser f
					  join production_agri_input i on i.tenant_id = f.tenant_id and i.id = f.input_id order by i.name, i.id""")
			.query((row, n) -> new Fertiliser(row.getObject("input_id", UUID.class), row.getString("name"),
					row.getBigDecimal("n"), row.getBigDecimal("p"), row.getBigDecimal("k"), row.getString("source"),
					row.getBoolean("blended")))
			.list();
	}

	/** Written anew each time; recipes made before keep their lines. */
	@PreAuthorize("hasAuthority('production:soil:decide')")
	public void declare(Fertiliser content) {
		var input = inputs.require(content.inputId());
		if (input.kind() != InputKind.FERTILISER || input.unit() != InputUnit.G) {
			throw new RuleBroken("production.soil.no-fertiliser", input.name()).at("inputId");
		}
		within("n", content.n(), BigDecimal.ZERO, HUNDRED, 2);
		within("p", content.p(), BigDecimal.ZERO, HUNDRED, 2);
		within("k", content.k(), BigDecimal.ZERO, HUNDRED, 2);
		var sum = content.n().add(content.p()).add(content.k());
		if (sum.signum() == 0 || sum.compareTo(HUNDRED) > 0) {
			throw new RuleBroken("production.soil.content").at("n");
		}
		if (content.source().isBlank() || content.source().length() > 200) {
			throw new RuleBroken("production.soil.source").at("source");
		}
		sql.sql("""
				insert into production_fertiliser (tenant_id, input_id, version, n, p, k, source, blended)
				values (?, ?, 0, ?, ?, ?, ?, ?)
				on conflict (tenant_id, input_id) do update set n = excluded.n, p = excluded.p, k = excluded.k,
				  source = excluded.source, blended = excluded.blended, version = production_fertiliser.version + 1""")
			.params(Tenant.require(), content.inputId(), content.n(), content.p(), content.k(),
					content.source().strip(), content.blended())
			.update();
		audit.record("declare", "Fertiliser", content.inputId(),
				content.n().toPlainString() + "-" + content.p().toPlainString() + "-" + content.k().toPlainString());
	}

	private List<Edition> read(String where, Object... values) {
		return sql.sql(
				"select e.*, c.name as crop_name from production_soil_edition e join production_crop c on c.code = e.crop"
						+ where)
			.params(List.of(values))
			.query(SoilEditions::edition)
			.list();
	}

	private static Edition edition(ResultSet row, int n) throws SQLException {
		var by = row.getObject("proposed_by", UUID.class);
		return new Edition(row.getObject("id", UUID.class),
				new Text(row.getString("crop"), row.getObject("valid_from", LocalDate.class), row.getString("source"),
						row.getBigDecimal("topsoil_kg"), three(row, "uptake"), three(row, "supply"), three(row, "use"),
						row.getBigDecimal("ph_low"), row.getBigDecimal("ph_high"), row.getBigDecimal("organic_low"),
						row.getBigDecimal("most_kg_mu"), row.getBoolean("demo")),
				row.getString("crop_name"), EditionState.valueOf(row.getString("state")), by, row.getString("by_name"),
				Actor.current().personId().equals(by));
	}

	private static Map<Nutrient, BigDecimal> three(ResultSet row, String column) throws SQLException {
		return Map.of(Nutrient.N, row.getBigDecimal(column + "_n"), Nutrient.P, row.getBigDecimal(column + "_p"),
				Nutrient.K, row.getBigDecimal(column + "_k"));
	}

}
