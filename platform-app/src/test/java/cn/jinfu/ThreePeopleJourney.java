package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * A county office of three (R13): the bundles that ship carry the main job, and whoever
 * entered something does not decide it, even where his roles would allow both.
 */
class ThreePeopleJourney extends MainJobWalk {

	private static final String PLOT = "三人新棚" + RUN;

	private static final String PRODUCT = "三人西瓜" + RUN;

	@Test
	@DisplayName("三个人办完入会、核实、检测、授权；自己录的自己不能定")
	void threePeopleCarryTheMainJob(Browser browser) throws Exception {
		try (var office = desk(browser);
				var one = desk(browser);
				var two = desk(browser);
				var three = desk(browser);
				var phone = phone(browser);
				var stranger = phone(browser)) {
			var admin = logIn(office, "admin");
			// the first also stands in for the reviewers, so that only four eyes stop him
			var clerk = staff(admin, one, "clerk", "small.clerk", List.of("lab.reviewer", "brand.officer"));
			var reviewer = staff(admin, two, "reviewer", "small.reviewer", List.of());
			var head = staff(admin, three, "head", "small.head", List.of());
			var farm = open(phone);
			admitted(farm, reviewer, head);
			grown(farm, clerk);
			var lot = lot(farm);
			tested(clerk, reviewer, lot);
			certify(farm, lot);
			licensed(farm, clerk, reviewer);
			farm.navigate(url("/portal/labels/new?lotId=" + lot));
			label(farm, PRODUCT, 10);
			says(farm, "10 枚，共 50 千克");
			var visitor = open(stranger);
			visitor.navigate(url(sheet(farm)));
			says(visitor, "真品，首次查询", PRODUCT, "检测合格");
			shot(visitor, "three-people-scan");
		}
	}

	/** Opens an account for a bundle, and logs in with the password shown once. */
	private Page staff(Page admin, BrowserContext context, String name, String bundle, List<String> more) {
		var login = "three." + name + "." + RUN;
		admin.navigate(url("/console/accounts/new"));
		admin.fill("[name=login]", login);
		admin.fill("[name=displayName]", "三人" + name);
		admin.selectOption("[name=bundle]", bundle);
		more.forEach(role -> admin.check("[name=roles][value='" + role + "']"));
		admin.click(".form-foot button");
		var first = admin.locator("[role=status] b.code").textContent();
		var page = open(context);
		page.navigate(url("/login"));
		page.fill("#username", login);
		page.fill("#password", first);
		page.click("button.login-b");
		page.fill("#current", first);
		page.fill("#fresh", "Three-people-" + RUN);
		page.fill("#again", "Three-people-" + RUN);
		page.click(".form-foot button");
		page.waitForURL(url("/console"));
		return page;
	}

	private void admitted(Page farm, Page reviewer, Page head) throws Exception {
		var application = apply(farm, "三人家庭农场" + RUN + "（示例）", "02");
		reviewer.navigate(url("/console/applications/" + application));
		reviewer.fill("#opinion", "实地看过，属实，同意。");
		reviewer.click("form[action$='/opinion'] button[type=submit]");
		says(reviewer, "等县农合联审核");
		head.navigate(url("/console/applications/" + application));
		head.click("details:has(form[action$='/admission']) summary");
		head.click("form[action$='/admission'] button");
		says(head, "已入会");
		farm.reload();
		farm.click("form[action$='/login/farm'] button");
		says(farm, "三人家庭农场" + RUN);
	}

	private void grown(Page farm, Page clerk) throws Exception {
		var plot = register(farm, PLOT);
		clerk.navigate(url("/console/plots/" + plot));
		clerk.click("form[action$='/verification'] button[type=submit]");
		says(clerk, "已核实");
		farm.navigate(url("/portal/plantings/new?plotId=" + plot));
		describe(farm, "watermelon", "早佳8424", "AUTUMN", 85, "5");
		send(farm);
		clerk.navigate(url("/console/plantings/" + idAt(farm, "/portal/plantings")));
		clerk.click("form[action$='/verification'] button[type=submit]");
		says(clerk, "15,000 kg");
		product(farm, PRODUCT, "watermelon", "早佳8424");
	}

	private String lot(Page farm) {
		farm.navigate(url("/portal/plantings"));
		farm.click("main a:has-text('" + PLOT + "')");
		return pick(farm, idAt(farm, "/portal/plantings"), "600");
	}

	private void tested(Page clerk, Page reviewer, String lot) {
		var test = enter(clerk, lot, "BG-" + RUN + "-3");
		says(clerk, "要由检测室另一位同事复核");
		assertThat(clerk.locator("form[action$='/confirmation']").count()).isZero();
		reviewer.navigate(url("/console/residue-tests/" + test));
		sendAnyway(clerk, "/console/residue-tests/" + test + "/confirmation", version(reviewer, "/confirmation"));
		says(clerk, "录入的人不能复核自己的结果", "请检测室另一位同事复核");
		confirm(reviewer, test);
	}

	private static String version(Page page, String action) {
		return "version=" + page.locator("form[action$='" + action + "'] [name=version]").getAttribute("value");
	}

	private void licensed(Page farm, Page clerk, Page reviewer) {
		var licence = applyForLicence(farm, "WATERMELON", "西瓜");
		checkOnSite(clerk, licence);
		says(clerk, "现场检查");
		reviewer.navigate(url("/console/brand-licences/" + licence));
		sendAnyway(clerk, "/console/brand-licences/" + licence + "/approval", version(reviewer, "/approval"),
				"until=" + TODAY.plusYears(1));
		says(clerk, "现场检查的人不能再作决定");
		reviewer.click("form[action$='/approval'] button[type=submit]");
		says(reviewer, "JPH-");
	}

}
