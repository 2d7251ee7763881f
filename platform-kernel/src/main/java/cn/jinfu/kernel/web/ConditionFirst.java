package cn.jinfu.kernel.web;

import java.util.Set;

import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.dialect.AbstractProcessorDialect;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.processor.IProcessor;
import org.thymeleaf.processor.element.AbstractAttributeTagProcessor;
import org.thymeleaf.processor.element.IElementTagStructureHandler;
import org.thymeleaf.standard.expression.StandardExpressions;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.util.EvaluationUtils;

import org.springframework.stereotype.Component;

/**
 * Lets {@code th:if} and {@code th:unless} decide before {@code th:replace} on the same
 * tag. Thymeleaf alone replaces first and forgets the condition without a word: a button
 * that a person must not see would be there.
 */
@Component
class ConditionFirst extends AbstractProcessorDialect {

	/** Just before {@code th:insert} and {@code th:replace}, which have 100. */
	private static final int BEFORE_REPLACE = 90;

	ConditionFirst() {
		super("Condition first", "th", BEFORE_REPLACE);
	}

	@Override
	public Set<IProcessor> getProcessors(String prefix) {
		return Set.of(new Condition(prefix, "if", true), new Condition(prefix, "unless", false));
	}

	private static final class Condition extends AbstractAttributeTagProcessor {

		private final boolean wanted;

		Condition(String prefix, String name, boolean wanted) {
			super(TemplateMode.HTML, prefix, null, false, name, true, BEFORE_REPLACE, false);
			this.wanted = wanted;
		}

		@Override
		protected void doProcess(ITemplateContext context, IProcessableElementTag tag, AttributeName name, String value,
				IElementTagStructureHandler handler) {
			var replaces = tag.hasAttribute("th", "replace") || tag.hasAttribute("th", "insert");
			if (!replaces || tag.hasAttribute("th", "each")) {
				return;
			}
			var result = StandardExpressions.getExpressionParser(context.getConfiguration())
				.parseExpression(context, value)
				.execute(context);
			if (EvaluationUtils.evaluateAsBoolean(result) == wanted) {
				handler.removeAttribute(name);
			}
			else {
				handler.removeElement();
			}
		}

	}

}
