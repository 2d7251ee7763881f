package cn.jinfu.credit.partner;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

import cn.jinfu.credit.sandbox.SandboxClock;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal.RuleBroken;
import jakarta.servlet.http.HttpServletRequest;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * In a sandbox an amount that ends in .01 to .09 fails as the guide says, so that a bank
 * can see what its program does. Those that pass come once for each idempotency key: the
 * same request again is done.
 */
@Component
@RequiredArgsConstructor
class SandboxFailures {

	private static final BigDecimal FEN = new BigDecimal("100");

	/** By the last two digits. */
	enum Failure {

		RATE_LIMITED(1, PartnerProblem.RATE_LIMITED, true, false), FAILED(2, PartnerProblem.INTERNAL, true, false),
		/** The work is done, the answer is lost. */
		ANSWER_LOST(3, PartnerProblem.INTERNAL, true, true),
		IN_PROGRESS(4, PartnerProblem.IDEMPOTENCY_IN_PROGRESS, true, false),
		TOO_SLOW(5, PartnerProblem.REQUEST_TIMEOUT, true, false),
		TOKEN_ENDED(6, PartnerProblem.TOKEN_INVALID, true, false),
		WRONG_STATE(7, PartnerProblem.ILLEGAL_TRANSITION, false, false),
		TOO_MUCH(8, PartnerProblem.AMOUNT_EXCEEDS_APPROVAL, false, false),
		RULE(9, PartnerProblem.RULE_BROKEN, false, false);

		/** Whoever goes live has handled all of them. */
		static final int LEVEL = 1;

		private final int fen;

		private final PartnerProblem problem;

		private final boolean once;

		private final boolean afterwards;

		Failure(int fen, PartnerProblem problem, boolean once, boolean afterwards) {
			this.fen = fen;
			this.problem = problem;
			this.once = once;
			this.afterwards = afterwards;
		}

		/** As the database lists it. */
		String requirement() {
			return "REFUSAL_" + name();
		}

		/** The same request is done when it comes again. */
		boolean passes() {
			return once;
		}

		static Optional<Failure> of(@Nullable Money amount) {
			if (amount == null) {
				return Optional.empty();
			}
			var last = amount.yuan().multiply(FEN).remainder(FEN).intValue();
			for (var it : values()) {
				if (it.fen == last) {
					return Optional.of(it);
				}
			}
			return Optional.empty();
		}

	}

	private final SandboxClock sandbox;

	private final SandboxRefusals refusals;

	/** That of the current thread. */
	private final HttpServletRequest request;

	<T> T around(String client, @Nullable Money amount, Supplier<T> work) {
		var failure = Failure.of(amount).filter(_ -> sandbox.here()).filter(it -> !it.once || first(client));
		if (failure.isEmpty()) {
			return work.get();
		}
		if (failure.get().afterwards) {
			work.get();
		}
		refusals.met(client, failure.get(), request.getRequestURI(), PartnerGate.key(request));
		throw refused(failure.get());
	}

	private boolean first(String client) {
		return sandbox.first(client + " " + request.getRequestURI() + " " + PartnerGate.key(request));
	}

	private RuntimeException refused(Failure failure) {
		if (failure == Failure.RULE) {
			return new RuleBroken("credit.sandbox.failure").at("amount");
		}
		if (failure.once) {
			request.setAttribute(PartnerGate.TOLD_ONCE, true);
		}
		var wait = failure == Failure.RATE_LIMITED || failure == Failure.IN_PROGRESS;
		return new PartnerRefused(failure.problem, wait ? Duration.ofSeconds(1) : null);
	}

}
