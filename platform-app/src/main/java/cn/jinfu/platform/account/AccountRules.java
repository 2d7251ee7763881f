package cn.jinfu.platform.account;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Scope;

/** What an account must be like, whoever makes it. */
final class AccountRules {

	/** 三员: who runs, who secures, who audits are never one. */
	static final Set<String> THREE = Set.of("admin", "security", "auditor");

	/** Roles that come with the log-in by phone, not with a staff account. */
	static final Set<String> BY_PHONE = Set.of("farm", "applicant");

	private static final String BANK = "bank.officer";

	static final int SHORTEST_PASSWORD = 12;

	/** What everybody tries first, in a word of any length. */
	private static final List<String> GUESSED = List.of("123456", "654321", "111111", "abcdef", "qwerty", "password",
			"admin", "woaini");

	private AccountRules() {
	}

	static void checkRoles(Collection<String> roles, Set<String> known) {
		if (roles.isEmpty()) {
			throw new Refusal.RuleBroken("platform.account.no-role").at("roles");
		}
		if (!known.containsAll(roles) || roles.stream().anyMatch(BY_PHONE::contains)) {
			throw new Refusal.RuleBroken("platform.account.unknown-role").at("roles");
		}
		var three = new TreeSet<>(roles);
		three.retainAll(THREE);
		if (three.size() > 1) {
			throw new Refusal.RuleBroken("platform.account.three-roles").at("roles");
		}
	}

	/** Somebody of a bank does nothing else, and nobody else does a bank's work. */
	static void checkBank(Collection<String> roles, Scope scope) {
		var bank = scope.kind() == Scope.Kind.BANK;
		if (bank != roles.contains(BANK) || (bank && roles.size() > 1)) {
			throw new Refusal.RuleBroken("platform.account.bank-role").at("roles");
		}
	}

	static void checkPassword(String login, String password) {
		var lower = password.toLowerCase(Locale.ROOT);
		if (password.length() < SHORTEST_PASSWORD || password.length() > 72) {
			throw new Refusal.RuleBroken("platform.account.password-length", SHORTEST_PASSWORD).at("fresh");
		}
		if (lower.contains(login) || GUESSED.stream().anyMatch(lower::contains)
				|| password.chars().distinct().count() < 6) {
			throw new Refusal.RuleBroken("platform.account.password-easy").at("fresh");
		}
	}

}
