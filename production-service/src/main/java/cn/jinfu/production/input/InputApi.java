package cn.jinfu.production.input;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Scope;
import cn.jinfu.production.AgriInputs;
import cn.jinfu.production.InputHoldings;
import cn.jinfu.production.InputKind;
import cn.jinfu.production.InputUnit;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** The catalogue, what farms hold of it, and what they bought elsewhere. */
@RestController
@RequestMapping("/api/v1")
@RequiredArgsConstructor
class InputApi {

	record Catalogued(AgriInputs.Input input, AgriInputs.Standing standing, List<AgriInputs.LabelRule> rules) {
	}

	record NewInput(@NotBlank @Size(max = 80) String name, @NotNull InputKind kind,
			@Nullable @Size(max = 40) String registrationNo, @Nullable LocalDate registeredTo,
			@NotBlank @Size(max = 80) String manufacturer, @NotNull List<@NotBlank @Size(max = 40) String> ingredients,
			@Nullable @Size(max = 40) String formulation, @NotNull InputUnit unit,
			@Nullable @Positive @Digits(integer = 12, fraction = 6) BigDecimal packQuantity,
			@Nullable @Size(max = 10) String packName) {
	}

	record NewRule(@NotBlank String crop, @NotBlank @Size(max = 60) String pest,
			@Nullable @Positive @Digits(integer = 12, fraction = 6) BigDecimal doseMin,
			@NotNull @Positive @Digits(integer = 12, fraction = 6) BigDecimal doseMax,
			@Nullable @Positive Integer maxTimes, @Nullable @PositiveOrZero @Max(365) Integer intervalDays,
			@NotNull LocalDate validFrom, @NotBlank @Size(max = 300) String source) {
	}

	/**
	 * @param clientUid the phone's own id: the same upload twice counts once
	 * @param inputId of the catalogue, or absent with {@code name} as on the package
	 * @param quantity in the base unit
	 */
	record NewPurchase(@NotNull UUID clientUid, @Nullable UUID memberId, @Nullable UUID inputId,
			@Nullable @Size(max = 80) String name, @NotNull InputKind kind,
			@Nullable @Size(max = 40) String registrationNo, @NotNull InputUnit unit,
			@Nullable @Size(max = 40) String lotNo,
			@NotNull @Positive @Digits(integer = 12, fraction = 6) BigDecimal quantity, @NotNull LocalDate boughtOn,
			@NotBlank @Size(max = 60) String seller) {
	}

	/**
	 * @param clientUid the phone's own id: the same upload twice counts once
	 * @param quantity in the base unit
	 */
	record NewLoss(@NotNull UUID clientUid, @Nullable UUID memberId, @NotNull UUID inputId,
			@Nullable @Size(max = 40) String lotNo,
			@NotNull @Positive @Digits(integer = 12, fraction = 6) BigDecimal quantity, @NotNull LossCause cause,
			@Nullable @Size(max = 200) String note, @NotNull LocalDate on) {
	}

	record Struck(@NotBlank @Size(max = 200) String reason) {
	}

	record Entered(UUID id) {
	}

	private final InputCatalogue catalogue;

	private final InputHoldings holdings;

	private final OutsidePurchases purchases;

	private final InputLosses losses;

	private final Farms farms;

	private final BusinessClock clock;

	@GetMapping("/agri-inputs")
	@PreAuthorize("hasAnyAuthority('production:input:view', 'production:operation:record')")
	List<AgriInputs.Input> list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable InputKind kind, @RequestParam(defaultValue = "100") int limit) {
		return catalogue.search(q, kind, limit);
	}

	@GetMapping("/agri-inputs/{id}")
	@PreAuthorize("hasAnyAuthority('production:input:view', 'production:operation:record')")
	Catalogued show(@PathVariable UUID id) {
		return new Catalogued(catalogue.require(id), catalogue.standing(id, clock.today()), catalogue.allRules(id));
	}

	@PostMapping("/agri-inputs")
	@ResponseStatus(HttpStatus.CREATED)
	Catalogued add(@Valid @RequestBody NewInput body) {
		var form = body.formulation();
		return show(catalogue.add(new InputCatalogue.NewInput(body.name(), body.kind(), body.registrationNo(),
				body.registeredTo(), body.manufacturer(), body.ingredients(), (form != null) ? form : "", body.unit(),
				body.packQuantity(), body.packName(), true, false)));
	}

	@PostMapping("/agri-inputs/{id}/label-rules")
	@ResponseStatus(HttpStatus.CREATED)
	Catalogued addRule(@PathVariable UUID id, @Valid @RequestBody NewRule body) {
		catalogue.addRule(new InputCatalogue.NewRule(id, body.crop(), body.pest(), body.doseMin(), body.doseMax(),
				body.maxTimes(), body.intervalDays(), body.validFrom(), body.source(), "secondary"));
		return show(id);
	}

	/**
	 * @param memberId for staff; a farm always sees its own
	 */
	@GetMapping("/holdings")
	@PreAuthorize("hasAuthority('production:operation:view')")
	List<InputHoldings.Holding> held(@RequestParam(required = false) @Nullable UUID memberId) {
		var member = farm(memberId);
		farms.requireReached(member);
		return holdings.ofMember(member);
	}

	/** Bought, used, returned, lost and left of each input and lot. */
	@GetMapping("/holding-tallies")
	@PreAuthorize("hasAuthority('production:operation:view')")
	List<InputHoldings.Tally> tallies(@RequestParam(required = false) @Nullable UUID memberId) {
		var member = farm(memberId);
		farms.requireReached(member);
		return holdings.tallies(member);
	}

	@GetMapping("/input-losses")
	@PreAuthorize("hasAuthority('production:operation:view')")
	List<InputLosses.Loss> lost(@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(defaultValue = "100") int limit) {
		return losses.ofMember(farm(memberId), Math.clamp(limit, 1, 100));
	}

	@PostMapping("/input-losses")
	@PreAuthorize("hasAuthority('production:operation:record')")
	@ResponseStatus(HttpStatus.CREATED)
	Entered lose(@Valid @RequestBody NewLoss body) {
		var lot = body.lotNo();
		return new Entered(losses.enter(new InputLosses.Enter(body.clientUid(), farm(body.memberId()), body.inputId(),
				(lot != null) ? lot : "", body.quantity(), body.cause(), body.note(), body.on())));
	}

	@PostMapping("/input-losses/{id}/voiding")
	@PreAuthorize("hasAuthority('production:operation:record')")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void strike(@PathVariable UUID id, @Valid @RequestBody Struck body) {
		losses.strike(id, body.reason());
	}

	@GetMapping("/outside-purchases")
	List<OutsidePurchases.Purchase> bought(@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(defaultValue = "100") int limit) {
		return purchases.ofMember(farm(memberId), Math.clamp(limit, 1, 100));
	}

	/**
	 * Multipart: {@code purchase} as JSON and {@code photo}, without which it is refused.
	 */
	@PostMapping(path = "/outside-purchases", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
	@ResponseStatus(HttpStatus.CREATED)
	Entered enter(@Valid @RequestPart NewPurchase purchase,
			@RequestPart(required = false) @Nullable MultipartFile photo) {
		var lot = purchase.lotNo();
		return new Entered(purchases.enter(new OutsidePurchases.Enter(purchase.clientUid(), farm(purchase.memberId()),
				purchase.inputId(), purchase.name(), purchase.kind(), purchase.registrationNo(), purchase.unit(),
				(lot != null) ? lot : "", purchase.quantity(), purchase.boughtOn(), purchase.seller()), photo));
	}

	private static UUID farm(@Nullable UUID asked) {
		var actor = Actor.current();
		return (asked == null || actor.scope().kind() == Scope.Kind.MEMBER) ? actor.memberId() : asked;
	}

}
