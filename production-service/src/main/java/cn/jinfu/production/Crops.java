package cn.jinfu.production;

import java.util.List;
import java.util.Optional;

/** Crops by stable code; the names are reference data. */
public interface Crops {

	/** Groups to which the law ties its bans. */
	enum Group {

		VEGETABLE, FRUIT, TEA, FUNGUS, HERB, GRAIN, OIL, OTHER

	}

	/**
	 * @param code lower case, for example {@code watermelon}
	 */
	record Crop(String code, String name, Group group) {
	}

	/** As the catalogue orders them: the usual ones first. */
	List<Crop> all();

	Optional<Crop> find(String code);

}
