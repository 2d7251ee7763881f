package cn.jinfu;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a journey the machine's own Chromium as a {@link Browser} parameter. Where there
 * is none the journey is skipped with a loud line, unless {@code JINFU_BROWSER_REQUIRED}
 * is set: then it fails.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(WithBrowser.Chromium.class)
public @interface WithBrowser {

	class Chromium implements ExecutionCondition, ParameterResolver {

		private static final List<String> ARGUMENTS = List.of("--no-sandbox", "--disable-gpu", "--disable-quic",
				"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream");

		private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(Chromium.class);

		@Override
		public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
			if (executable().isPresent()) {
				return ConditionEvaluationResult.enabled("there is a Chromium");
			}
			if (Boolean.parseBoolean(System.getenv("JINFU_BROWSER_REQUIRED"))) {
				throw new IllegalStateException("JINFU_BROWSER_REQUIRED is set, but there is no Chromium");
			}
			System.out.println("***** SKIPPED, no Chromium on this machine: " + context.getDisplayName() + " *****");
			return ConditionEvaluationResult.disabled("no Chromium on this machine");
		}

		/** The one without a window first: the same engine, and less to start. */
		private static Optional<Path> executable() {
			return Stream.of("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
				.flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
					.map(folder -> Path.of(folder, name)))
				.filter(Files::isExecutable)
				.findFirst();
		}

		@Override
		public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
			return parameter.getParameter().getType() == Browser.class;
		}

		@Override
		public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
			var store = context.getParent().orElse(context).getStore(OURS);
			return store.computeIfAbsent(Running.class, _ -> launch(), Running.class).browser();
		}

		/** Closed by JUnit when the test class is done. */
		private record Running(Playwright playwright, Browser browser) implements AutoCloseable {

			@Override
			public void close() {
				browser.close();
				playwright.close();
			}

		}

		private static Running launch() {
			var playwright = Playwright
				.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
			return new Running(playwright,
					playwright.chromium()
						.launch(new BrowserType.LaunchOptions().setExecutablePath(executable().orElseThrow())
							.setArgs(ARGUMENTS)));
		}

	}

}
