package cn.jinfu.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Set;

import cn.jinfu.credit.PartnerRefusals;
import cn.jinfu.kernel.Problems;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.support.StaticMessageSource;
import org.springframework.http.ProblemDetail;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.context.SecurityContextHolder;

class PartnerLimitsTests {

	private final PartnerLimits limits = new PartnerLimits(
			new Refusals(JsonMapper.builder().build(), new Problems(new StaticMessageSource()), new Words()), 3, 2);

	@AfterEach
	void nobodyIsLeft() {
		SecurityContextHolder.clearContext();
	}

	@Test
	void clientThatCallsTooOftenIsToldWhenToComeBack() throws Exception {
		for (var left = 2; left >= 0; left--) {
			var answer = ask("bank-a", "GET");
			assertThat(answer.getStatus()).isEqualTo(200);
			assertThat(answer.getHeader("RateLimit-Policy")).isEqualTo("\"reads\";q=3;w=60");
			assertThat(answer.getHeader("RateLimit")).matches("\"reads\";r=" + left + ";t=[1-9][0-9]*");
		}
		var refused = ask("bank-a", "GET");
		assertThat(refused.getStatus()).isEqualTo(429);
		assertThat(refused.getHeader("RateLimit")).startsWith("\"reads\";r=0;t=");
		// one call in three comes back every twenty seconds
		assertThat(Integer.parseInt(String.valueOf(refused.getHeader("Retry-After")))).isBetween(15, 20);
		assertThat(refused.getContentType()).startsWith("application/problem+json");
		assertThat(refused.getContentAsString()).contains("42901");
		assertThat(ask("bank-b", "GET").getStatus()).as("another client").isEqualTo(200);
	}

	@Test
	void writesAreCountedApartFromReads() throws Exception {
		assertThat(ask("bank-a", "POST").getStatus()).isEqualTo(200);
		assertThat(ask("bank-a", "DELETE").getStatus()).isEqualTo(200);
		assertThat(ask("bank-a", "POST").getStatus()).isEqualTo(429);
		assertThat(ask("bank-a", "HEAD").getStatus()).isEqualTo(200);
	}

	@Test
	void callWithoutAGoodTokenUsesNobodysAllowance() throws Exception {
		for (var n = 0; n < 20; n++) {
			var answer = new MockHttpServletResponse();
			limits.doFilter(new MockHttpServletRequest("GET", "/api/partner/v1/cases"), answer, new MockFilterChain());
			assertThat(answer.getStatus()).as("left to the door").isEqualTo(200);
		}
	}

	private MockHttpServletResponse ask(String client, String method) throws Exception {
		SecurityContextHolder.getContext()
			.setAuthentication(
					new Actor(Actor.Kind.MACHINE, Ids.next(), Ids.next(), client, client, "330482", Scope.ALL, Set.of())
						.authentication());
		var response = new MockHttpServletResponse();
		limits.doFilter(new MockHttpServletRequest(method, "/api/partner/v1/cases"), response, new MockFilterChain());
		return response;
	}

	/** What the credit module says; its words are tested there. */
	private static final class Words implements PartnerRefusals {

		@Override
		public ProblemDetail addressNotAllowed(Locale locale) {
			throw new AssertionError();
		}

		@Override
		public ProblemDetail certificateOver(Locale locale) {
			throw new AssertionError();
		}

		@Override
		public ProblemDetail unreadable(Locale locale) {
			throw new AssertionError();
		}

		@Override
		public ProblemDetail tokenInvalid(Locale locale) {
			return ProblemDetail.forStatus(401);
		}

		@Override
		public ProblemDetail scopeMissing(Locale locale) {
			return ProblemDetail.forStatus(403);
		}

		@Override
		public ProblemDetail rateLimited(Locale locale) {
			var problem = ProblemDetail.forStatus(429);
			problem.setProperty("code", 42901);
			return problem;
		}

	}

}
