package cn.jinfu.credit.demo;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.credit.facility.FacilityBook;
import cn.jinfu.credit.guarantee.GuaranteeBook;
import cn.jinfu.credit.product.Cosigner;
import cn.jinfu.credit.product.GuaranteeKind;
import cn.jinfu.credit.product.LoanProduct;
import cn.jinfu.credit.product.LoanProducts;
import cn.jinfu.credit.product.PartnerBank;
import cn.jinfu.credit.product.PartnerBanks;
import cn.jinfu.credit.product.RatingRelease;
import cn.jinfu.credit.schedule.RepayMethod;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DemoPart;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Banks, product, umbrella, guarantor, standards, and what the demo farm declared. */
@Component
@RequiredArgsConstructor
class DemoCredit implements DemoPart {

	/**
	 * Code, name, who stands behind it, lowest grade, most, most months, ways of paying
	 * back, basis points, guarantee fee, premium, for whom, place.
	 */
	private static final List<String> PRODUCTS = List.of(
			"JZD|金准贷|GUARANTOR|BB|1000000|12|EQUAL_INSTALMENT INTEREST_MONTHLY INTEREST_QUARTERLY|85|0.6|0|用“金平湖”品牌的会员，种养生产用（示例条件）|10|NONE",
			"NXY|农信盈|INSURER|BBB|1000000|12|INTEREST_MONTHLY INTEREST_QUARTERLY|70|0|0.5|有农合联推荐函的会员，银行和保险共担风险（示例条件）|20|NONE",
			"MDB|免担保|NONE|A|1000000|12|EQUAL_INSTALMENT INTEREST_MONTHLY|95|0|0|A 级以上会员，凭等级借，单户一百万以内（示例条件）|30|NONE",
			"LDT|链贷通|GUARANTOR|BB|1000000|12|INTEREST_QUARTERLY INTEREST_MONTHLY|80|0.5|0|有订单的专业合作社和它的社员，货款回来就还（示例条件）|40|NONE",
			"SND|省农担|GUARANTOR|BB|1000000|36|EQUAL_INSTALMENT INTEREST_QUARTERLY|90|0.5|0|家庭农场、合作社和大户，期限可到三年（示例条件）|50|SPOUSE_OR_CO_BORROWER",
			"ZYB|政银保|POOL|BBB|500000|24|EQUAL_INSTALMENT INTEREST_QUARTERLY|75|0|0.8|参加农业保险的会员，政府、银行、保险共担风险（示例条件）|60|NONE");

	private final PartnerBanks banks;

	private final LoanProducts products;

	private final FacilityBook facilities;

	private final GuaranteeBook guarantees;

	private final DemoCases cases;

	private final DemoWebhooks webhooks;

	private final DemoDocuments documents;

	private final DemoEarlier earlier;

	private final Divisions divisions;

	private final BusinessClock clock;

	private final TransactionTemplate transaction;

	private final JdbcClient sql;

	@Override
	public int order() {
		return 500;
	}

	@Override
	public void load(DemoWorld world) {
		if (!world.main()) {
			return;
		}
		var since = world.today().minusYears(1).withDayOfYear(1);
		transaction.executeWithoutResult(status -> register(since));
		transaction.executeWithoutResult(status -> standards(since.getYear()));
		documents.load(world, since);
		earlier.load(world, since);
		if (world.has("member.farm")) {
			cases.mainFarm(world);
		}
		var bank = Objects.requireNonNull(transaction.execute(status -> banks.require("bank-a"))).id();
		var product = Objects.requireNonNull(transaction.execute(status -> products.offered(clock.today()))).getFirst();
		cases.others(world, product.id(), bank);
		webhooks.load(world, bank);
		cases.stoppedRun(world);
		var umbrella = facilities.umbrella(bank).orElseThrow().id();
		cases.parts(world, umbrella, divisions.children(new DivisionCode(world.tenantId())).getFirst().code().value());
	}

	private void register(LocalDate since) {
		var first = banks.save(
				PartnerBank.of("bank-a", "示例银行甲", RatingRelease.GRADE_AND_SCORE, "示例支行 0573-00000001").enteringAlone());
		var second = banks
			.save(PartnerBank.of("bank-b", "示例银行乙", RatingRelease.FACTS_AND_LETTER, "示例支行 0573-00000002"));
		facilities.grant(first.id(), "金平湖品牌伞形额度（示例）", Money.of("1000000000"), since, since.plusYears(3));
		guarantees.register("示例农业融资担保公司", Money.of("12400000"), since, "15", "10", Money.of("38420000"));
		for (var line : PRODUCTS) {
			link(products.save(product(line.split("\\|"), since)).id(), first.id());
		}
		live(first.id());
		live(second.id());
	}

	/** Both machines may do everything: the demo has no weeks of trying behind it. */
	private void live(UUID bankId) {
		for (int level = 1; level <= 3; level++) {
			sql.sql("""
					insert into credit_bank_level (id, tenant_id, bank_id, level, basis, state)
					values (?, ?, ?, ?, 'DEMO', 'LIVE')""")
				.params(Ids.next(), Tenant.require(), bankId, level)
				.update();
		}
	}

	private static LoanProduct product(String[] it, LocalDate since) {
		var methods = Arrays.stream(it[6].split(" ")).map(RepayMethod::valueOf).toList();
		return LoanProduct.edition(it[0], 1,
				new LoanProduct.Content(it[1],
						new LoanProduct.Terms(GuaranteeKind.valueOf(it[2]), new BigDecimal(it[9]), it[3], it[10],
								Integer.parseInt(it[11]), Cosigner.valueOf(it[12])),
						new LoanProduct.Range(
								Money.of("10000"), Money.of(it[4]), Money.of("1000000"), 3, Integer.parseInt(it[5])),
						methods,
						new LoanProduct.Price(LocalDate.of(2026, 8, 20), new BigDecimal("3.00"),
								Integer.parseInt(it[7]), new BigDecimal(it[8]), new BigDecimal("80")),
						new LoanProduct.Deadlines(1, 2, 1, 2, 1), "不用带纸质材料。手机在身边就行；签合同时按银行通知用手机办。", "", form(it[0])),
				since);
	}

	/** One of them is voted on, so that a committee is to be seen. */
	private static LoanProduct.Form form(String code) {
		var usual = LoanProduct.Form.USUAL;
		return code.equals("LDT") ? new LoanProduct.Form(usual.basis(), usual.firstPeriod(), usual.consent(),
				usual.stamped(), Money.of("50000")) : usual;
	}

	/** The entities of this transaction reach the database before rows refer to them. */
	private void link(UUID productId, UUID bankId) {
		products.offered(clock.today());
		banks.findAllByOrderByClientId();
		sql.sql("insert into credit_product_bank (tenant_id, product_id, bank_id) values (?, ?, ?)")
			.param(Tenant.require())
			.param(productId)
			.param(bankId)
			.update();
	}

	private void standards(int year) {
		for (var line : List.of("watermelon,30,6500,2", "mushroom,10,18000,1", "asparagus,20,9000,1",
				"strawberry,8,22000,1", "rice,100,1300,1", "grape,20,9500,1", "tomato,15,12000,2", "cucumber,12,9000,3",
				"melon,20,7500,2", "leafy-greens,30,3500,5", "peach,30,6000,1", "pear,30,5500,1", "loquat,15,7000,1",
				"garlic,30,4500,1", "ginger,15,9000,1", "shrimp,40,12000,1", "crab,40,9000,1")) {
			var cells = line.split(",");
			sql.sql("""
					insert into credit_crop_standard (tenant_id, crop, year, suitable_mu, cost_per_mu, cycles, source)
					values (?, ?, ?, cast(? as numeric), cast(? as numeric), cast(? as int), '示例标准，非正式')""")
				.param(Tenant.require())
				.param(cells[0])
				.param(year)
				.param(cells[1])
				.param(cells[2])
				.param(cells[3])
				.update();
		}
	}

}
