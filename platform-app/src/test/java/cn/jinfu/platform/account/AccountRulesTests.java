package cn.jinfu.platform.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
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

	/** A first step, and the one that wants another person than took the first. */
	private static final List<List<String>> STEPS = List.of(List.of("credit:rating:run", "credit:objection:answer"),
			List.of("credit:override:propose", "credit:override:decide"),
			List.of("credit:objection:answer", "credit:override:decide"),
			List.of("credit:rating:suspend", "credit:rating:suspend"),
			List.of("credit:scorecard:edit", "credit:scorecard:approve"),
			List.of("member:application:enter", "member:application:opine"),
			List.of("member:application:opine", "member:application:admit"),
			List.of("production:plot:register", "production:plot:verify"),
			List.of("production:planting:record", "production:planting:verify"),
			List.of("production:operation:record", "production:use:decide"),
			List.of("production:yield:decide", "production:yield:confirm"),
			List.of("production:rule:decide", "production:rule:confirm"),
			List.of("production:standard:draft", "production:standard:confirm"),
			List.of("production:trust:settle", "production:trust:confirm"),
			List.of("supply:quota:propose", "supply:quota:approve"), List.of("trace:test:enter", "trace:test:review"),
			List.of("brand:licence:check", "brand:licence:decide"), List.of("brand:quota:ask", "brand:quota:release"),
			List.of("credit:application:review", "credit:guarantee:review"),
			List.of("credit:application:review", "credit:guarantee:approve"),
			List.of("credit:guarantee:review", "credit:guarantee:approve"));

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
		var roles = new TreeSet<>(permissions().keySet());
		roles.removeAll(AccountRules.THREE);
		roles.removeAll(AccountRules.BY_PHONE);
		roles.removeAll(Set.of("outlet", "buyer", "bank.officer"));
		assertThat(bundles.names().stream().flatMap(it -> bundles.roles(it).stream())).containsAll(roles);
		for (var name : bundles.names()) {
			assertThat(PAIRS).noneMatch(pair -> bundles.roles(name).containsAll(pair));
		}
	}

	@Test
	void whoeverOfTheThreeTookAStepFindsAnotherForTheNext() throws IOException {
		var bundles = new Bundles();
		var permissions = permissions();
		for (var step : STEPS) {
			var second = holders(bundles, permissions, step.get(1));
			for (var first : holders(bundles, permissions, step.get(0))) {
				assertThat(second).as(step + " by " + first).anyMatch(other -> !other.equals(first));
			}
		}
	}

	/** The bundles with a permission; never none. */
	private static List<String> holders(Bundles bundles, Map<String, Set<String>> permissions, String permission) {
		var holders = bundles.names()
			.stream()
			.filter(name -> bundles.roles(name)
				.stream()
				.anyMatch(role -> permissions.getOrDefault(role, Set.of()).contains(permission)))
			.toList();
		assertThat(holders).as(permission).isNotEmpty();
		return holders;
	}

	private static Map<String, Set<String>> permissions() throws IOException {
		return new ClassPathResource("security/roles.csv").getContentAsString(StandardCharsets.UTF_8)
			.lines()
			.skip(1)
			.map(line -> line.split(",", 2))
			.collect(Collectors.groupingBy(cells -> cells[0],
					Collectors.mapping(cells -> cells[1], Collectors.toSet())));
	}

	private static void refused(String code, Runnable call) {
		assertThatExceptionOfType(Refusal.RuleBroken.class).isThrownBy(call::run)
			.satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
	}

}
