package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * How pages look and weigh in a real browser: nothing refused by the content security
 * policy, and on the phone the sizes a farmer of 55 needs (R4).
 */
@PlatformIT
@WithBrowser
class LookJourney {

	private static final long FIRST_VISIT = 120 * 1024;

	private static final long NEXT_VISIT = 25 * 1024;

	/** Text that is smaller than 18 px, as the browser computes it. */
	private static final String SMALL_TEXT = """
			() => [...document.querySelectorAll('body *')]
			  .filter(e => e.offsetParent !== null && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
			  .filter(e => parseFloat(getComputedStyle(e).fontSize) < 18)
			  .map(e => e.tagName + '.' + e.className + ': ' + e.textContent.trim().slice(0, 20))""";

	/** What one taps that is lower than 48 px; words inside a sentence are no buttons. */
	private static final String SMALL_TARGETS = """
			() => [...document.querySelectorAll('a, button, summary, select, input:not([type=hidden])')]
			  .filter(e => e.offsetParent !== null && !e.closest('p') && !e.closest('.skip') && !e.matches('.skip'))
			  .filter(e => (e.closest('label') ?? e).getBoundingClientRect().height < 47.5)
			  .map(e => e.tagName + '.' + e.className + ': ' + e.textContent.trim().slice(0, 20))""";

	private static final String OVERFLOW = "() => document.documentElement.scrollWidth - window.innerWidth";

	/**
	 * What inside a page is wider than its place: a box that scrolls sideways, or a
	 * table.
	 */
	private static final String WIDE = """
			() => [...document.querySelectorAll('.panel, .panel *')]
			  .filter(e => e.offsetParent !== null && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0
			      && getComputedStyle(e).overflowX !== 'visible' && getComputedStyle(e).overflowX !== 'hidden'
			      && !e.matches('textarea, input, select'))
			  .map(e => e.tagName + '.' + e.className + ': ' + e.textContent.trim().slice(0, 20))""";

	/** Cells of a list that do not say on a card what they are. */
	private static final String NAMELESS = """
			() => [...document.querySelectorAll('table.tb')]
			  .filter(t => t.offsetParent !== null && t.tHead)
			  .flatMap(t => [...t.querySelectorAll('tbody td')]
			    .filter(c => c.colSpan === 1 && !c.matches('.tick') && t.tHead.rows[0].cells.length === c.parentElement.cells.length
			        && t.tHead.rows[0].cells[c.cellIndex].textContent.trim() && !c.dataset.label)
			    .map(c => c.textContent.trim().slice(0, 20)))""";

	@LocalServerPort
	int port;

	private final List<String> complaints = new ArrayList<>();

	@Test
	@DisplayName("工作台在 1366 像素宽的屏幕上不横向滚动，浏览器没有报错")
	void consoleHoldsFrom1366Pixels(Browser browser) {
		try (var context = context(browser, 1366, 768)) {
			var page = logIn(context, "admin", "/console");
			for (var path : paths(page, ".nav-main a")) {
				page.navigate(url(path));
				assertThat((int) page.evaluate(OVERFLOW)).as(path).isLessThanOrEqualTo(0);
				assertThat(Walk.count(page.locator("h1"))).as("one h1 on " + path).isEqualTo(1);
			}
			assertThat(complaints).isEmpty();
		}
	}

	@Test
	@DisplayName("每笔融资申请，超时的也在内，在 1366 像素宽的屏幕上不横向滚动")
	void casesHoldFrom1366Pixels(Browser browser) {
		try (var context = context(browser, 1366, 768)) {
			var page = logIn(context, "credit.officer", "/console");
			page.navigate(url("/console/financing-applications"));
			var cases = paths(page, "main a[href^='/console/financing-applications/RZ']");
			assertThat(cases).isNotEmpty();
			for (var path : cases) {
				page.navigate(url(path));
				assertThat((int) page.evaluate(OVERFLOW)).as(path).isLessThanOrEqualTo(0);
			}
			assertThat(complaints).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "admin", "auditor", "member.clerk", "production.officer", "supply.officer",
			"brand.officer", "lab.reviewer", "credit.officer", "outlet.demo" })
	@DisplayName("工作台的列表在 390 像素宽的手机上按卡片显示，不横向滚动")
	void listsAreCardsOnAPhone(String login, Browser browser) {
		try (var context = context(browser, 390, 844)) {
			var page = logIn(context, login, "/console");
			var paths = new LinkedHashSet<>(paths(page, ".nav-main a"));
			for (var path : List.copyOf(paths)) {
				page.navigate(url(path));
				paths.addAll(paths(page, ".nav-main a"));
			}
			for (var path : paths) {
				page.navigate(url(path));
				assertThat((int) page.evaluate(OVERFLOW)).as(path).isLessThanOrEqualTo(0);
				assertThat((List<?>) page.evaluate(WIDE)).as("too wide on " + path).isEmpty();
				assertThat((List<?>) page.evaluate(NAMELESS)).as("cells without a name on " + path).isEmpty();
			}
			assertThat(complaints).isEmpty();
		}
	}

	@Test
	@DisplayName("一次勾选两千行：页面说清楚最多多少行")
	void twoThousandRowsReachThePageThatSaysHowManyItTakes(Browser browser) {
		try (var context = context(browser, 1366, 768)) {
			var page = logIn(context, "member.reviewer", "/console");
			page.navigate(url("/console/members"));
			var answer = page.evaluate("""
					async () => {
					  const body = new URLSearchParams([['reason', '抽检不合格'], ['until', '2099-01-05']]);
					  for (let n = 0; n < 2000; n++) body.append('rows', crypto.randomUUID() + ':0');
					  const csrf = document.querySelector('meta[name=csrf]');
					  body.append(csrf.dataset.field, csrf.content);
					  const answer = await fetch('/console/member-batches/suspension', { method: 'POST', body });
					  return answer.status + ' ' + await answer.text();
					}""").toString();
			assertThat(answer).startsWith("422").contains("一次最多办理 500 条");
		}
	}

	@Test
	@DisplayName("翻页勾选：前一页勾的还在，一起办理；取消后一条不剩")
	void ticksStayOverPages(Browser browser) {
		try (var context = context(browser, 1366, 768)) {
			var page = logIn(context, "member.reviewer", "/console");
			page.navigate(url("/console/members?limit=20"));
			page.check("td.tick input >> nth=0");
			page.check("td.tick input >> nth=1");
			page.click(".pages a[rel=next]");
			page.waitForURL("**after=**");
			assertThat(Walk.text(page.locator("[data-ticked] b"))).contains("2");
			page.check("td.tick input >> nth=0");
			page.click(".pages a:not([rel])");
			page.waitForURL(Pattern.compile("^(?!.*after=).*$"));
			assertThat(Walk.count(page.locator("td.tick input:checked"))).isEqualTo(2);
			page.selectOption("#batch-act", "RESUMPTION");
			page.click("#batch button[type=submit]:not([name])");
			page.waitForURL("**/member-batches**");
			assertThat(Walk.count(page.locator("input[name=rows]:checked"))).isEqualTo(3);
			page.navigate(url("/console/members"));
			assertThat(Walk.count(page.locator("td.tick input:checked"))).as("taken along, not kept").isZero();
			page.check("td.tick input >> nth=0");
			page.click("[data-ticked] button");
			assertThat(Walk.count(page.locator("td.tick input:checked"))).isZero();
			assertThat(page.locator("[data-ticked]").isVisible()).isFalse();
			assertThat(complaints).isEmpty();
		}
	}

	@Test
	@DisplayName("勾选本页全部再暂停：逐行说明结果")
	void rowsAreTickedAndReported(Browser browser) {
		try (var context = context(browser, 1366, 768)) {
			var page = logIn(context, "member.reviewer", "/console");
			page.navigate(url("/console/members?status=ACTIVE&limit=50"));
			page.check("input[data-tick-all]");
			var ticked = Walk.count(page.locator("td.tick input:checked"));
			assertThat(ticked).isGreaterThan(1);
			page.selectOption("#batch-act", "RESUMPTION");
			page.click("#batch button[type=submit]:not([name])");
			assertThat(Walk.count(page.locator("input[name=rows]:checked"))).isEqualTo(ticked);
			page.fill("[name=reason]", "核对后恢复");
			page.click("main .form-foot button");
			page.waitForURL("**/member-batches/resumption");
			assertThat(Walk.text(page.locator("tbody td:last-child").first())).contains("没有办成", "在册");
			assertThat(Walk.count(page.locator("input[name=rows]:checked"))).as("refused ones stay ticked")
				.isEqualTo(ticked);
			assertThat(complaints).isEmpty();
		}
	}

	@Test
	@DisplayName("手机端：字不小于 18 像素，按钮不小于 48 像素，放大一倍也不横向滚动")
	void portalSuitsTheFarmersEyesAndThumbs(Browser browser) {
		try (var context = context(browser, 390, 844)) {
			var page = logIn(context, "farm.demo", "/portal");
			var paths = paths(page, ".tabbar a, .three a");
			for (var path : paths) {
				page.navigate(url(path));
				assertThat((List<?>) page.evaluate(SMALL_TEXT)).as("text on " + path).isEmpty();
				assertThat((List<?>) page.evaluate(SMALL_TARGETS)).as("targets on " + path).isEmpty();
				assertThat((int) page.evaluate(OVERFLOW)).as("overflow on " + path).isLessThanOrEqualTo(0);
				page.setViewportSize(195, 844);
				assertThat((int) page.evaluate(OVERFLOW)).as("overflow at 200 % on " + path).isLessThanOrEqualTo(0);
				page.setViewportSize(390, 844);
			}
			assertThat(complaints).isEmpty();
		}
	}

	@Test
	@DisplayName("手机端：第一次打开不超过 120 KB，以后每页不超过 25 KB")
	void portalIsLight(Browser browser) {
		try (var context = context(browser, 390, 844)) {
			var page = context.newPage();
			var bytes = meter(context.newCDPSession(page));
			page.navigate(url("/login"));
			enter(page, "farm.demo");
			page.waitForURL(url("/portal"));
			page.waitForLoadState(com.microsoft.playwright.options.LoadState.NETWORKIDLE);
			assertThat(bytes.get()).as("log-in and home together").isBetween(1L, FIRST_VISIT);
			for (var path : paths(page, ".tabbar a")) {
				bytes.set(0);
				page.navigate(url(path));
				page.waitForLoadState(com.microsoft.playwright.options.LoadState.NETWORKIDLE);
				assertThat(bytes.get()).as(path).isBetween(1L, NEXT_VISIT);
			}
		}
	}

	private static AtomicLong meter(CDPSession session) {
		var bytes = new AtomicLong();
		session.send("Network.enable");
		session.on("Network.loadingFinished", event -> bytes.addAndGet(event.get("encodedDataLength").getAsLong()));
		return bytes;
	}

	private BrowserContext context(Browser browser, int width, int height) {
		return browser.newContext(new Browser.NewContextOptions().setViewportSize(width, height).setLocale("zh-CN"));
	}

	private Page logIn(BrowserContext context, String login, String landing) {
		var page = context.newPage();
		page.onConsoleMessage(message -> {
			if ("error".equals(message.type())) {
				complaints.add(page.url() + " " + message.text());
			}
		});
		page.onResponse(answer -> {
			if (answer.status() >= 400) {
				complaints.add(answer.status() + " " + answer.url());
			}
		});
		page.onPageError(error -> complaints.add(page.url() + " " + error));
		page.navigate(url("/login"));
		enter(page, login);
		page.waitForURL(url(landing));
		return page;
	}

	private static void enter(Page page, String login) {
		page.fill("#username", login);
		page.fill("#password", "Jinfu-demo-2026");
		page.click("button.login-b");
	}

	@SuppressWarnings("unchecked")
	private static List<String> paths(Page page, String selector) {
		return (List<String>) page.evaluate("s => [...new Set([...document.querySelectorAll(s)].map(a => a.pathname))]",
				selector);
	}

	private String url(String path) {
		return "http://localhost:" + port + path;
	}

}
