package cn.jinfu.production.fieldcase;

import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.MemberMessages;
import cn.jinfu.production.HarvestFollower;
import cn.jinfu.production.HarvestLotStatus;
import cn.jinfu.production.HarvestMarked;
import cn.jinfu.production.HarvestRecorded;
import cn.jinfu.production.HoldReason;
import cn.jinfu.production.input.PurchaseFollower;
import cn.jinfu.production.operation.SprayFollower;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Opens a case in the transaction of the entry that should not have happened, and ends it
 * when that entry is struck out or put right. The entry itself is never refused.
 */
@Component
@RequiredArgsConstructor
class CaseOpening implements SprayFollower, HarvestFollower, PurchaseFollower {

	/** What all kinds take from the row they are about. */
	private static final String INSERT = """
			insert into production_field_case (id, tenant_id, version, no, kind, member_id, division, planting_id, use_id,
			  harvest_lot_id, purchase_id, product, safe_on, days_short, above_kg, entered_by, state, opened_at, changed_at)
			""";

	private static final String NEW = "select :id, x.tenant_id, 0, :no, :kind, x.member_id, ";

	private final JdbcClient sql;

	private final Numbers numbers;

	private final StatusHistory history;

	private final MemberDirectory members;

	private final MemberMessages messages;

	private final BusinessClock clock;

	private record Use(UUID id, UUID memberId, boolean banned) {
	}

	@Override
	public void used(List<UUID> plantingIds, UUID inputId, UUID operationId, LocalDate on) {
		var wrong = sql
			.sql("""
					select id, member_id, 'BANNED' = any(findings) as banned from production_input_use
					 where operation_id = ? and standing <> 'VOID' and findings && array['BANNED', 'OFF_LABEL', 'NOT_REGISTERED']::varchar[]
					 order by id""")
			.param(operationId)
			.query((row, n) -> new Use(row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getBoolean(3)))
			.list();
		for (var use : wrong) {
			open(use.banned() ? CaseKind.BANNED_USE : CaseKind.OFF_LABEL_USE, use.memberId(),
					NEW + """
							g.division, x.planting_id, x.id, null, null, x.product, null, null, null, x.recorded_by, 'OPEN', :at, :at
							  from production_input_use x
							  join production_planting p on p.tenant_id = x.tenant_id and p.id = x.planting_id
							  join production_plot g on g.tenant_id = p.tenant_id and g.id = p.plot_id
							 where x.id = :about""",
					use.id());
		}
	}

	/**
	 * Above the cap is only what has one: before anybody verified the field it has none.
	 */
	@Override
	public void recorded(HarvestRecorded harvest) {
		early(harvest.harvestLotId(), harvest.memberId(), harvest.hold());
		if (harvest.aboveCapKg().signum() > 0 && capped(harvest.plantingId())) {
			open(CaseKind.ABOVE_CAP, harvest.memberId(),
					NEW + """
							g.division, x.planting_id, null, x.id, null, null, null, null, x.above_cap_kg, x.recorded_by, 'OPEN', :at, :at
							  from production_harvest_lot x
							  join production_planting p on p.tenant_id = x.tenant_id and p.id = x.planting_id
							  join production_plot g on g.tenant_id = p.tenant_id and g.id = p.plot_id
							 where x.id = :about""",
					harvest.harvestLotId());
		}
	}

	/** Of a lot broken by a late entry as of one that was picked too early. */
	@Override
	public void marked(HarvestMarked harvest) {
		if (harvest.status() == HarvestLotStatus.PROBLEM) {
			early(harvest.harvestLotId(), harvest.memberId(), harvest.hold());
		}
		clear(harvest.plantingId());
	}

	@Override
	public void fieldChanged(UUID plantingId) {
		clear(plantingId);
	}

	@Override
	public void bought(UUID purchaseId) {
		var member = sql.sql("select member_id from production_outside_purchase where id = ?")
			.param(purchaseId)
			.query(UUID.class)
			.single();
		open(CaseKind.OUTSIDE_PURCHASE, member, NEW + """
				:division, null, null, null, x.id, i.name, null, null, null, x.recorded_by, 'OPEN', :at, :at
				  from production_outside_purchase x
				  join production_agri_input i on i.tenant_id = x.tenant_id and i.id = x.input_id
				 where x.id = :about""", purchaseId);
	}

	private void early(UUID lotId, UUID memberId, @Nullable HoldReason hold) {
		if (hold == null || hold.kind() != HoldReason.Kind.INTERVAL) {
			return;
		}
		open(CaseKind.EARLY_HARVEST, memberId, NEW + """
				g.division, x.planting_id, null, x.id, null, x.hold_product, x.hold_safe_on, x.hold_days_short, null,
				  x.recorded_by, 'OPEN', :at, :at
				  from production_harvest_lot x
				  join production_planting p on p.tenant_id = x.tenant_id and p.id = x.planting_id
				  join production_plot g on g.tenant_id = p.tenant_id and g.id = p.plot_id
				 where x.id = :about""", lotId);
	}

	/** Once for each; again when the system had closed it and it is there again. */
	private void open(CaseKind kind, UUID memberId, String rows, UUID about) {
		var again = sql.sql("""
				update production_field_case set state = 'OPEN', conclusion = null, closing = null, closed_at = null,
				       finding = null, looked_on = null, looked_by = null, looked_name = null, changed_at = :at,
				       version = version + 1
				 where kind = :kind and coalesce(use_id, harvest_lot_id, purchase_id) = :about and state = 'CLOSED'
				   and conclusion = 'CORRECTED' returning id""")
			.param("at", Timestamp.from(clock.now()))
			.param("kind", kind.name())
			.param("about", about)
			.query(UUID.class)
			.optional();
		if (again.isPresent()) {
			history.record(FieldCases.TYPE, again.get(), FieldCaseState.CLOSED,
					FieldCaseState.CLOSED.after(FieldCaseState.Action.REOPEN), null);
			return;
		}
		if (known(kind, about)) {
			return;
		}
		var id = Ids.next();
		var no = numbers.next("field_case", "HC-%06d");
		sql.sql(INSERT + rows)
			.param("id", id)
			.param("no", no)
			.param("kind", kind.name())
			.param("at", Timestamp.from(clock.now()))
			.param("about", about)
			.param("division", members.require(memberId).divisionCode())
			.update();
		history.record(FieldCases.TYPE, id, null, FieldCaseState.OPEN, null);
		messages.tell(memberId, "production.message.case-opened." + kind, no);
	}

	private boolean known(CaseKind kind, UUID about) {
		return sql.sql("""
				select exists (select 1 from production_field_case
				 where tenant_id = ? and kind = ? and (use_id = ? or harvest_lot_id = ? or purchase_id = ?))""")
			.params(Tenant.require(), kind.name(), about, about, about)
			.query(Boolean.class)
			.single();
	}

	private boolean capped(UUID plantingId) {
		return sql.sql("""
				select exists (select 1 from production_planting_fact
				 where tenant_id = ? and id = ? and cap_kg is not null)""")
			.params(Tenant.require(), plantingId)
			.query(Boolean.class)
			.single();
	}

	private record Gone(UUID id, FieldCaseState state) {
	}

	/** Ends what is about an entry that no longer stands. */
	private void clear(UUID plantingId) {
		var gone = sql
			.sql("""
					select c.id, c.state from production_field_case c
					  left join production_input_use u on u.tenant_id = c.tenant_id and u.id = c.use_id
					  left join production_harvest_lot h on h.tenant_id = c.tenant_id and h.id = c.harvest_lot_id
					 where c.tenant_id = ? and c.planting_id = ? and c.state <> 'CLOSED'
					   and (u.standing = 'VOID' or h.status = 'VOID' or (c.kind = 'EARLY_HARVEST' and h.hold_kind is distinct from 'INTERVAL')
					        or (c.kind = 'ABOVE_CAP' and h.above_cap_kg = 0))
					 order by c.id for update of c""")
			.params(Tenant.require(), plantingId)
			.query((row, n) -> new Gone(row.getObject(1, UUID.class), FieldCaseState.valueOf(row.getString(2))))
			.list();
		for (var it : gone) {
			var next = it.state().after(FieldCaseState.Action.CLEAR);
			sql.sql("""
					update production_field_case set state = ?, conclusion = 'CORRECTED', closed_at = ?, changed_at = ?,
					       version = version + 1 where id = ?""")
				.params(next.name(), Timestamp.from(clock.now()), Timestamp.from(clock.now()), it.id())
				.update();
			history.record(FieldCases.TYPE, it.id(), it.state(), next, null);
		}
	}

}
