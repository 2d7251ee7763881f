package cn.jinfu.member.register;

import java.util.UUID;

import cn.jinfu.member.MemberMessages;
import cn.jinfu.member.person.PersonDesk;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Reaches a member through the number of its head. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
@RequiredArgsConstructor
class HeadMessages implements MemberMessages {

	private final JdbcClient sql;

	private final PersonDesk persons;

	@Override
	public void tell(UUID memberId, String templateKey, Object... args) {
		sql.sql("select person_id from member_post where member_id = ? and role = 'HEAD' and to_on is null")
			.param(memberId)
			.query(UUID.class)
			.list()
			.forEach(person -> persons.tell(person, templateKey, args));
	}

}
