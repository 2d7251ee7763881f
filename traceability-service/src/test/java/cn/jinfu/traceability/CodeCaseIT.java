package cn.jinfu.traceability;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.traceability.certificate.Certificate.CertificateBasis;
import cn.jinfu.traceability.code.CodeAnswer;
import cn.jinfu.traceability.code.LabelKeys;
import cn.jinfu.traceability.code.LabelSerial;
import cn.jinfu.traceability.codecase.CodeCase.CodeCaseCause;
import cn.jinfu.traceability.codecase.CodeCase.Conclusion;
import cn.jinfu.traceability.codecase.CodeCaseCommands;
import cn.jinfu.traceability.codecase.CodeCaseQueries;
import cn.jinfu.traceability.codecase.CodeCaseQueries.CaseView;
import cn.jinfu.traceability.codecase.CodeCaseStatus;
import cn.jinfu.traceability.codecase.CodeRules;
import cn.jinfu.traceability.codecase.Complaints;
import cn.jinfu.traceability.codecase.Complaints.ComplaintKind;
import cn.jinfu.traceability.label.LabelOrders;
import cn.jinfu.traceability.label.LabelVoidCause;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What scans give away and consumers tell, to its conclusion, on a real database. */
class CodeCaseIT extends TraceWorld {

	@Autowired
	CodeRules rules;

	@Autowired
	CodeCaseCommands commands;

	@Autowired
	CodeCaseQueries queries;

	@Autowired
	Complaints complaints;

	@Autowired
	cn.jinfu.traceability.codecase.Rewards rewards;

	@Autowired
	cn.jinfu.traceability.label.LabelBinding binding;

	@Autowired
	LabelKeys keys;

	private UUID lot = Ids.next();

	private UUID batch = Ids.next();

	@BeforeEach
	void labelled() {
		lot = harvest("200", null);
		test("0.1");
		as("farmer",
				() -> certificates.issue(farm, lot, new BigDecimal("200"), Set.of(CertificateBasis.LAB_TEST), null));
		licence();
		batch = as("farmer", () -> labels.order(order(lot, 20)));
	}

	@Test
	void labelsThatNobodyPrintedAreNotScannedUnnoticed() {
		scan(3, "a");
		look();
		var found = one(CodeCaseCause.UNPRINTED);
		assertThat(found.batchId()).isEqualTo(batch);
		assertThat(found.found()).isEqualTo(1);
		print();
		look();
		assertThat(mine()).hasSize(1);
	}

	@Test
	void fiveLooksAreAFamilyAndSixAreACase() {
		print();
		for (int visitor = 0; visitor < 5; visitor++) {
			scan(0, "v" + visitor);
		}
		sold();
		look();
		assertThat(mine()).isEmpty();
		scan(0, "v5");
		look();
		look();
		var found = one(CodeCaseCause.MANY);
		assertThat(found.found()).isEqualTo(6);
		assertThat(found.labelFrom()).isEqualTo(1);
		close(found, Conclusion.EXPLAINED);
		look();
		assertThat(mine()).as("the same scans open no second case").hasSize(1);
		for (int visitor = 10; visitor < 16; visitor++) {
			scan(0, "v" + visitor);
		}
		look();
		assertThat(mine()).hasSize(2);
	}

	@Test
	void goodsThatNeverLeftAreScannedByThreePeople() {
		print();
		scan(0, "a");
		scan(1, "b");
		look();
		assertThat(mine()).isEmpty();
		scan(2, "c");
		look();
		assertThat(one(CodeCaseCause.UNSOLD).lotId()).isEqualTo(lot);
	}

	@Test
	void whatIsScannedAfterItsRecallOrDestructionIsStillOutThere() {
		print();
		sold();
		scan(0, "before");
		act(() -> lots.recall(lot, "复检不合格", version(lot)));
		look();
		assertThat(mine()).as("scanned before it was called back").isEmpty();
		scan(0, "after");
		scan(1, "after");
		look();
		look();
		var found = one(CodeCaseCause.RECALLED);
		assertThat(found.found()).as("labels").isEqualTo(2);
		assertThat(found.lotId()).isEqualTo(lot);
		close(found, Conclusion.EXPLAINED);
		act(() -> lots.destroy(lot, "退回的已销毁", version(lot)));
		look();
		assertThat(mine()).as("the same scans open no second case").hasSize(1);
		scan(2, "after");
		look();
		assertThat(one(CodeCaseCause.DESTROYED).found()).isEqualTo(1);
	}

	@Test
	void oneLabelInTwoPlacesTooFarApartIsACase() {
		print();
		sold();
		seen(0, "3304", 10);
		seen(0, "3101", 5);
		seen(1, "3304", 200);
		seen(1, "11", 5);
		seen(2, "3304", 100);
		seen(2, null, 50);
		look();
		assertThat(mine()).as("neighbours, a day's journey, a place unknown").isEmpty();
		seen(3, "11", 100);
		seen(3, "3304", 4);
		seen(3, "6501", 2);
		look();
		look();
		var found = one(CodeCaseCause.DISTANCE);
		assertThat(found.labelFrom()).isEqualTo(4);
		assertThat(found.found()).as("kilometres, of the furthest pair").isBetween(2000, 4000);
		close(found, Conclusion.EXPLAINED);
		look();
		assertThat(mine()).hasSize(1);
		assertThatThrownBy(() -> seen(4, "330482", 1)).as("nearer than a city is not kept")
			.isInstanceOf(DataAccessException.class);
	}

	@Test
	void whoeverTriesNumbersIsSeenAndSoIsHeOnlyOnce() {
		var visitor = Ids.next().toString();
		missed(visitor, 19);
		look();
		assertThat(guesses(visitor)).isEmpty();
		missed(visitor, 1);
		look();
		look();
		var found = guesses(visitor);
		assertThat(found).hasSize(1);
		assertThat(found.getFirst().found()).isEqualTo(20);
		assertThat(found.getFirst().memberId()).isNull();
		close(found.getFirst(), Conclusion.UNFOUNDED);
		look();
		assertThat(guesses(visitor)).hasSize(1);
		as("clerk",
				() -> sql.sql("update trace_code_miss set on_day = on_day - 2 where visitor = ?")
					.param(visitor)
					.update());
		look();
		assertThat(as("clerk",
				() -> sql.sql("select count(*) from trace_code_miss where visitor = ?")
					.param(visitor)
					.query(Integer.class)
					.single()))
			.as("kept two days")
			.isZero();
		assertThat(elsewhere("select count(*) from trace_code_miss")).isZero();
	}

	@Test
	void voidLabelsAreScannedOnlyAfterThat() {
		print();
		sold();
		scan(4, "before");
		as("farmer",
				() -> run(() -> labels.voidRange(new LabelOrders.Void(batch, 3, 8, LabelVoidCause.COPIED, "x", 1))));
		look();
		assertThat(mine()).isEmpty();
		scan(5, "after");
		look();
		var found = one(CodeCaseCause.VOIDED);
		assertThat(List.of(found.labelFrom(), found.labelTo())).containsExactly(3L, 8L);
	}

	@Test
	void aPackerIsAskedAnswersAndTheCaseIsClosed() {
		scan(0, "a");
		look();
		var found = one(CodeCaseCause.UNPRINTED);
		stranger(Scope.member(farm),
				() -> assertThatThrownBy(() -> queries.view(found.id())).as("not asked yet: nothing to see")
					.isInstanceOf(Refusal.NotFound.class));
		assertThatThrownBy(() -> act(() -> commands.ask(found.id(), " ", found.version())))
			.hasMessageContaining("trace.code-case.no-words");
		act(() -> commands.ask(found.id(), "为什么", found.version()));
		var asked = view(found.id());
		assertThat(asked.status()).isEqualTo(CodeCaseStatus.ASKED);
		assertThat(asked.dueAt()).isAfter(asked.askedAt());
		stranger(Scope.member(Ids.next()),
				() -> assertThatThrownBy(() -> commands.answer(found.id(), "x", asked.version()))
					.isInstanceOf(Refusal.NotFound.class));
		stranger(Scope.member(farm), () -> {
			assertThatThrownBy(() -> commands.answer(found.id(), "x", asked.version() - 1))
				.isInstanceOf(Refusal.Stale.class);
			commands.answer(found.id(), "试扫", asked.version());
			assertThat(queries.view(found.id()).answer()).isEqualTo("试扫");
		});
		act(() -> commands.ask(found.id(), "再说清楚些", view(found.id()).version()));
		assertThat(view(found.id()).answer()).isNull();
		close(view(found.id()), Conclusion.UNFOUNDED);
		assertThatThrownBy(() -> act(() -> commands.ask(found.id(), "x", view(found.id()).version())))
			.isInstanceOf(Refusal.WrongState.class);
		assertThat(elsewhere("select count(*) from trace_code_case")).isZero();
	}

	@Test
	void aComplaintIsToldOnceADayAndFollowedByItsReceipt() {
		print();
		var code = code(7);
		var receipt = complain(code, "10.0.0.1");
		assertThatThrownBy(() -> complain(code, "10.0.0.1")).hasMessageContaining("trace.complaint.twice");
		assertThatThrownBy(() -> complain("P1 0000-0000", "10.0.0.1")).hasMessageContaining("trace.complaint.mistyped");
		complain(code, "10.0.0.2");
		var found = one(CodeCaseCause.COMPLAINT);
		assertThat(found.found()).isEqualTo(2);
		assertThat(found.labelFrom()).isEqualTo(8);
		var lines = as("officer", () -> queries.complaints(found.id()));
		assertThat(lines).hasSize(2).allMatch(it -> it.answer() == CodeAnswer.GENUINE);
		assertThat(complaints.progress(receipt).status()).isEqualTo(CodeCaseStatus.OPEN);
		close(found, Conclusion.COPIED);
		assertThat(complaints.progress(receipt.substring(0, 4) + "-" + receipt.substring(4)).conclusion())
			.isEqualTo(Conclusion.COPIED);
		assertThatThrownBy(() -> complaints.progress("NOBODYHASTHIS")).isInstanceOf(Refusal.NotFound.class);
		assertThat(as("clerk",
				() -> sql.sql("select visitor from trace_code_complaint where case_id = ?")
					.param(found.id())
					.query(String.class)
					.list()))
			.noneMatch(it -> it.contains("10.0"));
	}

	@Test
	void aLabelThatIsOnNoPackageWhileOthersOfItsOrderAreIsAStolenRoll() {
		print();
		as("farmer", () -> binding.bind(batch, "1", "10", batchVersion()));
		scan(4, "a");
		look();
		assertThat(as("officer", () -> queries.list(null, CodeCaseCause.UNBOUND, null, 50)).items())
			.noneMatch(it -> batch.equals(it.batchId()));
		scan(14, "b");
		scan(15, "c");
		look();
		var found = one(CodeCaseCause.UNBOUND);
		assertThat(found.batchId()).isEqualTo(batch);
		assertThat(found.found()).isEqualTo(2);
		look();
		assertThat(one(CodeCaseCause.UNBOUND).id()).as("one open case").isEqualTo(found.id());
	}

	private long batchVersion() {
		return sql.sql("select version from trace_label_batch where id = ?").param(batch).query(Long.class).single();
	}

	@Test
	void whoeverFoundACopyIsRewardedOnceByTwoPeopleAndWithoutAName() {
		print();
		var receipt = complain(code(7), "10.0.0.7");
		var found = one(CodeCaseCause.COMPLAINT);
		assertThatThrownBy(() -> grant(found.id(), receipt, "50")).hasMessageContaining("trace.reward.unfounded");
		close(found, Conclusion.COPIED);
		for (var amount : List.of("0", "-1", "10000.01", "1.001")) {
			assertThatThrownBy(() -> grant(found.id(), receipt, amount)).hasMessageContaining("trace.reward.amount");
		}
		assertThatThrownBy(() -> grant(found.id(), "NOBODYHASTHI", "50")).isInstanceOf(Refusal.NotFound.class);
		assertThat(rewards.look(receipt)).isEmpty();
		grant(found.id(), receipt, "50");
		assertThatThrownBy(() -> grant(found.id(), receipt, "50")).isInstanceOf(Refusal.WrongState.class);
		assertThat(rewards.look(receipt).orElseThrow().paidAt()).isNull();
		assertThatThrownBy(() -> counter("officer", () -> rewards.pay(receipt)))
			.hasMessageContaining("trace.reward.same-person");
		counter("cashier", () -> rewards.pay(receipt));
		assertThat(rewards.look(receipt).orElseThrow().paidAt()).isNotNull();
		assertThatThrownBy(() -> counter("cashier", () -> rewards.pay(receipt))).isInstanceOf(Refusal.WrongState.class);
		assertThatThrownBy(() -> as("clerk",
				() -> sql.sql("update trace_complaint_reward set paid_by = granted_by where amount = 50").update()))
			.isInstanceOf(DataAccessException.class)
			.hasMessageContaining("trace_complaint_reward_four_eyes_ck");
		assertThat(elsewhere("select count(*) from trace_complaint_reward")).isZero();
	}

	private void grant(UUID found, String receipt, String amount) {
		act(() -> rewards.grant(found, receipt, new BigDecimal(amount)));
	}

	private void counter(String who, Runnable body) {
		var person = UUID.nameUUIDFromBytes(who.getBytes());
		new cn.jinfu.kernel.Actor(cn.jinfu.kernel.Actor.Kind.PERSON, person, person, who, who, TENANT, Scope.ALL,
				java.util.Set.of("trace:reward:pay"))
			.run(() -> transaction.executeWithoutResult(_ -> body.run()));
	}

	@Test
	void aForgedCodeHasNobodyToAskAndIsClosedAllTheSame() {
		var forged = LabelSerial.encode(new byte[32], 0, productNo, 5);
		complain(productNo + " " + forged, "10.0.0.3");
		var found = as("officer", () -> queries.list(null, CodeCaseCause.COMPLAINT, null, 50)).items()
			.stream()
			.filter(it -> it.code().startsWith(productNo))
			.findFirst()
			.orElseThrow();
		assertThat(found.memberId()).isNull();
		assertThatThrownBy(() -> act(() -> commands.ask(found.id(), "x", found.version())))
			.hasMessageContaining("trace.code-case.nobody-to-ask");
		close(found, Conclusion.COPIED);
	}

	@Test
	void oneAddressDoesNotFillTheDesk() {
		for (int label = 0; label < 20; label++) {
			complain(code(label), "10.0.0.9");
		}
		var twentyFirst = LabelSerial.encode(new byte[32], 0, productNo, 5);
		assertThatThrownBy(() -> complain(productNo + twentyFirst, "10.0.0.9")).isInstanceOf(Refusal.TooMany.class);
		for (var nth : List.of(20, 21)) {
			assertThatThrownBy(() -> as("officer", () -> sql
				.sql("""
						insert into trace_code_complaint (id, tenant_id, case_id, reference, code, answer, kind, words, at, on_day,
						  visitor, nth) select gen_random_uuid(), tenant_id, case_id, upper(left(md5(id::text), 12)), 'another', answer,
						  kind, words, at, on_day, visitor, ? from trace_code_complaint where nth = 20 limit 1""")
				.param(nth)
				.update())).as("place " + nth)
				.rootCause()
				.message()
				.contains((nth == 20) ? "trace_code_complaint_nth_uq" : "trace_code_complaint_daily_ck");
		}
	}

	@Test
	void twoComplaintsAtOnceMakeOneCase() throws Exception {
		print();
		var code = code(2);
		assertThat(atOnce(() -> complain(code, "10.1.0.1") != null, () -> complain(code, "10.1.0.2") != null))
			.containsExactly(true, true);
		assertThat(one(CodeCaseCause.COMPLAINT).found()).isEqualTo(2);
	}

	@Test
	void theDatabaseKeepsAClosedCaseWhole() {
		scan(0, "a");
		look();
		var id = one(CodeCaseCause.UNPRINTED).id();
		for (var change : List.of("status = 'CLOSED'", "status = 'ANSWERED'", "question = 'x'", "found = 0",
				"label_from = 1", "lot_id = null")) {
			assertThatThrownBy(() -> as("officer",
					() -> sql.sql("update trace_code_case set " + change + " where id = ?").param(id).update()))
				.as(change)
				.isInstanceOf(DataAccessException.class);
		}
		assertThatThrownBy(
				() -> as("officer", () -> sql.sql("delete from trace_code_case where id = ?").param(id).update()))
			.isInstanceOf(DataAccessException.class);
	}

	@Test
	void lotsAreComparedWithTheirMedian() {
		print();
		assertThat(as("officer", () -> rules.compare())).isNotNegative();
	}

	private void seen(long label, String region, int minutesAgo) {
		as("clerk",
				() -> sql.sql("select scan_count from trace_scan(?, 0, ?, ?, ?, true, ?)")
					.params(productNo, label, Timestamp.from(Instant.now().minusSeconds(60L * minutesAgo)),
							Ids.next().toString().getBytes())
					.param(region)
					.query(Integer.class)
					.single());
	}

	private void missed(String visitor, int times) {
		as("clerk",
				() -> sql.sql("""
						insert into trace_code_miss as m (tenant_id, on_day, visitor, count, last_at)
						values ('330482', (now() at time zone 'Asia/Shanghai')::date, ?, ?, now())
						on conflict on constraint trace_code_miss_pk do update set count = m.count + excluded.count""")
					.params(visitor, times)
					.update());
	}

	private List<CaseView> guesses(String visitor) {
		var ids = as("clerk",
				() -> sql.sql("select id from trace_code_case where target = ?")
					.param(visitor)
					.query(UUID.class)
					.list());
		return ids.stream().map(this::view).toList();
	}

	private void look() {
		as("officer", () -> rules.look());
	}

	private void print() {
		as("farmer", () -> run(() -> labels.print(batch)));
	}

	/** Something left the store. */
	private void sold() {
		as("clerk", () -> run(() -> dispatch.take(lot, BigDecimal.ONE, Ids.next())));
	}

	private void act(Runnable body) {
		as("officer", () -> run(body));
	}

	private void close(CaseView one, Conclusion how) {
		act(() -> commands.close(one.id(), how, "查过了", one.version()));
	}

	private CaseView view(UUID id) {
		return as("officer", () -> queries.view(id));
	}

	private List<CaseView> mine() {
		return as("officer", () -> queries.list(null, null, null, 100)).items()
			.stream()
			.filter(it -> farm.equals(it.memberId()))
			.toList();
	}

	private CaseView one(CodeCaseCause cause) {
		var found = mine().stream().filter(it -> it.cause() == cause).toList();
		assertThat(found).hasSize(1);
		return found.getFirst();
	}

	private String code(long number) {
		return productNo + " " + LabelSerial.grouped(LabelSerial.encode(keys.signing(0), 0, productNo, number));
	}

	private String complain(String code, String address) {
		return Tenant.callAs(TENANT, () -> complaints
			.tell(new Complaints.Complaint(code, ComplaintKind.COPIED, "包装不对", "示例市场", null, address)));
	}

}
