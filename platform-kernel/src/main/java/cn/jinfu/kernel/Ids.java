package cn.jinfu.kernel;

import java.util.UUID;

import org.hibernate.id.uuid.UuidVersion7Strategy;

/** New identifiers: UUID version 7, so that they sort by the time of their creation. */
public final class Ids {

	private Ids() {
	}

	public static UUID next() {
		return UuidVersion7Strategy.INSTANCE.generateUuid(null);
	}

}
