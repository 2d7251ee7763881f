package cn.jinfu.production.input;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.production.InputHoldings;
import cn.jinfu.production.InputUnit;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What was spilled, ran out of date or was stolen: drawn on the holding like a use. */
@Service
@Transactional
@RequiredArgsConstructor
public class InputLosses {

	/**
	 * @param quantity in the base unit
	 * @param note asked where the cause is another one
	 */
	public record Enter(UUID clientUid, UUID memberId, UUID inputId, String lotNo, BigDecimal quantity, LossCause cause,
			@Nullable String note, LocalDate on) {
	}

	/**
	 * @param voidReason null while it stands
	 */
	public record Loss(UUID id, UUID inputId, String inputName, InputUnit unit, String lotNo, BigDecimal quantity,
			LossCause cause, @Nullable String note, LocalDate on, String byName, @Nullable String voidReason) {
	}

	private final JdbcClient sql;

	private final InputCatalogue catalogue;

	private final InputHoldings holdings;

	private final BusinessClock clock;

	private final EntryRules rules;

	private final Farms farms;

	/**
	 * @return the entry's id; a repeat of the same {@code clientUid} gives the first one
	 * @throws RuleBroken {@code production.holding.short} when less is in hand
	 */
	@PreAuthorize("hasAuthority('production:operation:record')")
	public UUID enter(Enter loss) {
		farms.requireReached(loss.memberId());
		sql.sql("select pg_advisory_xact_lock(hashtextextended(?, 3))")
			.param(loss.clientUid().toString())
			.query((row, n) -> "")
			.single();
		var known = sql.sql("select id from production_input_loss where client_uid = ? and member_id = ?")
			.params(loss.clientUid(), loss.memberId())
			.query(UUID.class)
			.optional();
		if (known.isPresent()) {
			return known.get();
		}
		if (loss.quantity().signum() <= 0) {
			throw new RuleBroken("production.quantity.not-positive").at("quantity");
		}
		var note = (loss.note() == null || loss.note().isBlank()) ? null : loss.note().strip();
		if (note != null && note.length() > 200) {
			throw new RuleBroken("production.expert.text", 200).at("note");
		}
		if (loss.cause() == LossCause.OTHER && note == null) {
			throw new RuleBroken("production.loss.note").at("note");
		}
		rules.current().late(loss.on(), clock.today(), "-");
		var input = catalogue.require(loss.inputId()).inputId();
		var id = Ids.next();
		var actor = Actor.current();
		sql.sql("""
				insert into production_input_loss (id, tenant_id, client_uid, member_id, input_id, lot_no, quantity, cause,
				  note, on_day, recorded_at, recorded_by, by_name)
				values (:id, :tenant, :uid, :member, :input, :lot, :quantity, :cause, :note, :on, :at, :by, :name)""")
			.param("id", id)
			.param("tenant", Tenant.require())
			.param("uid", loss.clientUid())
			.param("member", loss.memberId())
			.param("input", input)
			.param("lot", loss.lotNo())
			.param("quantity", loss.quantity())
			.param("cause", loss.cause().name())
			.param("note", note, Types.VARCHAR)
			.param("on", loss.on())
			.param("at", Timestamp.from(clock.now()))
			.param("by", actor.personId())
			.param("name", actor.displayName())
			.update();
		holdings.debit(new InputHoldings.Movement(loss.memberId(), input, loss.lotNo(), loss.quantity(),
				InputHoldings.Source.LOSS, id, loss.on()));
		return id;
	}

	/** Strikes out a wrong entry: what was drawn is in hand again. */
	@PreAuthorize("hasAuthority('production:operation:record')")
	public void strike(UUID id, String reason) {
		var member = sql.sql("select member_id from production_input_loss where id = ? for update")
			.param(id)
			.query(UUID.class)
			.optional()
			.orElseThrow(() -> new NotFound("production.loss.not-found", id));
		farms.requireReached(member);
		if (reason.isBlank()) {
			throw new RuleBroken("production.reason-missing").at("reason");
		}
		if (reason.length() > 200) {
			throw new RuleBroken("production.expert.text", 200).at("reason");
		}
		var done = sql.sql("update production_input_loss set void_reason = ? where id = ? and void_reason is null")
			.params(reason.strip(), id)
			.update();
		if (done == 0) {
			throw new RuleBroken("production.loss.struck");
		}
		holdings.reverse(InputHoldings.Source.LOSS, id);
	}

	/** A farm's losses, the latest first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:operation:view')")
	public List<Loss> ofMember(UUID memberId, int limit) {
		farms.requireReached(memberId);
		return sql.sql("""
				select l.*, i.name, i.unit from production_input_loss l
				  join production_agri_input i on i.tenant_id = l.tenant_id and i.id = l.input_id
				 where l.member_id = ? order by l.on_day desc, l.id desc limit ?""")
			.params(memberId, limit)
			.query((row, n) -> new Loss(row.getObject("id", UUID.class), row.getObject("input_id", UUID.class),
					row.getString("name"), InputUnit.valueOf(row.getString("unit")), row.getString("lot_no"),
					row.getBigDecimal("quantity"), LossCause.valueOf(row.getString("cause")), row.getString("note"),
					row.getObject("on_day", LocalDate.class), row.getString("by_name"), row.getString("void_reason")))
			.list();
	}

}
