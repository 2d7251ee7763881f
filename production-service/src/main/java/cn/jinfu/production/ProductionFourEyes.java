package cn.jinfu.production;

import java.util.List;

import cn.jinfu.kernel.FourEyesContribution;
import cn.jinfu.kernel.FourEyesStep;
import cn.jinfu.kernel.Section;

import org.springframework.stereotype.Component;

/** Steps of production that take two people. */
@Component
public class ProductionFourEyes implements FourEyesContribution {

	public static final FourEyesStep VERIFY_PLOT = FourEyesStep.switchable(Section.PRODUCTION, "production.plot.verify",
			"production:plot:verify");

	public static final FourEyesStep VERIFY_PLANTING = FourEyesStep.switchable(Section.PRODUCTION,
			"production.planting.verify", "production:planting:verify");

	public static final FourEyesStep DECIDE_USE = FourEyesStep.fixed(Section.PRODUCTION, "production.use.decide",
			"production:use:decide");

	public static final FourEyesStep CONFIRM_YIELD = FourEyesStep.fixed(Section.PRODUCTION, "production.yield.confirm",
			"production:yield:confirm");

	public static final FourEyesStep CONFIRM_STANDARD = FourEyesStep.fixed(Section.PRODUCTION,
			"production.standard.confirm", "production:standard:confirm");

	public static final FourEyesStep CONFIRM_SOIL = FourEyesStep.fixed(Section.PRODUCTION, "production.soil.confirm",
			"production:soil:confirm");

	public static final FourEyesStep CONFIRM_SOIL_EDITION = FourEyesStep.fixed(Section.PRODUCTION,
			"production.soil.approve", "production:soil:approve");

	public static final FourEyesStep ACCEPT_SERVICE = FourEyesStep.fixed(Section.PRODUCTION,
			"production.service.accept", "production:service:order");

	public static final FourEyesStep CONFIRM_TRUST = FourEyesStep.fixed(Section.PRODUCTION, "production.trust.confirm",
			"production:trust:confirm");

	public static final FourEyesStep VERIFY_TRANSFER = FourEyesStep.fixed(Section.PRODUCTION,
			"production.transfer.verify", "production:plot:verify");

	public static final FourEyesStep CONFIRM_RULE = FourEyesStep.fixed(Section.PRODUCTION, "production.rule.confirm",
			"production:rule:confirm");

	public static final FourEyesStep CONFIRM_WEATHER = FourEyesStep.fixed(Section.PRODUCTION,
			"production.weather.confirm", "production:weather:confirm");

	@Override
	public List<FourEyesStep> steps() {
		return List.of(VERIFY_PLOT, VERIFY_PLANTING, DECIDE_USE, CONFIRM_YIELD, CONFIRM_STANDARD, CONFIRM_SOIL,
				CONFIRM_SOIL_EDITION, ACCEPT_SERVICE, CONFIRM_TRUST, VERIFY_TRANSFER, CONFIRM_RULE, CONFIRM_WEATHER);
	}

}
