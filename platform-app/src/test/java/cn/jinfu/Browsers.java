package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import org.junit.jupiter.api.Assumptions;

/**
 * A real browser for the journeys. Without Chromium they are skipped with a loud line,
 * unless {@code JINFU_BROWSER_REQUIRED} says that this must not happen. Whatever a page
 * writes to the console as an error fails the journey: that is how a breach of the
 * content security policy shows.
 */
final class Browsers implements AutoCloseable {

	private final Playwright playwright;

	private final Browser browser;

	private final String base;

	private final List<String> complaints = new ArrayList<>();

	private final List<BrowserContext> contexts = new ArrayList<>();

	private Browsers(Path chromium, int port) {
		this.base = "http://localhost:" + port;
		this.playwright = Playwright
			.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
		this.browser = playwright.chromium()
			.launch(new BrowserType.LaunchOptions().setExecutablePath(chromium)
				.setHeadless(true)
				.setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
						"--disable-background-networking", "--disable-component-update", "--disable-sync")));
	}

	static Browsers open(int port) {
		var chromium = chromium();
		if (chromium.isEmpty() && !Boolean.parseBoolean(System.getenv("JINFU_BROWSER_REQUIRED"))) {
			System.out.println("""

					*** BROWSER JOURNEYS SKIPPED: no Chromium was found on the path. ***
					""");
			Assumptions.abort("no Chromium");
		}
		return new Browsers(chromium.orElseThrow(() -> new AssertionError("a browser is required, none was found")),
				port);
	}

	private static Optional<Path> chromium() {
		return Stream.of("chromium", "chromium-browser", "google-chrome")
			.flatMap(name -> Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, name)))
			.filter(Files::isExecutable)
			.findFirst();
	}

	/** A fresh visitor at a desk. */
	Page desktop() {
		return visitor(1366, 860);
	}

	/** A fresh visitor on a phone. */
	Page phone() {
		return visitor(390, 844);
	}

	private Page visitor(int width, int height) {
		var context = browser.newContext(
				new Browser.NewContextOptions().setViewportSize(width, height).setLocale("zh-CN").setBaseURL(base));
		contexts.add(context);
		var page = context.newPage();
		page.setDefaultTimeout(15_000);
		page.onConsoleMessage(message -> {
			// a refused form answers 422 on purpose; the browser reports it as a failed
			// load
			if ("error".equals(message.type()) && !message.text().contains("the server responded with a status of 4")) {
				complaints.add(page.url() + ": " + message.text());
			}
		});
		page.onPageError(error -> complaints.add(page.url() + ": " + error));
		return page;
	}

	/** Logs in with the demo's password. */
	Page as(String login, boolean phone) {
		var page = phone ? phone() : desktop();
		page.navigate("/login");
		page.locator("input[name=username]").fill(login);
		page.locator("input[name=password]").fill("Jinfu-demo-2026");
		page.locator("form:has(input[name=password]) button[type=submit]").click();
		assertThat(page.url()).doesNotContain("/login");
		return page;
	}

	/** Saves what a person would see, for the documents and for a look. */
	static void shoot(Page page, String name) {
		page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/screenshots", name + ".png")));
	}

	void assertNothingComplained() {
		assertThat(complaints).isEmpty();
	}

	@Override
	public void close() {
		contexts.forEach(BrowserContext::close);
		browser.close();
		playwright.close();
	}

}
