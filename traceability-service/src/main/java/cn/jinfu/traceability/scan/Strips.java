package cn.jinfu.traceability.scan;

import java.time.Instant;
import java.util.Locale;

import cn.jinfu.kernel.web.Formats;
import cn.jinfu.traceability.code.LabelKeys;
import cn.jinfu.traceability.code.LabelSerial;
import cn.jinfu.traceability.code.ScanRegions;
import cn.jinfu.traceability.code.ScanTicket;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Words of the strip on top of a label's page. */
@Component
@RequiredArgsConstructor
class Strips {

	/** So many looks at one package are nothing out of the ordinary. */
	private static final int OFTEN = 5;

	private final MessageSource words;

	private final Formats formats;

	private final LabelKeys keys;

	private final ScanRegions regions;

	/** Says how often, never that it is a copy. */
	Strip of(LabelLooks.Look look, String ticket, Locale locale) {
		var nth = look.nth();
		var first = look.firstAt();
		return new Strip((nth <= 1) ? say("trace.scan.first", locale) : say("trace.scan.again", locale, nth),
				(first != null) ? since(formats.dateTime(first), regions.name(look.firstRegion()), locale) : "",
				(nth > OFTEN) ? say("trace.scan.often", locale, nth) : "", ticket);
	}

	/**
	 * @param serial however it was typed; must be one of ours
	 */
	String ticket(String space, String serial) {
		var plain = LabelSerial.plain(serial);
		return ScanTicket.issue(keys.signing(LabelSerial.keyVersion(plain)), space, plain, Instant.now());
	}

	private String since(String first, @Nullable String where, Locale locale) {
		return (where != null) ? say("trace.scan.first-at-in", locale, first, where)
				: say("trace.scan.first-at", locale, first);
	}

	private String say(String key, Locale locale, @Nullable Object... values) {
		return words.getMessage(key, values, locale);
	}

}
