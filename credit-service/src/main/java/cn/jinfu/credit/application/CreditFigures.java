package cn.jinfu.credit.application;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import cn.jinfu.credit.consent.ConsentStatus;
import cn.jinfu.credit.consent.Consents;
import cn.jinfu.credit.loan.LoanBook;
import cn.jinfu.credit.loan.LoanStatus;
import cn.jinfu.credit.rating.Ratings;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.ChartSource;
import cn.jinfu.kernel.IndicatorSource;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.WorkingDays;
import cn.jinfu.member.MemberPanel;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Figures for the data centre and for a member's page; each opens to the rows that make
 * it.
 */
@Component
@Transactional(readOnly = true)
@RequiredArgsConstructor
class CreditFigures implements IndicatorSource, ChartSource, MemberPanel {

	private static final String KEY = "credit.indicator-tile.";

	private static final String CASES = "credit:application:view";

	private static final String LOANS = "credit:loan:view";

	private final CaseViews cases;

	private final LoanBook loans;

	private final Ratings ratings;

	private final BusinessClock clock;

	private final Consents consents;

	private final WorkingDays workingDays;

	private final MessageSource messages;

	private final JdbcClient sql;

	@Override
	public List<Indicator> indicators() {
		var all = loans.sums(new LoanBook.Filter(null, null, null, false));
		var late = loans.sums(new LoanBook.Filter(null, null, null, true));
		var settled = loans.sums(new LoanBook.Filter(LoanStatus.SETTLED, null, null, false));
		return List.of(
				new Indicator(KEY + "applications", Section.CREDIT,
						BigDecimal.valueOf(cases.count(CaseViews.Filter.OPEN)), 0,
						"/console/financing-applications?open=true", CASES, 500),
				new Indicator(KEY + "loans", Section.CREDIT, wan(all.outstanding()), 2, "/console/loans?status=ACTIVE",
						LOANS, 510),
				new Indicator(KEY + "granted", Section.CREDIT, BigDecimal.valueOf(all.loans()), 0, "/console/loans",
						LOANS, 505),
				new Indicator(KEY + "settled", Section.CREDIT, BigDecimal.valueOf(settled.loans()), 0,
						"/console/loans?status=SETTLED", LOANS, 515),
				new Indicator(KEY + "repaid", Section.CREDIT, wan(all.principal().minus(all.outstanding())), 2,
						"/console/loans", LOANS, 520),
				new Indicator(KEY + "overdue", Section.CREDIT, BigDecimal.valueOf(late.loans()), 0,
						"/console/loans?overdue=true", LOANS, 530),
				new Indicator(KEY + "days", Section.CREDIT, meanDays(), 1, "/console/loans", LOANS, 540));
	}

	@Override
	public List<Chart> charts() {
		if (!Actor.current().may(CASES)) {
			return List.of();
		}
		var states = cases.countByStatus()
			.entrySet()
			.stream()
			.map(it -> new Line(text("enum.ApplicationStatus." + it.getKey().name()),
					List.of(BigDecimal.valueOf(it.getValue())),
					"/console/financing-applications?status=" + it.getKey().name()))
			.toList();
		var steps = cases.stepTimes()
			.stream()
			.map(it -> new Line(text("credit.step." + it.step()), List.of(it.meanHours()),
					"/console/financing-applications?step=" + it.step()))
			.toList();
		return List.of(
				new Chart("credit.chart.states", Section.CREDIT, Shape.HBAR, List.of("credit.chart.states.count"), 0,
						states, CASES, 500),
				new Chart("credit.chart.steps", Section.CREDIT, Shape.HBAR, List.of("credit.chart.steps.hours"), 1,
						steps, CASES, 510));
	}

	private static BigDecimal wan(Money amount) {
		return amount.yuan().movePointLeft(4);
	}

	/**
	 * Working days from submission to the money, over everything paid out; null before
	 * the first.
	 */
	private @Nullable BigDecimal meanDays() {
		var spans = sql.sql("""
				select a.submitted_at, min(s.at) from credit_application a
				  join platform_status_change s on s.tenant_id = a.tenant_id and s.object_type = 'FinancingApplication'
				   and s.object_id = a.id and s.status_to = 'DISBURSED'
				 group by a.id, a.submitted_at""")
			.query((row, n) -> hours(row.getTimestamp(1).toInstant(), row.getTimestamp(2).toInstant()))
			.list();
		return spans.isEmpty() ? null : BigDecimal.valueOf(spans.stream().mapToLong(Long::longValue).sum())
			.divide(BigDecimal.valueOf(24L * spans.size()), 1, RoundingMode.HALF_UP);
	}

	private long hours(Instant from, Instant to) {
		return CaseClock.working(from, to, workingDays::isWorkingDay).toHours();
	}

	@Override
	public List<Link> links(UUID memberId) {
		var member = "?member=" + memberId;
		var grade = ratings.effective(memberId)
			.map(it -> it.gradeOn(clock.today()).name())
			.orElseGet(() -> text("credit.panel.unrated"));
		return List.of(new Link("credit.panel.rating", "/console/ratings" + member, grade, "credit:rating:view"),
				new Link("credit.panel.declaration", "/console/declarations" + member, "", "credit:declaration:view"),
				new Link("credit.panel.consents", "/console/consents" + member,
						text("credit.panel.count", consents.count(ConsentStatus.ACTIVE, memberId)),
						"credit:consent:view"),
				new Link("credit.panel.applications", "/console/financing-applications" + member,
						text("credit.panel.count", cases.count(CaseViews.Filter.of(memberId))), CASES),
				new Link("credit.panel.loans", "/console/loans" + member, text("credit.panel.count",
						loans.sums(new LoanBook.Filter(null, memberId, null, false)).loans()), LOANS));
	}

	private String text(String key, Object... args) {
		return String.valueOf(messages.getMessage(key, args, key, LocaleContextHolder.getLocale()));
	}

}
