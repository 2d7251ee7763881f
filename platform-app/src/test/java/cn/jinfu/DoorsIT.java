package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Scope;
import cn.jinfu.platform.security.Roles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Walks every mapped endpoint as a stranger and every page as every demo account. What
 * strangers may open is a list written by hand; the rest must send them away.
 */
@PlatformIT
class DoorsIT {

	@Autowired
	MockMvcTester mvc;

	@Autowired
	JdbcClient sql;

	@Autowired
	Roles roles;

	@Autowired
	@Qualifier("requestMappingHandlerMapping")
	RequestMappingHandlerMapping mapping;

	private record Endpoint(String method, String pattern) {

		/** With a made-up value for each variable. */
		String uri() {
			return pattern.replaceAll("\\{[^/]*[iI]d\\}", UUID.randomUUID().toString())
				.replaceAll("\\{[^/]*\\}", "none")
				.replace("/**", "/none");
		}

	}

	private List<Endpoint> endpoints;

	private Map<String, Actor> people;

	@BeforeEach
	void findsThem() {
		endpoints = mapping.getHandlerMethods()
			.entrySet()
			.stream()
			.flatMap(entry -> entry.getKey().getPatternValues().stream().flatMap(pattern -> {
				var methods = entry.getKey().getMethodsCondition().getMethods();
				return (methods.isEmpty() ? Set.of(RequestMethod.GET) : methods).stream()
					.map(method -> new Endpoint(method.name(), pattern));
			}))
			.distinct()
			.toList();
		people = new TreeMap<>();
		sql.sql("""
				select a.login, a.id, a.person_id, a.tenant_id, a.scope_kind, a.scope_ref, r.role
				  from platform_account a join platform_account_role r on r.account_id = a.id where a.demo""")
			.query((row, n) -> people.put(row.getString(1),
					new Actor(Actor.Kind.PERSON, row.getObject(2, UUID.class), row.getObject(3, UUID.class),
							row.getString(1), row.getString(1), row.getString(4),
							new Scope(Scope.Kind.valueOf(row.getString(5)), row.getString(6)),
							roles.permissions(Set.of(row.getString(7))))))
			.list();
		assertThat(people).hasSizeGreaterThanOrEqualTo(15);
	}

	@Test
	void strangersAreSentAwayFromEverythingThatIsNotListed() throws IOException {
		var listed = new ClassPathResource("security/public-paths.csv").getContentAsString(StandardCharsets.UTF_8)
			.lines()
			.skip(1)
			.map(line -> line.split(",")[1])
			.collect(Collectors.toSet());
		var open = new TreeSet<String>();
		for (var endpoint : endpoints) {
			var status = mvc
				.perform(MockMvcRequestBuilders.request(HttpMethod.valueOf(endpoint.method()), endpoint.uri())
					.with(SecurityMockMvcRequestPostProcessors.csrf()))
				.getResponse();
			var away = status.getStatus() == 401 || status.getStatus() == 403
					|| (status.getStatus() == 302 && String.valueOf(status.getRedirectedUrl()).contains("/login"));
			if (!away && !listed.contains(endpoint.pattern())) {
				open.add(endpoint.method() + " " + endpoint.pattern() + " -> " + status.getStatus());
			}
		}
		assertThat(open).isEmpty();
	}

	@Test
	void noPageFailsForAnybodyAndNobodyEntersTheOthersHouse() {
		var faults = new ArrayList<String>();
		people.forEach((login, actor) -> endpoints.stream()
			.filter(endpoint -> "GET".equals(endpoint.method()) && !endpoint.pattern().startsWith("/actuator")
					&& !endpoint.pattern().startsWith("/v3/"))
			.forEach(endpoint -> {
				var answer = mvc.get()
					.uri(endpoint.uri())
					.with(SecurityMockMvcRequestPostProcessors.authentication(actor.authentication()))
					.exchange();
				var failure = answer.getUnresolvedException();
				if (failure != null) {
					faults.add(login + " " + endpoint.pattern() + " -> " + failure);
					return;
				}
				var status = answer.getResponse().getStatus();
				if (status >= 500 && !endpoint.pattern().equals("/error")) {
					faults.add(login + " " + endpoint.pattern() + " -> " + status);
				}
				if (endpoint.pattern().startsWith("/console") && !actor.may("console:open") && status != 403) {
					faults.add(login + " entered " + endpoint.pattern() + " -> " + status);
				}
				if (endpoint.pattern().startsWith("/portal") && !actor.may("portal:open") && status != 403) {
					faults.add(login + " entered " + endpoint.pattern() + " -> " + status);
				}
			}));
		assertThat(faults).isEmpty();
	}

	@Test
	void theNeighboursClerkSeesNothingOfThisFederation() {
		var outsider = people.get("outsider.clerk");
		assertThat(outsider).isNotNull();
		var seen = new ArrayList<String>();
		endpoints.stream()
			.filter(endpoint -> "GET".equals(endpoint.method())
					&& (endpoint.pattern().startsWith("/console") || endpoint.pattern().startsWith("/api/v1")))
			.forEach(endpoint -> {
				var answer = mvc.get()
					.uri(endpoint.uri())
					.with(SecurityMockMvcRequestPostProcessors.authentication(outsider.authentication()))
					.exchange();
				if (answer.getUnresolvedException() != null) {
					return;
				}
				var body = new String(answer.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8);
				if (body.contains("青禾瓜果") || body.contains("平湖市农合联")) {
					seen.add(endpoint.pattern());
				}
			});
		assertThat(seen).isEmpty();
	}

}
