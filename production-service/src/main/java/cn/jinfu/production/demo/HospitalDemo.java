package cn.jinfu.production.demo;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DemoPart;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.FieldUnit;
import cn.jinfu.kernel.Scope;
import cn.jinfu.production.Crops;
import cn.jinfu.production.hospital.consult.ConsultChannel;
import cn.jinfu.production.hospital.consult.ConsultCommands;
import cn.jinfu.production.hospital.doctor.DoctorLevel;
import cn.jinfu.production.hospital.doctor.Doctors;
import cn.jinfu.production.hospital.pest.PestBook;
import cn.jinfu.production.hospital.pest.PestKind;
import cn.jinfu.production.hospital.prescription.PrescriptionCommands;
import cn.jinfu.production.hospital.prescription.PrescriptionQueries;
import lombok.RequiredArgsConstructor;
import org.springframework.stereotype.Component;

/**
 * An invented crop hospital with two doctors, a few pages on pests, and the main farm's
 * questions: one answered, one prescribed for, one waiting.
 */
@Component
@RequiredArgsConstructor
class HospitalDemo implements DemoPart {

	private static final Set<String> MAY = Set.of("production:consult:view", "production:consult:ask",
			"production:consult:answer", "production:prescription:issue", "production:pest:view",
			"production:pest:edit", "production:hospital:manage");

	private static final String SOURCE = "示例：待县植保站核定";

	private final Doctors doctors;

	private final PestBook pests;

	private final ConsultCommands consults;

	private final PrescriptionCommands prescriptions;

	private final PrescriptionQueries signed;

	@Override
	public int order() {
		return 220;
	}

	@Override
	public void load(DemoWorld world) {
		if (!world.main()) {
			return;
		}
		var opened = world.today().minusDays(200).atTime(LocalTime.of(9, 0)).atZone(BusinessClock.ZONE).toInstant();
		var anthracnose = staff(world, opened, () -> {
			var hospital = doctors.open(new Doctors.HospitalText("新仓庄稼医院（示例）", "新仓镇示例路1号", "8:00—17:00，农忙不休",
					"0573-00001111", 4, true, true));
			doctors.employ(new Doctors.DoctorText(hospital, "doctor.demo", "沈禾（示例）", DoctorLevel.SENIOR,
					Set.of(Crops.Group.FRUIT, Crops.Group.VEGETABLE), 30, true, true));
			doctors.employ(new Doctors.DoctorText(hospital, "doctor.second", "周田（示例）", DoctorLevel.CHIEF,
					Set.of(Crops.Group.GRAIN, Crops.Group.FRUIT), 10, true, true));
			return knowledge();
		});
		if (!world.has("production.planting.main") || !world.has("production.input.fungicide")) {
			return;
		}
		answered(world);
		prescribed(world, anthracnose);
		asked(world, today(world, 7, 30), "production.planting.sprayed", "瓜蔓基部发黄、流胶，昨天刚看到，有三四棵，要不要拔掉？");
	}

	/** The first is the one that is prescribed against. */
	private UUID knowledge() {
		var first = pest("炭疽病", PestKind.DISEASE, Set.of("watermelon", "melon", "strawberry"),
				"叶上近圆形褐斑，有同心轮纹，潮湿时出粉红色黏点；瓜上斑凹陷、开裂。", "清沟排水，降低棚内湿度；摘除病叶带出棚外；发病初期用登记药剂，轮换使用。");
		pest("蚜虫", PestKind.INSECT, Set.of("cucumber", "watermelon", "strawberry"), "群集嫩叶背面吸汁，叶片卷缩，有蜜露和煤污，还会传病毒病。",
				"挂黄板；清除田边杂草；保护瓢虫等天敌；发生初期用登记药剂喷叶背。");
		pest("稻瘟病", PestKind.DISEASE, Set.of("rice"), "叶上梭形斑，中间灰白、边缘褐色；抽穗期穗颈变褐折断。", "选抗病品种，控制氮肥；破口期看天气预防，用登记药剂。");
		pest("美洲斑潜蝇", PestKind.INSECT, Set.of("cowpea", "cucumber"), "叶面有弯曲的白色蛇形虫道，严重时叶片枯黄。",
				"摘除虫叶深埋；挂黄板诱杀成虫；虫道刚出现时用登记药剂。");
		return first;
	}

	private UUID pest(String name, PestKind kind, Set<String> crops, String symptoms, String measures) {
		return pests.add(new PestBook.PestText(name, kind, crops, symptoms, measures, SOURCE, true, true), null);
	}

	private void answered(DemoWorld world) {
		var at = today(world, 9, 0).minus(Duration.ofDays(12));
		var consult = asked(world, at, "production.planting.main", "坐瓜后叶子中午发蔫，早上又好，是缺水吗？");
		doctor(world, at.plus(Duration.ofMinutes(20)), () -> {
			consults.take(consult);
			consults.answer(consult, "多半是根系弱，不是缺水。先不要大水漫灌，傍晚小水勤浇，遮一遮中午的太阳，三五天看看。还不好再发照片来。");
			return consult;
		});
		farm(world, at.plus(Duration.ofHours(5)), () -> {
			consults.rate(consult, 5, "管用");
			return consult;
		});
	}

	private void prescribed(DemoWorld world, UUID pest) {
		var at = today(world, 8, 0).minus(Duration.ofDays(1));
		var consult = asked(world, at, "production.planting.main", "叶上褐色圆斑，一圈一圈的，雨后多起来了。");
		doctor(world, at.plus(Duration.ofMinutes(35)), () -> {
			consults.take(consult);
			var prescription = prescriptions.draft(consult,
					new PrescriptionCommands.Draft(pest, "先摘病叶再打药，打在叶子正反两面，下雨前后不打。",
							List.of(new PrescriptionCommands.Line(world.get("production.input.fungicide"),
									new BigDecimal("60"), FieldUnit.GRAM, 1500, 1, null))));
			prescriptions.issue(prescription, signed.view(prescription).version());
			return prescription;
		});
	}

	private UUID asked(DemoWorld world, Instant at, String planting, String question) {
		return farm(world, at,
				() -> consults.ask(world.farm(), world.get(planting), ConsultChannel.ONLINE, question, List.of()));
	}

	/**
	 * A time of the day on which the demo is loaded, yesterday if that is still to come.
	 */
	private static Instant today(DemoWorld world, int hour, int minute) {
		var at = world.today().atTime(LocalTime.of(hour, minute)).atZone(BusinessClock.ZONE).toInstant();
		return at.isAfter(Instant.now()) ? at.minus(Duration.ofDays(1)) : at;
	}

	private static UUID staff(DemoWorld world, Instant at, Supplier<UUID> body) {
		return as(world, at, "production.officer", "生产专员", Scope.ALL, body);
	}

	private static UUID doctor(DemoWorld world, Instant at, Supplier<UUID> body) {
		return as(world, at, "doctor.demo", "沈禾（示例）", Scope.ALL, body);
	}

	private static UUID farm(DemoWorld world, Instant at, Supplier<UUID> body) {
		return as(world, at, "farm.demo", "青禾瓜果家庭农场（示例）", Scope.member(world.farm()), body);
	}

	private static UUID as(DemoWorld world, Instant at, String login, String name, Scope scope, Supplier<UUID> body) {
		var person = world.person(login);
		var made = new UUID[1];
		new Actor(Actor.Kind.PERSON, person, person, login, name, world.tenantId(), scope, MAY)
			.run(() -> made[0] = BusinessClock.at(at, body));
		return made[0];
	}

}
