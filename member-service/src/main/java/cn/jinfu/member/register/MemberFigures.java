package cn.jinfu.member.register;

import java.math.BigDecimal;
import java.util.List;

import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.IndicatorSource;
import cn.jinfu.kernel.Section;

/** How many members there are, and how much land they work. */
@Component
@RequiredArgsConstructor
class MemberFigures implements IndicatorSource {

	private static final String ACTIVE = "/console/members?status=ACTIVE";

	private static final String SEE = "member:member:view";

	private record Sums(BigDecimal members, BigDecimal areaMu) {
	}

	private final JdbcClient sql;

	private final BusinessClock clock;

	@Override
	@Transactional(readOnly = true)
	public List<Indicator> indicators() {
		var active = sql.sql("""
				select count(*) as members, coalesce(sum(area_mu), 0) as area_mu
				  from member_member where status = 'ACTIVE'""").query(Sums.class).single();
		var joined = sql.sql("select count(*) from member_member where status = 'ACTIVE' and admitted_on >= ?")
			.param(clock.today().withDayOfYear(1))
			.query(BigDecimal.class)
			.single();
		return List.of(new Indicator("member.figure.active", Section.MEMBER, active.members(), 0, ACTIVE, SEE, 1),
				new Indicator("member.figure.area", Section.MEMBER, active.areaMu(), 2, ACTIVE + "&sort=-area", SEE, 2),
				new Indicator("member.figure.joined", Section.MEMBER, joined, 0, ACTIVE + "&sort=-admitted", SEE, 3));
	}

}
