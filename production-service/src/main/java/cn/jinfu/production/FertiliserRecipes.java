package cn.jinfu.production;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What fields need by the laboratory's values: 施肥配方. Never changed once made. */
public interface FertiliserRecipes {

	/**
	 * @param kgPerMu of the product
	 * @param quantity for the whole field, in the input's base unit
	 */
	record Item(UUID inputId, String inputName, InputUnit unit, BigDecimal kgPerMu, BigDecimal quantity) {
	}

	/**
	 * @param crop stable code
	 * @param items empty when the federation's list holds no fertiliser for it
	 */
	record Recipe(UUID recipeId, String no, UUID memberId, UUID plotId, String plotName, String crop, String cropName,
			BigDecimal areaMu, List<Item> items) {
	}

	Optional<Recipe> find(UUID recipeId);

	/** The latest first, at most fifty. */
	List<Recipe> ofMember(UUID memberId);

}
