package cn.jinfu.supply.input;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Scope;
import cn.jinfu.member.MemberKind;
import cn.jinfu.member.MemberStatus;
import cn.jinfu.member.MemberSummary;
import cn.jinfu.member.ServiceKind;
import cn.jinfu.production.InputHoldings;
import cn.jinfu.supply.MockedNeighbours;
import cn.jinfu.supply.blend.BlendOrders;
import cn.jinfu.supply.outlet.Outlet;
import cn.jinfu.supply.outlet.OutletCommands;
import cn.jinfu.supply.outlet.OutletQueries;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

class TillIT extends MockedNeighbours {

	private static final Set<String> CLERK = Set.of("supply:outlet:view", "supply:input-sale:sell",
			"supply:stock:receive", "supply:container:take", "supply:input-sale:return", "supply:stock:count");

	private static final String TENANT = "330482";

	@Autowired
	Till till;

	@Autowired
	OutletCommands outlets;

	@Autowired
	OutletQueries outletQueries;

	@Autowired
	ReceiptCommands receipts;

	@Autowired
	BlendOrders blends;

	@Autowired
	Containers containers;

	@Autowired
	ReturnCommands returns;

	@Autowired
	StockCommands counts;

	@Autowired
	QuotaCommands rates;

	@Autowired
	Prices prices;

	@Autowired
	InputHoldings holdings;

	@Autowired
	TransactionTemplate transaction;

	@Autowired
	JdbcTemplate jdbc;

	@Autowired
	BusinessClock clock;

	private static final AtomicInteger NUMBER = new AtomicInteger();

	private final UUID member = Ids.next();

	private UUID input = Ids.next();

	private LocalDate today;

	@BeforeEach
	void tenMuAtThirtyYuan() {
		today = clock.today();
		for (var code : List.of(TENANT, "330499")) {
			jdbc.update("insert into platform_tenant (code, name, division) values (?, ?, ?) on conflict do nothing",
					code, code, "330482");
		}
		given(members.requireActive(any()))
			.willReturn(new MemberSummary(member, "M-000001", "测试农场", MemberKind.FAMILY_FARM, MemberStatus.ACTIVE,
					"330482104", "330482104", new AreaMu(new BigDecimal("10")), "", "", true));
		input = Ids.next();
		asStaff(() -> transaction.execute(_ -> {
			jdbc.update(
					"""
							insert into member_member (id, tenant_id, version, no, name, kind, status, division_code, admitted_on)
							values (?, ?, 0, ?, '测试农场', 'FAMILY_FARM', 'ACTIVE', '330482104', ?)""",
					member, TENANT,
					String.format("M-%010d", Math.abs(member.getLeastSignificantBits() % 10_000_000_000L)), today);
			jdbc.update(
					"""
							insert into production_agri_input (id, tenant_id, version, name, kind, manufacturer, unit, pack_quantity, pack_name)
							values (?, ?, 0, '测试肥', 'FERTILISER', '测试厂', 'G', 500, '袋')""",
					input, TENANT);
			jdbc.update("""
					insert into supply_quota_rule
					  (id, tenant_id, valid_from, yuan_per_mu, source, proposed_by, approved_by, approved_at)
					values (?, ?, date '2020-01-01', 30, '测试', ?, ?, now()) on conflict do nothing""", Ids.next(),
					TENANT, Ids.next(), Ids.next());
			jdbc.update(
					"""
							insert into member_member (id, tenant_id, version, no, name, kind, status, division_code, admitted_on)
							values (?, ?, 0, ?, '测试农场', 'FAMILY_FARM', 'ACTIVE', '330482104', date '2020-01-01')
							on conflict do nothing""",
					member, TENANT, "M-" + (900000 + NUMBER.incrementAndGet()));
			prices.set(input, LocalDate.of(2020, 1, 1), new Prices.Price(Money.of("60"), true, Money.of("1")), true);
			return input;
		}));
	}

	@Test
	void aSaleMovesShelfQuotaHoldingAndContainersTogether() {
		var outlet = outlet();
		var shelf = stocked(outlet, 10);

		var sale = at(outlet, () -> till.sell(sell(outlet, shelf, "T1", 2)));
		var again = at(outlet, () -> till.sell(sell(outlet, shelf, "T1", 2)));

		assertThat(again).isEqualTo(sale);
		assertThat(onHand(shelf)).isEqualTo(8);
		assertThat(used()).isEqualByComparingTo("120");
		assertThat(asStaff(() -> holdings.balance(member, input))).isEqualByComparingTo("1000");
		assertThat(code(() -> at(outlet, () -> till.sell(sell(outlet, shelf, "T1", 3)))))
			.isEqualTo("supply.input-sale.till-reused");
		var back = new Containers.TakeBack(outlet, "B1", member, "袋", 3);
		assertThat(code(() -> at(outlet, () -> containers.takeBack(back))))
			.isEqualTo("supply.container.more-than-bought");
		assertThat(at(outlet, () -> containers.takeBack(new Containers.TakeBack(outlet, "B2", member, "袋", 2))))
			.isEqualTo(Money.of("2"));
	}

	@Test
	void goodsThatComeBackUndoWhatTheSaleDid() {
		var outlet = outlet();
		var shelf = stocked(outlet, 10);
		var sale = at(outlet, () -> till.sell(sell(outlet, shelf, "T1", 3)));
		var line = lineOf(sale);

		assertThat(code(() -> at(outlet, () -> returns.goBack(back(sale, line, "R0", 4)))))
			.isEqualTo("supply.input-return.more-than-sold");
		var paid = at(outlet, () -> returns.goBack(back(sale, line, "R1", 2)));

		assertThat(paid).isEqualTo(Money.of("122"));
		assertThat(at(outlet, () -> returns.goBack(back(sale, line, "R1", 2)))).isEqualTo(paid);
		assertThat(onHand(shelf)).isEqualTo(9);
		assertThat(used()).isEqualByComparingTo("60");
		assertThat(asStaff(() -> holdings.balance(member, input))).isEqualByComparingTo("500");
		assertThat(asStaff(() -> containers.accounts(member)))
			.containsExactly(new Containers.Account("袋", 1, 0, Money.of("1")));
		assertThat(code(() -> at(outlet(), () -> returns.goBack(back(sale, line, "R2", 1)))))
			.isEqualTo("supply.outlet.not-found");

		// what he keeps is a purchase still; with the last pack it was none
		verify(uses).record(member, ServiceKind.INPUT_PURCHASE, today, "supply.input-sale", sale);
		verify(uses, never()).reverse(ServiceKind.INPUT_PURCHASE, "supply.input-sale", sale);
		at(outlet, () -> returns.goBack(back(sale, line, "R3", 1)));
		verify(uses).reverse(ServiceKind.INPUT_PURCHASE, "supply.input-sale", sale);
	}

	@Test
	void ofTwoLastLinesThatComeBackAtOnceOneEndsThePurchase() throws Exception {
		var outlet = outlet();
		var sale = at(outlet,
				() -> till.sell(new InputSaleCommands.Sell(outlet, "T1", member, "王某", IdMethod.FARM_CODE, null, null,
						null, null, null, List.of(new InputSaleCommands.Item(stocked(outlet, "L1", 10), 1),
								new InputSaleCommands.Item(stocked(outlet, "L2", 10), 1)))));
		var lines = asStaff(() -> transaction.execute(_ -> jdbc
			.queryForList("select id from supply_input_sale_line where sale_id = ? order by id", UUID.class, sale)));

		assertThat(race(() -> at(outlet, () -> returns.goBack(back(sale, lines.get(0), "R1", 1))),
				() -> at(outlet, () -> returns.goBack(back(sale, lines.get(1), "R2", 1)))))
			.containsExactly("ok", "ok");
		verify(uses).reverse(ServiceKind.INPUT_PURCHASE, "supply.input-sale", sale);
	}

	@Test
	void whatWasSprayedDoesNotComeBack() {
		var outlet = outlet();
		var shelf = stocked(outlet, 10);
		var sale = at(outlet, () -> till.sell(sell(outlet, shelf, "T1", 2)));
		asStaff(() -> transaction.execute(_ -> {
			holdings.debit(new InputHoldings.Movement(member, input, "L1", new BigDecimal("600"),
					InputHoldings.Source.USE, Ids.next(), today));
			return true;
		}));

		assertThat(code(() -> at(outlet, () -> returns.goBack(back(sale, lineOf(sale), "R1", 1)))))
			.isEqualTo("production.holding.short");
		assertThat(onHand(shelf)).isEqualTo(8);
		assertThat(used()).isEqualByComparingTo("120");
	}

	@Test
	void twoClerksTakeTheLastPackBackOnce() throws Exception {
		var outlet = outlet();
		var shelf = stocked(outlet, 10);
		var sale = at(outlet, () -> till.sell(sell(outlet, shelf, "T1", 1)));
		var line = lineOf(sale);

		var results = race(() -> at(outlet, () -> returns.goBack(back(sale, line, "R1", 1))),
				() -> at(outlet, () -> returns.goBack(back(sale, line, "R2", 1))));

		assertThat(results).containsExactlyInAnyOrder("ok", "supply.input-return.more-than-sold");
		assertThat(onHand(shelf)).isEqualTo(10);
		assertThat(used()).isZero();
	}

	@Test
	void aCountCorrectsTheShelfOnlyIfNothingMoved() {
		var outlet = outlet();
		var shelf = stocked(outlet, 10);

		assertThat(code(() -> run(outlet, () -> counts.count(shelf, 10, 8, "两袋破损")))).isEqualTo("ok");
		assertThat(code(() -> run(outlet, () -> counts.count(shelf, 10, 7, "再点")))).isEqualTo("supply.stock.moved");
		assertThat(code(() -> run(outlet, () -> counts.count(shelf, 8, 8, "一样")))).isEqualTo("supply.stock.count-same");
		assertThat(code(() -> run(outlet(), () -> counts.count(shelf, 8, 7, "别家"))))
			.isEqualTo("supply.outlet.not-found");

		assertThat(onHand(shelf)).isEqualTo(8);
	}

	@Test
	void aVersionOfTheRateNeedsASecondPerson() {
		var one = Ids.next();
		var day = LocalDate.of(2000, 1, 1).plusDays(NUMBER.incrementAndGet());
		var rule = person(one, () -> rates.propose(new QuotaCommands.NewRule(day, Money.of("1"), "测试", true)));

		assertThat(code(() -> person(one, () -> approve(rule)))).isEqualTo("supply.quota.same-person");
		assertThat(code(() -> person(Ids.next(), () -> approve(rule)))).isEqualTo("ok");
		assertThat(code(() -> person(Ids.next(), () -> approve(rule)))).isEqualTo("kernel.stale");
		assertThat(
				code(() -> person(one, () -> rates.propose(new QuotaCommands.NewRule(day, Money.of("2"), "测试", true)))))
			.isEqualTo("supply.quota.day-taken");
	}

	@Test
	void anIncreaseLetsTheFarmBuyMore() {
		var outlet = outlet();
		var shelf = stocked(outlet, 10);
		assertThat(code(() -> at(outlet, () -> till.sell(sell(outlet, shelf, "T1", 6)))))
			.isEqualTo("supply.quota.exceeded");

		person(Ids.next(), () -> {
			rates.grant(member, Money.of("60"), "新增土地");
			return true;
		});

		assertThat(code(() -> at(outlet, () -> till.sell(sell(outlet, shelf, "T2", 6))))).isEqualTo("ok");
	}

	@Test
	void aSaleOverTheQuotaLeavesNothingBehindButItsRefusal() {
		var outlet = outlet();
		var shelf = stocked(outlet, 10);

		assertThat(code(() -> at(outlet, () -> till.sell(sell(outlet, shelf, "T1", 6)))))
			.isEqualTo("supply.quota.exceeded");

		assertThat(onHand(shelf)).isEqualTo(10);
		assertThat(count("supply_input_sale where outlet_id = ?", outlet)).isZero();
		assertThat(count("supply_quota_account where member_id = ?", member)).isZero();
		assertThat(asStaff(() -> holdings.balance(member, input))).isEqualByComparingTo("0");
		assertThat(count("supply_sale_refusal where code = 'supply.quota.exceeded' and outlet_id = ?", outlet))
			.isEqualTo(1);
	}

	@Test
	void twoOutletsAtOnceMeetAtTheQuota() throws Exception {
		var one = outlet();
		var other = outlet();
		var shelfOne = stocked(one, 10);
		var shelfOther = stocked(other, 10);

		var results = race(() -> at(one, () -> till.sell(sell(one, shelfOne, "T1", 3))),
				() -> at(other, () -> till.sell(sell(other, shelfOther, "T1", 3))));

		assertThat(results).containsExactlyInAnyOrder("ok", "supply.quota.exceeded");
		assertThat(used()).isEqualByComparingTo("180");
		assertThat(onHand(shelfOne) + onHand(shelfOther)).isEqualTo(17);
	}

	@Test
	void twoTillsAtOnceMeetAtTheLastPack() throws Exception {
		var outlet = outlet();
		var shelf = stocked(outlet, 1);

		var results = race(() -> at(outlet, () -> till.sell(sell(outlet, shelf, "T1", 1))),
				() -> at(outlet, () -> till.sell(sell(outlet, shelf, "T2", 1))));

		assertThat(results).containsExactlyInAnyOrder("ok", "supply.stock.short");
		assertThat(onHand(shelf)).isZero();
	}

	@Test
	void sameTillNumberAtOnceIsOneSale() throws Exception {
		var outlet = outlet();
		var shelf = stocked(outlet, 5);
		Callable<UUID> sale = () -> at(outlet, () -> till.sell(sell(outlet, shelf, "T1", 1)));

		assertThat(race(sale, sale)).containsExactly("ok", "ok");

		assertThat(onHand(shelf)).isEqualTo(4);
	}

	@Test
	void clerksSeeAndSellAtTheirOwnOutletOnly() {
		var mine = outlet();
		var foreign = outlet();
		var shelf = stocked(foreign, 5);

		assertThat(code(() -> at(mine, () -> till.sell(sell(foreign, shelf, "T1", 1)))))
			.isEqualTo("supply.outlet.not-found");
		assertThat(code(() -> at(mine, () -> outletQueries.view(foreign)))).isEqualTo("supply.outlet.not-found");
		assertThat(at(mine, () -> outletQueries.mine())).hasSize(1);
		assertThat(
				code(() -> as(TENANT, Scope.outlet(foreign), Set.of(), () -> till.sell(sell(foreign, shelf, "T1", 1)))))
			.isEqualTo("denied");
	}

	@Test
	void theNeighbourCountySeesNothing() {
		var outlet = outlet();
		assertThat(code(() -> as("330499", Scope.ALL, CLERK, () -> outletQueries.view(outlet))))
			.isEqualTo("supply.outlet.not-found");
	}

	@Test
	void aPrescriptionIsFilledByOneSaleWithTwoTillsAtOnce() throws Exception {
		var outlet = outlet();
		var shelf = stocked(outlet, 10);
		var prescription = prescription("CF-" + NUMBER.incrementAndGet());

		assertThat(race(() -> at(outlet, () -> till.sell(fill(outlet, shelf, "RX1", prescription))),
				() -> at(outlet, () -> till.sell(fill(outlet, shelf, "RX2", prescription)))))
			.contains("ok")
			.containsAnyOf("production.prescription.wrong-state", "supply.input-sale.prescription-unfit");
		assertThat(onHand(shelf)).isEqualTo(9);
		assertThat(count(
				"supply_input_sale where prescription_id = ? and purpose_crop = 'watermelon' and purpose_pest = '炭疽病'",
				prescription))
			.isOne();
		assertThat(count("production_prescription where state = 'DISPENSED' and sale_no is not null and id = ?",
				prescription))
			.isOne();
		assertThat(code(() -> at(outlet, () -> till.sell(fill(outlet, shelf, "RX3", prescription)))))
			.isEqualTo("supply.input-sale.prescription-unfit");
	}

	private InputSaleCommands.Sell fill(UUID outlet, UUID shelf, String tillNo, UUID prescription) {
		return new InputSaleCommands.Sell(outlet, tillNo, member, "王某", IdMethod.FARM_CODE, null, null, null,
				prescription, null, List.of(new InputSaleCommands.Item(shelf, 1)));
	}

	/**
	 * Signed for the member's watermelons; written without the doctors, who are not here.
	 */
	private UUID prescription(String no) {
		var id = Ids.next();
		asStaff(() -> transaction.execute(_ -> {
			var person = Ids.next();
			jdbc.update("""
					insert into production_plot (id, tenant_id, version, no, member_id, name, kind, division, village,
					  declared_mu, state, registered_by)
					values (?, ?, 0, ?, ?, '棚', 'GREENHOUSE', '330482104', '村', 10, 'DRAFT', ?)""", id, TENANT, no,
					member, person);
			jdbc.update(
					"""
							insert into production_planting (id, tenant_id, version, no, member_id, plot_id, crop, variety,
							  season_year, season_part, sown_on, area_mu, state, verification, recorded_by, recorded_at)
							values (?, ?, 0, ?, ?, ?, 'watermelon', '早佳', 2026, 'AUTUMN', ?, 2, 'PLANNED', 'SUBMITTED', ?, now())""",
					id, TENANT, no, member, id, today, person);
			jdbc.update("""
					insert into production_hospital (id, tenant_id, version, name, address, hours, phone, star, active)
					values (?, ?, 0, ?, '路', '8', '1', 0, true)""", id, TENANT, no);
			jdbc.update("""
					insert into production_doctor (id, tenant_id, version, hospital_id, login, name, level, fields,
					  daily_quota, active)
					values (?, ?, 0, ?, ?, '医生', 'SENIOR', array['FRUIT'], 9, true)""", id, TENANT, id, no);
			jdbc.update("""
					insert into production_pest (id, tenant_id, version, name, kind, symptoms, measures, source, active,
					  changed_by, changed_at)
					values (?, ?, 0, ?, 'DISEASE', '斑', '摘', '示例', true, 't', now())""", id, TENANT, no);
			jdbc.update(
					"""
							insert into production_consult (id, tenant_id, version, no, member_id, division, planting_id, crop,
							  question, channel, state, doctor_id, opened_at, opened_by, waiting_since, taken_at)
							values (?, ?, 0, ?, ?, '330482104', ?, 'watermelon', '斑', 'ONLINE', 'TAKEN', ?, now(), ?, now(), now())""",
					id, TENANT, no, member, id, id, person);
			jdbc.update("""
					insert into production_prescription (id, tenant_id, version, no, consult_id, member_id, division,
					  planting_id, crop, pest_id, pest, area_mu, doctor_id, doctor_name, valid_to, state, drafted_at)
					values (?, ?, 0, ?, ?, ?, '330482104', ?, 'watermelon', ?, '炭疽病', 2, ?, '医生', ?, 'DRAFT', now())""",
					id, TENANT, no, id, member, id, id, id, today.plusDays(14));
			jdbc.update(
					"""
							insert into production_prescription_line (id, tenant_id, prescription_id, line_no, input_id, input_name,
							  dose, dose_unit, dose_per_mu, times)
							values (?, ?, ?, 1, ?, '测试肥', 60, 'GRAM', 60, 1)""",
					id, TENANT, id, input);
			return jdbc.update(
					"""
							update production_prescription set state = 'ISSUED', issued_at = now(), issued_by = ?, content = 'x',
							       sha256 = encode(sha256('x'), 'hex') where id = ?""",
					person, id);
		}));
		return id;
	}

	@Test
	void aBlendedOrderIsFilledByOneSaleWithTwoTillsAtOnce() throws Exception {
		var outlet = outlet();
		var shelf = stocked(outlet, 10);
		var recipe = recipe("PF-" + NUMBER.incrementAndGet());
		assertThat(code(() -> asFarm(() -> blends.order(recipe, outlet, today.plusDays(61)))))
			.isEqualTo("supply.blend.day");
		assertThat(code(() -> asFarm(() -> blends.order(recipe, Ids.next(), today)))).isEqualTo("supply.blend.outlet");
		assertThat(race(() -> asFarm(() -> blends.order(recipe, outlet, today)),
				() -> asFarm(() -> blends.order(recipe, outlet, today))))
			.containsExactlyInAnyOrder("ok", "supply.blend.ordered");
		var order = at(outlet, () -> blends.fillable(member, outlet)).getFirst().id();
		assertThat(as(TENANT, Scope.outlet(outlet), Set.of("supply:blend:serve"), () -> blends.waiting(10)))
			.extracting(it -> it.id())
			.contains(order);

		assertThat(race(() -> at(outlet, () -> till.sell(blended(outlet, shelf, "BL1", order))),
				() -> at(outlet, () -> till.sell(blended(outlet, shelf, "BL2", order)))))
			.containsExactlyInAnyOrder("ok", "supply.blend.wrong-state");

		// sent again it is the same sale, for another order it is none
		var number = count("supply_input_sale where till_no = 'BL1' and outlet_id = ?", outlet) == 1 ? "BL1" : "BL2";
		assertThat(code(() -> at(outlet, () -> till.sell(blended(outlet, shelf, number, order))))).isEqualTo("ok");
		assertThat(code(() -> at(outlet, () -> till.sell(blended(outlet, shelf, number, Ids.next())))))
			.isEqualTo("supply.input-sale.till-reused");
		assertThat(onHand(shelf)).isEqualTo(9);
		assertThat(asFarm(() -> holdings.balance(member, input))).isEqualByComparingTo("500");
		assertThat(count("supply_blend_order where state = 'SOLD' and sale_id is not null and id = ?", order)).isOne();
	}

	private InputSaleCommands.Sell blended(UUID outlet, UUID shelf, String tillNo, UUID order) {
		return new InputSaleCommands.Sell(outlet, tillNo, member, "王某", IdMethod.FARM_CODE, null, null, null, null,
				order, List.of(new InputSaleCommands.Item(shelf, 1)));
	}

	private <T> T asFarm(Supplier<T> body) {
		return as(TENANT, Scope.member(member), Set.of("supply:blend:view", "supply:blend:order"), body);
	}

	/** For the member's plot; written without the laboratory, which is not here. */
	private UUID recipe(String no) {
		var id = Ids.next();
		asStaff(() -> transaction.execute(_ -> {
			var person = Ids.next();
			jdbc.update("""
					insert into production_plot (id, tenant_id, version, no, member_id, name, kind, division, village,
					  declared_mu, state, registered_by)
					values (?, ?, 0, ?, ?, '棚', 'GREENHOUSE', '330482104', '村', 10, 'DRAFT', ?)""", id, TENANT, no,
					member, person);
			jdbc.update(
					"""
							insert into production_soil_sample (id, tenant_id, version, no, member_id, division, plot_id, point,
							  depth_from, depth_to, taken_on, sampler, state, taken_by, taken_at, laboratory, report_no,
							  measured_on, ph, organic, nitrogen, phosphorus, potassium, measured_by, confirmed_by)
							values (?, ?, 0, ?, ?, '330482104', ?, '中', 0, 20, ?, '顾', 'CONFIRMED', ?, now(), '室', '1', ?, 6, 20,
							  100, 20, 100, ?, ?)""",
					id, TENANT, no, member, id, today, person, today, person, Ids.next());
			jdbc.update("""
					insert into production_soil_edition (id, tenant_id, version, crop, valid_from, source, topsoil_kg,
					  uptake_n, uptake_p, uptake_k, supply_n, supply_p, supply_k, use_n, use_p, use_k, ph_low, ph_high,
					  organic_low, most_kg_mu, state, proposed_by, proposed_at, by_name)
					values (?, ?, 0, 'watermelon', ?, '示例', 150000, 1, 1, 1, 1, 1, 1, 50, 50, 50, 5, 7, 20, 5000,
					  'PROPOSED', ?, now(), '甲')""", id, TENANT, today, person);
			jdbc.update("""
					insert into production_fertiliser (tenant_id, input_id, version, n, p, k, source, blended)
					values (?, ?, 0, 46, 0, 0, '包装', true)""", TENANT, input);
			jdbc.update(
					"""
							insert into production_soil_recipe (id, tenant_id, no, sample_id, member_id, division, plot_id, crop,
							  edition_id, target_kg_mu, area_mu, made_by, by_name, made_at)
							values (?, ?, ?, ?, ?, '330482104', ?, 'watermelon', ?, 3000, 10, ?, '甲', now())""",
					id, TENANT, no, id, member, id, id, person);
			return jdbc.update("""
					insert into production_soil_recipe_line (tenant_id, recipe_id, member_id, line_no, input_id, kg_mu,
					  quantity) values (?, ?, ?, 1, ?, 0.1, 500)""", TENANT, id, member, input);
		}));
		return id;
	}

	private InputSaleCommands.Sell sell(UUID outlet, UUID shelf, String tillNo, int packs) {
		return new InputSaleCommands.Sell(outlet, tillNo, member, "王某", IdMethod.FARM_CODE, null, null, null, null,
				null, List.of(new InputSaleCommands.Item(shelf, packs)));
	}

	private ReturnCommands.GoBack back(UUID sale, UUID line, String key, int packs) {
		return new ReturnCommands.GoBack(sale, line, key, packs, "买多了");
	}

	private UUID lineOf(UUID sale) {
		return asStaff(() -> transaction.execute(
				_ -> jdbc.queryForObject("select id from supply_input_sale_line where sale_id = ?", UUID.class, sale)));
	}

	private boolean approve(UUID rule) {
		rates.approve(rule, 0);
		return true;
	}

	private Object run(UUID outlet, Runnable body) {
		return at(outlet, () -> {
			body.run();
			return true;
		});
	}

	private static <T> T person(UUID person, Supplier<T> body) {
		var result = new AtomicReference<T>();
		new Actor(Actor.Kind.PERSON, person, person, "t", "测试", TENANT, Scope.ALL,
				Set.of("supply:quota:propose", "supply:quota:approve", "supply:quota:grant"))
			.run(() -> result.set(body.get()));
		return result.get();
	}

	private UUID outlet() {
		var mark = Ids.next().toString();
		return asStaff(() -> outlets.open("店" + mark, new Outlet.Place("330482104", "示例路1号", "0573-00000000"),
				new Outlet.Licence("L" + mark, today.minusYears(1), today.plusYears(1), false), true));
	}

	private UUID stocked(UUID outlet, int packs) {
		return stocked(outlet, "L1", packs);
	}

	private UUID stocked(UUID outlet, String lotNo, int packs) {
		return at(outlet, () -> receipts.receive(outlet, new ReceiptCommands.Supplier("供货商", "X1", "0573", "合格1"),
				new ReceiptCommands.Lot(input, lotNo, today.minusDays(30), today.plusYears(1), packs, Money.of("55"))));
	}

	private int onHand(UUID shelf) {
		return asStaff(() -> transaction
			.execute(_ -> jdbc.queryForObject("select on_hand from supply_stock where id = ?", Integer.class, shelf)));
	}

	private BigDecimal used() {
		return asStaff(() -> transaction.execute(_ -> jdbc
			.queryForObject("select used from supply_quota_account where member_id = ?", BigDecimal.class, member)));
	}

	private long count(String from, UUID id) {
		return asStaff(
				() -> transaction.execute(_ -> jdbc.queryForObject("select count(*) from " + from, Long.class, id)));
	}

	private static List<String> race(Callable<?> one, Callable<?> other) throws Exception {
		var ready = new CountDownLatch(2);
		try (var threads = Executors.newFixedThreadPool(2)) {
			var results = new ArrayList<String>();
			for (var run : List.of(one, other).stream().map(act -> threads.submit(() -> {
				ready.countDown();
				ready.await();
				return code(act);
			})).toList()) {
				results.add(run.get());
			}
			return results;
		}
	}

	private static String code(Callable<?> act) {
		try {
			act.call();
			return "ok";
		}
		catch (Refusal refusal) {
			return refusal.code();
		}
		catch (AccessDeniedException denied) {
			return "denied";
		}
		catch (Exception other) {
			return other.toString();
		}
	}

	private <T> T at(UUID outlet, Supplier<T> body) {
		return as(TENANT, Scope.outlet(outlet), CLERK, body);
	}

	private <T> T asStaff(Supplier<T> body) {
		return as(TENANT, Scope.ALL, Set.of("supply:outlet:manage", "supply:outlet:view"), body);
	}

	private static <T> T as(String tenant, Scope scope, Set<String> permissions, Supplier<T> body) {
		var person = Ids.next();
		var result = new AtomicReference<T>();
		new Actor(Actor.Kind.PERSON, person, person, "t", "测试", tenant, scope, permissions)
			.run(() -> result.set(body.get()));
		return result.get();
	}

}
