package cn.jinfu.kernel;

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
		if (!kind.matches("[a-z_]{2,30}")) {
			throw new IllegalArgumentException(kind);
		}
		var number = sql.sql("select nextval(?::regclass)").param("jf_number_" + kind).query(Long.class).single();
		return String.format(java.util.Locale.ROOT, format, number);
	}

}
