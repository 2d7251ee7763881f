package cn.jinfu.credit.partner;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/** An answer of the catalogue that no rule of the business gives. */
class PartnerRefused extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final PartnerProblem problem;

	private final @Nullable Duration after;

	/**
	 * @param after when to come again, or null
	 */
	PartnerRefused(PartnerProblem problem, @Nullable Duration after) {
		super(problem.code());
		this.problem = problem;
		this.after = after;
	}

	PartnerProblem problem() {
		return problem;
	}

	@Nullable Duration after() {
		return after;
	}

}
