package cn.jinfu.platform.twopeople;

import java.util.List;

import cn.jinfu.kernel.FourEyesContribution;
import cn.jinfu.kernel.FourEyesStep;
import cn.jinfu.kernel.Section;

import org.springframework.stereotype.Component;

/**
 * The platform's own steps that take two people. The calendar is the whole installation's
 * and bears every deadline, so no federation lowers it for the others.
 */
@Component
public class PlatformFourEyes implements FourEyesContribution {

	public static final FourEyesStep CONFIRM_DAYS = FourEyesStep.fixed(Section.SYSTEM, "platform.calendar.confirm",
			"platform:calendar:confirm");

	public static final FourEyesStep CONFIRM_SECOND_FACTOR = FourEyesStep.fixed(Section.SYSTEM,
			"platform.second-factor.confirm", "platform:second-factor:change");

	static final FourEyesStep CONFIRM_CHANGE = FourEyesStep.fixed(Section.SYSTEM, "platform.two-people.confirm",
			"platform:two-people:change");

	public static final FourEyesStep CONFIRM_CLIENT = FourEyesStep.fixed(Section.SYSTEM, "platform.client.confirm",
			"platform:client:admit");

	@Override
	public List<FourEyesStep> steps() {
		return List.of(CONFIRM_DAYS, CONFIRM_CHANGE, CONFIRM_SECOND_FACTOR, CONFIRM_CLIENT);
	}

}
