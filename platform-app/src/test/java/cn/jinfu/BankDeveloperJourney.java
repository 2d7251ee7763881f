package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.sun.net.httpserver.HttpServer;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Value;

/** A bank's developer with a machine, a browser, and the two people of the federation. */
@PlatformIT
@WithBrowser
@DisplayName("银行开发人员")
class BankDeveloperJourney extends Walk {

	private record Message(String id, String timestamp, String signature, String body) {
	}

	@Value("${jinfu.data}")
	Path data;

	private final BlockingQueue<Message> taken = new LinkedBlockingQueue<>();

	@Test
	@DisplayName("从密钥到第一条推送：登记密钥、第一次签名、签错了看哪里不同、联调页、推送验签")
	void fromTheKeyToTheFirstWebhook(Browser browser) throws Exception {
		var bank = new BankClient(data.resolve("demo/clients/bank-a.json"));
		var listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		listener.createContext("/", exchange -> {
			var headers = exchange.getRequestHeaders();
			taken.add(new Message(headers.getFirst("webhook-id"), headers.getFirst("webhook-timestamp"),
					headers.getFirst("webhook-signature"),
					new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
		listener.start();
		try (var one = desk(browser); var other = desk(browser); var developer = desk(browser)) {
			var admin = logIn(one, "admin");
			var security = logIn(other, "security");
			var own = logIn(developer, "bank.officer");
			var signed = key(bank, admin, security);
			explained(bank, own, signed);
			told(bank, admin, security, "http://localhost:" + listener.getAddress().getPort() + "/");
			own.navigate(url("/console/partner-conformance"));
			for (var step : new String[] { "拿到令牌", "报文签名正确", "申请推送地址", "领取推送密钥", "收下一条推送" }) {
				PlaywrightAssertions
					.assertThat(own.locator("main tr", new Page.LocatorOptions().setHasText(step))
						.locator("td:last-child .st-ok"))
					.hasCount(1);
			}
			shot(own, "bank-developer-conformance");
		}
		finally {
			listener.stop(0);
		}
	}

	/** A key of his own: one person enters it, another confirms, then it signs. */
	private BankClient.Call key(BankClient bank, Page admin, Page security) throws Exception {
		var seed = new byte[32];
		new SecureRandom().nextBytes(seed);
		var open = new byte[32];
		Ed25519.generatePublicKey(seed, 0, open, 0);
		var kid = "dev-" + UUID.randomUUID().toString().substring(0, 8);
		BankClient.Signer signer = text -> {
			var signature = new byte[64];
			Ed25519.sign(seed, 0, text, 0, text.length, signature, 0);
			return signature;
		};
		admin.navigate(url("/console/partner-keys/new"));
		admin.selectOption("#clientId", "bank-a");
		admin.fill("#kid", kid);
		admin.selectOption("#algorithm", "ED25519");
		admin.fill("#publicKey", BankClient.base64(open));
		admin.fill("#validTo", LocalDate.now().plusYears(1).toString());
		send(admin);
		PlaywrightAssertions.assertThat(line(admin, kid)).containsText("您");
		assertThat(call(bank).by(kid, "ed25519", signer).signed().send().problem()).isEqualTo("key_unknown");
		security.navigate(url("/console/partner-keys"));
		press(security, line(security, kid).locator("form[action$='/confirmation'] button"));
		assertThat(bank.get("/cases").send().status()).isEqualTo(200);
		var first = call(bank).by(kid, "ed25519", signer).signed();
		assertThat(first.send().problem()).as("signed well: the business speaks").isEqualTo("not_found");
		return call(bank).by(kid, "ed25519", signer).signed();
	}

	private static BankClient.Call call(BankClient bank) {
		return bank.post("/cases/NONE/receipt", "{\"bankCaseNo\":\"B\",\"branch\":\"b\",\"officer\":\"o\"}");
	}

	private static Locator line(Page page, String words) {
		return page.locator("main tr", new Page.LocatorOptions().setHasText(words));
	}

	/** His program signs the path in capitals: the page shows the line. */
	private void explained(BankClient bank, Page own, BankClient.Call call) throws Exception {
		var request = new StringBuilder(call.method + " " + bank.base + call.path + " HTTP/1.1\n");
		call.headers.forEach((name, value) -> {
			if (!name.equals("Authorization")) {
				request.append(name).append(": ").append(value).append('\n');
			}
		});
		request.append('\n').append(new String(call.body, StandardCharsets.UTF_8));
		var theirs = call.base(String.valueOf(call.headers.get("Signature-Input")).substring("sig1=".length()));
		own.navigate(url("/console/partner-signatures"));
		own.fill("#request", request.toString());
		own.fill("#theirs", theirs);
		send(own);
		says(own, "一字不差");
		PlaywrightAssertions.assertThat(own.locator("main .st-bad")).hasCount(0);
		own.fill("#request", request.toString());
		own.fill("#theirs", theirs.replace("/cases/NONE", "/CASES/NONE"));
		send(own);
		says(own, "第 2 行第", "/CASES/NONE");
		shot(own, "bank-developer-signature");
		own.fill("#request", "nothing that can be read");
		send(own);
		says(own, "看不懂这段请求");
	}

	private void told(BankClient bank, Page admin, Page security, String address) throws Exception {
		var asked = bank.post("/webhook-endpoints", "{\"url\":\"" + address + "\"}").signed().send();
		assertThat(asked.status()).as(asked.text()).isEqualTo(201);
		var id = asked.json().path("id").asString();
		var path = "/console/webhook-endpoints/" + id;
		admin.navigate(url(path));
		press(admin, admin.locator("form[action$='/proposal'] button"));
		admin.navigate(url(path));
		assertThat(count(admin.locator("form[action$='/confirmation']"))).as("not by the same person").isZero();
		security.navigate(url(path));
		press(security, security.locator("form[action$='/confirmation'] button"));
		var rotated = bank.post("/webhook-endpoints/" + id + "/rotation", "{}").signed().send();
		assertThat(rotated.status()).as(rotated.text()).isEqualTo(201);
		assertThat(bank.post("/webhook-endpoints/" + id + "/test", "{}").signed().send().status()).isEqualTo(202);
		var message = taken.poll(10, TimeUnit.SECONDS);
		assertThat(message).isNotNull();
		var mac = Mac.getInstance("HmacSHA256");
		mac.init(new SecretKeySpec(
				Base64.getDecoder().decode(rotated.json().path("secret").asString().replaceFirst("^whsec_", "")),
				"HmacSHA256"));
		assertThat(message.signature()).isEqualTo("v1," + Base64.getEncoder()
			.encodeToString(mac.doFinal((message.id() + "." + message.timestamp() + "." + message.body())
				.getBytes(StandardCharsets.UTF_8))));
		security.navigate(url(path));
		decide(security, "停用", "试完了");
	}

}
