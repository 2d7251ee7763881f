package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.LoadState;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The main job from the record to the repaid loan and the data centre, each step done by
 * the person whose step it is.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LoanJourney extends Walk {

	@Test
	@Order(1)
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
	}

	@Test
	@Order(2)
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
	}

}
