package cn.jinfu.supply.order;

import java.math.BigDecimal;

import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** The bank's transfer that pays the order. */
record PaymentForm(@Nullable @NotNull @Positive @Digits(integer = 12, fraction = 2) BigDecimal amount,
		@Nullable @NotBlank @Size(max = 60) String bankTxnNo, @Nullable @NotNull Long version) {
}
