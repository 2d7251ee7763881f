package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import cn.jinfu.simulator.BankSimulator;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.beans.factory.annotation.Value;

/**
 * The main job from the record to the repaid loan and the data centre, each step done by
 * the person whose step it is, the bank's by the bank's own program.
 */
@JourneyIT
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LoanJourney extends Walk {

	private static final String FARM = "青禾瓜果家庭农场（示例）";

	private static final String CASES = "/console/financing-applications/";

	/** The case that runs through all steps, and what was counted before it. */
	private static String no = "";

	private static int granted;

	private static int settled;

	@Value("${jinfu.data}")
	Path data;

	@Test
	@Order(1)
	@DisplayName("信用：评级有分有理由，每个数字能点开")
	void theFarmIsRatedWithReasons(Browser browser) throws Exception {
		try (var desk = desk(browser)) {
			var page = logIn(desk, "data.viewer");
			page.navigate(url("/console/data-centre"));
			granted = figure(page, "累计放款");
			settled = figure(page, "已结清贷款");
		}
		try (var phone = phone(browser)) {
			var page = logIn(phone, "farm.demo");
			page.navigate(url("/portal/credit"));
			if (count(page.locator("#agreed")) > 0) {
				page.check("#agreed", forced());
			}
			press(page, page.locator("form[action='/portal/credit'] button"));
			assertThat(text(page.locator("main"))).containsPattern("[0-9]{3} / 1,000 分")
				.contains("大约可贷 ¥")
				.contains("再做这一件事")
				.contains("为什么是这个分")
				.doesNotContain("??");
			assertThat(text(page.locator("main .grade").first())).containsPattern("^[A-D]{1,3}$");
			shot(page, "credit");
		}
		try (var desk = desk(browser)) {
			var page = logIn(desk, "credit.officer");
			page.navigate(url("/console/ratings"));
			press(page, page.locator("tr", containing(FARM)).locator("a.main-cell").first());
			assertThat(text(page.locator(".page-head"))).contains("重算与存档一致");
			shot(page, "rating");
			var evidence = paths(page, "main table a[href^='/console/']");
			assertThat(evidence).hasSizeGreaterThan(5);
			for (var path : evidence) {
				page.navigate(url(path));
				assertThat(count(page.locator("main tbody tr"))).as(path).isPositive();
				assertThat(text(page.locator(".page-head"))).as(path).contains("青禾");
			}
		}
	}

	@Test
	@Order(2)
	@DisplayName("农场在手机上看成本、读同意书、申请金准贷")
	void theFarmApplies(Browser browser) throws Exception {
		try (var phone = phone(browser)) {
			var page = logIn(phone, "farm.demo");
			page.navigate(url("/portal/loans/new"));
			page.check("[name=method][value=EQUAL_INSTALMENT]", forced());
			page.fill("[name=months]", "12");
			page.fill("[name=purpose]", "买种苗和薄膜");
			page.fill("[name=amount]", "900000");
			send(page);
			assertThat(text(page.locator(".err-sum"))).contains("超过建议额度");
			assertThat(page.inputValue("[name=purpose]")).isEqualTo("买种苗和薄膜");
			page.fill("[name=amount]", "50000");
			send(page);
			assertThat(text(page.locator("main"))).contains("利息一共", "担保费", "折成年化");
			shot(page, "loan-cost");
			press(page, page.locator("a.btn-primary"));
			assertThat(text(page.locator("main"))).contains("示例银行甲", "我可以随时撤回");
			page.check("#agreed", forced());
			shot(page, "loan-consent");
			send(page);
			assertThat(text(page.locator("main"))).contains("¥50,000.00", "买种苗和薄膜");
			send(page);
			assertThat(text(page.locator("main"))).contains("待初审", "您跑了 0 次");
			no = page.url().replaceFirst(".*/", "");
		}
	}

	@Test
	@Order(3)
	@DisplayName("初审、尽调、担保审批由三个人办，同一个人办不了下一步")
	void threePeoplePassIt(Browser browser) throws Exception {
		standsInForTheReviewer(browser, true);
		try (var desk = desk(browser); var other = desk(browser)) {
			var page = logIn(desk, "credit.officer");
			page.navigate(url(CASES + no));
			decide(page, "初审通过", "资料齐全，评级与台账相符");
			assertThat(text(page.locator("main"))).contains("待尽调", "四眼原则");
			assertThat(count(page.locator("main .act-bar textarea"))).isZero();
			shot(page, "four-eyes");

			var reviewer = logIn(other, "guarantee.reviewer");
			reviewer.navigate(url(CASES + no));
			var late = open(other);
			late.navigate(url(CASES + no));
			decide(reviewer, "尽调", "视频看了大棚，收入与平台一致，无其他担保");
			assertThat(text(reviewer.locator("main"))).contains("待担保审批");
			decide(late, "尽调", "这一页是刚才打开的");
			assertThat(text(late.locator(".err-sum"))).contains("没有办成");
			assertThat(text(late.locator("main"))).contains("待担保审批");
		}
		finally {
			standsInForTheReviewer(browser, false);
		}
		try (var desk = desk(browser)) {
			var page = logIn(desk, "guarantee.director");
			page.navigate(url(CASES + no));
			shot(page, "guarantee");
			press(page, page.locator("form[action$='/guarantee'] button"));
			assertThat(text(page.locator("main"))).contains("已发往银行", "DB-");
		}
	}

	/** For the while of a step one person may do two: that is what four eyes are for. */
	private void standsInForTheReviewer(Browser browser, boolean may) {
		try (var desk = desk(browser)) {
			var page = logIn(desk, "admin");
			page.navigate(url("/console/accounts?q=credit.officer"));
			press(page, page.locator("main a.main-cell").first());
			page.navigate(page.url() + "/edit");
			page.locator("[name=roles][value='guarantee.reviewer']")
				.setChecked(may, new Locator.SetCheckedOptions().setForce(true));
			send(page);
			assertThat(page.url()).doesNotContain("edit");
		}
	}

	@Test
	@Order(4)
	@DisplayName("银行用自己的程序收件、审批、签约、放款，农场步步看得见")
	void theBankPaysOut(Browser browser) throws Exception {
		assertThat(bank("bank-b", no)).contains("-> 404", "40401");
		assertThat(bank("bank-a", no, "DISBURSED")).contains("receipt ->", "decision ->", "contract ->",
				"disbursement ->");
		try (var phone = phone(browser)) {
			var page = logIn(phone, "farm.demo");
			page.navigate(url("/portal/loans/" + no));
			assertThat(text(page.locator("main"))).contains("已放款", "银行已批准", "已签约", "¥50,000.00", "下一次还")
				.containsPattern("从提交算起用了 .+，其中工作日 .+；您跑了 0 次");
			shot(page, "loan-course");
		}
		try (var desk = desk(browser)) {
			var page = logIn(desk, "credit.officer");
			page.navigate(url(CASES + no));
			assertThat(text(page.locator(".page-head"))).containsPattern("已用 .+（工作日 .+）　跑腿 0 次");
			shot(page, "case");
			for (var kind : List.of("loans", "facilities", "guarantees")) {
				var path = paths(page, "main a[href^='/console/" + kind + "']").getFirst();
				page.navigate(url(path));
				assertThat(text(page.locator("main"))).as(path).contains(FARM);
				narrow(page, path);
				shot(page, "case-" + kind);
				page.navigate(url(CASES + no));
			}
		}
	}

	/** On a phone nothing sticks out at the side. */
	private static void narrow(Page page, String path) {
		page.setViewportSize(390, 844);
		assertThat(page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")).as(path)
			.isEqualTo(0);
		page.setViewportSize(1366, 768);
	}

	@Test
	@Order(5)
	@DisplayName("还清，额度和担保放回；农场撤回同意，银行再看就被拒")
	void theLoanIsRepaidAndTheConsentRevoked(Browser browser) throws Exception {
		assertThat(bank("bank-a", no)).contains("repayment ->", "case " + no + " SETTLED");
		try (var phone = phone(browser)) {
			var page = logIn(phone, "farm.demo");
			page.navigate(url("/portal/loans/" + no));
			assertThat(text(page.locator("main"))).contains("已结清", "¥0.00");
			page.navigate(url("/portal/loans/consents"));
			var consent = page.locator("section.panel", containing("示例银行甲"))
				.filter(new Locator.FilterOptions().setHasText("撤回同意"))
				.first();
			consent.locator("summary").click();
			press(page, consent.locator("button", new Locator.LocatorOptions().setHasText("确定撤回")));
			assertThat(bank("bank-a", no)).contains("-> 403", "consent_revoked");
			page.reload();
			assertThat(text(page.locator("section.panel", containing("谁看过")).locator("li").first())).contains("示例银行甲",
					no, "没让看");
			shot(page, "consents");
		}
		try (var desk = desk(browser)) {
			var page = logIn(desk, "guarantee.director");
			page.navigate(url("/console/guarantees?q=" + no));
			assertThat(count(page.locator("tbody tr"))).isEqualTo(1);
			assertThat(text(page.locator("tbody tr"))).contains("已解保");
			page.navigate(url("/console/loans?q=" + no));
			assertThat(text(page.locator("tbody tr"))).contains("已结清");
		}
	}

	@Test
	@Order(6)
	@DisplayName("数据中心的每个数字都能点开，刚还清的那一笔已经算进去")
	void everyFigureOpens(Browser browser) throws Exception {
		try (var desk = desk(browser)) {
			var page = logIn(desk, "data.viewer");
			page.navigate(url("/console/data-centre"));
			page.waitForLoadState(LoadState.NETWORKIDLE);
			shot(page, "data-centre");
			assertThat(figure(page, "累计放款")).isEqualTo(granted + 1);
			assertThat(figure(page, "已结清贷款")).isEqualTo(settled + 1);
			assertThat(text(page.locator("main"))).contains("在册会员", "已核实地块", "追溯批次", "扫码次数", "今年实证销售", "放款平均用时",
					"每一步平均用时", "各月实证销售", "每天扫码");
			assertThat(count(page.locator(".chart canvas, .chart svg"))).isGreaterThan(3);
			var all = new ArrayList<>(paths(page, "main .figure a"));
			all.addAll(paths(page, "main table a"));
			assertThat(all).hasSizeGreaterThan(20);
			for (var path : Set.copyOf(all)) {
				assertThat(page.request().get(url(path)).status()).as(path).isEqualTo(200);
			}
			page.navigate(url("/console/loans?status=SETTLED"));
			assertThat(text(page.locator("main"))).contains("L-" + no, "共 " + (settled + 1) + " 条");
			page.navigate(url("/console/financing-applications?step=4"));
			assertThat(count(page.locator("tr", containing(no)))).isEqualTo(1);
			assertThat(text(page.locator("thead"))).contains("银行审批用时");
		}
	}

	private static int figure(Page page, String name) {
		return Integer
			.parseInt(text(page.locator(".figure", containing(name)).first().locator(".val")).replaceAll("[^0-9]", ""));
	}

	private static Page.LocatorOptions containing(String text) {
		return new Page.LocatorOptions().setHasText(text);
	}

	private String bank(String... args) throws Exception {
		var said = new ByteArrayOutputStream();
		args[0] = data.resolve("demo/clients/" + args[0] + ".json").toString();
		BankSimulator.run(args, new PrintStream(said, true, StandardCharsets.UTF_8));
		return said.toString(StandardCharsets.UTF_8);
	}

}
