package cn.jinfu.kernel;

import java.math.BigDecimal;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;

/** Maps {@link Money} to {@code numeric(18,2)}, so that SQL can still sum it. */
@Converter(autoApply = true)
public class MoneyColumn implements AttributeConverter<@Nullable Money, @Nullable BigDecimal> {

	@Override
	public @Nullable BigDecimal convertToDatabaseColumn(@Nullable Money money) {
		return money == null ? null : money.yuan();
	}

	@Override
	public @Nullable Money convertToEntityAttribute(@Nullable BigDecimal yuan) {
		return yuan == null ? null : new Money(yuan);
	}

}
