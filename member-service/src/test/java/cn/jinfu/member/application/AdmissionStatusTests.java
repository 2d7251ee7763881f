package cn.jinfu.member.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.member.MemberKind;
import cn.jinfu.member.application.AdmissionStatus.Action;
import cn.jinfu.member.register.MemberFacts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** The application itself is driven through every cell of the table. */
class AdmissionStatusTests {

	private static final UUID APPLICANT = UUID.randomUUID();

	private static final UUID TOWNSHIP = UUID.randomUUID();

	private static final UUID COUNTY = UUID.randomUUID();

	private static final LocalDate DUE = LocalDate.of(2026, 12, 2);

	private static final Instant NOW = Instant.parse("2026-11-25T02:00:00Z");

	private static final MemberFacts FACTS = new MemberFacts("x", MemberKind.FAMILY_FARM, null,
			new DivisionCode("330482103"), null, AreaMu.of("10"), "y", null, null);

	@ParameterizedTest
	@CsvFileSource(resources = "/member/admission-states.csv", useHeadersInDisplayName = true)
	void movesAsTheTableSays(AdmissionStatus status, @Nullable AdmissionStatus place, Action action, String then) {
		var application = at(status, place);
		if (then.equals("-")) {
			assertThatThrownBy(() -> act(application, action)).isInstanceOf(WrongState.class);
			assertThat(application.status()).isEqualTo(status);
		}
		else {
			act(application, action);
			assertThat(application.status()).isEqualTo(AdmissionStatus.valueOf(then));
		}
	}

	@Test
	void tableHasEveryCell() throws IOException {
		Set<String> cells = new HashSet<>();
		try (var in = Objects.requireNonNull(getClass().getResourceAsStream("/member/admission-states.csv"));
				var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
			reader.lines()
				.filter(line -> !line.startsWith("#") && !line.startsWith("status"))
				.map(line -> line.split(","))
				.forEach(cell -> cells.add(cell[0] + "," + cell[2]));
		}
		assertThat(cells).hasSize(AdmissionStatus.values().length * Action.values().length);
	}

	private static Application at(AdmissionStatus status, @Nullable AdmissionStatus place) {
		var it = Application.draft("RH-000001", FACTS, APPLICANT, NOW, false);
		switch (status) {
			case DRAFT -> {
			}
			case TOWNSHIP_REVIEW -> act(it, Action.SUBMIT);
			case COUNTY_REVIEW -> act(it, Action.SUBMIT, Action.PASS);
			case RETURNED -> {
				act(it, Action.SUBMIT);
				if (place == AdmissionStatus.COUNTY_REVIEW) {
					act(it, Action.PASS);
				}
				act(it, Action.RETURN);
			}
			case ADMITTED -> act(it, Action.SUBMIT, Action.PASS, Action.ADMIT);
			case REJECTED -> act(it, Action.SUBMIT, Action.REJECT);
			case WITHDRAWN -> act(it, Action.SUBMIT, Action.WITHDRAW);
		}
		assertThat(it.status()).isEqualTo(status);
		return it;
	}

	private static void act(Application it, Action... actions) {
		for (var action : actions) {
			var reviewer = (it.status() == AdmissionStatus.COUNTY_REVIEW) ? COUNTY : TOWNSHIP;
			switch (action) {
				case CHANGE -> it.change(FACTS);
				case SUBMIT -> it.submit(APPLICANT, DUE, NOW);
				case PASS -> it.pass(reviewer, "seen", DUE, NOW);
				case RETURN -> it.giveBack(reviewer, true, "missing", 3);
				case REJECT -> it.reject(reviewer, true, "no farm", NOW);
				case ADMIT -> it.admit(reviewer, true, UUID.randomUUID(), null, NOW);
				case RESUBMIT -> it.resubmit(APPLICANT, DUE, NOW);
				case WITHDRAW -> it.withdraw(APPLICANT);
			}
		}
	}

}
