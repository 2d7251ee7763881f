package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.WaitForSelectorState;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A consultation to a filled prescription, each step by the person whose step it is. */
@JourneyIT
class HospitalJourney extends MainJobWalk {

	private static final String QUESTION = "叶上褐色圆斑，雨后多了 " + RUN;

	@Test
	@DisplayName("庄稼医院：农户拍照问诊，医生要补充、开方，超标的开不出，网点凭处方号配药，打药后处方已用")
	void aQuestionBecomesAFilledPrescription(Browser browser) throws Exception {
		try (var phone = phone(browser); var desk = desk(browser); var counter = desk(browser)) {
			var farm = logIn(phone, "farm.demo");
			var consult = ask(farm);
			var doctor = logIn(desk, "doctor.demo");
			diagnose(doctor, farm, consult);
			var number = prescribe(doctor, consult);
			farm.navigate(url("/portal/consults/" + consult));
			says(farm, "已开方");
			farm.locator("a[href^='/portal/prescriptions/']").first().click();
			var prescription = idAt(farm, "/portal/prescriptions");
			says(farm, number, "每亩 30 克", "这块地一共备 180 克", "到网点报这个号");
			shot(farm, "prescription");
			fill(logIn(counter, "outlet.demo"), number);
			farm.reload();
			says(farm, "药已配好");
			spray(farm);
			farm.navigate(url("/portal/prescriptions/" + prescription));
			says(farm, "已经用了");
			rate(farm, consult);
			doctor.navigate(url("/console/consult-figures"));
			says(doctor, "答复时间中位数", "沈禾");
			shot(doctor, "consult-figures");
		}
	}

	private String ask(Page page) throws Exception {
		page.navigate(url("/portal/consults/new"));
		page.locator("#plantingId label", hasText("3号棚")).click();
		send(page);
		page.waitForSelector("main .err-sum");
		page.fill("[name=question]", QUESTION);
		page.setInputFiles("input[type=file]", photo());
		look(page, "consult-new", "[name=question]");
		send(page);
		says(page, "等医生接诊", QUESTION);
		assertThat(count(page.locator("img.photo"))).isEqualTo(1);
		return idAt(page, "/portal/consults");
	}

	private void diagnose(Page doctor, Page farm, String consult) throws Exception {
		doctor.navigate(url("/console/consult-desk"));
		says(doctor, QUESTION);
		shot(doctor, "consult-desk");
		doctor.navigate(url("/console/consults/" + consult));
		doctor.click("form[action$='/taking'] button");
		says(doctor, "已接诊");
		doctor.fill("textarea[name=text]", "叶背有没有粉红色的黏点？");
		doctor.click("button[formaction$='/request-for-more']");
		says(doctor, "待补充");
		farm.reload();
		says(farm, "医生要您补充", "粉红色的黏点");
		farm.fill("textarea[name=text]", "有的，早上露水干前看得见");
		farm.click("form[action$='/messages'] button");
		says(farm, "医生正在诊断");
	}

	/**
	 * @return its number
	 */
	private String prescribe(Page page, String consult) throws Exception {
		page.navigate(url("/console/consults/" + consult));
		says(page, "早上露水干前");
		page.click("a[href$='/prescriptions/new']");
		page.selectOption("#pestId", page.locator("#pestId option", hasText("炭疽病")).getAttribute("value"));
		page.selectOption("#input0", page.locator("#input0 option", hasText("苯醚甲环唑")).first().getAttribute("value"));
		page.fill("[name='lines[0].dose']", "90");
		page.selectOption("[name='lines[0].unit']", "GRAM");
		page.fill("[name='lines[0].dilution']", "1500");
		page.fill("[name='lines[0].times']", "1");
		page.click(".form-foot button");
		says(page, "每亩用量超过标签上限");
		page.click("form[action$='/issuing'] button");
		says(page, "每亩用量超过标签上限", "请减到标签上限以内", "草稿");
		page.click("a[href$='/edit']");
		page.fill("[name='lines[0].dose']", "30");
		page.click(".form-foot button");
		says(page, "核对通过");
		shot(page, "prescription-draft");
		page.click("form[action$='/issuing'] button");
		says(page, "已签发", "签发指纹");
		return text(page.locator("main h1")).replaceAll(".*(CF-\\d+).*", "$1");
	}

	private void fill(Page page, String number) throws Exception {
		page.navigate(url("/console/input-sales/new"));
		page.fill("[name=q]", number);
		page.click("main form button[type=submit]");
		says(page, "按处方 " + number + " 配药");
		assertThat(page.inputValue("#packs0")).isEqualTo("2");
		assertThat(page.inputValue("[name=pest]")).isEqualTo("炭疽病");
		shot(page, "prescription-till");
		page.click(".form-foot button.btn-primary");
		idAt(page, "/console/input-sales");
		says(page, number);
		page.navigate(url("/console/input-sales/new"));
		page.fill("[name=q]", number);
		page.click("main form button[type=submit]");
		page.waitForSelector("main .empty");
	}

	private void spray(Page page) {
		page.click("a[href^='/portal/operations/new']");
		page.waitForSelector("[name=holding]",
				new Page.WaitForSelectorOptions().setState(WaitForSelectorState.ATTACHED));
		page.locator("#holding label", hasText("示例-A2"))
			.locator("input")
			.check(new Locator.CheckOptions().setForce(true));
		page.waitForSelector("[name=quantity]");
		page.waitForLoadState(LoadState.NETWORKIDLE);
		page.fill("[name=quantity]", "180");
		choose(page, "unit", "GRAM");
		page.waitForSelector(".safe .day");
		page.click("main form[data-outbox] button[type=submit]:not([name=again])");
		idAt(page, "/portal/operations");
	}

	private void rate(Page page, String consult) {
		page.navigate(url("/portal/consults/" + consult));
		page.locator("form[action$='/rating'] label", hasText("很有用")).click();
		page.click("form[action$='/rating'] button");
		says(page, "您的评价：很有用");
		page.click("form[action$='/closing'] button");
		says(page, "已结束");
	}

}
