package cn.jinfu.production;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Scope;
import cn.jinfu.production.expert.Audience;
import cn.jinfu.production.expert.ExpertTeams;
import cn.jinfu.production.expert.Outcome;
import cn.jinfu.production.expert.SolutionState;
import cn.jinfu.production.expert.SolutionView;
import cn.jinfu.production.expert.Solutions;
import cn.jinfu.production.hospital.doctor.DoctorLevel;
import cn.jinfu.production.hospital.doctor.Doctors;
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
import org.springframework.dao.DataAccessException;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

class SolutionIT extends WithPages {

	private static final String TENANT = "330482";

	private static final Set<String> OFFICER = Set.of("console:open", "production:expert:view",
			"production:expert:manage", "production:hospital:manage", "production:consult:view",
			"production:operation:view");

	private static final Set<String> EXPERT = Set.of("console:open", "production:expert:view",
			"production:expert:answer");

	private static final Set<String> FARM = Set.of("portal:open", "production:expert:view", "production:expert:ask",
			"production:plot:view", "production:plot:register", "production:planting:view",
			"production:planting:record", "production:operation:view", "production:operation:record");

	@Autowired
	ExpertTeams teams;

	@Autowired
	Solutions solutions;

	@Autowired
	Doctors doctors;

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

	private final UUID farm = Ids.next();

	private final UUID neighbour = Ids.next();

	private final UUID far = Ids.next();

	private final String run = Ids.next().toString().substring(24);

	private final Actor officer = actor("officer", Scope.ALL, OFFICER);

	private final Actor expert = actor("expert" + run, Scope.ALL, EXPERT);

	private final Actor outsider = actor("outsider" + run, Scope.ALL, EXPERT);

	private final Actor farmer = actor("farm" + run, Scope.member(farm), FARM);

	private final Actor next = actor("next" + run, Scope.member(neighbour), FARM);

	private final Actor stranger = actor("far" + run, Scope.member(far), FARM);

	private UUID team;

	private UUID planting;

	private LocalDate today;

	@BeforeEach
	void aTeamAndAField() {
		today = clock.today();
		jdbc.update("insert into platform_tenant (code, name, division) values (?, ?, ?) on conflict do nothing",
				TENANT, TENANT, "330482");
		member(farm, "330482101");
		member(neighbour, "330482101");
		member(far, "330482102");
		var hospital = as(officer,
				() -> doctors.open(new Doctors.HospitalText("医院" + run, "路", "8", "1", 0, true, true)));
		var one = doctor(hospital, "expert");
		doctor(hospital, "outsider");
		team = as(officer, () -> teams.found(new ExpertTeams.Text("团队" + run, "瓜果产业农合联", "1", "看",
				Set.of("watermelon", "melon"), Set.of(one), one, true, true)));
		planting = sow(farmer, farm, "watermelon");
	}

	@Test
	void aSolutionIsWrittenSentGoneByRenewedAndWithdrawn() {
		var id = as(expert, () -> solutions.write(draft(Solutions.To.farm(farm))));
		assertThat(code(farmer, () -> solutions.view(id))).isEqualTo("production.solution.not-found");
		assertThat(code(officer, () -> solutions.view(id))).isEqualTo("production.solution.not-found");
		assertThat(code(farmer, () -> solutions.adopt(id, planting))).isEqualTo("production.solution.not-found");
		assertThat(code(expert, () -> solutions.change(id, text("裂瓜怎么防", null), 0))).isEqualTo("ok");
		assertThat(code(expert, () -> solutions.send(id, 0))).isEqualTo("kernel.stale");
		assertThat(code(expert, () -> solutions.send(id, version(id)))).isEqualTo("ok");
		assertThat(as(farmer, () -> solutions.view(id)).edition()).isOne();
		assertThat(code(next, () -> solutions.view(id))).isEqualTo("production.solution.not-found");
		assertThat(code(expert, () -> solutions.send(id, version(id)))).isEqualTo("production.solution.wrong-state");

		var adoption = as(farmer, () -> solutions.adopt(id, planting));
		assertThat(code(farmer, () -> solutions.adopt(id, planting))).isEqualTo("production.solution.adopted");
		var work = work(today);
		assertThat(code(farmer, () -> solutions.link(id, adoption, work))).isEqualTo("ok");
		assertThat(code(farmer, () -> solutions.link(id, adoption, work))).isEqualTo("production.solution.linked");
		assertThat(code(farmer, () -> solutions.link(id, adoption, work(today.minusDays(1)))))
			.isEqualTo("production.solution.other-work");
		assertThat(code(farmer, () -> solutions.tell(id, adoption, Outcome.PARTLY, "少裂了些"))).isEqualTo("ok");
		assertThat(code(expert, () -> solutions.tell(id, adoption, Outcome.HELPED, null))).isEqualTo("denied");

		assertThat(code(expert, () -> solutions.change(id, text("裂瓜怎么防", null), version(id))))
			.isEqualTo("production.solution.note");
		as(expert, () -> act(() -> solutions.change(id, text("裂瓜这样防", "少浇勤浇"), version(id))));
		var seen = as(farmer, () -> solutions.view(id));
		assertThat(seen.state()).isEqualTo(SolutionState.CHANGING);
		assertThat(seen.text().title()).isEqualTo("裂瓜怎么防");
		assertThat(seen.draft()).isNull();
		as(expert, () -> act(() -> solutions.send(id, version(id))));
		assertThat(as(farmer, () -> solutions.editions(id))).extracting(SolutionView.Edition::edition)
			.containsExactly(2, 1);
		assertThat(as(farmer, () -> solutions.adoptions(id))).singleElement().satisfies(it -> {
			assertThat(it.edition()).isOne();
			assertThat(it.works()).extracting(SolutionView.Work::operationId, SolutionView.Work::linked)
				.contains(tuple(work, true));
		});
		assertThat(as(farmer, () -> solutions.adopt(id, planting))).isEqualTo(adoption);
		assertThat(as(expert, () -> solutions.adoptions(id))).singleElement()
			.satisfies(it -> assertThat(it.edition()).isEqualTo(2));
		Long uses = as(officer, () -> transaction.execute(_ -> jdbc.queryForObject("""
				select count(*) from member_service_use
				 where member_id = ? and kind = 'FIELD_SERVICE' and source = 'production.solution'""", Long.class,
				farm)));
		assertThat(uses).isOne();

		assertThat(code(expert, () -> solutions.withdraw(id, " ", version(id)))).isEqualTo("production.reason-missing");
		as(expert, () -> act(() -> solutions.withdraw(id, "品种换了", version(id))));
		assertThat(as(farmer, () -> solutions.view(id)).state()).isEqualTo(SolutionState.WITHDRAWN);
		assertThat(code(farmer, () -> solutions.adopt(id, planting))).isEqualTo("production.solution.wrong-state");
	}

	@Test
	void whoItIsForReadsItAndNobodyElse() {
		var one = as(expert, () -> solutions.write(draft(Solutions.To.farm(farm))));
		var many = as(expert, () -> solutions.write(draft(Solutions.To.township("330482101"))));
		var all = as(expert, () -> solutions.write(draft(Solutions.To.COUNTY)));
		List.of(one, many, all).forEach(id -> as(expert, () -> act(() -> solutions.send(id, version(id)))));
		assertThat(ids(farmer)).contains(one, many, all);
		assertThat(ids(next)).contains(many, all).doesNotContain(one);
		assertThat(ids(stranger)).contains(all).doesNotContain(one, many);
		assertThat(ids(actor("t", Scope.township("330482102"), OFFICER))).contains(all).doesNotContain(one, many);
		assertThat(ids(actor("t", Scope.township("330482101"), OFFICER))).contains(one, many, all);
		assertThat(as(next, () -> solutions.list(filter())).items()).allSatisfy(it -> assertThat(it.draft()).isNull());
		// what nobody goes by is gone from the phone with the withdrawal
		as(expert, () -> act(() -> solutions.withdraw(many, "重写", version(many))));
		assertThat(ids(farmer)).contains(one, all).doesNotContain(many);
		assertThat(answer(next, get("/portal/expert-solutions/" + one)).getStatus()).isEqualTo(404);
	}

	@Test
	void refusedIsWhatDoesNotFit() {
		assertThat(code(outsider, () -> solutions.write(draft(Solutions.To.COUNTY))))
			.isEqualTo("production.expert.not-of-team");
		assertThat(code(officer, () -> solutions.write(draft(Solutions.To.COUNTY)))).isEqualTo("denied");
		assertThat(code(expert,
				() -> solutions.write(new Solutions.Draft(team, "rice", Solutions.To.COUNTY, null, text("题", null)))))
			.isEqualTo("production.expert.not-its-crop");
		assertThat(code(expert, () -> solutions.write(draft(Solutions.To.township("3304")))))
			.isEqualTo("production.solution.township");
		assertThat(code(expert, () -> solutions.write(draft(new Solutions.To(Audience.COUNTY, farm, null)))))
			.isEqualTo("production.solution.township");
		assertThat(code(expert, () -> solutions.write(draft(new Solutions.To(Audience.MEMBER, null, null)))))
			.isEqualTo("production.solution.member");
		assertThat(code(expert,
				() -> solutions
					.write(new Solutions.Draft(team, "watermelon", Solutions.To.COUNTY, null, text(" ", null)))))
			.isEqualTo("production.expert.text");
		var id = as(expert, () -> solutions.write(draft(Solutions.To.COUNTY)));
		as(expert, () -> act(() -> solutions.send(id, version(id))));
		assertThat(code(outsider, () -> solutions.withdraw(id, "x", version(id))))
			.isEqualTo("production.expert.not-of-team");
		assertThat(code(next, () -> solutions.adopt(id, planting))).isEqualTo("production.planting.not-found");
		var melon = sow(farmer, farm, "melon");
		assertThat(code(farmer, () -> solutions.adopt(id, melon))).isEqualTo("production.solution.other-crop");
		var adoption = as(farmer, () -> solutions.adopt(id, planting));
		assertThat(code(next, () -> solutions.tell(id, adoption, Outcome.HELPED, null)))
			.isEqualTo("production.solution.not-adopted");
	}

	@Test
	void theDatabaseHoldsTheRuleToo() {
		var id = as(expert, () -> solutions.write(draft(Solutions.To.farm(farm))));
		as(expert, () -> act(() -> solutions.send(id, version(id))));
		var adoption = as(farmer, () -> solutions.adopt(id, planting));
		var melon = sow(farmer, farm, "melon");
		for (var wrong : List.of("update production_solution_edition set steps = 'x' where solution_id = '" + id + "'",
				"delete from production_solution_edition where solution_id = '" + id + "'",
				"update production_solution set edition = 0 where id = '" + id + "'",
				"update production_solution set audience = 'COUNTY' where id = '" + id + "'",
				"insert into production_solution_adoption (id, tenant_id, solution_id, edition, member_id, planting_id, adopted_on, adopted_at, adopted_by, by_name) select gen_random_uuid(), tenant_id, solution_id, 1, member_id, '"
						+ melon
						+ "', adopted_on, adopted_at, adopted_by, by_name from production_solution_adoption where id = '"
						+ adoption + "'",
				"insert into production_solution_operation select tenant_id, id, planting_id, gen_random_uuid(), adopted_at from production_solution_adoption where id = '"
						+ adoption + "'")) {
			assertThatExceptionOfType(DataAccessException.class).as(wrong)
				.isThrownBy(() -> as(officer, () -> transaction.execute(_ -> jdbc.update(wrong))));
		}
	}

	@Test
	void theLastEditionAndTheWithdrawalDoNotCross() throws Exception {
		var id = as(expert, () -> solutions.write(draft(Solutions.To.COUNTY)));
		var seen = version(id);
		assertThat(Acts.twice(() -> as(expert, () -> act(() -> solutions.send(id, seen)))))
			.containsExactlyInAnyOrder("ok", "kernel.stale");
	}

	@Test
	void pagesAndDoorsOpen() {
		assertThat(open(expert, "/console/expert-solutions/new")).contains("团队" + run);
		var bad = answer(expert,
				post("/console/expert-solutions").param("teamId", team.toString())
					.param("crop", "watermelon")
					.param("audience", "MEMBER")
					.param("memberNo", "M-0")
					.param("title", "题")
					.param("problem", "裂")
					.param("steps", "浇"));
		assertThat(bad.getStatus()).isEqualTo(422);
		assertThat(words(bad)).contains("err-sum");
		var made = answer(expert,
				post("/console/expert-solutions").param("teamId", team.toString())
					.param("crop", "watermelon")
					.param("audience", "TOWNSHIP")
					.param("township", "330482101")
					.param("title", "防裂" + run)
					.param("problem", "膨瓜期裂瓜")
					.param("steps", "一早一晚浇\n补钙"));
		assertThat(made.getStatus()).isEqualTo(302);
		var path = String.valueOf(made.getRedirectedUrl());
		var id = UUID.fromString(path.substring(path.lastIndexOf('/') + 1));
		assertThat(open(expert, path)).contains("草稿", "/sending", "<li>补钙</li>");
		open(expert, path + "/edit");
		assertThat(answer(officer, get(path)).getStatus()).isEqualTo(404);
		assertThat(status(expert, post(path + "/sending").param("version", "" + version(id)))).isEqualTo(302);
		assertThat(open(officer, path)).contains("第 1 版", "还没有农户照着做").doesNotContain("/sending");
		assertThat(open(officer, "/console/expert-solutions?q=" + run)).contains("防裂" + run);
		assertThat(open(officer, path + "/print")).contains("第 1 版");
		assertThat(open(officer, "/console/expert-teams/" + team)).contains("/console/expert-solutions?teamId=" + team);

		var phone = "/portal/expert-solutions/" + id;
		assertThat(open(farmer, "/portal/expert-solutions")).contains("防裂" + run);
		assertThat(open(stranger, "/portal/expert-solutions")).doesNotContain("防裂" + run);
		assertThat(status(farmer, post(phone + "/adoptions"))).isEqualTo(422);
		assertThat(status(farmer, post(phone + "/adoptions").param("plantingId", planting.toString()))).isEqualTo(302);
		var work = work(today);
		assertThat(open(farmer, phone)).contains("这是照方案做的", work.toString());
		var adoption = as(farmer, () -> solutions.adoptions(id)).getFirst().id();
		assertThat(status(farmer,
				post(phone + "/adoptions/" + adoption + "/operations").param("operationId", work.toString())))
			.isEqualTo(302);
		assertThat(status(farmer, post(phone + "/adoptions/" + adoption + "/outcome"))).isEqualTo(422);
		assertThat(status(farmer, post(phone + "/adoptions/" + adoption + "/outcome").param("outcome", "HELPED")))
			.isEqualTo(302);
		assertThat(open(farmer, phone)).contains("照方案做的", "管用");
		assertThat(open(expert, path)).contains("管用", "/console/operations/" + work);

		var body = answer(farmer, get("/api/v1/expert-solutions/" + id));
		assertThat(words(body)).contains("\"edition\":1", "HELPED");
		assertThat(status(expert, json("/api/v1/expert-solutions/" + id + "/withdrawal",
				"{\"reason\":\"换了\",\"version\":" + version(id) + "}")))
			.isEqualTo(200);
		assertThat(open(farmer, phone)).contains("已经撤回").doesNotContain("/adoptions\"");
		var late = answer(farmer,
				json("/api/v1/expert-solutions/" + id + "/adoptions", "{\"plantingId\":\"" + planting + "\"}"));
		assertThat(late.getStatus()).isEqualTo(409);
		assertThat(words(late)).contains("production.solution.wrong-state");
		var whole = "{\"teamId\":\"" + team
				+ "\",\"crop\":\"watermelon\",\"audience\":\"COUNTY\",\"title\":\"题\",\"problem\":\"裂\",\"steps\":\"浇\"}";
		assertThat(status(farmer, json("/api/v1/expert-solutions", whole))).isEqualTo(403);
		assertThat(status(expert, json("/api/v1/expert-solutions", whole))).isEqualTo(201);
		assertThat(status(expert, json("/api/v1/expert-solutions", "{}"))).isEqualTo(400);
	}

	private static MockHttpServletRequestBuilder json(String path, String body) {
		return post(path).contentType(MediaType.APPLICATION_JSON).content(body);
	}

	private Set<UUID> ids(Actor reader) {
		return as(reader, () -> solutions.list(filter())).items()
			.stream()
			.map(SolutionView::id)
			.collect(Collectors.toSet());
	}

	private Solutions.Filter filter() {
		return new Solutions.Filter(null, null, null, team, null, 50);
	}

	private Solutions.Draft draft(Solutions.To to) {
		return new Solutions.Draft(team, "watermelon", to, null, text("裂瓜", null));
	}

	private static SolutionView.Text text(String title, String note) {
		return new SolutionView.Text(title, "膨瓜期裂瓜", "一早一晚浇\n补钙", note);
	}

	private UUID work(LocalDate on) {
		return as(farmer, () -> operations.record(new OperationCommands.Done(Ids.next(), List.of(planting),
				OperationKind.IRRIGATE, on, null, null, null, null)));
	}

	private UUID sow(Actor actor, UUID member, String crop) {
		return as(actor, () -> {
			var plot = plots.register(member, new Plot.Description(crop + run, PlotKind.GREENHOUSE,
					new DivisionCode("330482101"), "示例村", AreaMu.of("10"), null, null), null, true);
			return plantings.sow(plot,
					new Planting.Description(crop, "早佳", SeasonPart.AUTUMN, today.minusDays(60), AreaMu.of("8")));
		});
	}

	private void member(UUID id, String division) {
		as(officer, () -> transaction.execute(_ -> jdbc.update("""
				insert into member_member (id, tenant_id, version, no, name, kind, status, division_code, admitted_on)
				values (?, ?, 0, ?, '测试农场', 'FAMILY_FARM', 'ACTIVE', ?, ?) on conflict do nothing""", id, TENANT,
				String.format("M-%010d", Math.abs(id.getLeastSignificantBits() % 10_000_000_000L)), division, today)));
	}

	private UUID doctor(UUID hospital, String login) {
		return as(officer, () -> doctors.employ(new Doctors.DoctorText(hospital, login + run, "专家" + login,
				DoctorLevel.SENIOR, Set.of(Crops.Group.FRUIT), 9, true, true)));
	}

	private long version(UUID id) {
		return as(expert, () -> solutions.view(id)).version();
	}

	private static String code(Actor actor, Runnable body) {
		return Acts.code(() -> as(actor, (Supplier<UUID>) () -> act(body)));
	}

}
