package cn.jinfu.kernel.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.thymeleaf.spring6.util.DetailedError;

import org.springframework.context.support.StaticMessageSource;

class FormErrorsTests {

	record Form(String source, String by) {
	}

	private final FormErrors errors = new FormErrors(new StaticMessageSource());

	private static DetailedError error(String field, String code) {
		return new DetailedError(field, code, new Object[0], field + " " + code);
	}

	@Test
	void anEmptyFieldIsSaidToBeEmptyOnceInEitherOrder() {
		var both = List.of(error("by", "Size"), error("by", "NotBlank"), error("source", "NotBlank"),
				error("source", "Size"));

		assertThat(errors.inOrder(both, new Form("", ""))).extracting(FormErrors.Line::message)
			.containsExactly("source NotBlank", "by NotBlank");
		assertThat(errors.words(both.subList(0, 2))).containsExactly("by NotBlank");
	}

	@Test
	void whatIsFilledInWronglyIsSaidInFull() {
		var wrong = List.of(error("by", "Size"), error("by", "Pattern"), error("source", "NotNull"),
				new DetailedError("problem.x", new Object[0], "whole"));

		assertThat(errors.inOrder(wrong, new Form("", "x"))).extracting(FormErrors.Line::message)
			.containsExactly("whole", "source NotNull", "by Size", "by Pattern");
		assertThat(errors.words(wrong.subList(0, 2))).containsExactly("by Size", "by Pattern");
	}

}
