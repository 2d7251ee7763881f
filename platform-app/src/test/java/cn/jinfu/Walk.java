package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.LoadState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * What every walk in the browser needs: people who log in at a desk or on a phone,
 * pictures in {@code target/tour}, and an ear for errors of the page or the server. What
 * a page writes to the console as an error counts too: so a breach of the content
 * security policy shows.
 */
abstract class Walk {

	@LocalServerPort
	int port;

	static {
		// a busy machine may take longer than the five seconds that are usual
		PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
	}

	private final List<String> complaints = new ArrayList<>();

	/** Sent and not answered in full. */
	private final Set<String> underWay = ConcurrentHashMap.newKeySet();

	/** A walk that fails by waiting does not say what for. */
	@RegisterExtension
	final AfterTestExecutionCallback whatWasUnderWay = context -> context.getExecutionException()
		.ifPresent(_ -> System.out.println("***** requests under way: " + underWay + " *****"));

	@AfterEach
	void nothingComplained() {
		assertThat(complaints).isEmpty();
	}

	static Page.CheckOptions forced() {
		return new Page.CheckOptions().setForce(true);
	}

	/** Picks from a list whose change loads the next list. */
	static void choose(Page page, String name, String value) {
		page.selectOption("[name=" + name + "]", value);
		page.waitForLoadState(LoadState.NETWORKIDLE);
	}

	static void send(Page page) {
		press(page, page.locator("main form button[type=submit]:not([name=again])").last());
	}

	/** Waits until the page says so, and can be pressed. */
	static void says(Page page, String... words) {
		for (var word : words) {
			PlaywrightAssertions.assertThat(page.locator("main")).containsText(word);
		}
		painted(page);
	}

	/**
	 * A busy browser may throw away what is pressed before it has shown the page for the
	 * first time. A page whose clock is the test's own never tells: it is not waited for
	 * long.
	 */
	static void painted(Page page) {
		try {
			page.waitForFunction("() => performance.getEntriesByType('paint').length > 0", null,
					new Page.WaitForFunctionOptions().setTimeout(3_000));
		}
		catch (TimeoutError _) {
			// pressed all the same
		}
	}

	/**
	 * How many of these the page has, once the whole of it is there: a browser shows the
	 * head of a page while its end is still on the way.
	 */
	static int count(Locator what) {
		what.page().waitForLoadState();
		return what.count();
	}

	/** What stands there, once the whole page is there. */
	static String text(Locator what) {
		what.page().waitForLoadState();
		return what.textContent();
	}

	/** Waits for an address with the identifier of something, and gives that. */
	static String idAt(Page page, String path) {
		try {
			page.waitForURL(Pattern.compile(".*" + path + "/[0-9a-f-]{36}$"));
		}
		catch (TimeoutError error) {
			// the address alone says too little of why the page stayed where it was
			throw new AssertionError(page.url() + " says: " + page.locator("main").innerText(), error);
		}
		return page.url().substring(page.url().lastIndexOf('/') + 1);
	}

	/**
	 * Sends what the page does not offer, as somebody would who knows the address.
	 * @param fields as name=value
	 */
	static void sendAnyway(Page page, String path, String... fields) {
		page.evaluate("""
				([path, fields]) => {
				  const form = document.createElement('form');
				  form.method = 'post';
				  form.action = path;
				  form.append(document.querySelector('input[name=_csrf]').cloneNode());
				  for (const field of fields) {
				    const input = document.createElement('input');
				    input.name = field.slice(0, field.indexOf('='));
				    input.value = field.slice(field.indexOf('=') + 1);
				    form.append(input);
				  }
				  document.body.append(form);
				  window.leaving = true;
				  form.submit();
				}""", List.of(path, List.of(fields)));
		// the old page stands until the answer comes: what is read now must be the
		// answer's
		page.waitForFunction("() => !window.leaving");
	}

	/** What the server said to a request without a page. */
	record Answer(int status, String text) {
	}

	/**
	 * A request with the session and the token of a page, as its script could send it.
	 * @param type of the body
	 * @param version seen, for If-Match; may be empty
	 */
	static Answer request(Page page, String method, String path, String type, String body, String version) {
		var said = (List<?>) page.evaluate("""
				async ([method, path, type, body, version]) => {
				  const token = document.querySelector('meta[name=csrf]');
				  const headers = { 'Content-Type': type, [token.dataset.header]: token.content };
				  if (version) headers['If-Match'] = `"${version}"`;
				  const answer = await fetch(path, { method, headers, body });
				  return [answer.status, await answer.text()];
				}""", List.of(method, path, type, body, version));
		return new Answer(((Number) said.get(0)).intValue(), String.valueOf(said.get(1)));
	}

	/** Opens an action that wants words, and gives them. */
	static void decide(Page page, String action, String words) {
		var act = page.locator("details.reasoned", new Page.LocatorOptions().setHasText(action)).first();
		act.locator("summary").click();
		act.locator("textarea").fill(words);
		press(page, act.locator("button"));
	}

	static void press(Page page, Locator what) {
		hit(page, what);
		page.waitForLoadState(LoadState.NETWORKIDLE);
	}

	/**
	 * Presses until the page has noticed: on a busy machine a press can get lost between
	 * the browser's processes, or land beside what moved while it was on its way.
	 */
	static void hit(Page page, Locator what) {
		painted(page);
		var target = what.first();
		for (int attempt = 1; attempt <= 3; attempt++) {
			target.evaluate(
					"""
							element => {
							  window.notPressed = true;
							  element.addEventListener('click', () => { window.notPressed = false; }, { capture: true, once: true });
							}""");
			target.click();
			try {
				page.waitForFunction("() => !window.notPressed", null,
						new Page.WaitForFunctionOptions().setTimeout(3_000));
				return;
			}
			catch (TimeoutError _) {
				System.out
					.println("***** the page did not notice a press, number " + attempt + ": " + target + " *****");
			}
		}
	}

	BrowserContext phone(Browser browser) {
		return browser.newContext(new Browser.NewContextOptions().setViewportSize(390, 844).setLocale("zh-CN"));
	}

	BrowserContext desk(Browser browser) {
		return browser.newContext(new Browser.NewContextOptions().setViewportSize(1366, 768).setLocale("zh-CN"));
	}

	/** A page whose script errors and failed answers are counted against the test. */
	Page open(BrowserContext context) {
		var page = context.newPage();
		page.setDefaultTimeout(30_000);
		page.onConsoleMessage(message -> {
			// a form that is refused answers 422 on purpose; the browser calls that a
			// failed load; without a network every call fails, on purpose too
			if ("error".equals(message.type()) && !message.text().contains("the server responded with a status of 4")
					&& !message.text().contains("net::ERR_INTERNET_DISCONNECTED")) {
				complaints.add(page.url() + " " + message.text());
			}
		});
		page.onPageError(error -> complaints.add(page.url() + " " + error));
		page.onRequest(request -> underWay.add(request.method() + " " + request.url()));
		page.onRequestFinished(request -> underWay.remove(request.method() + " " + request.url()));
		page.onRequestFailed(request -> underWay.remove(request.method() + " " + request.url()));
		page.onResponse(answer -> {
			if (answer.status() >= 500) {
				complaints.add(answer.status() + " " + answer.url());
			}
		});
		return page;
	}

	Page logIn(BrowserContext context, String login) {
		var page = open(context);
		page.navigate(url("/login"));
		page.fill("#username", login);
		page.fill("#password", "Jinfu-demo-2026");
		page.click("button.login-b");
		page.waitForURL(address -> !address.contains("/login"));
		return page;
	}

	static void shot(Page page, String name) throws Exception {
		var folder = Files.createDirectories(Path.of("target/tour"));
		page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve(name + ".png")).setFullPage(true));
	}

	/** What the screen shows around something, without the rest of a long page. */
	static void look(Page page, String name, String selector) throws Exception {
		page.locator(selector).first().evaluate("e => e.scrollIntoView({ block: 'center', behavior: 'instant' })");
		page.screenshot(new Page.ScreenshotOptions()
			.setPath(Files.createDirectories(Path.of("target/tour")).resolve(name + ".png")));
	}

	@SuppressWarnings("unchecked")
	static List<String> paths(Page page, String selector) {
		page.waitForLoadState();
		return (List<String>) page.evaluate(
				"s => [...new Set([...document.querySelectorAll(s)].map(a => a.getAttribute('href')))]", selector);
	}

	String url(String path) {
		return path.startsWith("http") ? path : "http://localhost:" + port + path;
	}

}
