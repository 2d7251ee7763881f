package cn.jinfu.kernel;

import java.math.BigDecimal;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;

/** Maps {@link AreaMu} to {@code numeric(12,4)}. */
@Converter(autoApply = true)
public class AreaMuColumn implements AttributeConverter<@Nullable AreaMu, @Nullable BigDecimal> {

	@Override
	public @Nullable BigDecimal convertToDatabaseColumn(@Nullable AreaMu area) {
		return area == null ? null : area.mu();
	}

	@Override
	public @Nullable AreaMu convertToEntityAttribute(@Nullable BigDecimal mu) {
		return mu == null ? null : new AreaMu(mu);
	}

}
