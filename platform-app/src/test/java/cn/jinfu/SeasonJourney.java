package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * A season of watermelons, from the plot to the third picking. 6 亩 at the demo's 3,000 kg
 * are 18,000 kg; the demo's fungicide asks for seven days.
 */
@PlatformIT
@WithBrowser
class SeasonJourney extends MainJobWalk {

	private static final String PLOT = "一季新棚" + RUN;

	private static final String MELON = "一季早佳西瓜" + RUN;

	@Test
	@DisplayName("一季西瓜：地块、定植、买药、打药，早采的先扣住，补正打药改了安全期，三批同用一个上限")
	void aSeasonOfWatermelons(Browser browser) throws Exception {
		try (var phone = phone(browser);
				var desk = desk(browser);
				var counter = desk(browser);
				var laboratory = desk(browser);
				var second = desk(browser)) {
			var farm = logIn(phone, "farm.demo");
			var officer = logIn(desk, "production.officer");
			var planting = plant(farm, officer);
			product(farm, MELON, "watermelon", "早佳8424");
			buy(logIn(counter, "outlet.demo"));

			var mistaken = spray(farm, planting, TODAY, "300");
			says(farm, "记下来了", day(TODAY.plusDays(7)));
			var cut = pick(farm, planting, "600");
			says(farm, "这批先别卖", "苯醚甲环唑", day(TODAY.plusDays(7)), "，早采了 7 天");
			shot(farm, "season-held");

			// it was the tenth day before, written down on the wrong day
			farm.navigate(url("/portal/operations/" + mistaken));
			decide(farm, "记错了，作废", "日子记错了");
			says(farm, "这次用药之后已经采收，不能自己作废", "请打电话给农技员");
			strike(officer, mistaken, "日子记错了，是十天前打的");
			spray(farm, planting, TODAY.minusDays(10), "300");
			says(farm, "补记", day(TODAY.minusDays(3)));
			farm.navigate(url("/portal/harvests/" + cut));
			says(farm, "有效", "记下来了", "日子记错了");
			// another spray that was forgotten breaks it again
			var forgotten = spray(farm, planting, TODAY.minusDays(5), "240");
			farm.navigate(url("/portal/harvests/" + cut));
			says(farm, "这批先别卖", day(TODAY.plusDays(2)), "，早采了 2 天");
			farm.navigate(url("/portal/lots/" + cut));
			says(farm, "采早了，药还没过安全期");
			strike(officer, forgotten, "是隔壁棚打的");
			farm.navigate(url("/portal/harvests/" + cut));
			says(farm, "有效");
			shot(farm, "season-corrected");

			var two = pick(farm, planting, "20000");
			says(farm, "记下来了");
			var three = pick(farm, planting, "20000");
			says(farm, "超出产量上限 2,300 kg，这部分不能打码");
			shot(farm, "season-above");
			labels(farm, logIn(laboratory, "lab.analyst"), logIn(second, "lab.reviewer"), two, three);

			farm.navigate(url("/portal/plantings/" + planting));
			says(farm, "20,300");
			officer.navigate(url("/console/plantings/" + planting + "/record"));
			says(officer, "18,000", "20,300", "苯醚甲环唑", "300", "补记");
			assertThat(count(officer.locator("main tbody tr", hasText("采收")))).isEqualTo(3);
			shot(officer, "season-record");
		}
	}

	private String plant(Page farm, Page officer) throws Exception {
		var plot = register(farm, PLOT);
		officer.navigate(url("/console/plots/" + plot));
		officer.fill("[name=measuredMu]", "6");
		officer.click("form[action$='/verification'] button[type=submit]");
		says(officer, "已核实", "6.00 亩");
		farm.navigate(url("/portal/plantings/new?plotId=" + plot));
		describe(farm, "watermelon", "早佳8424", "AUTUMN", 95, "6");
		send(farm);
		var planting = idAt(farm, "/portal/plantings");
		// the stage and the tasks come from the standard in force
		says(farm, "成熟采收期");
		officer.navigate(url("/console/plantings/" + planting));
		officer.click("form[action$='/verification'] button[type=submit]");
		says(officer, "已核实");
		return planting;
	}

	private void buy(Page till) {
		till.navigate(url("/console/input-sales/new"));
		till.fill("[name=q]", "青禾");
		till.click("main form button[type=submit]");
		says(till, "今年零差价定额");
		till.selectOption("#lines0", till.locator("#lines0 option", hasText("苯醚甲环唑")).first().getAttribute("value"));
		till.fill("#packs0", "6");
		till.click(".form-foot button.btn-primary");
		says(till, "销售小票");
	}

	private String spray(Page page, String planting, LocalDate on, String grams) {
		page.navigate(url("/portal/operations/new?plantingIds=" + planting));
		page.check("input[name=kind][value=SPRAY]", forced());
		page.waitForSelector("[name=holding]",
				new Page.WaitForSelectorOptions().setState(WaitForSelectorState.ATTACHED));
		page.locator("#holding label", hasText("示例-A2"))
			.locator("input")
			.check(new Locator.CheckOptions().setForce(true));
		page.waitForSelector("[name=quantity]");
		page.fill("[name=on]", on.toString());
		page.fill("[name=quantity]", grams);
		choose(page, "unit", "GRAM");
		page.selectOption("[name=pest]", "炭疽病");
		page.waitForSelector(".safe .day");
		says(page, day(on.plusDays(7)));
		page.click("main form[data-outbox] button[type=submit]:not([name=again])");
		return idAt(page, "/portal/operations");
	}

	private void strike(Page page, String operation, String why) {
		page.navigate(url("/console/operations/" + operation));
		decide(page, "记错了，作废", why);
		says(page, why);
	}

	/** Both pickings draw on the same 18,000 kg, though the third alone would fit. */
	private void labels(Page farm, Page analyst, Page reviewer, String two, String three) throws Exception {
		confirm(reviewer, enter(analyst, two, "YJ-" + RUN + "-2"));
		confirm(reviewer, enter(analyst, three, "YJ-" + RUN + "-3"));
		certify(farm, two);
		certify(farm, three);
		farm.navigate(url("/portal/labels/new?lotId=" + two));
		label(farm, MELON, 1900);
		says(farm, "1,900 枚，共 9,500 千克");
		farm.navigate(url("/portal/labels/new?lotId=" + three));
		label(farm, MELON, 1800);
		says(farm, "全季只剩 8500 千克（上限 18000）");
		shot(farm, "season-labels");
	}

	private static String day(LocalDate day) {
		return DateTimeFormatter.ofPattern("M 月 d 日", Locale.CHINA).format(day);
	}

}
