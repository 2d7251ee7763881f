package cn.jinfu.traceability.label;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

import cn.jinfu.kernel.Idempotency;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/** Takes orders in: one that is sent twice is one order. */
@Component
@RequiredArgsConstructor
class LabelCounter {

	private static final String ROUTE = "POST /api/v1/label-orders";

	private final LabelOrders orders;

	private final Idempotency idempotency;

	/**
	 * @param key the caller's own, or null when it does not care
	 */
	UUID order(@Nullable String key, LabelOrders.Order order) {
		return (key == null || key.isBlank()) ? orders.order(order)
				: idempotency.once(key, ROUTE, hash(order.toString()), UUID.class, () -> orders.order(order));
	}

	private static String hash(String text) {
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException absent) {
			throw new IllegalStateException("every Java platform has SHA-256", absent);
		}
	}

}
