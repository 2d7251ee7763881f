package cn.jinfu.credit.consent;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * The text that a person reads before consenting. The hash is of exactly these Chinese
 * paragraphs with the recipient's name in them.
 */
@Component
@RequiredArgsConstructor
public class ConsentText {

	/**
	 * The class of data of who consents to identity and phone numbers being handed over.
	 */
	public static final String IDENTITY = "IDENTITY";

	private static final int PARAGRAPHS = 5;

	public record Text(String version, List<String> paragraphs, String dataClasses, String sha256) {
	}

	private final MessageSource messages;

	/**
	 * @param recipient name of the bank; null for the federation's own rating
	 */
	public Text of(ConsentPurpose purpose, @Nullable String recipient) {
		var key = "credit.consent.text." + purpose.name() + ".";
		var args = new Object[] { (recipient != null) ? recipient : "" };
		var paragraphs = java.util.stream.IntStream.rangeClosed(1, PARAGRAPHS)
			.mapToObj(it -> messages.getMessage(key + it, args, Locale.SIMPLIFIED_CHINESE))
			.toList();
		var hash = sha256(String.join("\n", paragraphs));
		return switch (purpose) {
			case RATING -> new Text("2026-1", paragraphs, "PRODUCTION,TRACE,SALES,CREDIT", hash);
			case FINANCING -> new Text("2026-2", paragraphs,
					"MEMBER," + IDENTITY + ",RATING,PRODUCTION,TRACE,SALES,CREDIT,GUARANTEE", hash);
		};
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
