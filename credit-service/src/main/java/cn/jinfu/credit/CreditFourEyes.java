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

	public static final FourEyesStep ANSWER_OBJECTION = FourEyesStep.fixed(Section.CREDIT, "credit.objection.answer",
			"credit:objection:answer");

	public static final FourEyesStep DECIDE_OVERRIDE = FourEyesStep.fixed(Section.CREDIT, "credit.override.decide",
			"credit:override:decide");

	public static final FourEyesStep LIFT_SUSPENSION = FourEyesStep.fixed(Section.CREDIT, "credit.suspension.lift",
			"credit:rating:suspend");

	public static final FourEyesStep APPROVE_CARD = FourEyesStep.fixed(Section.CREDIT, "credit.scorecard.approve",
			"credit:scorecard:approve");

	public static final FourEyesStep CONFIRM_WEBHOOK = FourEyesStep.fixed(Section.CREDIT, "credit.webhook.confirm",
			"credit:webhook:confirm");

	public static final FourEyesStep CONFIRM_KEY = FourEyesStep.fixed(Section.CREDIT, "credit.partner-key.confirm",
			"credit:partner-key:confirm");

	public static final FourEyesStep START_PRODUCT = FourEyesStep.fixed(Section.CREDIT, "credit.product.start",
			"credit:product:approve");

	public static final FourEyesStep CONFIRM_FACILITY = FourEyesStep.fixed(Section.CREDIT, "credit.facility.confirm",
			"credit:facility:approve");

	public static final FourEyesStep CONFIRM_BANK_DRAFT = FourEyesStep.fixed(Section.CREDIT,
			"credit.bank-draft.confirm", "credit:bank-case:decide");

	public static final FourEyesStep CONFIRM_BANK = FourEyesStep.fixed(Section.CREDIT, "credit.bank.confirm",
			"credit:product:approve");

	public static final FourEyesStep CONFIRM_LEVEL = FourEyesStep.fixed(Section.CREDIT, "credit.partner-level.confirm",
			"credit:partner-key:confirm");

	public static final FourEyesStep CONFIRM_TEMPLATE = FourEyesStep.fixed(Section.CREDIT, "credit.template.confirm",
			"credit:product:approve");

	public static final FourEyesStep CONFIRM_EARLIER = FourEyesStep.fixed(Section.CREDIT, "credit.earlier.confirm",
			"credit:product:approve");

	public static final FourEyesStep CONFIRM_ENCRYPTION_KEY = FourEyesStep.fixed(Section.CREDIT,
			"credit.encryption-key.confirm", "credit:partner-key:confirm");

	@Override
	public List<FourEyesStep> steps() {
		return List.of(REVIEW, REPORT, GUARANTEE, DISPATCH, VERIFY_DECLARATION, ANSWER_OBJECTION, DECIDE_OVERRIDE,
				LIFT_SUSPENSION, APPROVE_CARD, CONFIRM_WEBHOOK, CONFIRM_KEY, START_PRODUCT, CONFIRM_FACILITY,
				CONFIRM_BANK_DRAFT, CONFIRM_BANK, CONFIRM_LEVEL, CONFIRM_TEMPLATE, CONFIRM_EARLIER,
				CONFIRM_ENCRYPTION_KEY);
	}

}
