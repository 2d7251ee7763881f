package cn.jinfu.member.register;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.ResidentId;
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

	private static final LocalDate FIRST_BIRTH = LocalDate.of(1850, 1, 1);

	private static final int DAYS = 18_000;

	private static final String CHECKS = "0123456789X";

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
		// no number of a phone: messages would leave for whoever has it
		return members.admit(facts, persons.noted(head, invented(county), null), clock.today(), null, true);
	}

	/** Well formed, and of nobody who lives: born in the nineteenth century. */
	private static ResidentId invented(String county) {
		var random = ThreadLocalRandom.current();
		var body = county.substring(0, 6)
				+ FIRST_BIRTH.plusDays(random.nextInt(DAYS)).format(DateTimeFormatter.BASIC_ISO_DATE)
				+ "%03d".formatted(random.nextInt(1000));
		for (char check : CHECKS.toCharArray()) {
			try {
				return new ResidentId(body + check);
			}
			catch (RuleBroken otherDigit) {
				continue;
			}
		}
		throw new IllegalStateException(body);
	}

}
