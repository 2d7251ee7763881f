package cn.jinfu.platform.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import cn.jinfu.kernel.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.ClassPathResource;

class AccountRulesTests {

	private static final Set<String> KNOWN = Set.of("admin", "security", "auditor", "member.clerk", "farm");

	/** Steps that two people share: who takes the first may not take the second. */
	private static final List<List<String>> PAIRS = List.of(List.of("member.clerk", "member.reviewer"),
			List.of("member.clerk", "township.clerk"), List.of("township.clerk", "member.reviewer"),
			List.of("lab.analyst", "lab.reviewer"), List.of("credit.officer", "guarantee.reviewer"),
			List.of("guarantee.reviewer", "guarantee.director"), List.of("credit.officer", "guarantee.director"),
			List.of("production.officer", "brand.officer"));

	@ParameterizedTest
	@CsvSource({ "admin,security", "security,auditor", "admin,auditor" })
	void noTwoOfTheThreeRolesMeet(String one, String other) {
		refused("platform.account.three-roles", () -> AccountRules.checkRoles(Set.of(one, other), KNOWN));
	}

	@Test
	void oneOfTheThreeMayDoOtherWork() {
		assertThatCode(() -> AccountRules.checkRoles(Set.of("admin", "member.clerk"), KNOWN))
			.doesNotThrowAnyException();
	}

	@Test
	void noRoleUnknownRoleAndPhoneRoleAreRefused() {
		refused("platform.account.no-role", () -> AccountRules.checkRoles(Set.of(), KNOWN));
		refused("platform.account.unknown-role", () -> AccountRules.checkRoles(Set.of("emperor"), KNOWN));
		refused("platform.account.unknown-role", () -> AccountRules.checkRoles(Set.of("farm"), KNOWN));
	}

	@ParameterizedTest
	@ValueSource(strings = { "li.si-and-more-words", "aaaaaaaaaaaaaaaa", "Password-for-me", "abc123456xyz" })
	void passwordThatIsGuessedFirstIsRefused(String password) {
		refused("platform.account.password-easy", () -> AccountRules.checkPassword("li.si", password));
	}

	@Test
	void shortPasswordIsRefusedAndALongPhraseIsFine() {
		refused("platform.account.password-length", () -> AccountRules.checkPassword("li.si", "k7-Wf9!xQ2z"));
		refused("platform.account.password-length", () -> AccountRules.checkPassword("li.si", "k7-Wf9".repeat(13)));
		assertThatCode(() -> AccountRules.checkPassword("li.si", "spade melon drizzle")).doesNotThrowAnyException();
	}

	@Test
	void threePeopleHoldEveryRoleOfTheWorkAndNobodyBothSidesOfAPair() throws IOException {
		var bundles = new Bundles();
		assertThat(bundles.names()).hasSize(3);
		var roles = new ClassPathResource("security/roles.csv").getContentAsString(StandardCharsets.UTF_8)
			.lines()
			.skip(1)
			.map(line -> line.substring(0, line.indexOf(',')))
			.collect(Collectors.toCollection(TreeSet::new));
		roles.removeAll(AccountRules.THREE);
		roles.removeAll(AccountRules.BY_PHONE);
		roles.removeAll(Set.of("outlet", "buyer"));
		assertThat(bundles.names().stream().flatMap(it -> bundles.roles(it).stream())).containsAll(roles);
		for (var name : bundles.names()) {
			assertThat(PAIRS).noneMatch(pair -> bundles.roles(name).containsAll(pair));
		}
	}

	private static void refused(String code, Runnable call) {
		assertThatExceptionOfType(Refusal.RuleBroken.class).isThrownBy(call::run)
			.satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
	}

}
