package cn.jinfu.kernel;

import java.util.List;
import java.util.Locale;

import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Numbers that people read out. They come from database sequences, may have gaps, and are
 * never given twice.
 */
@Component
@RequiredArgsConstructor
public class Numbers {

	private final JdbcClient sql;

	/**
	 * @param kind a lower-case word; the sequence is {@code jf_number_<kind>}
	 * @param format for example {@code M-%06d}
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public String next(String kind, String format) {
		return next(kind, format, 1).getFirst();
	}

	/** So many at once. */
	@Transactional(propagation = Propagation.MANDATORY)
	public List<String> next(String kind, String format, int count) {
		if (!kind.matches("[a-z_]{2,30}")) {
			throw new IllegalArgumentException(kind);
		}
		return sql.sql("select nextval(?::regclass) from generate_series(1, ?)")
			.params("jf_number_" + kind, count)
			.query((row, n) -> String.format(Locale.ROOT, format, row.getLong(1)))
			.list();
	}

}
