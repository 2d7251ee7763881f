package cn.jinfu.platform.home;

import java.util.Locale;
import java.util.regex.Pattern;

import cn.jinfu.kernel.Refusal.NotFound;
import lombok.RequiredArgsConstructor;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * Where the {@code type} of a refusal leads: what the code means, and what to do next,
 * for whoever reads it in a log.
 */
@Controller
@RequiredArgsConstructor
class ProblemPages {

	/** What a refusal fills in when it happens. */
	private static final Pattern ARGUMENT = Pattern.compile("\\{\\d+[^}]*}");

	private final MessageSource messages;

	@GetMapping("/problems/{code}")
	String show(@PathVariable String code, Model model, Locale locale) {
		var words = text(code, locale);
		if (words.isEmpty()) {
			throw new NotFound("platform.problem.unknown");
		}
		model.addAttribute("code", code);
		model.addAttribute("words", words);
		model.addAttribute("next", text(code + ".next", locale));
		return "platform/home/problem";
	}

	private String text(String code, Locale locale) {
		return ARGUMENT.matcher(messages.getMessage("problem." + code, null, "", locale) + "").replaceAll("…");
	}

}
