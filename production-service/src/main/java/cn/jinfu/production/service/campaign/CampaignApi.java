package cn.jinfu.production.service.campaign;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Problems;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Campaigns from the announcement to the last field, and the fields within the caller's
 * reach.
 */
@RestController
@RequestMapping("/api/v1/pest-campaigns")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:service:view')")
class CampaignApi {

	private static final String MANAGE = "hasAuthority('production:service:manage')";

	private static final String ORDER = "hasAuthority('production:service:order')";

	/**
	 * @param dosePerMu in the input's base unit
	 * @param materialMu price of the product for each mu; absent for none
	 */
	record Announcement(@NotNull UUID menuId, @NotNull UUID inputId, @NotBlank @Size(max = 60) String pest,
			@NotNull @Positive @Digits(integer = 9, fraction = 6) BigDecimal dosePerMu, @Nullable Money materialMu,
			@NotNull LocalDate on, @NotNull LocalDate joinsUntil) {
	}

	record Seen(@NotNull Long version) {
	}

	record Reasoned(@NotBlank @Size(max = 400) String reason, @NotNull Long version) {
	}

	record Joining(@NotNull UUID plantingId) {
	}

	record Leaving(@NotBlank @Size(max = 400) String reason) {
	}

	/**
	 * @param lotNo of the organisation's own holding
	 */
	record Day(@NotBlank @Size(max = 60) String lotNo, @NotBlank @Size(max = 60) String worker, @NotNull Instant from,
			@NotNull Instant to) {
	}

	/**
	 * What became of one field.
	 *
	 * @param code why it was not done; absent when it was
	 */
	record Done(UUID orderId, String no, @Nullable String code, @Nullable String detail) {
	}

	private final Campaigns campaigns;

	private final CampaignRun run;

	private final Problems problems;

	@GetMapping
	List<CampaignView> list() {
		return campaigns.all();
	}

	@GetMapping("/{id}")
	CampaignView show(@PathVariable UUID id) {
		return campaigns.view(id);
	}

	@GetMapping("/{id}/fields")
	List<CampaignView.Field> fields(@PathVariable UUID id) {
		return campaigns.fields(id);
	}

	@PostMapping
	@PreAuthorize(MANAGE)
	@ResponseStatus(HttpStatus.CREATED)
	CampaignView announce(@Valid @RequestBody Announcement body) {
		return campaigns
			.view(campaigns.announce(new Campaigns.Text(body.menuId(), body.inputId(), body.pest(), body.dosePerMu(),
					Objects.requireNonNullElse(body.materialMu(), Money.ZERO), body.on(), body.joinsUntil())));
	}

	@PostMapping("/{id}/closing")
	@PreAuthorize(MANAGE)
	CampaignView close(@PathVariable UUID id, @Valid @RequestBody Seen body) {
		campaigns.close(id, body.version());
		return campaigns.view(id);
	}

	@PostMapping("/{id}/cancellation")
	@PreAuthorize(MANAGE)
	CampaignView cancel(@PathVariable UUID id, @Valid @RequestBody Reasoned body) {
		campaigns.cancel(id, body.reason(), body.version());
		return campaigns.view(id);
	}

	@PostMapping("/{id}/fields")
	@PreAuthorize(ORDER)
	@ResponseStatus(HttpStatus.CREATED)
	CampaignView.Field join(@PathVariable UUID id, @Valid @RequestBody Joining body) {
		var order = campaigns.join(id, body.plantingId());
		return campaigns.fields(id).stream().filter(it -> it.orderId().equals(order)).findFirst().orElseThrow();
	}

	@PostMapping("/{id}/fields/{orderId}/leaving")
	@PreAuthorize(ORDER)
	CampaignView leave(@PathVariable UUID id, @PathVariable UUID orderId, @Valid @RequestBody Leaving body) {
		campaigns.leave(id, orderId, body.reason());
		return campaigns.view(id);
	}

	/** Every field for itself; said again, only those still open are done. */
	@PostMapping("/{id}/carrying-out")
	@PreAuthorize("hasAuthority('production:service:provide')")
	List<Done> carryOut(@PathVariable UUID id, @Valid @RequestBody Day body, Locale locale) {
		return run.carryOut(id, new CampaignRun.Day(body.lotNo(), body.worker(), body.from(), body.to()))
			.stream()
			.map(it -> new Done(it.field().orderId(), it.field().no(),
					(it.refusal() != null) ? it.refusal().code() : null,
					(it.refusal() != null) ? problems.words(it.refusal(), locale) : null))
			.toList();
	}

}
