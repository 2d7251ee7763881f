package cn.jinfu;

import java.time.LocalDate;

import cn.jinfu.kernel.BusinessClock;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a farm records where there is no network. */
@PlatformIT
@WithBrowser
class OutboxJourney extends Walk {

	private static final LocalDate LONG_AGO = LocalDate.now(BusinessClock.ZONE).minusDays(40);

	@Test
	@DisplayName("断网时记的补传被拒：手机不再留、平台留着，看得到为什么，改好再发就记下")
	void anEntryThatIsRefusedLateIsMendedAndSentAgain(Browser browser) throws Exception {
		try (var phone = phone(browser); var desk = desk(browser)) {
			var farm = logIn(phone, "farm.demo");
			farm.navigate(url("/portal/operations/new"));
			farm.locator("input[name=plantingIds]")
				.first()
				.check(new com.microsoft.playwright.Locator.CheckOptions().setForce(true));
			farm.check("input[name=kind][value=WEED]", forced());
			farm.fill("#on", LONG_AGO.toString());
			farm.waitForLoadState(com.microsoft.playwright.options.LoadState.NETWORKIDLE);
			phone.setOffline(true);
			send(farm);
			says(farm, "没有信号");
			phone.setOffline(false);
			says(farm, "1 条没发成，已替您留着");
			assertThat(kept(farm)).isEqualTo("[]");
			shot(farm, "outbox-refused");
			farm.click("main a[href='/portal/refused-entries']");
			says(farm, "记农事", "待改");
			farm.click("main h2 a");
			var entry = idAt(farm, "/portal/refused-entries");
			says(farm, "这条没记进去", "除草", LONG_AGO.toString());
			shot(farm, "outbox-entry");
			var officer = logIn(desk, "production.officer");
			officer.navigate(url("/console/refused-entries/" + entry));
			says(officer, "production.entry.reason-needed", "除草");
			shot(officer, "outbox-console");

			farm.click("[data-refill]");
			farm.waitForURL(address -> address.contains("/portal/operations/new?"));
			assertThat(farm.isChecked("input[name=kind][value=WEED]")).isTrue();
			assertThat(farm.inputValue("#on")).isEqualTo(LONG_AGO.toString());
			farm.fill("#lateReason", "当时在住院");
			send(farm);
			idAt(farm, "/portal/operations");
			farm.navigate(url("/portal/refused-entries/" + entry));
			says(farm, "已经改好，记进去了");
		}
	}

	@Test
	@DisplayName("一句话记：打一句填好给人看，点了保存才算；没有听写按钮")
	void aSentenceFillsTheFormAndRecordsNothing(Browser browser) throws Exception {
		try (var phone = phone(browser)) {
			var farm = logIn(phone, "farm.demo");
			farm.navigate(url("/portal/operations"));
			var before = entries(farm);
			farm.navigate(url("/portal/operations/new"));
			farm.click("details:has(#said) summary");
			assertThat(count(farm.locator("[data-speech]"))).isZero();
			farm.fill("#said", "昨天除草，干了两小时");
			farm.press("#said", "Enter");
			says(farm, "按这句话填好了");
			assertThat(farm.isChecked("input[name=kind][value=WEED]")).isTrue();
			assertThat(farm.inputValue("#on")).isEqualTo(LocalDate.now(BusinessClock.ZONE).minusDays(1).toString());
			assertThat(farm.inputValue("#hours")).isEqualTo("2");
			shot(farm, "said-filled");
			farm.navigate(url("/portal/operations"));
			assertThat(entries(farm)).isEqualTo(before);
		}
	}

	private static Object entries(Page page) {
		return page.evaluate("() => document.querySelectorAll('main a[href*=\"/portal/operations/\"]').length");
	}

	private static String kept(Page page) {
		return (String) page.evaluate("() => localStorage.getItem('jf.outbox')");
	}

}
