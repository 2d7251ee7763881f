package cn.jinfu.traceability;

import java.math.BigDecimal;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Scope;
import cn.jinfu.traceability.certificate.Certificate.CertificateBasis;
import cn.jinfu.traceability.label.PrintDesk;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.access.AccessDeniedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Labels printed at an outlet of the farm's choice. */
class PrintJobIT extends TraceWorld {

	@Autowired
	PrintDesk desk;

	private final UUID outlet = Ids.next();

	@Test
	void theChosenOutletPrintsAndHandsOutByTheCode() {
		var order = ordered();
		outlet("OPEN");
		var job = ask(order);
		var code = farm(() -> desk.ofOrder(order).orElseThrow()).pickCode();
		assertThat(code).matches("[0-9]{6}");
		assertThatThrownBy(() -> ask(order)).hasMessageContaining("trace.print.open");
		assertThat(at(outlet, () -> desk.list(null, null, 10).items())).singleElement()
			.satisfies(it -> assertThat(it.pickCode()).as("not for the outlet").isNull());
		assertThatThrownBy(() -> at(Ids.next(), () -> desk.view(job))).as("another outlet")
			.isInstanceOf(Refusal.NotFound.class);
		assertThatThrownBy(() -> at(Ids.next(), () -> desk.print(job, 1))).isInstanceOf(Refusal.NotFound.class);
		assertThatThrownBy(() -> farm(() -> desk.view(job))).isInstanceOf(AccessDeniedException.class);
		assertThatThrownBy(() -> at(outlet, () -> desk.hand(job, code, 0))).isInstanceOf(Refusal.WrongState.class);
		assertThat(at(outlet, () -> desk.print(job, 1).codes())).hasSize(10);
		at(outlet, () -> run(() -> desk.ready(job, jobVersion(job))));
		assertThat(at(outlet, () -> desk.hand(job, wrong(code), jobVersion(job)))).isFalse();
		assertThat(at(outlet, () -> desk.hand(job, " " + code, jobVersion(job)))).isTrue();
		assertThat(farm(() -> desk.ofOrder(order).orElseThrow()).status()).hasToString("HANDED");
		assertThatThrownBy(() -> at(outlet, () -> desk.print(job, 1))).as("fetched")
			.isInstanceOf(Refusal.WrongState.class);
		assertThatThrownBy(() -> farm(() -> run(() -> desk.cancel(job, "x", jobVersion(job)))))
			.isInstanceOf(Refusal.WrongState.class);
	}

	@Test
	void fiveWrongCodesLockItUntilTheFarmAsksAgain() {
		var order = ordered();
		outlet("OPEN");
		var job = ask(order);
		var code = farm(() -> desk.ofOrder(order).orElseThrow()).pickCode();
		at(outlet, () -> run(() -> desk.ready(job, jobVersion(job))));
		for (int i = 0; i < 5; i++) {
			assertThat(at(outlet, () -> desk.hand(job, wrong(code), jobVersion(job)))).isFalse();
		}
		assertThatThrownBy(() -> at(outlet, () -> desk.hand(job, code, jobVersion(job))))
			.hasMessageContaining("trace.print.locked");
		farm(() -> run(() -> desk.cancel(job, "码输错了", jobVersion(job))));
		assertThat(ask(order)).isNotEqualTo(job);
	}

	@Test
	void nothingIsPrintedForAStoppedLicenceOrAtAClosedOutlet() {
		var order = ordered();
		outlet("SUSPENDED");
		assertThatThrownBy(() -> ask(order)).hasMessageContaining("trace.print.outlet");
		as("clerk", () -> sql.sql("update supply_outlet set status = 'OPEN' where id = ?").param(outlet).update());
		var job = ask(order);
		var licence = as("clerk",
				() -> sql.sql("select licence_id from trace_label_batch where id = ?")
					.param(order)
					.query(UUID.class)
					.single());
		as("chief", () -> run(() -> licences.suspend(licence, "x", licences.versionOf(licence))));
		assertThatThrownBy(() -> at(outlet, () -> desk.print(job, 1)))
			.hasMessageContaining("trace.label.licence-stopped");
		assertThat(elsewhere("select count(*) from trace_print_job")).isZero();
	}

	private static String wrong(String code) {
		return code.substring(0, 5) + ((code.charAt(5) == '0') ? '1' : '0');
	}

	private UUID ordered() {
		licence();
		var lot = harvest("100", null);
		test("0.05");
		as("farmer",
				() -> certificates.issue(farm, lot, new BigDecimal("100"), Set.of(CertificateBasis.LAB_TEST), null));
		return as("farmer", () -> labels.order(order(lot, 10)));
	}

	private UUID ask(UUID order) {
		return farm(() -> desk.ask(order, outlet, cn.jinfu.traceability.label.LabelSheets.SheetPaper.ROLL));
	}

	private void outlet(String status) {
		as("clerk", () -> sql.sql("""
				insert into supply_outlet (id, tenant_id, version, no, name, township_code, address, phone, licence_no,
				  licence_from, licence_until, restricted_ok, status)
				values (?, '330482', 0, ?, ?, '330482100', '示例路 1 号', '0573-00000000', ?, date '2020-01-01',
				  date '2036-01-01', false, ?)""")
			.params(outlet, outlet.toString().substring(24), outlet.toString(), outlet.toString(), status)
			.update());
	}

	private long jobVersion(UUID job) {
		return as("clerk",
				() -> sql.sql("select version from trace_print_job where id = ?")
					.param(job)
					.query(Long.class)
					.single());
	}

	private <T> T farm(Supplier<T> body) {
		return acting(Scope.member(farm), "trace:label:order", body);
	}

	private <T> T at(UUID place, Supplier<T> body) {
		return acting(Scope.outlet(place), "trace:print:serve", body);
	}

	private <T> T acting(Scope scope, String permission, Supplier<T> body) {
		var person = Ids.next();
		var result = new Object[1];
		new Actor(Actor.Kind.PERSON, person, person, "x", "x", TENANT, scope, Set.of(permission))
			.run(() -> result[0] = transaction.execute(_ -> body.get()));
		@SuppressWarnings("unchecked")
		var typed = (T) result[0];
		return typed;
	}

}
