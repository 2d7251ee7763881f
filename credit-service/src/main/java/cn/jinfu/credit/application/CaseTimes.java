package cn.jinfu.credit.application;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.credit.consent.SignatureKind;
import cn.jinfu.credit.earlier.EarlierFigure;
import cn.jinfu.credit.earlier.EarlierFigures;
import cn.jinfu.credit.earlier.Measure;
import cn.jinfu.credit.product.LoanProduct;
import cn.jinfu.credit.product.LoanProducts;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.JobDefinition;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.kernel.WorkingDays;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/**
 * How long cases took that the money has flowed for, kept by step when it flows, and
 * beside it how it went before (D6). A middle is read off the index by its place: the
 * case below which half of all lie, so that a hundred thousand cost no more than a walk
 * along it.
 */
@Service
@RequiredArgsConstructor
class CaseTimes implements JobDefinition {

	/** How many old cases one transaction takes up. */
	private static final int BATCH = 500;

	private static final int LONGEST_LIST = 50;

	private final StatusHistory history;

	private final WorkingDays workingDays;

	private final EarlierFigures earlier;

	private final LoanProducts products;

	private final FinancingApplications applications;

	private final BusinessClock clock;

	private final TransactionOperations transaction;

	private final JdbcClient sql;

	/**
	 * What a step took, of so many cases.
	 *
	 * @param step 0 is all from the application to the money
	 * @param papers handed in besides, on average; null but for all
	 */
	record Took(int step, long cases, Duration medianElapsed, Duration mostElapsed, Duration medianWorking,
			Duration mostWorking, @Nullable BigDecimal papers) {
	}

	/**
	 * @param visits recorded ones of the cases counted
	 * @param visited how many of the cases had one
	 */
	record Visits(long visits, long visited) {
	}

	/**
	 * A product before and now.
	 *
	 * @param steps those that any case has been through; the first is all of them
	 */
	record Compared(LoanProduct product, Map<Measure, EarlierFigure> before, Map<Integer, Took> steps, Visits visits) {

		public @Nullable EarlierFigure before(String measure) {
			return before.get(Measure.valueOf(measure));
		}

		public @Nullable EarlierFigure before(int step) {
			return before.get(Measure.ofStep(step));
		}

		public @Nullable Took took(int step) {
			return steps.get(step);
		}

		public @Nullable Took all() {
			return steps.get(0);
		}

		/** On average of a case; null before the first. */
		public @Nullable BigDecimal visitsEach() {
			var all = all();
			return (all == null) ? null : BigDecimal.valueOf(visits.visits())
				.divide(BigDecimal.valueOf(all.cases()), 2, RoundingMode.HALF_UP);
		}

	}

	/** One case with what it took. */
	record Line(UUID id, String no, String memberName, String bank, Duration elapsed, Duration working, long visits) {
	}

	/** When the money flows: from now on nothing of its course changes. */
	@Transactional(propagation = Propagation.MANDATORY)
	void keep(FinancingApplication it, String productCode) {
		var stays = CaseClock.stays(history.of(ApplicationDesk.TYPE, it.id()), clock.now(), workingDays::isWorkingDay);
		var counted = stays.stream()
			.filter(stay -> stay.status() != ApplicationStatus.DRAFT && !CaseViews.after(stay))
			.toList();
		row(it, productCode, 0, counted);
		for (int step = 1; step < CaseViews.STEPS; step++) {
			var states = CaseViews.states(step);
			var own = counted.stream().filter(stay -> states.contains(stay.status())).toList();
			if (!own.isEmpty()) {
				row(it, productCode, step, own);
			}
		}
	}

	/**
	 * Papers are what the bank asked for besides and a contract signed on paper at the
	 * counter; all else comes from the record.
	 */
	private void row(FinancingApplication it, String productCode, int step, List<CaseClock.Stay> stays) {
		sql.sql("""
				insert into credit_case_time (application_id, step, tenant_id, product_code, elapsed_minutes,
				       working_minutes, papers)
				values (:id, :step, :tenant, :product, :elapsed, :working, case when :step = 0 then :signed + (select count(*)
				          from credit_case_question q where q.application_id = :id and q.answer is not null) end)
				on conflict (application_id, step) do nothing""")
			.param("id", it.id())
			.param("step", step)
			.param("tenant", Tenant.require())
			.param("product", productCode)
			.param("elapsed", CaseViews.sum(stays, false).toMinutes())
			.param("working", CaseViews.sum(stays, true).toMinutes())
			.param("signed", (it.contractSignature() == SignatureKind.COUNTER_PAPER) ? 1 : 0)
			.update();
	}

	@Override
	public String name() {
		return "credit.case-times";
	}

	@Override
	public String cron() {
		return "0 35 1 * * *";
	}

	/** Takes up the cases paid out before times were kept. */
	@Override
	public int run(LocalDate businessDate) {
		var done = 0;
		int some;
		do {
			some = Objects.requireNonNull(transaction.execute(_ -> takeUp()));
			done += some;
		}
		while (some == BATCH);
		return done;
	}

	private int takeUp() {
		var missing = missing();
		for (var id : missing) {
			var it = applications.findById(id).orElseThrow();
			keep(it, products.require(it.productId()).code());
		}
		return missing.size();
	}

	private List<UUID> missing() {
		return sql.sql("""
				select a.id from credit_application a
				 where a.status in ('DISBURSED', 'REPAYING', 'SETTLED')
				   and not exists (select 1 from credit_case_time t where t.application_id = a.id and t.step = 0)
				 limit ?""").param(BATCH).query(UUID.class).list();
	}

	/** Products by their newest edition, each whole: before and now. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:application:view')")
	public List<Compared> all() {
		var before = earlier.inForce(clock.today());
		var newest = new LinkedHashMap<String, LoanProduct>();
		products.all().forEach(it -> newest.putIfAbsent(it.code(), it));
		return newest.values()
			.stream()
			.map(it -> new Compared(it, before.getOrDefault(it.code(), Map.of()), took(it.code(), 1),
					visits(it.code())))
			.filter(it -> !it.before().isEmpty() || it.all() != null)
			.limit(LONGEST_LIST)
			.toList();
	}

	/** The product of any edition, step by step. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:application:view')")
	public Compared of(UUID productId) {
		var product = products.require(productId);
		return new Compared(product, earlier.inForce(clock.today()).getOrDefault(product.code(), Map.of()),
				took(product.code(), CaseViews.STEPS), visits(product.code()));
	}

	private Map<Integer, Took> took(String code, int steps) {
		var result = new HashMap<Integer, Took>();
		for (int step = 0; step < steps; step++) {
			var at = step;
			sql.sql("""
					select n.cases, n.papers,
					       (select t.elapsed_minutes from credit_case_time t where t.product_code = :code and t.step = :step
					         order by t.elapsed_minutes offset (n.cases + 1) / 2 - 1 limit 1),
					       (select t.elapsed_minutes from credit_case_time t where t.product_code = :code and t.step = :step
					         order by t.elapsed_minutes offset (9 * n.cases + 9) / 10 - 1 limit 1),
					       (select t.working_minutes from credit_case_time t where t.product_code = :code and t.step = :step
					         order by t.working_minutes offset (n.cases + 1) / 2 - 1 limit 1),
					       (select t.working_minutes from credit_case_time t where t.product_code = :code and t.step = :step
					         order by t.working_minutes offset (9 * n.cases + 9) / 10 - 1 limit 1)
					  from (select count(*) as cases, round(avg(papers), 2) as papers from credit_case_time
					         where product_code = :code and step = :step) n
					 where n.cases > 0""")
				.param("code", code)
				.param("step", step)
				.query((row, n) -> new Took(at, row.getLong(1), minutes(row, 3), minutes(row, 4), minutes(row, 5),
						minutes(row, 6), row.getBigDecimal(2)))
				.optional()
				.ifPresent(it -> result.put(it.step(), it));
		}
		return result;
	}

	private static Duration minutes(ResultSet row, int column) throws SQLException {
		return Duration.ofMinutes(row.getLong(column));
	}

	private Visits visits(String code) {
		return sql.sql("""
				select count(*), count(distinct v.application_id) from credit_visit v
				  join credit_case_time t on t.application_id = v.application_id and t.step = 0
				 where t.product_code = ?""")
			.param(code)
			.query((row, n) -> new Visits(row.getLong(1), row.getLong(2)))
			.single();
	}

	/** The cases behind the figures of a step, who took longest on top. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:application:view')")
	public Paged<Line> cases(UUID productId, int step, @Nullable String after, int limit) {
		var code = products.require(productId).code();
		var from = Cursor.read(after, 2);
		var rows = sql.sql("""
				select a.id, a.no, a.member_name, b.name, t.elapsed_minutes, t.working_minutes,
				       (select count(*) from credit_visit v where v.application_id = a.id)
				  from credit_case_time t
				  join credit_application a on a.id = t.application_id
				  join credit_bank b on b.tenant_id = a.tenant_id and b.id = a.bank_id
				 where t.product_code = :code and t.step = :step
				   and (:id = '' or (t.elapsed_minutes, t.application_id)
				     < (cast(nullif(:minutes, '') as int), cast(nullif(:id, '') as uuid)))
				 order by t.elapsed_minutes desc, t.application_id desc limit :rows""")
			.param("code", code)
			.param("step", step)
			.param("minutes", from.isEmpty() ? "" : from.get(0))
			.param("id", from.isEmpty() ? "" : from.get(1))
			.param("rows", limit + 1)
			.query((row, n) -> new Line(row.getObject(1, UUID.class), row.getString(2), row.getString(3),
					row.getString(4), minutes(row, 5), minutes(row, 6), row.getLong(7)))
			.list();
		var count = sql
			.sql("select count(*) from (select 1 from credit_case_time where product_code = ? and step = ? limit "
					+ (Paged.COUNT_CAP + 1) + ") counted")
			.params(code, step)
			.query(Long.class)
			.single();
		return Paged.of(rows, limit, count, it -> Cursor.of(it.elapsed().toMinutes(), it.id()));
	}

}
