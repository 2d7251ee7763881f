package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;

@PlatformIT
class StartIT {

	@Autowired
	RestTestClient client;

	@Test
	void answersItsHealth() {
		client.get().uri("/actuator/health").exchange().expectStatus().isOk();
	}

	@Test
	void strangersAreSentToTheLogInAndCostNoSession() {
		var answer = client.get().uri("/console").exchange().expectStatus().is3xxRedirection().returnResult();
		assertThat(answer.getResponseHeaders().getLocation()).hasPath("/login");
		assertThat(answer.getResponseHeaders().get("Set-Cookie")).noneMatch(it -> it.startsWith("JINFU="));
	}

	@Test
	void addressOfAFileCarriesTheHashOfItsContentAndThatOfAPageDoesNot() {
		var page = client.get().uri("/login").exchange().expectStatus().isOk().returnResult(String.class);
		assertThat(page.getResponseBody()).containsPattern("href=\"/css/jf-[0-9a-f]{32}\\.css\"")
			.contains("href=\"/login?by=phone\"");
	}

	/** Only the container's own reading of a request shows it. */
	@Test
	void aParameterWhoseBytesAreNoTextIsA400Problem() {
		client.get()
			.uri(uri -> URI.create(uri.replacePath("/api/public/licences").build() + "?q=%FF"))
			.exchange()
			.expectStatus()
			.isBadRequest()
			.expectBody()
			.jsonPath("$.code")
			.isEqualTo("kernel.invalid");
	}

	@Test
	void apiWithoutATokenIsA401Problem() {
		client.get()
			.uri("/api/v1/members")
			.exchange()
			.expectStatus()
			.isUnauthorized()
			.expectHeader()
			.contentType("application/problem+json;charset=UTF-8");
	}

}
