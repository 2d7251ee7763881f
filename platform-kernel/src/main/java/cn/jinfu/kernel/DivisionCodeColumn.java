package cn.jinfu.kernel;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;

/** Maps {@link DivisionCode} to {@code varchar(12)}. */
@Converter(autoApply = true)
public class DivisionCodeColumn implements AttributeConverter<@Nullable DivisionCode, @Nullable String> {

	@Override
	public @Nullable String convertToDatabaseColumn(@Nullable DivisionCode code) {
		return code == null ? null : code.value();
	}

	@Override
	public @Nullable DivisionCode convertToEntityAttribute(@Nullable String value) {
		return value == null ? null : new DivisionCode(value);
	}

}
