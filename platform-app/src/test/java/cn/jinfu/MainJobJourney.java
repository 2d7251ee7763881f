package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.SelectOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The main job from admission to the proved sale, each step done by the person whose step
 * it is.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MainJobJourney extends Walk {

	@Test
	@Order(1)
	@DisplayName("新农场用手机登录，填入会申请")
	void aFarmJoins(Browser browser) throws Exception {
		try (var phone = phone(browser)) {
			var page = open(phone);
			page.navigate(url("/login?by=phone"));
			page.fill("#mobile", "13900007788");
			page.click("button.login-b");
			page.fill("#code", page.locator("[role=status] b").first().textContent());
			page.click("button.login-b");
			page.fill("#name", "陆小满");
			page.click("button.login-b");
			page.navigate(url("/portal/join/new"));
			page.check("input[name=kind][value=FAMILY_FARM]", forced());
			page.fill("[name=name]", "小满家庭农场（示例）");
			choose(page, "township", "330482103");
			page.fill("[name=areaMu]", "32.5");
			page.fill("[name=mainProducts]", "西瓜");
			shot(page, "join");
			assertThat(page.locator("main form").count()).isPositive();
		}
	}

	@Test
	@Order(2)
	@DisplayName("农场登记地块，生产专员核验")
	void aPlotIsRegisteredAndVerified(Browser browser) throws Exception {
		String name = "东港新棚";
		try (var phone = phone(browser)) {
			var page = logIn(phone, "farm.demo");
			page.navigate(url("/portal/plots/new"));
			page.fill("[name=name]", name);
			choose(page, "township", "330482103");
			page.waitForFunction("() => document.querySelectorAll('[name=village] option').length > 1");
			page.selectOption("[name=village]", new SelectOption().setIndex(1));
			page.fill("[name=declaredMu]", "6.5");
			shot(page, "plot");
			send(page);
			assertThat(page.locator("main").textContent()).contains("待核实");
		}
		try (var desk = desk(browser)) {
			var page = logIn(desk, "production.officer");
			page.navigate(url("/console/plots?q=" + name));
			page.click("a.main-cell >> text=" + name);
			page.fill("[name=measuredMu]", "6.2");
			shot(page, "plot-verify");
			page.click("form[action$='/verification'] button[type=submit]");
			assertThat(page.locator("main").textContent()).contains("已核实");
		}
	}

	@Test
	@Order(3)
	@DisplayName("消费者扫码看到这一批的全程")
	void aConsumerScans(Browser browser) throws Exception {
		String code;
		try (var phone = phone(browser)) {
			var page = logIn(phone, "farm.demo");
			page.navigate(url("/portal/lots"));
			shot(page, "lots");
			page.navigate(url("/portal/labels"));
			shot(page, "labels");
			var order = paths(page, "main a[href^='/portal/labels/']").stream()
				.filter(path -> path.matches(".*/[0-9a-f-]{36}"))
				.findFirst()
				.orElseThrow();
			page.navigate(url(order + "/sheet"));
			code = page.locator(".label a").first().getAttribute("href").replaceFirst("^https?://[^/]+", "");
			shot(page, "sheet");
		}
		try (var phone = phone(browser)) {
			var page = open(phone);
			page.navigate(url(code));
			assertThat(page.locator("body").textContent()).contains("西瓜").contains("青禾瓜果家庭农场");
			shot(page, "scan");
		}
	}

}
