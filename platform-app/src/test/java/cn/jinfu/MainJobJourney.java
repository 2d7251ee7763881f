package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.SelectOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Steps of the main job in a real browser, each done by the person whose step it is.
 * Pictures of it are in {@code target/tour}.
 */
@PlatformIT
@WithBrowser
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MainJobJourney {

	@LocalServerPort
	int port;

	private final List<String> complaints = new ArrayList<>();

	@Test
	@Order(1)
	@DisplayName("新农场用手机登录，填入会申请")
	void aFarmJoins(Browser browser) throws Exception {
		try (var phone = phone(browser)) {
			var page = phone.newPage();
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
		assertThat(complaints).isEmpty();
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
		assertThat(complaints).isEmpty();
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
			var page = phone.newPage();
			page.navigate(url(code));
			assertThat(page.locator("body").textContent()).contains("西瓜").contains("青禾瓜果家庭农场");
			shot(page, "scan");
		}
		assertThat(complaints).isEmpty();
	}

	@Test
	@Order(4)
	@DisplayName("信用：评级有分有理由，每个数字能点开")
	void theFarmIsRatedWithReasons(Browser browser) throws Exception {
		try (var desk = desk(browser)) {
			var page = logIn(desk, "credit.officer");
			page.navigate(url("/console/ratings"));
			page.locator("main a.main-cell").first().click();
			page.waitForLoadState(LoadState.LOAD);
			shot(page, "rating");
			for (var path : paths(page, "main a[href^='/console/']")) {
				assertThat(page.request().get(url(path)).status()).as(path).isIn(200, 403);
			}
		}
		try (var phone = phone(browser)) {
			var page = logIn(phone, "farm.demo");
			page.navigate(url("/portal/credit"));
			shot(page, "credit");
		}
		assertThat(complaints).isEmpty();
	}

	@Test
	@Order(5)
	@DisplayName("数据中心的每个数字都能点开")
	void everyFigureOpens(Browser browser) throws Exception {
		try (var desk = desk(browser)) {
			var page = logIn(desk, "data.viewer");
			page.navigate(url("/console/data-centre"));
			page.waitForLoadState(LoadState.NETWORKIDLE);
			shot(page, "data-centre");
			var paths = (List<?>) page.evaluate(
					"() => [...document.querySelectorAll('main .figure a, main table a')].map(a => a.getAttribute('href'))");
			assertThat(paths).hasSizeGreaterThan(8);
			for (var path : Set.copyOf(paths)) {
				assertThat(page.request().get(url(String.valueOf(path))).status()).as(String.valueOf(path))
					.isEqualTo(200);
			}
		}
		assertThat(complaints).isEmpty();
	}

	private static Page.CheckOptions forced() {
		return new Page.CheckOptions().setForce(true);
	}

	/** Picks from a list whose change loads the next list. */
	private static void choose(Page page, String name, String value) {
		page.selectOption("[name=" + name + "]", value);
		page.waitForLoadState(LoadState.NETWORKIDLE);
	}

	private static void send(Page page) {
		page.locator("main form button[type=submit]:not([name=again])").last().click();
		page.waitForLoadState(LoadState.NETWORKIDLE);
	}

	private BrowserContext phone(Browser browser) {
		return browser.newContext(new Browser.NewContextOptions().setViewportSize(390, 844).setLocale("zh-CN"));
	}

	private BrowserContext desk(Browser browser) {
		return browser.newContext(new Browser.NewContextOptions().setViewportSize(1366, 768).setLocale("zh-CN"));
	}

	private Page logIn(BrowserContext context, String login) {
		var page = context.newPage();
		page.onPageError(error -> complaints.add(page.url() + " " + error));
		page.onResponse(answer -> {
			if (answer.status() >= 500) {
				complaints.add(answer.status() + " " + answer.url());
			}
		});
		page.navigate(url("/login"));
		page.fill("#username", login);
		page.fill("#password", "Jinfu-demo-2026");
		page.click("button.login-b");
		page.waitForLoadState(LoadState.NETWORKIDLE);
		return page;
	}

	private static void shot(Page page, String name) throws Exception {
		var folder = Files.createDirectories(Path.of("target/tour"));
		page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve(name + ".png")).setFullPage(true));
	}

	@SuppressWarnings("unchecked")
	private static List<String> paths(Page page, String selector) {
		return (List<String>) page.evaluate(
				"s => [...new Set([...document.querySelectorAll(s)].map(a => a.getAttribute('href')))]", selector);
	}

	private String url(String path) {
		return path.startsWith("http") ? path : "http://localhost:" + port + path;
	}

}
