package cn.jinfu.simulator;

import static cn.jinfu.simulator.BankSimulator.key;
import static cn.jinfu.simulator.BankSimulator.money;
import static cn.jinfu.simulator.BankSimulator.object;
import static cn.jinfu.simulator.BankSimulator.text;
import static cn.jinfu.simulator.PartnerClient.required;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.LocalDate;

import tools.jackson.databind.node.ObjectNode;

/** What every course through a sandbox needs. */
abstract class SandboxCourse {

	final PartnerClient bank;

	final PrintStream out;

	private int bad;

	SandboxCourse(PartnerClient bank, PrintStream out) {
		this.bank = bank;
		this.out = out;
	}

	/**
	 * @return 0 when everything came out as the guide says
	 */
	int result() {
		return (bad == 0) ? 0 : 1;
	}

	/** The key is new each time: the same request would be the case from before. */
	final String made(String state) throws Exception {
		var answer = bank.post("/sandbox/scenarios", object().put("state", state).put("at", key()));
		return required(answer, "caseNo").asString();
	}

	final void farm(String no, String act) throws Exception {
		bank.post("/sandbox/cases/" + no + "/farm-acts", object().put("act", act));
	}

	final BigDecimal amount(String no) throws Exception {
		return new BigDecimal(text(required(bank.get("/cases/" + no), "amount"), "amount"));
	}

	final ObjectNode approval(BigDecimal amount) throws Exception {
		var body = object().put("verdict", "APPROVE");
		body.set("amount", money(amount));
		body.putObject("rate").put("percent", new BigDecimal("3.85"));
		return body.put("termMonths", 12)
			.put("repayMethod", "EQUAL_INSTALMENT")
			.put("dueDay", 20)
			.put("validTo", today().plusDays(30).toString());
	}

	final ObjectNode disbursement(String no, BigDecimal amount) throws Exception {
		var body = object().put("caseNo", no)
			.put("contractNo", "C-" + no)
			.put("bankLoanNo", "L-" + no)
			.put("bankTxnNo", "D-" + no)
			.put("valueDate", today().toString());
		body.set("amount", money(amount));
		return body;
	}

	/** As the sandbox has it. */
	final LocalDate today() throws Exception {
		return LocalDate.parse(text(bank.get("/sandbox/clock"), "date"));
	}

	final void told(String what, String wanted, String got) {
		var good = wanted.equals(got);
		bad += good ? 0 : 1;
		out.println((good ? "ok " : "NOT OK ") + what + " -> " + (got.isEmpty() ? "taken" : got));
	}

	final void receipt(String no) throws Exception {
		bank.post("/cases/" + no + "/receipt",
				object().put("bankCaseNo", "B-" + no).put("branch", "b").put("officer", "o"));
	}

	final ObjectNode question() throws Exception {
		var body = object();
		body.putArray("items")
			.addObject()
			.put("code", "LAND")
			.put("text", "which land")
			.put("dueDate", today().plusDays(3).toString());
		return body;
	}

	final ObjectNode contract(String no, BigDecimal amount) throws Exception {
		var contract = object().put("contractNo", "C-" + no)
			.put("signedOn", today().toString())
			.put("ratePercent", new BigDecimal("3.85"))
			.put("signatureKind", "BANK_APP");
		contract.set("principal", money(amount));
		return contract;
	}

}
