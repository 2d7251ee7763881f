package cn.jinfu.platform.home;

import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.PortalHost;
import cn.jinfu.kernel.Scope;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.MemberSummary;
import lombok.RequiredArgsConstructor;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * A member on its phone: its name and standing, and whom it may ring: its township's
 * federation, or the county's where the township has named no number.
 */
@Component
@RequiredArgsConstructor
class FarmHost implements PortalHost {

	private final MemberDirectory members;

	private final MessageSource messages;

	private final JdbcClient sql;

	@Override
	public Optional<Greeting> greeting(Actor actor) {
		return member(actor).map(member -> new Greeting(member.name(),
				messages.getMessage("portal.greeting", new Object[] { member.no(), messages
					.getMessage("enum.MemberStatus." + member.status().name(), null, LocaleContextHolder.getLocale()) },
						LocaleContextHolder.getLocale())));
	}

	@Override
	@Transactional(readOnly = true)
	public Optional<Contact> contact(Actor actor) {
		var township = member(actor).map(MemberSummary::townshipCode).orElse("");
		return sql.sql("""
				select name, contact_phone from member_organisation
				 where contact_phone is not null and closed_on is null
				   and (kind = 'FEDERATION' or (kind = 'TOWNSHIP' and left(division_code, 9) = ?))
				 order by (kind = 'TOWNSHIP') desc, name limit 1""")
			.param(township)
			.query((row, n) -> new Contact(row.getString(1), row.getString(2)))
			.optional();
	}

	private Optional<MemberSummary> member(Actor actor) {
		return (actor.scope().kind() == Scope.Kind.MEMBER) ? members.find(UUID.fromString(actor.scope().ref()))
				: Optional.empty();
	}

}
