package cn.jinfu.credit.partner;

import java.net.URI;
import java.util.List;
import java.util.Locale;

import cn.jinfu.credit.PartnerRefusals;
import cn.jinfu.credit.bank.ReportFields;
import cn.jinfu.kernel.Problems;
import cn.jinfu.kernel.Refusal;
import lombok.RequiredArgsConstructor;
import org.slf4j.MDC;

import org.springframework.context.MessageSource;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;

/** Refusals in the shape that banks code against. */
@Component
@RequiredArgsConstructor
class PartnerAnswers implements PartnerRefusals {

	private final MessageSource messages;

	private final Problems problems;

	@Override
	public ProblemDetail tokenInvalid(Locale locale) {
		return of(PartnerProblem.TOKEN_INVALID, locale);
	}

	@Override
	public ProblemDetail scopeMissing(Locale locale) {
		return of(PartnerProblem.SCOPE_MISSING, locale);
	}

	@Override
	public ProblemDetail addressNotAllowed(Locale locale) {
		return of(PartnerProblem.IP_NOT_ALLOWED, locale);
	}

	@Override
	public ProblemDetail certificateOver(Locale locale) {
		return of(PartnerProblem.CERTIFICATE_EXPIRED, locale);
	}

	@Override
	public ProblemDetail unreadable(Locale locale) {
		return of(PartnerProblem.VALIDATION_FAILED, locale);
	}

	@Override
	public ProblemDetail rateLimited(Locale locale) {
		return of(PartnerProblem.RATE_LIMITED, locale);
	}

	ProblemDetail of(PartnerProblem problem, Locale locale) {
		var detail = ProblemDetail.forStatus(problem.status());
		detail.setType(URI.create("urn:jinfu:problem:" + problem.code()));
		detail.setTitle(messages.getMessage("partner." + problem.code(), null, locale));
		detail.setProperty("code", problem.number());
		detail.setProperty("message",
				messages.getMessage("partner." + problem.code(), null, Locale.SIMPLIFIED_CHINESE));
		detail.setProperty("requestId", MDC.get("requestId"));
		return detail;
	}

	ProblemDetail of(Refusal refusal, Locale locale) {
		var answer = of(kind(refusal), locale);
		// For a foreign object nothing is said that an unknown one would not get.
		if (!(refusal instanceof Refusal.NotFound)) {
			answer.setDetail(problems.words(refusal, locale));
			answer.setProperty("rule", refusal.code());
		}
		for (var arg : refusal.args()) {
			if (arg instanceof ReportFields fields) {
				answer.setProperty("fields", fields.names());
			}
		}
		var field = refusal.field();
		if (field != null) {
			answer.setProperty("errors", List.of(new Problems.FieldProblem("/" + field.replace('.', '/'),
					refusal.code(), problems.words(refusal, locale))));
		}
		return answer;
	}

	static PartnerProblem kind(Refusal refusal) {
		return switch (refusal.code()) {
			case "credit.consent.missing" -> PartnerProblem.CONSENT_REQUIRED;
			case "credit.consent.revoked" -> PartnerProblem.CONSENT_REVOKED;
			case "credit.consent.expired" -> PartnerProblem.CONSENT_EXPIRED;
			case "credit.case.amount-above-asked" -> PartnerProblem.AMOUNT_EXCEEDS_APPLICATION;
			case "credit.case.amount-above-approval" -> PartnerProblem.AMOUNT_EXCEEDS_APPROVAL;
			case "credit.booking.other-content", "credit.case.already-received", "credit.case.already-decided",
					"credit.case.already-contracted" ->
				PartnerProblem.CONTENT_DIFFERS;
			case "credit.partner.field-missing", "credit.partner.unknown-block" -> PartnerProblem.VALIDATION_FAILED;
			default -> switch (refusal) {
				case Refusal.NotFound _ -> PartnerProblem.NOT_FOUND;
				case Refusal.RuleBroken _ -> PartnerProblem.RULE_BROKEN;
				case Refusal.WrongState _, Refusal.Stale _ -> PartnerProblem.ILLEGAL_TRANSITION;
				case Refusal.Forbidden _ -> PartnerProblem.NOT_ALLOWED;
				case Refusal.TooMany _ -> PartnerProblem.RATE_LIMITED;
			};
		};
	}

}
