package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalServerPort;

@PlatformIT
@DisplayName("登录")
class LoginJourney {

	@LocalServerPort
	int port;

	@Test
	@DisplayName("工作人员登录后到工作台，密码错时说清楚，退出后回到登录页")
	void staffReachTheirWorkbench() {
		try (var browsers = Browsers.open(port)) {
			var page = browsers.desktop();
			page.navigate("/console");
			assertThat(page.url()).contains("/login");
			Browsers.shoot(page, "01-login");
			page.locator("input[name=username]").fill("member.clerk");
			page.locator("input[name=password]").fill("wrong");
			page.locator("form:has(input[name=password]) button[type=submit]").click();
			assertThat(page.locator("[role=alert]").first().textContent()).isNotBlank();
			page.locator("input[name=username]").fill("member.clerk");
			page.locator("input[name=password]").fill("Jinfu-demo-2026");
			page.locator("form:has(input[name=password]) button[type=submit]").click();
			assertThat(page.url()).endsWith("/console");
			assertThat(page.locator("h1").count()).isEqualTo(1);
			Browsers.shoot(page, "02-workbench");
			browsers.assertNothingComplained();
		}
	}

}
