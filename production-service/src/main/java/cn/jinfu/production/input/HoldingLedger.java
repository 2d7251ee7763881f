package cn.jinfu.production.input;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.production.AgriInputs;
import cn.jinfu.production.InputHoldings;
import cn.jinfu.production.InputUnit;
import lombok.RequiredArgsConstructor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Balances are rows changed by condition, history is the ledger beside them. Two phones
 * that draw at once meet at the row: the second sees what the first has left.
 */
@Service
@RequiredArgsConstructor
class HoldingLedger implements InputHoldings {

	private record Moved(UUID holdingId, BigDecimal quantity) {
	}

	private final JdbcClient sql;

	private final AgriInputs inputs;

	private final BusinessClock clock;

	@Override
	@Transactional(propagation = Propagation.MANDATORY)
	public void credit(Movement movement) {
		requirePositive(movement.quantity());
		if (inputs.find(movement.inputId()).isEmpty()) {
			throw new NotFound("production.input.not-found", movement.inputId());
		}
		var holdingId = holding(movement);
		if (enter(holdingId, movement.source(), movement.sourceId(), movement.quantity(), false, movement.on())) {
			sql.sql("""
					update production_holding set credited = credited + ?, outside = outside or ? where id = ?""")
				.params(movement.quantity(), movement.source() == Source.OUTSIDE_PURCHASE, holdingId)
				.update();
		}
	}

	@Override
	@Transactional(propagation = Propagation.MANDATORY)
	public void debit(Movement movement) {
		requirePositive(movement.quantity());
		var holdingId = holding(movement);
		if (enter(holdingId, movement.source(), movement.sourceId(), movement.quantity().negate(), false,
				movement.on())) {
			draw(holdingId, movement.quantity());
		}
	}

	@Override
	@Transactional(propagation = Propagation.MANDATORY)
	public void reverse(Source source, UUID sourceId) {
		var moved = sql.sql("""
				select holding_id, quantity from production_holding_entry
				 where source = ? and source_id = ? and not reversal order by holding_id""")
			.params(source.name(), sourceId)
			.query((row, n) -> new Moved(row.getObject(1, UUID.class), row.getBigDecimal(2)))
			.list();
		for (var entry : moved) {
			if (!enter(entry.holdingId(), source, sourceId, entry.quantity().negate(), true, clock.today())) {
				continue;
			}
			if (entry.quantity().signum() > 0) {
				draw(entry.holdingId(), entry.quantity());
			}
			else {
				sql.sql("update production_holding set debited = debited - ? where id = ?")
					.params(entry.quantity().negate(), entry.holdingId())
					.update();
			}
		}
	}

	@Override
	@Transactional(readOnly = true)
	public BigDecimal balance(UUID memberId, UUID inputId) {
		return sql.sql("""
				select coalesce(sum(credited - debited), 0) from production_holding
				 where member_id = ? and input_id = ?""").params(memberId, inputId).query(BigDecimal.class).single();
	}

	@Override
	@Transactional(readOnly = true)
	public List<Holding> ofMember(UUID memberId) {
		return sql.sql("""
				select h.member_id, h.input_id, i.name, h.lot_no, i.unit, h.credited - h.debited as quantity, h.outside
				  from production_holding h
				  join production_agri_input i on i.tenant_id = h.tenant_id and i.id = h.input_id
				 where h.member_id = ? and h.credited > h.debited
				 order by i.name, h.lot_no""")
			.param(memberId)
			.query((row, n) -> new Holding(row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getString(3),
					row.getString(4), InputUnit.valueOf(row.getString(5)), row.getBigDecimal(6), row.getBoolean(7)))
			.list();
	}

	@Override
	@Transactional(readOnly = true)
	public List<Tally> tallies(UUID memberId) {
		return sql.sql("""
				select h.input_id, i.name, h.lot_no, i.unit, h.credited - h.debited as remaining,
				       coalesce(sum(e.quantity) filter (where e.source in ('SALE', 'OUTSIDE_PURCHASE')), 0) as bought,
				       coalesce(-sum(e.quantity) filter (where e.source in ('USE', 'USE_VOID')), 0) as used,
				       coalesce(-sum(e.quantity) filter (where e.source = 'SALE_RETURN'), 0) as returned,
				       coalesce(-sum(e.quantity) filter (where e.source = 'LOSS'), 0) as lost
				  from production_holding h
				  join production_agri_input i on i.tenant_id = h.tenant_id and i.id = h.input_id
				  left join production_holding_entry e on e.tenant_id = h.tenant_id and e.holding_id = h.id
				 where h.member_id = ? and h.credited > 0
				 group by h.id, i.name, i.unit order by i.name, h.lot_no limit 500""")
			.param(memberId)
			.query((row, n) -> new Tally(row.getObject("input_id", UUID.class), row.getString("name"),
					row.getString("lot_no"), InputUnit.valueOf(row.getString("unit")), row.getBigDecimal("bought"),
					row.getBigDecimal("used"), row.getBigDecimal("returned"), row.getBigDecimal("lost"),
					row.getBigDecimal("remaining")))
			.list();
	}

	/** The row's id; the row exists afterwards. */
	private UUID holding(Movement movement) {
		sql.sql("""
				insert into production_holding (id, tenant_id, member_id, input_id, lot_no) values (?, ?, ?, ?, ?)
				on conflict on constraint production_holding_uq do nothing""")
			.params(Ids.next(), Tenant.require(), movement.memberId(), movement.inputId(), movement.lotNo())
			.update();
		return sql.sql("select id from production_holding where member_id = ? and input_id = ? and lot_no = ?")
			.params(movement.memberId(), movement.inputId(), movement.lotNo())
			.query(UUID.class)
			.single();
	}

	/**
	 * @return false when this source has moved this holding before
	 */
	private boolean enter(UUID holdingId, Source source, UUID sourceId, BigDecimal quantity, boolean reversal,
			LocalDate on) {
		return sql.sql("""
				insert into production_holding_entry
				  (tenant_id, holding_id, source, source_id, quantity, reversal, on_day, at)
				values (?, ?, ?, ?, ?, ?, ?, ?)
				on conflict on constraint production_holding_entry_uq do nothing""")
			.params(Tenant.require(), holdingId, source.name(), sourceId, quantity, reversal, on,
					Timestamp.from(clock.now()))
			.update() == 1;
	}

	private void draw(UUID holdingId, BigDecimal quantity) {
		var drawn = sql
			.sql("update production_holding set debited = debited + ? where id = ? and debited + ? <= credited")
			.params(quantity, holdingId, quantity)
			.update();
		if (drawn == 0) {
			var left = sql.sql("select credited - debited from production_holding where id = ?")
				.param(holdingId)
				.query(BigDecimal.class)
				.single();
			throw new RuleBroken("production.holding.short", left, quantity).at("quantity");
		}
	}

	private static void requirePositive(BigDecimal quantity) {
		if (quantity.signum() <= 0) {
			throw new RuleBroken("production.quantity.not-positive").at("quantity");
		}
	}

}
