package cn.jinfu.production.transfer;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.AreaMu;
import cn.jinfu.production.input.Once;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

@RestController
@RequestMapping("/api/v1/plots/{plotId}/transfers")
@RequiredArgsConstructor
class TransferApi {

	record NewTransfer(@NotNull Direction direction, @NotBlank @Size(max = 60) String partner,
			@NotNull @Positive @Digits(integer = 5, fraction = 4) BigDecimal areaMu, @NotNull LocalDate fromOn,
			@NotNull LocalDate toOn, @NotBlank @Size(max = 40) String contractNo) {
	}

	record Change(@NotBlank @Size(max = 60) String partner,
			@NotNull @Positive @Digits(integer = 5, fraction = 4) BigDecimal areaMu, @NotNull LocalDate fromOn,
			@NotNull LocalDate toOn, @NotBlank @Size(max = 40) String contractNo, @NotNull Long version) {
	}

	record Verification(@Nullable @Size(max = 400) String note, @NotNull Long version) {
	}

	record Return(@NotBlank @Size(max = 400) String reason, @NotNull Long version) {
	}

	record Withdrawal(@NotBlank @Size(max = 400) String reason, @NotNull Long version) {
	}

	record End(@NotNull LocalDate on, @NotBlank @Size(max = 400) String reason, @NotNull Long version) {
	}

	private final TransferCommands commands;

	private final TransferQueries queries;

	private final Once once;

	@GetMapping
	List<TransferView> list(@PathVariable UUID plotId) {
		return queries.ofPlot(plotId);
	}

	@GetMapping("/{id}")
	TransferView show(@PathVariable UUID plotId, @PathVariable UUID id) {
		return queries.view(plotId, id);
	}

	/** The same {@code Idempotency-Key} gives the same transfer. */
	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	TransferView record(@PathVariable UUID plotId,
			@RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
			@Valid @RequestBody NewTransfer body) {
		var terms = new Transfer.Terms(body.partner(), new AreaMu(body.areaMu()), body.fromOn(), body.toOn(),
				body.contractNo(), null);
		return queries.view(plotId, once.id(key, "POST /api/v1/plots/" + plotId + "/transfers", body,
				() -> commands.record(plotId, body.direction(), terms, null)));
	}

	@PutMapping("/{id}")
	TransferView change(@PathVariable UUID plotId, @PathVariable UUID id, @Valid @RequestBody Change body) {
		commands.amend(plotId, id, new Transfer.Terms(body.partner(), new AreaMu(body.areaMu()), body.fromOn(),
				body.toOn(), body.contractNo(), null), null, body.version());
		return queries.view(plotId, id);
	}

	/** The contract's picture or scan; what was returned goes to the officer again. */
	@PostMapping(path = "/{id}/contract", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
	TransferView attach(@PathVariable UUID plotId, @PathVariable UUID id, @RequestParam MultipartFile contract,
			@RequestParam long version) {
		commands.attach(plotId, id, contract, version);
		return queries.view(plotId, id);
	}

	@PostMapping("/{id}/withdrawal")
	TransferView withdraw(@PathVariable UUID plotId, @PathVariable UUID id, @Valid @RequestBody Withdrawal body) {
		commands.withdraw(plotId, id, body.reason(), body.version());
		return queries.view(plotId, id);
	}

	@PostMapping("/{id}/verification")
	TransferView verify(@PathVariable UUID plotId, @PathVariable UUID id, @Valid @RequestBody Verification body) {
		commands.verify(plotId, id, body.note(), body.version());
		return queries.view(plotId, id);
	}

	@PostMapping("/{id}/return")
	TransferView giveBack(@PathVariable UUID plotId, @PathVariable UUID id, @Valid @RequestBody Return body) {
		commands.giveBack(plotId, id, body.reason(), body.version());
		return queries.view(plotId, id);
	}

	@PostMapping("/{id}/end")
	TransferView end(@PathVariable UUID plotId, @PathVariable UUID id, @Valid @RequestBody End body) {
		commands.end(plotId, id, body.on(), body.reason(), body.version());
		return queries.view(plotId, id);
	}

}
