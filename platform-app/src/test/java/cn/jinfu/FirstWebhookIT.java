package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import cn.jinfu.kernel.Actor;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;

/** A bank's developer begins with a client file and ends with a message taken. */
class FirstWebhookIT extends OverHttp {

	@Value("${jinfu.data}")
	Path data;

	private record Message(String id, String timestamp, String signature, String body) {
	}

	private final BlockingQueue<Message> taken = new LinkedBlockingQueue<>();

	@Test
	@DisplayName("银行开发人员：从密钥到第一条推送")
	void fromTheKeyToTheFirstMessage() throws Exception {
		var bank = new BankClient(data.resolve("demo/clients/bank-b.json"));
		var listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		listener.createContext("/hooks", exchange -> {
			var headers = exchange.getRequestHeaders();
			taken.add(new Message(headers.getFirst("webhook-id"), headers.getFirst("webhook-timestamp"),
					headers.getFirst("webhook-signature"),
					new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
		listener.start();
		try {
			walk(bank, "http://localhost:" + listener.getAddress().getPort() + "/hooks");
		}
		finally {
			listener.stop(0);
		}
	}

	private void walk(BankClient bank, String url) throws Exception {
		assertThat(bank.get("/cases").send().status()).isEqualTo(200);
		var inside = bank.post("/webhook-endpoints", "{\"url\":\"https://169.254.169.254/\"}").signed().send();
		assertThat(inside.status()).isEqualTo(422);
		assertThat(inside.json().path("rule").asString()).isEqualTo("credit.webhook.address-private");
		var asked = bank.post("/webhook-endpoints", "{\"url\":\"" + url + "\"}").signed().send();
		assertThat(asked.status()).as(asked.text()).isEqualTo(201);
		var id = asked.json().path("id").asString();
		assertThat(bank.post("/webhook-endpoints/" + id + "/rotation", "{}").signed().send().problem())
			.isEqualTo("illegal_transition");

		var first = staff("admin");
		assertThat(page(first, "/console/webhook-endpoints")).contains(url, "银行申请");
		act(first, id, "proposal", HttpStatus.FOUND);
		act(first, id, "confirmation", HttpStatus.UNPROCESSABLE_CONTENT);
		act(staff("security"), id, "confirmation", HttpStatus.FOUND);

		var rotated = bank.post("/webhook-endpoints/" + id + "/rotation", "{}").signed().send();
		assertThat(rotated.status()).as(rotated.text()).isEqualTo(201);
		var secret = rotated.json().path("secret").asString();
		var tried = bank.post("/webhook-endpoints/" + id + "/test", "{}").signed().send();
		assertThat(tried.status()).isEqualTo(202);
		var message = next();
		assertThat(message).as("within five seconds").isNotNull();
		assertThat(message.body()).contains("webhook.test");
		assertThat(message.signature()).isEqualTo(signature(secret, message));

		var delivery = tried.json().path("deliveryId").asString();
		assertThat(await(bank, "DELIVERED")).contains(delivery);
		var other = new BankClient(data.resolve("demo/clients/bank-a.json"));
		assertThat(other.post("/webhook-deliveries/" + delivery + "/replay", "{}").signed().send().problem())
			.isEqualTo("not_found");
		assertThat(other.get("/webhook-endpoints/" + id).send().status()).isEqualTo(404);
		assertThat(bank.post("/webhook-deliveries/" + delivery + "/replay", "{}").signed().send().status())
			.isEqualTo(202);
		var again = next();
		assertThat(again).isNotNull();
		assertThat(again.id()).isEqualTo(message.id());

		var report = bank.get("/conformance").send().json();
		assertThat(report.path("steps").toString()).contains("WEBHOOK");
		for (var step : report.path("steps")) {
			var name = step.path("step").asString();
			if (java.util.Set.of("TOKEN", "CASES", "SIGNATURE", "ENDPOINT", "SECRET", "WEBHOOK", "REPLAY")
				.contains(name)) {
				assertThat(step.path("passedAt").isNull()).as(name).isFalse();
			}
			if (java.util.Set.of("DECISION", "LOAN").contains(name)) {
				assertThat(step.path("passedAt").asString("")).as(name).isEmpty();
			}
		}
		assertThat(page(first, "/console/partner-conformance?bank=bank-b")).contains("收下一条推送", "第一级");
		act(first, id, "stop", HttpStatus.FOUND);
	}

	private @Nullable Message next() throws InterruptedException {
		return taken.poll(5, TimeUnit.SECONDS);
	}

	/** The outcome is written a moment after the answer. */
	private static String await(BankClient bank, String status) throws Exception {
		var until = System.nanoTime() + Duration.ofSeconds(5).toNanos();
		var list = "";
		while (System.nanoTime() < until) {
			list = bank.get("/webhook-deliveries?status=" + status).send().text();
			if (list.contains(status)) {
				return list;
			}
			Thread.sleep(100);
		}
		return list;
	}

	private static String signature(String secret, Message message) throws Exception {
		var mac = Mac.getInstance("HmacSHA256");
		mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.replaceFirst("^whsec_", "")), "HmacSHA256"));
		return "v1," + Base64.getEncoder()
			.encodeToString(mac.doFinal((message.id() + "." + message.timestamp() + "." + message.body())
				.getBytes(StandardCharsets.UTF_8)));
	}

	private String page(Actor actor, String path) {
		var answer = send(actor, HttpMethod.GET, path, "", null);
		assertThat(answer).as(path).hasStatusOk();
		return text(answer);
	}

	private void act(Actor actor, String id, String act, HttpStatus status) {
		assertThat(mvc.post()
			.uri("/console/webhook-endpoints/" + id + "/" + act)
			.with(authentication(actor.authentication()))
			.with(csrf())
			.param("reason", "试完了")
			.exchange()).as(act).hasStatus(status);
	}

}
