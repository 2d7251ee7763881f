package cn.jinfu.production;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Scope;
import cn.jinfu.production.expert.ExpertRequests;
import cn.jinfu.production.expert.ExpertTeams;
import cn.jinfu.production.expert.RequestKind;
import cn.jinfu.production.expert.RequestState;
import cn.jinfu.production.hospital.doctor.DoctorLevel;
import cn.jinfu.production.hospital.doctor.Doctors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

class ExpertIT extends WithPages {

	private static final String TENANT = "330482";

	private static final Set<String> OFFICER = Set.of("console:open", "production:expert:view",
			"production:expert:manage", "production:hospital:manage", "production:consult:view");

	private static final Set<String> EXPERT = Set.of("console:open", "production:expert:view",
			"production:expert:answer");

	private static final Set<String> FARM = Set.of("portal:open", "production:expert:view", "production:expert:ask");

	@Autowired
	ExpertTeams teams;

	@Autowired
	ExpertRequests requests;

	@Autowired
	Doctors doctors;

	@Autowired
	TransactionTemplate transaction;

	@Autowired
	JdbcTemplate jdbc;

	@Autowired
	BusinessClock clock;

	private final UUID farm = Ids.next();

	private final String run = Ids.next().toString().substring(24);

	private final Actor officer = actor("officer", Scope.ALL, OFFICER);

	private final Actor chief = actor("chief" + run, Scope.ALL, EXPERT);

	private final Actor second = actor("second" + run, Scope.ALL, EXPERT);

	private final Actor outsider = actor("outsider" + run, Scope.ALL, EXPERT);

	private final Actor farmer = actor("farm" + run, Scope.member(farm), FARM);

	private UUID first;

	private UUID other;

	private UUID team;

	private LocalDate today;

	@BeforeEach
	void aTeamOfTwo() {
		today = clock.today();
		jdbc.update("insert into platform_tenant (code, name, division) values (?, ?, ?) on conflict do nothing",
				TENANT, TENANT, "330482");
		as(officer, () -> transaction.execute(_ -> jdbc.update("""
				insert into member_member (id, tenant_id, version, no, name, kind, status, division_code, admitted_on)
				values (?, ?, 0, ?, '测试农场', 'FAMILY_FARM', 'ACTIVE', '330482101', ?) on conflict do nothing""", farm,
				TENANT, String.format("M-%010d", Math.abs(farm.getLeastSignificantBits() % 10_000_000_000L)), today)));
		var hospital = as(officer,
				() -> doctors.open(new Doctors.HospitalText("医院" + run, "路", "8", "1", 0, true, true)));
		first = doctor(hospital, "chief");
		other = doctor(hospital, "second");
		doctor(hospital, "outsider");
		team = as(officer, () -> teams.found(text("团队" + run, Set.of(first, other), first)));
	}

	@Test
	void aVisitGoesFromTheQuestionToTheRating() {
		var request = as(farmer, () -> requests.ask(wish(RequestKind.VISIT, today, null)));
		assertThat(as(chief, this::todo)).contains("expert:" + request + ":answer");
		assertThat(as(outsider, this::todo)).doesNotContain("expert:" + request + ":answer");
		assertThat(code(outsider, () -> requests.take(request, today, version(request))))
			.isEqualTo("production.expert.not-of-team");
		assertThat(code(chief, () -> requests.take(request, null, version(request))))
			.isEqualTo("production.expert.day");
		assertThat(code(chief, () -> requests.take(request, today, version(request)))).isEqualTo("ok");
		assertThat(code(second, () -> requests.answer(request, "看了", version(request))))
			.isEqualTo("production.expert.not-mine");
		assertThat(code(farmer, () -> requests.rate(request, 5, null, version(request))))
			.isEqualTo("production.expert.wrong-state");
		assertThat(code(chief, () -> requests.answer(request, "棚头积水，开沟", version(request)))).isEqualTo("ok");
		assertThat(code(chief, () -> requests.followUp(request, "一周后转好", version(request)))).isEqualTo("ok");
		assertThat(code(farmer, () -> requests.rate(request, 6, null, version(request))))
			.isEqualTo("production.expert.score");
		assertThat(code(farmer, () -> requests.rate(request, 4, "来得快", version(request)))).isEqualTo("ok");

		assertThat(as(officer, () -> requests.view(request)).state()).isEqualTo(RequestState.RATED);
		var figures = as(officer, () -> teams.view(team));
		assertThat(figures.score()).isEqualByComparingTo(new BigDecimal("4"));
		assertThat(figures.answerHours()).isNotNull();
		Long uses = as(officer,
				() -> transaction.execute(_ -> jdbc.queryForObject(
						"select count(*) from member_service_use where member_id = ? and kind = 'FIELD_SERVICE'",
						Long.class, farm)));
		assertThat(uses).isOne();
		assertThat(open(farmer, "/portal/expert-requests/" + request)).contains("棚头积水", "一周后转好");
		assertThat(open(officer, "/console/expert-requests/" + request)).contains("来得快");
	}

	@Test
	void ofTwoExpertsAtOnceOneTakesIt() throws Exception {
		var request = as(farmer, () -> requests.ask(wish(RequestKind.QUESTION, null, null)));
		var seen = version(request);

		assertThat(Acts.atOnce(List.of(() -> as(chief, () -> act(() -> requests.take(request, null, seen))),
				() -> as(second, () -> act(() -> requests.take(request, null, seen))))))
			.containsExactlyInAnyOrder("ok", "kernel.stale");
	}

	@Test
	void whatCannotBeAskedIsRefused() {
		assertThat(code(farmer, () -> requests.ask(wish(RequestKind.VISIT, null, null))))
			.isEqualTo("production.expert.day");
		assertThat(code(farmer, () -> requests.ask(wish(RequestKind.VISIT, today.minusDays(1), null))))
			.isEqualTo("production.expert.day");
		assertThat(code(farmer, () -> requests.ask(wish(RequestKind.TRAINING, today, null))))
			.isEqualTo("production.expert.people");
		assertThat(code(farmer,
				() -> requests.ask(new ExpertRequests.Wish(team, RequestKind.QUESTION, "rice", "问", null, null))))
			.isEqualTo("production.expert.not-its-crop");
		var stranger = actor("stranger", Scope.member(Ids.next()), FARM);
		var request = as(farmer, () -> requests.ask(wish(RequestKind.QUESTION, null, null)));
		assertThat(answer(stranger, get("/portal/expert-requests/" + request)).getStatus()).isEqualTo(404);
		assertThat(code(farmer, () -> requests.cancel(request, " ", version(request))))
			.isEqualTo("production.reason-missing");
		assertThat(code(farmer, () -> requests.cancel(request, "好了", version(request)))).isEqualTo("ok");
	}

	@Test
	void whoTookARequestStaysInTheTeamAndOneIsChief() {
		assertThat(code(officer, () -> teams.found(text("别" + run, Set.of(first), other))))
			.isEqualTo("production.expert.chief");
		assertThat(code(officer, () -> teams.found(text("团队" + run, Set.of(first), first))))
			.isEqualTo("production.expert.known");
		var request = as(farmer, () -> requests.ask(wish(RequestKind.QUESTION, null, null)));
		as(chief, () -> act(() -> requests.take(request, null, version(request))));
		assertThat(code(officer, () -> teams.change(team, text("团队" + run, Set.of(other), other), 0)))
			.isEqualTo("production.expert.busy");
		assertThat(code(officer, () -> teams.change(team, text("团队" + run, Set.of(first, other), other), 0)))
			.isEqualTo("ok");
		assertThat(as(officer, () -> teams.experts(team))).first()
			.satisfies(it -> assertThat(it.doctorId()).isEqualTo(other));
	}

	@Test
	void pagesOpen() {
		open(officer, "/console/expert-teams");
		assertThat(open(officer, "/console/expert-teams/" + team)).contains("医院" + run);
		open(officer, "/console/expert-teams/new");
		open(officer, "/console/expert-teams/" + team + "/edit");
		open(officer, "/console/expert-requests?teamId=" + team);
		assertThat(open(farmer, "/portal/expert-teams")).contains("团队" + run);
		assertThat(open(farmer, "/portal/expert-requests")).contains("还没请过专家");
		open(farmer, "/portal/expert-requests/new?team=" + team);
		assertThat(answer(farmer,
				post("/portal/expert-requests").param("team", team.toString())
					.param("kind", "VISIT")
					.param("crop", "watermelon")
					.param("question", "问"))
			.getStatus()).isEqualTo(422);
	}

	private ExpertRequests.Wish wish(RequestKind kind, LocalDate on, Integer people) {
		return new ExpertRequests.Wish(team, kind, "watermelon", "叶子发黄", on, people);
	}

	private ExpertTeams.Text text(String name, Set<UUID> people, UUID leads) {
		return new ExpertTeams.Text(name, "瓜果产业农合联", "1", "看", Set.of("watermelon"), people, leads, true, true);
	}

	private UUID doctor(UUID hospital, String login) {
		return as(officer, () -> doctors.employ(new Doctors.DoctorText(hospital, login + run, "专家" + login,
				DoctorLevel.SENIOR, Set.of(Crops.Group.FRUIT), 9, true, true)));
	}

	private long version(UUID request) {
		return as(officer, () -> requests.view(request)).version();
	}

	private static String code(Actor actor, Runnable body) {
		return Acts.code(() -> as(actor, (Supplier<UUID>) () -> act(body)));
	}

}
