package cn.jinfu.credit.product;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

import cn.jinfu.credit.CreditFourEyes;
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
 * What is agreed with each partner bank; changed, and begun, by two people of the
 * federation.
 */
@Component
@Transactional
@RequiredArgsConstructor
class BankAgreements {

	private static final String TYPE = "BankAgreement";

	private static final Pattern CLIENT = Pattern.compile("[a-z0-9][a-z0-9-]{1,39}");

	/** What shall hold. */
	record Agreement(String clientId, String name, RatingRelease ratingRelease, String contact, boolean fourEyes) {
	}

	/** A change that waits, or is closed. */
	public record Change(UUID id, String clientId, String name, RatingRelease ratingRelease, String contact,
			boolean fourEyes, String reason, String state, String proposedName, Instant proposedAt,
			@Nullable String closedName, boolean mine) {
	}

	private final PartnerBanks banks;

	private final JdbcClient sql;

	private final Audit audit;

	private final BusinessClock clock;

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:product:view')")
	public List<PartnerBank> all() {
		return banks.findAllByOrderByClientId();
	}

	/** The latest fifty, what waits first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:product:view')")
	public List<Change> changes() {
		return changes("order by state <> 'PROPOSED', id desc limit 50");
	}

	/** For whoever may confirm. */
	@Transactional(readOnly = true)
	public List<Change> waiting() {
		return changes("and state = 'PROPOSED' order by id limit 100");
	}

	private List<Change> changes(String which) {
		return sql
			.sql("""
					select id, client_id, name, rating_release, contact, four_eyes, reason, state, proposed_name, proposed_at,
					       closed_name, proposed_by = :reader from credit_bank_change where tenant_id = :tenant\s"""
					+ which)
			.param("reader", Actor.current().personId())
			.param("tenant", Tenant.require())
			.query((row, n) -> new Change(row.getObject(1, UUID.class), row.getString(2), row.getString(3),
					RatingRelease.valueOf(row.getString(4)), row.getString(5), row.getBoolean(6), row.getString(7),
					row.getString(8), row.getString(9), row.getTimestamp(10).toInstant(), row.getString(11),
					row.getBoolean(12)))
			.list();
	}

	/** Of a bank that is there, or of a new one under another client id. */
	@PreAuthorize("hasAuthority('credit:product:edit')")
	public UUID propose(Agreement wanted, String reason) {
		if (!CLIENT.matcher(wanted.clientId()).matches()) {
			throw new RuleBroken("credit.bank.client-id").at("clientId");
		}
		var id = Ids.next();
		var actor = Actor.current();
		try {
			sql.sql("""
					insert into credit_bank_change (id, tenant_id, client_id, name, rating_release, contact, four_eyes, reason,
					                                state, proposed_by, proposed_name, proposed_at)
					values (?, ?, ?, ?, ?, ?, ?, ?, 'PROPOSED', ?, ?, ?)""")
				.params(id, Tenant.require(), wanted.clientId(), wanted.name().strip(), wanted.ratingRelease().name(),
						wanted.contact().strip(), wanted.fourEyes(), reason.strip(), actor.personId(),
						actor.displayName(), Timestamp.from(clock.now()))
				.update();
		}
		catch (DuplicateKeyException open) {
			throw new WrongState("credit.bank.change-open");
		}
		audit.record("propose-bank-agreement", TYPE, id, wanted.clientId());
		return id;
	}

	@PreAuthorize("hasAuthority('credit:product:approve')")
	public void confirm(UUID id) {
		record Row(String clientId, String name, String ratingRelease, String contact, boolean fourEyes,
				UUID proposedBy) {
		}
		var row = sql.sql("""
				select client_id, name, rating_release, contact, four_eyes, proposed_by from credit_bank_change
				 where tenant_id = ? and id = ?""")
			.params(Tenant.require(), id)
			.query(Row.class)
			.optional()
			.orElseThrow(() -> new NotFound("credit.bank.no-change"));
		CreditFourEyes.CONFIRM_BANK.requireOther("credit.bank.four-eyes", Actor.current().personId(), row.proposedBy());
		close(id, true);
		var bank = banks.findByClientId(row.clientId())
			.orElseGet(() -> PartnerBank.of(row.clientId(), row.name(), RatingRelease.valueOf(row.ratingRelease()),
					row.contact()));
		bank.agree(row.name(), RatingRelease.valueOf(row.ratingRelease()), row.contact(), row.fourEyes());
		banks.save(bank);
	}

	/** Also by who proposed it: then it is taken back. */
	@PreAuthorize("hasAnyAuthority('credit:product:edit', 'credit:product:approve')")
	public void decline(UUID id) {
		close(id, false);
	}

	private void close(UUID id, boolean confirmed) {
		var state = sql.sql("select state from credit_bank_change where tenant_id = ? and id = ? for update")
			.params(Tenant.require(), id)
			.query(String.class)
			.optional()
			.orElseThrow(() -> new NotFound("credit.bank.no-change"));
		if (!state.equals("PROPOSED")) {
			throw new WrongState("credit.bank.change-closed");
		}
		sql.sql("""
				update credit_bank_change set state = ?, closed_by = ?, closed_name = ?, closed_at = ?, version = version + 1
				 where id = ?""")
			.params(confirmed ? "CONFIRMED" : "DECLINED", Actor.current().personId(), Actor.current().displayName(),
					Timestamp.from(clock.now()), id)
			.update();
		audit.record(confirmed ? "confirm-bank-agreement" : "decline-bank-agreement", TYPE, id, null);
	}

}
