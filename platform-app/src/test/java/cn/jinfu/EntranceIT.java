package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import java.util.Objects;

import jakarta.servlet.http.Cookie;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** The doors of the house: who comes in where, and what a stranger sees. */
@PlatformIT
class EntranceIT {

	private static final String PASSWORD = "Jinfu-demo-2026";

	@Autowired
	MockMvcTester mvc;

	@Test
	@DisplayName("演示模式的登录页列出演示账号")
	void logInListsTheDemoAccounts() {
		assertThat(mvc.get().uri("/login")).hasStatusOk()
			.bodyText()
			.contains("guarantee.director", PASSWORD)
			.doesNotContain("??");
	}

	@Test
	void logInSpeaksEnglishWhenAsked() {
		assertThat(mvc.get().uri("/login?lang=en")).hasStatusOk()
			.bodyText()
			.contains("Member farm", "lang=\"en\"")
			.doesNotContain("??");
	}

	@Test
	void strangersSeeTheFrontPage() {
		assertThat(mvc.get().uri("/")).hasStatusOk().bodyText().contains("href=\"/login\"");
	}

	@Test
	void wrongPasswordSaysSoAndNothingElse() {
		assertThat(mvc.post().uri("/login").param("username", "admin").param("password", "wrong").with(csrf()))
			.redirectedUrl()
			.isEqualTo("/login?error=wrong");
		assertThat(mvc.get().uri("/login?error=wrong")).bodyText().contains("role=\"alert\"");
	}

	@Test
	@DisplayName("员工登录后到工作台，看不到手机端")
	void staffLandsOnTheWorkbench() {
		var session = logIn("member.clerk");
		assertThat(mvc.get().uri("/console").cookie(session)).hasStatusOk()
			.bodyText()
			.contains("aria-current=\"page\"")
			.doesNotContain("??");
		assertThat(mvc.get().uri("/portal").cookie(session)).hasStatus(HttpStatus.FORBIDDEN);
	}

	@Test
	@DisplayName("会话过期后提交的表单：登录后回到那张表单，只回本站的页面")
	void formSentAfterTheSessionEndedLeadsBackToItsPage() {
		assertThat(wanted("/console/members", "http://localhost/console/members/new?from=list"))
			.isEqualTo("http://localhost/console/members/new?from=list");
		assertThat(wanted("/console/members/" + new java.util.UUID(7, 7) + "/suspension",
				"http://localhost/console/members/" + new java.util.UUID(7, 7) + "/suspension"))
			.as("a form that came back with errors: the page above")
			.isEqualTo("http://localhost/console/members/" + new java.util.UUID(7, 7));
		assertThat(wanted("/console/members", "https://elsewhere.example/console/members/new")).isEqualTo("/console");
		assertThat(wanted("/console/members", "http://localhost/console/members/export")).as("a download is no page")
			.isEqualTo("http://localhost/console/members");
		assertThat(wanted("/console/members", "not an address")).isEqualTo("/console");
		assertThat(wanted("/console/members", null)).isEqualTo("/console");
	}

	@Test
	void logInLeadsToNoOtherHostWhateverTheCookieSays() {
		var elsewhere = new Cookie("REDIRECT_URI", java.util.Base64.getEncoder()
			.encodeToString("https://elsewhere.example/console".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
		assertThat(mvc.post()
			.uri("/login")
			.param("username", "member.clerk")
			.param("password", PASSWORD)
			.cookie(elsewhere)
			.with(csrf())).redirectedUrl().isEqualTo("/console");
	}

	/** Where the log-in leads after this was sent by nobody. */
	private @Nullable String wanted(String path, @Nullable String referer) {
		var send = mvc.post().uri(path).with(csrf());
		var sent = ((referer != null) ? send.header("Referer", referer) : send).exchange();
		assertThat(sent).redirectedUrl().endsWith("/login");
		var kept = sent.getResponse().getCookie("REDIRECT_URI");
		var enter = mvc.post().uri("/login").param("username", "member.clerk").param("password", PASSWORD).with(csrf());
		var landed = (kept != null && kept.getMaxAge() != 0) ? enter.cookie(kept).exchange() : enter.exchange();
		return landed.getResponse().getRedirectedUrl();
	}

	@Test
	@DisplayName("浏览器丢了 cookie 再提交表单，是请他登录、回到那一页，不是说没有权限")
	void formOfABrowserThatLostItsCookiesLeadsToTheLogIn() {
		var sent = mvc.post()
			.uri("/console/members")
			.header("Referer", "http://localhost/console/members/new")
			.exchange();
		assertThat(sent).redirectedUrl().endsWith("/login");
		var kept = Objects.requireNonNull(sent.getResponse().getCookie("REDIRECT_URI"));
		assertThat(mvc.post()
			.uri("/login")
			.param("username", "member.clerk")
			.param("password", PASSWORD)
			.cookie(kept)
			.with(csrf())).redirectedUrl().isEqualTo("http://localhost/console/members/new");
		assertThat(mvc.post().uri("/console/members").cookie(logIn("member.clerk")))
			.as("whoever is logged in and sends no token is refused")
			.hasStatus(HttpStatus.FORBIDDEN);
	}

	@Test
	void unreadableMobileNumberIsRefusedAtTheField() {
		assertThat(mvc.post().uri("/login/code").param("mobile", "12345").with(csrf()))
			.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
			.bodyText()
			.contains("role=\"alert\"");
	}

	@Test
	@DisplayName("号码不在册时，答复与在册时一样")
	void unknownNumberGetsTheSameAnswer() {
		assertThat(mvc.post().uri("/login/code").param("mobile", "13900000000").with(csrf())).hasStatusOk()
			.bodyText()
			.contains("139****0000", "name=\"challenge\"");
	}

	@Test
	void wrongCodeLeadsBackToThePhone() {
		assertThat(mvc.post()
			.uri("/login/phone")
			.param("challenge", "00000000-0000-7000-8000-000000000009")
			.param("code", "000000")
			.param("mobile", "13900000000")
			.with(csrf())).redirectedUrl().isEqualTo("/login?by=phone&error=code");
	}

	private Cookie logIn(String login) {
		var answer = mvc.post()
			.uri("/login")
			.param("username", login)
			.param("password", PASSWORD)
			.with(csrf())
			.exchange();
		assertThat(answer).redirectedUrl().isEqualTo("/console");
		return Objects.requireNonNull(answer.getResponse().getCookie("JINFU"));
	}

}
