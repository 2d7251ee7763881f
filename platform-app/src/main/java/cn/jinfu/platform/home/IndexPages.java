package cn.jinfu.platform.home;

import cn.jinfu.kernel.Actor;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The front door: whoever is known goes to his own face, others see what there is. */
@Controller
class IndexPages {

	@GetMapping("/")
	String index() {
		return Actor.ifPresent()
			.map(actor -> actor.may("console:open") ? "redirect:/console" : "redirect:/portal")
			.orElse("platform/home/index");
	}

}
