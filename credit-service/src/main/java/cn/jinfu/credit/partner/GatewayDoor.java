package cn.jinfu.credit.partner;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import cn.jinfu.credit.GatewaySignatures;
import cn.jinfu.kernel.web.Languages;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;

/** Looks at the signed header of a bank's gateway before anything of the call is read. */
@Component
class GatewayDoor implements GatewaySignatures {

	static final Duration LONGEST = Duration.ofMinutes(5);

	/** A message whose signature was good, and by which key. */
	record Passed(GatewayMessage message, MessageKey key) {
	}

	private static final String PASSED = GatewayDoor.class.getName() + ".passed";

	private final PartnerKeyDesk keys;

	private final PartnerAnswers answers;

	private final boolean explain;

	/** Signatures live by the system clock. */
	private final Clock clock = Clock.systemUTC();

	GatewayDoor(PartnerKeyDesk keys, PartnerAnswers answers,
			@Value("${jinfu.partner.explain:${jinfu.demo:true}}") boolean explain) {
		this.keys = keys;
		this.answers = answers;
		this.explain = explain;
	}

	static @Nullable Passed passed(HttpServletRequest request) {
		return (Passed) request.getAttribute(PASSED);
	}

	@Override
	public Optional<String> client(HttpServletRequest request) {
		return GatewayMessage.parse(request.getHeader(HEADER)).map(GatewayMessage::client);
	}

	@Override
	public Optional<ProblemDetail> fault(HttpServletRequest request) {
		var found = GatewayMessage.parse(request.getHeader(HEADER));
		if (found.isEmpty()) {
			return said(request, PartnerProblem.SIGNATURE_INVALID, null);
		}
		var message = found.get();
		if (Duration.between(message.at(), clock.instant()).abs().compareTo(LONGEST) > 0) {
			return said(request, PartnerProblem.SIGNATURE_EXPIRED, null);
		}
		var key = keys.find(message.client(), message.kid()).orElse(null);
		if (key == null) {
			return said(request, PartnerProblem.KEY_UNKNOWN, null);
		}
		var text = message.text(request.getMethod(), target(request), request.getHeader("Idempotency-Key"));
		if (!key.algorithm().verify(key.bytes(), text.getBytes(StandardCharsets.UTF_8), message.signature())) {
			return said(request, PartnerProblem.SIGNATURE_INVALID, text);
		}
		request.setAttribute(PASSED, new Passed(message, key));
		return Optional.empty();
	}

	/** Path and query as called; a gateway may call us by another name. */
	static String target(HttpServletRequest request) {
		var query = request.getQueryString();
		return request.getRequestURI() + ((query == null) ? "" : "?" + query);
	}

	private Optional<ProblemDetail> said(HttpServletRequest request, PartnerProblem problem, @Nullable String text) {
		var said = answers.of(problem, Languages.of(request));
		if (explain && text != null) {
			said.setProperty("signatureBase", text);
		}
		return Optional.of(said);
	}

}
