package cn.jinfu.credit;

import java.util.List;

import cn.jinfu.kernel.FourEyesContribution;
import cn.jinfu.kernel.FourEyesStep;
import cn.jinfu.kernel.Section;

import org.springframework.stereotype.Component;

/** Steps of credit that take two people: all of the minimum, for they are money. */
@Component
public class CreditFourEyes implements FourEyesContribution {

	public static final FourEyesStep REVIEW = FourEyesStep.fixed(Section.CREDIT, "credit.application.review",
			"credit:application:review");

	public static final FourEyesStep REPORT = FourEyesStep.fixed(Section.CREDIT, "credit.guarantee.review",
			"credit:guarantee:review");

	public static final FourEyesStep GUARANTEE = FourEyesStep.fixed(Section.CREDIT, "credit.guarantee.approve",
			"credit:guarantee:approve");

	public static final FourEyesStep DISPATCH = FourEyesStep.fixed(Section.CREDIT, "credit.application.dispatch",
			"credit:application:dispatch");

	public static final FourEyesStep VERIFY_DECLARATION = FourEyesStep.fixed(Section.CREDIT,
			"credit.declaration.verify", "credit:declaration:verify");

	@Override
	public List<FourEyesStep> steps() {
		return List.of(REVIEW, REPORT, GUARANTEE, DISPATCH, VERIFY_DECLARATION);
	}

}
