package cn.jinfu.credit.partner;

import java.util.List;
import java.util.UUID;

import cn.jinfu.credit.bank.BankText;
import cn.jinfu.credit.facility.BankFacilities;
import cn.jinfu.credit.facility.BankFacilities.BankFacility;
import cn.jinfu.credit.facility.BankFacilities.FacilityHold;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal.NotFound;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
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

/** A bank's own umbrellas and their parts; what is another bank's is not found. */
@RestController
@RequestMapping("/api/partner/v1/facilities")
@RequiredArgsConstructor
class PartnerFacilityApi {

	record FacilityList(List<BankFacility> items) {
	}

	/**
	 * @param amount to be kept back for a quarter of an hour
	 */
	record UsageBody(@NotNull Money amount) {
	}

	/**
	 * @param amount required to approve: the proposed one
	 * @param documentNo required to approve: number of the bank's approval
	 * @param reason required to reject
	 * @param version of the proposal as it was read; a decision on another one is refused
	 */
	record FacilityDecisionBody(@NotNull PartnerApi.Verdict verdict, @Nullable Money amount,
			@Nullable @Size(max = 60) @Pattern(regexp = BankText.LINE) String documentNo,
			@Nullable @Size(min = 2, max = 200) @Pattern(regexp = BankText.LINE) String reason,
			@Nullable @PositiveOrZero Long version) {
	}

	private final BankFacilities facilities;

	@GetMapping
	@PreAuthorize("hasAuthority('facilities.read')")
	public FacilityList list() {
		return new FacilityList(facilities.list(bank()));
	}

	@GetMapping("/{facilityId}")
	@PreAuthorize("hasAuthority('facilities.read')")
	public BankFacility show(@PathVariable @Size(max = 36) @Pattern(regexp = BankText.NUMBER) String facilityId) {
		return facilities.one(bank(), id(facilityId));
	}

	/** Kept for a product or a township, proposed or in force; a few. */
	@GetMapping("/{facilityId}/parts")
	@PreAuthorize("hasAuthority('facilities.read')")
	public FacilityList parts(@PathVariable @Size(max = 36) @Pattern(regexp = BankText.NUMBER) String facilityId) {
		return new FacilityList(facilities.parts(bank(), id(facilityId)));
	}

	/** Keeps the amount back from new applications; the reservation ends by itself. */
	@PostMapping("/{facilityId}/usage-check")
	@PreAuthorize("hasAuthority('facilities.read')")
	@ResponseStatus(HttpStatus.CREATED)
	public FacilityHold check(@PathVariable @Size(max = 36) @Pattern(regexp = BankText.NUMBER) String facilityId,
			@Valid @RequestBody UsageBody body) {
		return facilities.hold(bank(), id(facilityId), body.amount());
	}

	/**
	 * What the federation proposed, an umbrella or a part of one, approved or rejected by
	 * the bank itself.
	 */
	@PostMapping("/{facilityId}/decisions")
	@PreAuthorize("hasAuthority('facilities.write')")
	@ResponseStatus(HttpStatus.CREATED)
	public BankFacility decide(@PathVariable @Size(max = 36) @Pattern(regexp = BankText.NUMBER) String facilityId,
			@Valid @RequestBody FacilityDecisionBody body) {
		var id = id(facilityId);
		return switch (body.verdict()) {
			case APPROVE -> facilities.approve(bank(), id, PartnerApi.given(body.amount(), "amount"),
					said(body.documentNo(), "documentNo"), body.version());
			case REJECT -> facilities.refuse(bank(), id, said(body.reason(), "reason"), body.version());
		};
	}

	private static String said(@Nullable String text, String field) {
		var words = PartnerApi.given(text, field).strip();
		return PartnerApi.given(words.isEmpty() ? null : words, field);
	}

	/** What is no id is nobody's. */
	private static UUID id(String text) {
		try {
			return UUID.fromString(text);
		}
		catch (IllegalArgumentException _) {
			throw new NotFound("credit.facility.not-found", text);
		}
	}

	private static String bank() {
		return Actor.current().login();
	}

}
