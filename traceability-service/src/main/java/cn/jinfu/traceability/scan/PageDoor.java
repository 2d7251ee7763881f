package cn.jinfu.traceability.scan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.traceability.code.CodeAnswer;
import cn.jinfu.traceability.code.CodePaths;
import cn.jinfu.traceability.code.LabelKeys;
import cn.jinfu.traceability.code.LabelSerial;
import cn.jinfu.traceability.scan.LabelLooks.Look;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.util.ContentCachingResponseWrapper;
import org.springframework.web.util.HtmlUtils;

/**
 * Answers most readers of labels before anything else is set in motion. How a label
 * stands is asked of the database at each look; the page itself is made once for a lot as
 * it stands, in the ordinary way ({@link ScanPages}), and kept with its headers and with
 * holes where the looks differ. Everything that is not simply a label's page goes on as
 * ever.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
class PageDoor extends OncePerRequestFilter {

	private static final Pattern LABEL = Pattern
		.compile("/(?:t/([0-9A-Za-z-]{4,14})|01/([0-9]{14})/21)/([0-9A-Za-z-]{16,24})");

	/**
	 * Set on a request whose page is going to be kept; holds the look it was made from.
	 */
	private static final String MOULD = PageDoor.class.getName();

	/** Somebody is logged in: the page is his federation's. */
	private static final String SESSION = "JINFU";

	private static final Set<String> EACH_TIME = Set.of("set-cookie", "x-request-id", "content-length", "content-type",
			"content-encoding", "date", "vary", "transfer-encoding", "connection", "keep-alive");

	private static final int MOST_CODES = 10_000;

	private static final byte[] NOTHING = {};

	private static final int TITLE = 0;

	private static final int SINCE = 1;

	private static final int OFTEN = 2;

	private static final int TICKET = 3;

	private static final int ADDRESS = 4;

	private static final int PATH = 5;

	private static final int CODE = 6;

	private static final int CODE_IN_LINK = 7;

	/** All that a page depends on but what is in its holes. */
	private record Key(String host, Locale locale, LocalDate today, int aheadDays, UUID batchId, long edition,
			CodeAnswer answer, String lotStatus, String licenceNo, boolean licenceInForce, String mark,
			boolean digitalLink) {
	}

	private record Kept(PageMould mould, Map<String, List<String>> headers) {
	}

	private record Asked(String space, String serial, String path, LabelSerial.Genuine label) {

		/** As {@link Scans} writes it. */
		String code() {
			return space + " " + LabelSerial.grouped(LabelSerial.plain(serial));
		}

	}

	private final LabelKeys keys;

	private final LabelLooks looks;

	private final Strips strips;

	private final LocaleResolver locales;

	private final BusinessClock clock;

	private final long room;

	private final Map<String, Asked> codes = new ConcurrentHashMap<>();

	private final Map<Key, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

	private long weight;

	/**
	 * @param megabytes what pages that are kept may take; 0 keeps none
	 */
	PageDoor(LabelKeys keys, LabelLooks looks, Strips strips, LocaleResolver locales, BusinessClock clock,
			@Value("${jinfu.scans.page-megabytes:48}") int megabytes) {
		this.keys = keys;
		this.looks = looks;
		this.strips = strips;
		this.locales = locales;
		this.clock = clock;
		this.room = megabytes * 1024L * 1024;
	}

	/** Whether the label of this request was found to be one of ours on the way in. */
	static boolean found(HttpServletRequest request) {
		return request.getAttribute(MOULD) != null;
	}

	/** Whether this page is going to be kept, and then what it was made from. */
	static boolean moulds(HttpServletRequest request, Scans.View view) {
		if (!found(request) || view.look() == null) {
			return false;
		}
		request.setAttribute(MOULD, view.look());
		return true;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		var asked = asked(request);
		if (asked == null) {
			chain.doFilter(request, response);
			return;
		}
		var visitor = Visitors.known(request);
		var today = clock.today();
		var look = looks.at(new LabelLooks.Question(asked.space(), asked.label().keyVersion(), asked.label().number(),
				(visitor != null) ? Visitors.hash(visitor, today) : null));
		if (look.isEmpty()) {
			chain.doFilter(request, response);
			return;
		}
		var page = find(key(request, asked, look.get(), today));
		if (page == null) {
			page = make(request, response, chain, asked, today);
		}
		else {
			page.headers().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
			if (visitor == null) {
				Visitors.remember(response);
			}
		}
		if (page != null) {
			write(request, response, page.mould(), fillings(request, asked, look.get()));
		}
	}

	private @Nullable Asked asked(HttpServletRequest request) {
		var path = request.getRequestURI();
		if (room == 0 || !"GET".equals(request.getMethod()) || !(path.startsWith("/t/") || path.startsWith("/01/"))
				|| request.getQueryString() != null
				|| String.valueOf(request.getHeader(HttpHeaders.ACCEPT)).contains("json") || session(request)) {
			return null;
		}
		// what a code says never changes, and reading it takes five keyed hashes
		var before = codes.get(path);
		if (before != null) {
			return before;
		}
		var asked = read(path);
		if (asked != null) {
			if (codes.size() > MOST_CODES) {
				codes.clear();
			}
			codes.put(path, asked);
		}
		return asked;
	}

	private @Nullable Asked read(String path) {
		var parts = LABEL.matcher(path);
		if (!parts.matches()) {
			return null;
		}
		var own = parts.group(1);
		var space = (own != null) ? own.toUpperCase(Locale.ROOT).replace("-", "") : parts.group(2);
		var serial = parts.group(3);
		if (CodePaths.CERTIFICATE.equals(space) || CodePaths.BOX.equals(space)
				|| !(LabelSerial.read(keys::verifying, space, serial) instanceof LabelSerial.Genuine label)) {
			return null;
		}
		return new Asked(space, serial, path, label);
	}

	private static boolean session(HttpServletRequest request) {
		var cookies = request.getCookies();
		if (cookies != null) {
			for (var cookie : cookies) {
				if (SESSION.equals(cookie.getName())) {
					return true;
				}
			}
		}
		return false;
	}

	private Key key(HttpServletRequest request, Asked asked, Look look, LocalDate today) {
		return new Key(request.getServerName(), locales.resolveLocale(request), today, clock.aheadDays(),
				look.batchId(), look.edition(), look.answer(), look.lotStatus(), look.licenceNo(),
				look.licenceInForce(today), look.mark(), asked.path().startsWith("/01/"));
	}

	/**
	 * Made in the ordinary way; null when it turned out not to be one to keep, and was
	 * sent.
	 */
	private @Nullable Kept make(HttpServletRequest request, HttpServletResponse response, FilterChain chain,
			Asked asked, LocalDate today) throws ServletException, IOException {
		request.setAttribute(MOULD, Boolean.TRUE);
		var answer = new ContentCachingResponseWrapper(response);
		chain.doFilter(request, answer);
		if (!(request.getAttribute(MOULD) instanceof Look made) || answer.getStatus() != HttpServletResponse.SC_OK) {
			answer.copyBodyToResponse();
			return null;
		}
		var code = asked.code();
		var mould = PageMould.of(new String(answer.getContentAsByteArray(), StandardCharsets.UTF_8),
				List.of(Map.entry(Strip.MARKS.title(), TITLE), Map.entry(Strip.MARKS.since(), SINCE),
						Map.entry(Strip.MARKS.often(), OFTEN), Map.entry(Strip.MARKS.ticket(), TICKET),
						Map.entry(request.getRequestURL().toString(), ADDRESS), Map.entry(asked.path(), PATH),
						Map.entry(code, CODE), Map.entry(inLink(code), CODE_IN_LINK)));
		var headers = new TreeMap<String, List<String>>();
		for (var name : response.getHeaderNames()) {
			if (!EACH_TIME.contains(name.toLowerCase(Locale.ROOT))) {
				headers.put(name, List.copyOf(response.getHeaders(name)));
			}
		}
		var page = new Kept(mould, headers);
		if (!mould.holds(asked.serial()) && clock.today().equals(today)) {
			keep(key(request, asked, made, today), page);
		}
		return page;
	}

	private static String inLink(String code) {
		return code.replace(" ", "%20");
	}

	private byte[][] fillings(HttpServletRequest request, Asked asked, Look look) {
		var strip = strips.of(look, strips.ticket(asked.space(), asked.serial()), locales.resolveLocale(request));
		var code = asked.code();
		return new byte[][] { shown(strip.title()), shown(strip.since()), shown(strip.often()), bytes(strip.ticket()),
				shown(request.getRequestURL().toString()), bytes(asked.path()), bytes(code), bytes(inLink(code)) };
	}

	private static byte[] shown(String text) {
		return text.isEmpty() ? NOTHING : bytes(HtmlUtils.htmlEscape(text, "UTF-8"));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static void write(HttpServletRequest request, HttpServletResponse response, PageMould mould,
			byte[][] fillings) throws IOException {
		var small = String.valueOf(request.getHeader(HttpHeaders.ACCEPT_ENCODING)).contains("gzip");
		var body = small ? mould.gzip(fillings) : mould.page(fillings);
		response.setContentType(MediaType.TEXT_HTML_VALUE + ";charset=UTF-8");
		response.setHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT + ", " + HttpHeaders.ACCEPT_ENCODING);
		if (small) {
			response.setHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
		}
		response.setContentLength(body.length);
		response.getOutputStream().write(body);
	}

	private @Nullable Kept find(Key key) {
		synchronized (kept) {
			return kept.get(key);
		}
	}

	/** What was asked for longest ago goes first. */
	private void keep(Key key, Kept page) {
		synchronized (kept) {
			var before = kept.put(key, page);
			weight += page.mould().weight() - ((before != null) ? before.mould().weight() : 0);
			var oldest = kept.values().iterator();
			while (weight > room && oldest.hasNext()) {
				weight -= oldest.next().mould().weight();
				oldest.remove();
			}
		}
	}

}
