package cn.jinfu.traceability.scan;

import java.io.IOException;

import cn.jinfu.kernel.Messages;
import cn.jinfu.traceability.gs1.ApplicationIdentifier;
import cn.jinfu.traceability.gs1.DigitalLink;
import cn.jinfu.traceability.scan.CodeLinks.Thing;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The page behind a label. Reading it counts nothing: a page that is really shown says so
 * with its ticket ({@link ScanApi}), so that previews, prefetches and caches do not spoil
 * the count. Most readers of labels are answered before they come here
 * ({@link PageDoor}).
 */
@Controller
@RequiredArgsConstructor
class ScanPages {

	private static final int SERIAL_LENGTH = 16;

	private static final int TOO_LONG = Scans.LONGEST + 1;

	private final Scans scans;

	private final CodeLinks links;

	private final ProgramAnswers answers;

	private final Strips strips;

	private final CodeBrake brake;

	private final MessageSource words;

	private final Messages messages;

	/** Typed in by hand: leads to the code's own address. */
	@GetMapping("/t")
	String enter(@RequestParam(required = false) @Nullable String code) {
		var plain = (code != null) ? code.replaceAll("[^0-9A-Za-z]", "") : "";
		return plain.isEmpty() ? "traceability/scan-enter" : typed(plain);
	}

	/** A letter too many is enough to be told so; the rest is not carried along. */
	private static String typed(String code) {
		var plain = code.replaceAll("[^0-9A-Za-z]", "");
		return plain.isEmpty() ? "redirect:/t"
				: "redirect:/t/" + plain.substring(0, Math.min(plain.length(), TOO_LONG));
	}

	/** Product number or GTIN and serial in one: what is printed under the picture. */
	@GetMapping("/t/{code}")
	@Nullable String typed(@PathVariable String code, Model model, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		var wait = brake.seconds(request.getRemoteAddr());
		if (wait > 0) {
			return answers.slowDown(wait, model, request, response);
		}
		var plain = code.replaceAll("[\\s-]", "");
		if (plain.length() > TOO_LONG) {
			return typed(plain);
		}
		var cut = Math.max(0, plain.length() - SERIAL_LENGTH);
		return show(new Asked(plain.substring(0, cut), plain.substring(cut), null, "/t/" + plain), model, request,
				response);
	}

	@GetMapping("/t/{space}/{serial}")
	@Nullable String own(@PathVariable String space, @PathVariable String serial,
			@RequestParam(required = false) @Nullable String linkType, Model model, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		if (space.length() + serial.length() > Scans.LONGEST + SERIAL_LENGTH
				&& !ProgramAnswers.asked(request, linkType)) {
			return typed(space + serial);
		}
		return resolve(new Asked(space, serial, null, "/t/" + space + "/" + serial), linkType, model, request,
				response);
	}

	/**
	 * GS1 Digital Link: a product, a lot or a single package. What is written wrongly is
	 * told so; what is void or called back is answered as such.
	 */
	@GetMapping("/01/{*rest}")
	@Nullable String digitalLink(@PathVariable String rest, @RequestParam(required = false) @Nullable String linkType,
			Model model, HttpServletRequest request, HttpServletResponse response) throws IOException {
		// as it was sent, so that escapes are judged by the rules of the standard
		return switch (DigitalLink.path(request.getRequestURI())) {
			case DigitalLink.Malformed it -> answers.malformed(it.fault(), model, request, response);
			case DigitalLink.Read it -> {
				var link = it.link();
				var serial = link.qualifier(ApplicationIdentifier.SERIAL).orElse(null);
				var lot = link.qualifier(ApplicationIdentifier.LOT).orElse(null);
				yield resolve(new Asked(link.value(), serial, lot, link.path()), linkType, model, request, response);
			}
		};
	}

	/** What this resolver can do. */
	@GetMapping("/.well-known/gs1resolver")
	void description(HttpServletRequest request, HttpServletResponse response) throws IOException {
		answers.write(response, MediaType.APPLICATION_JSON_VALUE,
				links.description(words.getMessage("trace.scan.title", null, LocaleContextHolder.getLocale())));
	}

	/**
	 * @param path without what is asked besides
	 */
	private record Asked(String space, @Nullable String serial, @Nullable String lot, String path) {
	}

	private @Nullable String resolve(Asked asked, @Nullable String linkType, Model model, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		var programs = ProgramAnswers.asked(request, linkType);
		response.setHeader("Vary", "Accept");
		var wait = seconds(asked, request);
		if (wait > 0) {
			return answers.slowDown(wait, model, request, response);
		}
		if (!programs && (linkType == null || linkType.isBlank())) {
			return show(asked, model, request, response);
		}
		// only looked up for a program: nobody has read the label
		var view = look(asked, new Scans.Reader(false, null, request.getRemoteAddr()));
		if (!view.known() && programs) {
			response.setStatus(HttpServletResponse.SC_NOT_FOUND);
			answers.write(response, MediaType.APPLICATION_JSON_VALUE, view);
			return null;
		}
		if (!view.known()) {
			return show(view, model, request, response);
		}
		if (!programs) {
			return answers.leadOn(Thing.LABEL, asked.path(), String.valueOf(linkType), model, request, response);
		}
		var lot = view.lot();
		answers.facts(Thing.LABEL, asked.path(),
				(view.product() != null) ? view.product() : (lot != null) ? lot.cropName() : asked.space(), view,
				linkType, request, response);
		return null;
	}

	private Scans.View look(Asked asked, Scans.Reader reader) {
		if (asked.serial() != null) {
			return scans.read(asked.space(), asked.serial(), reader);
		}
		return (asked.lot() != null) ? scans.lot(asked.space(), asked.lot(), reader)
				: scans.product(asked.space(), reader);
	}

	/**
	 * What everybody could make up, lots and products among it, is not looked at while
	 * its sender waits, whether there is such a thing or not; a package in hand is.
	 */
	private long seconds(Asked asked, HttpServletRequest request) {
		var serial = asked.serial();
		return (PageDoor.found(request) || (serial != null && scans.issued(asked.space(), serial))) ? 0
				: brake.seconds(request.getRemoteAddr());
	}

	private String show(Asked asked, Model model, HttpServletRequest request, HttpServletResponse response) {
		if (asked.serial() == null) {
			return show(look(asked, new Scans.Reader(false, null, request.getRemoteAddr())), model, request, response);
		}
		var visitor = Visitors.known(request);
		if (visitor == null) {
			Visitors.remember(response);
		}
		return show(look(asked, new Scans.Reader(true, visitor, request.getRemoteAddr())), model, request, response);
	}

	private Strip strip(Scans.View view, HttpServletRequest request) {
		var look = view.look();
		if (look == null) {
			return Strip.NONE;
		}
		if (PageDoor.moulds(request, view)) {
			return Strip.MARKS;
		}
		var parts = view.code().split(" ", 2);
		return strips.of(look, strips.ticket(parts[0], parts[1].replace(" ", "")), LocaleContextHolder.getLocale());
	}

	private String show(Scans.View view, Model model, HttpServletRequest request, HttpServletResponse response) {
		if (view.known() && view.lot() == null) {
			model.addAttribute("product", view.product());
			return "traceability/scan-enter";
		}
		model.addAttribute("scan", view);
		model.addAttribute("watchable", view.watchable() && messages.reachPeople());
		model.addAttribute("strip", strip(view, request));
		model.addAttribute("address", request.getRequestURL().toString());
		response.setHeader("Cache-Control", "no-store");
		if (!view.known()) {
			response.setStatus(HttpServletResponse.SC_NOT_FOUND);
		}
		return "traceability/scan";
	}

}
