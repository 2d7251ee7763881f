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

	@Autowired
	org.springframework.transaction.support.TransactionTemplate transaction;

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

	private static ApplicationCommands.Paper paper() {
		var out = new java.io.ByteArrayOutputStream();
		try {
			javax.imageio.ImageIO
				.write(new java.awt.image.BufferedImage(8, 8, java.awt.image.BufferedImage.TYPE_BYTE_GRAY), "png", out);
		}
		catch (java.io.IOException failure) {
			throw new java.io.UncheckedIOException(failure);
		}
		return new ApplicationCommands.Paper("paper", "a.png", out.toByteArray());
	}

	private UUID entered(String name) {
		var id = new AtomicReference<UUID>();
		person("clerk", Scope.ALL, ALL).run(() -> id.set(commands.applyFor(new ApplicationCommands.ApplyFor(farm(name),
				new PersonFacts(name, null, new MobileNumber("13700000001")), paper()))));
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
	void onePersonGivesOpinionAndDecisionOnlyWhereTheFederationLetsHim() {
		var id = entered("一人农场");
		person("township", Scope.ALL, ALL).run(() -> commands.pass(id, "看过", version(id)));
		twoPeople(false);
		try {
			person("clerk", Scope.ALL, ALL).run(() -> assertThatThrownBy(() -> commands.admit(id, null, version(id)))
				.hasMessageContaining("same-person"));
			person("township", Scope.ALL, ALL).run(() -> {
				assertThat(queries.view(id).blocked()).isNull();
				commands.admit(id, null, version(id));
				assertThat(queries.file(id).history().getFirst().reason()).contains("同一人");
			});
		}
		finally {
			twoPeople(true);
		}
		assertThatThrownBy(() -> person("township", Scope.ALL, ALL).run(() -> transaction.execute(_ -> jdbc.update(
				"""
						insert into member_application (id, tenant_id, version, no, status, name, kind, division_code,
						  applicant_id, created_at, alone)
						select gen_random_uuid(), tenant_id, 0, 'X-1', 'DRAFT', name, kind, division_code, applicant_id, created_at,
						  true from member_application where id = ?""",
				id))))
			.hasMessageContaining("member.application.admit takes two people");
	}

	private void twoPeople(boolean required) {
		person("admin", Scope.ALL, ALL).run(() -> transaction.execute(_ -> jdbc.update("""
				insert into platform_four_eyes_change (id, tenant_id, step, required, reason, state, proposed_by,
				  proposed_name, proposed_at, closed_by, closed_name, closed_at)
				values (?, ?, 'member.application.admit', ?, '小县', 'CONFIRMED', ?, 'a', now(), ?, 'b', now())""",
				cn.jinfu.kernel.Ids.next(), DemoWorld.MAIN_TENANT, required, UUID.randomUUID(), UUID.randomUUID())));
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
	void twoWhoAdmitAtOnceMakeOneMember() throws InterruptedException {
		var id = entered("争先农场");
		person("township", Scope.township("330482103"), ALL).run(() -> commands.pass(id, "看过", version(id)));
		var seen = new AtomicReference<Long>();
		person("reviewer", Scope.ALL, ALL).run(() -> seen.set(version(id)));
		var refused = new java.util.concurrent.atomic.AtomicInteger();
		var start = new java.util.concurrent.CountDownLatch(1);
		var threads = java.util.stream.Stream.of("reviewer", "second").map(login -> Thread.ofVirtual().start(() -> {
			try {
				start.await();
				person(login, Scope.ALL, ALL).run(() -> commands.admit(id, null, seen.get()));
			}
			catch (InterruptedException stopped) {
				Thread.currentThread().interrupt();
			}
			catch (Refusal.WrongState | Refusal.Stale
					| org.springframework.dao.OptimisticLockingFailureException lost) {
				refused.incrementAndGet();
			}
		})).toList();
		start.countDown();
		for (var thread : threads) {
			thread.join();
		}
		assertThat(refused).hasValue(1);
		Actor.system(DemoWorld.MAIN_TENANT).run(() -> assertThat(members.search("争先农场", 10)).hasSize(1));
	}

	@Test
	void applicantAgreesShowsHisIdAndDoesNotApplyTwice() {
		var applicant = new AtomicReference<UUID>();
		Actor.system(DemoWorld.MAIN_TENANT)
			.run(() -> applicant.set(people.enrol("申请人", new MobileNumber("13700000077"))));
		var self = new Actor(Actor.Kind.PERSON, applicant.get(), applicant.get(), "phone", "申请人", DemoWorld.MAIN_TENANT,
				Scope.NONE, Set.of("member:application:submit"));
		var id = new cn.jinfu.kernel.ResidentId("11010519491231002X");
		self.run(() -> {
			assertThatThrownBy(() -> commands.apply(new ApplicationCommands.Apply(farm("自报农场"), id, false, null)))
				.hasMessageContaining("consent");
			var made = commands.apply(new ApplicationCommands.Apply(farm("自报农场"), id, true, paper()));
			assertThat(queries.view(made).licenceFile()).isNotNull();
			assertThat(queries.view(made).applicantId()).isEqualTo("1101**********002X");
			assertThatThrownBy(() -> commands.apply(new ApplicationCommands.Apply(farm("自报农场"), id, true, null)))
				.hasMessageContaining("member_application_open_uq");
			assertThat(queries.mine()).extracting(ApplicationView::name).containsExactly("自报农场");
		});
	}

	@Test
	void counterEntryShowsBothNamesAndItsClerkMayNotDecide() {
		var id = entered("代办农场");
		person("clerk", Scope.ALL, ALL).run(() -> {
			var file = queries.file(id);
			assertThat(file.view().enteredBy()).isEqualTo("clerk");
			assertThat(file.history().getLast().reason()).contains("clerk", "代办农场");
			assertThat(file.view().blocked()).isEqualTo("member.application.same-person");
			assertThat(file.view().actions()).doesNotContain(AdmissionStatus.Action.PASS);
			assertThat(told("member.message.entered")).isPositive();
		});
	}

	private long told(String template) {
		return java.util.Objects.requireNonNull(transaction.execute(_ -> jdbc
			.queryForObject("select count(*) from platform_message where template = ?", Long.class, template)));
	}

	@Test
	void stepOfAnotherOfficeIsRefused() {
		var id = entered("越级农场");
		person("reviewer", Scope.ALL, Set.of("member:application:view", "member:application:admit"))
			.run(() -> assertThatThrownBy(() -> commands.reject(id, "不行", version(id)))
				.hasMessageContaining("not-your-step"));
	}

	@Test
	void placeOutsideTheCountyIsRefused() {
		var facts = new MemberFacts("外县农场", MemberKind.FAMILY_FARM, null, new DivisionCode("330499101"), null,
				AreaMu.of("1"), null, null, null);
		person("clerk", Scope.ALL, ALL).run(() -> assertThatThrownBy(() -> commands
			.applyFor(new ApplicationCommands.ApplyFor(facts, new PersonFacts("人", null, null), paper())))
			.hasMessageContaining("elsewhere"));
	}

	@Test
	void demoHasAnApplicationInEveryStep() {
		person("viewer", Scope.ALL, ALL).run(() -> {
			var tabs = queries.list(new ApplicationFilter(null, null, null, null, null, null)).tabs();
			assertThat(tabs).containsKeys(AdmissionStatus.TOWNSHIP_REVIEW, AdmissionStatus.COUNTY_REVIEW,
					AdmissionStatus.RETURNED, AdmissionStatus.REJECTED);
		});
		person("elsewhere", Scope.township("330482101"), ALL)
			.run(() -> assertThat(queries.list(new ApplicationFilter(null, null, null, null, null, null)).all())
				.isZero());
	}

	@Test
	void withoutPermissionNothingMoves() {
		var id = entered("无权农场");
		person("nobody", Scope.ALL, Set.of("member:application:view"))
			.run(() -> assertThatThrownBy(() -> commands.pass(id, "看过", 0)).isInstanceOf(AccessDeniedException.class));
	}

}
