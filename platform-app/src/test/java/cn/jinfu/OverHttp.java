package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.platform.security.Roles;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.support.TransactionOperations;

/** Requests of people with roles, and what came back. */
@PlatformIT
abstract class OverHttp {

	@Autowired
	MockMvcTester mvc;

	@Autowired
	JdbcClient sql;

	@Autowired
	TransactionOperations transaction;

	@Autowired
	Roles roles;

	@Autowired
	JsonMapper json;

	static void refused(MvcTestResult answer, HttpStatus status, String code) {
		assertThat(answer).hasStatus(status);
		assertThat(answer).bodyJson().extractingPath("$.code").isEqualTo(code);
		assertThat(answer).bodyJson().extractingPath("$.status").isEqualTo(status.value());
	}

	static String text(MvcTestResult answer) {
		return new String(answer.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8);
	}

	JsonNode read(Actor actor, String path) {
		var answer = send(actor, HttpMethod.GET, path, "", null);
		assertThat(answer).as(path).hasStatusOk();
		return json.readTree(text(answer));
	}

	MvcTestResult post(Actor actor, String path, String body) {
		return send(actor, HttpMethod.POST, path, body, null);
	}

	/**
	 * @param version seen, for If-Match
	 */
	MvcTestResult post(Actor actor, String path, String body, String version) {
		return send(actor, HttpMethod.POST, path, body, version);
	}

	MvcTestResult send(Actor actor, HttpMethod method, String path, String body, @Nullable String version) {
		var request = mvc.method(method)
			.uri(path)
			.with(authentication(actor.authentication()))
			.with(csrf())
			.contentType(MediaType.APPLICATION_JSON)
			.content(body);
		return ((version != null) ? request.header("If-Match", "\"" + version + "\"") : request).exchange();
	}

	/** The one text that a query over the demo federation gives. */
	String one(String query, String param) {
		return Tenant.callAs(DemoWorld.MAIN_TENANT, () -> Objects
			.requireNonNull(transaction.execute(_ -> sql.sql(query).param(param).query(String.class).single())));
	}

	/** Each time another person of that role. */
	Actor staff(String role) {
		return somebody(role, Scope.ALL);
	}

	Actor somebody(String role, Scope scope) {
		return new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), role, role, DemoWorld.MAIN_TENANT, scope,
				roles.permissions(Set.of(role)));
	}

}
