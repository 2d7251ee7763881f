package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalServerPort;

/** What staff typed is there again after the session has ended under their hands. */
@PlatformIT
@WithBrowser
@DisplayName("草稿")
class DraftJourney {

	private static final String PASSWORD = "Jinfu-demo-2026";

	private static final String NAME = "草稿家庭农场";

	@LocalServerPort
	int port;

	@Test
	@DisplayName("会话过期后提交：登录后回到表单，填过的都在；没有登记两次")
	void formIsFilledAgainAfterTheLogIn(Browser browser) {
		try (var desk = desk(browser)) {
			var page = desk.newPage();
			logIn(page, "/console/members/new", "member.clerk");
			fill(page);
			endSession(desk);
			page.click("main .form-foot button[type=submit]");
			page.waitForURL(url("/login"));
			enter(page, "member.clerk", "wrong");
			enter(page, "member.clerk", PASSWORD);
			page.waitForURL(url("/console/members/new"));
			assertThat(page.inputValue("#name")).isEqualTo(NAME);
			assertThat(page.inputValue("[name=township]")).isEqualTo("330482103");
			assertThat(page.inputValue("[name=village]")).as("chosen among the township's").isEqualTo("330482103216");
			PlaywrightAssertions.assertThat(page.locator("main [role=status]").first()).containsText("已找回");
			page.navigate(url("/console/members?q=" + NAME));
			PlaywrightAssertions.assertThat(page.locator("main")).containsText("没有符合条件的记录");
			page.navigate(url("/console/members/new"));
			assertThat(page.inputValue("#name")).as("looked elsewhere first").isEqualTo(NAME);
			page.click("main .form-foot button[type=submit]");
			page.waitForURL(java.util.regex.Pattern.compile(".*/console/members/[0-9a-f-]{36}$"));
			page.navigate(url("/console/members/new"));
			assertThat(page.inputValue("#name")).as("sent and done").isEmpty();
		}
	}

	@Test
	@DisplayName("换了人登录，看不到别人的草稿，浏览器里也不留")
	void anotherPersonFindsNothing(Browser browser) {
		try (var desk = desk(browser)) {
			var page = desk.newPage();
			logIn(page, "/console/members/new", "member.clerk");
			fill(page);
			assertThat(kept(page)).contains(NAME);
			endSession(desk);
			page.navigate(url("/login"));
			assertThat(kept(page)).as("until somebody else comes").contains(NAME);
			enter(page, "member.reviewer", PASSWORD);
			page.waitForURL(url("/console"));
			assertThat(kept(page)).doesNotContain(NAME);
			page.click(".top-r form button");
			page.waitForURL(url("/login?out"));
			logIn(page, "/console/members/new", "member.clerk");
			assertThat(page.inputValue("#name")).isEmpty();
			fill(page);
			page.click(".top-r form button");
			page.waitForURL(url("/login?out"));
			assertThat(kept(page)).as("whoever logs out leaves nothing").doesNotContain(NAME);
		}
	}

	@Test
	@DisplayName("写了一半的原因也在，密码从不保留")
	void reasonOfAnActComesBackAndAPasswordNever(Browser browser) {
		try (var desk = desk(browser)) {
			var page = desk.newPage();
			logIn(page, "/console/members?status=ACTIVE", "member.clerk");
			page.click("main a.main-cell >> nth=0");
			var file = page.url();
			var reason = page.locator("form[action$='/notice'] textarea");
			page.locator("details.reasoned:has(form[action$='/notice']) summary").click();
			reason.fill("合作社合并，退出");
			endSession(desk);
			page.locator("form[action$='/notice'] button").click();
			page.waitForURL(url("/login"));
			enter(page, "member.clerk", PASSWORD);
			page.waitForURL(file);
			PlaywrightAssertions.assertThat(reason).isVisible();
			assertThat(reason.inputValue()).isEqualTo("合作社合并，退出");
			page.navigate(url("/account/password"));
			for (var field : page.locator("input[type=password]").all()) {
				field.fill("Geheim-2026-x");
			}
			assertThat(kept(page)).doesNotContain("Geheim");
		}
	}

	private static String kept(Page page) {
		return (String) page.evaluate("() => JSON.stringify(sessionStorage)");
	}

	private static void fill(Page page) {
		page.fill("#name", NAME);
		page.selectOption("[name=township]", "330482103");
		page.selectOption("[name=village]", "330482103216");
		page.fill("#areaMu", "12.5");
		page.fill("#personName", "草稿人");
		page.fill("#mobile", "13700009911");
	}

	/** As after half an hour: the session is gone, everything else is still there. */
	private static void endSession(BrowserContext desk) {
		var others = desk.cookies().stream().filter(cookie -> !cookie.name.equals("JINFU")).toList();
		desk.clearCookies();
		desk.addCookies(List.copyOf(others));
	}

	private BrowserContext desk(Browser browser) {
		return browser.newContext(new Browser.NewContextOptions().setViewportSize(1366, 768).setLocale("zh-CN"));
	}

	private void logIn(Page page, String to, String login) {
		page.navigate(url(to));
		enter(page, login, PASSWORD);
		page.waitForURL(url(to));
	}

	private static void enter(Page page, String login, String password) {
		page.fill("#username", login);
		page.fill("#password", password);
		page.click("button.login-b");
		page.waitForLoadState();
	}

	private String url(String path) {
		return "http://localhost:" + port + path;
	}

}
