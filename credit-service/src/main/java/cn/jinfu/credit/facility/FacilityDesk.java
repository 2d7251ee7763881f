package cn.jinfu.credit.facility;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import cn.jinfu.credit.outbox.BankOutbox;
import cn.jinfu.credit.product.LoanProducts;
import cn.jinfu.credit.product.PartnerBanks;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Umbrellas and their parts: one proposes, another confirms. */
@Service
@Transactional
@RequiredArgsConstructor
public class FacilityDesk {

	private static final int MOST_WORDS = 400;

	private static final int MOST_DOCUMENT = 60;

	/** How many of what was not agreed to are still shown. */
	private static final int MOST_REFUSED = 10;

	private final Facilities facilities;

	private final FacilityShares shares;

	private final FacilityBook book;

	private final PartnerBanks banks;

	private final LoanProducts products;

	private final PartNames names;

	private final PartDecision decision;

	private final BankOutbox outbox;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final JdbcClient sql;

	/** A part with what is used of it. */
	public record Part(FacilityShare share, Money used) {

		public Money left() {
			return share.amount().minus(used).max(Money.ZERO);
		}

	}

	/**
	 * What an application has of an umbrella.
	 *
	 * @param kept for it until the bank pays
	 * @param owed of the loan
	 */
	public record Use(String caseNo, String memberName, String product, String township, Money kept, Money owed,
			@Nullable UUID loanId) {
	}

	@PreAuthorize("hasAuthority('credit:facility:edit')")
	public UUID propose(UUID bankId, String name, Money amount, LocalDate from, LocalDate to) {
		if (banks.findById(bankId).isEmpty()) {
			throw new RuleBroken("credit.application.bank").at("bankId");
		}
		var actor = Actor.current();
		var umbrella = facilities.saveAndFlush(
				Facility.proposed(bankId, name, amount, from, to, actor.personId(), actor.displayName(), clock.now()));
		history.record(Facility.TYPE, umbrella.id(), null, umbrella.status(), null);
		outbox.write(bankId, Facility.CHANGED, umbrella.id().toString(), umbrella.status());
		return umbrella.id();
	}

	/**
	 * @param document number of the bank's approval
	 */
	@PreAuthorize("hasAuthority('credit:facility:approve')")
	public void confirm(UUID id, String document, long version) {
		decide(id, number(document), null, version);
	}

	private static String number(String document) {
		if (document.isBlank() || document.length() > MOST_DOCUMENT) {
			throw new RuleBroken("credit.facility.document").at("document");
		}
		return document.strip();
	}

	@PreAuthorize("hasAuthority('credit:facility:approve')")
	public void refuse(UUID id, String reason, long version) {
		decide(id, null, words(reason), version);
	}

	private void decide(UUID id, @Nullable String document, @Nullable String reason, long version) {
		var actor = Actor.current();
		var umbrella = umbrella(id).seenAt(version);
		var before = umbrella.status();
		umbrella.decide(document, actor.personId(), actor.displayName(), clock.now());
		save(umbrella, before, reason);
	}

	/** No new promise from it, from now on; what is promised or owed stays. */
	@PreAuthorize("hasAnyAuthority('credit:facility:edit', 'credit:facility:approve')")
	public void freeze(UUID id, String reason, long version) {
		var umbrella = umbrella(id).seenAt(version);
		var before = umbrella.status();
		umbrella.freeze(Actor.current().personId());
		save(umbrella, before, words(reason));
	}

	/** By another person than froze it. */
	@PreAuthorize("hasAuthority('credit:facility:approve')")
	public void lift(UUID id, String reason, long version) {
		var umbrella = umbrella(id).seenAt(version);
		var before = umbrella.status();
		umbrella.lift(Actor.current().personId());
		save(umbrella, before, words(reason));
	}

	private void save(Facility umbrella, FacilityStatus before, @Nullable String reason) {
		facilities.saveAndFlush(umbrella);
		history.record(Facility.TYPE, umbrella.id(), before, umbrella.status(), reason);
		outbox.write(umbrella.bankId(), Facility.CHANGED, umbrella.id().toString(), umbrella.status());
	}

	/** Keeps a part for a product or a township, instead of the part it had. */
	@PreAuthorize("hasAuthority('credit:facility:edit')")
	public UUID proposeShare(UUID umbrellaId, @Nullable String productCode, @Nullable String township, Money amount) {
		var actor = Actor.current();
		var umbrella = umbrella(umbrellaId);
		var share = FacilityShare.of(umbrella, productCode, township, amount, actor.personId(), actor.displayName(),
				clock.now());
		if (shares.present(umbrellaId)
			.stream()
			.anyMatch(it -> it.status() == ShareStatus.PROPOSED && it.about(share))) {
			throw new RuleBroken("credit.facility.share-under-way");
		}
		decision.proposed(umbrella, share);
		return share.id();
	}

	/**
	 * For a bank that answers on paper; under the umbrella's lock.
	 * @param document number of the bank's approval
	 * @throws RuleBroken when more than the part is in use already
	 */
	@PreAuthorize("hasAuthority('credit:facility:approve')")
	public void confirmShare(UUID shareId, String document, long version) {
		var number = number(document);
		var umbrella = lockedOf(shareId);
		decision.approve(umbrella, shares.require(shareId).seenAt(version), number);
	}

	@PreAuthorize("hasAuthority('credit:facility:approve')")
	public void refuseShare(UUID shareId, String reason, long version) {
		var why = words(reason);
		var umbrella = lockedOf(shareId);
		decision.refuse(umbrella, shares.require(shareId).seenAt(version), why);
	}

	private Facility lockedOf(UUID shareId) {
		return facilities.requireLocked(
				shares.umbrellaOf(shareId).orElseThrow(() -> new NotFound("credit.facility.not-found", shareId)));
	}

	private Facility umbrella(UUID id) {
		return facilities.findById(id)
			.filter(it -> it.parentId() == null)
			.orElseThrow(() -> new NotFound("credit.facility.not-found", id));
	}

	private static String words(String words) {
		if (words.strip().length() < 2 || words.length() > MOST_WORDS) {
			throw new RuleBroken("credit.application.words", MOST_WORDS).at("reason");
		}
		return words.strip();
	}

	/** Parts proposed or in force, then the latest that were not agreed to. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:guarantee:view')")
	public List<Part> parts(UUID umbrellaId) {
		var id = umbrella(umbrellaId).id();
		return Stream.concat(shares.present(id).stream(), shares.refused(id, Limit.of(MOST_REFUSED)).stream())
			.map(it -> new Part(it, book.partUsed(it)))
			.toList();
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:guarantee:view')")
	public List<StatusHistory.Change> changes(UUID umbrellaId) {
		return history.of(Facility.TYPE, umbrella(umbrellaId).id());
	}

	/**
	 * What makes up an umbrella's figures, the newest case first; null means all.
	 */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:guarantee:view')")
	public Paged<Use> uses(UUID umbrellaId, @Nullable String productCode, @Nullable String township,
			@Nullable String after, int limit) {
		var from = Cursor.read(after, 1);
		var query = """
				 from credit_application a
				 join credit_facility f on f.tenant_id = a.tenant_id and f.id = a.facility_id
				 join credit_product p on p.tenant_id = a.tenant_id and p.id = a.product_id
				 left join credit_loan l on l.tenant_id = a.tenant_id and l.id = a.loan_id
				where f.parent_id = :umbrella and (a.reserved or l.outstanding > 0)
				  and (:product = '' or p.code = :product) and (:township = '' or a.township = :township)""";
		var rows = filtered(
				"""
						select a.no, a.member_name, p.name, coalesce(a.township, ''),
						       case when a.reserved then a.amount else 0 end, coalesce(l.outstanding, 0), a.loan_id"""
						+ query + " and (:after = '' or a.no < :after) order by a.no desc limit :rows",
				umbrella(umbrellaId).id(), productCode, township)
			.param("after", from.isEmpty() ? "" : from.getFirst())
			.param("rows", limit + 1)
			.query((row, n) -> new Use(row.getString(1), row.getString(2), row.getString(3), row.getString(4),
					new Money(row.getBigDecimal(5)), new Money(row.getBigDecimal(6)), row.getObject(7, UUID.class)))
			.list();
		var total = filtered("select count(*)" + query, umbrellaId, productCode, township).query(Long.class).single();
		return Paged.of(rows, limit, total, it -> Cursor.of(it.caseNo()));
	}

	private JdbcClient.StatementSpec filtered(String query, UUID umbrellaId, @Nullable String productCode,
			@Nullable String township) {
		return sql.sql(query)
			.param("umbrella", umbrellaId)
			.param("product", (productCode != null) ? productCode : "")
			.param("township", (township != null) ? township : "");
	}

	/** Umbrellas proposed by somebody else, the longest first. */
	@Transactional(readOnly = true)
	public List<Facility> waiting(UUID person) {
		return facilities.proposed().stream().filter(it -> !person.equals(it.proposedBy())).toList();
	}

	@Transactional(readOnly = true)
	public List<FacilityShare> waitingShares(UUID person) {
		return shares.proposed().stream().filter(it -> !person.equals(it.proposedBy())).toList();
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:facility:edit')")
	public List<Choice> bankChoices() {
		return banks.findAllByOrderByClientId().stream().map(it -> new Choice(it.id().toString(), it.name())).toList();
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:guarantee:view')")
	public String bankName(UUID bankId) {
		return banks.require(bankId).name();
	}

	/** Of products by code and of townships by division. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:guarantee:view')")
	public Map<String, String> names() {
		return names.all();
	}

	/**
	 * What a part may be for: products offered by P and code, townships by T and
	 * division.
	 */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:guarantee:view')")
	public List<Choice> keys() {
		var offered = products.offered(clock.today()).stream().map(it -> new Choice("P" + it.code(), it.name()));
		var places = names.townships().stream().map(it -> new Choice("T" + it.code().value(), it.name()));
		return Stream.concat(offered, places).toList();
	}

}
