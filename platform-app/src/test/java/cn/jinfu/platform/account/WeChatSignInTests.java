package cn.jinfu.platform.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Against a server that answers as WeChat's documentation says. */
class WeChatSignInTests {

	private final AtomicReference<String> answer = new AtomicReference<>("");

	private final AtomicReference<String> asked = new AtomicReference<>("");

	private HttpServer server;

	private WeChatSignIn house;

	@BeforeEach
	void start() throws IOException {
		server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", exchange -> {
			asked.set(exchange.getRequestURI().toString());
			var bytes = answer.get().getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().add("Content-Type", "text/plain");
			exchange.sendResponseHeaders(answer.get().isEmpty() ? 500 : 200, bytes.length);
			exchange.getResponseBody().write(bytes);
			exchange.close();
		});
		server.start();
		house = at("http://localhost:" + server.getAddress().getPort());
	}

	@AfterEach
	void stop() {
		server.stop(0);
	}

	private static WeChatSignIn at(String api) {
		return new WeChatSignIn("wx0", "s3&cret", "https://open.weixin.qq.com", api, new JsonMapper());
	}

	@Test
	void sendsTheBrowserToTheSilentScope() {
		assertThat(house.door("a_b-c", URI.create("https://z.example.cn/login/with/wechat/answer"))).hasToString(
				"https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx0&redirect_uri=https%3A%2F%2Fz.example.cn%2Flogin%2Fwith%2Fwechat%2Fanswer&response_type=code&scope=snsapi_base&state=a_b-c#wechat_redirect");
		assertThat(house.opensIn("Mozilla/5.0 MicroMessenger/8.0.42")).isTrue();
		assertThat(house.opensIn("Mozilla/5.0 Chrome/109")).isFalse();
		assertThat(house.opensIn(null)).isFalse();
	}

	@Test
	void takesTheOpenIdOfAnAnswerThatCallsItselfText() {
		answer.set("{\"access_token\":\"t\",\"expires_in\":7200,\"openid\":\"oABC\",\"scope\":\"snsapi_base\"}");
		assertThat(house.subject("c 1&x")).contains("oABC");
		assertThat(asked.get()).isEqualTo(
				"/sns/oauth2/access_token?appid=wx0&secret=s3%26cret&code=c%201%26x&grant_type=authorization_code");
	}

	@Test
	void knowsNobodyByAWrongCodeABrokenAnswerOrNone() {
		answer.set("{\"errcode\":40029,\"errmsg\":\"invalid code\"}");
		assertThat(house.subject("old")).isEmpty();
		answer.set("<html>");
		assertThat(house.subject("c")).isEmpty();
		answer.set("[]");
		assertThat(house.subject("c")).isEmpty();
		answer.set("");
		assertThat(house.subject("c")).isEmpty();
		server.stop(0);
		assertThat(house.subject("c")).isEmpty();
	}

}
