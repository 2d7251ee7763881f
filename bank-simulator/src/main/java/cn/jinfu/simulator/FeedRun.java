package cn.jinfu.simulator;

import static cn.jinfu.simulator.BankSimulator.key;
import static cn.jinfu.simulator.BankSimulator.money;
import static cn.jinfu.simulator.BankSimulator.object;
import static cn.jinfu.simulator.BankSimulator.text;
import static cn.jinfu.simulator.PartnerClient.required;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * A whole case of a bank that nobody can call: all that it learns it reads from the feed
 * of events, one call after the other, with the last number it has seen.
 */
final class FeedRun extends SandboxCourse {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final Set<String> heard = new HashSet<>();

	private long seen;

	FeedRun(PartnerClient bank, PrintStream out) {
		super(bank, out);
	}

	int run() throws Exception {
		bank.post("/sandbox/clock", object().put("days", 0).put("at", key()));
		told("addresses at which it is called", "0", String.valueOf(bank.get("/webhook-endpoints").size()));
		while (read() > 0) {
			heard.clear();
		}
		course();
		ends();
		return result();
	}

	private void course() throws Exception {
		var no = made("DISPATCHED");
		heard("case.dispatched", no);
		receipt(no);
		bank.post("/cases/" + no + "/info-requests", question());
		farm(no, "ANSWER");
		heard("case.info_supplied", no);
		var amount = amount(no);
		bank.post("/cases/" + no + "/decisions", approval(amount));
		bank.post("/cases/" + no + "/contracts", contract(no, amount));
		bank.post("/loans", disbursement(no, amount));
		heard("loan.mirrored", "L-" + no);
		var paid = object().put("type", "REPAYMENT").put("bankTxnNo", "R-" + no).put("valueDate", today().toString());
		paid.set("amount", money(amount));
		var split = paid.putObject("split");
		split.set("principal", money(amount));
		split.set("interest", money(BigDecimal.ZERO));
		split.set("penalty", money(BigDecimal.ZERO));
		bank.post("/loans/L-" + no + "/transactions", paid);
		heard("loan.settled", "L-" + no);
		told("the case at its end", "SETTLED", text(bank.get("/cases/" + no), "status"));
	}

	/** What a farm does on its phone comes by the feed, too. */
	private void ends() throws Exception {
		var no = made("RECEIVED");
		farm(no, "REVOKE_CONSENT");
		heard("consent.revoked", "");
		told("its file", "consent_revoked", bank.refusal("/cases/" + no));
		farm(no, "WITHDRAW");
		heard("case.withdrawn", no);
	}

	/**
	 * @param subject empty: of whatever
	 */
	private void heard(String type, String subject) throws Exception {
		var until = System.nanoTime() + PATIENCE.toNanos();
		var wanted = type + " " + subject;
		while (heard.stream().noneMatch(it -> it.startsWith(wanted)) && System.nanoTime() < until) {
			if (read() == 0) {
				Thread.sleep(200);
			}
		}
		told("heard of " + wanted, "true", String.valueOf(heard.stream().anyMatch(it -> it.startsWith(wanted))));
	}

	/** What is new; the numbers have no gap. */
	private int read() throws Exception {
		var page = bank.get("/events?limit=200&after=" + seen);
		for (var event : required(page, "items")) {
			if (event.path("seq").asLong() != seen + 1) {
				told("the number after " + seen, String.valueOf(seen + 1), event.path("seq").toString());
			}
			seen = event.path("seq").asLong();
			heard.add(text(event, "type") + " " + text(event, "subject"));
			out.println("  event " + seen + " " + text(event, "type") + " " + text(event, "subject"));
		}
		return page.path("items").size();
	}

}
