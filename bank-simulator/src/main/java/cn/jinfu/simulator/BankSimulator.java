package cn.jinfu.simulator;

import static cn.jinfu.simulator.PartnerClient.required;

import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.simulator.PartnerClient.Fault;

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
 * Words with two dashes, anywhere: {@code --decline} says no to every case that is not
 * decided; {@code --late} pays with a penalty; {@code --errors} does everything wrong
 * that a bank can do and looks whether it is refused as written; {@code --sandbox} makes
 * every call and every failure in a sandbox, with messages to this machine where
 * {@code --webhooks=PORT} stands beside it; {@code --feed} runs a whole case there by the
 * feed of events alone; {@code --webhooks=PORT} asks for messages on this machine and
 * waits for the first ({@code --wait=SECONDS}, 120).
 */
public final class BankSimulator {

	private static final int MOST_STEPS = 12;

	private static final Set<String> WISHES = Set.of("decline", "late", "errors", "webhooks", "wait", "sandbox",
			"feed");

	/** What somebody who pays late pays besides. */
	private static final BigDecimal PENALTY = new BigDecimal("12.34");

	private static final String AGAIN = ". Nothing is lost: start this again later; it goes on where the case stands, "
			+ "and what was sent twice counts once.";

	private final PartnerClient bank;

	private final LocalDate today = LocalDate.now(ZoneId.of("Asia/Shanghai"));

	private final PrintStream out;

	private final String until;

	private final Map<String, String> wishes;

	private BankSimulator(PartnerClient bank, String until, Map<String, String> wishes, PrintStream out) {
		this.bank = bank;
		this.until = until;
		this.wishes = wishes;
		this.out = out;
	}

	public static void main(String[] args) throws Exception {
		System.exit(run(args, System.out));
	}

	/**
	 * @return 0 when every case came to its end, 1 when the platform refused something, 2
	 * when it was called wrongly, 3 when there is no platform or it failed
	 */
	public static int run(String[] all, PrintStream out) throws Exception {
		var args = Arrays.stream(all).filter(it -> !it.startsWith("--")).toArray(String[]::new);
		var wishes = new HashMap<String, String>();
		Arrays.stream(all).filter(it -> it.startsWith("--")).forEach(it -> {
			var parts = it.substring(2).split("=", 2);
			wishes.put(parts[0], (parts.length > 1) ? parts[1] : "");
		});
		if (args.length < 1 || args.length > 3 || !WISHES.containsAll(wishes.keySet())
				|| !wishes.getOrDefault("webhooks", "0").matches("[0-9]{1,5}")
				|| !wishes.getOrDefault("wait", "0").matches("[0-9]{1,5}")) {
			out.println("usage: java -jar bank-simulator.jar <client file> [caseNo [until]]"
					+ " [--decline] [--late] [--errors] [--sandbox] [--feed] [--webhooks=PORT [--wait=SECONDS]]");
			return 2;
		}
		try {
			var simulator = new BankSimulator(new PartnerClient(Path.of(args[0])),
					(args.length > 2) ? args[2] : "SETTLED", wishes, out);
			if (wishes.containsKey("errors")) {
				return simulator.errors();
			}
			if (wishes.containsKey("sandbox")) {
				return new SandboxRun(simulator.bank, out, Integer.parseInt(wishes.getOrDefault("webhooks", "0")))
					.run();
			}
			if (wishes.containsKey("feed")) {
				return new FeedRun(simulator.bank, out).run();
			}
			if (wishes.containsKey("webhooks")) {
				return simulator.webhooks(Integer.parseInt(wishes.getOrDefault("webhooks", "0")));
			}
			simulator.work(args.length > 1 ? List.of(args[1]) : List.of());
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

	/**
	 * Everything wrong that a bank can do with a message; none of it does anything.
	 * @return 0 when each was refused as the guide says
	 */
	private int errors() throws Exception {
		var body = object().put("url", "https://10.0.0.2/");
		var path = "/webhook-endpoints";
		var bad = 0;
		bad += told("no signature", "signature_missing", bank.refusal(path, body, key(), Fault.UNSIGNED, 1));
		bad += told("another body than the digest", "digest_mismatch",
				bank.refusal(path, body, key(), Fault.TAMPERED, 1));
		bad += told("an old signature", "signature_expired", bank.refusal(path, body, key(), Fault.STALE, 1));
		bad += told("an unknown key", "key_unknown", bank.refusal(path, body, key(), Fault.UNKNOWN_KEY, 1));
		bad += told("no idempotency key", "idempotency_key_missing",
				bank.refusal(path, body, key(), Fault.WITHOUT_KEY, 1));
		bad += told("the same signature twice", "signature_replayed", bank.refusal(path, body, key(), Fault.NONE, 2));
		var key = key();
		bad += told("an address inside", "rule_broken", bank.refusal(path, body, key, Fault.NONE, 1));
		bad += told("the same key for another body", "idempotency_key_reused",
				bank.refusal(path, object().put("url", "https://10.0.0.1/"), key, Fault.NONE, 1));
		bad += told("a case that is not ours", "not_found", bank.refusal("/cases/RZ-NONE/receipt",
				object().put("bankCaseNo", "x").put("branch", "x").put("officer", "x"), key(), Fault.NONE, 1));
		bad += told("a field missing", "validation_failed",
				bank.refusal("/cases/RZ-NONE/receipt", object(), key(), Fault.NONE, 1));
		return (bad == 0) ? 0 : 1;
	}

	static String key() {
		return UUID.randomUUID().toString();
	}

	private int told(String what, String wanted, String got) {
		say((wanted.equals(got) ? "ok " : "NOT OK ") + what + " -> " + (got.isEmpty() ? "taken" : got));
		return wanted.equals(got) ? 0 : 1;
	}

	/**
	 * Asks for messages at this machine, waits until the federation's two people agreed,
	 * fetches the secret and waits for a test message.
	 * @return 0 when one came and was well signed
	 */
	private int webhooks(int port) throws Exception {
		var until = System.nanoTime()
				+ Duration.ofSeconds(Long.parseLong(wishes.getOrDefault("wait", "120"))).toNanos();
		try (var listener = new WebhookListener(port, out)) {
			var id = endpoint(listener.url());
			say("asked for " + listener.url() + "; two people agree under /console/webhook-endpoints");
			while (!text(bank.get("/webhook-endpoints/" + id), "status").equals("ACTIVE")) {
				if (System.nanoTime() > until) {
					say("nobody agreed in time; start this again later");
					return 3;
				}
				Thread.sleep(500);
			}
			// each run wants a secret of its own, so the request is never the same as
			// before
			var answer = bank.post("/webhook-endpoints/" + id + "/rotation", object().put("at", key()));
			listener.verifyWith(text(answer, "secret"));
			bank.post("/webhook-endpoints/" + id + "/test", object().put("at", key()));
			while (listener.taken() == 0 && System.nanoTime() < until) {
				Thread.sleep(100);
			}
			say(listener.taken() > 0 ? "the first message was taken" : "no message came in time");
			return (listener.taken() > 0) ? 0 : 3;
		}
	}

	/** Known from a run before, or asked for now. */
	private String endpoint(String url) throws Exception {
		for (var known : bank.get("/webhook-endpoints")) {
			if (text(known, "url").equals(url) && !text(known, "status").equals("CLOSED")) {
				return text(known, "id");
			}
		}
		return text(bank.post("/webhook-endpoints", object().put("url", url)), "id");
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
			if (step == 0) {
				say("  " + identity(file));
			}
			if (status.equals(until)) {
				return;
			}
			switch (status) {
				case "DISPATCHED" -> receive(caseNo);
				case "RECEIVED" -> {
					if (wishes.containsKey("decline")) {
						decline(caseNo);
					}
					else {
						approve(file);
					}
				}
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

	/** Says whether it could be opened, and nothing of what stands in it. */
	private String identity(JsonNode file) {
		if (text(file, "identity").isEmpty()) {
			return "identity: none, " + text(file, "identityAbsent");
		}
		var opened = bank.opened(text(file, "identity"));
		if (!text(opened, "bank").equals(bank.clientId()) || !text(opened, "caseNo").equals(text(file, "caseNo"))) {
			throw new PartnerClient.NoAnswer("the identity in case " + text(file, "caseNo") + " is of another case");
		}
		var borrower = opened.path("borrower");
		return "identity: opened, number of the borrower " + known(borrower, "idNumber") + ", phone "
				+ known(borrower, "mobile") + ", " + opened.path("parties").size() + " who sign too";
	}

	private static String known(JsonNode somebody, String field) {
		return text(somebody, field).isEmpty() ? "unknown" : "known";
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

	private void decline(String caseNo) throws Exception {
		var body = object().put("verdict", "REJECT");
		body.putArray("rejectReasons").addObject().put("code", "R09").put("text", "本行授信政策暂不支持");
		show("decision", bank.post("/cases/" + caseNo + "/decisions", body));
	}

	private void sign(JsonNode file) throws Exception {
		var body = object().put("contractNo", "C-" + text(file, "caseNo")).put("signedOn", today.toString());
		body.set("principal", file.path("amount"));
		body.set("ratePercent", file.path("ratePercent"));
		body.put("signatureKind", signed(file));
		if (text(body, "signatureKind").equals("COUNTER_PAPER")) {
			body.putObject("visit")
				.put("who", text(file.path("borrower"), "name"))
				.put("place", "示例支行")
				.put("why", "签借款合同");
		}
		show("contract", bank.post("/cases/" + text(file, "caseNo") + "/contracts", body));
	}

	/**
	 * In its app where this bank's own text of the contract lets that be, else as that
	 * text says first.
	 */
	private static String signed(JsonNode file) {
		for (var document : file.path("documents")) {
			if (text(document, "kind").equals("LOAN_CONTRACT")
					&& document.path("signedWhere").valueStream().noneMatch(way -> way.asString().equals("BANK_APP"))) {
				return document.path("signedWhere").path(0).asString();
			}
		}
		return "BANK_APP";
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
		var penalty = wishes.containsKey("late") ? PENALTY : BigDecimal.ZERO;
		body.set("amount", money(principal.add(penalty)));
		var split = body.putObject("split");
		split.set("principal", money(principal));
		split.set("interest", money(BigDecimal.ZERO));
		split.set("penalty", money(penalty));
		show("repayment", bank.post("/loans/" + loanNo(caseNo) + "/transactions", body));
	}

	private static String loanNo(String caseNo) {
		return "L-" + caseNo;
	}

	static ObjectNode money(BigDecimal yuan) {
		return object().put("amount", yuan.setScale(2, RoundingMode.UNNECESSARY).toPlainString())
			.put("currency", "CNY");
	}

	static ObjectNode object() {
		return JsonNodeFactory.instance.objectNode();
	}

	static String text(JsonNode node, String field) {
		return node.path(field).asString("");
	}

	private void show(String what, JsonNode answer) {
		say("  " + what + " -> " + answer);
	}

	private void say(String line) {
		out.println(line);
	}

}
