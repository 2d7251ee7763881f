package cn.jinfu.supply;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** What farms sell: one product is one thing in one package size. */
public interface Products {

	/**
	 * @param no number people read, for example {@code P-000001}; the own code where
	 * there is no GTIN
	 * @param crop stable code of the crop, as in production's {@code Crops}
	 * @param cropName its Chinese name
	 * @param netWeightKg net weight of one package, three decimals
	 * @param gtin fourteen digits, or null
	 * @param brandClass class within the mark's goods, for example {@code WATERMELON}, or
	 * null when it is sold without the regional brand
	 * @param photoId stored file, or null
	 * @param active withdrawn products keep their past, and are sold no more
	 */
	record Product(UUID productId, UUID memberId, String no, String name, String crop, String cropName, String variety,
			String grade, BigDecimal netWeightKg, @Nullable String gtin, @Nullable String brandClass,
			@Nullable UUID photoId, boolean active) {

		/** GTIN where there is one, else the own code: the code space of labels. */
		public String codeSpace() {
			return (gtin != null) ? gtin : no;
		}

	}

	Optional<Product> find(UUID productId);

	/** By GTIN or own number. */
	Optional<Product> byCode(String gtinOrNo);

	/** Keyed by product; unknown ids are absent. */
	Map<UUID, Product> inSet(Collection<UUID> productIds);

	/** Products of a farm that are not withdrawn, in order of number. */
	List<Product> ofMember(UUID memberId);

}
