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
 * A farm of its own, so that no other walk misses what is stopped here: its licence from
 * the application to the end, and its goods from a bad result to a closed recall.
 */
@JourneyIT
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrandJourney extends MainJobWalk {

	private static final String FARM = "清溪家庭农场" + RUN + "（示例）";

	private static final String PLOT = "清溪新棚" + RUN;

	private static final String PRODUCT = "清溪西瓜" + RUN;

	private static final String MOBILE = "137" + RUN + "05";

	private static String planting = "";

	private static String lot = "";

	private static String licence = "";

	private static String number = "";

	private static String labels = "";

	private static String code = "";

	@Test
	@Order(1)
	@DisplayName("品牌授权：申请、整改后再查、另一人决定、公示和异议，公开名录上查得到，标签打得出")
	void aLicenceIsAskedForCheckedAndGranted(Browser browser) throws Exception {
		try (var phone = phone(browser);
				var desk = desk(browser);
				var office = desk(browser);
				var lab = desk(browser);
				var second = desk(browser);
				var stranger = phone(browser)) {
			var farm = open(phone);
			admitted(farm, browser);
			var officer = logIn(desk, "production.officer");
			grown(farm, officer);
			lot = pick(farm, planting, "600");
			confirm(logIn(second, "lab.reviewer"), enter(logIn(lab, "lab.analyst"), lot, "BG-" + RUN + "-7"));
			certify(farm, lot);
			farm.navigate(url("/portal/labels/new?lotId=" + lot));
			label(farm, PRODUCT, 10);
			says(farm, "没有“西瓜”类的有效品牌授权");

			licence = applyForLicence(farm, "WATERMELON", "西瓜");
			faultFound(officer);
			farm.navigate(url("/portal/brand-licences/" + licence));
			says(farm, "标签没有专人保管");
			checkOnSite(officer, licence);
			var brand = logIn(office, "brand.officer");
			var visitor = open(stranger);
			contested(brand, visitor);
			farm.reload();
			says(farm, "可以订品牌标签");
			number = text(farm.locator("main dd", hasText("JPH-")).first());
			shot(farm, "licence-granted");

			visitor.navigate(url("/register/licences?q=" + number));
			says(visitor, FARM, "有效");
			farm.navigate(url("/portal/labels/new?lotId=" + lot));
			label(farm, PRODUCT, 10);
			says(farm, "10 枚，共 50 千克");
			labels = farm.url();
			code = sheet(farm);
			visitor.navigate(url(code));
			says(visitor, "真品，首次查询", PRODUCT, number);
		}
	}

	@Test
	@Order(2)
	@DisplayName("品牌授权暂停：名录和扫码页当场变，标签不能打也不能订，原因写在按钮的位置；恢复后又能")
	void aSuspendedLicenceStopsLabelsAtOnce(Browser browser) throws Exception {
		try (var phone = phone(browser); var office = desk(browser); var stranger = phone(browser)) {
			var farm = back(phone);
			var brand = logIn(office, "brand.officer");
			brand.navigate(url("/console/brand-licences/" + licence));
			decide(brand, "暂停", "标签盘点差额超过百分之二，先整改");
			says(brand, "暂停");
			farm.navigate(labels);
			says(farm, "现在不能打印");
			assertThat(count(farm.locator("form[action$='/printing']"))).isZero();
			shot(farm, "labels-stopped");
			farm.navigate(url("/portal/plots/new"));
			sendAnyway(farm, labels.substring(labels.indexOf("/portal")) + "/printing");
			says(farm, "请联系县农合联品牌专员");
			refusedLabels(farm);
			var visitor = open(stranger);
			visitor.navigate(url("/register/licences/" + number));
			says(visitor, number, "暂停");
			visitor.navigate(url(code));
			says(visitor, PRODUCT);
			assertThat(count(visitor.locator(".seal-b"))).as("no seal while it is suspended").isZero();
			brand.navigate(url("/console/brand-licences/" + licence));
			decide(brand, "恢复", "复查差额已查清");
			says(brand, "有效");
			farm.navigate(labels);
			assertThat(count(farm.locator("form[action$='/printing']"))).isEqualTo(1);
		}
	}

	@Test
	@Order(3)
	@DisplayName("检测不合格：两人确认后批次暂控，召回立案、查下游、定级计时，扫码页变红，停止出售，回报后由另一人结案")
	void aBadResultEndsInAClosedRecall(Browser browser) throws Exception {
		try (var phone = phone(browser);
				var market = desk(browser);
				var lab = desk(browser);
				var second = desk(browser);
				var office = desk(browser);
				var other = desk(browser);
				var stranger = phone(browser)) {
			var farm = back(phone);
			var buyer = logIn(market, "buyer.demo");
			sold(buyer, farm);
			failed(logIn(lab, "lab.analyst"), logIn(second, "lab.reviewer"));
			farm.navigate(url("/portal/lots/" + lot));
			says(farm, "暂控");
			assertThat(count(farm.locator("a[href^='/portal/field-sales/new']"))).isZero();
			farm.navigate(url("/portal/field-sales/new?lotId=" + lot));
			assertThat(count(farm.locator("[name=price]"))).as("nothing is sold of it").isZero();
			var visitor = open(stranger);
			visitor.navigate(url(code));
			assertThat(count(visitor.locator(".verdict-bad"))).isEqualTo(1);

			var brand = logIn(office, "brand.officer");
			brand.navigate(url("/console/recalls/new?lot=" + lot));
			brand.selectOption("[name=source]", "TEST");
			brand.fill("[name=what]", "复检吡虫啉超标 " + RUN);
			brand.click(".form-foot button");
			var recall = idAt(brand, "/console/recalls");
			press(brand, brand.locator("form[action$='/hold'] button"));
			says(brand, "已暂控");
			assertThat(text(brand.locator("main"))).as("the buyer's lot is found").contains("收货");
			press(brand, brand.locator("form[action$='/scope'] button"));
			says(brand, "已定范围");
			brand.click("details:has(form[action$='/announcement']) summary");
			brand.check("[name=level][value='1']");
			press(brand, brand.locator("form[action$='/announcement'] button"));
			says(brand, "一级（24 小时）", "须在", "待回报");
			shot(brand, "recall-announced");
			visitor.reload();
			says(visitor, "已召回");
			shot(visitor, "scan-recalled");

			farm.navigate(url("/portal/recall-notices"));
			press(farm, farm.locator("main a", hasText(RUN)));
			answer(farm, "9999", "过磅单");
			says(farm, "超过通知的");
			answer(farm, "0", "全部在库，过磅单");
			says(farm, "已回报");
			brand.navigate(url("/console/recalls/" + recall));
			answered(brand, "60");
			brand.navigate(url("/console/recalls/" + recall));
			press(brand, brand.locator("form[action$='/effectiveness'] button"));
			says(brand, "核实效果", "结案要由立案人以外的人来做");
			var closer = logIn(other, "production.officer");
			closer.navigate(url("/console/recalls/" + recall));
			decide(closer, "结案", "两家都已回报，货已封存");
			says(closer, "已结案");
			closer.navigate(url("/console/recalls/" + recall + "/report"));
			assertThat(text(closer.locator("main"))).contains("货已封存", FARM, "一级（24 小时）");
			assertThat(closer.pdf().length).as("as a file").isGreaterThan(10_000);
			shot(closer, "recall-report");
		}
	}

	@Test
	@Order(4)
	@DisplayName("品牌授权终止：名录写明，标签不再给，农场看得到原因")
	void aRevokedLicenceIsOver(Browser browser) throws Exception {
		try (var phone = phone(browser); var office = desk(browser); var stranger = phone(browser)) {
			var brand = logIn(office, "brand.officer");
			brand.navigate(url("/console/brand-licences/" + licence));
			decide(brand, "终止授权", "同一季第二次不合格，按管理办法终止");
			says(brand, "已终止");
			var visitor = open(stranger);
			visitor.navigate(url("/register/licences/" + number));
			says(visitor, "已终止");
			shot(visitor, "register-revoked");
			var farm = back(phone);
			farm.navigate(url("/portal/brand-licences/" + licence));
			says(farm, "已终止", "同一季第二次不合格");
			farm.navigate(labels);
			says(farm, "现在不能打印");
		}
	}

	@Test
	@Order(5)
	@DisplayName("召回演练：同样的步骤计时走完，一批货、一个扫码页、一家单位都不惊动；监管的追溯明细下载得到")
	void aDrillIsMeasuredAndTouchesNothing(Browser browser) throws Exception {
		try (var office = desk(browser); var other = desk(browser)) {
			var brand = logIn(office, "brand.officer");
			var good = released();
			brand.navigate(url("/console/recalls/new?drill=true&lot=" + good));
			says(brand, "演练走同样的步骤并计时");
			brand.selectOption("[name=source]", "SELF");
			brand.fill("[name=what]", "半年演练 " + RUN);
			brand.click(".form-foot button");
			var recall = idAt(brand, "/console/recalls");
			press(brand, brand.locator("form[action$='/hold'] button"));
			says(brand, "查清并处理用了");
			press(brand, brand.locator("form[action$='/scope'] button"));
			brand.click("details:has(form[action$='/announcement']) summary");
			brand.check("[name=level][value='2']");
			press(brand, brand.locator("form[action$='/announcement'] button"));
			says(brand, "二级（48 小时）");
			assertThat(status(good)).as("the lot is sold as before").isEqualTo("RELEASED");
			answered(brand, "0");
			brand.navigate(url("/console/recalls/" + recall));
			press(brand, brand.locator("form[action$='/effectiveness'] button"));
			var closer = logIn(other, "production.officer");
			closer.navigate(url("/console/recalls/" + recall));
			decide(closer, "结案", "半小时查清，都接通了电话");
			says(closer, "已结案");
			closer.navigate(url("/console/recalls/" + recall + "/report"));
			says(closer, "演练", "半小时查清");
			assertThat(closer.pdf().length).isGreaterThan(10_000);
			assertThat(status(good)).isEqualTo("RELEASED");

			brand.navigate(url("/console/recalls"));
			var today = java.time.LocalDate.now(cn.jinfu.kernel.BusinessClock.ZONE);
			brand.fill("form[action$='/trace-export'] [name=from]", today.minusDays(30).toString());
			brand.fill("form[action$='/trace-export'] [name=to]", today.toString());
			var sheet = brand.waitForDownload(() -> brand.click("form[action$='/trace-export'] button"));
			assertThat(sheet.suggestedFilename()).startsWith("trace-").endsWith(".xlsx");
			var lines = MainJobJourney.rows(sheet);
			assertThat(lines.stream().filter(it -> it.contains(FARM)).count()).as("the recalled lot's steps")
				.isGreaterThan(1);
		}
	}

	/** Another farm's, of which some is left. */
	private String released() {
		return row(
				"""
						select id from trace_lot where status = 'RELEASED' and kg_left > 0 and kind = 'HARVEST' and producer <> ?
						 order by harvested_on desc, lot_code limit 1""",
				FARM);
	}

	private String status(String id) {
		return row("select status from trace_lot where id = ?::uuid", id);
	}

	/**
	 * By another than the one who gave the opinion; the farm is its owner's from then on.
	 */
	private void admitted(Page farm, Browser browser) throws Exception {
		var application = apply(farm, FARM, "05");
		try (var desk = desk(browser); var other = desk(browser)) {
			var township = logIn(desk, "township.clerk");
			township.navigate(url("/console/applications/" + application));
			township.fill("#opinion", "实地看过，属实，同意。");
			township.click("form[action$='/opinion'] button[type=submit]");
			says(township, "等县农合联审核");
			var reviewer = logIn(other, "member.reviewer");
			reviewer.navigate(url("/console/applications/" + application));
			reviewer.click("details:has(form[action$='/admission']) summary");
			reviewer.click("form[action$='/admission'] button");
			says(reviewer, "已入会");
		}
		farm.reload();
		farm.click("form[action$='/login/farm'] button");
		says(farm, FARM);
	}

	/** Logs in on another phone, by number and code. */
	private Page back(com.microsoft.playwright.BrowserContext phone) {
		var page = open(phone);
		page.navigate(url("/login?by=phone"));
		page.fill("#mobile", MOBILE);
		page.click("button.login-b");
		page.fill("#code", text(page.locator("[role=status] b").first()));
		page.click("button.login-b");
		page.waitForURL(url("/portal**"));
		return page;
	}

	private void grown(Page farm, Page officer) throws Exception {
		var plot = register(farm, PLOT);
		officer.navigate(url("/console/plots/" + plot));
		officer.fill("[name=measuredMu]", "9");
		officer.click("form[action$='/verification'] button[type=submit]");
		says(officer, "已核实");
		farm.navigate(url("/portal/plantings/new?plotId=" + plot));
		describe(farm, "watermelon", "早佳8424", "AUTUMN", 95, "5");
		send(farm);
		planting = idAt(farm, "/portal/plantings");
		officer.navigate(url("/console/plantings/" + planting));
		officer.click("form[action$='/verification'] button[type=submit]");
		says(officer, "已核实");
		product(farm, PRODUCT, "watermelon", "早佳8424");
	}

	/** On notice somebody objects; without an answer no contract, with one it goes on. */
	private void contested(Page brand, Page visitor) throws Exception {
		brand.navigate(url("/console/brand-licences/" + licence));
		brand.click("form[action$='/approval'] button[type=submit]");
		says(brand, "公示中", "任何人都可以提出异议");
		visitor.navigate(url("/register/notices/" + licence));
		says(visitor, FARM);
		visitor.fill("[name=words]", "短");
		visitor.click("form[action$='/objection'] button");
		assertThat(count(visitor.locator(".err-sum"))).as("says nothing").isEqualTo(1);
		visitor.fill("[name=words]", "他家的西瓜有一半是外面收来的");
		visitor.click("form[action$='/objection'] button");
		says(visitor, "异议已收到", "回执号");
		var receipt = visitor.url();
		noticeOver(licence);
		brand.reload();
		says(brand, "他家的西瓜有一半是外面收来的");
		assertThat(count(brand.locator("form[action$='/contract']"))).as("not before the answer").isZero();
		brand.fill("form[action$='/answer'] textarea", "查过进出台账，没有外购");
		brand.click("form[action$='/answer'] button[value=DISMISSED]");
		says(brand, "不成立");
		sign(brand);
		visitor.navigate(receipt);
		says(visitor, "不成立", "查过进出台账，没有外购");
		shot(visitor, "objection-answered");
	}

	/** The first look finds a fault; it has to be mended before the next. */
	private void faultFound(Page officer) {
		officer.navigate(url("/console/brand-licences/" + licence));
		officer.click("a[href$='/check']");
		for (var field : java.util.List.of("environment", "records", "inputs", "packing")) {
			officer.fill("[name=" + field + "]", "18");
		}
		officer.fill("[name=labels]", "5");
		officer.fill("[name=note]", "标签没有专人保管，出入没有登记");
		officer.click(".form-foot button");
		says(officer, "整改中");
	}

	private void refusedLabels(Page farm) {
		farm.navigate(url("/portal/labels/new?lotId=" + lot));
		label(farm, PRODUCT, 1);
		says(farm, "没有“西瓜”类的有效品牌授权");
	}

	/** Sixty kilograms out of the lot, received: the market has a lot of its own then. */
	private void sold(Page buyer, Page farm) {
		buyer.navigate(url("/console/orders/new"));
		buyer.selectOption("[name=productId]",
				buyer.locator("[name=productId] option", hasText(PRODUCT)).getAttribute("value"));
		buyer.fill("[name=kg]", "60");
		buyer.fill("[name=price]", "4");
		buyer.click(".form-foot button");
		var order = idAt(buyer, "/console/orders");
		ship(farm, order, lot);
		buyer.reload();
		buyer.click("form[action$='/receipt'] button");
		says(buyer, "已收货");
	}

	/** Above the limit; only what a second person confirms counts. */
	private void failed(Page analyst, Page reviewer) {
		analyst.navigate(url("/console/residue-tests/new?lot=" + lot));
		analyst.selectOption("[name=kind]", "COMMISSIONED");
		analyst.selectOption("[name=laboratory]", new com.microsoft.playwright.options.SelectOption().setIndex(1));
		analyst.fill("[name=reportNo]", "BG-" + RUN + "-8");
		analyst.fill("[name='lines[0].result']", "9");
		analyst.fill("[name='lines[1].result']", "未检出");
		analyst.click(".form-foot button");
		var test = idAt(analyst, "/console/residue-tests");
		assertThat(count(analyst.locator("form[action$='/confirmation']"))).isZero();
		confirm(reviewer, test);
	}

	private static void answer(Page farm, String sold, String proof) {
		farm.fill("[name=foundKg]", "0".equals(sold) ? "240" : "0");
		farm.fill("[name=soldKg]", sold);
		farm.fill("[name=destroyedKg]", "0");
		farm.fill("[name=proof]", proof);
		press(farm, farm.locator("form[action$='/answer'] button"));
	}

	/** What the others say on the telephone is written down by the officer. */
	private void answered(Page brand, String found) {
		var left = count(brand.locator("details:has(form[action$='/answer'])"));
		for (; left > 0; left--) {
			var act = brand.locator("details:has(form[action$='/answer'])").first();
			act.locator("summary").click();
			act.locator("[name=foundKg]").fill(found);
			act.locator("[name=proof]").fill("电话核对，已下架封存");
			press(brand, act.locator("button"));
		}
		assertThat(count(brand.locator("details:has(form[action$='/answer'])"))).as("left unanswered").isZero();
	}

}
