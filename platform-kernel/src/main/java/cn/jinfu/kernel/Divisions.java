package cn.jinfu.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The administrative divisions, from {@code platform_division}. The list changes with a
 * new version of the platform only, so it is read once and kept.
 */
@Component
public class Divisions {

	/**
	 * @param retired merged away: still has a name, no longer offered for choice
	 */
	public record Division(DivisionCode code, String name, boolean retired) {
	}

	private final JdbcTemplate jdbc;

	/**
	 * @param below what can be chosen directly below a division, by its code
	 */
	private record Known(Map<DivisionCode, Division> all, Map<DivisionCode, List<Division>> below) {
	}

	private volatile @Nullable Known known;

	Divisions(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * What lies directly below and can be chosen, by code; empty where we know nothing.
	 */
	public List<Division> children(DivisionCode code) {
		return known().below().getOrDefault(code, List.of());
	}

	public Optional<Division> find(DivisionCode code) {
		return Optional.ofNullable(known().all().get(code));
	}

	/** Its own name, 林埭镇; the code itself where we do not know it. */
	public String name(DivisionCode code) {
		return find(code).map(Division::name).orElse(code.value());
	}

	/** From the province down to the division itself. */
	public List<Division> path(DivisionCode code) {
		var path = new ArrayList<Division>();
		for (var at = Optional.of(code); at.isPresent(); at = at.get().parent()) {
			find(at.get()).ifPresent(path::addFirst);
		}
		return List.copyOf(path);
	}

	/** 浙江省嘉兴市平湖市林埭镇. */
	public String fullName(DivisionCode code) {
		return path(code).stream().map(Division::name).collect(Collectors.joining());
	}

	/**
	 * The division, if it exists and can still be chosen.
	 * @throws Refusal.RuleBroken otherwise
	 */
	public Division require(DivisionCode code) {
		return find(code).filter(it -> !it.retired())
			.orElseThrow(() -> new Refusal.RuleBroken("kernel.division.unknown", code.value()));
	}

	private Known known() {
		var kept = known;
		if (kept == null) {
			var all = new LinkedHashMap<DivisionCode, Division>();
			jdbc.query("select code, name, retired from platform_division order by code", row -> {
				var code = new DivisionCode(row.getString(1));
				all.put(code, new Division(code, row.getString(2), row.getBoolean(3)));
			});
			var below = all.values()
				.stream()
				.filter(it -> !it.retired() && it.code().parent().isPresent())
				.collect(
						Collectors.groupingBy(it -> it.code().parent().orElseThrow(), Collectors.toUnmodifiableList()));
			kept = new Known(all, below);
			known = kept;
		}
		return kept;
	}

}
