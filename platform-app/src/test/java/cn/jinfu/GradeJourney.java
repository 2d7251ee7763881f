package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A grade and why: on the farm's phone down to the record, and at the desk with its
 * proof.
 */
@JourneyIT
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GradeJourney extends Walk {

	private static final String FARM = "青禾瓜果家庭农场（示例）";

	@Test
	@Order(1)
	@DisplayName("农场在手机上看等级、理由、强项、下一步做什么，一项分点到记录")
	void theFarmReadsWhy(Browser browser) throws Exception {
		try (var phone = phone(browser)) {
			var page = logIn(phone, "farm.demo");
			page.navigate(url("/portal/credit"));
			press(page, page.locator("form[action='/portal/credit'] button"));
			says(page, "大约可贷 ¥", "有效到", "再做这一件事", "最早", "为什么是这个分", "您做得好的", "生产能力", "基础资信", "每一项的分");
			assertThat(text(page.locator("main .grade"))).containsPattern("^(AAA|AA|A|BBB|BB|B|C)");
			assertThat(text(page.locator("main"))).containsPattern("[0-9]{3} / 1,000 分").doesNotContain("??");
			fits(page);
			shot(page, "grade");

			press(page, page.locator("main a[href='/portal/credit/points']"));
			says(page, "点来源可以看到是哪些记录", "/ 250", "/ 200", "规模");
			assertThat(count(page.locator("main ul.todo > li"))).isEqualTo(31);
			fits(page);
			shot(page, "grade-points");
			for (var path : paths(page, "main section.panel a")) {
				page.navigate(url(path));
				assertThat(text(page.locator("main"))).as(path).isNotBlank().doesNotContain("??");
			}
			page.navigate(url("/portal/credit/points"));
			press(page, page.locator("main a[href='/portal/credit/points/C105']"));
			says(page, "评级时的数", "去登记簿看全部");
			fits(page);
			shot(page, "grade-fact");
			assertThat(count(page.locator("main a[href^='/portal/operations/']"))).isPositive();
			press(page, page.locator("main a[href^='/portal/operations/']:not([href$='/new'])"));
			idAt(page, "/portal/operations");
		}
	}

	@Test
	@Order(2)
	@DisplayName("信用专员看同一份评级：快照、来源、重算一致")
	void theOfficerSeesTheProof(Browser browser) throws Exception {
		try (var desk = desk(browser)) {
			var page = logIn(desk, "credit.officer");
			page.navigate(url("/console/ratings"));
			press(page, page.locator("tr", new Page.LocatorOptions().setHasText(FARM)).locator("a.main-cell"));
			says(page, "每项得分与依据", "来源", "额度怎么算的", "存档与重算");
			assertThat(text(page.locator(".page-head"))).contains("重算与存档一致");
			assertThat(text(page.locator("main"))).containsPattern("[0-9a-f]{64}");
			shot(page, "grade-desk");
			press(page, page.locator("main table a[href$='/facts/C105']"));
			says(page, "评级时的数", "回到评级");
			shot(page, "grade-desk-fact");
			press(page, page.locator("main table a[href^='/console/operations/']"));
			idAt(page, "/console/operations");
			page.goBack();
			press(page, page.locator("main .acts a[href^='/console/operations?']"));
			assertThat(count(page.locator("main tbody tr"))).isPositive();
		}
	}

	/** Nothing sticks out at the side. */
	private static void fits(Page page) {
		assertThat(page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")).isEqualTo(0);
	}

}
