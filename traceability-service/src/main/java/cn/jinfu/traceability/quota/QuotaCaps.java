package cn.jinfu.traceability.quota;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

import cn.jinfu.production.PlantingFacts;
import cn.jinfu.production.PlantingFacts.PlantingFact;
import cn.jinfu.production.PlantingState;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What a planting may bear in labels: the county's yield, or what the farm itself picked
 * in three years and a fifth more, whichever is less. A farm without three years on
 * record has the county's: two seasons are no average.
 */
@Component
@RequiredArgsConstructor
class QuotaCaps {

	/** A better year than its own average, but not a miracle. */
	static final BigDecimal OWN_FACTOR = new BigDecimal("1.2");

	private static final int YEARS = 3;

	private final PlantingFacts plantings;

	private final JdbcClient sql;

	/**
	 * @return null when no yield was decided
	 */
	@Nullable BigDecimal of(PlantingFact planting) {
		var county = planting.capKg();
		return (county == null) ? null : least(planting, county, plantings.ofMember(planting.memberId()));
	}

	/**
	 * @param all of the farm's plantings
	 */
	static BigDecimal least(PlantingFact planting, BigDecimal county, List<PlantingFact> all) {
		var since = planting.sownOn().minusYears(YEARS);
		var own = all.stream()
			.filter(it -> it.crop().equals(planting.crop()) && !it.plantingId().equals(planting.plantingId()))
			.filter(it -> it.state() == PlantingState.FINISHED || it.state() == PlantingState.ARCHIVED)
			.filter(it -> it.sownOn().isBefore(planting.sownOn()) && !it.sownOn().isBefore(since))
			.filter(it -> it.areaMu().signum() > 0)
			.toList();
		var area = own.stream().map(PlantingFact::areaMu).reduce(BigDecimal.ZERO, BigDecimal::add);
		var picked = own.stream().map(PlantingFact::harvestedKg).reduce(BigDecimal.ZERO, BigDecimal::add);
		var years = own.stream().map(it -> it.sownOn().getYear()).distinct().count();
		if (years < YEARS || picked.signum() == 0) {
			return county;
		}
		return picked.multiply(OWN_FACTOR).multiply(planting.areaMu()).divide(area, 6, RoundingMode.DOWN).min(county);
	}

	/**
	 * The days in which it is picked, by the crop's standard that it is grown by.
	 *
	 * @param first of the stage in which picking begins
	 * @param last of all stages
	 */
	record Picking(LocalDate first, LocalDate last) {

		/**
		 * How much of a season can have ripened by then: what is given at once on the
		 * first day, all on the last, evenly between. Whoever weighs in more than that
		 * weighs in what did not grow there, or has a good reason that two people look
		 * at.
		 */
		BigDecimal ripe(LocalDate today) {
			var days = ChronoUnit.DAYS.between(first, last);
			var gone = Math.clamp(ChronoUnit.DAYS.between(first, today), 0, days);
			return (days == 0) ? BigDecimal.ONE
					: LabelQuota.FIRST_SHARE.add(BigDecimal.ONE.subtract(LabelQuota.FIRST_SHARE)
						.multiply(BigDecimal.valueOf(gone))
						.divide(BigDecimal.valueOf(days), 6, RoundingMode.DOWN));
		}

	}

	/**
	 * By the crop's standard that it is grown by, which two people put in force: the
	 * first day of the stage in which picking begins, the last of all stages. Empty where
	 * none was chosen.
	 */
	Optional<Picking> picking(PlantingFact planting) {
		return sql
			.sql("""
					select coalesce((select g.days_from from production_standard_stage g where g.tenant_id = s.tenant_id
					         and g.standard_id = s.id and s.harvest_days between g.days_from and g.days_to), s.harvest_days) as first,
					       greatest(s.harvest_days, (select max(g.days_to) from production_standard_stage g
					         where g.tenant_id = s.tenant_id and g.standard_id = s.id)) as last
					  from production_planting p
					  join production_crop_standard s on s.tenant_id = p.tenant_id and s.id = p.standard_id where p.id = ?""")
			.param(planting.plantingId())
			.query((row, _) -> new Picking(planting.sownOn().plusDays(row.getInt(1)),
					planting.sownOn().plusDays(row.getInt(2))))
			.optional();
	}

}
