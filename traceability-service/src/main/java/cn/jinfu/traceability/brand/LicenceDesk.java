package cn.jinfu.traceability.brand;

import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.FourEyes;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.traceability.BrandLicences;
import cn.jinfu.traceability.TraceFourEyes;
import cn.jinfu.traceability.brand.ReviewScore.Part;
import jakarta.persistence.EntityManager;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
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

	private static final List<LicenceStatus> LIVE = List.of(LicenceStatus.SUBMITTED, LicenceStatus.DEFECTS,
			LicenceStatus.CHECKED, LicenceStatus.NOTICE, LicenceStatus.ACTIVE, LicenceStatus.SUSPENDED);

	/**
	 * What a member asks for.
	 *
	 * @param products what is to bear the mark
	 * @param papers stored files, may be empty
	 */
	public record Apply(UUID memberId, String classCode, String standard, String products, String reason,
			List<UUID> papers) {
	}

	/**
	 * What the officer found on site.
	 *
	 * @param photoId stored file
	 */
	public record Check(UUID licence, OnSiteCheck found, String note, @Nullable UUID photoId, long version) {
	}

	private final LicencesOfBrand licences;

	private final MemberDirectory members;

	private final StatusHistory history;

	private final Objections objections;

	private final LicenceQueries queries;

	private final ReviewWeights weights;

	private final FourEyes fourEyes;

	private final Numbers numbers;

	private final BusinessClock clock;

	private final JdbcClient sql;

	private final MessageSource messages;

	private final EntityManager entities;

	@PreAuthorize("hasAuthority('brand:licence:apply')")
	public UUID apply(Apply command) {
		var member = members.requireActive(command.memberId());
		var classCode = command.classCode();
		markUntil(classCode);
		requireStandard(command.standard(), classCode);
		requireNoneYet(command.memberId(), classCode);
		var licence = BrandLicence.apply(new BrandLicence.Application(command.memberId(), member.name(), classCode,
				command.standard(), command.products().strip(), command.reason().strip()), Actor.current(),
				clock.now());
		saved(licence, null, null);
		entities.flush();
		command.papers()
			.forEach(
					file -> sql.sql("insert into brand_licence_paper (tenant_id, licence_id, file_id) values (?, ?, ?)")
						.params(Tenant.require(), licence.id(), file)
						.update());
		return licence.id();
	}

	@PreAuthorize("hasAuthority('brand:licence:check')")
	public void check(Check command) {
		var licence = licences.requireLocked(command.licence()).seenAt(command.version());
		var before = licence.status();
		var found = command.found();
		licence.check(found, command.note().strip(), Actor.current(), clock.now());
		sql.sql("""
				insert into brand_licence_check (tenant_id, licence_id, environment, records, inputs, packing, labels,
				  note, photo_id, at, by_person, by_name) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
			.params(Tenant.require(), licence.id(), found.environment(), found.records(), found.inputs(),
					found.packing(), found.labels(), command.note().strip())
			.param(command.photoId())
			.params(Timestamp.from(clock.now()), Actor.current().personId(), Actor.current().displayName())
			.update();
		saved(licence, before, command.note());
	}

	/** By the farm that applied; another's application is unknown to it. */
	@PreAuthorize("hasAuthority('brand:licence:apply')")
	public void withdraw(UUID memberId, UUID id, long version) {
		var licence = licences.requireLocked(id);
		if (!licence.memberId().equals(memberId)) {
			throw new NotFound("brand.licence.not-found", id);
		}
		var before = licence.seenAt(version).status();
		licence.withdraw();
		saved(licence, before, null);
	}

	@PreAuthorize("hasAuthority('brand:licence:decide')")
	public void approve(UUID id, LocalDate until, @Nullable String note, long version) {
		var licence = licences.requireLocked(id).seenAt(version);
		var before = licence.status();
		licence.approve(clock.today(), until, markUntil(licence.classCode()), note, Actor.current(),
				fourEyes.required(TraceFourEyes.DECIDE_LICENCE), clock.now());
		saved(licence, before, fourEyes.words(note, licence.alone()));
	}

	@PreAuthorize("hasAuthority('brand:licence:decide')")
	public void decline(UUID id, String reason, long version) {
		var licence = licences.requireLocked(id).seenAt(version);
		var before = licence.status();
		licence.decline(reason, Actor.current(), fourEyes.required(TraceFourEyes.DECIDE_LICENCE), clock.now());
		saved(licence, before, fourEyes.words(reason, licence.alone()));
	}

	/**
	 * After the notice, when every objection has its answer.
	 * @param contract the signed paper, stored
	 */
	@PreAuthorize("hasAuthority('brand:licence:decide')")
	public void sign(UUID id, UUID contract, long version) {
		var licence = licences.requireLocked(id).seenAt(version);
		var before = licence.status();
		if (objections.unanswered(id)) {
			throw new RuleBroken("brand.licence.objection-open");
		}
		licence.sign(numbers.next("licence", "JPH-%05d"), contract, clock.today());
		saved(licence, before, null);
	}

	/**
	 * The year's review, with what the year's records say.
	 * @param passed otherwise the licence is suspended at once
	 */
	@PreAuthorize("hasAuthority('brand:licence:decide')")
	public void review(UUID id, boolean passed, String note, long version) {
		var licence = licences.requireLocked(id).seenAt(version);
		var before = licence.status();
		var due = licence.nextReviewOn();
		licence.review(passed, note.strip(), clock.today(), clock.now());
		var year = queries.year(licence.memberId(), id);
		var score = queries.score(licence.memberId(), id);
		sql.sql("""
				insert into brand_licence_review (tenant_id, licence_id, due_on, tests, tests_failed, lots, complaints, labels,
				  labels_voided, passed, note, by_person, by_name, at, part_tests, part_completeness, part_complaints,
				  part_labels, part_sales, score, weight_id)
				values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
			.params(Tenant.require(), id)
			.param(due)
			.params(year.tests(), year.testsFailed(), year.lots(), year.complaints(), year.labels(),
					year.labelsVoided(), passed, note.strip(), Actor.current().personId(),
					Actor.current().displayName(), Timestamp.from(clock.now()))
			.param(score.parts().get(Part.TESTS))
			.param(score.parts().get(Part.COMPLETENESS))
			.param(score.parts().get(Part.COMPLAINTS))
			.param(score.parts().get(Part.LABELS))
			.param(score.parts().get(Part.SALES))
			.param(score.score())
			.param(weights.inForce(clock.today()).map(ReviewWeights.Edition::id).orElse(null))
			.update();
		if (licence.status() == before) {
			licences.save(licence);
		}
		else {
			saved(licence, before, note.strip());
		}
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
		licence.resume(reason, clock.today());
		saved(licence, before, reason);
	}

	/**
	 * For good, at once.
	 * @param years one to three, without a new application
	 */
	@PreAuthorize("hasAuthority('brand:licence:revoke')")
	public void revoke(UUID id, String reason, int years, long version) {
		var licence = licences.requireLocked(id).seenAt(version);
		var before = licence.status();
		licence.revoke(reason, years, clock.today(), clock.now());
		saved(licence, before, reason);
	}

	/**
	 * Whoever let the year's review go by a month ago uses no mark until it is done.
	 * @return how many
	 */
	int suspendOverdue(LocalDate today) {
		return stop(licences.unreviewed(today.minusDays(BrandLicence.REVIEW_DAYS)), words("brand.review.overdue"));
	}

	/**
	 * Whoever was asked in a recall and did not answer before its clock ran out uses no
	 * mark. Who was asked later has as long as the first had.
	 * @return how many
	 */
	int suspendSilent() {
		return stop(
				sql.sql("""
						select distinct l.id from brand_licence l
						  join trace_recall_notice n on n.tenant_id = l.tenant_id and n.holder_id = l.member_id and n.status = 'SENT'
						  join trace_recall r on r.tenant_id = n.tenant_id and r.id = n.recall_id and not r.drill
						 where l.status = 'ACTIVE' and n.sent_at + (r.due_at - r.announced_at) < ? order by l.id""")
					.param(Timestamp.from(clock.now()))
					.query(UUID.class)
					.list(),
				words("brand.suspend.silent"));
	}

	/**
	 * An accredited laboratory found too much in what bears the mark: every licence of
	 * the grower for that crop stops in the transaction of the confirmation.
	 */
	void suspendFor(UUID memberId, String crop, String testNumber) {
		stop(sql.sql("""
				select l.id from brand_licence l
				  join brand_product_class c on c.tenant_id = l.tenant_id and c.code = l.class_code
				 where l.member_id = ? and c.crop = ? and l.status = 'ACTIVE' order by l.id""")
			.params(memberId, crop)
			.query(UUID.class)
			.list(), words("brand.suspend.test", testNumber));
	}

	private int stop(Collection<UUID> ids, String why) {
		int stopped = 0;
		for (var id : ids) {
			var licence = licences.requireLocked(id);
			var before = licence.status();
			if (before == LicenceStatus.ACTIVE) {
				licence.suspend(why, clock.now());
				saved(licence, before, why);
				stopped++;
			}
		}
		return stopped;
	}

	/**
	 * What the labels' count at the holder's gave. More than two in a hundred missing, or
	 * too many, and the licence stops at once.
	 * @param left labels that are neither on packages nor void
	 */
	@PreAuthorize("hasAuthority('brand:licence:check')")
	public LabelCount count(UUID id, long left, String note, long version) {
		var licence = licences.requireLocked(id).seenAt(version);
		var before = licence.status();
		if (before != LicenceStatus.ACTIVE && before != LicenceStatus.SUSPENDED) {
			throw new RuleBroken("brand.count.not-licensed");
		}
		if (left < 0) {
			throw new RuleBroken("brand.count.negative").at("left");
		}
		if (note.isBlank()) {
			throw new RuleBroken("trace.lot.reason-missing").at("note");
		}
		var counted = queries.labels(id).counted(left);
		var known = sql.sql("select count(*) from brand_label_count where licence_id = ? and counted_on = ?")
			.params(id, clock.today())
			.query(Integer.class)
			.single() > 0;
		if (known) {
			throw new RuleBroken("brand.count.twice").at("left");
		}
		sql.sql("""
				insert into brand_label_count (tenant_id, licence_id, counted_on, issued, unprinted, voided, bound, left_over,
				  note, at, by_person, by_name) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
			.params(Tenant.require(), id, clock.today(), counted.issued(), counted.unprinted(), counted.voided(),
					counted.bound(), left, note.strip(), Timestamp.from(clock.now()), Actor.current().personId(),
					Actor.current().displayName())
			.update();
		if (counted.off() && before == LicenceStatus.ACTIVE) {
			var why = words("brand.suspend.count", counted.missing(), counted.issued());
			licence.suspend(why, clock.now());
			saved(licence, before, why);
		}
		return counted;
	}

	/** The record is kept in the federation's language. */
	private String words(String key, @Nullable Object... args) {
		return messages.getMessage(key, args, Locale.SIMPLIFIED_CHINESE);
	}

	/**
	 * Ends what is over.
	 * @return how many
	 */
	int expire(LocalDate today) {
		int ended = 0;
		for (var id : licences.over(today)) {
			var licence = licences.requireLocked(id);
			var before = licence.status();
			if (before.actions().contains(LicenceStatus.Action.EXPIRE)) {
				licence.expire(today, clock.now());
				saved(licence, before, null);
				ended++;
			}
		}
		return ended;
	}

	/** For callers without a page: the version that somebody looking now would see. */
	public long versionOf(UUID id) {
		return licences.findById(id).orElseThrow(() -> new NotFound("brand.licence.not-found", id)).version();
	}

	/**
	 * The licence under which labels are ordered now; held against a suspension until the
	 * order is written.
	 */
	public BrandLicence requireInForce(UUID memberId, String classCode) {
		return licences.share(memberId, classCode)
			.filter(it -> it.inForce(clock.today()))
			.orElseThrow(() -> new RuleBroken("brand.licence.none-in-force", className(classCode)));
	}

	/** Whether labels ordered under it may be printed today. */
	public boolean inForce(UUID licenceId) {
		return licences.findById(licenceId).filter(it -> it.inForce(clock.today())).isPresent();
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
	public Optional<String> stopped(UUID licenceId) {
		return sql.sql(
				"select number from brand_licence where id = ? and status in ('SUSPENDED', 'REVOKED') and number is not null")
			.param(licenceId)
			.query(String.class)
			.optional();
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

	private String className(String classCode) {
		return sql.sql("select name from brand_product_class where code = ?")
			.param(classCode)
			.query(String.class)
			.optional()
			.orElse(classCode);
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

	private void requireStandard(String standard, String classCode) {
		var fits = sql.sql("""
				select count(*) from brand_standard
				 where code = ? and (class_code is null or class_code = ?) and valid_from <= ?""")
			.params(standard, classCode, clock.today())
			.query(Integer.class)
			.single() > 0;
		if (!fits) {
			throw new RuleBroken("brand.licence.standard-unknown", standard).at("standard");
		}
	}

	private void requireNoneYet(UUID memberId, String classCode) {
		if (!licences.findByMemberIdAndClassCodeAndStatusIn(memberId, classCode, LIVE).isEmpty()) {
			throw new RuleBroken("brand.licence.exists").at("classCode");
		}
		licences.findByMemberIdAndClassCodeAndStatusIn(memberId, classCode, List.of(LicenceStatus.REVOKED))
			.stream()
			.map(BrandLicence::barredUntil)
			.filter(Objects::nonNull)
			.filter(it -> !it.isBefore(clock.today()))
			.max(LocalDate::compareTo)
			.ifPresent(until -> {
				throw new RuleBroken("brand.licence.revoked-lately", until.toString()).at("classCode");
			});
	}

	private BrandLicence saved(BrandLicence licence, @Nullable LicenceStatus before, @Nullable String reason) {
		licences.save(licence);
		history.record(TYPE, licence.id(), before, licence.status(), reason);
		return licence;
	}

}
