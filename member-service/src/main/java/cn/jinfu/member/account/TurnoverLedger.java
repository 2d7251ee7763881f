package cn.jinfu.member.account;

import java.sql.Timestamp;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.member.Turnover;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The table of entries; corrections are further entries. */
@Service
@Transactional
@RequiredArgsConstructor
class TurnoverLedger implements Turnover {

	private final JdbcClient sql;

	private final BusinessClock clock;

	@Override
	public void record(Entry entry) {
		if (entry.product().isBlank()) {
			throw new RuleBroken("member.turnover.product");
		}
		sql.sql("""
				insert into member_turnover
				  (tenant_id, member_id, year, kind, quantity_kg, amount, product, source, source_id, recorded_at)
				values (jf_tenant(), :member, :year, :kind, :kg, :amount, :product, :source, :sourceId, :at)
				on conflict do nothing""")
			.param("member", entry.memberId())
			.param("year", entry.year())
			.param("kind", entry.kind().name())
			.param("kg", entry.quantityKg())
			.param("amount", entry.amount().yuan())
			.param("product", entry.product())
			.param("source", entry.source())
			.param("sourceId", entry.sourceId())
			.param("at", Timestamp.from(clock.now()))
			.update();
	}

	@Override
	@Transactional(readOnly = true)
	public List<Total> totals(Collection<UUID> memberIds, int fromYear, int toYear) {
		return sql.sql("""
				select member_id, year, kind, coalesce(sum(quantity_kg), 0), sum(amount), count(*)
				  from member_turnover where member_id = any(?) and year between ? and ?
				 group by member_id, year, kind order by member_id, year, kind""")
			.params(memberIds.toArray(UUID[]::new), fromYear, toYear)
			.query((row, n) -> new Total(row.getObject(1, UUID.class), row.getInt(2), Kind.valueOf(row.getString(3)),
					row.getBigDecimal(4), new Money(row.getBigDecimal(5)), row.getInt(6)))
			.list();
	}

}
