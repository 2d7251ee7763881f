package cn.jinfu.credit.facility;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import cn.jinfu.credit.outbox.BankOutbox;
import cn.jinfu.credit.product.PartnerBanks;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The umbrellas of one partner bank and their parts, for its machine and its people. The
 * bank is named by its client id; what is another bank's is not found. Members' shares
 * stand under consent and are not shown here.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class BankFacilities {

	/** How long an amount is kept back. */
	private static final Duration HELD = Duration.ofMinutes(15);

	/** How an umbrella or a part of it stands; a part is ended by a newer one. */
	public enum Standing {

		PROPOSED, ACTIVE, FROZEN, REFUSED, ENDED

	}

	/**
	 * An umbrella, or a part of one.
	 *
	 * @param umbrellaId of a part; null for an umbrella
	 * @param productCode for which product a part is kept; null otherwise
	 * @param township for farms of which township, by division, a part is kept; null
	 * otherwise
	 * @param reserved for applications under way
	 * @param used owed by members
	 * @param held kept back by usage checks that still run; of an umbrella
	 * @param frozen what would be available, while the umbrella is frozen
	 * @param available for something new today
	 * @param documentNo number of the bank's approval; null until it agreed
	 * @param reason why it did not agree; of a part
	 * @param version to be sent with a decision, so that it is about what was seen
	 */
	public record BankFacility(UUID id, @Nullable UUID umbrellaId, @Nullable @Size(max = 30) String productCode,
			@Nullable @Size(max = 12) String township, @Size(max = 100) String name, Standing status, Money amount,
			Money reserved, Money used, Money held, Money frozen, Money available, LocalDate validFrom,
			LocalDate validTo, @Nullable @Size(max = 60) String documentNo, @Nullable @Size(max = 400) String reason,
			long version) {
	}

	/** A proposal that waits for the bank's word. */
	public record Waiting(UUID id, String name, Money amount, Instant proposedAt) {
	}

	private record Taken(Money reserved, Money used) {
	}

	/** An amount that is kept back until then, and what is left beside it. */
	public record FacilityHold(UUID reservationId, Money amount, Instant heldUntil, Money available) {
	}

	private final Facilities facilities;

	private final FacilityShares shares;

	private final PartDecision parts;

	private final PartNames names;

	private final BankOutbox outbox;

	private final FacilityBook book;

	private final PartnerBanks banks;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final JdbcClient sql;

	/** The newest first; a bank has a few. */
	@Transactional(readOnly = true)
	public List<BankFacility> list(String bank) {
		return banks.findByClientId(bank)
			.map(it -> facilities.umbrellas(it.id()).stream().map(this::view).toList())
			.orElse(List.of());
	}

	/**
	 * An umbrella or a part.
	 * @throws NotFound for another bank's and for a member's share
	 */
	@Transactional(readOnly = true)
	public BankFacility one(String bank, UUID id) {
		return partOf(bank, id).map(it -> part(facilities.findById(it).orElseThrow(), shares.require(id)))
			.orElseGet(() -> view(facilities.findById(own(bank, id)).orElseThrow()));
	}

	/** Parts proposed or in force, by what they are for: a few. */
	@Transactional(readOnly = true)
	public List<BankFacility> parts(String bank, UUID umbrellaId) {
		var umbrella = facilities.findById(own(bank, umbrellaId)).orElseThrow();
		return shares.present(umbrellaId).stream().map(it -> part(umbrella, it)).toList();
	}

	/** What waits for the bank's word, umbrellas and parts, the oldest first. */
	@Transactional(readOnly = true)
	public List<Waiting> waiting(String bank) {
		var own = banks.findByClientId(bank).map(it -> facilities.umbrellas(it.id())).orElse(List.of());
		var umbrellas = own.stream()
			.filter(it -> it.status() == FacilityStatus.PROPOSED)
			.map(it -> new Waiting(it.id(), it.name(), it.amount(), Objects.requireNonNull(it.proposedAt())));
		var asked = own.stream()
			.flatMap(it -> shares.present(it.id()).stream())
			.filter(it -> it.status() == ShareStatus.PROPOSED)
			.map(it -> new Waiting(it.id(), names.of(it), it.amount(), it.proposedAt()));
		return Stream.concat(umbrellas, asked).sorted(Comparator.comparing(Waiting::proposedAt)).toList();
	}

	/**
	 * Keeps an amount back from new applications for a quarter of an hour; it ends by
	 * itself. Under the umbrella's lock.
	 * @throws RuleBroken {@code credit.facility.exceeded}, {@code credit.facility.frozen}
	 * or {@code credit.facility.not-valid}
	 */
	public FacilityHold hold(String bank, UUID id, Money amount) {
		if (!amount.isPositive()) {
			throw new RuleBroken("credit.facility.amount-positive").at("amount");
		}
		var umbrella = facilities.requireLocked(own(bank, id));
		if (umbrella.status() == FacilityStatus.PROPOSED || umbrella.status() == FacilityStatus.REFUSED) {
			throw new WrongState("credit.facility.not-in-force");
		}
		sql.sql("delete from credit_facility_hold where facility_id = ? and held_until < clock_timestamp()")
			.param(id)
			.update();
		umbrella.requireRoom(amount, clock.today(), book.held(id));
		var hold = Ids.next();
		// by the database's clock, which also ends it
		var until = sql.sql("""
				insert into credit_facility_hold (id, tenant_id, facility_id, amount, made_at, held_until)
				select ?, ?, ?, ?, t, t + make_interval(secs => ?) from clock_timestamp() t returning held_until""")
			.params(hold, Tenant.require(), id, amount.yuan(), HELD.toSeconds())
			.query(Timestamp.class)
			.single();
		return new FacilityHold(hold, amount, until.toInstant(), view(umbrella).available());
	}

	/**
	 * The bank itself says yes to what the federation proposed, an umbrella or a part of
	 * one, under the umbrella's lock; the same again answers as the first time.
	 * @param documentNo number of its approval
	 * @param version what the bank saw; null where it did not say
	 * @throws RuleBroken {@code credit.facility.other-amount} when it approved another,
	 * {@code credit.facility.share-used} when more than the part is in use
	 */
	public BankFacility approve(String bank, UUID id, Money amount, String documentNo, @Nullable Long version) {
		var umbrellaId = partOf(bank, id).orElse(null);
		if (umbrellaId != null) {
			var umbrella = facilities.requireLocked(umbrellaId);
			var part = shares.require(id);
			requireSame(amount, part.amount());
			if (!isOurs(part.decidedBy()) || !documentNo.equals(part.bankDocument())) {
				parts.approve(umbrella, seen(part, version), documentNo);
			}
			return part(umbrella, part);
		}
		var umbrella = facilities.requireLocked(own(bank, id));
		requireSame(amount, umbrella.amount());
		return (isOurs(umbrella.decidedBy()) && documentNo.equals(umbrella.bankDocument())) ? view(umbrella)
				: decide(seen(umbrella, version), documentNo, null);
	}

	/** The bank says no; the same again answers as the first time. */
	public BankFacility refuse(String bank, UUID id, String reason, @Nullable Long version) {
		var umbrellaId = partOf(bank, id).orElse(null);
		if (umbrellaId != null) {
			var umbrella = facilities.requireLocked(umbrellaId);
			var part = shares.require(id);
			if (!isOurs(part.decidedBy()) || part.status() != ShareStatus.REFUSED) {
				parts.refuse(umbrella, seen(part, version), reason);
			}
			return part(umbrella, part);
		}
		var umbrella = facilities.requireLocked(own(bank, id));
		return (isOurs(umbrella.decidedBy()) && umbrella.status() == FacilityStatus.REFUSED) ? view(umbrella)
				: decide(seen(umbrella, version), null, reason);
	}

	/** What is decided already is told so, whatever was seen. */
	private static FacilityShare seen(FacilityShare part, @Nullable Long version) {
		return (version == null || part.status() != ShareStatus.PROPOSED) ? part : part.seenAt(version);
	}

	private static Facility seen(Facility umbrella, @Nullable Long version) {
		return (version == null || umbrella.status() != FacilityStatus.PROPOSED) ? umbrella : umbrella.seenAt(version);
	}

	private static void requireSame(Money approved, Money proposed) {
		if (approved.compareTo(proposed) != 0) {
			throw new RuleBroken("credit.facility.other-amount", proposed.yuan()).at("amount");
		}
	}

	private static boolean isOurs(@Nullable UUID decidedBy) {
		return Actor.current().personId().equals(decidedBy);
	}

	private BankFacility decide(Facility umbrella, @Nullable String documentNo, @Nullable String reason) {
		var actor = Actor.current();
		var before = umbrella.status();
		umbrella.decide(documentNo, actor.personId(), actor.displayName(), clock.now());
		facilities.saveAndFlush(umbrella);
		history.record(Facility.TYPE, umbrella.id(), before, umbrella.status(), reason);
		outbox.write(umbrella.bankId(), Facility.CHANGED, umbrella.id().toString(), umbrella.status());
		return view(umbrella);
	}

	/** Its id alone: what is locked next is read as it is then. */
	private UUID own(String bank, UUID id) {
		return banks.findByClientId(bank)
			.flatMap(it -> facilities.umbrellaOf(it.id(), id))
			.orElseThrow(() -> new NotFound("credit.facility.not-found", id));
	}

	/**
	 * The umbrella that this is a part of, where it is this bank's; empty for no part.
	 */
	private Optional<UUID> partOf(String bank, UUID id) {
		return shares.umbrellaOf(id)
			.flatMap(umbrella -> banks.findByClientId(bank).flatMap(it -> facilities.umbrellaOf(it.id(), umbrella)));
	}

	private BankFacility view(Facility it) {
		var held = book.held(it.id());
		var left = left(it, held);
		var frozen = it.status() == FacilityStatus.FROZEN;
		return new BankFacility(it.id(), null, null, null, it.name(), Standing.valueOf(it.status().name()), it.amount(),
				it.reserved(), it.used(), held, frozen ? left : Money.ZERO, frozen ? Money.ZERO : left, it.validFrom(),
				it.validTo(), it.bankDocument(), null, it.version());
	}

	private Money left(Facility umbrella, Money held) {
		return umbrella.validOn(clock.today()) ? umbrella.available().minus(held).max(Money.ZERO) : Money.ZERO;
	}

	/** Of a part there is no more than the umbrella has left. */
	private BankFacility part(Facility umbrella, FacilityShare it) {
		var taken = taken(it);
		var inForce = it.status() == ShareStatus.IN_FORCE;
		var own = it.amount().minus(taken.reserved()).minus(taken.used()).max(Money.ZERO);
		var left = inForce ? own.min(left(umbrella, book.held(umbrella.id()))) : Money.ZERO;
		var frozen = inForce && umbrella.status() == FacilityStatus.FROZEN;
		var standing = switch (it.status()) {
			case PROPOSED -> Standing.PROPOSED;
			case IN_FORCE -> frozen ? Standing.FROZEN : Standing.ACTIVE;
			case REFUSED -> Standing.REFUSED;
			case ENDED -> Standing.ENDED;
		};
		return new BankFacility(it.id(), umbrella.id(), it.productCode(), it.township(), names.of(it), standing,
				it.amount(), taken.reserved(), taken.used(), Money.ZERO, frozen ? left : Money.ZERO,
				frozen ? Money.ZERO : left, umbrella.validFrom(), umbrella.validTo(), it.bankDocument(), it.reason(),
				it.version());
	}

	/** As {@code jf_facility_part_used}, in its two halves. */
	private Taken taken(FacilityShare part) {
		return sql.sql("""
				select coalesce(sum(a.amount) filter (where a.reserved), 0),
				       coalesce(sum(l.outstanding) filter (where not a.reserved), 0)
				  from credit_application a
				  join credit_facility f on f.tenant_id = a.tenant_id and f.id = a.facility_id
				  join credit_product p on p.tenant_id = a.tenant_id and p.id = a.product_id
				  left join credit_loan l on l.tenant_id = a.tenant_id and l.id = a.loan_id
				 where f.parent_id = :umbrella and (p.code = :product or a.township = :township)""")
			.param("umbrella", part.umbrellaId())
			.param("product", part.productCode())
			.param("township", part.township())
			.query((row, n) -> new Taken(new Money(row.getBigDecimal(1)), new Money(row.getBigDecimal(2))))
			.single();
	}

}
