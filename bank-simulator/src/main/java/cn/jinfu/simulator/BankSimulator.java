package cn.jinfu.simulator;

import static cn.jinfu.simulator.PartnerClient.required;

import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A bank that takes up its cases and brings them to their end: receipt, approval,
 * contract, disbursement, two repayments, settlement. Where a case stands decides what is
 * next, so that it can be stopped and started at any time.
 * <p>
 * {@code java -jar bank-simulator.jar data/demo/clients/bank-a.json [caseNo [until]]},
 * where {@code until} is the state of the case to stop at, such as {@code DISBURSED}.
 */
public final class BankSimulator {

	private static final int MOST_STEPS = 12;

	private static final String AGAIN = ". Nothing is lost: start this again later; it goes on where the case stands, "
			+ "and what was sent twice counts once.";

	private final PartnerClient bank;

	private final LocalDate today = LocalDate.now(ZoneId.of("Asia/Shanghai"));

	private final PrintStream out;

	private final String until;

	private BankSimulator(PartnerClient bank, String until, PrintStream out) {
		this.bank = bank;
		this.until = until;
		this.out = out;
	}

	public static void main(String[] args) throws Exception {
		System.exit(run(args, System.out));
	}

	/**
	 * @return 0 when every case came to its end, 1 when the platform refused something, 2
	 * when it was called wrongly, 3 when there is no platform or it failed
	 */
	public static int run(String[] args, PrintStream out) throws Exception {
		if (args.length < 1 || args.length > 3) {
			out.println("usage: java -jar bank-simulator.jar <client file> [caseNo [until]]");
			return 2;
		}
		try {
			new BankSimulator(new PartnerClient(Path.of(args[0])), (args.length > 2) ? args[2] : "SETTLED", out)
				.work(args.length > 1 ? List.of(args[1]) : List.of());
			return 0;
		}
		catch (PartnerClient.Refused refused) {
			out.println(refused.getMessage());
			return 1;
		}
		catch (PartnerClient.Unusable unusable) {
			out.println("The client file cannot be used: " + unusable.getMessage());
			return 2;
		}
		catch (PartnerClient.NoAnswer failed) {
			out.println("The platform failed: " + failed.getMessage() + AGAIN);
			return 3;
		}
		catch (IOException gone) {
			out.println("The platform cannot be reached: " + reason(gone) + AGAIN);
			return 3;
		}
	}

	private static String reason(IOException gone) {
		return switch (gone) {
			case ConnectException _ -> "nobody answers at the address in the client file";
			case HttpTimeoutException _ -> "it did not answer in time";
			default -> "the connection broke";
		};
	}

	private void work(List<String> chosen) throws Exception {
		say("bank " + bank.clientId());
		var cases = chosen.isEmpty() ? open() : chosen;
		if (cases.isEmpty()) {
			say("no case waits for this bank");
		}
		for (var caseNo : cases) {
			finish(caseNo);
		}
	}

	/** From the feed of events, as a bank would find them; then only those still open. */
	private List<String> open() throws Exception {
		long after = 0;
		for (var page = bank.get("/events?after=0"); !required(page, "items").isEmpty(); page = bank
			.get("/events?after=" + after)) {
			for (var event : page.path("items")) {
				say("  event " + event.path("seq") + " " + text(event, "type") + " " + text(event, "subject"));
			}
			after = required(page, "next").asLong();
		}
		var open = new ArrayList<String>();
		for (var line : required(bank.get("/cases?limit=200"), "items")) {
			if (List.of("DISPATCHED", "RECEIVED", "APPROVED", "CONTRACT_SIGNED", "DISBURSED")
				.contains(text(line, "status"))) {
				open.add(text(line, "caseNo"));
			}
		}
		return open;
	}

	private void finish(String caseNo) throws Exception {
		for (int step = 0; step < MOST_STEPS; step++) {
			var file = bank.get("/cases/" + caseNo);
			var status = required(file, "status").asString();
			say("case " + caseNo + " " + status + " " + text(required(file, "amount"), "amount") + " "
					+ text(file, "productName"));
			if (status.equals(until)) {
				return;
			}
			switch (status) {
				case "DISPATCHED" -> receive(caseNo);
				case "RECEIVED" -> approve(file);
				case "APPROVED" -> sign(file);
				case "CONTRACT_SIGNED" -> disburse(file);
				case "DISBURSED" -> repay(caseNo);
				default -> {
					return;
				}
			}
		}
		throw new PartnerClient.NoAnswer("case " + caseNo + " does not come to its end");
	}

	private void receive(String caseNo) throws Exception {
		var body = object().put("bankCaseNo", "B-" + caseNo).put("branch", "平湖支行").put("officer", "张经理");
		show("receipt", bank.post("/cases/" + caseNo + "/receipt", body));
	}

	private void approve(JsonNode file) throws Exception {
		var body = object().put("verdict", "APPROVE");
		body.set("amount", file.path("amount"));
		body.set("termMonths", file.path("termMonths"));
		body.putObject("rate").set("percent", file.path("ratePercent"));
		body.set("repayMethod", file.path("repayMethod"));
		body.put("dueDay", 20).put("validTo", today.plusDays(30).toString()).putArray("conditions");
		show("decision", bank.post("/cases/" + text(file, "caseNo") + "/decisions", body));
	}

	private void sign(JsonNode file) throws Exception {
		var body = object().put("contractNo", "C-" + text(file, "caseNo")).put("signedOn", today.toString());
		body.set("principal", file.path("amount"));
		body.set("ratePercent", file.path("ratePercent"));
		show("contract", bank.post("/cases/" + text(file, "caseNo") + "/contracts", body));
	}

	private void disburse(JsonNode file) throws Exception {
		var caseNo = text(file, "caseNo");
		var body = object().put("caseNo", caseNo)
			.put("contractNo", "C-" + caseNo)
			.put("bankLoanNo", loanNo(caseNo))
			.put("bankTxnNo", "D-" + caseNo)
			.put("valueDate", today.toString());
		body.set("amount", file.path("amount"));
		show("disbursement", bank.post("/loans", body));
	}

	/** Half of what is open, then the rest, then the loan is closed. */
	private void repay(String caseNo) throws Exception {
		var loan = bank.get("/loans/" + loanNo(caseNo));
		var open = new BigDecimal(text(required(loan, "outstanding"), "amount"));
		int done = required(loan, "transactions").size();
		if (open.signum() > 0) {
			var repaid = new BigDecimal(text(required(loan, "principal"), "amount")).compareTo(open) > 0;
			pay(caseNo, done, repaid ? open : open.divide(BigDecimal.TWO, 2, RoundingMode.HALF_UP));
			return;
		}
		var body = object().put("type", "SETTLEMENT")
			.put("bankTxnNo", "S-" + caseNo)
			.put("valueDate", today.toString());
		show("settlement", bank.post("/loans/" + loanNo(caseNo) + "/transactions", body));
	}

	private void pay(String caseNo, int number, BigDecimal principal) throws Exception {
		var body = object().put("type", "REPAYMENT")
			.put("bankTxnNo", "R-" + caseNo + "-" + number)
			.put("valueDate", today.toString());
		body.set("amount", money(principal));
		var split = body.putObject("split");
		split.set("principal", money(principal));
		split.set("interest", money(BigDecimal.ZERO));
		split.set("penalty", money(BigDecimal.ZERO));
		show("repayment", bank.post("/loans/" + loanNo(caseNo) + "/transactions", body));
	}

	private static String loanNo(String caseNo) {
		return "L-" + caseNo;
	}

	private static ObjectNode money(BigDecimal yuan) {
		return object().put("amount", yuan.setScale(2, RoundingMode.UNNECESSARY).toPlainString())
			.put("currency", "CNY");
	}

	private static ObjectNode object() {
		return JsonNodeFactory.instance.objectNode();
	}

	private static String text(JsonNode node, String field) {
		return node.path(field).asString("");
	}

	private void show(String what, JsonNode answer) {
		say("  " + what + " -> " + answer);
	}

	private void say(String line) {
		out.println(line);
	}

}
