package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@JourneyIT
@DisplayName("登录")
class LoginJourney extends Walk {

	@Test
	@DisplayName("工作人员登录后到工作台，密码错时说清楚")
	void staffReachTheirWorkbench(Browser browser) {
		try (var desk = desk(browser)) {
			var page = open(desk);
			page.navigate(url("/console"));
			assertThat(page.url()).contains("/login");
			enter(page, "wrong");
			assertThat(text(page.locator("[role=alert]").first())).isNotBlank();
			enter(page, "Jinfu-demo-2026");
			assertThat(page.url()).endsWith("/console");
			assertThat(count(page.locator("h1"))).isEqualTo(1);
		}
	}

	private static void enter(Page page, String password) {
		page.fill("#username", "member.clerk");
		page.fill("#password", password);
		page.click("button.login-b");
		page.waitForLoadState();
	}

}
