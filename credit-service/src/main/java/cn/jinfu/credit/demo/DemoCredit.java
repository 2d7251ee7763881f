package cn.jinfu.credit.demo;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.credit.facility.FacilityBook;
import cn.jinfu.credit.guarantee.GuaranteeBook;
import cn.jinfu.credit.product.LoanProduct;
import cn.jinfu.credit.product.LoanProducts;
import cn.jinfu.credit.product.PartnerBank;
import cn.jinfu.credit.product.PartnerBanks;
import cn.jinfu.credit.product.RatingRelease;
import cn.jinfu.credit.schedule.RepayMethod;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DemoPart;
import cn.jinfu.kernel.DemoWorld;
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

	private final PartnerBanks banks;

	private final LoanProducts products;

	private final FacilityBook facilities;

	private final GuaranteeBook guarantees;

	private final DemoCases cases;

	private final DemoWebhooks webhooks;

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
		if (world.has("member.farm")) {
			cases.mainFarm(world);
		}
		var bank = Objects.requireNonNull(transaction.execute(status -> banks.require("bank-a"))).id();
		var product = Objects.requireNonNull(transaction.execute(status -> products.offered(clock.today()))).getFirst();
		cases.others(world, product.id(), bank);
		webhooks.load(world, bank);
	}

	private void register(LocalDate since) {
		var first = banks.save(PartnerBank.of("bank-a", "示例银行甲", RatingRelease.GRADE_AND_SCORE, "示例支行 0573-00000001"));
		banks.save(PartnerBank.of("bank-b", "示例银行乙", RatingRelease.FACTS_AND_LETTER, "示例支行 0573-00000002"));
		facilities.grant(first.id(), "金平湖品牌伞形额度（示例）", Money.of("1000000000"), since, since.plusYears(3));
		guarantees.register("示例农业融资担保公司", Money.of("12400000"), since, "15", "10", Money.of("38420000"));
		var product = products.save(LoanProduct.edition("JZD", 1, "金准贷", true,
				new LoanProduct.Range(Money.of("10000"), Money.of("1000000"), Money.of("1000000"), 3, 12),
				List.of(RepayMethod.EQUAL_INSTALMENT, RepayMethod.INTEREST_MONTHLY, RepayMethod.INTEREST_QUARTERLY),
				new LoanProduct.Price(LocalDate.of(2026, 8, 20), new BigDecimal("3.00"), 85, new BigDecimal("0.6"),
						new BigDecimal("80")),
				new LoanProduct.Deadlines(1, 2, 1, 2, 1), "不用带纸质材料。手机在身边就行；签合同时按银行通知用手机办。", since));
		link(product.id(), first.id());
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
