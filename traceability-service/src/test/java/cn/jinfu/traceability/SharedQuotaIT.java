package cn.jinfu.traceability;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;

import cn.jinfu.kernel.Ids;
import cn.jinfu.member.MemberKind;
import cn.jinfu.member.MemberStatus;
import cn.jinfu.member.MemberSummary;
import cn.jinfu.production.HarvestLotStatus;
import cn.jinfu.production.HarvestRecorded;
import cn.jinfu.production.PlantingFacts;
import cn.jinfu.production.PlantingState;
import cn.jinfu.supply.Products;
import cn.jinfu.traceability.brand.LicenceDesk;
import cn.jinfu.traceability.brand.OnSiteCheck;
import cn.jinfu.traceability.certificate.Certificate.CertificateBasis;
import cn.jinfu.traceability.flow.FlowQueries;
import cn.jinfu.traceability.flow.HandOverCommands;
import cn.jinfu.traceability.flow.StepCommands;
import cn.jinfu.traceability.flow.StepKind;
import cn.jinfu.traceability.label.LabelOrders;
import cn.jinfu.traceability.label.LabelVoidCause;
import cn.jinfu.traceability.lot.LotOrigins;
import cn.jinfu.traceability.residue.ResidueCommands;
import cn.jinfu.traceability.residue.ResidueTest.TestKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.BDDMockito.given;

/** Labels on what is mixed, split and handed on; quotas follow the fields. */
class SharedQuotaIT extends TraceWorld {

	@Autowired
	StepCommands steps;

	@Autowired
	HandOverCommands handOvers;

	@Autowired
	FlowQueries flows;

	@Autowired
	LotOrigins origins;

	private final UUID second = Ids.next();

	private final UUID packer = Ids.next();

	private final UUID packed = Ids.next();

	@BeforeEach
	void aSecondFieldAndAPacker() {
		capOfSecond("300", "400");
		member(packer, "示例包装厂");
		var summary = new MemberSummary(packer, "M-3", "示例包装厂", MemberKind.AGRIBUSINESS, MemberStatus.ACTIVE,
				"330482100", "330482100", null, "138****0000", "", true);
		given(members.require(packer)).willReturn(summary);
		given(members.requireActive(packer)).willReturn(summary);
		given(products.find(packed))
			.willReturn(Optional.of(new Products.Product(packed, packer, "Q" + productNo.substring(1), "示例装箱西瓜",
					"watermelon", "西瓜", "", "", new BigDecimal("5"), null, "WATERMELON", null, true)));
	}

	@Test
	void aMixIsLabelledOutOfTheQuotasOfBothFieldsInItsShares() {
		var mixed = mixed();
		assertThat(status(mixed)).as("one of its fields has no result").isEqualTo("OPEN");
		test(second, "0.1");
		assertThat(status(mixed)).isEqualTo("RELEASED");
		assertThat(origin(mixed)).containsExactlyInAnyOrder("100", "50");
		certified(mixed, "150");
		licence();
		var batch = as("farmer", () -> labels.order(order(mixed, 20)));
		assertThat(used(planting)).isBetween(new BigDecimal("66.666666"), new BigDecimal("66.666667"));
		assertThat(used(planting).add(used(second))).isEqualByComparingTo("100");
		as("farmer",
				() -> run(() -> labels.voidRange(new LabelOrders.Void(batch, 1, 20, LabelVoidCause.SPOILT, "湿了", 0))));
		assertThat(used(planting).add(used(second))).isZero();
		assertThat(faults(mixed)).isEmpty();
		assertThat(elsewhere("select count(*) from trace_lot_origin")).isZero();
		assertThat(elsewhere("select count(*) from trace_label_quota")).isZero();
	}

	@Test
	void theScarcestOfTheQuotasDecides() {
		capOfSecond("20", "400");
		var mixed = mixed();
		test(second, "0.1");
		certified(mixed, "150");
		licence();
		assertThatThrownBy(() -> as("farmer", () -> labels.order(order(mixed, 20))))
			.hasMessageContaining("brand.quota.above-cap");
		assertThat(used(planting)).as("refused whole").isZero();
		as("farmer", () -> labels.order(order(mixed, 11)));
		assertThatThrownBy(() -> as("farmer", () -> labels.order(order(mixed, 2))))
			.hasMessageContaining("brand.quota.above-cap");
	}

	@Test
	void aFailedResultOfOneFieldStopsTheMix() {
		var mixed = mixed();
		test(second, "0.3");
		assertThat(status(mixed)).isEqualTo("HELD");
		assertThatThrownBy(() -> as("farmer", () -> labels.order(order(mixed, 1)))).isNotNull();
	}

	@Test
	void aSplitLotIsLabelledOutOfItsField() {
		var one = harvest("100", null);
		test("0.1");
		var step = as("farmer",
				() -> steps
					.record(new StepCommands.Do(farm, StepKind.SPLIT, DAY,
							List.of(new StepCommands.Input(one, new BigDecimal("100"))),
							List.of(new StepCommands.Output(new BigDecimal("60"), "一级", null),
									new StepCommands.Output(new BigDecimal("40"), "二级", null)),
							BigDecimal.ZERO, null)));
		var part = as("clerk", () -> flows.outputs(step)).stream()
			.filter(it -> it.kg().intValue() == 60)
			.findFirst()
			.orElseThrow()
			.lotId();
		certified(part, "60");
		licence();
		as("farmer", () -> labels.order(order(part, 12)));
		assertThat(used(planting)).isEqualByComparingTo("60");
		assertThatThrownBy(() -> as("farmer", () -> labels.order(order(part, 1))))
			.hasMessageContaining("trace.label.above-lot");
	}

	@Test
	void looseGoodsAreLabelledByTheReceiverAndNoMoreByTheSender() {
		var one = harvest("100", null);
		test("0.1");
		certified(one, "100");
		licence();
		as("farmer", () -> labels.order(order(one, 2)));
		assertThatThrownBy(() -> as("farmer", () -> handOvers.send(farm, one, packer, new BigDecimal("91"), true)))
			.hasMessageContaining("trace.hand-over.labelled");
		var got = received(one, "80", true);
		assertThatThrownBy(() -> as("farmer", () -> labels.order(order(one, 3))))
			.hasMessageContaining("trace.label.above-lot");
		packerLicence();
		as("packer",
				() -> certificates.issue(packer, got, new BigDecimal("80"), Set.of(CertificateBasis.LAB_TEST), null));
		as("packer", () -> labels.order(new LabelOrders.Order(packer, got, packed, null, 16)));
		assertThat(used(planting)).as("the grower's quota").isEqualByComparingTo("90");
		assertThatThrownBy(() -> as("packer", () -> labels.order(new LabelOrders.Order(packer, got, packed, null, 1))))
			.hasMessageContaining("trace.label.above-lot");
	}

	@Test
	void goodsInPackagesKeepTheLabelsTheyHave() {
		var one = harvest("100", null);
		test("0.1");
		var got = received(one, "80", false);
		packerLicence();
		as("packer",
				() -> certificates.issue(packer, got, new BigDecimal("80"), Set.of(CertificateBasis.LAB_TEST), null));
		assertThatThrownBy(() -> as("packer", () -> labels.order(new LabelOrders.Order(packer, got, packed, null, 1))))
			.hasMessageContaining("trace.label.packed-elsewhere");
	}

	@Test
	void looseGoodsThatCameBackAreLabelledByTheSenderAgain() {
		var one = harvest("100", null);
		test("0.1");
		certified(one, "100");
		licence();
		var sent = as("farmer", () -> handOvers.send(farm, one, packer, new BigDecimal("80"), true));
		as("packer", () -> run(() -> handOvers.object(packer, sent, "没有送来", 0)));
		as("farmer", () -> labels.order(order(one, 20)));
		assertThat(faults(one)).isEmpty();
	}

	@Test
	void labelsOfAMixAndOfItsFieldAtOnceStayWithinTheQuota() throws Exception {
		capOfSecond("60", "400");
		var mixed = mixed();
		test(second, "0.1");
		certified(mixed, "150");
		var alone = harvestOf(second, "60");
		certified(alone, "60");
		licence();
		Callable<Boolean> ofMix = () -> tried("farmer", () -> labels.order(order(mixed, 21)));
		Callable<Boolean> ofField = () -> tried("farmer", () -> labels.order(order(alone, 7)));
		assertThat(atOnce(ofMix, ofField)).contains(true);
		assertThat(used(second)).isLessThanOrEqualTo(new BigDecimal("60"));
	}

	@Test
	void sharesAddUpExactly() {
		var weights = new TreeMap<String, BigDecimal>();
		weights.put("a", BigDecimal.ONE);
		weights.put("b", BigDecimal.ONE);
		weights.put("c", BigDecimal.ONE);
		var shares = LotOrigins.split(weights, BigDecimal.TEN);
		assertThat(shares.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add))
			.isEqualByComparingTo(BigDecimal.TEN);
		assertThat(shares.get("a")).isEqualByComparingTo("3.333333");
	}

	private UUID mixed() {
		var one = harvest("100", null);
		test("0.1");
		var two = harvestOf(second, "50");
		var step = as("farmer",
				() -> steps.record(new StepCommands.Do(farm, StepKind.MIX, DAY,
						List.of(new StepCommands.Input(one, new BigDecimal("100")),
								new StepCommands.Input(two, new BigDecimal("50"))),
						List.of(new StepCommands.Output(new BigDecimal("150"), null, null)), BigDecimal.ZERO, null)));
		return as("clerk", () -> flows.outputs(step)).getFirst().lotId();
	}

	private UUID received(UUID lot, String kg, boolean bulk) {
		var sent = as("farmer", () -> handOvers.send(farm, lot, packer, new BigDecimal(kg), bulk));
		return as("packer", () -> handOvers.confirm(packer, sent, new BigDecimal(kg), 0));
	}

	private void certified(UUID lot, String kg) {
		as("farmer", () -> certificates.issue(farm, lot, new BigDecimal(kg), Set.of(CertificateBasis.LAB_TEST), null));
	}

	private void packerLicence() {
		var id = as("packer",
				() -> licences.apply(new LicenceDesk.Apply(packer, "WATERMELON", "T/PH 1", "x", "x", List.of())));
		as("officer", () -> run(
				() -> licences.check(new LicenceDesk.Check(id, new OnSiteCheck(18, 18, 18, 18, 18), "ok", null, 0))));
		as("chief", () -> run(() -> licences.approve(id, DAY.plusYears(1), null, 1)));
		signed(id);
	}

	private UUID harvestOf(UUID field, String kg) {
		var id = Ids.next();
		as("farmer", () -> run(() -> followers.forEach(it -> it.recorded(new HarvestRecorded(TENANT, id, field, farm,
				new BigDecimal(kg), BigDecimal.ZERO, DAY, HarvestLotStatus.VALID, null)))));
		return id;
	}

	private void test(UUID field, String result) {
		var id = as("analyst",
				() -> residues.enter(new ResidueCommands.Enter(field, null, null, TestKind.COMMISSIONED, "示例检测中心",
						Ids.next().toString(), DAY,
						List.of(new ResidueCommands.Line("噻虫嗪", new BigDecimal(result), new BigDecimal("0.01")),
								new ResidueCommands.Line("吡虫啉", null, new BigDecimal("0.01"))))));
		as("reviewer", () -> run(() -> residues.confirm(id, testVersion(id))));
	}

	private void capOfSecond(String cap, String harvested) {
		given(plantings.find(second)).willReturn(Optional.of(new PlantingFacts.PlantingFact(second, "Z-2", farm,
				Ids.next(), "二号棚", "watermelon", "西瓜", "8424", "2026-A", DAY.minusDays(80), BigDecimal.TEN, true,
				new BigDecimal(cap), new BigDecimal(harvested), null, false, PlantingState.HARVESTING)));
	}

	private List<String> origin(UUID lot) {
		return as("clerk", () -> origins.of(lot)).values()
			.stream()
			.map(it -> it.stripTrailingZeros().toPlainString())
			.toList();
	}

	private BigDecimal used(UUID field) {
		return as("clerk",
				() -> sql.sql("select coalesce(sum(used_kg), 0) from brand_label_quota where planting_id = ?")
					.param(field)
					.query(BigDecimal.class)
					.single());
	}

}
