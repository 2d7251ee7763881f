package cn.jinfu.member.register;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.MemberKind;
import cn.jinfu.member.MemberStatus;
import cn.jinfu.member.MemberSummary;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The register as other modules ask it: one statement per question. */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
class MemberRegister implements MemberDirectory {

	private static final String SELECT = """
			select m.id, m.no, m.name, m.kind, m.status, m.division_code, m.township_code, m.area_mu, m.demo,
			       coalesce(q.name, '') as contact,
			       coalesce((select n.masked from member_person_mobile n where n.person_id = q.id and n.ended_at is null
			                  order by n.bound_at desc limit 1), '') as mobile
			  from member_member m
			  left join member_post p on p.member_id = m.id and p.role = 'HEAD' and p.to_on is null
			  left join member_person q on q.id = p.person_id
			""";

	private final JdbcClient sql;

	private final BusinessClock clock;

	@Override
	public Optional<MemberSummary> find(UUID memberId) {
		return sql.sql(SELECT + "where m.id = ?").param(memberId).query(this::row).optional();
	}

	@Override
	public Optional<MemberSummary> byNo(String no) {
		return sql.sql(SELECT + "where m.no = ?").param(no.strip()).query(this::row).optional();
	}

	@Override
	public MemberSummary require(UUID memberId) {
		return find(memberId).orElseThrow(() -> new NotFound("member.member.not-found", memberId));
	}

	@Override
	public MemberSummary requireActive(UUID memberId) {
		var member = require(memberId);
		if (!member.active()) {
			throw new RuleBroken("member.member.not-active", member.no(), member.status());
		}
		return member;
	}

	@Override
	public Map<UUID, MemberSummary> inSet(Collection<UUID> memberIds) {
		var found = new LinkedHashMap<UUID, MemberSummary>();
		sql.sql(SELECT + "where m.id = any(?) order by m.no")
			.param(memberIds.toArray(UUID[]::new))
			.query(this::row)
			.list()
			.forEach(member -> found.put(member.memberId(), member));
		return found;
	}

	@Override
	public List<MemberSummary> search(String q, int limit) {
		if (q.isBlank()) {
			return List.of();
		}
		var term = MemberQueries.term(q.strip());
		return sql.sql(SELECT + """
				where m.id in (select t.member_id from member_search_term t
				                where t.term >= ? collate "C" and t.term < ? collate "C") and m.status <> 'ENDED'
				order by m.no limit ?""").params(term, SearchTerms.after(term), limit).query(this::row).list();
	}

	@Override
	public List<MemberSummary> ofPerson(UUID personId) {
		var today = clock.today();
		return sql.sql(SELECT + """
				where m.status <> 'ENDED' and m.id in (
				  select o.member_id from member_post o
				   where o.person_id = ? and o.from_on <= ? and (o.to_on is null or o.to_on >= ?)
				  union all select a.member_id from member_mandate a
				   where a.agent_id = ? and a.revoked_on is null and ? between a.from_on and a.to_on)
				order by m.no""").params(personId, today, today, personId, today).query(this::row).list();
	}

	@Override
	public List<UUID> activeOf(Set<MemberKind> kinds) {
		return sql.sql("""
				select id from member_member where status in ('ACTIVE', 'LEAVING') and kind = any(?) order by no""")
			.param(kinds.stream().map(Enum::name).toArray(String[]::new))
			.query(UUID.class)
			.list();
	}

	private MemberSummary row(ResultSet row, int n) throws SQLException {
		return new MemberSummary(row.getObject("id", UUID.class), row.getString("no"), row.getString("name"),
				MemberKind.valueOf(row.getString("kind")), MemberStatus.valueOf(row.getString("status")),
				row.getString("division_code"), row.getString("township_code"), area(row.getBigDecimal("area_mu")),
				row.getString("mobile"), row.getString("contact"), row.getBoolean("demo"));
	}

	private static @Nullable AreaMu area(@Nullable BigDecimal mu) {
		return (mu == null) ? null : new AreaMu(mu);
	}

}
