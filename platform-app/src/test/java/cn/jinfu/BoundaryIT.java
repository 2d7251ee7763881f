package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Scope;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockMultipartFile;

/**
 * The line round a plot over HTTP: drawn, imported, refused, and what it keeps from being
 * verified.
 */
class BoundaryIT extends OverHttp {

	private UUID member(String no) {
		return UUID.fromString(one("select id::text from member_member where no = ?", no));
	}

	private Actor farm(String no) {
		return somebody("farm", Scope.member(member(no)));
	}

	private String plot(Actor farm, String name) {
		var made = post(farm, "/api/v1/plots", """
				{"name":"%s","kind":"OPEN_FIELD","division":"330482103216","declaredMu":10}""".formatted(name));
		assertThat(made).hasStatus2xxSuccessful();
		return json.readTree(text(made)).path("id").asString();
	}

	private String version(Actor actor, String plot) {
		return read(actor, "/api/v1/plots/" + plot).path("version").asString();
	}

	private static String square(String west, String east, String south, String north, String version) {
		return """
				{"corners":[{"lon":%1$s,"lat":%3$s},{"lon":%2$s,"lat":%3$s},{"lon":%2$s,"lat":%4$s},{"lon":%1$s,"lat":%4$s}],
				 "version":%5$s}"""
			.formatted(west, east, south, north, version);
	}

	@Test
	@DisplayName("画在已核实地块上的，超过百分之二不能核实；换了边界要重新核实；别家的改不了")
	void overlapKeepsAPlotFromBeingVerified() {
		var first = farm("M-000002");
		var second = farm("M-000003");
		var officer = staff("production.officer");
		var mine = plot(first, "边界地甲");
		var drawn = send(first, HttpMethod.PUT, "/api/v1/plots/" + mine + "/boundary",
				square("121.100", "121.101", "30.700", "30.701", version(first, mine)), null);
		assertThat(drawn).hasStatusOk();
		assertThat(json.readTree(text(drawn)).path("overlaps").isEmpty()).isTrue();
		assertThat(post(officer, "/api/v1/plots/" + mine + "/verification",
				"{\"measuredMu\":15.9,\"version\":" + version(officer, mine) + "}"))
			.hasStatus2xxSuccessful();

		var theirs = plot(second, "边界地乙");
		refused(send(first, HttpMethod.PUT, "/api/v1/plots/" + theirs + "/boundary",
				square("121.100", "121.101", "30.700", "30.701", "0"), null), HttpStatus.NOT_FOUND,
				"production.plot.not-found");
		var over = send(second, HttpMethod.PUT, "/api/v1/plots/" + theirs + "/boundary",
				square("121.1009", "121.1019", "30.700", "30.701", version(second, theirs)), null);
		assertThat(over).hasStatusOk();
		assertThat(json.readTree(text(over)).path("overlaps").get(0).path("percent").decimalValue())
			.isEqualByComparingTo("10");
		refused(post(officer, "/api/v1/plots/" + theirs + "/verification",
				"{\"measuredMu\":10,\"version\":" + version(officer, theirs) + "}"), HttpStatus.UNPROCESSABLE_CONTENT,
				"production.plot.overlap");
		assertThat(send(second, HttpMethod.PUT, "/api/v1/plots/" + theirs + "/boundary",
				square("121.101", "121.102", "30.700", "30.701", version(second, theirs)), null))
			.hasStatusOk();
		assertThat(post(officer, "/api/v1/plots/" + theirs + "/verification",
				"{\"measuredMu\":10,\"version\":" + version(officer, theirs) + "}"))
			.hasStatus2xxSuccessful();

		assertThat(send(second, HttpMethod.PUT, "/api/v1/plots/" + theirs + "/boundary",
				square("121.1011", "121.102", "30.700", "30.701", version(second, theirs)), null))
			.hasStatusOk();
		assertThat(read(second, "/api/v1/plots/" + theirs).path("state").asString()).isEqualTo("SUBMITTED");
		assertThat(read(second, "/api/v1/plots/" + theirs).path("measuredMu").decimalValue())
			.as("what was measured stands until then")
			.isEqualByComparingTo("10");
		refused(send(second, HttpMethod.PUT, "/api/v1/plots/" + theirs + "/boundary",
				square("121.101", "121.102", "30.700", "30.701", "0"), null), HttpStatus.CONFLICT, "kernel.stale");
	}

	@Test
	@DisplayName("只有能登记地块的人能画边界，只有生产专员能定地图范围；范围外的角不收")
	void drawingAndTheFrameAreForWhoMay() {
		var farm = farm("M-000005");
		var plot = plot(farm, "边界地丁");
		var line = square("121.120", "121.121", "30.720", "30.721", version(farm, plot));
		for (var role : new String[] { "auditor", "data.viewer", "credit.officer", "lab.analyst" }) {
			assertThat(send(staff(role), HttpMethod.PUT, "/api/v1/plots/" + plot + "/boundary", line, null)).as(role)
				.hasStatus(HttpStatus.FORBIDDEN);
		}
		refused(send(farm, HttpMethod.PUT, "/api/v1/plots/" + plot + "/boundary",
				square("21.120", "21.121", "30.720", "30.721", version(farm, plot)), null),
				HttpStatus.UNPROCESSABLE_CONTENT, "production.boundary.outside");
		var frame = """
				{"west":120.8,"south":30.4,"east":121.4,"north":31.0}""";
		for (var role : new String[] { "auditor", "township.clerk", "admin", "data.viewer" }) {
			assertThat(send(staff(role), HttpMethod.PUT, "/api/v1/map-frame", frame, null)).as(role)
				.hasStatus(HttpStatus.FORBIDDEN);
		}
		assertThat(send(farm, HttpMethod.PUT, "/api/v1/map-frame", frame, null)).hasStatus(HttpStatus.FORBIDDEN);
		refused(send(staff("production.officer"), HttpMethod.PUT, "/api/v1/map-frame", """
				{"west":10,"south":30.4,"east":121.4,"north":31.0}""", null), HttpStatus.UNPROCESSABLE_CONTENT,
				"production.map-frame.outside");
	}

	@Test
	@DisplayName("手机上导入文件，地块页上有图；读不懂的文件留在表单上说明")
	void fileOnThePhoneIsOnTheMapOfThePlot() {
		var farm = farm("M-000004");
		var plot = plot(farm, "边界地丙");
		var broken = mvc.post()
			.uri("/portal/plots/" + plot + "/boundary")
			.multipart()
			.file(new MockMultipartFile("file", "a.kml", "text/xml",
					"<html/>".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
			.param("datum", "WGS84")
			.param("version", version(farm, plot))
			.with(authentication(farm.authentication()))
			.with(csrf())
			.exchange();
		assertThat(broken).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(text(broken)).contains("读不懂这个文件", "err-sum");
		var sent = mvc.post()
			.uri("/portal/plots/" + plot + "/boundary")
			.multipart()
			.file(new MockMultipartFile("file", "a.geojson", "application/json",
					"{\"type\":\"Polygon\",\"coordinates\":[[[121.11,30.71],[121.111,30.71],[121.111,30.711],[121.11,30.711],[121.11,30.71]]]}"
						.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
			.param("datum", "WGS84")
			.param("version", version(farm, plot))
			.with(authentication(farm.authentication()))
			.with(csrf())
			.exchange();
		assertThat(sent).redirectedUrl().isEqualTo("/portal/plots/" + plot);
		var page = mvc.get().uri("/portal/plots/" + plot).with(authentication(farm.authentication())).exchange();
		assertThat(text(page)).contains("<svg", "边界圈起来", "GeoJSON 文件").doesNotContain("??");
		var desk = mvc.get()
			.uri("/console/plots/" + plot)
			.with(authentication(staff("production.officer").authentication()))
			.exchange();
		assertThat(text(desk)).contains("<svg", "重新画边界").doesNotContain("??");
		assertThat(mvc.get()
			.uri("/console/plots/" + plot + "/boundary")
			.with(authentication(staff("production.officer").authentication()))).hasStatusOk()
			.bodyText()
			.contains("data-west", "121.1100000")
			.doesNotContain("??");
	}

}
