package cn.jinfu.production;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.FieldUnit;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Scope;
import cn.jinfu.production.hospital.consult.ConsultChannel;
import cn.jinfu.production.hospital.consult.ConsultCommands;
import cn.jinfu.production.hospital.consult.ConsultQueries;
import cn.jinfu.production.hospital.consult.ConsultState;
import cn.jinfu.production.hospital.doctor.DoctorLevel;
import cn.jinfu.production.hospital.doctor.Doctors;
import cn.jinfu.production.hospital.pest.PestBook;
import cn.jinfu.production.hospital.pest.PestKind;
import cn.jinfu.production.hospital.prescription.PrescriptionCommands;
import cn.jinfu.production.hospital.prescription.PrescriptionQueries;
import cn.jinfu.production.hospital.prescription.PrescriptionState;
import cn.jinfu.production.input.InputCatalogue;
import cn.jinfu.production.operation.OperationCommands;
import cn.jinfu.production.operation.OperationKind;
import cn.jinfu.production.planting.Planting;
import cn.jinfu.production.planting.PlantingCommands;
import cn.jinfu.production.planting.SeasonPart;
import cn.jinfu.production.plot.Plot;
import cn.jinfu.production.plot.PlotCommands;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

class HospitalIT extends WithPages {

	private static final String TENANT = "330482";

	private static final Set<String> OFFICER = Set.of("console:open", "production:consult:view",
			"production:hospital:manage", "production:pest:view", "production:pest:edit", "production:input:edit",
			"production:planting:view");

	private static final Set<String> DOCTOR = Set.of("console:open", "production:consult:view",
			"production:consult:answer", "production:prescription:issue", "production:pest:view",
			"production:pest:edit");

	private static final Set<String> FARM = Set.of("portal:open", "production:plot:view", "production:plot:register",
			"production:planting:view", "production:planting:record", "production:operation:view",
			"production:operation:record", "production:consult:view", "production:consult:ask", "production:pest:view");

	@Autowired
	Doctors doctors;

	@Autowired
	PestBook pests;

	@Autowired
	ConsultCommands consults;

	@Autowired
	ConsultQueries queries;

	@Autowired
	PrescriptionCommands prescriptions;

	@Autowired
	PrescriptionQueries signed;

	@Autowired
	Prescriptions till;

	@Autowired
	InputCatalogue inputs;

	@Autowired
	InputHoldings holdings;

	@Autowired
	PlotCommands plots;

	@Autowired
	PlantingCommands plantings;

	@Autowired
	OperationCommands operations;

	@Autowired
	TransactionTemplate transaction;

	@Autowired
	JdbcTemplate jdbc;

	@Autowired
	BusinessClock clock;

	@Autowired
	List<cn.jinfu.kernel.IndicatorSource> indicators;

	private final UUID farm = Ids.next();

	private final String run = Ids.next().toString().substring(24);

	private final String first = "a." + run;

	private final String second = "b." + run;

	private UUID firstDoctor;

	private UUID secondDoctor;

	private UUID pest;

	private UUID planting;

	private LocalDate today;

	@BeforeEach
	void world() {
		today = clock.today();
		for (var code : List.of(TENANT, "330499")) {
			jdbc.update("insert into platform_tenant (code, name, division) values (?, ?, ?) on conflict do nothing",
					code, code, "330482");
		}
		member(farm);
		asOfficer(() -> {
			var hospital = doctors.open(new Doctors.HospitalText("医院" + run, "路1号", "8—17", "0573-1", 3, true, true));
			firstDoctor = doctors.employ(doctor(hospital, first, 50));
			secondDoctor = doctors.employ(doctor(hospital, second, 1));
			pest = pests.add(new PestBook.PestText("炭疽病" + run, PestKind.DISEASE, Set.of("watermelon"), "圆斑", "摘病叶",
					"示例", true, true), null);
			return hospital;
		});
		planting = asFarm(() -> {
			var plot = plots.register(farm, new Plot.Description("棚" + run, PlotKind.GREENHOUSE,
					new DivisionCode("330482101"), "示例村", AreaMu.of("10"), null, null), null, true);
			return plantings.sow(plot, new Planting.Description("watermelon", "早佳", SeasonPart.AUTUMN,
					today.minusDays(60), AreaMu.of("2.5")));
		});
	}

	private static Doctors.DoctorText doctor(UUID hospital, String login, int quota) {
		return new Doctors.DoctorText(hospital, login, "医生" + login, DoctorLevel.SENIOR, Set.of(Crops.Group.FRUIT),
				quota, true, true);
	}

	private void member(UUID id) {
		asOfficer(() -> transaction.execute(_ -> jdbc.update("""
				insert into member_member (id, tenant_id, version, no, name, kind, status, division_code, admitted_on)
				values (?, ?, 0, ?, '测试农场', 'FAMILY_FARM', 'ACTIVE', '330482101', ?) on conflict do nothing""", id,
				TENANT, String.format("M-%010d", Math.abs(id.getLeastSignificantBits() % 10_000_000_000L)), today)));
	}

	@Test
	void aQuestionIsTakenWorkedOnAnsweredRatedAndClosed() {
		var consult = ask();
		assertThat(state(consult)).isEqualTo(ConsultState.WAITING);
		assertThat(asDoctor(first, () -> queries.pool(100))).anyMatch(it -> it.id().equals(consult));
		take(first, consult);
		assertThat(Acts.code(() -> asDoctor(second, () -> say(consult)))).isEqualTo("production.consult.not-your-case");
		asDoctor(first, () -> say(consult));
		asDoctor(first, () -> act(() -> consults.askForMore(consult, "发一张叶背的照片")));
		assertThat(state(consult)).isEqualTo(ConsultState.NEEDS_MORE);
		assertThat(asFarm(() -> todo())).anyMatch(key -> key.equals("consult:" + consult + ":tell"));
		asFarm(() -> act(() -> consults.tell(consult, null, List.of(picture()))));
		assertThat(state(consult)).isEqualTo(ConsultState.DIAGNOSING);
		assertThat(Acts.code(() -> asFarm(() -> act(() -> consults.rate(consult, 5, null)))))
			.isEqualTo("production.consult.wrong-state");
		asDoctor(first, () -> act(() -> consults.answer(consult, "摘病叶，降湿度")));
		assertThat(Acts.code(() -> asFarm(() -> act(() -> consults.rate(consult, 6, null)))))
			.isEqualTo("production.consult.rating-range");
		asFarm(() -> act(() -> consults.rate(consult, 4, "好")));
		asFarm(() -> act(() -> consults.close(consult)));
		assertThat(state(consult)).isEqualTo(ConsultState.CLOSED);
		var said = asFarm(() -> queries.said(consult));
		assertThat(said).hasSize(4);
		assertThat(said.get(2).fileId()).isNotNull();
		assertThat(said).extracting(ConsultQueries.Said::byDoctor).containsExactly(true, true, false, true);
		Long uses = asOfficer(() -> transaction.execute(_ -> jdbc.queryForObject("""
				select count(*) from member_service_use
				 where member_id = ? and kind = 'FIELD_SERVICE' and source = 'production.consult'""", Long.class,
				farm)));
		assertThat(uses).isOne();
		var figures = asOfficer(() -> queries.byDoctor(today, today));
		assertThat(figures).filteredOn(it -> it.doctorId().equals(firstDoctor)).singleElement().satisfies(it -> {
			assertThat(it.answered()).isOne();
			assertThat(it.withinPercent()).isEqualByComparingTo("100");
			assertThat(it.rating()).isEqualByComparingTo("4");
		});
	}

	@Test
	void anotherFarmsQuestionDoesNotExistAndRolesAreKept() {
		var consult = ask();
		var stranger = Ids.next();
		member(stranger);
		for (Callable<?> act : List.<Callable<?>>of(() -> asMember(stranger, () -> queries.view(consult)),
				() -> asMember(stranger, () -> queries.said(consult)),
				() -> asMember(stranger, () -> act(() -> consults.tell(consult, "偷看", List.of()))),
				() -> asMember(stranger, () -> act(() -> consults.close(consult))))) {
			assertThat(Acts.code(act)).isEqualTo("production.consult.not-found");
		}
		assertThat(Acts.code(() -> asMember(stranger,
				() -> consults.ask(stranger, planting, ConsultChannel.ONLINE, "别人的地", List.of()))))
			.isEqualTo("production.planting.not-found");
		assertThat(Acts.code(() -> asFarm(() -> act(() -> consults.take(consult))))).isEqualTo("denied");
		assertThat(Acts.code(() -> asOfficer(() -> act(() -> consults.take(consult))))).isEqualTo("denied");
		assertThat(Acts.code(() -> asDoctor("nobody." + run, () -> act(() -> consults.take(consult)))))
			.isEqualTo("production.doctor.none");
		assertThat(Acts.code(() -> asFarm(() -> consults.ask(farm, planting, ConsultChannel.ONLINE, " ", List.of()))))
			.isEqualTo("production.consult.question-missing");
		assertThat(Acts.code(() -> asFarm(() -> consults.ask(farm, planting, ConsultChannel.ONLINE, "四张",
				List.of(picture(), picture(), picture(), picture())))))
			.isEqualTo("production.consult.many-pictures");
	}

	@Test
	void ofTwoDoctorsAtOnceOneHasTheCase() throws Exception {
		var consult = ask();
		assertThat(Acts.atOnce(List.of(() -> take(first, consult), () -> take(second, consult))))
			.containsExactlyInAnyOrder("ok", "production.consult.wrong-state");
	}

	@Test
	void aDayHoldsNoMoreThanTheDoctorsNumberEvenAtOnce() throws Exception {
		var one = ask();
		var two = ask();
		assertThat(Acts.atOnce(List.of(() -> take(second, one), () -> take(second, two))))
			.containsExactlyInAnyOrder("ok", "production.doctor.quota-used");
	}

	@Test
	void whoIsSilentForHalfAnHourLosesTheCaseAndAReferralIsThatColleaguesFirst() {
		var consult = ask();
		take(first, consult);
		backToPool(Duration.ofMinutes(29));
		assertThat(state(consult)).isEqualTo(ConsultState.TAKEN);
		backToPool(Duration.ofMinutes(31));
		assertThat(state(consult)).isEqualTo(ConsultState.WAITING);

		take(first, consult);
		asDoctor(first, () -> say(consult));
		backToPool(Duration.ofMinutes(31));
		assertThat(state(consult)).isEqualTo(ConsultState.DIAGNOSING);
		assertThat(Acts.code(() -> asDoctor(first, () -> act(() -> consults.refer(consult, firstDoctor, "给自己")))))
			.isEqualTo("production.consult.refer-self");
		asDoctor(first, () -> act(() -> consults.refer(consult, secondDoctor, "他熟悉西瓜")));
		assertThat(Acts.code(() -> take(first, consult))).isEqualTo("production.consult.for-another");
		assertThat(asDoctor(first, () -> queries.pool(100))).noneMatch(it -> it.id().equals(consult));
		backToPool(Duration.ofMinutes(31));
		take(first, consult);
		assertThat(Acts.code(() -> asDoctor(first, () -> act(() -> consults.visit(consult, today.minusDays(1))))))
			.isEqualTo("production.consult.visit-day");
		asDoctor(first, () -> act(() -> consults.visit(consult, today.plusDays(2))));
		assertThat(asFarm(() -> queries.view(consult)).visitOn()).isEqualTo(today.plusDays(2));
	}

	@Test
	void whatTheLabelDoesNotAllowIsNotSigned() {
		var consult = ask();
		take(first, consult);
		var fungicide = pesticide("80", 7);
		assertThat(issue(consult, fungicide, "80.001")).isEqualTo("production.prescription.over-dose");
		asOfficer(() -> inputs.addRule(new InputCatalogue.NewRule(pesticide("80", 7), "tomato", "晚疫病", null,
				new BigDecimal("80"), 3, 7, today.minusYears(1), "示例", "demo")));
		var elsewhere = asOfficer(() -> {
			var id = input("某乳油", List.of("某成分" + run));
			inputs.addRule(new InputCatalogue.NewRule(id, "tomato", "晚疫病", null, new BigDecimal("80"), 3, 7,
					today.minusYears(1), "示例", "demo"));
			return id;
		});
		assertThat(issue(consult, elsewhere, "60")).isEqualTo("production.prescription.wrong-crop");
		var other = asOfficer(() -> {
			var id = input("某水剂", List.of("某成分" + run));
			inputs.addRule(new InputCatalogue.NewRule(id, "watermelon", "蔓枯病", null, new BigDecimal("80"), 3, 7,
					today.minusYears(1), "示例", "demo"));
			return id;
		});
		assertThat(issue(consult, other, "60")).isEqualTo("production.prescription.wrong-pest");
		var unknown = pesticide("80", null);
		assertThat(issue(consult, unknown, "60")).isEqualTo("production.prescription.interval-unknown");
		var banned = asOfficer(() -> {
			var id = input("某禁药", List.of(bannedSubstance()));
			rule(id, "80", 7);
			return id;
		});
		assertThat(issue(consult, banned, "60")).isEqualTo("production.prescription.banned");
		assertThat(Acts.code(() -> asOfficer(() -> draft(consult, fungicide, "60")))).isEqualTo("denied");
		assertThat(Acts.code(() -> asDoctor(second, () -> draft(consult, fungicide, "60"))))
			.isEqualTo("production.consult.not-your-case");
		assertThat(
				asFarm(() -> signed.list(new PrescriptionQueries.Filter(null, null, null, consult, null, 20))).items())
			.isEmpty();
		assertThat(issue(consult, fungicide, "80")).isEqualTo("ok");
		assertThat(state(consult)).isEqualTo(ConsultState.PRESCRIBED);
	}

	@Test
	void aSignedPrescriptionStaysAsItIsIsFilledOnceAndUsedByASpray() throws Exception {
		var fungicide = pesticide("80", 7);
		var prescription = issued(fungicide);
		var view = asFarm(() -> signed.view(prescription));
		assertThat(view.state()).isEqualTo(PrescriptionState.ISSUED);
		assertThat(view.sha256()).isEqualTo(HexFormat.of()
			.formatHex(MessageDigest.getInstance("SHA-256").digest(view.content().getBytes(StandardCharsets.UTF_8))));
		assertThat(view.content()).contains(view.no(), fungicide.toString(), "|60|GRAM|60|1500|1|null|7");
		assertThat(view.lines().getFirst().quantity()).isEqualByComparingTo("150");
		for (var change : List.of("update production_prescription set advice = '加倍' where id = ?",
				"update production_prescription_line set dose_per_mu = 600 where prescription_id = ?",
				"delete from production_prescription_line where prescription_id = ?")) {
			assertThatThrownBy(() -> asOfficer(() -> transaction.execute(_ -> jdbc.update(change, prescription))))
				.isInstanceOf(DataIntegrityViolationException.class)
				.hasMessageContaining("is signed");
		}
		assertThat(asOfficer(() -> till.fillable(" " + view.no().toLowerCase(java.util.Locale.ROOT)))).isPresent();
		assertThat(asOfficer(() -> till.fillableOf(farm))).singleElement()
			.satisfies(it -> assertThat(it.items().getFirst().quantity()).isEqualByComparingTo("150"));
		assertThat(asFarm(() -> todo())).contains("prescription:" + prescription + ":fill");
		assertThat(Acts.code(() -> asOfficer(() -> fill(prescription, Ids.next(), fungicide))))
			.isEqualTo("production.prescription.not-found");
		assertThat(Acts.code(() -> asOfficer(() -> fill(prescription, farm, Ids.next()))))
			.isEqualTo("production.prescription.nothing-of-it");
		assertThat(Acts.twice(() -> asOfficer(() -> fill(prescription, farm, fungicide))))
			.containsExactlyInAnyOrder("ok", "production.prescription.wrong-state");
		assertThat(asOfficer(() -> till.fillableOf(farm))).isEmpty();

		asOfficer(() -> transaction.execute(_ -> {
			holdings.credit(new InputHoldings.Movement(farm, fungicide, "L1", new BigDecimal("200"),
					InputHoldings.Source.SALE, Ids.next(), today));
			return farm;
		}));
		spray(fungicide, today.minusDays(1));
		assertThat(asFarm(() -> signed.view(prescription)).state()).isEqualTo(PrescriptionState.DISPENSED);
		spray(fungicide, today);
		assertThat(asFarm(() -> signed.view(prescription)).state()).isEqualTo(PrescriptionState.USED);
		assertThat(asFarm(() -> signed.view(prescription)).usedOn()).isEqualTo(today);
	}

	@Test
	void whatIsNotFilledInTimeRunsOutAndOnlyItsDoctorVoidsIt() {
		var fungicide = pesticide("80", 7);
		var late = issued(fungicide);
		assertThat(Acts.code(() -> asDoctor(second, () -> withdraw(late))))
			.isEqualTo("production.prescription.not-yours");
		var voided = issued(fungicide);
		asDoctor(first, () -> withdraw(voided));
		assertThat(Acts.code(() -> asOfficer(() -> fill(voided, farm, fungicide))))
			.isEqualTo("production.prescription.wrong-state");
		assertThat(Acts.code(() -> BusinessClock.at(clock.now().plus(Duration.ofDays(15)),
				() -> asOfficer(() -> fill(late, farm, fungicide)))))
			.isEqualTo("production.prescription.expired");
		asSystem(() -> prescriptions.expire(today.plusDays(14)));
		assertThat(asFarm(() -> signed.view(late)).state()).isEqualTo(PrescriptionState.ISSUED);
		asSystem(() -> prescriptions.expire(today.plusDays(15)));
		assertThat(asFarm(() -> signed.view(late)).state()).isEqualTo(PrescriptionState.EXPIRED);
		assertThat(asFarm(() -> signed.view(voided)).state()).isEqualTo(PrescriptionState.VOID);
	}

	@Test
	void theBookOfPestsIsKeptByStaffAndReadByFarms() {
		assertThat(Acts.code(() -> asFarm(() -> pests.add(text("蚜虫" + run), null)))).isEqualTo("denied");
		var added = asOfficer(() -> pests.add(text("蚜虫" + run), null));
		assertThat(Acts.code(() -> asOfficer(() -> pests.add(text("蚜虫" + run), null))))
			.isEqualTo("production.pest.known");
		assertThat(Acts.code(() -> asOfficer(() -> act(() -> pests.change(added, text("蚜虫" + run), null, 9)))))
			.isEqualTo("kernel.stale");
		var found = asFarm(() -> pests.list(new PestBook.Filter(run, "cucumber", PestKind.INSECT, false, null, 20)));
		assertThat(found.items()).extracting(PestBook.Pest::id).containsExactly(added);
		var first = asFarm(() -> pests.list(new PestBook.Filter(run, null, null, false, null, 1)));
		assertThat(first.total()).isEqualTo(2);
		var rest = asFarm(() -> pests.list(new PestBook.Filter(run, null, null, false, first.next(), 1)));
		assertThat(rest.items().getFirst().id()).isNotEqualTo(first.items().getFirst().id());
		pesticide("80", 7);
		assertThat(asFarm(() -> pests.remedies(pest))).singleElement()
			.satisfies(it -> assertThat(it.doseMax()).isEqualByComparingTo("80"));
	}

	@Test
	void everyPageStandsAndARefusalComesBackWithWhatWasTyped() {
		var fungicide = pesticide("80", 7);
		var prescription = issued(fungicide);
		var consult = asFarm(() -> signed.view(prescription)).consultId();
		var waiting = ask();
		var drafted = ask();
		take(first, drafted);
		var draft = asDoctor(first, () -> draft(drafted, fungicide, "90"));
		for (var path : List.of("/console/consult-desk", "/console/consults?open=true&q=" + run,
				"/console/consults/" + consult, "/console/consults/" + waiting, "/console/prescriptions?state=ISSUED",
				"/console/prescriptions/" + prescription, "/console/prescriptions/" + draft,
				"/console/prescriptions/" + draft + "/edit", "/console/consults/" + drafted + "/prescriptions/new",
				"/console/pests?crop=watermelon", "/console/pests/" + pest, "/console/pests/new",
				"/console/pests/" + pest + "/edit", "/console/consult-figures", "/console/crop-hospitals")) {
			assertThat(open(doctorActor(first), path)).as(path).contains("<main");
		}
		assertThat(open(doctorActor(first), "/console/prescriptions/" + draft)).contains("每亩用量超过标签上限");
		var doctor = firstDoctor;
		var hospital = asOfficer(() -> doctors.view(doctor)).hospitalId();
		for (var path : List.of("/console/crop-hospitals/new", "/console/crop-hospitals/" + hospital + "/edit",
				"/console/crop-doctors/new", "/console/crop-doctors/" + doctor + "/edit")) {
			assertThat(open(actor("o", Scope.ALL, OFFICER), path)).as(path).contains("<form");
		}
		var farmer = actor("f", Scope.member(farm), FARM);
		for (var path : List.of("/portal/consults", "/portal/consults/new", "/portal/consults/" + consult,
				"/portal/prescriptions/" + prescription, "/portal/pests?q=" + run, "/portal/pests/" + pest)) {
			assertThat(open(farmer, path)).as(path).contains("<main");
		}
		assertThat(status(farmer, get("/portal/prescriptions/" + draft))).isEqualTo(404);
		var refused = answer(doctorActor(second),
				post("/console/consults/" + drafted + "/answer").param("text", "我来说一句"));
		assertThat(refused.getStatus()).isEqualTo(422);
		assertThat(words(refused)).contains("err-sum", "这件不在您手上");
		var issuing = answer(doctorActor(first), post("/console/prescriptions/" + draft + "/issuing").param("version",
				String.valueOf(asOfficer(() -> signed.view(draft)).version())));
		assertThat(issuing.getStatus()).isEqualTo(422);
		assertThat(words(issuing)).contains("每亩用量超过标签上限");
		var asked = answer(farmer,
				multipart("/portal/consults").file(picture())
					.param("requestKey", Ids.next().toString())
					.param("plantingId", planting.toString())
					.param("question", ""));
		assertThat(asked.getStatus()).isEqualTo(422);
		assertThat(asOfficer(() -> indicators.stream()
			.flatMap(it -> it.indicators().stream())
			.map(cn.jinfu.kernel.IndicatorSource.Indicator::key)
			.toList())).contains("production.indicator.consult-within");
	}

	private static PestBook.PestText text(String name) {
		return new PestBook.PestText(name, PestKind.INSECT, Set.of("cucumber"), "卷叶", "挂黄板", "示例", true, true);
	}

	private static MockMultipartFile picture() {
		try (var bytes = new java.io.ByteArrayOutputStream()) {
			javax.imageio.ImageIO
				.write(new java.awt.image.BufferedImage(8, 8, java.awt.image.BufferedImage.TYPE_INT_RGB), "png", bytes);
			return new MockMultipartFile("photos", "leaf.png", "image/png", bytes.toByteArray());
		}
		catch (java.io.IOException failure) {
			throw new java.io.UncheckedIOException(failure);
		}
	}

	private UUID ask() {
		return asFarm(() -> consults.ask(farm, planting, ConsultChannel.ONLINE, "叶上有圆斑" + run, List.of()));
	}

	private UUID take(String login, UUID consult) {
		return asDoctor(login, () -> act(() -> consults.take(consult)));
	}

	private UUID say(UUID consult) {
		return act(() -> consults.say(consult, "看到了", List.of()));
	}

	private ConsultState state(UUID consult) {
		return asFarm(() -> queries.view(consult)).state();
	}

	private void backToPool(Duration later) {
		var at = clock.now().plus(later);
		asSystem(() -> BusinessClock.at(at, () -> consults.backToPool(at)));
	}

	private UUID issued(UUID input) {
		var consult = ask();
		take(first, consult);
		return asDoctor(first, () -> {
			var prescription = draft(consult, input, "60");
			prescriptions.issue(prescription, signed.view(prescription).version());
			return prescription;
		});
	}

	private String issue(UUID consult, UUID input, String dose) {
		return Acts.code(() -> asDoctor(first, () -> {
			var prescription = draft(consult, input, dose);
			prescriptions.issue(prescription, signed.view(prescription).version());
			return prescription;
		}));
	}

	private UUID draft(UUID consult, UUID input, String dose) {
		return prescriptions.draft(consult, new PrescriptionCommands.Draft(pest, null,
				List.of(new PrescriptionCommands.Line(input, new BigDecimal(dose), FieldUnit.GRAM, 1500, 1, null))));
	}

	private UUID withdraw(UUID prescription) {
		return act(() -> prescriptions.withdraw(prescription, "诊断改了", signed.view(prescription).version()));
	}

	private UUID fill(UUID prescription, UUID member, UUID input) {
		return transaction.execute(_ -> {
			var sale = Ids.next();
			till.fill(prescription, member, sale, "S-1", List.of(input));
			return sale;
		});
	}

	private void spray(UUID input, LocalDate on) {
		asFarm(() -> operations.record(new OperationCommands.Done(Ids.next(), List.of(planting), OperationKind.SPRAY,
				on, new OperationCommands.InputUsed(input, "L1", new BigDecimal("50"), null, null), null, null, null)));
	}

	private UUID pesticide(String doseMax, Integer interval) {
		return asOfficer(() -> {
			var id = input("10%苯醚甲环唑", List.of("苯醚甲环唑"));
			rule(id, doseMax, interval);
			return id;
		});
	}

	private UUID input(String name, List<String> substances) {
		return inputs
			.add(new InputCatalogue.NewInput(name, InputKind.PESTICIDE, "T" + Ids.next().toString().substring(20), null,
					"某厂", substances, "", InputUnit.G, null, null, true, true));
	}

	private void rule(UUID input, String doseMax, Integer interval) {
		inputs.addRule(new InputCatalogue.NewRule(input, "watermelon", "炭疽病" + run, null, new BigDecimal(doseMax), 3,
				interval, today.minusYears(1), "示例", "demo"));
	}

	/** One that the law forbids outright, as the reference data have it. */
	private String bannedSubstance() {
		return transaction.execute(_ -> jdbc.queryForObject("""
				select substance from production_substance_rule
				 where rule = 'BANNED' and crop_groups is null and valid_from <= current_date
				   and (valid_to is null or valid_to >= current_date) order by substance limit 1""", String.class));
	}

	private <T> T asFarm(Supplier<T> body) {
		return asMember(farm, body);
	}

	private <T> T asMember(UUID member, Supplier<T> body) {
		return as(actor("farm", Scope.member(member), FARM), body);
	}

	private <T> T asOfficer(Supplier<T> body) {
		return as(actor("officer", Scope.ALL, OFFICER), body);
	}

	private <T> T asDoctor(String login, Supplier<T> body) {
		return as(doctorActor(login), body);
	}

	private static Actor doctorActor(String login) {
		return actor(login, Scope.ALL, DOCTOR);
	}

	private void asSystem(Supplier<?> body) {
		as(Actor.system(TENANT), body);
	}

}
