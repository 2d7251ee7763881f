package cn.jinfu.credit.partner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConformanceStepTests {

	private static final String BASE = "/api/partner/v1";

	@ParameterizedTest
	@CsvSource({ "GET,/events,EVENTS", "GET,/cases,CASES", "GET,/cases/RZ-1,CASE_FILE",
			"POST,/cases/RZ-1/receipt,RECEIPT", "POST,/cases/RZ-1/decisions,DECISION",
			"POST,/cases/RZ-1/contracts,CONTRACT", "GET,/cases/RZ-1/documents/1,DOCUMENT", "POST,/loans,LOAN",
			"POST,/loans/L-1/transactions,TRANSACTION", "GET,/loans/L-1,MIRROR", "GET,/bookings/JZ-1,BOOKING",
			"GET,/keys,PLATFORM_KEYS", "POST,/message-keys,OWN_KEY", "POST,/webhook-endpoints,ENDPOINT",
			"POST,/webhook-endpoints/1/rotation,SECRET", "POST,/webhook-deliveries/1/replay,REPLAY" })
	void aCallThatWasAnsweredProvesItsStepAndNoOther(String method, String path, ConformanceStep step) {
		assertThat(ConformanceStep.proved(method, BASE + path, 200, false, false))
			.containsExactlyInAnyOrder(ConformanceStep.TOKEN, step);
		assertThat(ConformanceStep.proved(method, BASE + path, 404, false, false))
			.containsExactly(ConformanceStep.TOKEN);
		assertThat(ConformanceStep.proved(method.equals("GET") ? "POST" : "GET", BASE + path, 200, false, false))
			.doesNotContain(step);
	}

	@ParameterizedTest
	@CsvSource({ "/health,0", "/keys,0", "/message-keys,0", "/conformance,0", "/sandbox/clock,0", "/reference/lpr,0",
			"/reference/error-codes,0", "/calculators/schedule,0", "/letters/ABC,1", "/cases,1", "/cases/RZ-1,1",
			"/loans,1", "/loans/L-1/transactions,1", "/cases/RZ-1/evidence/orders,2", "/cases/RZ-1/documents/1,2",
			"/loans/L-1,2", "/bookings/JZ-1,2", "/cases/RZ-1/contracts,2", "/facilities,2",
			"/facilities/1/usage-check,2", "/facilities/1/decisions,2", "/webhook-endpoints,3" })
	void eachCallHasItsLevel(String path, int level) {
		assertThat(ConformanceStep.levelOf(BASE + path)).isEqualTo(level);
	}

	@Test
	void signatureAndRepeatAreSteps() {
		assertThat(ConformanceStep.proved("POST", BASE + "/loans", 422, true, true))
			.containsExactlyInAnyOrder(ConformanceStep.TOKEN, ConformanceStep.SIGNATURE, ConformanceStep.REPEAT);
		assertThat(ConformanceStep.proved("GET", "/elsewhere/events", 200, false, false))
			.containsExactly(ConformanceStep.TOKEN);
	}

}
