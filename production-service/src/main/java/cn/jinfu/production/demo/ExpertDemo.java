package cn.jinfu.production.demo;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DemoPart;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Scope;
import cn.jinfu.production.expert.ExpertRequests;
import cn.jinfu.production.expert.ExpertTeams;
import cn.jinfu.production.expert.Outcome;
import cn.jinfu.production.expert.RequestKind;
import cn.jinfu.production.expert.SolutionView;
import cn.jinfu.production.expert.Solutions;
import cn.jinfu.production.hospital.doctor.Doctors;
import lombok.RequiredArgsConstructor;
import org.springframework.stereotype.Component;

/** One team of the two doctors; one question answered and rated, one visit that waits. */
@Component
@RequiredArgsConstructor
class ExpertDemo implements DemoPart {

	private static final Set<String> MAY = Set.of("production:expert:view", "production:expert:manage",
			"production:expert:ask", "production:expert:answer", "production:consult:view",
			"production:hospital:manage");

	private final ExpertTeams teams;

	private final ExpertRequests requests;

	private final Solutions solutions;

	private final Doctors doctors;

	@Override
	public int order() {
		return 236;
	}

	@Override
	public void load(DemoWorld world) {
		if (!world.main()) {
			return;
		}
		var founded = world.today().minusDays(190);
		var team = as(world, founded, 9, "production.officer", "生产专员", Scope.ALL, () -> {
			var people = doctors.all();
			var chief = people.stream().filter(it -> it.login().equals("doctor.second")).findFirst().orElseThrow();
			return teams.found(new ExpertTeams.Text("瓜果专家团队（示例）", "瓜果产业农合联（示例）", "0573-00003333",
					"育苗、嫁接、水肥、病虫，田头看、课堂讲。", Set.of("watermelon", "melon", "strawberry", "grape"),
					people.stream().map(Doctors.Doctor::id).collect(Collectors.toSet()), chief.id(), true, true));
		});
		var farm = Scope.member(world.farm());
		var name = "青禾瓜果家庭农场（示例）";
		var day = world.today().minusDays(20);
		var question = as(world, day, 8, "farm.demo", name, farm, () -> requests
			.ask(new ExpertRequests.Wish(team, RequestKind.QUESTION, "watermelon", "秋茬嫁接苗用哪种砧木好？", null, null)));
		as(world, day, 10, "doctor.demo", "沈禾（示例）", Scope.ALL, () -> {
			requests.take(question, null, requests.view(question).version());
			requests.answer(question, "连作地用葫芦砧，低温期长用南瓜砧。先小面积试一茬，看坐果和品质再定。", requests.view(question).version());
			return question;
		});
		as(world, day.plusDays(2), 9, "farm.demo", name, farm, () -> {
			requests.rate(question, 5, "说得清楚", requests.view(question).version());
			return question;
		});
		as(world, world.today().minusDays(1), 9, "farm.demo", name, farm,
				() -> requests.ask(new ExpertRequests.Wish(team, RequestKind.VISIT, "watermelon", "3号棚长势不齐，想请专家来看看",
						world.today().plusDays(3), null)));
		solutions(world, team, question);
	}

	/**
	 * One for all who grow it, gone by on the main field; one for the farm in its second
	 * edition.
	 */
	private void solutions(DemoWorld world, UUID team, UUID request) {
		var day = world.today().minusDays(15);
		var all = as(world, day, 9, "doctor.demo", "沈禾（示例）", Scope.ALL, () -> {
			var id = solutions.write(new Solutions.Draft(team, "watermelon", Solutions.To.COUNTY, null,
					new SolutionView.Text("大棚西瓜防裂（示例）", "膨瓜期忽干忽湿，裂瓜多。",
							"坐果后一早一晚小水勤浇，不大水漫灌。\n膨瓜初期叶面补钙，隔七天一次，共两次。\n雨前盖好棚膜，雨后开沟排水。", null)));
			solutions.send(id, solutions.view(id).version());
			return id;
		});
		if (world.has("production.planting.main")) {
			as(world, day.plusDays(1), 7, "farm.demo", "青禾瓜果家庭农场（示例）", Scope.member(world.farm()), () -> {
				var adoption = solutions.adopt(all, world.get("production.planting.main"));
				solutions.tell(all, adoption, Outcome.PARTLY, "比上一茬少裂");
				return adoption;
			});
		}
		as(world, day.plusDays(3), 9, "doctor.demo", "沈禾（示例）", Scope.ALL, () -> {
			var id = solutions.write(new Solutions.Draft(team, "watermelon", Solutions.To.farm(world.farm()), request,
					new SolutionView.Text("连作棚换砧木（示例）", "连作三年，枯萎病重。", "下一茬用葫芦砧嫁接。\n先小面积试一茬。", null)));
			solutions.send(id, solutions.view(id).version());
			solutions.change(
					id, new SolutionView.Text("连作棚换砧木（示例）", "连作三年，枯萎病重。",
							"下一茬用葫芦砧嫁接，低温期改用南瓜砧。\n先试半个棚，看坐果和品质再定。\n收完闷棚二十天。", "补上低温期和闷棚"),
					solutions.view(id).version());
			solutions.send(id, solutions.view(id).version());
			return id;
		});
	}

	private static UUID as(DemoWorld world, LocalDate day, int hour, String login, String name, Scope scope,
			Supplier<UUID> body) {
		var person = world.person(login);
		var made = new UUID[1];
		var at = day.atTime(LocalTime.of(hour, 0)).atZone(BusinessClock.ZONE).toInstant();
		new Actor(Actor.Kind.PERSON, person, person, login, name, world.tenantId(), scope, MAY)
			.run(() -> made[0] = BusinessClock.at(at, body));
		return made[0];
	}

}
