package cn.jinfu.kernel;

import java.math.BigDecimal;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;

/** Maps {@link WeightKg} to {@code numeric(18,6)}. */
@Converter(autoApply = true)
public class WeightKgColumn implements AttributeConverter<@Nullable WeightKg, @Nullable BigDecimal> {

	@Override
	public @Nullable BigDecimal convertToDatabaseColumn(@Nullable WeightKg weight) {
		return weight == null ? null : weight.kg();
	}

	@Override
	public @Nullable WeightKg convertToEntityAttribute(@Nullable BigDecimal kg) {
		return kg == null ? null : new WeightKg(kg);
	}

}
