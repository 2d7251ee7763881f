package cn.jinfu.member;

import java.util.List;

import cn.jinfu.kernel.FourEyesContribution;
import cn.jinfu.kernel.FourEyesStep;
import cn.jinfu.kernel.Section;

import org.springframework.stereotype.Component;

/** Steps of the membership that take two people. */
@Component
public class MemberFourEyes implements FourEyesContribution {

	public static final FourEyesStep REVIEW = FourEyesStep.fixed(Section.MEMBER, "member.application.review",
			"member:application:opine");

	public static final FourEyesStep ADMIT = FourEyesStep.switchable(Section.MEMBER, "member.application.admit",
			"member:application:admit");

	public static final FourEyesStep SETTLE_VISIT = FourEyesStep.fixed(Section.MEMBER, "member.visit.settle",
			"member:visit:settle");

	public static final FourEyesStep DECIDE_ERASURE = FourEyesStep.fixed(Section.MEMBER, "member.erasure.decide",
			"member:erasure:decide");

	@Override
	public List<FourEyesStep> steps() {
		return List.of(REVIEW, ADMIT, SETTLE_VISIT, DECIDE_ERASURE);
	}

}
