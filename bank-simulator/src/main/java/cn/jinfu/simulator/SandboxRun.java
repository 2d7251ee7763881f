package cn.jinfu.simulator;

import static cn.jinfu.simulator.BankSimulator.key;
import static cn.jinfu.simulator.BankSimulator.money;
import static cn.jinfu.simulator.BankSimulator.object;
import static cn.jinfu.simulator.BankSimulator.text;
import static cn.jinfu.simulator.PartnerClient.required;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

import cn.jinfu.simulator.PartnerClient.Fault;

/**
 * Every call of the interface and every failure that a bank can cause, in a sandbox:
 * cases made in each state, amounts that fail on purpose, dates too late and too early,
 * reports before their predecessors.
 */
final class SandboxRun extends SandboxCourse {

	private static final List<String> STATES = List.of("DISPATCHED", "RECEIVED", "APPROVED", "DECLINED",
			"CONTRACT_SIGNED", "DISBURSED", "SETTLED", "WITHDRAWN");

	/** In the order of the last two digits, from .01; the first six pass. */
	private static final List<String> FAILURES = List.of("rate_limited", "internal", "internal",
			"idempotency_in_progress", "request_timeout", "token_invalid", "illegal_transition",
			"amount_exceeds_approval", "rule_broken");

	private static final List<String> BLOCKS = List.of("capacity", "technology", "performance", "orders", "credit");

	private static final int PASSING = 6;

	private static final int LATE_DAYS = 100;

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String NOBODY = "00000000-0000-7000-8000-000000000000";

	/** Where messages are listened to; 0: nowhere. */
	private final int port;

	SandboxRun(PartnerClient bank, PrintStream out, int port) {
		super(bank, out);
		this.port = port;
	}

	/**
	 * @return 0 when everything came out as the guide says
	 */
	int run() throws Exception {
		bank.post("/sandbox/clock", object().put("days", 0).put("at", key()));
		states();
		everyFailureOfAnAmount();
		questions();
		documents();
		evidence();
		consent();
		order();
		dates();
		calculators();
		umbrellas();
		reads();
		administration();
		keys();
		if (port > 0) {
			messages();
		}
		bank.calls().forEach(it -> out.println("called " + it));
		for (var level : required(bank.get("/conformance"), "levels")) {
			out.println(
					"level " + level.path("level") + " " + level.path("sandboxDone") + "/" + level.path("sandboxOf"));
		}
		return result();
	}

	/** A key of its own, unless there is one from a run before. */
	private void keys() throws Exception {
		if (bank.get("/message-keys").isEmpty()) {
			var key = bank.post("/message-keys",
					object().put("kid", "sandbox-" + key().substring(0, 8))
						.put("algorithm", "HMAC_SHA256")
						.put("validTo", today().plusDays(LATE_DAYS).toString()));
			told("a key asked for", "ACTIVE", text(key, "status"));
		}
	}

	/** Told at an address of its own, and told once more. */
	private void messages() throws Exception {
		try (var listener = new WebhookListener(port, out)) {
			var known = bank.get("/webhook-endpoints")
				.valueStream()
				.filter(it -> text(it, "url").equals(listener.url()))
				.findFirst()
				.orElse(null);
			var id = text(
					(known != null) ? known : bank.post("/webhook-endpoints", object().put("url", listener.url())),
					"id");
			listener.verifyWith(
					text(bank.post("/webhook-endpoints/" + id + "/rotation", object().put("at", key())), "secret"));
			var sent = text(bank.post("/webhook-endpoints/" + id + "/test", object().put("at", key())), "deliveryId");
			var until = System.nanoTime() + PATIENCE.toNanos();
			while (System.nanoTime() < until
					&& !bank.get("/webhook-deliveries?status=DELIVERED").toString().contains(sent)) {
				Thread.sleep(200);
			}
			told("a message taken", "true", String.valueOf(listener.taken() > 0));
			told("and asked for again", "", bank.refusal("/webhook-deliveries/" + sent + "/replay",
					object().put("at", key()), key(), Fault.NONE, 1));
		}
	}

	private void states() throws Exception {
		for (var state : STATES) {
			told("a case made " + state, state, text(bank.get("/cases/" + made(state)), "status"));
		}
	}

	private void everyFailureOfAnAmount() throws Exception {
		for (int n = 0; n < FAILURES.size(); n++) {
			var no = made("RECEIVED");
			var path = "/cases/" + no + "/decisions";
			var body = approval(new BigDecimal("50000.00").add(BigDecimal.valueOf(n + 1L, 2)));
			var key = key();
			told("a decision over " + text(body.path("amount"), "amount"), FAILURES.get(n),
					bank.refusal(path, body, key, Fault.NONE, 1));
			if (n < PASSING) {
				told("the same again", "", bank.refusal(path, body, key, Fault.NONE, 1));
				told("and done once", "APPROVED", text(bank.get("/cases/" + no), "status"));
			}
			else {
				told("another amount instead", "",
						bank.refusal(path, approval(new BigDecimal("40000.00")), key(), Fault.NONE, 1));
			}
		}
	}

	private void questions() throws Exception {
		var no = made("RECEIVED");
		var body = question();
		var key = key();
		told("a question", "", bank.refusal("/cases/" + no + "/info-requests", body, key, Fault.NONE, 1));
		told("the same once more", "", bank.refusal("/cases/" + no + "/info-requests", body, key, Fault.NONE, 1));
		farm(no, "ANSWER");
		var answers = required(bank.get("/cases/" + no + "/info-requests"), "items");
		told("the farm's answer", "false", String.valueOf(text(answers.path(0), "answer").isEmpty()));
		told("a question to a case that is decided", "illegal_transition",
				bank.refusal("/cases/" + made("APPROVED") + "/info-requests", body, key(), Fault.NONE, 1));
	}

	/** The bank's own papers, each as its hash in the file of the case says. */
	private void documents() throws Exception {
		var no = made("RECEIVED");
		for (var paper : required(bank.get("/cases/" + no), "documents")) {
			var file = bank.file("/cases/" + no + "/documents/" + text(paper, "id"));
			told("the file of " + text(paper, "kind"), text(paper, "sha256"),
					HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file)));
		}
		told("a paper of nobody", "not_found", bank.refusal("/cases/" + no + "/documents/" + NOBODY));
		var amount = amount(no);
		bank.post("/cases/" + no + "/decisions", approval(amount));
		told("a contract signed otherwise than the paper says", "rule_broken",
				bank.refusal("/cases/" + no + "/contracts", contract(no, amount).put("signatureKind", "LICENSED_CA"),
						key(), Fault.NONE, 1));
	}

	/** The facts of the file once more, side by side, each with where it comes from. */
	private void evidence() throws Exception {
		var no = made("RECEIVED");
		var facts = 0;
		var rows = 0;
		for (var block : BLOCKS) {
			for (var fact : required(bank.get("/cases/" + no + "/evidence/" + block), "items")) {
				facts += (text(fact, "source").isEmpty() || text(fact, "sourceId").isEmpty()
						|| text(fact, "asOf").isEmpty()) ? 0 : 1;
				rows += required(
						bank.get("/cases/" + no + "/evidence/" + block + "/" + text(fact, "code") + "?limit=1"),
						"items")
					.size();
			}
		}
		told("facts with their source and day", String.valueOf(required(bank.get("/cases/" + no), "evidence").size()),
				String.valueOf(facts));
		told("a row behind each fact", String.valueOf(facts), String.valueOf(rows));
		told("a fact that there is not", "not_found", bank.refusal("/cases/" + no + "/evidence/capacity/C999"));
		told("a block that there is not", "validation_failed", bank.refusal("/cases/" + no + "/evidence/weather"));
	}

	private void consent() throws Exception {
		var no = made("DISPATCHED");
		var paper = "/cases/" + no + "/documents/"
				+ text(required(bank.get("/cases/" + no), "documents").path(0), "id");
		farm(no, "REVOKE_CONSENT");
		told("a paper of such a case", "consent_revoked", bank.refusal(paper));
		told("facts of such a case", "consent_revoked", bank.refusal("/cases/" + no + "/evidence/orders"));
		told("a file whose farm took its consent back", "consent_revoked", bank.refusal("/cases/" + no));
		told("a receipt for it all the same", "", bank.refusal("/cases/" + no + "/receipt",
				object().put("bankCaseNo", "B-" + no).put("branch", "b").put("officer", "o"), key(), Fault.NONE, 1));
		farm(no, "WITHDRAW");
		told("a decision on a case that was withdrawn", "illegal_transition", bank
			.refusal("/cases/" + no + "/decisions", approval(new BigDecimal("50000.00")), key(), Fault.NONE, 1));
	}

	/** Reports that come before what they follow from wait, and are applied then. */
	private void order() throws Exception {
		var no = made("APPROVED");
		var amount = amount(no);
		var paid = bank.post("/loans", disbursement(no, amount));
		told("money paid out before the contract", "WAITING", text(paid, "state"));
		var contract = contract(no, amount);
		bank.post("/cases/" + no + "/contracts", contract);
		told("and after it", "APPLIED", text(bank.get("/bookings/" + text(paid, "bookingNo")), "state"));
		contract.put("contractNo", "other");
		told("another contract", "content_differs",
				bank.refusal("/cases/" + no + "/contracts", contract, key(), Fault.NONE, 1));
		told("the same number for another amount", "content_differs",
				bank.refusal("/loans", disbursement(no, amount.subtract(BigDecimal.TEN)), key(), Fault.NONE, 1));
		var other = made("APPROVED");
		told("another decision", "content_differs", bank.refusal("/cases/" + other + "/decisions",
				approval(amount.add(BigDecimal.TEN)), key(), Fault.NONE, 1));
		var fresh = made("RECEIVED");
		told("more than the farm asked for", "amount_exceeds_application", bank
			.refusal("/cases/" + fresh + "/decisions", approval(amount.add(BigDecimal.TEN)), key(), Fault.NONE, 1));
	}

	private void dates() throws Exception {
		var no = made("DISBURSED");
		var path = "/loans/L-" + no + "/transactions";
		var late = today().plusDays(LATE_DAYS);
		var payment = object().put("type", "REPAYMENT")
			.put("bankTxnNo", "LATE-" + no)
			.put("valueDate", late.toString());
		payment.set("amount", money(new BigDecimal("1012.34")));
		var split = payment.putObject("split");
		split.set("principal", money(new BigDecimal("900.00")));
		split.set("interest", money(new BigDecimal("100.00")));
		split.set("penalty", money(new BigDecimal("12.34")));
		told("a payment of a day that has not come", "rule_broken", bank.refusal(path, payment, key(), Fault.NONE, 1));
		bank.post("/sandbox/clock", object().put("days", LATE_DAYS).put("at", key()));
		told("the date of the sandbox", late.toString(), text(bank.get("/sandbox/clock"), "date"));
		told("the same on that day, late and with a penalty", "", bank.refusal(path, payment, key(), Fault.NONE, 1));
		split.set("penalty", money(BigDecimal.ONE));
		payment.put("bankTxnNo", "SPLIT-" + no);
		told("its mirror", no, text(bank.get("/loans/L-" + no), "caseNo"));
		told("a split that does not add up", "rule_broken", bank.refusal(path, payment, key(), Fault.NONE, 1));
		var backdated = object().put("type", "REPAYMENT")
			.put("bankTxnNo", "BACK-" + no)
			.put("valueDate", late.minusDays(LATE_DAYS / 2).toString());
		backdated.set("amount", money(new BigDecimal("500.00")));
		told("a payment told weeks afterwards", "", bank.refusal(path, backdated, key(), Fault.NONE, 1));
		var consent = made("DISPATCHED");
		bank.post("/sandbox/clock", object().put("days", 400).put("at", key()));
		told("a file whose consent has ended", "consent_expired", bank.refusal("/cases/" + consent));
		bank.post("/sandbox/clock", object().put("days", 0).put("at", key()));
	}

	/** 300,000 yuan for twelve months at 4.35 percent, in equal instalments. */
	private void calculators() throws Exception {
		var terms = object().put("ratePercent", 4.35)
			.put("termMonths", 12)
			.put("startDate", "2026-01-15")
			.put("dueDay", 15)
			.put("repayMethod", "EQUAL_INSTALMENT");
		terms.set("amount", money(new BigDecimal("300000.00")));
		var asked = object();
		asked.set("terms", terms);
		told("interest of a schedule", "7115.64",
				text(bank.post("/calculators/schedule", asked).path("totalInterest"), "amount"));
		told("what it costs a year, with a fee", "5.8508",
				bank.post("/calculators/apr", asked.deepCopy().put("guaranteeFeePercent", 0.8))
					.path("aprPercent")
					.decimalValue()
					.stripTrailingZeros()
					.toPlainString());
		told("what is left after five", "176581.10",
				text(bank
					.post("/calculators/payoff",
							asked.deepCopy().put("payoffDate", "2026-06-15").put("paidInstalments", 5))
					.path("payoffAmount"), "amount"));
	}

	/** A sandbox has no umbrella: a bank's own are looked at in earnest. */
	private void umbrellas() throws Exception {
		required(bank.get("/facilities"), "items");
		told("an umbrella of nobody", "not_found", bank.refusal("/facilities/" + NOBODY));
		told("parts of it", "not_found", bank.refusal("/facilities/" + NOBODY + "/parts"));
		var amount = object();
		amount.set("amount", money(BigDecimal.ONE));
		told("an amount kept back there", "not_found",
				bank.refusal("/facilities/" + NOBODY + "/usage-check", amount, key(), Fault.NONE, 1));
		told("a decision on it", "not_found", bank.refusal("/facilities/" + NOBODY + "/decisions",
				object().put("verdict", "REJECT").put("reason", "none such"), key(), Fault.NONE, 1));
	}

	private void reads() throws Exception {
		required(bank.get("/events?after=0"), "next");
		required(bank.get("/cases?limit=5"), "items");
		bank.get("/keys");
		bank.get("/conformance");
		bank.get("/message-keys");
		bank.get("/webhook-endpoints");
		bank.get("/webhook-deliveries");
		told("whether it is up", "UP", text(bank.get("/health"), "status"));
		for (var list : List.of("lpr", "holidays", "error-codes", "enums")) {
			required(bank.get("/reference/" + list), "items");
		}
		told("a letter of nobody", "not_found", bank.refusal("/letters/AAAAAAAAAAAA"));
		told("a case of nobody", "not_found", bank.refusal("/cases/RZ-NONE"));
		told("a loan of nobody", "not_found", bank.refusal("/loans/L-NONE"));
		told("a booking of nobody", "not_found", bank.refusal("/bookings/JZ-NONE"));
		told("a path of nobody", "not_found", bank.refusal("/nothing"));
	}

	private void administration() throws Exception {
		told("a key that is none", "rule_broken",
				bank.refusal("/message-keys",
						object().put("kid", "sandbox-none")
							.put("algorithm", "ED25519")
							.put("publicKey", "AAAA")
							.put("validTo", today().plusDays(LATE_DAYS).toString()),
						key(), Fault.NONE, 1));
		told("an address inside", "rule_broken",
				bank.refusal("/webhook-endpoints", object().put("url", "https://10.0.0.2/"), key(), Fault.NONE, 1));
		told("an address of nobody", "not_found", bank.refusal("/webhook-endpoints/" + NOBODY));
		for (var act : List.of("/webhook-endpoints/" + NOBODY + "/rotation", "/webhook-endpoints/" + NOBODY + "/test",
				"/webhook-deliveries/" + NOBODY + "/replay")) {
			told("nobody's " + act.replaceFirst(".*/", ""), "not_found",
					bank.refusal(act, object(), key(), Fault.NONE, 1));
		}
	}

}
