package cn.jinfu.traceability.recall;

import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.ErasureGuard;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Recalls and hand-overs that a person has opened and nobody has closed. */
@Component
@RequiredArgsConstructor
class RecallErasure implements ErasureGuard {

	private final JdbcClient sql;

	@Override
	public List<Open> openOf(UUID personId) {
		return sql.sql("""
				select 'trace.erasure.recalls', count(*) from trace_recall
				 where opened_by = :person and status not in ('CLOSED', 'DISMISSED')
				union all
				select 'trace.erasure.hand-overs', count(*) from trace_hand_over
				 where sent_by = :person and status = 'SENT'""")
			.param("person", personId)
			.query((row, n) -> new Open(row.getString(1), row.getLong(2)))
			.list()
			.stream()
			.filter(it -> it.count() > 0)
			.toList();
	}

}
