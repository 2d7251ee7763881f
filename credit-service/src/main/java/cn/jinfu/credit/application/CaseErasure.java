package cn.jinfu.credit.application;

import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.ErasureGuard;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Applications for money that a person has made and that are not over: loans included.
 */
@Component
@RequiredArgsConstructor
class CaseErasure implements ErasureGuard {

	private final JdbcClient sql;

	@Override
	public List<Open> openOf(UUID personId) {
		var open = sql.sql("""
				select count(*) from credit_application
				 where applicant = ? and status not in ('SETTLED', 'DECLINED', 'REJECTED', 'WITHDRAWN')""")
			.param(personId)
			.query(Long.class)
			.single();
		return (open > 0) ? List.of(new Open("credit.erasure.cases", open)) : List.of();
	}

}
