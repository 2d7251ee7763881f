package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A trusteeship to its settlement, each step by the person whose step it is. */
@PlatformIT
@WithBrowser
class ServiceJourney extends MainJobWalk {

	@Test
	@DisplayName("全托管：拟合同，双方在手机上签，结算由另一人复核，农户看到应付，打印")
	void aTrusteeshipGoesToItsSettlement(Browser browser) throws Exception {
		try (var phone = phone(browser);
				var other = phone(browser);
				var desk = desk(browser);
				var second = desk(browser)) {
			var farm = logIn(phone, "farm.demo");
			var plot = register(farm, "托管田" + RUN);
			var officer = logIn(desk, "production.officer");
			var contract = draft(officer, number(officer, plot));
			farm.navigate(url("/portal/trust-contracts/" + contract));
			says(farm, "待农户签", "1,560", "¥1,440.00", "¥576.00");
			shot(farm, "trust-sign");
			farm.click("form[action$='/farm-signature'] button");
			says(farm, "待服务组织签");
			var provider = logIn(other, "machinery.demo");
			provider.navigate(url("/portal/trust-contracts/" + contract));
			provider.click("form[action$='/provider-signature'] button");
			says(provider, "履行中");
			officer.reload();
			officer.fill("[name=yieldKg]", "1500");
			officer.click("form[action$='/settlement'] button");
			says(officer, "待复核", "您算的结算要由另一个人复核");
			assertThat(count(officer.locator("form[action$='/confirmation']"))).isZero();
			shot(officer, "trust-settle");
			var checker = logIn(second, "supply.officer");
			checker.navigate(url("/console/trust-contracts/" + contract));
			checker.click("form[action$='/confirmation'] button");
			says(checker, "待收付");
			farm.reload();
			// 60 kg short at 2.80: 168; 1,440 - 168 = 1,272
			says(farm, "¥168.00", "¥1,272.00");
			officer.navigate(url("/console/trust-contracts/" + contract + "/print"));
			says(officer, "土地托管合同与结算单", "¥1,272.00");
			shot(officer, "trust-paper");
			officer.navigate(url("/console/trust-contracts/" + contract));
			officer.fill("[name=on]", TODAY.toString());
			officer.fill("[name=ref]", "转账 1");
			officer.click("form[action$='/completion'] button");
			says(officer, "已完成");
		}
	}

	private String draft(Page page, String plot) throws Exception {
		page.navigate(url("/console/members?q=青禾"));
		var farm = text(page.locator("main")).replaceAll("(?s).*?(M-\\d+).*", "$1");
		page.navigate(url("/console/trust-contracts/new"));
		page.click(".form-foot button");
		page.waitForSelector("main .err-sum");
		page.fill("[name=memberNo]", farm);
		page.selectOption("#providerId",
				page.locator("#providerId option", hasText("农机服务社")).first().getAttribute("value"));
		page.selectOption("#crop", "rice");
		page.fill("[name=beginsOn]", TODAY.toString());
		page.fill("[name=endsOn]", TODAY.plusDays(150).toString());
		page.fill("[name=plots]", plot + " 3");
		page.fill("[name=items]", "耕、种、防、收");
		page.fill("[name=promiseKgMu]", "520");
		page.fill("[name=feeMu]", "480");
		page.fill("[name=refPrice]", "2.80");
		page.fill("[name=sharePercent]", "30");
		page.fill("[name=parts]", TODAY + " 40\n" + TODAY.plusDays(150) + " 60");
		shot(page, "trust-draft");
		page.click(".form-foot button");
		return idAt(page, "/console/trust-contracts");
	}

	private String number(Page page, String plot) {
		page.navigate(url("/console/plots/" + plot));
		return text(page.locator("main")).replaceAll("(?s).*?(DK-\\d+).*", "$1");
	}

}
