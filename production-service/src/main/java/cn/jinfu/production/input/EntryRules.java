package cn.jinfu.production.input;

import cn.jinfu.production.EntryRule;
import lombok.RequiredArgsConstructor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The federation's own numbers for late entries. */
@Component
@RequiredArgsConstructor
public class EntryRules {

	private final JdbcClient sql;

	@Transactional(readOnly = true)
	public EntryRule current() {
		return sql.sql("select ordinary_days, reason_after_days from production_rule")
			.query((row, n) -> new EntryRule(row.getInt(1), row.getInt(2)))
			.optional()
			.orElse(EntryRule.USUAL);
	}

}
