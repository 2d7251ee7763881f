package cn.jinfu.member.account;

import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.member.ServiceKind;
import cn.jinfu.member.ServiceUse;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The table of uses: one row per fact. */
@Service
@Transactional
@RequiredArgsConstructor
class ServiceUseLedger implements ServiceUse {

	private final JdbcClient sql;

	private final BusinessClock clock;

	@Override
	public void record(UUID memberId, ServiceKind kind, LocalDate occurredOn, String source, UUID sourceId) {
		sql.sql("""
				insert into member_service_use (tenant_id, source, source_id, kind, member_id, occurred_on)
				values (jf_tenant(), ?, ?, ?, ?, ?) on conflict do nothing""")
			.params(source, sourceId, kind.name(), memberId, occurredOn)
			.update();
	}

	@Override
	public void reverse(ServiceKind kind, String source, UUID sourceId) {
		sql.sql("""
				update member_service_use set reversed_at = ?
				 where source = ? and source_id = ? and kind = ? and reversed_at is null""")
			.params(Timestamp.from(clock.now()), source, sourceId, kind.name())
			.update();
	}

	@Override
	@Transactional(readOnly = true)
	public Map<UUID, Set<ServiceKind>> used(Collection<UUID> memberIds, LocalDate from, LocalDate to) {
		var used = new LinkedHashMap<UUID, Set<ServiceKind>>();
		sql.sql("""
				select distinct member_id, kind from member_service_use
				 where member_id = any(?) and occurred_on between ? and ? and reversed_at is null
				 order by member_id""").params(memberIds.toArray(UUID[]::new), from, to).query(row -> {
			used.computeIfAbsent(row.getObject(1, UUID.class), _ -> EnumSet.noneOf(ServiceKind.class))
				.add(ServiceKind.valueOf(row.getString(2)));
		});
		return used;
	}

}
