package cn.jinfu.credit.facility;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

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
 * The umbrellas of one partner bank, for its machine. The bank is named by the client id
 * of its token; an umbrella of another bank is not found. Members' shares stand under
 * consent and are not shown here.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class BankFacilities {

	/** How long an amount is kept back. */
	private static final Duration HELD = Duration.ofMinutes(15);

	/**
	 * @param reserved for applications under way
	 * @param used owed by members
	 * @param held kept back by usage checks that still run
	 * @param frozen what would be available, while the umbrella is frozen
	 * @param available for something new today
	 */
	public record BankFacility(UUID id, @Size(max = 100) String name, FacilityStatus status, Money amount,
			Money reserved, Money used, Money held, Money frozen, Money available, LocalDate validFrom,
			LocalDate validTo, @Nullable @Size(max = 60) String documentNo) {
	}

	/** An amount that is kept back until then, and what is left beside it. */
	public record FacilityHold(UUID reservationId, Money amount, Instant heldUntil, Money available) {
	}

	private final Facilities facilities;

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
	 * @throws NotFound for another bank's and for a member's share
	 */
	@Transactional(readOnly = true)
	public BankFacility one(String bank, UUID id) {
		return view(facilities.findById(own(bank, id)).orElseThrow());
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
	 * The bank itself says yes to what the federation proposed; the same again answers as
	 * the first time.
	 * @param documentNo number of its approval
	 * @throws RuleBroken {@code credit.facility.other-amount} when it approved another
	 */
	public BankFacility approve(String bank, UUID id, Money amount, String documentNo) {
		var umbrella = facilities.requireLocked(own(bank, id));
		if (amount.compareTo(umbrella.amount()) != 0) {
			throw new RuleBroken("credit.facility.other-amount", umbrella.amount().yuan()).at("amount");
		}
		return (isOurs(umbrella) && documentNo.equals(umbrella.bankDocument())) ? view(umbrella)
				: decide(umbrella, documentNo, null);
	}

	/** The bank says no; the same again answers as the first time. */
	public BankFacility refuse(String bank, UUID id, String reason) {
		var umbrella = facilities.requireLocked(own(bank, id));
		return (isOurs(umbrella) && umbrella.status() == FacilityStatus.REFUSED) ? view(umbrella)
				: decide(umbrella, null, reason);
	}

	private static boolean isOurs(Facility umbrella) {
		return Actor.current().personId().equals(umbrella.decidedBy());
	}

	private BankFacility decide(Facility umbrella, @Nullable String documentNo, @Nullable String reason) {
		var actor = Actor.current();
		var before = umbrella.status();
		umbrella.decide(documentNo, actor.personId(), actor.displayName(), clock.now());
		facilities.saveAndFlush(umbrella);
		history.record(Facility.TYPE, umbrella.id(), before, umbrella.status(), reason);
		return view(umbrella);
	}

	/** Its id alone: what is locked next is read as it is then. */
	private UUID own(String bank, UUID id) {
		return banks.findByClientId(bank)
			.flatMap(it -> facilities.umbrellaOf(it.id(), id))
			.orElseThrow(() -> new NotFound("credit.facility.not-found", id));
	}

	private BankFacility view(Facility it) {
		var held = book.held(it.id());
		var left = it.validOn(clock.today()) ? it.available().minus(held).max(Money.ZERO) : Money.ZERO;
		var frozen = it.status() == FacilityStatus.FROZEN;
		return new BankFacility(it.id(), it.name(), it.status(), it.amount(), it.reserved(), it.used(), held,
				frozen ? left : Money.ZERO, frozen ? Money.ZERO : left, it.validFrom(), it.validTo(),
				it.bankDocument());
	}

}
