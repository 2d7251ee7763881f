package cn.jinfu.credit.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import cn.jinfu.credit.application.ApplicationDesk;
import cn.jinfu.credit.application.FinancingApplication.Wish;
import cn.jinfu.credit.application.Industry;
import cn.jinfu.credit.bank.BankCases;
import cn.jinfu.credit.consent.ConsentPurpose;
import cn.jinfu.credit.consent.Consents;
import cn.jinfu.credit.consent.SignatureKind;
import cn.jinfu.credit.declaration.Answers;
import cn.jinfu.credit.declaration.DeclarationDesk;
import cn.jinfu.credit.declaration.Register;
import cn.jinfu.credit.facility.FacilityDesk;
import cn.jinfu.credit.rating.RatingRunDesk;
import cn.jinfu.credit.rating.Ratings;
import cn.jinfu.credit.schedule.RepayMethod;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;
import lombok.extern.slf4j.Slf4j;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Farms that have declared and been rated, and their applications: one waiting at each
 * step, one loan in repayment, one settled. Everything goes through the commands.
 */
@Component
@RequiredArgsConstructor
@Slf4j
class DemoCases {

	private static final Set<String> FARM = Set.of("credit:own:view", "credit:own:apply", "credit:consent:give");

	private static final Set<String> STAFF = Set.of("credit:declaration:verify", "credit:declaration:view",
			"credit:declaration:look-up", "credit:application:review", "credit:application:view",
			"credit:application:open", "credit:guarantee:review", "credit:guarantee:approve", "credit:rating:run",
			"credit:rating:view", "credit:facility:edit", "credit:facility:approve", "credit:rating:batch");

	private static final BigDecimal PART = new BigDecimal("0.6");

	private static final Money LEAST = Money.of("10000");

	private static final BigDecimal THOUSAND = new BigDecimal("1000");

	/** How far a case has come, in the order of its steps. */
	private enum Stage {

		RATED, SUBMITTED, RETURNED, DILIGENCE, APPROVAL, DISPATCHED, DECLINED, APPROVED, REPAYING, SETTLED;

		boolean reaches(Stage other) {
			return compareTo(other) >= 0;
		}

	}

	private record Farm(String slug, Stage stage, int daysAgo, int months) {
	}

	private static final List<Farm> FARMS = List.of(new Farm("melon1", Stage.SETTLED, 140, 3),
			new Farm("grape1", Stage.REPAYING, 120, 12), new Farm("tomato", Stage.DECLINED, 60, 6),
			new Farm("vegetable2", Stage.APPROVED, 9, 12), new Farm("strawberry", Stage.DISPATCHED, 7, 12),
			new Farm("asparagus1", Stage.APPROVAL, 6, 12), new Farm("mushroom1", Stage.DILIGENCE, 4, 12),
			new Farm("melon2", Stage.RETURNED, 3, 6), new Farm("grape2", Stage.SUBMITTED, 2, 12),
			new Farm("asparagus2", Stage.RATED, 20, 12), new Farm("rice1", Stage.RATED, 15, 12));

	private final DeclarationDesk declarations;

	private final Consents consents;

	private final Ratings ratings;

	private final ApplicationDesk desk;

	private final BankCases bank;

	private final FacilityDesk parts;

	private final RatingRunDesk runs;

	private final TransactionTemplate transaction;

	private final JdbcClient sql;

	/**
	 * The farm with the full year: everything it needs except the rating itself, which is
	 * asked for on the phone.
	 */
	void mainFarm(DemoWorld world) {
		declared(world, world.farm(), "farm.demo", "沈青禾", "120", world.today().minusMonths(2));
		as(world, "farm.demo", "沈青禾", Scope.member(world.farm()), FARM, world.today().minusMonths(2),
				() -> consents.give(ConsentPurpose.RATING, null, 24));
	}

	void others(DemoWorld world, UUID productId, UUID bankId) {
		for (var farm : FARMS) {
			if (world.has("member." + farm.slug())) {
				run(world, farm, productId, bankId);
			}
		}
	}

	/**
	 * A batch rating that somebody began and stopped: ratings are asked for on the phone.
	 * In one transaction, so that nobody is rated in between.
	 */
	void stoppedRun(DemoWorld world) {
		var on = world.today().minusDays(10);
		officer(world, "credit.officer", "信用专员", on,
				() -> transaction.executeWithoutResult(_ -> runs.stop(runs.start())));
	}

	/** Parts of the umbrella: two in force, one that waits. */
	void parts(DemoWorld world, UUID umbrella, String township) {
		var since = world.today().minusDays(30);
		var first = part(world, umbrella, "JZD", null, "500000000", since);
		var second = part(world, umbrella, null, township, "200000000", since);
		for (var id : List.of(first, second)) {
			officer(world, "guarantee.director", "担保主任", since.plusDays(1),
					() -> parts.confirmShare(id, "示例银行甲授信批复一号（示例）", 0));
		}
		part(world, umbrella, "SND", null, "100000000", world.today().minusDays(1));
	}

	private UUID part(DemoWorld world, UUID umbrella, @Nullable String product, @Nullable String township,
			String amount, LocalDate on) {
		return as(world, "credit.officer", "信用专员", Scope.ALL, STAFF, on,
				() -> parts.proposeShare(umbrella, product, township, Money.of(amount)));
	}

	private void run(DemoWorld world, Farm farm, UUID productId, UUID bankId) {
		var member = world.get("member." + farm.slug());
		var login = "member." + farm.slug();
		var start = world.today().minusDays(farm.daysAgo());
		declared(world, member, login, "示例农场主", "45", start.minusDays(5));
		var limit = as(world, login, "示例农场主", Scope.member(member), FARM, start, () -> {
			consents.give(ConsentPurpose.RATING, null, 24);
			ratings.rateOwn();
			return ratings.effective(member).orElseThrow().limitAmount();
		});
		var amount = new Money(limit.yuan()
			.multiply(PART)
			.divide(THOUSAND, 0, RoundingMode.DOWN)
			.multiply(THOUSAND)
			.setScale(2, RoundingMode.UNNECESSARY));
		if (farm.stage() == Stage.RATED) {
			return;
		}
		if (amount.compareTo(LEAST) < 0) {
			log.warn("demo farm {} is rated too low for a case: limit {}", farm.slug(), limit);
			return;
		}
		var method = (farm.stage() == Stage.SETTLED) ? RepayMethod.INTEREST_MONTHLY : RepayMethod.EQUAL_INSTALMENT;
		var no = as(world, login, "示例农场主", Scope.member(member), FARM, start, () -> {
			var draft = desk
				.draft(new Wish(productId, bankId, amount, farm.months(), method, "买种苗和薄膜（示例）", Industry.A01));
			desk.consent(draft);
			desk.submit(draft, version(draft));
			return draft;
		});
		staff(world, farm, no, start);
		bank(world, farm, no, amount, method, start.plusDays(4));
	}

	private void staff(DemoWorld world, Farm farm, String no, LocalDate start) {
		if (farm.stage() == Stage.RETURNED) {
			officer(world, "credit.officer", "信用专员", start.plusDays(1),
					() -> desk.giveBack(no, "用途写得太笼统，请写明买什么、多少（示例）", version(no)));
			return;
		}
		if (farm.stage().reaches(Stage.DILIGENCE)) {
			officer(world, "credit.officer", "信用专员", start.plusDays(1),
					() -> desk.pass(no, "记录连续，用途合理，推荐（示例）", version(no)));
		}
		if (farm.stage().reaches(Stage.APPROVAL)) {
			officer(world, "guarantee.reviewer", "担保尽调", start.plusDays(2),
					() -> desk.report(no, "视频看了地块和大棚，与平台记录相符（示例）", version(no)));
		}
		if (farm.stage().reaches(Stage.DISPATCHED)) {
			officer(world, "guarantee.director", "担保主任", start.plusDays(3), () -> desk.guarantee(no, version(no)));
		}
	}

	private void bank(DemoWorld world, Farm farm, String no, Money amount, RepayMethod method, LocalDate on) {
		if (farm.stage() == Stage.DECLINED) {
			machine(world, on, () -> bank.decide("bank-a", no,
					new BankCases.Decline(List.of(new BankCases.Reason("R09", "本行授信政策暂不支持（示例）")))));
		}
		if (!farm.stage().reaches(Stage.APPROVED)) {
			return;
		}
		machine(world, on, () -> bank.receive("bank-a", no, new BankCases.Receipt("B-" + no, "示例支行", "示例经理")));
		machine(world, on.plusDays(1), () -> bank.decide("bank-a", no, new BankCases.Approve(amount, farm.months(),
				new BigDecimal("3.85"), method.name(), 20, on.plusDays(31), List.of())));
		if (farm.stage().reaches(Stage.REPAYING)) {
			loan(world, farm, no, amount, on.plusDays(2));
		}
	}

	private void loan(DemoWorld world, Farm farm, String no, Money amount, LocalDate on) {
		var loanNo = "L-" + no;
		machine(world, on, () -> bank.contract("bank-a", no,
				new BankCases.Contract("C-" + no, on, amount, new BigDecimal("3.85"), SignatureKind.BANK_APP, null)));
		machine(world, on, () -> bank.disburse("bank-a",
				new BankCases.Disbursement(no, "C-" + no, loanNo, "D-" + no, amount, on)));
		var rows = machine(world, on, () -> bank.loan("bank-a", loanNo)).schedule();
		for (var row : rows) {
			var due = row.dueOn();
			if (due.isBefore(world.today())) {
				machine(world, due,
						() -> bank.repay("bank-a", loanNo, new BankCases.Repayment("R-" + no + "-" + row.nr(), due,
								row.principal().plus(row.interest()), row.principal(), row.interest(), Money.ZERO)));
			}
		}
		if (farm.stage() == Stage.SETTLED) {
			var last = rows.getLast().dueOn();
			machine(world, last, () -> bank.settle("bank-a", loanNo, new BankCases.Settlement("S-" + no, last)));
		}
	}

	private void declared(DemoWorld world, UUID member, String login, String name, String receiptsWan, LocalDate on) {
		var id = as(world, login, name, Scope.member(member), FARM, on,
				() -> declarations
					.submit(new Answers(new BigDecimal("28.00"), on.plusMonths(40), 60, Answers.Equipment.SOME, 9,
							new BigDecimal("62.00"), new BigDecimal("55.00"), Answers.Profit.PROFIT_AND_MARGIN_20, 8,
							96, 100, Answers.Honour.COUNTY, 12, new BigDecimal("6.00"), Answers.InputCredit.NONE)));
		officer(world, "township.clerk", "乡镇农合联经办", on.plusDays(1), () -> declarations.verify(id, "已看票据和合同（示例）", 0));
		officer(world, "credit.officer", "信用专员", on.plusDays(1), () -> {
			for (var found : List.of("B504:NONE", "B505:NONE", "B506:EXCELLENT")) {
				var parts = found.split(":");
				declarations.lookUp(
						new DeclarationDesk.LookUp(member, Register.valueOf(parts[0]), parts[1], "公共信用网站、会费台账查询（示例）"));
			}
		});
		for (var line : List.of("O401," + receiptsWan + ",", "O402,0.25,", "O403,96,", "O404,42,", "O406,0.9,",
				"B507,,HIGH")) {
			fact(member, line.split(",", -1), on.plusDays(1));
		}
	}

	/**
	 * What a bank statement, contracts and neighbours say beside the platform's own
	 * records.
	 */
	private void fact(UUID farm, String[] cells, LocalDate asOf) {
		transaction.executeWithoutResult(_ -> sql
			.sql("""
					insert into credit_declared_fact (id, tenant_id, version, member_id, code, number, category, source,
					  evidence, as_of, entered_by, verified_by, entered_at)
					values (?, ?, 0, ?, ?, cast(nullif(?, '') as numeric), nullif(?, ''), 'DECLARATION', ?, ?, '示例录入员', '示例核实员', ?)""")
			.param(Ids.next())
			.param(Tenant.require())
			.param(farm)
			.param(cells[0])
			.param(cells[1])
			.param(cells[2])
			.param("银行流水、合同和评议表（示例）")
			.param(asOf)
			.param(Timestamp.from(asOf.atTime(9, 0).atZone(BusinessClock.ZONE).toInstant()))
			.update());
	}

	private void officer(DemoWorld world, String login, String name, LocalDate on, Runnable body) {
		as(world, login, name, Scope.ALL, STAFF, on, () -> {
			body.run();
			return true;
		});
	}

	private static <T> T machine(DemoWorld world, LocalDate on, Supplier<T> body) {
		return run(new Actor(Actor.Kind.MACHINE, world.fixed("bank-a"), world.fixed("bank-a"), "bank-a", "示例银行甲",
				world.tenantId(), Scope.NONE, Set.of()), on, 14, body);
	}

	private static <T> T as(DemoWorld world, String login, String name, Scope scope, Set<String> may, LocalDate on,
			Supplier<T> body) {
		var person = world.person(login);
		return run(new Actor(Actor.Kind.PERSON, person, person, login, name, world.tenantId(), scope, may), on, 9,
				body);
	}

	@SuppressWarnings("NullAway") // the cell is written before it is read
	private static <T> T run(Actor actor, LocalDate on, int hour, Supplier<T> body) {
		var result = new java.util.concurrent.atomic.AtomicReference<@Nullable T>();
		actor.run(() -> result.set(BusinessClock.at(on.atTime(hour, 0).atZone(BusinessClock.ZONE).toInstant(), body)));
		return result.get();
	}

	private long version(String no) {
		return transaction.execute(_ -> sql.sql("select version from credit_application where no = ?")
			.param(no)
			.query(Long.class)
			.single());
	}

}
