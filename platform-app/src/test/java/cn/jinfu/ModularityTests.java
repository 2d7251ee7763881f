package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import org.junit.jupiter.api.Test;

import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.docs.Documenter;

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

	@Test
	void theirDiagramIsDrawn() {
		new Documenter(MODULES).writeModulesAsPlantUml();
	}

}
