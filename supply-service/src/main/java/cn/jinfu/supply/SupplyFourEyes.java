package cn.jinfu.supply;

import java.util.List;

import cn.jinfu.kernel.FourEyesContribution;
import cn.jinfu.kernel.FourEyesStep;
import cn.jinfu.kernel.Section;

import org.springframework.stereotype.Component;

/** Steps of supply that take two people. */
@Component
public class SupplyFourEyes implements FourEyesContribution {

	public static final FourEyesStep APPROVE_QUOTA = FourEyesStep.fixed(Section.SUPPLY, "supply.quota.approve",
			"supply:quota:approve");

	@Override
	public List<FourEyesStep> steps() {
		return List.of(APPROVE_QUOTA);
	}

}
