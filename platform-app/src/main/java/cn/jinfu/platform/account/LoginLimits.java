package cn.jinfu.platform.account;

import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Slows guessing down without handing strangers a switch that locks somebody out: what
 * counts is the account and the address together, or an address alone. From another
 * address the right person still gets in.
 */
@Component
@RequiredArgsConstructor
public class LoginLimits {

	static final int PER_ACCOUNT_AND_ADDRESS = 5;

	static final int PER_ADDRESS = 60;

	static final int MINUTES = 15;

	private final JdbcClient sql;

	/** True while this address must wait, at the longest {@link #MINUTES} minutes. */
	public boolean reached(String login, String address) {
		var counts = sql.sql("""
				select count(*) filter (where login = ?), count(*) from platform_login_failure
				 where address = ? and at > clock_timestamp() - make_interval(mins => ?)""")
			.params(login, address, MINUTES)
			.query((row, n) -> new long[] { row.getLong(1), row.getLong(2) })
			.single();
		return counts[0] >= PER_ACCOUNT_AND_ADDRESS || counts[1] >= PER_ADDRESS;
	}

	public void failed(String login, String address) {
		sql.sql("insert into platform_login_failure (login, address) values (?, ?)")
			.params((login.length() > 80) ? login.substring(0, 80) : login, address)
			.update();
	}

	/** A right password clears what went before it, and old rows go with it. */
	public void succeeded(String login, String address) {
		sql.sql("""
				delete from platform_login_failure
				 where (login = ? and address = ?) or at < clock_timestamp() - make_interval(mins => ?)""")
			.params(login, address, MINUTES)
			.update();
	}

}
