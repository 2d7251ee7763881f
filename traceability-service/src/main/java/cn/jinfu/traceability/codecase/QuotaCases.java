package cn.jinfu.traceability.codecase;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.UUID;

import cn.jinfu.traceability.codecase.CodeCase.CodeCaseCause;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** More was labelled than the field can have given: somebody has to explain it. */
@Component
@RequiredArgsConstructor
public class QuotaCases {

	private final CodeCaseCommands commands;

	private final JdbcClient sql;

	/** About the last order out of that quota; in the transaction that lowered it. */
	public void aboveCap(UUID quotaId, BigDecimal overKg) {
		sql.sql("""
				select b.id, b.number, b.member_id, b.lot_id from trace_label_quota u
				  join trace_label_batch b on b.tenant_id = u.tenant_id and b.id = u.batch_id
				 where u.quota_id = ? and u.kg > u.back_kg order by b.ordered_at desc, b.id desc limit 1""")
			.param(quotaId)
			.query((row, _) -> commands.open(
					new CodeCase.Subject(CodeCaseCause.QUOTA, quotaId.toString(), row.getString("number"),
							new CodeCase.Owner(row.getObject("member_id", UUID.class),
									row.getObject("lot_id", UUID.class)),
							new CodeCase.Labels(row.getObject("id", UUID.class), null, null)),
					overKg.setScale(0, RoundingMode.UP).intValueExact()))
			.optional();
	}

}
