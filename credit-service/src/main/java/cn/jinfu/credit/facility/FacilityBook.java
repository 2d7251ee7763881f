package cn.jinfu.credit.facility;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reserves, uses and frees shares of a facility, under its row lock: always the umbrella
 * first, then the member's sub-limit.
 */
@Service
@RequiredArgsConstructor
public class FacilityBook {

	/**
	 * An umbrella and what hangs under it.
	 *
	 * @param held what its bank keeps back for the moment
	 */
	public record Tree(Facility umbrella, List<Facility> subs, Money held) {

		public Money reserved() {
			return subs.stream().map(Facility::reserved).reduce(Money.ZERO, Money::plus);
		}

		public Money used() {
			return subs.stream().map(Facility::used).reduce(Money.ZERO, Money::plus);
		}

	}

	/** How much of which product, for a farm of which township. */
	public record Want(Money amount, String productCode, String township) {
	}

	private final Facilities facilities;

	private final FacilityShares shares;

	private final BusinessClock clock;

	private final JdbcClient sql;

	@Transactional(propagation = Propagation.MANDATORY)
	public Facility grant(UUID bankId, String name, Money amount, LocalDate from, LocalDate to) {
		return facilities.save(Facility.umbrella(bankId, name, amount, from, to));
	}

	/**
	 * Serialises who wants something for one member, over all banks; before any row lock.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void lockMember(UUID memberId) {
		sql.sql("select pg_advisory_xact_lock(hashtextextended(?, 5))")
			.param(Tenant.require() + memberId)
			.query((row, n) -> n)
			.list();
	}

	/** What is left of this bank's umbrella today; empty when it granted none. */
	@Transactional(readOnly = true)
	public Optional<Facility> umbrella(UUID bankId) {
		return facilities.umbrellas(bankId).stream().filter(it -> it.validOn(clock.today())).findFirst();
	}

	@Transactional(readOnly = true)
	public List<Facility> umbrellas() {
		return facilities.allUmbrellas();
	}

	/** With its members' shares, which add up to what is reserved and used. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:guarantee:view')")
	public Tree tree(UUID umbrellaId) {
		var umbrella = facilities.findById(umbrellaId)
			.filter(it -> it.parentId() == null)
			.orElseThrow(() -> new NotFound("credit.facility.not-found", umbrellaId));
		return new Tree(umbrella, facilities.subs(umbrellaId), held(umbrellaId));
	}

	/** The umbrella that a member's sub-limit hangs under. */
	@Transactional(readOnly = true)
	public Optional<Facility> umbrellaOf(@Nullable UUID subId) {
		return Optional.ofNullable(subId)
			.flatMap(facilities::findById)
			.map(Facility::parentId)
			.flatMap(facilities::findById);
	}

	/** The largest amount left under any umbrella in force; zero when there is none. */
	@Transactional(readOnly = true)
	public Money available() {
		return facilities.allUmbrellas()
			.stream()
			.filter(it -> it.validOn(clock.today()) && it.status() == FacilityStatus.ACTIVE)
			.map(Facility::available)
			.reduce(Money.ZERO, Money::max);
	}

	/** What the member may draw now without a new case; the sub-limits' rest. */
	@Transactional(readOnly = true)
	public Money availableTo(UUID memberId) {
		return facilities.ofMember(memberId)
			.stream()
			.filter(it -> it.validOn(clock.today()) && it.status() == FacilityStatus.ACTIVE)
			.map(Facility::available)
			.reduce(Money.ZERO, Money::plus);
	}

	/** The same of each of these members; who has nothing is absent. */
	@Transactional(readOnly = true)
	public Map<UUID, Money> exposures(Collection<UUID> memberIds) {
		var result = new HashMap<UUID, Money>();
		sql.sql("""
				select member_id, sum(reserved + used) from credit_facility where member_id = any (?)
				 group by member_id""").param(memberIds.toArray(UUID[]::new)).query(row -> {
			result.put(row.getObject(1, UUID.class), new Money(row.getBigDecimal(2)));
		});
		return result;
	}

	/** What the member owes or has reserved under all sub-limits. */
	@Transactional(readOnly = true)
	public Money exposure(UUID memberId) {
		return exposures(List.of(memberId)).getOrDefault(memberId, Money.ZERO);
	}

	/**
	 * Promises a share to an application.
	 * @param limit the member's rated limit: its sub-limit grows up to it
	 * @return the sub-limit's id
	 * @throws RuleBroken when the umbrella or the sub-limit has less left
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public UUID reserve(UUID bankId, UUID memberId, String memberName, Money limit, Want want) {
		var today = clock.today();
		var amount = want.amount();
		var id = facilities.umbrellaIds(bankId, today)
			.stream()
			.findFirst()
			.orElseThrow(() -> new RuleBroken("credit.facility.none"));
		var umbrella = facilities.requireLocked(id);
		for (var share : shares.inForce(id)) {
			if (want.productCode().equals(share.productCode()) || want.township().equals(share.township())) {
				var left = share.amount().minus(partUsed(share)).max(Money.ZERO);
				if (amount.compareTo(left) > 0) {
					throw new RuleBroken("credit.facility.share-exceeded", left.yuan());
				}
			}
		}
		var sub = facilities.lockSub(id, memberId)
			.orElseGet(() -> facilities.save(Facility.sub(umbrella, memberId, memberName, limit)));
		sub.raiseTo(limit);
		umbrella.reserve(amount, today, held(id));
		sub.reserve(amount, today, Money.ZERO);
		facilities.save(umbrella);
		return facilities.save(sub).id();
	}

	/**
	 * What a member has not drawn yet is suspended, and nothing is called back: what is
	 * promised or owed stays.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void suspendUnused(UUID memberId, UUID person) {
		each(memberId, FacilityStatus.ACTIVE, it -> it.freeze(person));
	}

	/** By another person than suspended it. */
	@Transactional(propagation = Propagation.MANDATORY)
	public void resumeUnused(UUID memberId, UUID person) {
		each(memberId, FacilityStatus.FROZEN, it -> it.lift(person));
	}

	private void each(UUID memberId, FacilityStatus status, java.util.function.Consumer<Facility> change) {
		facilities.ofMember(memberId)
			.stream()
			.map(Facility::id)
			.sorted()
			.map(facilities::requireLocked)
			.filter(it -> it.status() == status)
			.forEach(it -> {
				change.accept(it);
				facilities.save(it);
			});
	}

	@Transactional(propagation = Propagation.MANDATORY)
	public void release(@Nullable UUID subId, Money amount) {
		both(subId, it -> it.release(amount));
	}

	@Transactional(propagation = Propagation.MANDATORY)
	public void use(@Nullable UUID subId, Money reservedBefore, Money paidOut) {
		both(subId, it -> it.use(reservedBefore, paidOut));
	}

	@Transactional(propagation = Propagation.MANDATORY)
	public void repay(@Nullable UUID subId, Money principal) {
		if (principal.isPositive()) {
			both(subId, it -> it.repay(principal));
		}
	}

	/** What its bank has kept back for the moment. */
	Money held(UUID umbrellaId) {
		return new Money(sql.sql("select jf_facility_held(?, ?)")
			.params(Tenant.require(), umbrellaId)
			.query(java.math.BigDecimal.class)
			.single());
	}

	/** What the product, or the township, has under this umbrella now. */
	Money partUsed(FacilityShare share) {
		return new Money(sql.sql("select jf_facility_part_used(:tenant, :umbrella, :product, :township)")
			.param("tenant", Tenant.require())
			.param("umbrella", share.umbrellaId())
			.param("product", share.productCode())
			.param("township", share.township())
			.query(java.math.BigDecimal.class)
			.single());
	}

	private void both(@Nullable UUID subId, java.util.function.Consumer<Facility> change) {
		if (subId == null) {
			return;
		}
		var parent = facilities.parentOf(subId).orElse(null);
		if (parent != null) {
			var umbrella = facilities.requireLocked(parent);
			change.accept(umbrella);
			facilities.save(umbrella);
		}
		var sub = facilities.requireLocked(subId);
		change.accept(sub);
		facilities.save(sub);
	}

}
