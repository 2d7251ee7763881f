package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

import javax.imageio.ImageIO;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A refused case and its objection: the farm reads why, objects, and gets an answer. */
@JourneyIT
class RefusedCaseJourney extends Walk {

	private static final String FARM = "青禾瓜果家庭农场（示例）";

	@Test
	@DisplayName("申请被否决，农场在手机上看到原因、提异议、等到答复，又能申请")
	void aRefusedFarmObjectsAndIsAnswered(Browser browser) throws Exception {
		try (var phone = phone(browser); var desk = desk(browser)) {
			var farm = logIn(phone, "farm.demo");
			withdrawWhatRuns(farm);
			var no = applied(farm);
			var officer = logIn(desk, "credit.officer");
			officer.navigate(url("/console/financing-applications/" + no));
			decide(officer, "否决", "规模与合同对不上，先核实地块");

			farm.navigate(url("/portal/loans/" + no));
			says(farm, "规模与合同对不上，先核实地块");
			shot(farm, "refused-case");
			press(farm, farm.locator("a[href='/portal/credit'].btn-lg"));
			press(farm, farm.locator("a[href='/portal/credit/objections/new']"));
			farm.selectOption("[name=indicator]", "C101");
			farm.fill("[name=reason]", "三号棚八亩去年租的，合同在手里");
			farm.setInputFiles("[name=evidence]", new FilePayload("contract.png", "image/png", picture()));
			shot(farm, "objection-form");
			send(farm);
			says(farm, "待答复", "三号棚八亩", "前答复您");
			shot(farm, "objection-waiting");
			var objection = farm.url();
			farm.navigate(url("/portal/loans/new"));
			assertThat(text(farm.locator("main"))).doesNotContain("??");

			officer.navigate(url("/console/rating-objections"));
			press(officer, officer.locator("tr", new Page.LocatorOptions().setHasText(FARM)).locator("a.main-cell"));
			assertThat(text(officer.locator("main"))).contains("三号棚八亩");
			shot(officer, "objection");
			officer.selectOption("[name=remedy]", "RECALCULATE");
			officer.fill("[name=reason] >> nth=0", "合同有效，已按今天的地块重新评");
			press(officer, officer.locator("form[action$='/acceptance'] button[type=submit]"));
			assertThat(text(officer.locator(".page-head"))).contains("成立");
			shot(officer, "objection-answered");

			farm.navigate(objection);
			says(farm, "成立", "已按今天的记录重新评级", "合同有效");
			shot(farm, "objection-answer");
			farm.navigate(url("/portal/credit"));
			assertThat(count(farm.locator("a[href='/portal/loans/new']"))).isPositive();
			shot(farm, "credit-again");
		}
	}

	/**
	 * One application of a product at a time: what another walk left with the bank is
	 * taken back first.
	 */
	private void withdrawWhatRuns(Page farm) {
		farm.navigate(url("/portal/loans"));
		for (var path : paths(farm, "main li a[href^='/portal/loans/']")) {
			farm.navigate(url(path));
			var running = farm.locator("details:has(form[action$='/withdrawal'])");
			if (count(running) > 0) {
				running.locator("summary").click();
				press(farm, running.locator("button"));
				says(farm, "已撤回");
				return;
			}
		}
	}

	private String applied(Page farm) {
		farm.navigate(url("/portal/credit"));
		if (count(farm.locator("#agreed")) > 0) {
			farm.check("#agreed", forced());
		}
		press(farm, farm.locator("form[action='/portal/credit'] button"));
		farm.navigate(url("/portal/loans/new"));
		farm.check("[name=method][value=EQUAL_INSTALMENT]", forced());
		farm.fill("[name=months]", "6");
		farm.fill("[name=purpose]", "买薄膜");
		farm.fill("[name=amount]", "10000");
		send(farm);
		press(farm, farm.locator("a.btn-primary"));
		farm.check("#agreed", forced());
		send(farm);
		send(farm);
		says(farm, "待初审");
		return farm.url().replaceFirst(".*/", "");
	}

	private static byte[] picture() {
		try (var out = new ByteArrayOutputStream()) {
			ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", out);
			return out.toByteArray();
		}
		catch (IOException failure) {
			throw new IllegalStateException(failure);
		}
	}

}
