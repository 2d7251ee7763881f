package cn.jinfu.credit.consent;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;

import cn.jinfu.credit.ConsentRevoked;
import cn.jinfu.credit.product.PartnerBank;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.Forbidden;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.Counter;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.MemberMessages;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.multipart.MultipartFile;

/** Giving and revoking is the farm's own act; using is checked and logged every time. */
@Service
@RequiredArgsConstructor
public class Consents {

	private static final String TYPE = "DataConsent";

	private static final String SEQUENCE = "credit_consent";

	private static final String NUMBER = "TY-%06d";

	private final DataConsents consents;

	private final ConsentText texts;

	private final Counter counter;

	private final FileStore files;

	private final MemberMessages messages;

	private final MessageSource words;

	private final Numbers numbers;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final MemberDirectory members;

	private final JdbcClient sql;

	private final ApplicationEventPublisher events;

	/** One use of a farm's data, granted or refused. */
	public record Access(Instant at, String reader, String resource, String outcome, @Nullable String consentNo) {
	}

	/**
	 * The acting person consents for the farm on whose portal he is; nobody consents for
	 * another.
	 * @param bank null for the federation's own rating
	 * @param months how long it lasts
	 */
	@Transactional
	@PreAuthorize("hasAuthority('credit:consent:give')")
	public DataConsent give(ConsentPurpose purpose, @Nullable PartnerBank bank, int months) {
		var actor = Actor.current();
		var memberId = actor.memberId();
		return store(memberId, purpose, bank,
				(bankId, text) -> DataConsent.give(numbers.next(SEQUENCE, NUMBER), memberId, purpose, bankId, text,
						clock.today().plusMonths(months), SignatureKind.PHONE, actor.personId(), clock.now(),
						clock.today()));
	}

	/**
	 * What the person at the counter signed on paper, taken in by the clerk who serves
	 * him; the farm is told by message.
	 * @param paper photo or scan of the signed text
	 * @throws RuleBroken {@code credit.consent.paper} without it
	 */
	@Transactional
	@PreAuthorize("hasAuthority('credit:own:view')")
	public DataConsent takePaper(ConsentPurpose purpose, @Nullable PartnerBank bank, int months,
			@Nullable MultipartFile paper) {
		var clerk = Actor.current();
		var visitor = counter.visitor().orElseThrow(() -> new RuleBroken("credit.consent.no-visit"));
		if (paper == null || paper.isEmpty()) {
			throw new RuleBroken("credit.consent.paper").at("paper");
		}
		var memberId = clerk.memberId();
		return store(memberId, purpose, bank, (bankId, text) -> {
			var file = files.store(FileStore.Kind.DOCUMENT, paper, FileStore.Visibility.MEMBER, memberId).orElseThrow();
			var signed = new DataConsent.Paper(file.fileId(), visitor.visitId(), visitor.name(), clerk.personId(),
					clerk.displayName());
			var no = numbers.next(SEQUENCE, NUMBER);
			messages.tell(memberId, "credit.message.consent-paper", visitor.name(), no,
					(bank != null) ? bank.name() : federation(), clerk.displayName());
			return DataConsent.onPaper(no, memberId, purpose, bankId, text, clock.today().plusMonths(months),
					visitor.personId(), signed, clock.now(), clock.today());
		});
	}

	private String federation() {
		return String
			.valueOf(words.getMessage("credit.message.consent-paper.own", null, java.util.Locale.SIMPLIFIED_CHINESE));
	}

	/** At most one of a kind: what is in force with the same text is given back. */
	private DataConsent store(UUID memberId, ConsentPurpose purpose, @Nullable PartnerBank bank,
			BiFunction<@Nullable UUID, ConsentText.Text, DataConsent> made) {
		var bankId = (bank != null) ? bank.id() : null;
		var text = texts.of(purpose, (bank != null) ? bank.name() : null);
		var same = current(memberId, purpose, bankId)
			.filter(it -> it.inForce(clock.today()) && it.textSha256().equals(text.sha256()));
		if (same.isPresent()) {
			return same.get();
		}
		var consent = consents.save(made.apply(bankId, text));
		history.record(TYPE, consent.id(), null, consent.status(), null);
		return consent;
	}

	/**
	 * Stops every new reading at once; what a signed contract rests on stays. At the
	 * counter too: the history keeps both names.
	 */
	@Transactional
	@PreAuthorize("hasAuthority('credit:own:view')")
	public void revoke(UUID consentId) {
		var actor = Actor.current();
		var consent = consents.require(consentId);
		if (!consent.memberId().equals(actor.memberId())) {
			throw new NotFound("credit.consent.not-found", consentId);
		}
		consent.revoke(actor.personId(), clock.now());
		consents.save(consent);
		history.record(TYPE, consent.id(), ConsentStatus.ACTIVE, consent.status(), null);
		events.publishEvent(new ConsentRevoked(Tenant.require(), consent.id(), consent.memberId(), consent.bankId()));
	}

	/**
	 * Ends what is past its last day.
	 * @return how many
	 */
	@Transactional
	public int expire(LocalDate today) {
		var over = consents.over(today);
		for (var consent : over) {
			consent.expire(Actor.system(Tenant.require()).personId(), clock.now());
			consents.save(consent);
			history.record(TYPE, consent.id(), ConsentStatus.ACTIVE, consent.status(), null);
		}
		return over.size();
	}

	@Transactional(readOnly = true)
	public boolean ratingAllowed(UUID memberId) {
		return current(memberId, ConsentPurpose.RATING, null).filter(it -> it.inForce(clock.today())).isPresent();
	}

	/** The newest consent of the farm for this bank, in force or not. */
	@Transactional(readOnly = true)
	public Optional<DataConsent> forBank(UUID memberId, UUID bankId) {
		return current(memberId, ConsentPurpose.FINANCING, bankId);
	}

	@Transactional(readOnly = true)
	public boolean bankAllowed(UUID memberId, UUID bankId) {
		return forBank(memberId, bankId).filter(it -> it.inForce(clock.today())).isPresent();
	}

	/** Of these farms those whose newest consent for this bank is in force. */
	@Transactional(readOnly = true)
	public Set<UUID> bankAllowed(Collection<UUID> memberIds, UUID bankId) {
		return new HashSet<>(sql.sql("""
				select member_id from (
				  select distinct on (member_id) member_id, status, valid_from, valid_to from credit_consent
				   where member_id = any (:ids) and purpose = 'FINANCING' and bank_id = :bank
				   order by member_id, given_at desc) newest
				 where status = 'ACTIVE' and :today between valid_from and valid_to""")
			.param("ids", memberIds.toArray(UUID[]::new))
			.param("bank", bankId)
			.param("today", clock.today())
			.query(UUID.class)
			.list());
	}

	private Optional<DataConsent> current(UUID memberId, ConsentPurpose purpose, @Nullable UUID bankId) {
		var found = (bankId == null) ? consents.activeForRating(memberId) : consents.forBank(memberId, bankId);
		return found.stream().filter(it -> it.purpose() == purpose).findFirst();
	}

	/**
	 * Asks at the moment of reading, and logs whether it was granted. The caller's
	 * transaction is to end well before it makes a refusal of it, so that the log stays.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public Answer ask(UUID memberId, PartnerBank bank, String resource) {
		var consent = forBank(memberId, bank.id()).orElse(null);
		var allowed = consent != null && consent.inForce(clock.today());
		log(memberId, consent, reader(bank), resource, allowed);
		return new Answer(allowed ? consent : null, reason(consent));
	}

	/**
	 * Whether a bank may read.
	 *
	 * @param consent that allows it; null when none does
	 * @param reason why not, a message code
	 */
	public record Answer(@Nullable DataConsent consent, String reason) {

		/**
		 * @throws Forbidden without a consent in force that names the bank
		 */
		public DataConsent orElseThrow() {
			if (consent == null) {
				throw new Forbidden(reason);
			}
			return consent;
		}

	}

	/** Something more than the case itself goes to the bank. */
	@Transactional(propagation = Propagation.MANDATORY)
	public void handedOver(DataConsent consent, PartnerBank bank, String resource) {
		log(consent.memberId(), consent, reader(bank), resource, true);
	}

	/** The bank's machine is the bank; of its people the farm sees who it was. */
	private static String reader(PartnerBank bank) {
		var actor = Actor.current();
		return (actor.kind() == Actor.Kind.PERSON) ? bank.name() + " " + actor.displayName() : bank.name();
	}

	/** A use by the federation itself, such as a rating. */
	@Transactional(propagation = Propagation.MANDATORY)
	public void used(UUID memberId, String reader, String resource) {
		log(memberId, current(memberId, ConsentPurpose.RATING, null).orElse(null), reader, resource, true);
	}

	private static String reason(@Nullable DataConsent consent) {
		if (consent == null) {
			return "credit.consent.missing";
		}
		return (consent.status() == ConsentStatus.REVOKED) ? "credit.consent.revoked" : "credit.consent.expired";
	}

	/** Who of them agreed to be rated, with the consent. */
	@Transactional(readOnly = true)
	public Map<UUID, UUID> ratingAllowed(Collection<UUID> memberIds) {
		var result = new HashMap<UUID, UUID>();
		sql.sql("""
				select member_id, id from credit_consent
				 where member_id = any (:ids) and purpose = 'RATING' and status = 'ACTIVE'
				   and :today between valid_from and valid_to""")
			.param("ids", memberIds.toArray(UUID[]::new))
			.param("today", clock.today())
			.query(row -> {
				result.put(row.getObject(1, UUID.class), row.getObject(2, UUID.class));
			});
		return result;
	}

	/** The same reading of many, each under its own consent. */
	@Transactional(propagation = Propagation.MANDATORY)
	public void used(List<UUID> memberIds, Map<UUID, UUID> consentIds, String reader, String resource) {
		sql.sql("""
				insert into credit_access_log (tenant_id, member_id, consent_id, reader, resource, outcome, at)
				select :tenant, m, c, :reader, :resource, 'GRANTED', :at from unnest(:members, :consents) x(m, c)""")
			.param("tenant", Tenant.require())
			.param("members", memberIds.toArray(UUID[]::new))
			.param("consents", memberIds.stream().map(consentIds::get).toArray(UUID[]::new))
			.param("reader", reader)
			.param("resource", resource)
			.param("at", Timestamp.from(clock.now()))
			.update();
	}

	private void log(UUID memberId, @Nullable DataConsent consent, String reader, String resource, boolean granted) {
		sql.sql("""
				insert into credit_access_log (tenant_id, member_id, consent_id, reader, resource, outcome, at)
				values (?, ?, ?, ?, ?, ?, ?)""")
			.param(Tenant.require())
			.param(memberId)
			.param((consent != null) ? consent.id() : null)
			.param(reader)
			.param(resource)
			.param(granted ? "GRANTED" : "REFUSED")
			.param(Timestamp.from(clock.now()))
			.update();
	}

	/** A line of the list. */
	public record Line(UUID consentId, String no, UUID memberId, String memberName, ConsentPurpose purpose,
			@Nullable String bank, Instant givenAt, LocalDate validTo, ConsentStatus status, SignatureKind signature,
			@Nullable UUID paperFile) {
	}

	/** The newest first; a farm sees its own alone. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAnyAuthority('credit:consent:view', 'credit:consent:give')")
	public Paged<Line> list(@Nullable ConsentStatus status, @Nullable UUID memberId, @Nullable String after,
			int limit) {
		var actor = Actor.current();
		var member = (actor.scope().kind() == Scope.Kind.MEMBER) ? actor.memberId() : memberId;
		var from = Cursor.read(after, 1);
		var rows = sql
			.sql("""
					select c.id, c.no, c.member_id, c.purpose, b.name, c.given_at, c.valid_to, c.status,
					       c.signature_kind, c.paper_file
					  from credit_consent c left join credit_bank b on b.tenant_id = c.tenant_id and b.id = c.bank_id
					 where (:status = '' or c.status = :status) and (:member = '' or c.member_id = nullif(:member, '')::uuid)
					   and (:after = '' or c.no < :after) order by c.no desc limit :rows""")
			.param("status", (status != null) ? status.name() : "")
			.param("member", (member != null) ? member.toString() : "")
			.param("after", from.isEmpty() ? "" : from.getFirst())
			.param("rows", limit + 1)
			.query((row, n) -> new Line(row.getObject(1, UUID.class), row.getString(2), row.getObject(3, UUID.class),
					"", ConsentPurpose.valueOf(row.getString(4)), row.getString(5), row.getTimestamp(6).toInstant(),
					row.getObject(7, LocalDate.class), ConsentStatus.valueOf(row.getString(8)),
					SignatureKind.valueOf(row.getString(9)), row.getObject(10, UUID.class)))
			.list();
		var total = count(status, member);
		var names = members.inSet(rows.stream().map(Line::memberId).toList());
		return Paged.of(rows, limit, total, it -> Cursor.of(it.no())).map(it -> {
			var named = names.get(it.memberId());
			return new Line(it.consentId(), it.no(), it.memberId(), (named != null) ? named.name() : "", it.purpose(),
					it.bank(), it.givenAt(), it.validTo(), it.status(), it.signature(), it.paperFile());
		});
	}

	@Transactional(readOnly = true)
	public long count(@Nullable ConsentStatus status, @Nullable UUID memberId) {
		return sql
			.sql("""
					select count(*) from credit_consent
					 where (:status = '' or status = :status) and (:member = '' or member_id = nullif(:member, '')::uuid)""")
			.param("status", (status != null) ? status.name() : "")
			.param("member", (memberId != null) ? memberId.toString() : "")
			.query(Long.class)
			.single();
	}

	/** The farm's own consents, the newest first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:own:view')")
	public List<DataConsent> own() {
		return consents.findByMemberIdOrderByGivenAtDesc(Actor.current().memberId());
	}

	/** Who read the farm's data, the latest first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:own:view')")
	public List<Access> ownAccesses(int limit) {
		return accesses(Actor.current().memberId(), limit);
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:consent:view')")
	public List<Access> accessesOf(UUID memberId, int limit) {
		return accesses(memberId, limit);
	}

	private List<Access> accesses(UUID memberId, int limit) {
		return sql
			.sql("""
					select l.at, l.reader, l.resource, l.outcome, c.no
					  from credit_access_log l left join credit_consent c on c.tenant_id = l.tenant_id and c.id = l.consent_id
					 where l.member_id = ? order by l.id desc limit ?""")
			.params(memberId, limit)
			.query((row, n) -> new Access(row.getTimestamp(1).toInstant(), row.getString(2), row.getString(3),
					row.getString(4), row.getString(5)))
			.list();
	}

}
