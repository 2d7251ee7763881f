package cn.jinfu.supply.facts;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import cn.jinfu.kernel.Money;
import cn.jinfu.supply.InputFacts;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
class InputReader implements InputFacts {

	private final JdbcClient sql;

	@Override
	public Map<UUID, MemberInputs> ofMembers(Collection<UUID> memberIds, LocalDate from, LocalDate to) {
		var answer = new HashMap<UUID, MemberInputs>();
		memberIds.forEach(id -> answer.put(id, new MemberInputs(id, 0, Money.ZERO, 0, 0, Money.ZERO, Money.ZERO)));
		if (memberIds.isEmpty()) {
			return answer;
		}
		sql.sql("""
				select m.id,
				  (select count(*) from supply_input_sale s where s.member_id = m.id and s.sold_on between :from and :to),
				  (select coalesce(sum(s.total), 0) from supply_input_sale s
				    where s.member_id = m.id and s.sold_on between :from and :to),
				  (select coalesce(sum(c.sold), 0) from supply_container_account c where c.member_id = m.id),
				  (select coalesce(sum(c.returned), 0) from supply_container_account c where c.member_id = m.id),
				  coalesce(q.granted, 0), coalesce(q.used, 0)
				  from member_member m
				  left join supply_quota_account q on q.member_id = m.id and q.year = :year
				 where m.id in (:ids)""")
			.param("from", from)
			.param("to", to)
			.param("year", to.getYear())
			.param("ids", memberIds)
			.query((row, n) -> new MemberInputs(row.getObject(1, UUID.class), row.getInt(2),
					new Money(row.getBigDecimal(3)), row.getInt(4), row.getInt(5), new Money(row.getBigDecimal(6)),
					new Money(row.getBigDecimal(7))))
			.list()
			.forEach(it -> answer.put(it.memberId(), it));
		return answer;
	}

}
