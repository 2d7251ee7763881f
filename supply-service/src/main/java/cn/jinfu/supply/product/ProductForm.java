package cn.jinfu.supply.product;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.UUID;

import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

import org.springframework.web.multipart.MultipartFile;

/** What a farm types about a product, on the phone. */
record ProductForm(@Nullable @NotBlank @Size(max = 80) String name, @Nullable @NotBlank String crop,
		@Nullable @NotBlank @Size(max = 40) String variety, @Nullable @NotBlank @Size(max = 20) String grade,
		@Nullable @NotNull @Positive @Digits(integer = 4, fraction = 3) BigDecimal netWeightKg,
		@Nullable @Size(max = 14) String gtin, boolean branded, @Nullable MultipartFile photo) {

	static final ProductForm BLANK = new ProductForm(null, null, null, null, null, null, true, null);

	ProductCommands.Register command(UUID memberId) {
		return new ProductCommands.Register(memberId, text(name), text(crop), text(variety), text(grade),
				Objects.requireNonNullElse(netWeightKg, BigDecimal.ZERO), gtin, branded, picture());
	}

	private ProductCommands.@Nullable Photo picture() {
		if (photo == null || photo.isEmpty()) {
			return null;
		}
		try {
			return new ProductCommands.Photo(text(photo.getOriginalFilename()), photo.getBytes());
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	private static String text(@Nullable String typed) {
		return (typed != null) ? typed : "";
	}

}
