package cn.jinfu.member.register;

import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.MemberKind;
import cn.jinfu.member.SampleFarms;
import cn.jinfu.member.person.PersonDesk;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

@Component
@Transactional(propagation = Propagation.MANDATORY)
@RequiredArgsConstructor
class SampleFarmDesk implements SampleFarms {

	private final MemberDesk members;

	private final PersonDesk persons;

	private final Divisions divisions;

	private final BusinessClock clock;

	private final JdbcClient sql;

	@Override
	public UUID admit(String name, String head) {
		var county = sql.sql("select division from platform_tenant where code = ? and sandbox")
			.param(Tenant.require())
			.query(String.class)
			.optional()
			.orElseThrow(() -> new IllegalStateException("no sandbox: " + Tenant.require()));
		var township = divisions.children(new DivisionCode(county)).getFirst().code();
		var facts = new MemberFacts(name, MemberKind.LARGE_GROWER, null, township, null, null, null, null, null);
		return members.admit(facts, persons.noted(head, null, null), clock.today(), null, true);
	}

}
