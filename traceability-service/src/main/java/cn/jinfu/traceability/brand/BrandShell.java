package cn.jinfu.traceability.brand;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.IndicatorSource;
import cn.jinfu.kernel.MenuContribution;
import cn.jinfu.kernel.MenuEntry;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import cn.jinfu.kernel.WorkingDays;
import cn.jinfu.member.MemberPanel;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What the brand brings to the console: menu, tasks, figures, a member's share. */
@Component
@RequiredArgsConstructor
@Transactional(readOnly = true)
class BrandShell implements MenuContribution, ToDoSource, IndicatorSource, MemberPanel {

	private static final String VIEW = "brand:licence:view";

	private static final String CHECK = "brand:licence:check";

	private static final String DECIDE = "brand:licence:decide";

	private static final String SUSPEND = "brand:licence:suspend";

	private static final String LABELS = "trace:label:view";

	private static final String CATALOGUE = "brand:catalogue:view";

	private final LicenceQueries licences;

	private final BusinessClock clock;

	private final WorkingDays workingDays;

	private final JdbcClient sql;

	@Override
	public List<MenuEntry> entries() {
		return List.of(new MenuEntry(Section.TRACE, "brand.menu.licences", "/console/brand-licences", VIEW, 40),
				new MenuEntry(Section.TRACE, "brand.menu.quotas", "/console/label-quotas", "brand:quota:view", 50),
				new MenuEntry(Section.TRACE, "brand.menu.labels", "/console/label-orders", LABELS, 60),
				new MenuEntry(Section.TRACE, "brand.menu.brands", "/console/brands", CATALOGUE, 70),
				new MenuEntry(Section.TRACE, "brand.weights", "/console/review-weights", VIEW, 71));
	}

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		var check = !actor.may(CHECK) ? Stream.<ToDo>empty()
				: licences.waiting(List.of(LicenceStatus.SUBMITTED, LicenceStatus.DEFECTS), limit)
					.stream()
					.map(it -> toDo(it, "check", "brand.todo.check", CHECK,
							workingDays.until(it.waitingSince(), LicenceView.CHECK_DAYS)));
		var decide = !actor.may(DECIDE) ? Stream.<ToDo>empty()
				: licences.waiting(List.of(LicenceStatus.CHECKED), limit)
					.stream()
					.filter(it -> !it.checkedByMe())
					.map(it -> toDo(it, "decide", "brand.todo.decide", DECIDE,
							workingDays.until(it.waitingSince(), LicenceView.DECIDE_DAYS)));
		var ending = !actor.may(SUSPEND) ? Stream.<ToDo>empty()
				: licences.endingBy(clock.today().plusMonths(LicenceView.RENEWAL_MONTHS), limit)
					.stream()
					.map(BrandShell::ending);
		var sign = !actor.may(DECIDE) ? Stream.<ToDo>empty()
				: licences.toSign(limit)
					.stream()
					.map(it -> toDo(it, "sign", "brand.todo.sign", DECIDE, workingDays
						.until(BusinessClock.endOf(Objects.requireNonNull(it.noticeUntil())), LicenceView.SIGN_DAYS)));
		var review = !actor.may(DECIDE) ? Stream.<ToDo>empty()
				: licences.toReview(limit)
					.stream()
					.map(it -> toDo(it, "review", "brand.todo.review", DECIDE,
							BusinessClock.endOf(Objects.requireNonNull(it.nextReviewOn()))));
		return Stream.of(check, decide, sign, review, ending).flatMap(it -> it).limit(limit).toList();
	}

	private static ToDo toDo(LicenceView licence, String step, String titleKey, String permission, Instant due) {
		return new ToDo("licence:" + licence.id() + ":" + step, Section.TRACE, titleKey, licence.holder(),
				licence.className(), "/console/brand-licences/" + licence.id(), permission, due);
	}

	private static ToDo ending(LicenceView licence) {
		return new ToDo("licence:" + licence.id() + ":ending", Section.TRACE, "brand.todo.ending", licence.holder(),
				licence.className(), "/console/brand-licences/" + licence.id(), SUSPEND,
				BusinessClock.endOf(Objects.requireNonNull(licence.validUntil())));
	}

	@Override
	public List<Indicator> indicators() {
		return sql.sql("""
				select (select count(distinct member_id) from brand_licence
				         where status = 'ACTIVE' and :today between valid_from and valid_until),
				       (select count(*) from brand_licence
				         where status = 'ACTIVE' and :today between valid_from and valid_until),
				       (select coalesce(sum(count - voided), 0) from trace_label_batch),
				       (select coalesce(sum(pieces), 0) from brand_package_design)""")
			.param("today", clock.today())
			.query((row, n) -> List.of(
					new Indicator("brand.figure.licensees", Section.TRACE, row.getBigDecimal(1), 0,
							"/console/brand-licences?status=ACTIVE", VIEW, 60),
					new Indicator("brand.figure.licences", Section.TRACE, row.getBigDecimal(2), 0,
							"/console/brand-licences?status=ACTIVE", VIEW, 61),
					new Indicator("brand.figure.labels", Section.TRACE, row.getBigDecimal(3), 0,
							"/console/label-orders", LABELS, 62),
					new Indicator("brand.figure.packages", Section.TRACE, row.getBigDecimal(4), 0, "/console/brands",
							CATALOGUE, 63)))
			.single();
	}

	@Override
	public List<Link> links(UUID memberId) {
		return sql.sql("""
				select (select count(*) from brand_licence where member_id = :member and status = 'ACTIVE'),
				       (select coalesce(sum(count - voided), 0) from trace_label_batch where member_id = :member)""")
			.param("member", memberId)
			.query((row, n) -> List.of(
					new Link("brand.menu.licences", "/console/brand-licences?memberId=" + memberId, row.getString(1),
							VIEW),
					new Link("brand.menu.labels", "/console/label-orders?memberId=" + memberId, row.getString(2),
							LABELS)))
			.single();
	}

}
