package cn.jinfu.credit;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import cn.jinfu.credit.consent.ConsentPurpose;
import cn.jinfu.credit.consent.Consents;
import cn.jinfu.credit.facility.FacilityBook;
import cn.jinfu.credit.product.Cosigner;
import cn.jinfu.credit.product.GuaranteeKind;
import cn.jinfu.credit.product.LoanProduct;
import cn.jinfu.credit.product.LoanProducts;
import cn.jinfu.credit.product.PartnerBank;
import cn.jinfu.credit.product.PartnerBanks;
import cn.jinfu.credit.product.RatingRelease;
import cn.jinfu.credit.rating.Ratings;
import cn.jinfu.credit.schedule.RepayMethod;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Scope;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A federation of the test's own: its farms, what they declared, and acting in it. */
public final class TestFederation {

	private static final AtomicInteger NUMBER = new AtomicInteger(ThreadLocalRandom.current().nextInt(1000, 400_000));

	public static final Set<String> FARM_MAY = Set.of("credit:own:view", "credit:own:apply", "credit:consent:give");

	private final String tenant;

	private final JdbcClient sql;

	private final TransactionTemplate transaction;

	private TestFederation(String tenant, JdbcClient sql, TransactionTemplate transaction) {
		this.tenant = tenant;
		this.sql = sql;
		this.transaction = transaction;
	}

	/** One that no other test knows. */
	public static TestFederation another(JdbcClient sql, TransactionTemplate transaction) {
		return of(another(), sql, transaction);
	}

	/** The code of one that no other test knows. */
	public static String another() {
		return "9" + NUMBER.incrementAndGet();
	}

	public static TestFederation of(String tenant, JdbcClient sql, TransactionTemplate transaction) {
		var it = new TestFederation(tenant, sql, transaction);
		it.in(() -> sql
			.sql("insert into platform_tenant (code, name, division) values (?, 'x', '330482') on conflict do nothing")
			.param(tenant)
			.update());
		return it;
	}

	public String tenant() {
		return tenant;
	}

	public UUID farm() {
		return farm(Ids.next());
	}

	public UUID farm(UUID id) {
		in(() -> sql.sql("""
				insert into member_member (id, tenant_id, version, no, name, kind, status, division_code, admitted_on)
				values (?, ?, 0, ?, 'farm', 'FAMILY_FARM', 'ACTIVE', '330482001', date '2026-01-01')""")
			.params(id, tenant, "M-" + ThreadLocalRandom.current().nextInt(1_000_000_000, 2_000_000_000))
			.update());
		return id;
	}

	/** What a well-run farm declares; lines of code, number, category. */
	public void declareWell(UUID farm) {
		for (var line : List.of("C102,120,", "C104,60,", "C106,95,", "H303,6,", "H301,12,", "H304,95,", "O401,186,",
				"O402,0.1,", "O403,99,", "O404,20,", "O405,0.1,", "O406,1.6,", "T202,99,", "B503,0.1,",
				"H302,,PROFIT_AND_MARGIN_20", "B502,,NONE", "B504,,NONE", "B505,,NONE")) {
			var cells = line.split(",", -1);
			declare(farm, cells[0], cells[1], cells[2]);
		}
	}

	/**
	 * @param number or category; the other empty
	 */
	public void declare(UUID farm, String code, String number, String category) {
		declare(farm, code, number, category, LocalDate.now(BusinessClock.ZONE).minusDays(1));
	}

	public void declare(UUID farm, String code, String number, String category, LocalDate asOf) {
		in(() -> sql
			.sql("""
					insert into credit_declared_fact (id, tenant_id, version, member_id, code, number, category, source,
					  evidence, as_of, entered_by, verified_by, entered_at)
					values (?, ?, 0, ?, ?, cast(nullif(?, '') as numeric), nullif(?, ''), 'DECLARATION', 'e', ?, 'a', 'b', now())""")
			.params(Ids.next(), tenant, farm, code, number, category, asOf)
			.update());
	}

	/** A bank named {@code bank-x}. */
	public UUID bank(PartnerBanks banks) {
		return in(() -> banks.save(PartnerBank.of("bank-x", "x", RatingRelease.LETTER_ONLY, "c"))).id();
	}

	/** What that bank lends with an insurer behind it, named {@code NXY}. */
	public UUID product(LoanProducts products, UUID bank) {
		return product(products, bank, LoanProduct.Form.USUAL);
	}

	public UUID product(LoanProducts products, UUID bank, LoanProduct.Form form) {
		return product(products, bank, GuaranteeKind.INSURER, form);
	}

	public UUID product(LoanProducts products, UUID bank, GuaranteeKind kind, LoanProduct.Form form) {
		var id = in(() -> products.save(LoanProduct.edition("NXY", 1,
				new LoanProduct.Content("p", new LoanProduct.Terms(kind, BigDecimal.ZERO, "BB", "c", 10, Cosigner.NONE),
						new LoanProduct.Range(Money.of("10000"), Money.of("1000000"), Money.of("1000000"), 3, 12),
						List.of(RepayMethod.EQUAL_INSTALMENT),
						new LoanProduct.Price(LocalDate.of(2026, 8, 20), new BigDecimal("3"), 85, BigDecimal.ZERO,
								new BigDecimal((kind == GuaranteeKind.GUARANTOR) ? "80" : "0")),
						new LoanProduct.Deadlines(1, 2, 1, 2, 1), "b", "", form),
				LocalDate.of(2026, 1, 1)))
			.id());
		in(() -> sql.sql("insert into credit_product_bank (tenant_id, product_id, bank_id) values (?, ?, ?)")
			.params(tenant, id, bank)
			.update());
		return id;
	}

	/** What that bank grants for all members. */
	public void umbrella(FacilityBook facilities, UUID bank) {
		in(() -> {
			facilities.grant(bank, "u", Money.of("1000000"), LocalDate.of(2026, 1, 1), LocalDate.of(2099, 1, 1));
			return bank;
		});
	}

	/** A well-run farm that let itself be rated. */
	public UUID ratedFarm(Consents consents, Ratings ratings) {
		var farm = farm();
		declareWell(farm);
		as(farmer(farm), () -> {
			consents.give(ConsentPurpose.RATING, null, 12);
			return ratings.rateOwn();
		});
		return farm;
	}

	/** So that the 40 mu of mushrooms which every farm here grows are worth something. */
	public void mushroomStandard() {
		in(() -> sql.sql("""
				insert into credit_crop_standard (tenant_id, crop, year, suitable_mu, cost_per_mu, cycles, source)
				values (?, 'mushroom', 2026, 10, 18000, 1, 'x') on conflict do nothing""").param(tenant).update());
	}

	public Actor staff(String name, String... may) {
		return actor(name, Scope.ALL, Set.of(may));
	}

	public Actor farmer(UUID farm) {
		return actor("farmer", Scope.member(farm), FARM_MAY);
	}

	public Actor actor(String name, Scope scope, Set<String> may) {
		return actor(tenant, name, scope, may);
	}

	public static Actor actor(String tenant, String name, Scope scope, Set<String> may) {
		var id = Ids.next();
		return new Actor(Actor.Kind.PERSON, id, id, name, name, tenant, scope, may);
	}

	/** As the platform itself, in one transaction. */
	public <T> T in(Supplier<T> body) {
		return as(Actor.system(tenant), () -> transaction.execute(_ -> body.get()));
	}

	public BigDecimal number(String query, Object... params) {
		return in(() -> sql.sql(query).params(params).query(BigDecimal.class).single());
	}

	public static <T> T as(Actor actor, Supplier<T> body) {
		var result = new AtomicReference<T>();
		actor.run(() -> result.set(body.get()));
		return result.get();
	}

	public static Object run(Runnable body) {
		body.run();
		return "";
	}

	public static void refused(String code, Supplier<?> act) {
		assertThatExceptionOfType(Refusal.class).isThrownBy(act::get)
			.satisfies(it -> org.assertj.core.api.Assertions.assertThat(it.code()).isEqualTo(code));
	}

	/** Each at the same moment in a thread of its own; done, or told to be late. */
	public static List<String> race(List<Supplier<?>> acts) throws Exception {
		var start = new CyclicBarrier(acts.size());
		var calls = new ArrayList<Callable<String>>();
		for (var act : acts) {
			calls.add(() -> {
				start.await();
				try {
					act.get();
					return "done";
				}
				catch (Refusal | DataAccessException late) {
					return "late";
				}
			});
		}
		try (var pool = Executors.newFixedThreadPool(acts.size())) {
			var outcomes = new ArrayList<String>();
			for (var it : pool.invokeAll(calls)) {
				outcomes.add(it.get());
			}
			return outcomes;
		}
	}

}
