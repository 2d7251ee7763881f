package cn.jinfu.platform.security;

import java.util.Locale;

import lombok.RequiredArgsConstructor;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * The name under which somebody acts for another: his own and the other's, in the
 * federation's language, since it is kept with what he does.
 */
@Component
@RequiredArgsConstructor
public class BothNames {

	/** Of each name, so that both fit where one does. */
	private static final int LONGEST = 28;

	private final MessageSource messages;

	/** At most 60 characters. */
	public String of(String agent, String other) {
		return String.valueOf(messages.getMessage("platform.behalf", new Object[] { cut(agent), cut(other) },
				Locale.SIMPLIFIED_CHINESE));
	}

	private static String cut(String name) {
		return (name.length() <= LONGEST) ? name : name.substring(0, LONGEST);
	}

}
