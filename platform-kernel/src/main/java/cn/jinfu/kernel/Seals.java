package cn.jinfu.kernel;

import java.util.UUID;

/** How personal values are made unreadable and still findable: one by one, or in bulk. */
public interface Seals {

	/** As {@link PersonalData#seal(UUID, String, String)}. */
	String seal(UUID person, String field, String plain);

	/** As {@link PersonalData#index(String, String)}. */
	String index(String kind, String plain);

}
