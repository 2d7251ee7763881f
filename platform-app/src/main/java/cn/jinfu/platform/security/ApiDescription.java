package cn.jinfu.platform.security;

import java.util.List;
import java.util.Locale;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.OAuthFlow;
import io.swagger.v3.oas.models.security.OAuthFlows;
import io.swagger.v3.oas.models.security.Scopes;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springdoc.core.customizers.OpenApiCustomizer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.StringUtils;

/** What {@code /v3/api-docs} says beyond what the controllers say of themselves. */
@Configuration(proxyBeanMethods = false)
class ApiDescription {

	private static final String PROBLEM = "Problem";

	/** Banks code against a catalogue with numbers. */
	private static final String PARTNER_PROBLEM = "PartnerProblem";

	private static final String PARTNER = "/api/partner/v1";

	/** The one address of the banks that wants no token. */
	static final String PARTNER_HEALTH = PARTNER + "/health";

	@Bean
	OpenAPI openApi() {
		var flow = new OAuthFlow().tokenUrl("/oauth2/token")
			.scopes(new Scopes().addString("cases.read", "read dispatched cases")
				.addString("cases.evidence", "read the facts behind a case side by side, with where they come from")
				.addString("cases.write", "decide on cases")
				.addString("loans.write", "report contracts, disbursements and repayments")
				.addString("events.read", "read what changed")
				.addString("webhooks.manage", "ask for addresses at which one is told, and see what was sent")
				.addString("keys.manage", "ask for keys of one's messages")
				.addString("facilities.read", "see one's own umbrella facilities and keep an amount back for a moment")
				.addString("facilities.write", "approve or reject a proposed umbrella facility or a part of one")
				.addString("calc", "use the calculators of schedules, payoffs and rates")
				.addString("epcis.capture", "capture EPCIS events")
				.addString("epcis.query", "query one's own EPCIS events")
				.addString("weather.write", "send weather forecasts"));
		return new OpenAPI().info(new Info().title("Jinfu Online")
			.version("v1")
			.description("REST of the farmers' cooperative federation's platform. Money is "
					+ "{\"amount\":\"100000.00\",\"currency\":\"CNY\"}, times are RFC 3339, lists page by limit, after "
					+ "and next, refusals are RFC 9457 problems. Machines get their token with a signed assertion "
					+ "(private_key_jwt)."))
			.components(new Components()
				.addSecuritySchemes("machine",
						new SecurityScheme().type(SecurityScheme.Type.OAUTH2)
							.flows(new OAuthFlows().clientCredentials(flow)))
				.addSecuritySchemes("session",
						new SecurityScheme().type(SecurityScheme.Type.APIKEY)
							.in(SecurityScheme.In.COOKIE)
							.name("JINFU")
							.description("a person's session; changes also carry X-XSRF-TOKEN"))
				.addSchemas(PROBLEM, problem()));
	}

	/** Every operation names who may call it and how it refuses. */
	@Bean
	OpenApiCustomizer securityAndProblems() {
		return api -> {
			api.getComponents().addSchemas(PROBLEM, problem()).addSchemas(PARTNER_PROBLEM, partnerProblem());
			api.getPaths().forEach((path, item) -> item.readOperationsMap().forEach((method, operation) -> {
				operation.setOperationId(id(method.name(), path));
				describe(path, operation);
			}));
		};
	}

	/**
	 * Made of what the caller's own address is made of, so that no other endpoint and no
	 * renaming in the program ever moves it: a generated client has a method of this
	 * name. {@code GET /api/partner/v1/cases/{caseNo}} is {@code getCasesByCaseNo}, of
	 * other addresses all below {@code /api} counts.
	 */
	private static String id(String method, String path) {
		var id = new StringBuilder(method.toLowerCase(Locale.ROOT));
		var own = path.startsWith(PARTNER + "/") ? path.substring(PARTNER.length()) : path.replaceFirst("^/api/", "/");
		for (var step : own.split("/")) {
			if (step.startsWith("{")) {
				id.append("By");
			}
			for (var word : step.split("[^A-Za-z0-9]+")) {
				id.append(StringUtils.capitalize(word));
			}
		}
		return id.toString();
	}

	private static void describe(String path, Operation operation) {
		var responses = operation.getResponses();
		responses.keySet().removeIf(status -> status.startsWith("4") || status.startsWith("5"));
		responses.values().forEach(ApiDescription::asFile);
		var problem = path.startsWith("/api/partner/") ? PARTNER_PROBLEM : PROBLEM;
		responses.addApiResponse("default",
				new ApiResponse().description("refused")
					.content(new Content().addMediaType("application/problem+json",
							new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + problem)))));
		if (path.equals(PARTNER_HEALTH)) {
			operation.setSecurity(List.of());
		}
		else if (path.startsWith("/api/partner/") || path.startsWith("/epcis/")) {
			operation.setSecurity(List.of(new SecurityRequirement().addList("machine")));
		}
		else if (!path.startsWith("/api/public/")) {
			operation.setSecurity(List.of(new SecurityRequirement().addList("machine"),
					new SecurityRequirement().addList("session")));
		}
	}

	/** Bytes that no media type is named for are a file as it is, not text in base64. */
	private static void asFile(ApiResponse response) {
		var any = (response.getContent() != null) ? response.getContent().get("*/*") : null;
		if (any != null && any.getSchema() != null && "byte".equals(any.getSchema().getFormat())) {
			response.setContent(new Content().addMediaType("application/octet-stream",
					new MediaType().schema(new StringSchema().format("binary"))));
		}
	}

	private static Schema<?> partnerProblem() {
		var error = new ObjectSchema().addProperty("field", text(200).description("RFC 6901"))
			.addProperty("code", text(100))
			.addProperty("message", text(500));
		return new ObjectSchema().description("RFC 9457 problem; type and code are stable")
			.addProperty("type", text(100).example("urn:jinfu:problem:not_found"))
			.addProperty("title", text(100))
			.addProperty("status", new IntegerSchema())
			.addProperty("detail", text(500))
			.addProperty("code", new IntegerSchema().example(40401))
			.addProperty("message", text(100))
			.addProperty("rule", text(100).description("the rule of the business"))
			.addProperty("requestId", text(60).description("also in the log"))
			.addProperty("fields", new ArraySchema().items(text(40)))
			.addProperty("errors", new ArraySchema().items(error));
	}

	private static Schema<?> text(int longest) {
		return new StringSchema().maxLength(longest);
	}

	private static Schema<?> problem() {
		var error = new ObjectSchema().addProperty("field", new StringSchema())
			.addProperty("code", new StringSchema())
			.addProperty("message", new StringSchema());
		return new ObjectSchema().description("RFC 9457 problem; code is stable, the words follow Accept-Language")
			.addProperty("type", new StringSchema().example("/problems/member.application.wrong-state"))
			.addProperty("title", new StringSchema())
			.addProperty("status", new IntegerSchema())
			.addProperty("detail", new StringSchema())
			.addProperty("code", new StringSchema())
			.addProperty("next", new StringSchema().description("what to do now"))
			.addProperty("requestId", new StringSchema().description("also in the log"))
			.addProperty("errors", new ArraySchema().items(error));
	}

}
