package cn.jinfu.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import cn.jinfu.kernel.Problems;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.support.StaticMessageSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class RateLimitFilterTests {

	private final RateLimitFilter filter = new RateLimitFilter(new Problems(words()), JsonMapper.builder().build(), 3,
			2);

	@Test
	void addressThatAsksTooOftenIsToldWhenToComeBack() throws Exception {
		for (var n = 0; n < 3; n++) {
			assertThat(ask("GET", "/t/ABC", "203.0.113.1").getStatus()).isEqualTo(200);
		}
		var refused = ask("GET", "/01/0/21/1", "203.0.113.1");
		assertThat(refused.getStatus()).isEqualTo(429);
		assertThat(refused.getHeader("Retry-After")).matches("[1-9][0-9]*");
		assertThat(ask("GET", "/t/ABC", "203.0.113.2").getStatus()).as("another address").isEqualTo(200);
	}

	@Test
	void programIsToldByAProblem() throws Exception {
		for (var n = 0; n < 3; n++) {
			ask("GET", "/api/public/codes/1", "203.0.113.3");
		}
		var refused = ask("GET", "/api/public/codes/1", "203.0.113.3");
		assertThat(refused.getContentType()).startsWith("application/problem+json");
		assertThat(refused.getContentAsString()).contains("/problems/kernel.too-many");
	}

	/** A resolver is asked by people and by programs at the same address. */
	@Test
	void programIsToldByAProblemWhereverItAsks() throws Exception {
		for (var n = 0; n < 3; n++) {
			ask("GET", "/t/ABC", "203.0.113.6");
		}
		for (var accept : List.of("application/json", "application/linkset+json")) {
			var refused = ask("GET", "/t/ABC", "203.0.113.6", accept);
			assertThat(refused.getStatus()).isEqualTo(429);
			assertThat(refused.getContentType()).startsWith("application/problem+json");
		}
		assertThat(ask("GET", "/t/ABC", "203.0.113.6", "text/html").getContentType()).isNull();
	}

	@Test
	void codesAreCountedApartFromPages() throws Exception {
		assertThat(ask("POST", "/login/code", "203.0.113.4").getStatus()).isEqualTo(200);
		assertThat(ask("POST", "/login/code", "203.0.113.4").getStatus()).isEqualTo(200);
		assertThat(ask("POST", "/login/code", "203.0.113.4").getStatus()).isEqualTo(429);
		assertThat(ask("GET", "/t/ABC", "203.0.113.4").getStatus()).isEqualTo(200);
	}

	@Test
	void whoIsLoggedInIsNotCounted() throws Exception {
		for (var n = 0; n < 20; n++) {
			assertThat(ask("GET", "/console", "203.0.113.5").getStatus()).isEqualTo(200);
		}
	}

	private MockHttpServletResponse ask(String method, String path, String address) throws Exception {
		return ask(method, path, address, "text/html");
	}

	private MockHttpServletResponse ask(String method, String path, String address, String accept) throws Exception {
		var request = new MockHttpServletRequest(method, path);
		request.addHeader("Accept", accept);
		request.setRemoteAddr(address);
		var response = new MockHttpServletResponse();
		filter.doFilter(request, response, new MockFilterChain());
		return response;
	}

	private static StaticMessageSource words() {
		var words = new StaticMessageSource();
		words.setUseCodeAsDefaultMessage(true);
		return words;
	}

}
