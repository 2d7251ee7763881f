package cn.jinfu.credit.party;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import cn.jinfu.kernel.Money;
import lombok.RequiredArgsConstructor;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * The notice that somebody reads before he signs with a farm. Its hash covers the terms:
 * with another amount, term or bank it is another notice.
 */
@Component
@RequiredArgsConstructor
class PartyText {

	private static final String VERSION = "2026-2";

	private static final int PARAGRAPHS = 4;

	/** The terms that stand in it. */
	record Terms(String borrower, String product, String bank, Money amount, int months) {
	}

	record Text(String version, List<String> paragraphs, String sha256) {
	}

	private final MessageSource messages;

	Text of(PartyRole role, String name, Terms terms) {
		var args = new Object[] { name, terms.borrower(), terms.bank(), terms.product(),
				terms.amount().yuan().toPlainString(), String.valueOf(terms.months()) };
		var paragraphs = IntStream.rangeClosed(1, PARAGRAPHS)
			.mapToObj(it -> String
				.valueOf(messages.getMessage("credit.party.text." + role + "." + it, args, Locale.SIMPLIFIED_CHINESE)))
			.toList();
		return new Text(VERSION, paragraphs, sha256(VERSION + "\n" + String.join("\n", paragraphs)));
	}

	private static String sha256(String text) {
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

}
