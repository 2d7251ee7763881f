package cn.jinfu.production.planting;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.production.Crops;
import cn.jinfu.production.PlotKind;
import cn.jinfu.production.ProductionFourEyes;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What a 亩 may yield at most, decided by the federation: it bounds every label, so one
 * person proposes and another confirms. A new decision is a new row from a day on;
 * plantings keep the one of their sowing day.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class YieldStandards {

	private static final String TYPE = "YieldProposal";

	/**
	 * @param decidedBy the meeting or paper that decided it
	 */
	public record Standard(String crop, String cropName, PlotKind plotKind, BigDecimal kgPerMu, LocalDate validFrom,
			String decidedBy, boolean demo) {
	}

	/**
	 * @param decidedBy the meeting or paper that decides it
	 */
	public record Propose(String crop, PlotKind plotKind, BigDecimal kgPerMu, LocalDate validFrom, String decidedBy,
			boolean demo) {
	}

	/**
	 * @param mine whether the reader proposed it, so that somebody else must confirm
	 */
	public record Proposal(UUID id, String crop, String cropName, PlotKind plotKind, BigDecimal kgPerMu,
			LocalDate validFrom, String decidedBy, boolean demo, ProposalState state, UUID proposedBy,
			Instant proposedAt, String byName, boolean mine) {
	}

	private static final String PROPOSALS = """
			select p.*, c.name as crop_name from production_yield_proposal p join production_crop c on c.code = p.crop
			""";

	private final JdbcClient sql;

	private final Crops crops;

	private final StatusHistory history;

	private final BusinessClock clock;

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:planting:view')")
	public List<Standard> all() {
		return sql.sql("""
				select y.crop, c.name, y.plot_kind, y.kg_per_mu, y.valid_from, y.decided_by, y.demo
				  from production_yield_standard y join production_crop c on c.code = y.crop
				 order by c.sort, y.plot_kind, y.valid_from desc""")
			.query((row, n) -> new Standard(row.getString(1), row.getString(2), PlotKind.valueOf(row.getString(3)),
					row.getBigDecimal(4), row.getObject(5, LocalDate.class), row.getString(6), row.getBoolean(7)))
			.list();
	}

	/** The kg per 亩 that hold for what is sown that day; empty when none was decided. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:planting:view')")
	public Optional<BigDecimal> inForce(String crop, PlotKind kind, LocalDate sownOn) {
		return sql.sql("""
				select kg_per_mu from production_yield_standard
				 where crop = ? and plot_kind = ? and valid_from <= ? order by valid_from desc limit 1""")
			.params(crop, kind.name(), sownOn)
			.query(BigDecimal.class)
			.optional();
	}

	/** Not decided yet, the oldest first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:planting:view')")
	public List<Proposal> open() {
		return read(" where p.state = 'PROPOSED' order by p.proposed_at, p.id");
	}

	@PreAuthorize("hasAuthority('production:yield:decide')")
	public UUID propose(Propose proposal) {
		if (crops.find(proposal.crop()).isEmpty()) {
			throw new RuleBroken("production.crop.unknown", proposal.crop()).at("crop");
		}
		if (proposal.kgPerMu().signum() <= 0) {
			throw new RuleBroken("production.quantity.not-positive").at("kgPerMu");
		}
		requireNew(proposal.crop(), proposal.plotKind(), proposal.validFrom());
		var id = Ids.next();
		var actor = Actor.current();
		try {
			sql.sql("""
					insert into production_yield_proposal
					  (id, tenant_id, version, crop, plot_kind, kg_per_mu, valid_from, decided_by, demo, state, proposed_by,
					   proposed_at, by_name)
					values (?, ?, 0, ?, ?, ?, ?, ?, ?, 'PROPOSED', ?, ?, ?)""")
				.params(id, Tenant.require(), proposal.crop(), proposal.plotKind().name(), proposal.kgPerMu(),
						proposal.validFrom(), proposal.decidedBy(), proposal.demo(), actor.personId(),
						Timestamp.from(clock.now()), actor.displayName())
				.update();
		}
		catch (DuplicateKeyException known) {
			throw new RuleBroken("production.yield.known", proposal.validFrom()).at("validFrom");
		}
		history.record(TYPE, id, null, ProposalState.PROPOSED, null);
		return id;
	}

	/** Puts the standard in force; not by who proposed it. */
	@PreAuthorize("hasAuthority('production:yield:confirm')")
	public void confirm(UUID proposalId) {
		var proposal = locked(proposalId);
		ProductionFourEyes.CONFIRM_YIELD.requireOther("production.yield.same-person", Actor.current().personId(),
				proposal.proposedBy());
		close(proposal, ProposalState.CONFIRMED, null);
		requireNew(proposal.crop(), proposal.plotKind(), proposal.validFrom());
		sql.sql("""
				insert into production_yield_standard
				  (id, tenant_id, version, crop, plot_kind, kg_per_mu, valid_from, decided_by, demo, proposal_id)
				values (?, ?, 0, ?, ?, ?, ?, ?, ?, ?)""")
			.params(Ids.next(), Tenant.require(), proposal.crop(), proposal.plotKind().name(), proposal.kgPerMu(),
					proposal.validFrom(), proposal.decidedBy(), proposal.demo(), proposalId)
			.update();
	}

	@PreAuthorize("hasAuthority('production:yield:confirm')")
	public void decline(UUID proposalId, String reason) {
		if (reason.isBlank()) {
			throw new RuleBroken("production.reason-missing").at("reason");
		}
		close(locked(proposalId), ProposalState.DECLINED, reason.strip());
	}

	private void close(Proposal proposal, ProposalState to, @Nullable String reason) {
		if (proposal.state() != ProposalState.PROPOSED) {
			throw new WrongState("production.yield.wrong-state", proposal.state());
		}
		sql.sql("""
				update production_yield_proposal set state = ?, closed_by = ?, closed_at = ?, version = version + 1
				 where id = ?""")
			.params(to.name(), Actor.current().personId(), Timestamp.from(clock.now()), proposal.id())
			.update();
		history.record(TYPE, proposal.id(), proposal.state(), to, reason);
	}

	private void requireNew(String crop, PlotKind kind, LocalDate validFrom) {
		var known = sql.sql("""
				select exists (select 1 from production_yield_standard
				 where crop = ? and plot_kind = ? and valid_from = ?)""")
			.params(crop, kind.name(), validFrom)
			.query(Boolean.class)
			.single();
		if (known) {
			throw new RuleBroken("production.yield.known", validFrom).at("validFrom");
		}
	}

	private Proposal locked(UUID proposalId) {
		return read(" where p.id = ? for update of p", proposalId).stream()
			.findFirst()
			.orElseThrow(() -> new NotFound("production.yield.not-found", proposalId));
	}

	private List<Proposal> read(String where, Object... values) {
		return sql.sql(PROPOSALS + where)
			.params(List.of(values))
			.query((row, n) -> new Proposal(row.getObject("id", UUID.class), row.getString("crop"),
					row.getString("crop_name"), PlotKind.valueOf(row.getString("plot_kind")),
					row.getBigDecimal("kg_per_mu"), row.getObject("valid_from", LocalDate.class),
					row.getString("decided_by"), row.getBoolean("demo"), ProposalState.valueOf(row.getString("state")),
					row.getObject("proposed_by", UUID.class),
					row.getObject("proposed_at", OffsetDateTime.class).toInstant(), row.getString("by_name"),
					Actor.current().personId().equals(row.getObject("proposed_by", UUID.class))))
			.list();
	}

}
