package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.docs.Documenter;

class ModularityTests {

	private static final ApplicationModules MODULES = ApplicationModules.of(PlatformApplication.class);

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
