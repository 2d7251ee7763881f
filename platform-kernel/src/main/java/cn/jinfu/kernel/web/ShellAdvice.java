package cn.jinfu.kernel.web;

import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Gives every page its {@code shell}. */
@ControllerAdvice(annotations = Controller.class)
@RequiredArgsConstructor
class ShellAdvice {

	private final Shell shell;

	@ModelAttribute("shell")
	ShellView shell() {
		return shell.now();
	}

}
