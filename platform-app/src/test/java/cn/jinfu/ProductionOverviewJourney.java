package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The pages that count what the fields do: opened by who may, and followed to their rows.
 */
@PlatformIT
@WithBrowser
class ProductionOverviewJourney extends Walk {

	private static final List<String> PAGES = List.of("/console/production", "/console/input-warnings",
			"/console/machines", "/console/production-statistics", "/console/production-statistics/uses",
			"/console/data-quality", "/console/videos", "/console/season-calendar");

	@Test
	@DisplayName("生产专员和乡镇经办打得开生产总览、预警、农机、统计、数据质量和视频，数字点得到名单")
	void theFiguresLeadToTheirRows(Browser browser) throws Exception {
		try (var desk = desk(browser); var township = desk(browser); var viewer = desk(browser)) {
			var officer = logIn(desk, "production.officer");
			for (var path : PAGES) {
				opens(officer, path);
			}
			var county = follow(officer, "/console/production", "a.val[href*='/console/plantings?active=true']");
			var season = follow(officer, "/console/production-statistics",
					"td a[href*='/console/plantings'][href*='kept=true']");
			assertThat(season).isPositive();
			officer.navigate(url("/console/production"));
			shot(officer, "production-overview");
			// from a machine to its week
			officer.navigate(url("/console/machines"));
			officer.locator("td a.main-cell[href^='/console/machines/']").first().click();
			says(officer, "农机日程");
			shot(officer, "machine-week");
			officer.navigate(url("/console/data-quality"));
			says(officer, "慢 12 分", "给设备校时");
			var video = officer.locator("a[target=_blank]").first();
			officer.navigate(url("/console/videos"));
			assertThat(video.getAttribute("rel")).isEqualTo("noopener noreferrer");

			var clerk = logIn(township, "township.clerk");
			for (var path : PAGES) {
				opens(clerk, path);
			}
			assertThat(follow(clerk, "/console/production", "a.val[href*='/console/plantings?active=true']"))
				.as("a township is a part of its county")
				.isPositive()
				.isLessThan(county);
			var other = logIn(viewer, "brand.officer");
			other.navigate(url("/console/production"));
			assertThat(text(other.locator("body"))).contains("403");
		}
	}

	private void opens(Page page, String path) {
		page.navigate(url(path));
		assertThat(page.locator("h1").first().textContent()).as(path).isNotBlank();
		assertThat(text(page.locator("body"))).as(path).doesNotContain("??", "403", "404 ");
		assertThat((Boolean) page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")).as(path)
			.isTrue();
	}

	/** A figure is as large as the list it leads to is long. */
	private int follow(Page page, String path, String link) {
		page.navigate(url(path));
		var figure = page.locator(link).first();
		var said = text(figure).replaceAll("[^0-9]", "");
		figure.click();
		page.waitForURL(address -> address.contains("/console/plantings"));
		says(page, "共 " + said + " 条");
		return Integer.parseInt(said);
	}

}
