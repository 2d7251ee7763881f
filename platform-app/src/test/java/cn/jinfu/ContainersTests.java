package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The compose file and the Dockerfile, held against the rules of the compose
 * specification and of this product, since no Docker engine need be at hand.
 */
class ContainersTests {

	private static final Set<String> TOP = Set.of("name", "services", "volumes", "networks", "configs", "secrets");

	/**
	 * Of the specification's keys of a service, those in use here; any other is a typing
	 * error or needs a look.
	 */
	private static final Set<String> SERVICE = Set.of("image", "build", "environment", "volumes", "healthcheck",
			"depends_on", "ports", "restart", "command", "user", "read_only", "tmpfs");

	private static final Set<String> CONDITIONS = Set.of("service_started", "service_healthy",
			"service_completed_successfully");

	private static final Pattern DURATION = Pattern.compile("([0-9]+(h|m|s|ms|us))+");

	private static final List<String> LAYERS = List.of("dependencies", "spring-boot-loader", "snapshot-dependencies",
			"application");

	private final Map<String, Map<String, Object>> compose = map(new Yaml(new SafeConstructor(new LoaderOptions()))
		.load(Sources.read(Sources.ROOT.resolve("docker-compose.yml"))));

	private final String dockerfile = Sources.read(Sources.ROOT.resolve("Dockerfile"));

	@SuppressWarnings("unchecked")
	private static <T> Map<String, T> map(Object value) {
		return (Map<String, T>) value;
	}

	@SuppressWarnings("unchecked")
	private static List<String> list(Object value) {
		return (value == null) ? List.of() : (List<String>) value;
	}

	@Test
	void everyKeyIsOneOfTheSpecification() {
		assertThat(TOP).containsAll(compose.keySet());
		assertThat(compose.get("services")).containsOnlyKeys("database", "platform")
			.allSatisfy((_, service) -> assertThat(SERVICE).containsAll(map(service).keySet()));
		services().forEach((name,
				service) -> assertThat(service.containsKey("image") ^ service.containsKey("build")).as(name).isTrue());
	}

	@Test
	void everyDependencyIsAServiceThatCanTellItIsHealthy() {
		services().forEach((_, service) -> {
			if (service.get("depends_on") instanceof Object dependencies) {
				map(dependencies).forEach((needed, how) -> {
					assertThat(services()).containsKey(needed);
					assertThat(CONDITIONS).contains(String.valueOf(map(how).get("condition")));
					if ("service_healthy".equals(map(how).get("condition"))) {
						assertThat(services().get(needed)).containsKey("healthcheck");
					}
				});
			}
		});
	}

	@Test
	void healthChecksAreWellFormed() {
		var check = map(services().get("database").get("healthcheck"));
		assertThat(check.keySet()).isSubsetOf("test", "interval", "timeout", "retries", "start_period");
		assertThat(list(check.get("test")).getFirst()).isIn("CMD", "CMD-SHELL");
		assertThat(String.valueOf(check.get("interval"))).matches(DURATION);
		assertThat(String.valueOf(check.get("timeout"))).matches(DURATION);
		assertThat(check.get("retries")).isInstanceOf(Integer.class);
	}

	@Test
	void everyNamedVolumeIsDeclaredAndEveryMountedFileExists() {
		var used = new ArrayList<String>();
		services().forEach((_, service) -> list(service.get("volumes")).forEach(volume -> {
			var source = volume.split(":")[0];
			if (source.startsWith(".")) {
				assertThat(Sources.ROOT.resolve(source)).exists();
			}
			else {
				used.add(source);
			}
		}));
		assertThat(compose.get("volumes")).containsOnlyKeys(used.toArray(String[]::new));
	}

	@Test
	void portsStayOnThisMachineAndTheDatabaseHasNone() {
		assertThat(list(services().get("platform").get("ports"))).allMatch(port -> port.startsWith("127.0.0.1:"));
		assertThat(services().get("database")).doesNotContainKey("ports");
	}

	@Test
	void noSecretStandsInTheFileAndEachOneMustBeGiven() {
		services().forEach((_, service) -> {
			if (service.get("environment") instanceof Object environment) {
				map(environment).forEach((name, value) -> {
					if (name.contains("PASSWORD")) {
						assertThat(String.valueOf(value)).as(name).matches("\\$\\{[A-Z_]+(:\\?.+)?}");
					}
				});
			}
		});
		var text = Sources.read(Sources.ROOT.resolve("docker-compose.yml"));
		var named = Pattern.compile("\\$\\{([A-Z_]+)")
			.matcher(text)
			.results()
			.map(it -> it.group(1))
			.distinct()
			.toList();
		assertThat(named).isNotEmpty().allSatisfy(name -> assertThat(text).contains("${" + name + ":?"));
	}

	@Test
	void theImageRunsAsNobodySpecialAndTellsItsHealth() {
		var user = dockerfile.lines().filter(line -> line.startsWith("USER ")).toList();
		assertThat(user).hasSize(1).noneMatch(line -> line.matches("USER (root|0)(:.*)?"));
		assertThat(dockerfile).contains("useradd").contains("HEALTHCHECK").contains("/actuator/health");
		assertThat(dockerfile.indexOf("USER ")).isLessThan(dockerfile.indexOf("ENTRYPOINT"))
			.isGreaterThan(dockerfile.lastIndexOf("COPY "));
	}

	/**
	 * The layers of the packaged jar where there is one; what Spring Boot makes
	 * otherwise.
	 */
	@Test
	void everyLayerOfTheJarIsCopiedInItsOrder() throws IOException {
		var copied = Pattern.compile("COPY --from=build /layers/([a-z-]+)/")
			.matcher(dockerfile)
			.results()
			.map(it -> it.group(1))
			.toList();
		assertThat(copied).isEqualTo(LAYERS);
		var target = Sources.ROOT.resolve("platform-app/target");
		try (var files = Files.list(target)) {
			for (var jar : files.filter(it -> it.toString().endsWith("SNAPSHOT.jar")).toList()) {
				try (var packed = new JarFile(jar.toFile())) {
					var index = packed.getJarEntry("BOOT-INF/layers.idx");
					if (index != null) {
						var layers = new String(packed.getInputStream(index).readAllBytes(),
								java.nio.charset.StandardCharsets.UTF_8);
						assertThat(Pattern.compile("(?m)^- \"([a-z-]+)\":")
							.matcher(layers)
							.results()
							.map(it -> it.group(1))).containsExactlyElementsOf(LAYERS);
					}
				}
			}
		}
	}

	private Map<String, Map<String, Object>> services() {
		return map(compose.get("services"));
	}

}
