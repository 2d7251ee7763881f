package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.WaitForSelectorState;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The main job from admission to the proved sale, each step done by the person whose step
 * it is, and each rule tried once the wrong way. Steps stand on those before them.
 */
@JourneyIT
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MainJobJourney extends MainJobWalk {

	private static final String PLOT = "东港新棚" + RUN;

	private static final String MELON = "东港早佳西瓜" + RUN;

	/** What the farm may grow beside watermelons, with the brand's class for it. */
	private record Second(String crop, String classCode, String name, String variety) {

		String product() {
			return "东港" + name + RUN;
		}

	}

	private static final List<Second> SECONDS = List.of(new Second("asparagus", "ASPARAGUS", "芦笋", "格兰德"),
			new Second("melon", "MELON", "甜瓜", "甬甜5号"), new Second("tomato", "TOMATO", "番茄", "浙粉702"),
			new Second("strawberry", "STRAWBERRY", "草莓", "红颜"));

	/** The first that it has no licence for yet. */
	private static Second second = SECONDS.getFirst();

	private static final int DAYS_OF_FUNGICIDE = 7;

	private static String watermelonPlanting = "";

	private static String secondPlanting = "";

	private static String code = "";

	private static String lot = "";

	private static String secondLot = "";

	@Test
	@Order(1)
	@DisplayName("1 经办从 Excel 导入会员，错的两行连原因一起退回，一行也不丢")
	void aClerkImportsProducers(Browser browser) throws Exception {
		try (var desk = desk(browser)) {
			var page = logIn(desk, "member.clerk");
			page.navigate(url("/console/member-imports"));
			var template = page.waitForDownload(() -> page.click("a[href$='/template']"));
			assertThat(rows(template)).anySatisfy(titles -> assertThat(titles).contains("名称*", "镇街道*", "手机号*"));
			page.setInputFiles("input[type=file]", sheet());
			page.click(".form-foot button");
			says(page, "2 行有错，现在一行都没有导入", "经营面积（亩）：不是数字", "手机号是 11 位，这里有 4 位");
			page.waitForLoadState();
			assertThat(page.locator("main").innerText()).containsPattern("没错的行\\s+3").contains("１２．5");
			look(page, "import", "h1");
			assertSheetComesBack(page.waitForDownload(() -> page.click("a[href$='/errors']")));
			page.click("form[action$='/run'] button");
			says(page, "已导入 3 个会员", "还有 2 行有错没有导入");
			page.navigate(url("/console/members?q=" + RUN));
			says(page, "云上种植户" + RUN, "云下种植户" + RUN, "云里种植户" + RUN);
			assertThat(text(page.locator("main"))).doesNotContain("云中种植户").doesNotContain("云外种植户");
		}
	}

	@Test
	@Order(2)
	@DisplayName("1 新农场用手机申请入会，乡镇提意见，县里另一个人批准")
	void aFarmJoins(Browser browser) throws Exception {
		try (var phone = phone(browser); var desk = desk(browser); var other = desk(browser)) {
			var farm = open(phone);
			var application = apply(farm, "小满家庭农场" + RUN + "（示例）", "01");
			var township = logIn(desk, "township.clerk");
			township.navigate(url("/console/applications/" + application));
			assertThat(count(township.locator("form[action$='/admission']"))).isZero();
			township.fill("#opinion", "实地看过，32.5 亩大棚属实，同意。");
			shot(township, "opinion");
			township.click("form[action$='/opinion'] button[type=submit]");
			says(township, "等县农合联审核");
			sendAnyway(township, "/console/applications/" + application + "/admission", "version=1");
			assertThat(text(township.locator("main h1"))).doesNotContain("小满");
			var reviewer = logIn(other, "member.reviewer");
			reviewer.navigate(url("/console/applications/" + application));
			reviewer.click("details:has(form[action$='/admission']) summary");
			reviewer.click("form[action$='/admission'] button");
			says(reviewer, "已入会", "M-0");
			farm.reload();
			farm.click("form[action$='/login/farm'] button");
			says(farm, "小满家庭农场" + RUN, "先登记一块地");
			shot(farm, "new-farm");
		}
	}

	@Test
	@Order(3)
	@DisplayName("2 农场登记地块和西瓜，农技员核实；种不下的面积当场说清楚")
	void aPlotAndItsPlantingsAreVerified(Browser browser) throws Exception {
		try (var phone = phone(browser); var desk = desk(browser)) {
			var farm = logIn(phone, "farm.demo");
			var plot = register(farm, PLOT);
			var officer = logIn(desk, "production.officer");
			officer.navigate(url("/console/plots/" + plot));
			officer.fill("[name=measuredMu]", "9");
			look(officer, "plot-verify", "[name=measuredMu]");
			officer.click("form[action$='/verification'] button[type=submit]");
			says(officer, "已核实", "9.00 亩");
			farm.reload();
			says(farm, "9.00 亩");
			farm.click("a[href^='/portal/plantings/new']");
			describe(farm, "watermelon", "早佳8424", "AUTUMN", 95, "12");
			send(farm);
			says(farm, "“" + PLOT + "”只空着 9 亩，种不下 12 亩");
			assertThat(farm.inputValue("[name=variety]")).isEqualTo("早佳8424");
			shot(farm, "planting-refused");
			farm.fill("[name=areaMu]", "6");
			send(farm);
			watermelonPlanting = idAt(farm, "/portal/plantings");
			second = unlicensed(farm);
			farm.navigate(url("/portal/plantings/new?plotId=" + plot));
			describe(farm, second.crop(), second.variety(), "YEAR", 200, "3");
			send(farm);
			secondPlanting = idAt(farm, "/portal/plantings");
			for (var planting : List.of(watermelonPlanting, secondPlanting)) {
				officer.navigate(url("/console/plantings/" + planting));
				officer.click("form[action$='/verification'] button[type=submit]");
				says(officer, "已核实");
			}
			product(farm, MELON, "watermelon", "早佳8424");
			product(farm, second.product(), second.crop(), second.variety());
		}
	}

	@Test
	@Order(4)
	@DisplayName("3 网点实名卖药，超定额的不卖；打药前手机上就看到最早采收日")
	void theFarmBuysAndSprays(Browser browser) throws Exception {
		try (var desk = desk(browser); var phone = phone(browser)) {
			var till = logIn(desk, "outlet.demo");
			till.navigate(url("/console/input-sales/new"));
			till.fill("[name=q]", "青禾");
			till.click("main form button[type=submit]");
			says(till, "今年零差价定额");
			assertThat(till.inputValue("[name=buyerName]")).isEqualTo("沈青禾");
			till.selectOption("#lines0", till.locator("#lines0 option", hasText("苯醚甲环唑")).getAttribute("value"));
			var left = new BigDecimal(text(till.locator(".score .big")).replaceAll("[^0-9.]", ""));
			var tooMany = left.divide(new BigDecimal("38"), 0, RoundingMode.DOWN).intValueExact() + 1;
			till.fill("#packs0", String.valueOf(tooMany));
			till.click(".form-foot button.btn-primary");
			says(till, "超出零差价定额", "最多还能买 " + (tooMany - 1) + " 件");
			assertThat(till.inputValue("#packs0")).isEqualTo(String.valueOf(tooMany));
			look(till, "quota-refused", ".err-sum");
			till.fill("#packs0", "4");
			till.click(".form-foot button.btn-primary");
			says(till, "销售小票", "沈青禾", "示例-A2", "¥154.00");
			shot(till, "receipt");
			var farm = logIn(phone, "farm.demo");
			spray(farm);
			says(farm, "记下来了", safeDay());
		}
	}

	@Test
	@Order(5)
	@DisplayName("3 采早了照实记，但不能开证、打码、卖货；过了安全期的没有问题")
	void anEarlyHarvestIsHeld(Browser browser) throws Exception {
		try (var phone = phone(browser)) {
			var farm = logIn(phone, "farm.demo");
			var held = pick(farm, watermelonPlanting, "600");
			says(farm, "这批先别卖", safeDay());
			farm.navigate(url("/portal/lots/" + held));
			says(farm, "采早了，药还没过安全期", "这一批不能开证、打码、卖货。");
			assertThat(count(farm
				.locator("a[href$='/certificate'], a[href^='/portal/labels/new'], a[href^='/portal/field-sales/new']")))
				.isZero();
			look(farm, "held", "main section:nth-of-type(2)");
			farm.navigate(url("/portal/lots/" + held + "/certificate"));
			says(farm, "采早了");
			assertThat(count(farm.locator("[name=phone]"))).isZero();
			farm.navigate(url("/portal/labels/new?lotId=" + held));
			says(farm, "采早了");
			farm.navigate(url("/portal/field-sales/new?lotId=" + held));
			says(farm, "采早了");
			farm.navigate(url("/portal/plantings"));
			farm.click("main a:has-text('1号棚')");
			lot = pick(farm, idAt(farm, "/portal/plantings"), "800");
			says(farm, "记下来了", "检测合格放行以后");
			farm.click("a:has-text('看这一批')");
			says(farm, "还没有检测结果", "待放行");
			secondLot = pick(farm, secondPlanting, "1000");
		}
	}

	@Test
	@Order(6)
	@DisplayName("4 检测一人录入、另一人复核才放行；开证、订标签，超过产量上限的不给")
	void theLotIsTestedCertifiedAndLabelled(Browser browser) throws Exception {
		try (var phone = phone(browser); var desk = desk(browser); var other = desk(browser)) {
			var farm = logIn(phone, "farm.demo");
			var analyst = logIn(desk, "lab.analyst");
			var reviewer = logIn(other, "lab.reviewer");
			var test = enter(analyst, lot, "BG-" + RUN + "-1");
			says(analyst, "要由检测室另一位同事复核", "GB 2763-2026", "合格");
			assertThat(count(analyst.locator("form[action$='/confirmation']"))).isZero();
			shot(analyst, "test");
			sendAnyway(analyst, "/console/residue-tests/" + test + "/confirmation", "version=0");
			says(analyst, "您没有");
			confirm(reviewer, test);
			look(reviewer, "test-confirmed", "h1");
			confirm(reviewer, enter(analyst, secondLot, "BG-" + RUN + "-2"));
			certify(farm, lot);
			shot(farm, "certificate");
			farm.navigate(url("/portal/labels/new?lotId=" + lot));
			label(farm, "两只礼盒", 5000);
			says(farm, "全季只剩", "上限 30000");
			look(farm, "labels-refused", ".err-sum");
			label(farm, MELON, 20);
			says(farm, "20 枚，共 100 千克");
			code = sheet(farm);
			assertThat(count(farm.locator(".label"))).isEqualTo(20);
			look(farm, "sheet", "h1");
		}
	}

	@Test
	@Order(7)
	@DisplayName("4 品牌授权：农场申请，一人现场检查，另一人决定；有效后才订得到标签")
	void labelsAreOrderedUnderALicence(Browser browser) throws Exception {
		try (var phone = phone(browser); var desk = desk(browser); var office = desk(browser)) {
			var farm = logIn(phone, "farm.demo");
			certify(farm, secondLot);
			farm.navigate(url("/portal/labels/new?lotId=" + secondLot));
			label(farm, second.product(), 10);
			says(farm, "没有“" + second.name() + "”类的有效品牌授权", "请在手机“品牌授权”里申请");
			var licence = applyForLicence(farm, second.classCode(), second.name());
			checkOnSite(logIn(desk, "production.officer"), licence);
			var officer = logIn(office, "brand.officer");
			officer.navigate(url("/console/brand-licences/" + licence));
			shot(officer, "licence-decide");
			grant(officer, licence);
			farm.reload();
			says(farm, "可以订品牌标签");
			var number = text(farm.locator("main dd", new Page.LocatorOptions().setHasText("JPH-")).first());
			farm.navigate(url("/portal/labels/new?lotId=" + secondLot));
			label(farm, second.product(), 10);
			says(farm, "10 枚，共 50 千克");
			sheet(farm);
			says(farm, "授权 " + number);
		}
	}

	@Test
	@Order(8)
	@DisplayName("5 消费者扫码看到这一批的全程；第二个人看到次数；输错的码和别处的码分得清")
	void aConsumerScans(Browser browser) throws Exception {
		try (var phone = phone(browser); var second = phone(browser)) {
			var page = open(phone);
			// a look is counted by what the page sends
			page.waitForResponse("**/api/public/scan", () -> page.navigate(url(code)));
			says(page, "真品，首次查询", MELON, "青禾瓜果家庭农场", "苯醚甲环唑", "检测合格", "承诺达标合格证", "从地里到您手里");
			look(page, "scan", "h1");
			var other = open(second);
			other.waitForResponse("**/api/public/scan", () -> other.navigate(url(code)));
			says(other, "真品，第 2 次查询");
			page.reload();
			says(page, "真品，第 2 次查询");
			var last = code.charAt(code.length() - 1);
			page.navigate(url(code.substring(0, code.length() - 1) + ((last == '2') ? '3' : '2')));
			says(page, "码输错了", "校验位对不上");
			shot(page, "mistyped");
			page.fill("[name=code]", foreign());
			page.click("main form button");
			says(page, "不是本平台发的码");
			shot(page, "foreign");
		}
	}

	@Test
	@Order(9)
	@DisplayName("6 采购商下单、收货、付款，成为一笔实证销售")
	void anOrderBecomesAProvedSale(Browser browser) throws Exception {
		try (var desk = desk(browser); var phone = phone(browser)) {
			var buyer = logIn(desk, "buyer.demo");
			buyer.navigate(url("/console/orders/new"));
			buyer.selectOption("[name=productId]",
					buyer.locator("[name=productId] option", hasText(MELON)).getAttribute("value"));
			buyer.fill("[name=kg]", "60");
			buyer.fill("[name=price]", "4.5");
			buyer.click(".form-foot button");
			var order = idAt(buyer, "/console/orders");
			says(buyer, "已下单", "¥270.00", "等卖方接单");
			var farm = logIn(phone, "farm.demo");
			ship(farm, order, lot);
			assertThat(count(farm.locator("form[action$='/receipt']"))).isZero();
			buyer.reload();
			buyer.click("form[action$='/receipt'] button");
			buyer.fill("[name=amount]", "269.99");
			buyer.fill("[name=bankTxnNo]", "JY" + RUN);
			buyer.click("form[action$='/payment'] button[type=submit]");
			says(buyer, "付款 269.99 元与订单 270 元不一致");
			buyer.fill("[name=amount]", "270.00");
			buyer.click("form[action$='/payment'] button[type=submit]");
			says(buyer, "等卖方确认到账");
			farm.reload();
			farm.click("form[action$='/completion'] button");
			says(farm, "实证销售");
			look(farm, "proved", "main section:nth-of-type(2)");
			buyer.reload();
			says(buyer, "实证销售");
		}
	}

	private void spray(Page page) throws Exception {
		page.navigate(url("/portal/operations/new?plantingIds=" + watermelonPlanting));
		page.check("input[name=kind][value=SPRAY]", forced());
		page.waitForSelector("[name=holding]",
				new Page.WaitForSelectorOptions().setState(WaitForSelectorState.ATTACHED));
		page.locator("#holding label", hasText("示例-A2"))
			.locator("input")
			.check(new Locator.CheckOptions().setForce(true));
		page.waitForSelector("[name=quantity]");
		page.waitForLoadState(LoadState.NETWORKIDLE);
		page.fill("[name=quantity]", "4");
		choose(page, "unit", "BAG");
		page.fill("[name=each]", "100");
		page.selectOption("[name=pest]", "炭疽病");
		page.waitForSelector(".safe .day");
		says(page, safeDay(), "每亩用量合适");
		look(page, "spray", ".safe .day");
		page.click("main form[data-outbox] button[type=submit]:not([name=again])");
		idAt(page, "/portal/operations");
	}

	private static String safeDay() {
		return DateTimeFormatter.ofPattern("M 月 d 日", Locale.CHINA).format(TODAY.plusDays(DAYS_OF_FUNGICIDE));
	}

	private Second unlicensed(Page page) {
		page.navigate(url("/portal/brand-licences"));
		var licences = text(page.locator("main"));
		return SECONDS.stream().filter(it -> !licences.contains(it.name())).findFirst().orElseThrow();
	}

	/**
	 * Of a product that is ours, with a check character that fits, and signed by nobody:
	 * what one character gains another loses, where the check counts them alike.
	 */
	private static String foreign() {
		var alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
		var serial = new StringBuilder(code.substring(code.length() - 16));
		int up = 13;
		while (serial.charAt(up) == 'Z') {
			up -= 2;
		}
		int down = up - 2;
		while (serial.charAt(down) == '0') {
			down -= 2;
		}
		serial.setCharAt(up, alphabet.charAt(alphabet.indexOf(serial.charAt(up)) + 1));
		serial.setCharAt(down, alphabet.charAt(alphabet.indexOf(serial.charAt(down)) - 1));
		return code.replaceFirst("^/t/([^/]+)/.*$", "$1") + serial;
	}

	/**
	 * As a township keeps it: a title above, columns in its own order, two rows wrong.
	 */
	private Path sheet() throws IOException {
		var rows = List.of(List.of("镇农合联上报名单"), List.of("名称", "类型", "镇街道", "经营面积（亩）", "主营", "负责人姓名", "手机号"),
				List.of("云上种植户" + RUN + "（示例）", "种养大户", "新仓镇", "45.5", "西瓜", "云上", "138" + RUN + "01"),
				List.of("云中种植户" + RUN + "（示例）", "种养大户", "新仓镇", "不清楚", "西瓜", "云中", "138" + RUN + "02"),
				List.of("云下种植户" + RUN + "（示例）", "种养大户", "新仓镇", "１２．5", "芦笋", "云下", "138" + RUN + "03"),
				List.of("云外种植户" + RUN + "（示例）", "种养大户", "新仓镇", "20", "芦笋", "云外", "1391"),
				List.of("云里种植户" + RUN + "（示例）", "种养大户", "新仓镇", "18", "甜瓜", "云里", "138" + RUN + "05"));
		var bytes = new ByteArrayOutputStream();
		try (var book = new Workbook(bytes, "journey", "1.0")) {
			var page = book.newWorksheet("名单");
			for (int row = 0; row < rows.size(); row++) {
				for (int column = 0; column < rows.get(row).size(); column++) {
					page.value(row, column, rows.get(row).get(column));
				}
			}
		}
		return Files.write(folder.resolve("会员名单.xlsx"), bytes.toByteArray());
	}

	/** His own title and columns, the two rows as he typed them, and why. */
	private static void assertSheetComesBack(Download download) throws IOException {
		var rows = rows(download);
		assertThat(rows.getFirst()).contains("镇农合联上报名单");
		assertThat(rows.get(1)).startsWith("名称", "类型", "镇街道").endsWith("错误原因");
		assertThat(rows.subList(2, rows.size())).hasSize(2);
		assertThat(rows.get(2)).contains("云中种植户" + RUN + "（示例）", "不清楚");
		assertThat(rows.get(2).getLast()).contains("不是数字");
		assertThat(rows.get(3)).contains("云外种植户" + RUN + "（示例）", "1391");
	}

	static List<List<String>> rows(Download download) throws IOException {
		try (var book = new ReadableWorkbook(new ByteArrayInputStream(Files.readAllBytes(download.path())))) {
			return book.getFirstSheet()
				.read()
				.stream()
				.map((Row row) -> row.stream()
					.map(cell -> (cell != null) ? String.valueOf(cell.getText()) : "")
					.toList())
				.toList();
		}
	}

}
