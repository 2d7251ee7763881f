package cn.jinfu.traceability.box;

import java.util.Locale;

import cn.jinfu.traceability.code.CodePaths;
import cn.jinfu.traceability.code.LabelKeys;
import cn.jinfu.traceability.code.LabelSerial;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * What a box holds, for whoever stands before it. A code that is mistyped or nobody's is
 * answered alike.
 */
@Controller
@RequiredArgsConstructor
class BoxPages {

	private final BoxQueries queries;

	private final LabelKeys keys;

	/** One of ours. */
	@GetMapping("/t/" + CodePaths.BOX + "/{serial}")
	String own(@PathVariable String serial, Model model, HttpServletResponse response) {
		return LabelSerial.read(keys::verifying, CodePaths.BOX, serial) instanceof LabelSerial.Genuine
				? show(LabelSerial.plain(serial), model, response) : none(serial, model, response);
	}

	/** GS1 Digital Link of a logistic unit. */
	@GetMapping("/00/{sscc}")
	String unit(@PathVariable String sscc, Model model, HttpServletResponse response) {
		return sscc.matches("[0-9]{18}") ? show(sscc, model, response) : none(sscc, model, response);
	}

	private String show(String code, Model model, HttpServletResponse response) {
		var box = queries.look(code.toUpperCase(Locale.ROOT));
		if (box.isEmpty()) {
			return none(code, model, response);
		}
		response.setHeader("Cache-Control", "no-store");
		model.addAttribute("box", box.get());
		return "traceability/box/public";
	}

	private static String none(String code, Model model, HttpServletResponse response) {
		response.setStatus(HttpServletResponse.SC_NOT_FOUND);
		model.addAttribute("box", null);
		model.addAttribute("code", code);
		return "traceability/box/public";
	}

}
