package cn.jinfu.member.application;

import java.util.Optional;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.PortalHost;
import cn.jinfu.kernel.Scope;
import lombok.RequiredArgsConstructor;

import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Somebody who is no member yet: his own name, and the township's federation where his
 * latest application lies.
 */
@Component
@Order(0)
@RequiredArgsConstructor
class ApplicantHost implements PortalHost {

	private final JdbcClient sql;

	@Override
	public Optional<Greeting> greeting(Actor actor) {
		return (actor.scope().kind() == Scope.Kind.NONE) ? Optional.of(new Greeting(actor.displayName(), ""))
				: Optional.empty();
	}

	@Override
	@Transactional(readOnly = true)
	public Optional<Contact> contact(Actor actor) {
		if (actor.scope().kind() != Scope.Kind.NONE) {
			return Optional.empty();
		}
		return sql.sql("""
				select o.name, o.contact_phone from member_application a
				  join member_organisation o on o.kind = 'TOWNSHIP' and left(o.division_code, 9) = a.township_code
				 where a.applicant_id = ? and o.contact_phone is not null and o.closed_on is null
				 order by a.created_at desc limit 1""")
			.param(actor.personId())
			.query((row, n) -> new Contact(row.getString(1), row.getString(2)))
			.optional();
	}

}
