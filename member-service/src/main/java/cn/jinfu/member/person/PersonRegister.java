package cn.jinfu.member.person;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.MobileNumber;
import cn.jinfu.kernel.PersonalData;
import cn.jinfu.member.People;
import cn.jinfu.member.PersonRole;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What log-in and other modules ask about persons. */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
class PersonRegister implements People {

	/** R2: after so long the number may have gone to somebody else. */
	private static final int UNSEEN_DAYS = 90;

	private final PersonDesk desk;

	private final PersonalData vault;

	private final JdbcClient sql;

	private final BusinessClock clock;

	@Override
	public Optional<Person> find(UUID personId) {
		return sql.sql("""
				select p.name, coalesce((select m.masked from member_person_mobile m
				                          where m.person_id = p.id and m.ended_at is null
				                          order by m.bound_at desc limit 1), '')
				  from member_person p where p.id = ?""")
			.param(personId)
			.query((row, n) -> new Person(personId, row.getString(1), row.getString(2), posts(personId)))
			.optional();
	}

	@Override
	public List<Person> byMobile(MobileNumber mobile) {
		return desk.idsOf(mobile).stream().flatMap(id -> find(id).stream()).toList();
	}

	private List<Post> posts(UUID personId) {
		return sql.sql("""
				select id, name, role from (
				  select distinct on (m.id) m.id, m.no, m.name, x.role
				    from (select member_id, role, 1 as rank from member_post
				           where person_id = :person and from_on <= :today and (to_on is null or to_on >= :today)
				          union all
				          select member_id, 'AGENT', 2 from member_mandate
				           where agent_id = :person and revoked_on is null and :today between from_on and to_on) x
				    join member_member m on m.id = x.member_id
				   where m.status <> 'ENDED' order by m.id, x.rank, x.role) y order by no""")
			.param("person", personId)
			.param("today", clock.today())
			.query((row, n) -> new Post(row.getObject(1, UUID.class), row.getString(2),
					PersonRole.valueOf(row.getString(3))))
			.list();
	}

	@Override
	public boolean idEndsWith(UUID personId, String lastSix) {
		return sql.sql("select count(*) from member_person where id = ? and id_tail6 = ?")
			.params(personId, vault.index(cn.jinfu.member.person.Person.ID_TAIL6, lastSix.strip().toUpperCase()))
			.query(Long.class)
			.single() == 1;
	}

	@Override
	public boolean mustShowIdentity(UUID personId, MobileNumber mobile) {
		return sql
			.sql("""
					select exists (select 1 from member_person_mobile m join member_person p on p.id = m.person_id
					                where m.person_id = ? and m.whole_index = ? and m.ended_at is null and p.id_tail6 is not null
					                  and (m.seen_at is null or m.seen_at < clock_timestamp() - make_interval(days => ?)))""")
			.params(personId, vault.index(PersonMobile.WHOLE, mobile.value()), UNSEEN_DAYS)
			.query(Boolean.class)
			.single();
	}

	@Override
	public Optional<MobileNumber> numberOf(UUID personId) {
		return desk.numberOf(personId);
	}

	@Override
	@Transactional
	public void seen(UUID personId, MobileNumber mobile) {
		sql.sql("""
				update member_person_mobile set seen_at = clock_timestamp()
				 where person_id = ? and whole_index = ? and ended_at is null""")
			.params(personId, vault.index(PersonMobile.WHOLE, mobile.value()))
			.update();
	}

	@Override
	@Transactional
	public UUID enrol(String name, MobileNumber mobile) {
		return desk.enrolled(name, mobile);
	}

}
