package cn.jinfu.member.register;

import java.math.BigDecimal;
import java.util.List;

import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import cn.jinfu.kernel.ChartSource;
import cn.jinfu.kernel.Section;

/** Where the members are. */
@Component
@RequiredArgsConstructor
class MemberCharts implements ChartSource {

	private final JdbcClient sql;

	@Override
	@Transactional(readOnly = true)
	public List<Chart> charts() {
		var lines = sql.sql("""
				select m.township_code as township, coalesce(d.name, m.township_code) as name, count(*) as members
				  from member_member m left join platform_division d on d.code = m.township_code
				 where m.status = 'ACTIVE'
				 group by 1, 2 order by 3 desc, 1 limit 20""")
			.query((row, n) -> new Line(row.getString("name"), List.of(BigDecimal.valueOf(row.getLong("members"))),
					"/console/members?status=ACTIVE&township=" + row.getString("township")))
			.list();
		return List.of(new Chart("member.chart.townships", Section.MEMBER, Shape.HBAR,
				List.of("member.chart.townships.members"), 0, lines, "member:member:view", 10));
	}

}
