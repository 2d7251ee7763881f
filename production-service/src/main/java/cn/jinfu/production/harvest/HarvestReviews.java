package cn.jinfu.production.harvest;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.production.HarvestFollower;
import cn.jinfu.production.HarvestLotStatus;
import cn.jinfu.production.PlantingVerified;
import cn.jinfu.production.PlotVerified;
import cn.jinfu.production.planting.Plantings;
import jakarta.persistence.EntityManager;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Looks at recorded harvests again when something later concerns them: a late spray, a
 * decision, a measured plot. The caller has locked the planting.
 */
@Service
@Transactional(propagation = Propagation.MANDATORY)
@RequiredArgsConstructor
public class HarvestReviews {

	private static final String TYPE = "HarvestLot";

	private final Harvests harvests;

	private final Plantings plantings;

	private final StatusHistory history;

	private final List<HarvestFollower> followers;

	private final ApplicationEventPublisher events;

	private final JdbcClient sql;

	private final EntityManager entities;

	/** Whether anything was picked on or after the day: a spray of that day is late. */
	public boolean pickedSince(UUID plantingId, LocalDate day) {
		return sql.sql("""
				select exists (select 1 from production_harvest_lot
				 where planting_id = ? and picked_on >= ? and status <> 'VOID')""")
			.params(plantingId, day)
			.query(Boolean.class)
			.single();
	}

	/** The same as it stood at an earlier moment: what was recorded by then. */
	public boolean pickedSince(UUID plantingId, LocalDate day, Instant recordedBy) {
		return sql.sql("""
				select exists (select 1 from production_harvest_lot
				 where planting_id = ? and picked_on >= ? and status <> 'VOID' and recorded_at <= ?)""")
			.params(plantingId, day, Timestamp.from(recordedBy))
			.query(Boolean.class)
			.single();
	}

	/**
	 * @return how many harvests stand differently now
	 */
	public int review(UUID plantingId, @Nullable String reason) {
		entities.flush();
		var uses = uses(plantingId);
		var changed = 0;
		for (var lot : harvests.findByPlantingIdOrderByRecordedAtAscIdAsc(plantingId)) {
			var from = lot.status();
			var marked = lot.review(PickCheck.of(uses, lot.pickedOn()));
			if (marked.isEmpty()) {
				continue;
			}
			changed++;
			if (from != lot.status()) {
				history.record(TYPE, lot.id(), from, lot.status(), reason);
			}
			harvests.save(lot);
			entities.flush();
			followers.forEach(follower -> follower.marked(marked.get()));
			events.publishEvent(marked.get());
		}
		return changed;
	}

	/** What the public reads of its lots is written again. */
	public void fieldChanged(UUID plantingId) {
		entities.flush();
		followers.forEach(follower -> follower.fieldChanged(plantingId));
	}

	/** Counts all lots of the planting against its cap again. */
	void recount(UUID plantingId) {
		entities.flush();
		var cap = cap(plantingId);
		var before = BigDecimal.ZERO;
		for (var lot : harvests.findByPlantingIdOrderByRecordedAtAscIdAsc(plantingId)) {
			if (lot.status() == HarvestLotStatus.VOID) {
				lot.recount(BigDecimal.ZERO);
				continue;
			}
			lot.recount(Cap.above(cap, before, lot.weightKg().kg()));
			before = before.add(lot.weightKg().kg());
		}
		entities.flush();
	}

	/** In the transaction of the verification: the cap shows on the next page. */
	@EventListener
	void on(PlotVerified verified) {
		plantings.findByPlotIdOrderById(verified.plotId()).forEach(planting -> recount(planting.id()));
	}

	@EventListener
	void on(PlantingVerified verified) {
		plantings.findById(verified.plantingId()).ifPresent(planting -> recount(planting.id()));
	}

	@Nullable BigDecimal cap(UUID plantingId) {
		return sql.sql("select cap_kg from production_planting_fact where id = ?")
			.param(plantingId)
			.query((row, n) -> java.util.Optional.ofNullable(row.getBigDecimal(1)))
			.single()
			.orElse(null);
	}

	List<PickCheck.Use> uses(UUID plantingId) {
		return sql.sql("""
				select product, on_day, coalesce(decided_safe_on, safe_on), standing in ('BLOCKED', 'UPHELD'), findings
				  from production_input_use where planting_id = ? and standing <> 'VOID' order by on_day, id""")
			.param(plantingId)
			.query((row, n) -> new PickCheck.Use(row.getString(1), row.getObject(2, LocalDate.class),
					row.getObject(3, LocalDate.class), row.getBoolean(4), strings(row.getArray(5))))
			.list();
	}

	private static Set<String> strings(Array array) throws SQLException {
		return Set.of((String[]) array.getArray());
	}

}
