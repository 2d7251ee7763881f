package cn.jinfu.platform.account;

/** Whether an account opens anything. */
public enum AccountStatus {

	ACTIVE, DISABLED

}
