package cn.jinfu.production.rule;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.production.ProductionFourEyes;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * How long something may take before it counts as late or as agreed: it weighs on grades
 * and on money, so one person proposes the numbers and another puts them in force. They
 * hold from a day on; what was entered under earlier ones keeps its mark.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class FieldRules {

	private static final String TYPE = "RuleProposal";

	/** More than any federation has decided. */
	private static final int MOST = 200;

	/**
	 * @param decidedBy the meeting or paper that decided it; null for what stood before
	 * anybody decided
	 */
	public record Decided(RuleDays days, LocalDate validFrom, @Nullable String decidedBy, @Nullable String byName,
			@Nullable String confirmedName) {
	}

	/**
	 * @param decidedBy the meeting or paper that decides it
	 */
	public record Propose(RuleDays days, LocalDate validFrom, String decidedBy) {
	}

	/**
	 * @param mine whether the reader proposed it, so that somebody else must confirm
	 */
	public record Proposal(UUID id, RuleDays days, LocalDate validFrom, String decidedBy, RuleState state,
			UUID proposedBy, Instant proposedAt, String byName, boolean mine) {
	}

	private final JdbcClient sql;

	private final StatusHistory history;

	private final BusinessClock clock;

	/** The numbers that hold today. */
	@Transactional(readOnly = true)
	public RuleDays current() {
		return on(clock.today());
	}

	@Transactional(readOnly = true)
	public RuleDays on(LocalDate day) {
		return sql.sql("select * from production_rule where valid_from <= ? order by valid_from desc limit 1")
			.param(day)
			.query((row, n) -> days(row))
			.optional()
			.orElse(RuleDays.USUAL);
	}

	/** Everything that was ever put in force, the latest first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:planting:view')")
	public List<Decided> all() {
		return sql.sql("""
				select r.*, p.decided_by, p.by_name, p.closed_name from production_rule r
				  left join production_rule_proposal p on p.tenant_id = r.tenant_id and p.id = r.proposal_id
				 order by r.valid_from desc limit ?""")
			.param(MOST)
			.query((row, n) -> new Decided(days(row), row.getObject("valid_from", LocalDate.class),
					row.getString("decided_by"), row.getString("by_name"), row.getString("closed_name")))
			.list();
	}

	/** Not decided yet, the oldest first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:planting:view')")
	public List<Proposal> open() {
		return read(" where state = 'PROPOSED' order by proposed_at, id");
	}

	@PreAuthorize("hasAuthority('production:rule:decide')")
	public UUID propose(Propose proposal) {
		if (proposal.decidedBy().isBlank()) {
			throw new RuleBroken("production.reason-missing").at("decidedBy");
		}
		requireAhead(proposal.validFrom());
		requireNew(proposal.validFrom());
		var id = Ids.next();
		var actor = Actor.current();
		var days = proposal.days();
		try {
			sql.sql("""
					insert into production_rule_proposal
					  (id, tenant_id, version, ordinary_days, reason_after_days, accept_warn_days, accept_days, valid_from,
					   decided_by, state, proposed_by, proposed_at, by_name)
					values (?, ?, 0, ?, ?, ?, ?, ?, ?, 'PROPOSED', ?, ?, ?)""")
				.params(id, Tenant.require(), days.ordinaryDays(), days.reasonAfterDays(), days.acceptWarnDays(),
						days.acceptDays(), proposal.validFrom(), proposal.decidedBy().strip(), actor.personId(),
						Timestamp.from(clock.now()), actor.displayName())
				.update();
		}
		catch (DuplicateKeyException known) {
			throw new RuleBroken("production.rule.known", proposal.validFrom()).at("validFrom");
		}
		history.record(TYPE, id, null, RuleState.PROPOSED, null);
		return id;
	}

	/** Puts the numbers in force from their day; not by who proposed them. */
	@PreAuthorize("hasAuthority('production:rule:confirm')")
	public void confirm(UUID proposalId) {
		var proposal = locked(proposalId);
		ProductionFourEyes.CONFIRM_RULE.requireOther("production.rule.same-person", Actor.current().personId(),
				proposal.proposedBy());
		close(proposal, RuleState.CONFIRMED, null);
		requireAhead(proposal.validFrom());
		requireNew(proposal.validFrom());
		var days = proposal.days();
		sql.sql("""
				insert into production_rule
				  (tenant_id, valid_from, ordinary_days, reason_after_days, accept_warn_days, accept_days, proposal_id)
				values (?, ?, ?, ?, ?, ?, ?)""")
			.params(Tenant.require(), proposal.validFrom(), days.ordinaryDays(), days.reasonAfterDays(),
					days.acceptWarnDays(), days.acceptDays(), proposalId)
			.update();
	}

	@PreAuthorize("hasAuthority('production:rule:confirm')")
	public void decline(UUID proposalId, String reason) {
		if (reason.isBlank()) {
			throw new RuleBroken("production.reason-missing").at("reason");
		}
		close(locked(proposalId), RuleState.DECLINED, reason.strip());
	}

	private void close(Proposal proposal, RuleState to, @Nullable String reason) {
		if (proposal.state() != RuleState.PROPOSED) {
			throw new WrongState("production.rule.wrong-state", proposal.state());
		}
		var actor = Actor.current();
		sql.sql("""
				update production_rule_proposal
				   set state = ?, closed_by = ?, closed_at = ?, closed_name = ?, version = version + 1 where id = ?""")
			.params(to.name(), actor.personId(), Timestamp.from(clock.now()), actor.displayName(), proposal.id())
			.update();
		history.record(TYPE, proposal.id(), proposal.state(), to, reason);
	}

	/** What was entered on a day that is over was judged by what held then. */
	private void requireAhead(LocalDate validFrom) {
		if (validFrom.isBefore(clock.today())) {
			throw new RuleBroken("production.rule.past", validFrom).at("validFrom");
		}
	}

	private void requireNew(LocalDate validFrom) {
		var known = sql.sql("select exists (select 1 from production_rule where valid_from = ?)")
			.param(validFrom)
			.query(Boolean.class)
			.single();
		if (known) {
			throw new RuleBroken("production.rule.known", validFrom).at("validFrom");
		}
	}

	private Proposal locked(UUID proposalId) {
		return read(" where id = ? for update", proposalId).stream()
			.findFirst()
			.orElseThrow(() -> new NotFound("production.rule.not-found", proposalId));
	}

	private List<Proposal> read(String where, Object... values) {
		return sql.sql("select * from production_rule_proposal" + where)
			.params(List.of(values))
			.query((row, n) -> new Proposal(row.getObject("id", UUID.class), days(row),
					row.getObject("valid_from", LocalDate.class), row.getString("decided_by"),
					RuleState.valueOf(row.getString("state")), row.getObject("proposed_by", UUID.class),
					row.getObject("proposed_at", OffsetDateTime.class).toInstant(), row.getString("by_name"),
					Actor.current().personId().equals(row.getObject("proposed_by", UUID.class))))
			.list();
	}

	private static RuleDays days(ResultSet row) throws SQLException {
		return new RuleDays(row.getInt("ordinary_days"), row.getInt("reason_after_days"),
				row.getInt("accept_warn_days"), row.getInt("accept_days"));
	}

}
