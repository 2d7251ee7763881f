package cn.jinfu.traceability.codecase;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.traceability.TraceFourEyes;
import cn.jinfu.traceability.code.Receipt;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Money for a complaint that was found true. Nobody is asked for a name: whoever shows
 * the receipt's number is paid, once, by another person than the one who granted it.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class Rewards {

	static final String PAY = "trace:reward:pay";

	private static final BigDecimal MOST = new BigDecimal("10000");

	private static final String TYPE = "ComplaintReward";

	/** What whoever holds the receipt reads. */
	public record Reward(Money amount, @Nullable Instant paidAt) {
	}

	/** What the counter sees before it pays. */
	public record Due(String reference, String caseNumber, Money amount, UUID grantedBy, String grantedName,
			Instant grantedAt, @Nullable String paidName, @Nullable Instant paidAt) {

		public boolean mine() {
			return Actor.current().personId().equals(grantedBy);
		}

	}

	private final Audit audit;

	private final BusinessClock clock;

	private final JdbcClient sql;

	/** Only of a case closed as true: copied, or explained. */
	@PreAuthorize("hasAuthority('trace:case:decide')")
	public void grant(UUID caseId, String reference, BigDecimal amount) {
		if (amount.signum() <= 0 || amount.compareTo(MOST) > 0 || amount.stripTrailingZeros().scale() > 2) {
			throw new RuleBroken("trace.reward.amount", MOST.toPlainString()).at("amount");
		}
		var complaint = sql.sql("""
				select p.id, c.conclusion, exists (select 1 from trace_complaint_reward r where r.complaint_id = p.id)
				  from trace_code_complaint p join trace_code_case c on c.tenant_id = p.tenant_id and c.id = p.case_id
				 where p.case_id = ? and p.reference = ?""").params(caseId, reference).query((row, _) -> {
			if (row.getBoolean(3)) {
				throw new WrongState("trace.reward.known");
			}
			var conclusion = row.getString(2);
			if (!"COPIED".equals(conclusion) && !"EXPLAINED".equals(conclusion)) {
				throw new RuleBroken("trace.reward.unfounded");
			}
			return row.getObject(1, UUID.class);
		}).optional().orElseThrow(() -> new NotFound("trace.complaint.not-found", reference));
		var by = Actor.current();
		sql.sql("""
				insert into trace_complaint_reward (complaint_id, tenant_id, amount, granted_by, granted_name, granted_at)
				values (?, ?, ?, ?, ?, ?)""")
			.params(complaint, Tenant.require(), amount, by.personId(), by.displayName(), Timestamp.from(clock.now()))
			.update();
		audit.record("reward.grant", TYPE, complaint, reference + " " + amount.toPlainString());
	}

	@PreAuthorize("hasAuthority('" + PAY + "')")
	public void pay(String reference) {
		var number = Receipt.read(reference);
		var due = due(number, " for update of r").orElseThrow(() -> new NotFound("trace.reward.none", number));
		if (due.paidAt() != null) {
			throw new WrongState("trace.reward.paid");
		}
		var by = Actor.current();
		TraceFourEyes.PAY_REWARD.requireOther("trace.reward.same-person", by.personId(), due.grantedBy());
		sql.sql("""
				update trace_complaint_reward set paid_by = ?, paid_name = ?, paid_at = ?
				 where complaint_id = (select id from trace_code_complaint where reference = ?)""")
			.params(by.personId(), by.displayName(), Timestamp.from(clock.now()), number)
			.update();
		audit.record("reward.pay", TYPE, null, number + " " + due.amount());
	}

	@PreAuthorize("hasAuthority('" + PAY + "')")
	@Transactional(readOnly = true)
	public Optional<Due> find(String reference) {
		return due(Receipt.read(reference), "");
	}

	/** Granted and not fetched yet, the oldest first. */
	@PreAuthorize("hasAuthority('" + PAY + "')")
	@Transactional(readOnly = true)
	public List<Due> open(int limit) {
		return read(" where r.paid_at is null order by r.granted_at limit ?", limit);
	}

	/** Of a case's complaints, by the receipt's number. */
	@PreAuthorize("hasAuthority('" + CodeCaseQueries.VIEW + "')")
	@Transactional(readOnly = true)
	public List<Due> ofCase(UUID caseId) {
		return read(" where p.case_id = ? order by r.granted_at limit 200", caseId);
	}

	/** For whoever holds the receipt. */
	@Transactional(readOnly = true)
	public Optional<Reward> look(String reference) {
		return sql.sql("select amount, paid_at from trace_reward_look(?)")
			.param(Receipt.read(reference))
			.query((row, _) -> {
				var paid = row.getTimestamp(2);
				return new Reward(new Money(row.getBigDecimal(1)), (paid != null) ? paid.toInstant() : null);
			})
			.optional();
	}

	private Optional<Due> due(String number, String lock) {
		return read(" where p.reference = ?" + lock, number).stream().findFirst();
	}

	private List<Due> read(String where, Object value) {
		return sql
			.sql("""
					select p.reference, c.number, r.amount, r.granted_by, r.granted_name, r.granted_at, r.paid_name, r.paid_at
					  from trace_complaint_reward r
					  join trace_code_complaint p on p.tenant_id = r.tenant_id and p.id = r.complaint_id
					  join trace_code_case c on c.tenant_id = p.tenant_id and c.id = p.case_id"""
					+ where)
			.param(value)
			.query((row, _) -> {
				var paid = row.getTimestamp(8);
				return new Due(row.getString(1), row.getString(2), new Money(row.getBigDecimal(3)),
						row.getObject(4, UUID.class), row.getString(5), row.getTimestamp(6).toInstant(),
						row.getString(7), (paid != null) ? paid.toInstant() : null);
			})
			.list();
	}

}
