package cn.jinfu.production.transfer;

import java.math.BigDecimal;
import java.time.LocalDate;

import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.Ids;
import cn.jinfu.production.Plain;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.web.multipart.MultipartFile;

/** What the farm tells on its phone, and at the counter. */
record TransferForm(@Nullable String requestKey, @Nullable @NotNull Direction direction,
		@Nullable @NotBlank @Size(max = 60) String partner,
		@Nullable @NotNull @Positive @Digits(integer = 5, fraction = 4) BigDecimal areaMu,
		@Nullable @NotNull LocalDate fromOn, @Nullable @NotNull LocalDate toOn,
		@Nullable @NotBlank @Size(max = 40) String contractNo, @Nullable MultipartFile contract,
		@Nullable Long version) {

	static TransferForm blank() {
		return new TransferForm(Ids.next().toString(), Direction.IN, null, null, null, null, null, null, null);
	}

	static TransferForm of(TransferView transfer) {
		return new TransferForm(null, transfer.direction(), transfer.partner(), Plain.of(transfer.areaMu()),
				transfer.fromOn(), transfer.toOn(), transfer.contractNo(), null, transfer.version());
	}

	/** What a second sending must agree in. */
	String said() {
		return direction + "/" + partner + "/" + areaMu + "/" + fromOn + "/" + toOn + "/" + contractNo;
	}

	Transfer.Terms terms() {
		if (partner == null || areaMu == null || fromOn == null || toOn == null || contractNo == null) {
			throw new IllegalStateException("validated before");
		}
		return new Transfer.Terms(partner, new AreaMu(areaMu), fromOn, toOn, contractNo, null);
	}

}
