package cn.jinfu.traceability.residue;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Looks limits up, as the judgement does. */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class LimitQueries {

	/**
	 * @param until null while it is in force
	 * @param confidence official, secondary or demo
	 */
	public record Edition(String code, LocalDate from, @Nullable LocalDate until, String source, String confidence,
			int rows) {
	}

	/**
	 * @param limit milligrams per kilogram; null: the edition has no row for this food
	 * @param row the food or category it stands in, with its exceptions
	 */
	public record Applied(String pesticide, @Nullable BigDecimal limit, @Nullable String row) {
	}

	private final JdbcClient sql;

	private final LimitBook book;

	@PreAuthorize("hasAuthority('trace:test:view')")
	public List<Edition> editions() {
		return sql.sql("""
				select e.code, e.effective_from, e.effective_to, e.source, e.confidence, count(l.id)
				  from trace_limit_edition e left join trace_residue_limit l on l.edition = e.code
				 group by e.code order by e.effective_from desc""")
			.query((row, _) -> new Edition(row.getString(1), row.getObject(2, LocalDate.class),
					row.getObject(3, LocalDate.class), row.getString(4), row.getString(5), row.getInt(6)))
			.list();
	}

	/**
	 * The limit that applies to the food for every substance of the edition whose name
	 * contains {@code pesticide}; empty for a food nobody knows.
	 */
	@PreAuthorize("hasAuthority('trace:test:view')")
	public List<Applied> look(String edition, String food, String pesticide) {
		if (!book.knows(food)) {
			return List.of();
		}
		return book.pesticides()
			.stream()
			.filter(it -> it.contains(pesticide.strip()))
			.map(it -> book.limit(edition, food, it)
				.map(row -> new Applied(it, row.limit().stripTrailingZeros(), row.printed()))
				.orElseGet(() -> new Applied(it, null, null)))
			.toList();
	}

	@PreAuthorize("hasAuthority('trace:test:view')")
	public List<String> foods() {
		return book.foods();
	}

	@PreAuthorize("hasAuthority('trace:test:view')")
	public List<String> pesticides() {
		return book.pesticides();
	}

	/** The crop's name in the standard; empty when a person must choose. */
	@PreAuthorize("hasAuthority('trace:test:view')")
	public String foodOf(String crop) {
		return book.foodOf(crop).orElse("");
	}

	/** Substances with a limit for the food on that day: what a sample is tested for. */
	@PreAuthorize("hasAuthority('trace:test:view')")
	public List<String> panel(String food, LocalDate on) {
		return look(book.edition(on), food, "").stream()
			.filter(it -> it.limit() != null)
			.map(Applied::pesticide)
			.toList();
	}

}
