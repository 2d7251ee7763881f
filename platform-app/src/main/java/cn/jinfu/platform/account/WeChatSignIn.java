package cn.jinfu.platform.account;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;

import lombok.extern.slf4j.Slf4j;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * WeChat's browser, by the federation's official account: the silent scope, which gives
 * the {@code openid} alone and asks nobody for his name. Source: WeChat Official Accounts
 * documentation, "网页授权" (developers.weixin.qq.com/doc/offiaccount).
 */
@Slf4j
@Component
@ConditionalOnProperty("jinfu.sign-in.wechat.app-id")
class WeChatSignIn implements OutsideSignIn {

	private static final Duration WAIT = Duration.ofSeconds(5);

	private final String appId;

	private final String secret;

	private final String door;

	private final RestClient api;

	private final JsonMapper json;

	/**
	 * @param secret the official account's, never in an address that a browser sees
	 * @param door where browsers are sent
	 * @param api where this server asks who it was
	 */
	WeChatSignIn(@Value("${jinfu.sign-in.wechat.app-id}") String appId,
			@Value("${jinfu.sign-in.wechat.secret}") String secret,
			@Value("${jinfu.sign-in.wechat.door:https://open.weixin.qq.com}") String door,
			@Value("${jinfu.sign-in.wechat.api:https://api.weixin.qq.com}") String api, JsonMapper json) {
		this.appId = appId;
		this.secret = secret;
		this.door = door;
		this.json = json;
		var requests = new JdkClientHttpRequestFactory(HttpClient.newBuilder().connectTimeout(WAIT).build());
		requests.setReadTimeout(WAIT);
		this.api = RestClient.builder().baseUrl(api).requestFactory(requests).build();
	}

	@Override
	public String name() {
		return "wechat";
	}

	@Override
	public boolean opensIn(@Nullable String userAgent) {
		return userAgent != null && userAgent.contains("MicroMessenger");
	}

	@Override
	public URI door(String state, URI back) {
		return UriComponentsBuilder.fromUriString(door)
			.path("/connect/oauth2/authorize")
			.queryParam("appid", "{appid}")
			.queryParam("redirect_uri", "{back}")
			.queryParam("response_type", "code")
			.queryParam("scope", "snsapi_base")
			.queryParam("state", "{state}")
			.fragment("wechat_redirect")
			.encode()
			.buildAndExpand(appId, back, state)
			.toUri();
	}

	/** The answer is JSON that calls itself text. */
	@Override
	public Optional<String> subject(String code) {
		try {
			var answer = api.get()
				.uri("/sns/oauth2/access_token?appid={appid}&secret={secret}&code={code}&grant_type=authorization_code",
						appId, secret, code)
				.retrieve()
				.body(String.class);
			var told = json.readTree((answer != null) ? answer : "");
			var openid = told.path("openid").asString("");
			if (openid.isEmpty()) {
				log.warn("WeChat does not know the code: {}", told.path("errcode").asString("no errcode"));
			}
			return Optional.of(openid).filter(it -> !it.isEmpty());
		}
		catch (RestClientException | JacksonException unanswered) {
			// its message would carry the address with the secret
			log.warn("WeChat does not answer: {}", unanswered.getClass().getSimpleName());
			return Optional.empty();
		}
	}

}
