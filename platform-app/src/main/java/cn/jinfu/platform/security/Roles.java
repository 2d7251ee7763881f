package cn.jinfu.platform.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** Role bundles as shipped: {@code security/roles.csv}, one permission a line. */
@Component
public class Roles {

	private static final Set<String> OUTSIDE = Set.of("farm", "applicant", "outlet", "buyer");

	private final Map<String, Set<String>> permissions = new TreeMap<>();

	Roles() {
		try {
			new ClassPathResource("security/roles.csv").getContentAsString(StandardCharsets.UTF_8)
				.lines()
				.skip(1)
				.filter(line -> !line.isBlank())
				.map(line -> line.split(",", 2))
				.forEach(cells -> permissions.computeIfAbsent(cells[0].strip(), _ -> new TreeSet<>())
					.add(cells[1].strip()));
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	public Set<String> names() {
		return permissions.keySet();
	}

	/**
	 * Roles of the federation's own staff: those of farms, outlets and buyers go with a
	 * scope of their own and ask for it.
	 */
	public Set<String> ofTheHouse() {
		return permissions.keySet()
			.stream()
			.filter(role -> !OUTSIDE.contains(role))
			.collect(Collectors.toUnmodifiableSet());
	}

	/** The roles that may do it, by name. */
	public Set<String> allowing(String permission) {
		return permissions.entrySet()
			.stream()
			.filter(role -> role.getValue().contains(permission))
			.map(Map.Entry::getKey)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/** Everything that somebody with these roles may do; an unknown role adds nothing. */
	public Set<String> permissions(Collection<String> roles) {
		return roles.stream()
			.flatMap(role -> permissions.getOrDefault(role, Set.of()).stream())
			.collect(Collectors.toUnmodifiableSet());
	}

}
