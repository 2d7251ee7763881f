package cn.jinfu.traceability.brand;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.traceability.BrandLicences;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The course of a licence, and what others may ask about it. */
@Service
@Transactional
@RequiredArgsConstructor
public class LicenceDesk implements BrandLicences {

	static final String TYPE = "BrandLicence";

	private static final List<LicenceStatus> LIVE = List.of(LicenceStatus.SUBMITTED, LicenceStatus.CHECKED,
			LicenceStatus.ACTIVE, LicenceStatus.SUSPENDED);

	private final LicencesOfBrand licences;

	private final MemberDirectory members;

	private final StatusHistory history;

	private final Numbers numbers;

	private final BusinessClock clock;

	private final JdbcClient sql;

	@PreAuthorize("hasAuthority('brand:licence:apply')")
	public UUID apply(UUID memberId, String classCode, String standard, String reason) {
		var member = members.requireActive(memberId);
		markUntil(classCode);
		if (!licences.findByMemberIdAndClassCodeAndStatusIn(memberId, classCode, LIVE).isEmpty()) {
			throw new RuleBroken("brand.licence.exists", classCode).at("classCode");
		}
		var licence = BrandLicence.apply(memberId, member.name(), classCode, standard, reason, Actor.current(),
				clock.now());
		return saved(licence, null, reason).id();
	}

	@PreAuthorize("hasAuthority('brand:licence:check')")
	public void check(UUID id, int score, String note, long version) {
		var licence = licences.requireLocked(id).seenAt(version);
		var before = licence.status();
		licence.check(score, note, Actor.current(), clock.now());
		saved(licence, before, note);
	}

	@PreAuthorize("hasAuthority('brand:licence:decide')")
	public void approve(UUID id, LocalDate until, @Nullable String note, long version) {
		var licence = licences.requireLocked(id).seenAt(version);
		var before = licence.status();
		licence.approve(numbers.next("licence", "JPH-%05d"), clock.today(), until, markUntil(licence.classCode()), note,
				Actor.current(), clock.now());
		saved(licence, before, note);
	}

	@PreAuthorize("hasAuthority('brand:licence:decide')")
	public void decline(UUID id, String reason, long version) {
		var licence = licences.requireLocked(id).seenAt(version);
		var before = licence.status();
		licence.decline(reason, Actor.current(), clock.now());
		saved(licence, before, reason);
	}

	@PreAuthorize("hasAuthority('brand:licence:suspend')")
	public void suspend(UUID id, String reason, long version) {
		var licence = licences.requireLocked(id).seenAt(version);
		var before = licence.status();
		licence.suspend(reason, clock.now());
		saved(licence, before, reason);
	}

	@PreAuthorize("hasAuthority('brand:licence:suspend')")
	public void resume(UUID id, String reason, long version) {
		var licence = licences.requireLocked(id).seenAt(version);
		var before = licence.status();
		licence.resume(reason);
		saved(licence, before, reason);
	}

	/**
	 * The licence under which labels are ordered now; held against a suspension until the
	 * order is written.
	 */
	public BrandLicence requireInForce(UUID memberId, String classCode) {
		return licences.share(memberId, classCode)
			.filter(it -> it.inForce(clock.today()))
			.orElseThrow(() -> new RuleBroken("brand.licence.none-in-force", classCode));
	}

	@Override
	@Transactional(readOnly = true)
	public Optional<Licence> active(UUID memberId, String productClass, LocalDate on) {
		return active(List.of(memberId), on).getOrDefault(memberId, List.of())
			.stream()
			.filter(it -> it.productClass().equals(productClass))
			.findFirst();
	}

	@Override
	@Transactional(readOnly = true)
	public Map<UUID, List<Licence>> active(Collection<UUID> memberIds, LocalDate on) {
		var found = new HashMap<UUID, List<Licence>>();
		memberIds.forEach(id -> found.put(id, new ArrayList<>()));
		licences.findByMemberIdInAndStatus(memberIds, LicenceStatus.ACTIVE)
			.stream()
			.filter(it -> it.inForce(on))
			.forEach(it -> found.computeIfAbsent(it.memberId(), _ -> new ArrayList<>())
				.add(new Licence(it.id(), it.memberId(), String.valueOf(it.number()), it.classCode(),
						Objects.requireNonNull(it.validFrom()), Objects.requireNonNull(it.validUntil()))));
		return found;
	}

	private LocalDate markUntil(String classCode) {
		return sql.sql("""
				select m.valid_until from brand_product_class c
				  join brand_mark m on m.tenant_id = c.tenant_id and m.id = c.mark_id where c.code = ?""")
			.param(classCode)
			.query(LocalDate.class)
			.optional()
			.orElseThrow(() -> new RuleBroken("brand.licence.class-unknown", classCode).at("classCode"));
	}

	private BrandLicence saved(BrandLicence licence, @Nullable LicenceStatus before, @Nullable String reason) {
		licences.save(licence);
		history.record(TYPE, licence.id(), before, licence.status(), reason);
		return licence;
	}

}
