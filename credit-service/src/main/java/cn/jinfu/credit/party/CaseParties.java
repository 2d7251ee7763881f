package cn.jinfu.credit.party;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.credit.outbox.BankOutbox;
import cn.jinfu.credit.party.PartyStatus.Action;
import cn.jinfu.credit.product.Cosigner;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Messages;
import cn.jinfu.kernel.MobileNumber;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.PersonalData;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.TooMany;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.ResidentId;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.kernel.web.PublicUrl;
import cn.jinfu.member.MemberMessages;
import cn.jinfu.member.People;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Who signs with the farm. The farm names them; each reads and answers on his own phone,
 * by a link that only goes there and a code that is asked for with the answer (R45). What
 * they agreed to are the terms as they stood: changed, they are asked anew. Codes and
 * links run by the system's clock.
 */
@Component
@Transactional
@RequiredArgsConstructor
public class CaseParties {

	static final Duration LINK = Duration.ofDays(7);

	static final Duration CODE = Duration.ofMinutes(5);

	static final int ATTEMPTS = 5;

	static final int CODES = 10;

	static final int MOST = 5;

	private static final String TYPE = "CaseParty";

	private static final String FIELD = "case-party";

	private static final Set<String> OPEN = Set.of("DRAFT", "RETURNED");

	/** Sent out and not contracted yet: what somebody agreed to may be taken back. */
	private static final Set<String> UNDER_WAY = Set.of("SUBMITTED", "DUE_DILIGENCE", "GUARANTEE_APPROVAL", "READY",
			"DISPATCHED", "RECEIVED", "BANK_APPROVED");

	/** Of these, where a bank has the case. */
	private static final Set<String> AT_BANK = Set.of("DISPATCHED", "RECEIVED", "BANK_APPROVED");

	private static final SecureRandom RANDOM = new SecureRandom();

	private final JdbcClient sql;

	private final PersonalData vault;

	private final Messages messages;

	private final MemberMessages told;

	private final BankOutbox outbox;

	private final PartyText texts;

	private final People people;

	private final PublicUrl address;

	private final Audit audit;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final TransactionTemplate transaction;

	/**
	 * A line for those who see the case.
	 *
	 * @param current whether what he agreed to are the terms of today
	 * @param withdrawnAt when he took it back after submission; null where he did not
	 */
	public record Line(UUID id, PartyRole role, String name, String mobile, PartyStatus status, boolean current,
			@Nullable Instant answeredAt, @Nullable String textSha256, @Nullable String reason,
			@Nullable Instant withdrawnAt) {

		/** Whether the case may go on as far as he is concerned. */
		public boolean agreed() {
			return status == PartyStatus.AGREED && current;
		}

	}

	/** What somebody finds behind his link. */
	public record Notice(PartyRole role, String name, String mobile, String borrower, String product, String bank,
			Money amount, int months, List<String> paragraphs, PartyStatus status, boolean answerable,
			boolean withdrawable, @Nullable Instant answeredAt, @Nullable Instant withdrawnAt, boolean codeSent) {
	}

	private record Row(UUID id, UUID applicationId, String caseNo, String caseStatus, UUID applicant, PartyRole role,
			String name, String mobileSealed, String mobileMasked, PartyStatus status, Instant linkUntil,
			@Nullable String codeHash, @Nullable Instant codeUntil, int attempts, int codesSent,
			@Nullable String textSha256, @Nullable Instant answeredAt, @Nullable String reason, PartyText.Terms terms,
			UUID memberId, UUID bankId, @Nullable Instant withdrawnAt) {
	}

	private static final String SELECT = """
			select y.id, y.application_id, a.no, a.status, a.applicant, y.role, y.name, y.mobile_sealed, y.mobile_masked,
			       y.state, y.link_until, y.code_hash, y.code_until, y.code_attempts, y.codes_sent, y.text_sha256,
			       y.answered_at, y.reason, a.member_name, p.name, b.name, a.amount, a.months,
			       a.member_id, a.bank_id, y.withdrawn_at
			  from credit_case_party y
			  join credit_application a on a.tenant_id = y.tenant_id and a.id = y.application_id
			  join credit_product p on p.tenant_id = a.tenant_id and p.id = a.product_id
			  join credit_bank b on b.tenant_id = a.tenant_id and b.id = a.bank_id
			""";

	/** In the order they were named. */
	@Transactional(readOnly = true)
	public List<Line> of(UUID applicationId) {
		return sql.sql(SELECT + " where y.application_id = ? and y.state <> 'REMOVED' order by y.id")
			.param(applicationId)
			.query(CaseParties::row)
			.list()
			.stream()
			.map(this::line)
			.toList();
	}

	private Line line(Row row) {
		var current = text(row).sha256().equals(row.textSha256());
		return new Line(row.id(), row.role(), row.name(), row.mobileMasked(), row.status(), current, row.answeredAt(),
				row.textSha256(), row.reason(), row.withdrawnAt());
	}

	/**
	 * Somebody who signs too, in clear: to be sealed for the bank that his notice names
	 * at once, never shown, logged or kept.
	 */
	public record Identity(PartyRole role, String name, String idNumber, String mobile) {

		@Override
		public String toString() {
			return "Identity[role=" + role + "]";
		}

	}

	private record Sealed(UUID id, PartyRole role, String name, String number, String mobile) {
	}

	/**
	 * Whoever agreed and has not taken it back; each number read leaves a record. Outside
	 * any transaction.
	 * @param purpose why, in words
	 */
	@Transactional(propagation = Propagation.NEVER)
	public List<Identity> identities(UUID applicationId, String purpose) {
		return Objects.requireNonNull(transaction.execute(_ -> sealed(applicationId))).stream().map(it -> {
			var plain = vault.open(it.id(), List.of(it.number(), it.mobile()), purpose);
			return new Identity(it.role(), it.name(), plain.getFirst(), plain.getLast());
		}).toList();
	}

	private List<Sealed> sealed(UUID applicationId) {
		var agreed = of(applicationId).stream().filter(Line::agreed).map(Line::id).toList();
		return sql.sql("""
				select id, role, name, id_sealed, mobile_sealed from credit_case_party
				 where application_id = ? and id_sealed is not null order by id""")
			.param(applicationId)
			.query((row, n) -> new Sealed(row.getObject(1, UUID.class), PartyRole.valueOf(row.getString(2)),
					row.getString(3), row.getString(4), row.getString(5)))
			.list()
			.stream()
			.filter(it -> agreed.contains(it.id()))
			.toList();
	}

	/** Of a case of the acting farm. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:own:view')")
	public List<Line> own(String caseNo) {
		return of(ownCase(caseNo));
	}

	/**
	 * Asked when the farm submits.
	 * @throws RuleBroken while somebody has not agreed, or agreed to other terms, or the
	 * one whom the product wants is not among them
	 */
	@Transactional(readOnly = true)
	public void requireAllAgreed(UUID applicationId, Cosigner wanted) {
		var lines = of(applicationId);
		switch (wanted) {
			case NONE -> {
			}
			case SPOUSE -> {
				if (lines.stream().noneMatch(it -> it.role() == PartyRole.SPOUSE)) {
					throw new RuleBroken("credit.party.spouse-needed");
				}
			}
			case SPOUSE_OR_CO_BORROWER -> {
				if (lines.stream().allMatch(it -> it.role() == PartyRole.GUARANTOR)) {
					throw new RuleBroken("credit.party.co-signer-needed");
				}
			}
		}
		for (var line : lines) {
			if (line.status() != PartyStatus.AGREED) {
				throw new RuleBroken("credit.party.missing", line.name());
			}
			if (!line.current()) {
				throw new RuleBroken("credit.party.changed", line.name());
			}
		}
	}

	/**
	 * Asked before each step that relies on the signatures.
	 * @throws RuleBroken where somebody took his consent back, and has not given it anew
	 */
	@Transactional(readOnly = true)
	public void requireStanding(UUID applicationId) {
		of(applicationId).stream().filter(it -> it.status() != PartyStatus.AGREED).findFirst().ifPresent(it -> {
			throw new RuleBroken(
					(it.status() == PartyStatus.WITHDRAWN) ? "credit.party.taken-back" : "credit.party.missing",
					it.name());
		});
	}

	/** Whether a contract waits for somebody's consent. */
	@Transactional(readOnly = true)
	public boolean blocks(UUID applicationId) {
		return of(applicationId).stream().anyMatch(it -> it.status() != PartyStatus.AGREED);
	}

	/** Whether somebody took back what he had agreed to. */
	@Transactional(readOnly = true)
	public boolean hasWithdrawn(UUID applicationId) {
		return of(applicationId).stream().anyMatch(it -> it.status() == PartyStatus.WITHDRAWN);
	}

	/** Names somebody; his link leaves at once. */
	@PreAuthorize("hasAuthority('credit:own:apply')")
	public void name(String caseNo, PartyRole role, String name, MobileNumber mobile) {
		var application = ownOpenCase(caseNo);
		var actor = Actor.current();
		if (of(application).size() >= MOST) {
			throw new RuleBroken("credit.party.most", MOST);
		}
		if (people.byMobile(mobile).stream().anyMatch(it -> it.personId().equals(actor.personId()))) {
			throw new RuleBroken("credit.party.own-number").at("mobile");
		}
		var id = Ids.next();
		var token = token();
		try {
			sql.sql("""
					insert into credit_case_party (id, tenant_id, application_id, role, name, mobile_sealed, mobile_masked,
					                               mobile_index, state, token_hash, link_until, added_by, added_at)
					values (?, ?, ?, ?, ?, ?, ?, ?, 'ASKED', ?, ?, ?, ?)""")
				.params(id, Tenant.require(), application, role.name(), name.strip(),
						vault.seal(id, FIELD, mobile.value()), mobile.masked(),
						vault.index("case-party-mobile", mobile.value()), hash(token),
						Timestamp.from(Instant.now().plus(LINK)), actor.personId(), Timestamp.from(clock.now()))
				.update();
		}
		catch (DuplicateKeyException twice) {
			if (String.valueOf(twice.getMessage()).contains("credit_case_party_spouse_uq")) {
				throw new RuleBroken("credit.party.one-spouse").at("role");
			}
			throw new RuleBroken("credit.party.twice").at("mobile");
		}
		history.record(TYPE, id, null, PartyStatus.ASKED, null);
		send(mobile, role, require(id), token);
	}

	/**
	 * A fresh link; an answer given before no longer counts. Once a bank has the case
	 * only who took his consent back, or has not given it anew, is asked again.
	 */
	@PreAuthorize("hasAuthority('credit:own:apply')")
	public void askAgain(String caseNo, UUID id) {
		var row = ownRow(caseNo, id, AT_BANK);
		if (!OPEN.contains(row.caseStatus()) && row.status() == PartyStatus.AGREED) {
			throw new WrongState("credit.party.case-closed");
		}
		var next = row.status().after(Action.ASK_AGAIN);
		var token = token();
		sql.sql("""
				update credit_case_party set state = ?, token_hash = ?, link_until = ?, text_version = null,
				       text_sha256 = null, id_sealed = null, answered_at = null, reason = null, withdrawn_at = null, code_hash = null,
				       code_until = null, code_attempts = 0, version = version + 1
				 where id = ?""")
			.params(next.name(), hash(token), Timestamp.from(Instant.now().plus(LINK)), id)
			.update();
		history.record(TYPE, id, row.status(), next, null);
		send(new MobileNumber(vault.use(id, row.mobileSealed())), row.role(), row, token);
	}

	@PreAuthorize("hasAuthority('credit:own:apply')")
	public void remove(String caseNo, UUID id) {
		var row = ownRow(caseNo, id, Set.of());
		var next = row.status().after(Action.REMOVE);
		sql.sql("""
				update credit_case_party set state = ?, link_until = ?, withdrawn_at = null, version = version + 1
				 where id = ?""").params(next.name(), Timestamp.from(Instant.now()), id).update();
		history.record(TYPE, id, row.status(), next, null);
	}

	private void send(MobileNumber mobile, PartyRole role, Row row, String token) {
		messages.send(mobile, "credit.message.party." + role, row.name(), row.terms().borrower(),
				address.of("/c/s/" + token));
	}

	/** Behind the link, to whoever holds it. */
	@Transactional(readOnly = true)
	public Notice notice(String token) {
		var row = byToken(token);
		var answerable = isAnswerable(row);
		var until = row.codeUntil();
		return new Notice(row.role(), row.name(), row.mobileMasked(), row.terms().borrower(), row.terms().product(),
				row.terms().bank(), row.terms().amount(), row.terms().months(), text(row).paragraphs(), row.status(),
				answerable, isWithdrawable(row), row.answeredAt(), row.withdrawnAt(),
				until != null && until.isAfter(Instant.now()));
	}

	private static boolean isAnswerable(Row row) {
		var asked = row.status() == PartyStatus.ASKED;
		return row.linkUntil().isAfter(Instant.now()) && (OPEN.contains(row.caseStatus())
				? (asked || row.status() == PartyStatus.AGREED) : (AT_BANK.contains(row.caseStatus()) && asked));
	}

	/** For as long as no contract is signed, however old his link is. */
	private static boolean isWithdrawable(Row row) {
		return UNDER_WAY.contains(row.caseStatus()) && row.status() == PartyStatus.AGREED;
	}

	/** A code to the phone the link went to. */
	public void sendCode(String token) {
		var row = byToken(token);
		if (!isWithdrawable(row)) {
			requireAnswerable(row);
		}
		if (row.codesSent() >= CODES) {
			throw new TooMany("credit.party.too-many");
		}
		var code = "%06d".formatted(RANDOM.nextInt(1_000_000));
		sql.sql("""
				update credit_case_party set code_hash = ?, code_until = ?, code_attempts = 0,
				       codes_sent = codes_sent + 1 where id = ?""")
			.params(codeHash(row.id(), code), Timestamp.from(Instant.now().plus(CODE)), row.id())
			.update();
		messages.send(new MobileNumber(vault.use(row.id(), row.mobileSealed())), "credit.message.party.code", code,
				CODE.toMinutes());
	}

	/**
	 * He has read the notice and agrees.
	 * @return false when the code was wrong, old or used up
	 */
	public boolean agree(String token, ResidentId number, String code) {
		var row = byToken(token);
		requireAnswerable(row);
		var next = row.status().after(Action.AGREE);
		if (!uses(row, code)) {
			return false;
		}
		if (people.idEndsWith(row.applicant(), number.value().substring(number.value().length() - 6))) {
			throw new RuleBroken("credit.party.himself").at("idNumber");
		}
		var text = text(row);
		sql.sql("""
				update credit_case_party set state = ?, text_version = ?, text_sha256 = ?, id_sealed = ?, answered_at = ?,
				       version = version + 1 where id = ?""")
			.params(next.name(), text.version(), text.sha256(), vault.seal(row.id(), "id-number", number.value()),
					Timestamp.from(clock.now()), row.id())
			.update();
		history.record(TYPE, row.id(), row.status(), next, null);
		audit.record("agree-as-party", TYPE, row.id(), row.caseNo() + " " + text.sha256());
		if (AT_BANK.contains(row.caseStatus())) {
			outbox.write(row.bankId(), "case.party_agreed", row.caseNo(), next);
		}
		return true;
	}

	/**
	 * He does not, or no more.
	 * @return false when the code was wrong, old or used up
	 */
	public boolean decline(String token, @Nullable String reason, String code) {
		var row = byToken(token);
		requireAnswerable(row);
		var next = row.status().after(Action.DECLINE);
		if (!uses(row, code)) {
			return false;
		}
		var words = (reason != null) ? reason.strip() : "";
		sql.sql("""
				update credit_case_party set state = :state, answered_at = :at, reason = :reason, version = version + 1
				 where id = :id""")
			.param("state", next.name())
			.param("at", Timestamp.from(clock.now()))
			.param("reason", words.isEmpty() ? null : words)
			.param("id", row.id())
			.update();
		history.record(TYPE, row.id(), row.status(), next, words.isEmpty() ? null : words);
		audit.record("decline-as-party", TYPE, row.id(), row.caseNo());
		return true;
	}

	/**
	 * He takes back what he agreed to, after the case went out: from here on no bank
	 * reads his name, no step relies on it and no contract is signed. The case stays
	 * where it is; the farm is told, and the bank where it has the case.
	 * @return false when the code was wrong, old or used up
	 */
	public boolean withdraw(String token, String code) {
		var seen = byToken(token);
		sql.sql("select 1 from credit_application where id = ? for update")
			.param(seen.applicationId())
			.query()
			.singleRow();
		var row = byToken(token);
		if (!isWithdrawable(row)) {
			throw new WrongState((row.status() == PartyStatus.AGREED && !OPEN.contains(row.caseStatus()))
					? "credit.party.contracted" : "credit.party.link-over");
		}
		var next = row.status().after(Action.WITHDRAW);
		if (!uses(row, code)) {
			return false;
		}
		sql.sql("update credit_case_party set state = ?, withdrawn_at = ?, version = version + 1 where id = ?")
			.params(next.name(), Timestamp.from(clock.now()), row.id())
			.update();
		history.record(TYPE, row.id(), row.status(), next, null);
		audit.record("withdraw-as-party", TYPE, row.id(), row.caseNo());
		told.tell(row.memberId(), "credit.message.party-withdrawn", row.name(), row.caseNo());
		if (AT_BANK.contains(row.caseStatus())) {
			outbox.write(row.bankId(), "case.party_withdrawn", row.caseNo(), next);
		}
		return true;
	}

	private static void requireAnswerable(Row row) {
		if (!isAnswerable(row)) {
			throw new WrongState("credit.party.link-over");
		}
	}

	/** Each look at a code counts as an attempt, before the code is compared. */
	private boolean uses(Row row, String code) {
		var hash = sql.sql("""
				update credit_case_party set code_attempts = code_attempts + 1
				 where id = ? and code_hash is not null and code_attempts < ? and code_until > clock_timestamp()
				returning code_hash""").params(row.id(), ATTEMPTS).query(String.class).optional();
		if (hash.filter(codeHash(row.id(), code.strip())::equals).isEmpty()) {
			return false;
		}
		sql.sql("update credit_case_party set code_hash = null, code_until = null where id = ?")
			.param(row.id())
			.update();
		return true;
	}

	private PartyText.Text text(Row row) {
		return texts.of(row.role(), row.name(), row.terms());
	}

	private Row byToken(String token) {
		return sql.sql(SELECT + " where y.token_hash = ? and y.state <> 'REMOVED'")
			.param(hash(token))
			.query(CaseParties::row)
			.optional()
			.orElseThrow(() -> new NotFound("credit.party.no-link"));
	}

	private Row require(UUID id) {
		return sql.sql(SELECT + " where y.id = ?").param(id).query(CaseParties::row).single();
	}

	/**
	 * @param also states of the case beside the open ones
	 */
	private Row ownRow(String caseNo, UUID id, Set<String> also) {
		var application = ownCase(caseNo, also);
		return sql.sql(SELECT + " where y.id = ? and y.application_id = ? for update of y")
			.params(id, application)
			.query(CaseParties::row)
			.optional()
			.orElseThrow(() -> new NotFound("credit.party.not-found"));
	}

	private UUID ownCase(String caseNo) {
		return sql.sql("select id from credit_application where no = ? and member_id = ?")
			.params(caseNo, Actor.current().memberId())
			.query(UUID.class)
			.optional()
			.orElseThrow(() -> new NotFound("credit.application.not-found", caseNo));
	}

	private UUID ownOpenCase(String caseNo) {
		return ownCase(caseNo, Set.of());
	}

	private UUID ownCase(String caseNo, Set<String> also) {
		var id = ownCase(caseNo);
		var status = sql.sql("select status from credit_application where id = ?")
			.param(id)
			.query(String.class)
			.single();
		if (!OPEN.contains(status) && !also.contains(status)) {
			throw new WrongState("credit.party.case-closed");
		}
		return id;
	}

	private String hash(String token) {
		return vault.index("case-party-link", token);
	}

	private String codeHash(UUID id, String code) {
		return vault.index("case-party-code", id + " " + code);
	}

	private static String token() {
		var bytes = new byte[18];
		RANDOM.nextBytes(bytes);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	private static Row row(ResultSet row, int n) throws SQLException {
		var codeUntil = row.getTimestamp(13);
		var answeredAt = row.getTimestamp(17);
		var withdrawnAt = row.getTimestamp(26);
		return new Row(row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getString(3), row.getString(4),
				row.getObject(5, UUID.class), PartyRole.valueOf(row.getString(6)), row.getString(7), row.getString(8),
				row.getString(9), PartyStatus.valueOf(row.getString(10)), row.getTimestamp(11).toInstant(),
				row.getString(12), (codeUntil != null) ? codeUntil.toInstant() : null, row.getInt(14), row.getInt(15),
				row.getString(16), (answeredAt != null) ? answeredAt.toInstant() : null, row.getString(18),
				new PartyText.Terms(row.getString(19), row.getString(20), row.getString(21),
						new Money(Objects.requireNonNull(row.getBigDecimal(22))), row.getInt(23)),
				row.getObject(24, UUID.class), row.getObject(25, UUID.class),
				(withdrawnAt != null) ? withdrawnAt.toInstant() : null);
	}

}
