package cn.jinfu.traceability.quota;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.JobDefinition;
import lombok.RequiredArgsConstructor;
import lombok.extern.slf4j.Slf4j;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Every night: what is released and used of a quota is what its rows say, and what is
 * used is what its label orders took and did not give back.
 */
@Component
@RequiredArgsConstructor
@Slf4j
@Transactional(readOnly = true)
class QuotaChecks implements JobDefinition {

	private final JdbcClient sql;

	@Override
	public String name() {
		return "brand.quota-balance";
	}

	@Override
	public String cron() {
		return "0 50 1 * * *";
	}

	/**
	 * @return how many quotas do not add up
	 */
	@Override
	public int run(LocalDate businessDate) {
		var wrong = unbalanced();
		wrong.forEach(it -> log.warn("label quota {} does not add up", it));
		return wrong.size();
	}

	List<UUID> unbalanced() {
		return sql
			.sql("""
					with e as (select quota_id, sum(case kind when 'GRANT' then kg when 'HARVEST' then kg when 'RELEASE' then kg
					                             when 'CUT' then -kg else 0 end) as released,
					                  sum(case kind when 'USE' then kg when 'BACK' then -kg else 0 end) as used
					             from brand_quota_entry group by quota_id),
					     o as (select quota_id, sum(kg - back_kg) as used from trace_label_quota group by quota_id)
					select q.id from brand_label_quota q left join e on e.quota_id = q.id left join o on o.quota_id = q.id
					 where q.released_kg <> coalesce(e.released, 0) or q.used_kg <> coalesce(e.used, 0)
					    or q.used_kg <> coalesce(o.used, 0) order by q.id""")
			.query(UUID.class)
			.list();
	}

}
