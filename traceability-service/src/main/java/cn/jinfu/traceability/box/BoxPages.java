package cn.jinfu.traceability.box;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import cn.jinfu.traceability.box.BoxQueries.PublicBox;
import cn.jinfu.traceability.code.CodeAnswer;
import cn.jinfu.traceability.code.CodePaths;
import cn.jinfu.traceability.code.LabelKeys;
import cn.jinfu.traceability.code.LabelSerial;
import cn.jinfu.traceability.gs1.DigitalLink;
import cn.jinfu.traceability.scan.CodeBrake;
import cn.jinfu.traceability.scan.CodeLinks.Thing;
import cn.jinfu.traceability.scan.ProgramAnswers;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * What a box holds, for whoever stands before it. A code that is mistyped or nobody's is
 * answered alike.
 */
@Controller
@RequiredArgsConstructor
class BoxPages {

	private final BoxQueries queries;

	private final LabelKeys keys;

	private final ProgramAnswers answers;

	private final CodeBrake brake;

	/** One of ours. */
	@GetMapping("/t/" + CodePaths.BOX + "/{serial}")
	@Nullable String own(@PathVariable String serial, @RequestParam(required = false) @Nullable String linkType, Model model,
			HttpServletRequest request, HttpServletResponse response) throws IOException {
		return switch (LabelSerial.read(keys::verifying, CodePaths.BOX, serial)) {
			case LabelSerial.Mistyped _ -> answer(serial, Optional.empty(), linkType, model, request, response);
			case LabelSerial.Foreign _ -> braked(serial, linkType, model, request, response);
			case LabelSerial.Genuine _ -> {
				var plain = LabelSerial.plain(serial).toUpperCase(Locale.ROOT);
				var box = queries.look(plain);
				yield box.isPresent() ? answer(plain, box, linkType, model, request, response)
						: braked(serial, linkType, model, request, response);
			}
		};
	}

	/**
	 * GS1 Digital Link of a logistic unit; what is written wrongly is told so.
	 */
	@GetMapping("/00/{sscc}")
	@Nullable String unit(@PathVariable String sscc, @RequestParam(required = false) @Nullable String linkType, Model model,
			HttpServletRequest request, HttpServletResponse response) throws IOException {
		return switch (DigitalLink.path(request.getRequestURI())) {
			case DigitalLink.Malformed it -> answers.malformed(it.fault(), model, request, response);
			case DigitalLink.Read it -> braked(it.link().value(), linkType, model, request, response);
		};
	}

	/** Numbers of cartons are signed by nobody: whoever tries them waits. */
	private @Nullable String braked(String code, @Nullable String linkType, Model model, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		var wait = brake.seconds(request.getRemoteAddr());
		if (wait > 0) {
			return answers.slowDown(wait, model, request, response);
		}
		var box = queries.look(code);
		if (box.isEmpty()) {
			brake.missed(request.getRemoteAddr());
		}
		return answer(code, box, linkType, model, request, response);
	}

	private @Nullable String answer(String code, Optional<PublicBox> box, @Nullable String linkType, Model model,
			HttpServletRequest request, HttpServletResponse response) throws IOException {
		response.setHeader("Cache-Control", "no-store");
		response.setHeader("Vary", "Accept");
		var programs = ProgramAnswers.asked(request, linkType);
		if (box.isEmpty()) {
			response.setStatus(HttpServletResponse.SC_NOT_FOUND);
		}
		if (programs) {
			if (box.isPresent()) {
				answers.facts(Thing.BOX, CodePaths.box(code), code, box.get(), linkType, request, response);
			}
			else {
				answers.write(response, MediaType.APPLICATION_JSON_VALUE, Map.of("answer", CodeAnswer.FOREIGN));
			}
			return null;
		}
		if (box.isPresent() && linkType != null && !linkType.isBlank()) {
			return answers.leadOn(Thing.BOX, CodePaths.box(code), linkType, model, request, response);
		}
		model.addAttribute("box", box.orElse(null));
		model.addAttribute("code", code);
		return "traceability/box/public";
	}

}
