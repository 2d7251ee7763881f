package cn.jinfu.production;

import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Scope;
import cn.jinfu.production.planting.Planting;
import cn.jinfu.production.planting.PlantingCommands;
import cn.jinfu.production.planting.PlantingMoves;
import cn.jinfu.production.planting.PlantingQueries;
import cn.jinfu.production.planting.SeasonPart;
import cn.jinfu.production.plot.Plot;
import cn.jinfu.production.plot.PlotCommands;
import cn.jinfu.production.plot.PlotQueries;
import cn.jinfu.production.transfer.Direction;
import cn.jinfu.production.transfer.Transfer;
import cn.jinfu.production.transfer.TransferCommands;
import cn.jinfu.production.transfer.TransferQueries;
import cn.jinfu.production.transfer.TransferState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@SpringBootTest
class TransferIT {

	private static final Set<String> ALL = Set.of("production:plot:view", "production:plot:register",
			"production:plot:verify", "production:planting:view", "production:planting:record");

	private static final Set<String> FARM = Set.of("production:plot:view", "production:plot:register",
			"production:planting:view", "production:planting:record");

	private static final String TENANT = "330482";

	@Autowired
	PlotCommands plots;

	@Autowired
	PlotQueries plotQueries;

	@Autowired
	PlantingCommands plantings;

	@Autowired
	PlantingQueries plantingQueries;

	@Autowired
	TransferCommands transfers;

	@Autowired
	TransferQueries queries;

	@Autowired
	TransactionTemplate transaction;

	@Autowired
	JdbcTemplate jdbc;

	@Autowired
	BusinessClock clock;

	private final UUID farm = Ids.next();

	private final UUID farmer = Ids.next();

	private LocalDate today;

	private UUID plot;

	@BeforeEach
	void aFarmWithTenMu() {
		today = clock.today();
		jdbc.update("insert into platform_tenant (code, name, division) values (?, ?, ?) on conflict do nothing",
				TENANT, TENANT, TENANT);
		asOfficer(() -> transaction.execute(_ -> jdbc.update("""
				insert into member_member (id, tenant_id, version, no, name, kind, status, division_code, admitted_on)
				values (?, ?, 0, ?, '测试农场', 'FAMILY_FARM', 'ACTIVE', '330482101', ?)""", farm, TENANT,
				String.format("M-%010d", Math.abs(farm.getLeastSignificantBits() % 10_000_000_000L)), today)));
		plot = asFarm(() -> plots.register(farm, new Plot.Description("十亩田", PlotKind.OPEN_FIELD,
				new DivisionCode("330482101"), "示例村", AreaMu.of("10"), null, null), null, true));
	}

	@Test
	void aFarmRecordsAndAnotherPersonVerifies() {
		var transfer = asFarm(() -> transfers.record(plot, Direction.IN, terms("10", 0, 1000), null));
		assertThat(Acts.code(() -> asFarm(() -> verify(transfer)))).isEqualTo("denied");
		assertThat(Acts.code(() -> as(farmer, Scope.ALL, ALL, () -> verify(transfer))))
			.isEqualTo("production.transfer.same-person");
		assertThat(Acts.code(() -> as(Ids.next(), Scope.township("330482999"), ALL, () -> verify(transfer))))
			.isEqualTo("production.plot.not-found");
		asOfficer(() -> back(transfer, "合同看不清"));
		assertThat(asFarm(() -> queries.view(plot, transfer)).reason()).isEqualTo("合同看不清");
		assertThat(Acts.code(() -> asOfficer(() -> verify(transfer)))).isEqualTo("production.transfer.wrong-state");
		asFarm(() -> amend(transfer, terms("9", 0, 1000)));
		asOfficer(() -> verify(transfer));
		var view = asFarm(() -> queries.view(plot, transfer));
		assertThat(view.state()).isEqualTo(TransferState.VERIFIED);
		assertThat(view.areaMu()).isEqualByComparingTo("9");
		// Land from others takes nothing away.
		assertThat(asFarm(() -> plotQueries.view(plot)).freeMu()).isEqualByComparingTo("10");
		assertThatThrownBy(() -> sql("update production_transfer set verified_by = recorded_by where id = ?", transfer))
			.hasMessageContaining("production_transfer_four_eyes_ck");
	}

	@Test
	void theContractIsReadStrictly() {
		assertThat(Acts.code(() -> terms("0", 0, 10))).isEqualTo("production.transfer.area-missing");
		assertThat(Acts.code(() -> terms("1", 0, -1))).isEqualTo("production.transfer.term-backwards");
		assertThat(Acts.code(() -> new Transfer.Terms("沈", AreaMu.of("1"), today, today.plusYears(70), "1", null)))
			.isEqualTo("production.transfer.term-long");
		assertThat(Acts
			.code(() -> new Transfer.Terms("沈", AreaMu.of("1"), today, today.plusYears(70).minusDays(1), "1", null)))
			.isEqualTo("ok");
		assertThat(Acts.code(() -> new Transfer.Terms(" ", AreaMu.of("1"), today, today, "1", null)))
			.isEqualTo("production.transfer.partner-missing");
		assertThat(Acts.code(() -> new Transfer.Terms("沈", AreaMu.of("1"), today, today, " ", null)))
			.isEqualTo("production.transfer.contract-missing");
		var transfer = out("1", 0, 10);
		assertThatThrownBy(() -> sql("update production_transfer set to_on = from_on - 1 where id = ?", transfer))
			.hasMessageContaining("production_transfer_term_ck");
		assertThatThrownBy(() -> sql("update production_transfer set area_mu = 0 where id = ?", transfer))
			.hasMessageContaining("production_transfer_area_ck");
	}

	@Test
	void onNoDayIsMoreGivenOutThanThePlotHas() {
		out("6", 0, 100);
		out("4", 50, 200);
		// 6 and 4 overlap from day 50 to 100 only; from day 101 on, 6 are free again.
		assertThat(Acts.code(() -> out("0.0001", 90, 150))).isEqualTo("production.transfer.above-plot");
		assertThat(Acts.code(() -> out("6.0001", 101, 150))).isEqualTo("production.transfer.above-plot");
		var last = out("6", 101, 150);
		assertThatThrownBy(() -> sql("update production_transfer set area_mu = 6.0001 where id = ?", last))
			.hasMessageContaining("production_transfer_above_plot_tg");
		assertThatThrownBy(() -> sql("update production_plot set declared_mu = 9.9999 where id = ?", plot))
			.hasMessageContaining("production_plot_below_given_tg");
	}

	@Test
	void twoGivenOutAtOnceMeetAtThePlot() throws Exception {
		assertThat(Acts.twice(() -> out("6", 0, 100))).containsExactlyInAnyOrder("ok",
				"production.transfer.above-plot");
	}

	@Test
	void whatIsGivenOutIsNotPlanted() {
		var transfer = out("6", 0, 100);
		assertThat(asFarm(() -> plotQueries.view(plot)).freeMu()).isEqualByComparingTo("10");
		asOfficer(() -> verify(transfer));
		assertThat(asFarm(() -> plotQueries.view(plot)).freeMu()).isEqualByComparingTo("4");
		assertThat(Acts.code(() -> sow("4.0001"))).isEqualTo("production.planting.above-plot");
		var planting = sow("4");
		assertThatThrownBy(() -> asOfficer(() -> transaction
			.execute(_ -> jdbc.update("update production_plot set planted_mu = 4.1 where id = ?", plot)
					+ jdbc.update("update production_planting set area_mu = 4.1 where id = ?", planting))))
			.hasMessageContaining("production_planting_on_given_tg");
		assertThat(Acts.code(() -> asOfficer(() -> end(transfer, today.plusDays(1)))))
			.isEqualTo("production.entry.future");
		assertThat(Acts.code(() -> asOfficer(() -> end(transfer, today.minusDays(1)))))
			.isEqualTo("production.transfer.end-outside");
		asOfficer(() -> end(transfer, today));
		assertThat(asFarm(() -> plotQueries.view(plot)).freeMu()).isEqualByComparingTo("6");
		sow("6");
	}

	@Test
	void whatIsPlantedIsNotGivenOut() {
		var planting = sow("5");
		var transfer = out("6", 0, 100);
		assertThat(Acts.code(() -> asOfficer(() -> verify(transfer)))).isEqualTo("production.transfer.planted");
		asFarm(() -> {
			plantings.end(planting, PlantingMoves.Action.FINISH, today, null, plantingQueries.view(planting).version());
			return planting;
		});
		asOfficer(() -> verify(transfer));
	}

	@Test
	void aSowingAndAVerificationAtOnceMeetAtThePlot() throws Exception {
		var transfer = out("6", 0, 100);
		assertThat(Acts.atOnce(java.util.List.of(() -> asOfficer(() -> verify(transfer)), () -> sow("6"))))
			.containsOnlyOnce("ok")
			.containsAnyOf("production.transfer.planted", "production.planting.above-plot");
	}

	@Test
	void landThatIsOverBeforeTheHarvestIsTold() {
		asFarm(() -> transfers.record(plot, Direction.IN, terms("10", -10, 30), null));
		assertThat(over(20)).isEmpty();
		assertThat(over(31)).contains(today.plusDays(30));
		asFarm(() -> transfers.record(plot, Direction.IN, terms("10", 31, 90), null));
		assertThat(over(31)).isEmpty();
	}

	@Test
	void officersSeeWhatWaitsAndNotTheirOwn() {
		var transfer = out("1", 0, 10);
		assertThat(asOfficer(() -> queries.waiting(1000))).anyMatch(it -> it.id().equals(transfer));
		assertThat(as(farmer, Scope.ALL, ALL, () -> queries.waiting(1000))).noneMatch(it -> it.id().equals(transfer));
		assertThat(as(Ids.next(), Scope.township("330482999"), ALL, () -> queries.waiting(1000)))
			.noneMatch(it -> it.id().equals(transfer));
		assertThat(Acts.code(() -> as(Ids.next(), Scope.member(Ids.next()), FARM, () -> queries.ofPlot(plot))))
			.isEqualTo("production.plot.not-found");
	}

	@Test
	void theFarmTakesItBackBeforeItIsDecidedAndItCountsNoMore() {
		var transfer = out("6", 0, 100);
		assertThat(Acts.code(() -> asOfficer(() -> withdraw(transfer, "不租了"))))
			.isEqualTo("production.transfer.not-yours");
		assertThat(Acts.code(() -> asFarm(() -> withdraw(transfer, " ")))).isEqualTo("production.reason-missing");
		assertThat(Acts.code(() -> as(Ids.next(), Scope.member(Ids.next()), FARM, () -> withdraw(transfer, "不租了"))))
			.isEqualTo("production.plot.not-found");
		asFarm(() -> withdraw(transfer, "不租了"));
		var view = asFarm(() -> queries.view(plot, transfer));
		assertThat(view.state()).isEqualTo(TransferState.WITHDRAWN);
		assertThat(view.reason()).isEqualTo("不租了");
		assertThat(asOfficer(() -> queries.waiting(1000))).noneMatch(it -> it.id().equals(transfer));
		for (var late : java.util.List.<Runnable>of(() -> verify(transfer), () -> back(transfer, "看不清"),
				() -> end(transfer, today))) {
			assertThat(Acts.code(() -> asOfficer(() -> {
				late.run();
				return transfer;
			}))).isEqualTo("production.transfer.wrong-state");
		}
		assertThat(Acts.code(() -> asFarm(() -> amend(transfer, terms("1", 0, 10)))))
			.isEqualTo("production.transfer.wrong-state");
		// The whole plot is free for another contract again.
		var other = out("10", 0, 100);
		asOfficer(() -> verify(other));
		assertThat(Acts.code(() -> asFarm(() -> withdraw(other, "不租了")))).isEqualTo("production.transfer.wrong-state");
		assertThatThrownBy(() -> sql("update production_transfer set state = 'RECORDED' where id = ?", transfer))
			.hasMessageContaining("production_transfer_decided_tg");
		assertThatThrownBy(
				() -> sql("update production_transfer set state = 'WITHDRAWN', reason = 'x' where id = ?", other))
			.hasMessageContaining("production_transfer_decided_tg");
	}

	@Test
	void whoWroteItDownAtTheCounterMayTakeItBackAndNeverVerifies() {
		var clerk = Ids.next();
		var transfer = as(clerk, Scope.ALL, ALL, () -> transfers.record(plot, Direction.IN, terms("10", 0, 100), null));
		assertThat(Acts.code(() -> as(clerk, Scope.ALL, ALL, () -> verify(transfer))))
			.isEqualTo("production.transfer.same-person");
		as(clerk, Scope.ALL, ALL, () -> withdraw(transfer, "填错地块"));
		assertThat(asFarm(() -> queries.view(plot, transfer)).state()).isEqualTo(TransferState.WITHDRAWN);
	}

	@Test
	void theContractComesAfterTheWordsAndGoesToTheOfficerAgain() {
		var transfer = out("1", 0, 10);
		asOfficer(() -> back(transfer, "要合同照片"));
		var none = new org.springframework.mock.web.MockMultipartFile("contract", new byte[0]);
		assertThat(Acts.code(() -> asFarm(() -> attach(transfer, none)))).isEqualTo("production.transfer.file-missing");
		var paper = new org.springframework.mock.web.MockMultipartFile("contract", "lz.pdf", "application/pdf",
				"%PDF-1.4\n%%EOF\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
		asFarm(() -> attach(transfer, paper));
		var view = asFarm(() -> queries.view(plot, transfer));
		assertThat(view.contractId()).isNotNull();
		assertThat(view.state()).isEqualTo(TransferState.RECORDED);
		asOfficer(() -> verify(transfer));
		assertThat(Acts.code(() -> asFarm(() -> attach(transfer, paper)))).isEqualTo("production.transfer.wrong-state");
	}

	private UUID withdraw(UUID transfer, String reason) {
		transfers.withdraw(plot, transfer, reason, queries.view(plot, transfer).version());
		return transfer;
	}

	private UUID attach(UUID transfer, org.springframework.web.multipart.MultipartFile contract) {
		transfers.attach(plot, transfer, contract, queries.view(plot, transfer).version());
		return transfer;
	}

	private java.util.Optional<LocalDate> over(int harvestDay) {
		return asFarm(() -> queries.overBefore(plot, today, today.plusDays(harvestDay)));
	}

	private Transfer.Terms terms(String mu, int from, int to) {
		return new Transfer.Terms("沈某", AreaMu.of(mu), today.plusDays(from), today.plusDays(to), "LZ-1", null);
	}

	private UUID out(String mu, int from, int to) {
		return asFarm(() -> transfers.record(plot, Direction.OUT, terms(mu, from, to), null));
	}

	private UUID verify(UUID transfer) {
		transfers.verify(plot, transfer, null, queries.view(plot, transfer).version());
		return transfer;
	}

	private UUID back(UUID transfer, String reason) {
		transfers.giveBack(plot, transfer, reason, queries.view(plot, transfer).version());
		return transfer;
	}

	private UUID amend(UUID transfer, Transfer.Terms terms) {
		transfers.amend(plot, transfer, terms, null, queries.view(plot, transfer).version());
		return transfer;
	}

	private UUID end(UUID transfer, LocalDate on) {
		transfers.end(plot, transfer, on, "对方不种了", queries.view(plot, transfer).version());
		return transfer;
	}

	private UUID sow(String mu) {
		return asFarm(() -> plantings.sow(plot,
				new Planting.Description("rice", "嘉禾218", SeasonPart.AUTUMN, today, AreaMu.of(mu))));
	}

	private void sql(String statement, UUID id) {
		asOfficer(() -> transaction.execute(_ -> jdbc.update(statement, id)));
	}

	private <T> T asFarm(Supplier<T> body) {
		return as(farmer, Scope.member(farm), FARM, body);
	}

	private <T> T asOfficer(Supplier<T> body) {
		return as(Ids.next(), Scope.ALL, ALL, body);
	}

	private <T> T as(UUID person, Scope scope, Set<String> permissions, Supplier<T> body) {
		var result = new AtomicReference<T>();
		new Actor(Actor.Kind.PERSON, person, person, "t", "测试", TENANT, scope, permissions)
			.run(() -> result.set(body.get()));
		return result.get();
	}

}
