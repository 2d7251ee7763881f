package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.tngtech.archunit.core.domain.JavaClass;
import org.junit.jupiter.api.Test;

import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {

	/** The bank simulator is on the test's path, but no part of the platform. */
	private static final ApplicationModules MODULES = ApplicationModules.of(PlatformApplication.class,
			JavaClass.Predicates.resideInAPackage("cn.jinfu.simulator.."));

	@Test
	void allModulesAreSeenAndKeepTheirArrows() {
		assertThat(MODULES.stream().map(module -> module.getIdentifier().toString())).containsExactlyInAnyOrder(
				"kernel", "db", "member", "production", "supply", "traceability", "credit", "platform");
		MODULES.verify();
	}

	/** {@code -Djinfu.docs.write=true} draws it anew. */
	@Test
	void theDiagramInTheDocumentIsDrawnFromTheCode() throws IOException {
		var document = Sources.ROOT.resolve("docs/architecture.md");
		var block = Pattern.compile("(?s)```mermaid\n.*?```");
		var drawn = block.matcher(Files.readString(document)).replaceFirst(Matcher.quoteReplacement(diagram()));
		if (Boolean.getBoolean("jinfu.docs.write")) {
			Files.writeString(document, drawn);
		}
		assertThat(drawn).contains("kernel");
		assertThat(document).hasContent(drawn);
	}

	private static String diagram() {
		var arrows = new TreeSet<String>();
		for (var module : MODULES) {
			module.getDirectDependencies(MODULES)
				.uniqueModules()
				.forEach(used -> arrows.add("  " + module.getIdentifier() + " --> " + used.getIdentifier() + "\n"));
		}
		return "```mermaid\nflowchart TD\n" + String.join("", arrows) + "```";
	}

}
