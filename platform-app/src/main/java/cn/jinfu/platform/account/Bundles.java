package cn.jinfu.platform.account;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * Sets of roles for small counties, as shipped: {@code security/bundles.csv}. Three
 * people hold the three bundles, and each step that wants another person finds one.
 */
@Component
public class Bundles {

	private final Map<String, Set<String>> roles = new LinkedHashMap<>();

	Bundles() {
		try {
			new ClassPathResource("security/bundles.csv").getContentAsString(StandardCharsets.UTF_8)
				.lines()
				.skip(1)
				.filter(line -> !line.isBlank())
				.map(line -> line.split(",", 2))
				.forEach(cells -> roles.computeIfAbsent(cells[0].strip(), _ -> new TreeSet<>()).add(cells[1].strip()));
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/** In the order of the file. */
	public Set<String> names() {
		return roles.keySet();
	}

	/** None for a name that is no bundle's. */
	public Set<String> roles(String bundle) {
		return roles.getOrDefault(bundle, Set.of());
	}

}
