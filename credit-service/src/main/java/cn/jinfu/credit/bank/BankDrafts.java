package cn.jinfu.credit.bank;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.credit.CreditFourEyes;
import cn.jinfu.credit.bank.BankCases.Approve;
import cn.jinfu.credit.bank.BankCases.Contract;
import cn.jinfu.credit.bank.BankCases.Decline;
import cn.jinfu.credit.bank.BankCases.Disbursement;
import cn.jinfu.credit.facility.BankFacilities;
import cn.jinfu.credit.product.PartnerBank;
import cn.jinfu.credit.product.PartnerBanks;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Four eyes inside a bank: what one of its people enters waits for another of them, where
 * the bank wants that, and is then done by the very command that its machine would call.
 */
@Component
@RequiredArgsConstructor
class BankDrafts {

	private static final String TYPE = "BankDraft";

	private static final int MOST_WORDS = 200;

	private static final JsonMapper JSON = JsonMapper.builder().build();

	enum Act {

		APPROVAL, DECLINE, CONTRACT, DISBURSEMENT, FACILITY

	}

	/**
	 * What is said to an umbrella, or to a part of one.
	 *
	 * @param part whether it is a part
	 * @param name as it was when this was entered
	 * @param documentNo of the approval; null where it is refused
	 * @param reason null where it is approved
	 * @param version what was seen
	 */
	public record FacilityAnswer(UUID facilityId, boolean part, String name, Money amount, @Nullable String documentNo,
			@Nullable String reason, long version) {
	}

	/**
	 * An entry as the bank's people see it; of the five contents one is there.
	 *
	 * @param caseNo null where it is about an umbrella
	 * @param mine whether the reader entered it, so that somebody else must confirm
	 * @param state ENTERED, CONFIRMED or RETURNED
	 */
	public record Draft(UUID id, @Nullable String caseNo, Act act, @Nullable Approve approval,
			@Nullable Decline decline, @Nullable Contract contract, @Nullable Disbursement disbursement,
			@Nullable FacilityAnswer facility, String state, String enteredName, Instant enteredAt,
			@Nullable String closedName, @Nullable Instant closedAt, @Nullable String reason, boolean mine) {

		/** The case's number or the umbrella's name. */
		public String subject() {
			return (facility != null) ? facility.name() : Objects.requireNonNull(caseNo);
		}

		/** The page of what it is about. */
		public String path() {
			return (facility != null) ? BankFacilityPages.PATH + "/" + facility.facilityId()
					: "/console/bank-cases/" + caseNo;
		}

	}

	private static final String ROW = """
			select id, case_no, act, content, state, entered_by, entered_name, entered_at, closed_name, closed_at,
			       reason
			  from credit_bank_draft where bank_id =\s""";

	private final BankCases cases;

	private final BankFacilities facilities;

	private final PartnerBanks banks;

	private final JdbcClient sql;

	private final Audit audit;

	private final BusinessClock clock;

	private final TransactionTemplate transaction;

	/**
	 * Does it at once, or keeps it for another person of the bank. What would be refused
	 * now is refused now, so that nobody confirms what cannot be.
	 * @return the number of a booking; empty where there is none, or none yet
	 */
	String enter(String bank, String caseNo, Object content) {
		return entered(bank, caseNo, content);
	}

	/** The same of an umbrella or a part. */
	void enter(String bank, FacilityAnswer answer) {
		entered(bank, null, answer);
	}

	private String entered(String bank, @Nullable String caseNo, Object content) {
		var own = Objects.requireNonNull(transaction.execute(_ -> banks.require(bank)));
		if (!own.fourEyes()) {
			return perform(bank, caseNo, content);
		}
		transaction.executeWithoutResult(tried -> {
			perform(bank, caseNo, content);
			tried.setRollbackOnly();
		});
		transaction.executeWithoutResult(_ -> keep(own, caseNo, content));
		return "";
	}

	private void keep(PartnerBank bank, @Nullable String caseNo, Object content) {
		var id = Ids.next();
		var about = (content instanceof FacilityAnswer it) ? it : null;
		var actor = Actor.current();
		var act = act(content);
		try {
			sql.sql("""
					insert into credit_bank_draft (id, tenant_id, bank_id, case_no, facility_id, share_id, act, content,
					                               state, entered_by, entered_name, entered_at)
					values (:id, :tenant, :bank, :case, :facility, :share, :act, cast(:content as jsonb), 'ENTERED',
					        :person, :name, :at)""")
				.param("id", id)
				.param("tenant", Tenant.require())
				.param("bank", bank.id())
				.param("case", caseNo)
				.param("facility", (about != null && !about.part()) ? about.facilityId() : null)
				.param("share", (about != null && about.part()) ? about.facilityId() : null)
				.param("act", act.name())
				.param("content", JSON.writeValueAsString(content))
				.param("person", actor.personId())
				.param("name", actor.displayName())
				.param("at", Timestamp.from(clock.now()))
				.update();
		}
		catch (DuplicateKeyException open) {
			throw new WrongState("credit.bank-draft.open");
		}
		audit.record("enter-bank-draft", TYPE, id, act + " " + ((about != null) ? about.facilityId() : caseNo));
	}

	private static Act act(Object content) {
		return switch (content) {
			case Approve _ -> Act.APPROVAL;
			case Decline _ -> Act.DECLINE;
			case Contract _ -> Act.CONTRACT;
			case Disbursement _ -> Act.DISBURSEMENT;
			case FacilityAnswer _ -> Act.FACILITY;
			default -> throw new IllegalArgumentException(content.getClass().getName());
		};
	}

	private String perform(String bank, @Nullable String caseNo, Object content) {
		switch (content) {
			case BankCases.Decision decision -> cases.decide(bank, Objects.requireNonNull(caseNo), decision);
			case Contract contract -> cases.contract(bank, Objects.requireNonNull(caseNo), contract);
			case FacilityAnswer answer -> say(bank, answer);
			case Disbursement disbursement -> {
				return cases.disburse(bank, disbursement).bookingNo();
			}
			default -> throw new IllegalArgumentException(content.getClass().getName());
		}
		return "";
	}

	private void say(String bank, FacilityAnswer answer) {
		var documentNo = answer.documentNo();
		if (documentNo != null) {
			facilities.approve(bank, answer.facilityId(), answer.amount(), documentNo, answer.version());
		}
		else {
			facilities.refuse(bank, answer.facilityId(), Objects.requireNonNull(answer.reason()), answer.version());
		}
	}

	/** Of one case, the latest first. */
	@Transactional(readOnly = true)
	public List<Draft> ofCase(String bank, String caseNo) {
		return drafts(bank, "case_no = :case order by id desc limit 50", caseNo);
	}

	/** Of umbrellas and parts, the latest first. */
	@Transactional(readOnly = true)
	public List<Draft> ofFacilities(String bank, Collection<UUID> facilityIds) {
		return sql.sql(ROW + ":bank and coalesce(share_id, facility_id) = any (:ids) order by id desc limit 50")
			.param("bank", banks.require(bank).id())
			.param("ids", facilityIds.toArray(UUID[]::new))
			.query(BankDrafts::draft)
			.list();
	}

	/** What waits in this bank, the oldest first. */
	@Transactional(readOnly = true)
	public List<Draft> open(String bank) {
		return drafts(bank, "state = 'ENTERED' order by id limit 100", "");
	}

	private List<Draft> drafts(String bank, String which, String caseNo) {
		return sql.sql(ROW + ":bank and " + which)
			.param("bank", banks.require(bank).id())
			.param("case", caseNo)
			.query(BankDrafts::draft)
			.list();
	}

	private static Draft draft(java.sql.ResultSet row, int n) throws java.sql.SQLException {
		var act = Act.valueOf(row.getString("act"));
		var json = row.getString("content");
		var closedAt = row.getTimestamp("closed_at");
		return new Draft(row.getObject("id", UUID.class), row.getString("case_no"), act,
				(act == Act.APPROVAL) ? JSON.readValue(json, Approve.class) : null,
				(act == Act.DECLINE) ? JSON.readValue(json, Decline.class) : null,
				(act == Act.CONTRACT) ? JSON.readValue(json, Contract.class) : null,
				(act == Act.DISBURSEMENT) ? JSON.readValue(json, Disbursement.class) : null,
				(act == Act.FACILITY) ? JSON.readValue(json, FacilityAnswer.class) : null, row.getString("state"),
				row.getString("entered_name"), row.getTimestamp("entered_at").toInstant(), row.getString("closed_name"),
				(closedAt != null) ? closedAt.toInstant() : null, row.getString("reason"),
				Actor.current().personId().equals(row.getObject("entered_by", UUID.class)));
	}

	/** The page of what an entry is about. */
	@Transactional(readOnly = true)
	public String path(String bank, UUID id) {
		return sql.sql(ROW + "? and id = ?")
			.params(banks.require(bank).id(), id)
			.query(BankDrafts::draft)
			.optional()
			.orElseThrow(() -> new NotFound("credit.bank-draft.not-found"))
			.path();
	}

	/** Another person of the bank has looked at it: now it happens. */
	@Transactional
	@PreAuthorize("hasAuthority('credit:bank-case:decide')")
	public void confirm(String bank, UUID id) {
		var draft = require(bank, id);
		CreditFourEyes.CONFIRM_BANK_DRAFT.requireOther("credit.bank-draft.same-person", Actor.current().personId(),
				enteredBy(id));
		close(id, "CONFIRMED", null);
		audit.record("confirm-bank-draft", TYPE, id, draft.act() + " " + about(draft));
		perform(bank, draft.caseNo(), content(draft));
	}

	private static Object content(Draft draft) {
		return switch (draft.act()) {
			case APPROVAL -> Objects.requireNonNull(draft.approval());
			case DECLINE -> Objects.requireNonNull(draft.decline());
			case CONTRACT -> Objects.requireNonNull(draft.contract());
			case DISBURSEMENT -> Objects.requireNonNull(draft.disbursement());
			case FACILITY -> Objects.requireNonNull(draft.facility());
		};
	}

	/** Also by who entered it: then it is taken back. */
	@Transactional
	@PreAuthorize("hasAuthority('credit:bank-case:decide')")
	public void giveBack(String bank, UUID id, String reason) {
		if (reason.strip().length() < 2 || reason.strip().length() > MOST_WORDS) {
			throw new RuleBroken("credit.bank-draft.words", MOST_WORDS).at("reason");
		}
		var draft = require(bank, id);
		close(id, "RETURNED", reason.strip());
		audit.record("return-bank-draft", TYPE, id, draft.act() + " " + about(draft));
	}

	private static Object about(Draft draft) {
		var facility = draft.facility();
		return (facility != null) ? facility.facilityId() : draft.subject();
	}

	/** Another bank's does not exist; the row is ours until the end. */
	private Draft require(String bank, UUID id) {
		var draft = sql.sql(ROW + "? and id = ? for update")
			.params(banks.require(bank).id(), id)
			.query(BankDrafts::draft)
			.optional()
			.orElseThrow(() -> new NotFound("credit.bank-draft.not-found"));
		if (!draft.state().equals("ENTERED")) {
			throw new WrongState("credit.bank-draft.closed");
		}
		return draft;
	}

	private UUID enteredBy(UUID id) {
		return sql.sql("select entered_by from credit_bank_draft where id = ?").param(id).query(UUID.class).single();
	}

	private void close(UUID id, String state, @Nullable String reason) {
		sql.sql("""
				update credit_bank_draft set state = :state, closed_by = :by, closed_name = :name, closed_at = :at,
				       reason = :reason, version = version + 1 where id = :id""")
			.param("state", state)
			.param("by", Actor.current().personId())
			.param("name", Actor.current().displayName())
			.param("at", Timestamp.from(clock.now()))
			.param("reason", reason)
			.param("id", id)
			.update();
	}

}
