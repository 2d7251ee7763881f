package cn.jinfu.traceability;

import java.util.List;

import cn.jinfu.kernel.FourEyesContribution;
import cn.jinfu.kernel.FourEyesStep;
import cn.jinfu.kernel.Section;

import org.springframework.stereotype.Component;

/** Steps of tracing and the brand that take two people. */
@Component
public class TraceFourEyes implements FourEyesContribution {

	public static final FourEyesStep CONFIRM_TEST = FourEyesStep.fixed(Section.TRACE, "trace.test.confirm",
			"trace:test:review");

	public static final FourEyesStep ANSWER_HAND_OVER = FourEyesStep.fixed(Section.TRACE, "trace.hand-over.answer",
			"trace:hand-over:answer");

	public static final FourEyesStep CLOSE_RECALL = FourEyesStep.fixed(Section.TRACE, "trace.recall.close",
			"trace:recall:close");

	public static final FourEyesStep RELEASE_QUOTA = FourEyesStep.fixed(Section.TRACE, "brand.quota.release",
			"brand:quota:release");

	public static final FourEyesStep CHECK_LICENCE = FourEyesStep.fixed(Section.TRACE, "brand.licence.check",
			"brand:licence:check");

	public static final FourEyesStep DECIDE_LICENCE = FourEyesStep.switchable(Section.TRACE, "brand.licence.decide",
			"brand:licence:decide");

	public static final FourEyesStep DECIDE_WEIGHTS = FourEyesStep.fixed(Section.TRACE, "brand.review.weights",
			"brand:licence:decide");

	public static final FourEyesStep PAY_REWARD = FourEyesStep.fixed(Section.TRACE, "trace.reward.pay",
			"trace:reward:pay");

	@Override
	public List<FourEyesStep> steps() {
		return List.of(CONFIRM_TEST, ANSWER_HAND_OVER, CLOSE_RECALL, RELEASE_QUOTA, CHECK_LICENCE, DECIDE_LICENCE,
				DECIDE_WEIGHTS, PAY_REWARD);
	}

}
