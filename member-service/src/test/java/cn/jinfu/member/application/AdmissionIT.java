package cn.jinfu.member.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.DemoPart;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.MobileNumber;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Scope;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.MemberIT;
import cn.jinfu.member.MemberKind;
import cn.jinfu.member.MemberStatus;
import cn.jinfu.member.People;
import cn.jinfu.member.register.MemberDesk.PersonFacts;
import cn.jinfu.member.register.MemberFacts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.access.AccessDeniedException;

@MemberIT
class AdmissionIT {

	private static final Set<String> ALL = Set.of("member:application:view", "member:application:enter",
			"member:application:opine", "member:application:admit", "member:application:submit", "member:member:view");

	@Autowired
	ApplicationCommands commands;

	@Autowired
	ApplicationQueries queries;

	@Autowired
	MemberDirectory members;

	@Autowired
	People people;

	@Autowired
	DemoPart demo;

	@Autowired
	JdbcTemplate jdbc;

	@BeforeEach
	void loadBothFederationsOnce() {
		for (var tenant : new String[] { DemoWorld.MAIN_TENANT, DemoWorld.OTHER_TENANT }) {
			if (jdbc.update("""
					insert into platform_tenant (code, name, division, demo) values (?, ?, ?, true)
					on conflict do nothing""", tenant, tenant, tenant) == 1) {
				Actor.system(tenant).run(() -> demo.load(new DemoWorld(tenant, LocalDate.of(2026, 11, 24))));
			}
		}
	}

	private static Actor person(String login, Scope scope, Set<String> permissions) {
		var id = UUID.nameUUIDFromBytes(login.getBytes(java.nio.charset.StandardCharsets.UTF_8));
		return new Actor(Actor.Kind.PERSON, id, id, login, login, DemoWorld.MAIN_TENANT, scope, permissions);
	}

	private static MemberFacts farm(String name) {
		return new MemberFacts(name, MemberKind.FAMILY_FARM, null, new DivisionCode("330482103"), null,
				AreaMu.of("12.5"), null, null, null);
	}

	private UUID entered(String name) {
		var id = new AtomicReference<UUID>();
		person("clerk", Scope.ALL, ALL).run(() -> id.set(commands.applyFor(new ApplicationCommands.ApplyFor(farm(name),
				new PersonFacts(name, null, new MobileNumber("13700000001"))))));
		return id.get();
	}

	private long version(UUID id) {
		return queries.view(id).version();
	}

	@Test
	void threePersonsMakeAMember() {
		var id = entered("三人农场");
		person("township", Scope.township("330482103"), ALL).run(() -> commands.pass(id, "实地看过", version(id)));
		person("reviewer", Scope.ALL, ALL).run(() -> {
			var memberId = commands.admit(id, null, version(id));
			var member = members.require(memberId);
			assertThat(member.no()).matches("M-[0-9]{6}");
			assertThat(member.status()).isEqualTo(MemberStatus.ACTIVE);
			assertThat(members.search("三人", 10)).extracting("memberId").contains(memberId);
			assertThat(members.search("srnc", 10)).extracting("memberId").contains(memberId);
			assertThat(people.byMobile(new MobileNumber("137 0000 0001"))).extracting(People.Person::name)
				.contains("三人农场");
		});
	}

	@Test
	void submitterAndTownshipPersonMayNotDecide() {
		var id = entered("四眼农场");
		person("clerk", Scope.ALL, ALL).run(() -> assertThatThrownBy(() -> commands.pass(id, "自己看过", version(id)))
			.isInstanceOf(Refusal.Forbidden.class)
			.hasMessageContaining("same-person"));
		person("township", Scope.ALL, ALL).run(() -> commands.pass(id, "看过", version(id)));
		person("township", Scope.ALL, ALL).run(() -> assertThatThrownBy(() -> commands.admit(id, null, version(id)))
			.isInstanceOf(Refusal.Forbidden.class)
			.hasMessageContaining("township-person"));
		person("clerk", Scope.ALL, ALL).run(() -> assertThatThrownBy(() -> commands.admit(id, null, version(id)))
			.isInstanceOf(Refusal.Forbidden.class));
	}

	@Test
	void whatWasReturnedComesBackToItsPlace() {
		var id = entered("补正农场");
		person("township", Scope.ALL, ALL).run(() -> commands.pass(id, "看过", version(id)));
		person("reviewer", Scope.ALL, ALL).run(() -> commands.giveBack(id, "缺面积", version(id)));
		person("clerk", Scope.ALL, ALL).run(() -> {
			assertThat(queries.view(id).dueOn()).isNull();
			commands.resubmit(id, farm("补正农场"), version(id));
			assertThat(queries.view(id).status()).isEqualTo(AdmissionStatus.COUNTY_REVIEW);
		});
	}

	@Test
	void anotherTownshipAndAnotherTenantSeeNothing() {
		var id = entered("界外农场");
		person("other", Scope.township("330482101"), ALL)
			.run(() -> assertThatThrownBy(() -> queries.view(id)).isInstanceOf(Refusal.NotFound.class));
		Actor.system(DemoWorld.OTHER_TENANT).run(() -> assertThat(members.search("青禾", 10)).isEmpty());
		Actor.system(DemoWorld.MAIN_TENANT).run(() -> assertThat(members.search("青禾", 10)).hasSize(1));
	}

	@Test
	void withoutPermissionNothingMoves() {
		var id = entered("无权农场");
		person("nobody", Scope.ALL, Set.of("member:application:view"))
			.run(() -> assertThatThrownBy(() -> commands.pass(id, "看过", 0)).isInstanceOf(AccessDeniedException.class));
	}

}
