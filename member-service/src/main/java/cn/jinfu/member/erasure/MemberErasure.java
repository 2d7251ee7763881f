package cn.jinfu.member.erasure;

import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.ErasureGuard;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Posts, mandates, applications and visits of a person that still run. */
@Component
@RequiredArgsConstructor
class MemberErasure implements ErasureGuard {

	private final JdbcClient sql;

	private final BusinessClock clock;

	@Override
	public List<Open> openOf(UUID personId) {
		return sql.sql("""
				select 'member.erasure.posts', count(*) from member_post p join member_member m on m.id = p.member_id
				 where p.person_id = :person and (p.to_on is null or p.to_on >= :today) and m.status <> 'ENDED'
				union all
				select 'member.erasure.mandates', count(*) from member_mandate
				 where agent_id = :person and revoked_on is null and to_on >= :today
				union all
				select 'member.erasure.applications', count(*) from member_application
				 where applicant_id = :person and status not in ('ADMITTED', 'REJECTED', 'WITHDRAWN')
				union all
				select 'member.erasure.visits', count(*) from member_visit
				 where person_id = :person and status in ('RUNNING', 'OBJECTED')""")
			.param("person", personId)
			.param("today", clock.today())
			.query((row, n) -> new Open(row.getString(1), row.getLong(2)))
			.list()
			.stream()
			.filter(it -> it.count() > 0)
			.toList();
	}

}
