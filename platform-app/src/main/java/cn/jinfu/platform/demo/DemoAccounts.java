package cn.jinfu.platform.demo;

import java.util.List;

/**
 * The people of the demo. One shared password, shown on the log-in page of a demo only.
 */
public final class DemoAccounts {

	public static final String PASSWORD = "Jinfu-demo-2026";

	/**
	 * @param scope empty for the whole county, a township's code, or {@code outlet},
	 * {@code buyer}, {@code bank}, {@code farm}, {@code licensee}, {@code objector},
	 * {@code service}
	 */
	public record Account(String login, String title, String role, String scope) {
	}

	public static final List<Account> MAIN = List.of(new Account("admin", "系统管理员", "admin", ""),
			new Account("security", "安全管理员", "security", ""), new Account("auditor", "审计员", "auditor", ""),
			new Account("member.clerk", "会员经办", "member.clerk", ""),
			new Account("member.reviewer", "会员复核", "member.reviewer", ""),
			new Account("township.clerk", "乡镇农合联经办", "township.clerk", "330482103"),
			new Account("production.officer", "生产专员", "production.officer", ""),
			new Account("doctor.demo", "庄稼医生（示例）", "doctor", ""),
			new Account("supply.officer", "供销专员", "supply.officer", ""),
			new Account("brand.officer", "品牌专员", "brand.officer", ""),
			new Account("lab.analyst", "检测员", "lab.analyst", ""),
			new Account("lab.reviewer", "检测复核", "lab.reviewer", ""),
			new Account("credit.officer", "信用专员", "credit.officer", ""),
			new Account("guarantee.reviewer", "担保尽调", "guarantee.reviewer", ""),
			new Account("guarantee.director", "担保主任", "guarantee.director", ""),
			new Account("data.viewer", "数据查看", "data.viewer", ""),
			new Account("outlet.demo", "农资网点（示例）", "outlet", "outlet"),
			new Account("buyer.demo", "采购商（示例）", "buyer", "buyer"),
			new Account("bank.officer", "示例银行甲客户经理", "bank.officer", "bank"),
			new Account("farm.demo", "青禾瓜果家庭农场（示例）", "farm", "farm"),
			new Account("licensee.demo", "芦荡芦笋专业合作社（示例）", "farm", "licensee"),
			new Account("objector.demo", "钟溪葡萄专业合作社（示例，异议人）", "farm", "objector"),
			new Account("machinery.demo", "顺丰收农机服务社（示例）", "farm", "service"));

	public static final List<Account> OTHER = List.of(new Account("outsider.clerk", "邻县会员经办", "member.clerk", ""));

	private DemoAccounts() {
	}

}
