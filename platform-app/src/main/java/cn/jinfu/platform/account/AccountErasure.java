package cn.jinfu.platform.account;

import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.ErasureGuard;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Accounts by which a person may still log in with a password. */
@Component
@RequiredArgsConstructor
class AccountErasure implements ErasureGuard {

	private final JdbcClient sql;

	@Override
	public List<Open> openOf(UUID personId) {
		var active = sql.sql("select count(*) from platform_account where tenant_id = ? and person_id = ? and active")
			.params(Tenant.require(), personId)
			.query(Long.class)
			.single();
		return (active > 0) ? List.of(new Open("platform.erasure.accounts", active)) : List.of();
	}

}
