package cn.jinfu.production;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * For lists whose conditions fall away where nothing is asked for. A plan that PostgreSQL
 * keeps for all values keeps those conditions too: at 100,000 plantings such a list took
 * a minute after it had been opened five times.
 */
public final class FreshPlan {

	private FreshPlan() {
	}

	/** Each statement is planned for its own values up to the end of the transaction. */
	public static void in(JdbcClient sql) {
		sql.sql("set local plan_cache_mode = force_custom_plan").update();
	}

}
