package cn.jinfu.traceability.recall;

import cn.jinfu.kernel.Paged;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What was called back, for everybody. */
@Controller
@RequestMapping("/register/recalls")
@RequiredArgsConstructor
class PublicRecallPages {

	private final PublicRecalls recalls;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable String after, Model model) {
		model.addAttribute("page", recalls.list(q, after, Paged.limit(null)));
		return "traceability/recall/public";
	}

}
