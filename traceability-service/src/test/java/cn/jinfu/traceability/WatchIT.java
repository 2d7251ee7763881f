package cn.jinfu.traceability;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.JobDefinition;
import cn.jinfu.kernel.Messages;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.MemberMessages;
import cn.jinfu.traceability.certificate.Certificate.CertificateBasis;
import cn.jinfu.traceability.code.CodePaths;
import cn.jinfu.traceability.recall.Recall.RecallSource;
import cn.jinfu.traceability.recall.RecallCommands;
import cn.jinfu.traceability.recall.RecallCommands.Seed;
import cn.jinfu.traceability.recall.RecallCommands.SeedKind;
import cn.jinfu.traceability.recall.RecallQueries;
import cn.jinfu.traceability.watch.RecallWatches;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A number left for a lot: for its recall alone, and gone when it is not needed. */
class WatchIT extends TraceWorld {

	@MockitoBean
	MemberMessages farms;

	@Autowired
	RecallWatches watches;

	@Autowired
	RecallCommands recalls;

	@Autowired
	RecallQueries room;

	@Autowired
	Messages messages;

	@Autowired
	List<JobDefinition> jobs;

	@Autowired
	CodePaths paths;

	private UUID lot = Ids.next();

	private final String mobile = "138" + "%08d".formatted(Math.abs(System.nanoTime()) % 100_000_000);

	@BeforeEach
	void labelled() {
		RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(new MockHttpServletRequest()));
		licence();
		lot = harvest("100", null);
		test("0.05");
		as("farmer",
				() -> certificates.issue(farm, lot, new BigDecimal("100"), Set.of(CertificateBasis.LAB_TEST), null));
		as("farmer", () -> labels.order(order(lot, 20)));
	}

	@Test
	void whoeverConfirmedIsWarnedOnceWhenTheLotIsCalledBack() {
		var watch = confirmed(0, mobile);
		assertThat(Tenant.callAs(TENANT, () -> watches.look(watch)).confirmed()).isTrue();
		var unconfirmed = ask(1, another(1)).reference();
		job("trace.recall-warnings");
		assertThat(warnings(mobile)).as("nothing is called back").isEmpty();
		var id = recall(false);
		job("trace.recall-warnings");
		assertThat(warnings(mobile)).singleElement().satisfies(it -> assertThat(it).contains("已召回", watch, "西瓜"));
		assertThat(Tenant.callAs(TENANT, () -> watches.look(watch)).recalled()).isTrue();
		assertThat(warnings(another(1))).as("nobody said that it is his number").isEmpty();
		job("trace.recall-warnings");
		assertThat(warnings(mobile)).hasSize(1);
		var mass = as("officer", () -> room.mass(id));
		assertThat(mass.warned()).isEqualTo(1);
		assertThat(mass.watchers()).isZero();
		Tenant.runAs(TENANT, () -> watches.forget(watch));
		assertThat(as("officer", () -> room.mass(id)).warned()).as("the count stays, the number goes").isEqualTo(1);
		assertThat(Tenant.callAs(TENANT, () -> watches.look(unconfirmed)).confirmed()).isFalse();
	}

	@Test
	void onlyTheNumbersHolderMakesItCountAndNobodySeesIt() {
		var asked = ask(0, mobile);
		var code = asked.demoCode();
		for (var wrong : List.of("000000".equals(code) ? "111111" : "000000", "", code + "1")) {
			assertThatThrownBy(() -> confirm(asked.reference(), wrong)).hasMessageContaining("trace.watch.code-wrong");
		}
		confirm(asked.reference(), code);
		assertThatThrownBy(() -> confirm(asked.reference(), code)).as("it is used up")
			.hasMessageContaining("trace.watch.code-wrong");
		assertThat(rows("select count(*) from trace_recall_watch where lot_id = ? and (mobile_sealed like '%" + mobile
				+ "%' or mobile_index like '%" + mobile + "%' or code_hash is not null)"))
			.isZero();
		assertThat(Tenant.callAs(TENANT, () -> watches.look(asked.reference())).toString()).doesNotContain(mobile);
		assertThat(elsewhere("select count(*) from trace_recall_watch")).isZero();
		var id = recall(true);
		assertThat(as("officer", () -> room.mass(id)).watchers()).as("staff see how many").isEqualTo(1);
	}

	@Test
	void afterFiveTriesAndAfterTenMinutesNoCodeIsRight() {
		var tried = ask(0, mobile);
		for (int i = 0; i < 5; i++) {
			assertThatThrownBy(() -> confirm(tried.reference(), "x")).hasMessageContaining("trace.watch.code-wrong");
		}
		assertThatThrownBy(() -> confirm(tried.reference(), tried.demoCode()))
			.hasMessageContaining("trace.watch.code-wrong");
		var old = ask(0, mobile);
		change("update trace_recall_watch set asked_at = asked_at - interval '11 minutes' where reference = ?",
				old.reference());
		assertThatThrownBy(() -> confirm(old.reference(), old.demoCode()))
			.hasMessageContaining("trace.watch.code-wrong");
	}

	@Test
	void aDrillWarnsNobody() {
		confirmed(0, mobile);
		var id = recall(true);
		job("trace.recall-warnings");
		assertThat(warnings(mobile)).isEmpty();
		assertThat(as("officer", () -> room.mass(id)).warned()).isZero();
		assertThatThrownBy(
				() -> as("clerk", () -> sql.sql("update trace_recall set warned = 1 where id = ?").param(id).update()))
			.as("the database does not believe it either")
			.isInstanceOf(DataIntegrityViolationException.class);
	}

	@Test
	void oneMessageForACaseHoweverManyOfItsLotsHeKeeps() {
		confirmed(0, mobile);
		var first = lot;
		var second = harvest("50", null);
		as("farmer",
				() -> certificates.issue(farm, second, new BigDecimal("50"), Set.of(CertificateBasis.LAB_TEST), null));
		as("farmer", () -> labels.order(order(second, 5)));
		confirmed(20, mobile);
		var id = recall(false, first, second);
		job("trace.recall-warnings");
		assertThat(warnings(mobile)).hasSize(1);
		assertThat(as("officer", () -> room.mass(id)).warned()).isEqualTo(1);
		assertThat(rows(
				"select count(*) from trace_recall_watch where warned_at is null and lot_id in (?, '" + second + "')"))
			.isZero();
	}

	@Test
	void aLotCalledBackWithoutACaseWarnsToo() {
		confirmed(0, mobile);
		as("officer", () -> run(() -> lots.hold(lot, "x", version(lot))));
		as("officer", () -> run(() -> lots.recall(lot, "x", version(lot))));
		job("trace.recall-warnings");
		assertThat(warnings(mobile)).hasSize(1);
	}

	@Test
	void whatIsRefused() {
		assertThatThrownBy(() -> ask(0, "12345")).isInstanceOf(Refusal.RuleBroken.class)
			.satisfies(it -> assertThat(((Refusal) it).field()).isEqualTo("mobile"));
		assertThatThrownBy(() -> Tenant.callAs(TENANT,
				() -> watches.ask(new RecallWatches.Ask(paths.label(productNo, 0, 0), mobile, false, productNo))))
			.hasMessageContaining("trace.watch.consent");
		assertThatThrownBy(() -> Tenant.callAs(TENANT,
				() -> watches.ask(new RecallWatches.Ask("X123 0000 0000 0000 0000", mobile, true, productNo))))
			.hasMessageContaining("trace.watch.not-ours");
		assertThatThrownBy(() -> ask(500, mobile)).as("signed, never ordered")
			.hasMessageContaining("trace.watch.not-ours");
		for (int i = 0; i < 3; i++) {
			ask(i, mobile);
		}
		assertThatThrownBy(() -> ask(4, mobile)).isInstanceOf(Refusal.TooMany.class);
		for (int i = 0; i < 7; i++) {
			ask(i, another(10 + i));
		}
		assertThatThrownBy(() -> ask(4, another(20))).as("ten a day from one address")
			.isInstanceOf(Refusal.TooMany.class);
		assertThatThrownBy(() -> Tenant.runAs(TENANT, () -> watches.look("0123456789AB")))
			.isInstanceOf(Refusal.NotFound.class);
		as("officer", () -> run(() -> lots.hold(lot, "x", version(lot))));
		Tenant.callAs(TENANT,
				() -> watches.ask(new RecallWatches.Ask(paths.label(productNo, 0, 5), another(21), true, "held")));
		as("officer", () -> run(() -> lots.recall(lot, "x", version(lot))));
		assertThatThrownBy(() -> Tenant.callAs(TENANT,
				() -> watches.ask(new RecallWatches.Ask(paths.label(productNo, 0, 5), another(22), true, "late"))))
			.as("he is told at once")
			.hasMessageContaining("trace.watch.recalled");
	}

	@Test
	void hisNumberGoesWhenHeSaysSoAndNothingOpensItAnyMore() {
		var watch = confirmed(0, mobile);
		var id = as("clerk",
				() -> sql.sql("select id from trace_recall_watch where reference = ?")
					.param(watch)
					.query(UUID.class)
					.single());
		var pending = ask(1, mobile).reference();
		assertThatThrownBy(() -> Tenant.runAs(TENANT, () -> watches.forget(pending)))
			.as("whoever typed another's number gets no new try by deleting it")
			.isInstanceOf(Refusal.NotFound.class);
		// by any federation's host: the reference knows whose it is
		Tenant.runAs("330499", () -> watches.forget(watch));
		assertThat(rows("select count(*) from trace_recall_watch where lot_id = ? and confirmed_at is not null"))
			.isZero();
		assertThat(as("clerk",
				() -> sql.sql("select wrapped_key is null from platform_person_key where person_id = ?")
					.param(id)
					.query(Boolean.class)
					.single()))
			.isTrue();
		assertThatThrownBy(() -> Tenant.runAs(TENANT, () -> watches.forget(watch)))
			.isInstanceOf(Refusal.NotFound.class);
		recall(false);
		job("trace.recall-warnings");
		assertThat(warnings(mobile)).isEmpty();
	}

	@Test
	void leftAgainTheLaterOneStandsAlone() {
		var first = confirmed(0, mobile);
		var second = confirmed(1, mobile);
		assertThatThrownBy(() -> Tenant.runAs(TENANT, () -> watches.look(first))).isInstanceOf(Refusal.NotFound.class);
		assertThat(Tenant.callAs(TENANT, () -> watches.look(second)).confirmed()).isTrue();
	}

	@Test
	void nightsDeleteWhatIsNoLongerNeeded() {
		var kept = confirmed(0, another(1));
		var never = ask(1, another(2)).reference();
		change("update trace_recall_watch set asked_at = asked_at - interval '25 hours' where reference = ?", never);
		var warned = confirmed(2, another(3));
		change("update trace_recall_watch set warned_at = clock_timestamp() - interval '31 days' where reference = ?",
				warned);
		var old = confirmed(3, another(4));
		change("update trace_recall_watch set on_day = on_day - 400, until_on = on_day - 35 where reference = ?", old);
		job("trace.recall-watch-sweep");
		for (var gone : List.of(never, warned, old)) {
			assertThatThrownBy(() -> Tenant.runAs(TENANT, () -> watches.look(gone)))
				.isInstanceOf(Refusal.NotFound.class);
		}
		assertThat(Tenant.callAs(TENANT, () -> watches.look(kept)).confirmed()).isTrue();
		change("update trace_lot set status = 'CONSUMED', kg_left = 0, status_at = now() - interval '89 days' where id = ?::uuid",
				lot.toString());
		job("trace.recall-watch-sweep");
		assertThat(Tenant.callAs(TENANT, () -> watches.look(kept)).confirmed()).isTrue();
		change("update trace_lot set status_at = now() - interval '92 days' where id = ?::uuid", lot.toString());
		job("trace.recall-watch-sweep");
		assertThatThrownBy(() -> Tenant.runAs(TENANT, () -> watches.look(kept))).isInstanceOf(Refusal.NotFound.class);
	}

	private RecallWatches.Asked ask(long number, String to) {
		return Tenant.callAs(TENANT,
				() -> watches.ask(new RecallWatches.Ask(paths.label(productNo, 0, number), to, true, productNo)));
	}

	private String confirmed(long number, String to) {
		var asked = ask(number, to);
		confirm(asked.reference(), asked.demoCode());
		return asked.reference();
	}

	private void confirm(String reference, String code) {
		Tenant.runAs(TENANT, () -> watches.confirm(reference, code));
	}

	private String another(int n) {
		return "139" + mobile.substring(3, 9) + "%02d".formatted(n);
	}

	private UUID recall(boolean drill, UUID... some) {
		var seeds = (some.length > 0) ? List.of(some) : List.of(lot);
		var id = as("officer", () -> recalls.open(new RecallCommands.Open(RecallSource.SELF, "x", drill,
				seeds.stream().map(it -> new Seed(SeedKind.LOT, it)).toList())));
		as("officer", () -> run(() -> recalls.hold(id, room.view(id).version())));
		as("officer", () -> run(() -> recalls.scope(id, room.view(id).version())));
		as("officer", () -> run(() -> recalls.announce(id, 1, room.view(id).version())));
		return id;
	}

	private void job(String name) {
		var job = jobs.stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
		Actor.system(TENANT).run(() -> job.run(java.time.LocalDate.now(java.time.ZoneId.of("Asia/Shanghai"))));
	}

	private List<String> warnings(String to) {
		return as("clerk",
				() -> messages.list(null, null, 100)
					.items()
					.stream()
					.filter(it -> it.template().equals("trace.message.watch-recall")
							&& it.to().equals(new cn.jinfu.kernel.MobileNumber(to).masked())
							&& String.valueOf(it.text()).contains(lotCode()))
					.map(Messages.Line::text)
					.toList());
	}

	private String lotCode() {
		return sql.sql("select lot_code from trace_lot where id = ?").param(lot).query(String.class).single();
	}

	private int rows(String count) {
		return as("clerk", () -> sql.sql(count).param(lot).query(Integer.class).single());
	}

	private void change(String update, String which) {
		as("clerk", () -> sql.sql(update).param(which).update());
	}

}
