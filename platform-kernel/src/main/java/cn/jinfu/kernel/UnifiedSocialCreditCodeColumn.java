package cn.jinfu.kernel;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;

/** Maps {@link UnifiedSocialCreditCode} to {@code char(18)} or {@code varchar(18)}. */
@Converter(autoApply = true)
public class UnifiedSocialCreditCodeColumn
		implements AttributeConverter<@Nullable UnifiedSocialCreditCode, @Nullable String> {

	@Override
	public @Nullable String convertToDatabaseColumn(@Nullable UnifiedSocialCreditCode code) {
		return code == null ? null : code.value();
	}

	@Override
	public @Nullable UnifiedSocialCreditCode convertToEntityAttribute(@Nullable String value) {
		return value == null ? null : new UnifiedSocialCreditCode(value);
	}

}
