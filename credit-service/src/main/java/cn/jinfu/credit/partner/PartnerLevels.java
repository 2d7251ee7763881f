package cn.jinfu.credit.partner;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.credit.CreditFourEyes;
import cn.jinfu.credit.product.PartnerBank;
import cn.jinfu.credit.product.PartnerBanks;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What a bank's machine may call in earnest. Two people open a level once the bank's twin
 * has done all of it in the sandbox; one person closes it, with those above.
 */
@Component
@Transactional
@RequiredArgsConstructor
class PartnerLevels {

	static final int HIGHEST = 3;

	private static final String TYPE = "BankLevel";

	private static final int MOST_WORDS = 200;

	/**
	 * A level that is proposed, live or ended.
	 *
	 * @param basis {@code RUNS}, {@code DEMO}, or {@code BEFORE}: in use before there
	 * were levels
	 * @param mine whether the reader proposed it, so that somebody else must confirm
	 */
	public record LevelLine(UUID id, String clientId, String bank, int level, String basis, String state,
			@Nullable String proposedName, @Nullable Instant proposedAt, @Nullable String confirmedName,
			@Nullable Instant confirmedAt, @Nullable String endedName, @Nullable Instant endedAt,
			@Nullable String reason, boolean mine) {
	}

	private final PartnerBanks banks;

	private final LevelGate gate;

	private final JdbcClient sql;

	private final Audit audit;

	private final BusinessClock clock;

	private boolean live(PartnerBank bank, int level) {
		return sql
			.sql("select exists (select 1 from credit_bank_level where bank_id = ? and level = ? and state = 'LIVE')")
			.params(bank.id(), level)
			.query(Boolean.class)
			.single();
	}

	/** Of one bank, the latest first. */
	@Transactional(readOnly = true)
	public List<LevelLine> ofBank(String clientId) {
		return lines("b.client_id = :client", clientId);
	}

	@Transactional(readOnly = true)
	public String bankOf(UUID id) {
		return sql.sql("""
				select b.client_id from credit_bank_level l
				  join credit_bank b on b.tenant_id = l.tenant_id and b.id = l.bank_id where l.id = ?""")
			.param(id)
			.query(String.class)
			.optional()
			.orElseThrow(() -> new NotFound("credit.partner-level.not-found"));
	}

	/** For whoever may confirm. */
	@Transactional(readOnly = true)
	public List<LevelLine> waiting() {
		return lines("l.state = 'PROPOSED'", "");
	}

	private List<LevelLine> lines(String which, String client) {
		return sql
			.sql("""
					select l.id, b.client_id, b.name, l.level, l.basis, l.state, l.proposed_name, l.proposed_at, l.confirmed_name,
					       l.confirmed_at, l.ended_name, l.ended_at, l.reason, l.proposed_by is not distinct from :reader
					  from credit_bank_level l join credit_bank b on b.tenant_id = l.tenant_id and b.id = l.bank_id
					 where\s"""
					+ which + " order by l.state = 'ENDED', l.level, l.ended_at desc limit 100")
			.param("client", client)
			.param("reader", Actor.current().personId())
			.query((row, n) -> new LevelLine(row.getObject(1, UUID.class), row.getString(2), row.getString(3),
					row.getInt(4), row.getString(5), row.getString(6), row.getString(7), instant(row.getTimestamp(8)),
					row.getString(9), instant(row.getTimestamp(10)), row.getString(11), instant(row.getTimestamp(12)),
					row.getString(13), row.getBoolean(14)))
			.list();
	}

	private static @Nullable Instant instant(@Nullable Timestamp at) {
		return (at != null) ? at.toInstant() : null;
	}

	/** What the twin still owes for this level. */
	@Transactional(readOnly = true)
	public List<String> missing(String clientId, int level) {
		return sql.sql("""
				select r.requirement from credit_level_requirement r
				 where r.level = ? and not exists (select 1 from jf_twin_runs(?) x where x.requirement = r.requirement)
				 order by r.requirement""").params(level, clientId).query(String.class).list();
	}

	/** What the twin has done, by requirement. */
	@Transactional(readOnly = true)
	public Map<String, Instant> runs(String clientId) {
		var runs = new HashMap<String, Instant>();
		sql.sql("select requirement, at from jf_twin_runs(?)")
			.param(clientId)
			.query((row, n) -> Map.entry(row.getString(1), row.getTimestamp(2).toInstant()))
			.list()
			.forEach(it -> runs.put(it.getKey(), it.getValue()));
		return runs;
	}

	/** The first of the two people. */
	@PreAuthorize("hasAuthority('credit:partner-key:propose')")
	public UUID propose(String clientId, int level) {
		var bank = banks.require(clientId);
		if (level < 1 || level > HIGHEST) {
			throw new RuleBroken("credit.partner-level.unknown", HIGHEST).at("level");
		}
		if (level > 1 && !live(bank, level - 1)) {
			throw new RuleBroken("credit.partner-level.below", level - 1).at("level");
		}
		requireRuns(clientId, level);
		var id = Ids.next();
		var actor = Actor.current();
		try {
			sql.sql("""
					insert into credit_bank_level (id, tenant_id, bank_id, level, state, proposed_by, proposed_name, proposed_at)
					values (?, ?, ?, ?, 'PROPOSED', ?, ?, ?)""")
				.params(id, Tenant.require(), bank.id(), level, actor.personId(), actor.displayName(),
						Timestamp.from(clock.now()))
				.update();
		}
		catch (DuplicateKeyException open) {
			throw new WrongState("credit.partner-level.open", level);
		}
		audit.record("propose-bank-level", TYPE, id, clientId + " " + level);
		return id;
	}

	private void requireRuns(String clientId, int level) {
		var missing = missing(clientId, level);
		if (!missing.isEmpty()) {
			throw new RuleBroken("credit.partner-level.unproved", level, missing.size()).at("level");
		}
	}

	private record Row(String clientId, UUID bankId, int level, String state, @Nullable UUID proposedBy) {
	}

	/** The second: from now on the machine may. */
	@PreAuthorize("hasAuthority('credit:partner-key:confirm')")
	public void confirm(UUID id) {
		var row = require(id, "PROPOSED");
		CreditFourEyes.CONFIRM_LEVEL.requireOther("credit.partner-level.four-eyes", Actor.current().personId(),
				Objects.requireNonNull(row.proposedBy()));
		requireRuns(row.clientId(), row.level());
		sql.sql("""
				update credit_bank_level set state = 'LIVE', confirmed_by = ?, confirmed_name = ?, confirmed_at = ?,
				       version = version + 1 where id = ?""")
			.params(Actor.current().personId(), Actor.current().displayName(), Timestamp.from(clock.now()), id)
			.update();
		audit.record("open-bank-level", TYPE, id, row.clientId() + " " + row.level());
		gate.changed(row.clientId());
	}

	/** Also of what is only proposed; the levels above go with it. */
	@PreAuthorize("hasAuthority('credit:partner-key:propose')")
	public void end(UUID id, String reason) {
		if (reason.strip().length() < 2 || reason.strip().length() > MOST_WORDS) {
			throw new RuleBroken("credit.webhook.words", MOST_WORDS).at("reason");
		}
		var row = require(id, "PROPOSED", "LIVE");
		var ended = sql.sql("""
				select id from credit_bank_level where bank_id = ? and level >= ? and state <> 'ENDED'
				 order by level desc for update""").params(row.bankId(), row.level()).query(UUID.class).list();
		for (var one : ended) {
			sql.sql("""
					update credit_bank_level set state = 'ENDED', ended_by = ?, ended_name = ?, ended_at = ?, reason = ?,
					       version = version + 1 where id = ?""")
				.params(Actor.current().personId(), Actor.current().displayName(), Timestamp.from(clock.now()),
						reason.strip(), one)
				.update();
			audit.record("end-bank-level", TYPE, one, row.clientId());
		}
		gate.changed(row.clientId());
	}

	private Row require(UUID id, String... states) {
		var row = sql
			.sql("""
					select b.client_id, l.bank_id, l.level, l.state, l.proposed_by from credit_bank_level l
					  join credit_bank b on b.tenant_id = l.tenant_id and b.id = l.bank_id where l.id = ? for update of l""")
			.param(id)
			.query(Row.class)
			.optional()
			.orElseThrow(() -> new NotFound("credit.partner-level.not-found"));
		if (!Set.of(states).contains(row.state())) {
			throw new WrongState("credit.partner-level.closed");
		}
		return row;
	}

}
