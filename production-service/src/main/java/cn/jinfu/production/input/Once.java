package cn.jinfu.production.input;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Supplier;

import cn.jinfu.kernel.Idempotency;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a phone sends twice is done once; the second answer is the first one's. */
@Component
@RequiredArgsConstructor
public class Once {

	private final Idempotency idempotency;

	/**
	 * @param key the form's or the caller's own; without one it is simply done
	 * @param request what is asked for, written out; another one under the same key is
	 * refused
	 */
	public UUID id(@Nullable String key, String route, Object request, Supplier<UUID> work) {
		return idempotency.id(key, route, request, work);
	}

	/** The id under which an entry of a phone is known, from the key of its form. */
	public static UUID clientUid(@Nullable String key) {
		return (key == null || key.isBlank()) ? UUID.randomUUID()
				: UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
	}

}
