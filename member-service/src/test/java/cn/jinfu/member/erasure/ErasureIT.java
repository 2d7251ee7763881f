package cn.jinfu.member.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.MobileNumber;
import cn.jinfu.kernel.PersonalData;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.ResidentId;
import cn.jinfu.kernel.Scope;
import cn.jinfu.member.MemberIT;
import cn.jinfu.member.People;
import cn.jinfu.member.person.PersonDesk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.transaction.support.TransactionTemplate;

/** What is kept of a person is deleted when two people say so, once, and for good. */
@MemberIT
class ErasureIT {

	private static final AtomicInteger NUMBER = new AtomicInteger(500);

	/** Its own: other tests count what is in theirs. */
	private static final String TENANT = "330471";

	private static final String REASON = "不再参加农合联";

	@Autowired
	ErasureDesk desk;

	@Autowired
	PersonDesk persons;

	@Autowired
	People people;

	@Autowired
	PersonalData vault;

	@Autowired
	JdbcTemplate jdbc;

	@Autowired
	TransactionTemplate transaction;

	private final Actor clerk = person("clerk", Ids.next(), "member:erasure:request", "member:erasure:view");

	private final Actor reviewer = person("reviewer", Ids.next(), "member:erasure:decide", "member:erasure:view");

	private ResidentId card = card();

	private UUID farmer = new UUID(0, 0);

	@BeforeEach
	void somebodyIsRegistered() {
		jdbc.update(
				"insert into platform_tenant (code, name, division, demo) values (?, 't', '330482', true) on conflict do nothing",
				TENANT);
		card = card();
		farmer = as(clerk,
				() -> in(() -> persons.noted("沈示例", card, new MobileNumber("13700" + card.value().substring(11, 17)))));
	}

	@Test
	void whatWasDeletedOpensNowhereAndStaysDeleted() {
		var sealed = as(clerk, () -> in(
				() -> jdbc.queryForObject("select id_sealed from member_person where id = ?", String.class, farmer)));
		var id = as(clerk, () -> desk.requestFor(card, "沈示例", REASON));
		as(reviewer, () -> {
			assertThat(desk.waiting(reviewer)).extracting(ErasureDesk.View::id).contains(id);
			desk.erase(id, "核对无误", 0);
			return id;
		});

		as(reviewer, () -> {
			assertThatThrownBy(() -> vault.use(farmer, Objects.requireNonNull(sealed)))
				.isInstanceOf(Refusal.WrongState.class);
			assertThat(people.find(farmer).orElseThrow().name()).isEqualTo("已删除");
			assertThat(people.numberOf(farmer)).isEmpty();
			assertThat(people.byMobile(new MobileNumber("13700" + card.value().substring(11, 17)))).isEmpty();
			assertThat(desk.all()).filteredOn(it -> it.id().equals(id))
				.extracting(ErasureDesk.View::personName)
				.containsExactly("已删除");
			Long destroyed = in(() -> jdbc.queryForObject(
					"select count(*) from platform_audit where action = 'destroy-key' and object_id = ?", Long.class,
					farmer));
			assertThat(destroyed).isEqualTo(1L);
			return id;
		});
		assertThatThrownBy(() -> as(clerk, () -> desk.requestFor(card, "沈示例", REASON)))
			.hasMessageContaining("member.erasure.unknown");
		for (var statement : List.of("update member_person set name = '沈示例' where id = ?",
				"update platform_person_key set wrapped_key = '\\x00', destroyed_at = null where person_id = ?",
				"update member_erasure set status = 'REQUESTED' where person_id = ?")) {
			assertThatThrownBy(() -> as(clerk, () -> in(() -> jdbc.update(statement, farmer))))
				.isInstanceOf(DataAccessException.class)
				.hasMessageContaining("what was deleted stays deleted");
		}
	}

	@Test
	void nobodyDecidesWhatHeAskedForOrWhatIsHisOwn() {
		var both = person("both", Ids.next(), "member:erasure:request", "member:erasure:decide");
		var id = as(both, () -> desk.requestFor(card, "沈示例", REASON));
		assertThatThrownBy(() -> as(both, () -> erased(id))).hasMessageContaining("member.erasure.same-person");
		var himself = person("farmer", farmer, "member:erasure:decide", "portal:open");
		assertThatThrownBy(() -> as(himself, () -> erased(id))).hasMessageContaining("member.erasure.same-person");
		assertThatThrownBy(() -> as(clerk, () -> erased(id))).isInstanceOf(AccessDeniedException.class);
		assertThatThrownBy(() -> as(clerk, () -> in(() -> jdbc.update("""
				update member_erasure set status = 'ERASED', decided_by = requested_by, decided_name = 'x',
				  decided_at = now(), decision_reason = 'xx' where id = ?""", id))))
			.hasMessageContaining("member_erasure_four_eyes_ck");
		assertThatThrownBy(() -> as(clerk, () -> desk.requestFor(card, "沈示例", REASON)))
			.hasMessageContaining("member.erasure.waiting");
		as(reviewer, () -> {
			desk.refuse(id, "名字不符", 0);
			return id;
		});
		assertThat(as(clerk, () -> in(() -> people.find(farmer))).orElseThrow().name()).isEqualTo("沈示例");
	}

	@Test
	void whatIsStillOpenComesFirst() {
		var id = as(clerk, () -> desk.requestFor(card, "沈示例", REASON));
		as(clerk,
				() -> in(() -> jdbc
					.update("""
							insert into member_application (id, tenant_id, version, no, status, name, kind, division_code, area_mu, applicant_id,
							  created_at) values (?, ?, 0, ?, 'DRAFT', 'x', 'FAMILY_FARM', '330482103', 5, ?, now())""",
							Ids.next(), TENANT, "E-" + NUMBER.incrementAndGet(), farmer)));
		assertThatThrownBy(() -> as(reviewer, () -> erased(id))).hasMessageContaining("member.erasure.open");
		as(clerk, () -> in(() -> jdbc
			.update("update member_application set status = 'WITHDRAWN' where applicant_id = ?", farmer)));
		as(reviewer, () -> erased(id));
	}

	@Test
	void thePersonAsksHimselfAndMayTakeItBack() {
		var himself = person("farmer", farmer, "portal:open");
		as(himself, () -> desk.requestOwn(REASON));
		assertThat(as(himself, () -> desk.own()).orElseThrow().bySelf()).isTrue();
		as(himself, () -> {
			desk.withdrawOwn();
			return farmer;
		});
		assertThat(as(himself, () -> desk.own()).orElseThrow().status()).isEqualTo(ErasureStatus.WITHDRAWN);
		assertThatThrownBy(() -> as(himself, () -> desk.requestOwn(" "))).hasMessageContaining("member.erasure.words");
	}

	@Test
	void ofManyDecisionsAtOnceOneHolds() throws Exception {
		var id = as(clerk, () -> desk.requestFor(card, "沈示例", REASON));
		var start = new CyclicBarrier(4);
		var tries = new ArrayList<Callable<String>>();
		for (int n = 0; n < 4; n++) {
			var one = person("r" + n, Ids.next(), "member:erasure:decide");
			var erase = n % 2 == 0;
			tries.add(() -> {
				start.await();
				try {
					as(one, () -> {
						if (erase) {
							desk.erase(id, "核对无误", 0);
						}
						else {
							desk.refuse(id, "不同意", 0);
						}
						return id;
					});
					return "ok";
				}
				catch (Refusal refused) {
					return refused.code();
				}
			});
		}
		try (var threads = Executors.newFixedThreadPool(4)) {
			var ends = new ArrayList<String>();
			for (var end : threads.invokeAll(tries)) {
				ends.add(end.get());
			}
			assertThat(ends).containsOnlyOnce("ok").containsOnly("ok", "kernel.stale");
		}
	}

	private UUID erased(UUID id) {
		desk.erase(id, "核对无误", 0);
		return id;
	}

	private static Actor person(String login, UUID id, String... permissions) {
		return new Actor(Actor.Kind.PERSON, id, id, login, login, TENANT, Scope.ALL, Set.of(permissions));
	}

	private static ResidentId card() {
		int[] weights = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
		var body = "33048219710203" + NUMBER.incrementAndGet();
		int sum = 0;
		for (int n = 0; n < 17; n++) {
			sum += (body.charAt(n) - '0') * weights[n];
		}
		return new ResidentId(body + "10X98765432".charAt(sum % 11));
	}

	private <T> T in(java.util.function.Supplier<T> body) {
		return Objects.requireNonNull(transaction.execute(_ -> body.get()));
	}

	private static <T> T as(Actor actor, java.util.function.Supplier<T> body) {
		var result = new AtomicReference<T>();
		actor.run(() -> result.set(body.get()));
		return result.get();
	}

}
