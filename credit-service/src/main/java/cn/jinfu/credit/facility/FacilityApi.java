package cn.jinfu.credit.facility;

import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import cn.jinfu.member.Typed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Umbrellas: what they are, and their making by two people. */
@RestController
@RequestMapping("/api/v1/facilities")
@RequiredArgsConstructor
class FacilityApi {

	record PartResource(UUID id, long version, @Nullable String product, @Nullable String township, ShareStatus status,
			Money amount, Money used, Money left, @Nullable String document, @Nullable String reason) {

		static PartResource of(FacilityDesk.Part it) {
			var share = it.share();
			return new PartResource(share.id(), share.version(), share.productCode(), share.township(), share.status(),
					share.amount(), it.used(), it.left(), share.bankDocument(), share.reason());
		}

	}

	record FacilityResource(UUID id, String name, UUID bankId, FacilityStatus status, Money amount, Money reserved,
			Money used, Money available, LocalDate validFrom, LocalDate validTo, List<PartResource> parts,
			long version) {

		static FacilityResource of(Facility it, List<PartResource> parts) {
			return new FacilityResource(it.id(), it.name(), it.bankId(), it.status(), it.amount(), it.reserved(),
					it.used(), it.available(), it.validFrom(), it.validTo(), parts, it.version());
		}

	}

	private final FacilityBook book;

	private final FacilityDesk desk;

	/** All umbrellas: a federation has a few. */
	@GetMapping
	@PreAuthorize("hasAuthority('credit:guarantee:view')")
	List<FacilityResource> list() {
		return book.umbrellas().stream().map(it -> FacilityResource.of(it, parts(it.id()))).toList();
	}

	private List<PartResource> parts(UUID id) {
		return desk.parts(id).stream().map(PartResource::of).toList();
	}

	@GetMapping("/{id}")
	@PreAuthorize("hasAuthority('credit:guarantee:view')")
	ResponseEntity<FacilityResource> show(@PathVariable UUID id) {
		var resource = FacilityResource.of(book.tree(id).umbrella(), parts(id));
		return ResponseEntity.ok().eTag("\"" + resource.version() + "\"").body(resource);
	}

	@GetMapping("/{id}/uses")
	Paged<FacilityDesk.Use> uses(@PathVariable UUID id, @RequestParam(required = false) @Nullable String product,
			@RequestParam(required = false) @Nullable String township,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return desk.uses(id, product, township, after, Paged.limit(limit));
	}

	record NewFacility(@NotNull UUID bankId, @NotBlank @Size(max = 100) String name, @NotNull Money amount,
			@NotNull LocalDate validFrom, @NotNull LocalDate validTo) {
	}

	/**
	 * @param document number of the bank's approval
	 */
	record Approval(@NotBlank @Size(max = 60) String document) {
	}

	record Reason(@NotBlank @Size(min = 2, max = 400) String reason) {
	}

	/** A part for a product or for a township, one of the two. */
	record NewPart(@Nullable @Size(max = 20) String product, @Nullable @Size(max = 12) String township,
			@NotNull Money amount) {
	}

	record Created(UUID id) {
	}

	@PostMapping
	@PreAuthorize("hasAuthority('credit:facility:edit')")
	ResponseEntity<Created> propose(@Valid @RequestBody NewFacility body) {
		var id = desk.propose(body.bankId(), body.name().strip(), body.amount(), body.validFrom(), body.validTo());
		return ResponseEntity.created(URI.create("/api/v1/facilities/" + id)).body(new Created(id));
	}

	@PostMapping("/{id}/confirmation")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@PreAuthorize("hasAuthority('credit:facility:approve')")
	void confirm(@PathVariable UUID id, @RequestHeader("If-Match") String seen, @Valid @RequestBody Approval body) {
		desk.confirm(id, body.document(), Typed.version(seen));
	}

	@PostMapping("/{id}/refusal")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@PreAuthorize("hasAuthority('credit:facility:approve')")
	void refuse(@PathVariable UUID id, @RequestHeader("If-Match") String seen, @Valid @RequestBody Reason body) {
		desk.refuse(id, body.reason(), Typed.version(seen));
	}

	@PostMapping("/{id}/freeze")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@PreAuthorize("hasAnyAuthority('credit:facility:edit', 'credit:facility:approve')")
	void freeze(@PathVariable UUID id, @RequestHeader("If-Match") String seen, @Valid @RequestBody Reason body) {
		desk.freeze(id, body.reason(), Typed.version(seen));
	}

	@PostMapping("/{id}/lift")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@PreAuthorize("hasAuthority('credit:facility:approve')")
	void lift(@PathVariable UUID id, @RequestHeader("If-Match") String seen, @Valid @RequestBody Reason body) {
		desk.lift(id, body.reason(), Typed.version(seen));
	}

	@PostMapping("/{id}/parts")
	@ResponseStatus(HttpStatus.CREATED)
	@PreAuthorize("hasAuthority('credit:facility:edit')")
	Created part(@PathVariable UUID id, @Valid @RequestBody NewPart body) {
		return new Created(desk.proposeShare(id, body.product(), body.township(), body.amount()));
	}

	/** By the number of the bank's approval, as the umbrella. */
	@PostMapping("/{id}/parts/{partId}/confirmation")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@PreAuthorize("hasAuthority('credit:facility:approve')")
	void confirmPart(@PathVariable UUID id, @PathVariable UUID partId, @RequestHeader("If-Match") String seen,
			@Valid @RequestBody Approval body) {
		desk.confirmShare(partId, body.document(), Typed.version(seen));
	}

	@PostMapping("/{id}/parts/{partId}/refusal")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@PreAuthorize("hasAuthority('credit:facility:approve')")
	void refusePart(@PathVariable UUID id, @PathVariable UUID partId, @RequestHeader("If-Match") String seen,
			@Valid @RequestBody Reason body) {
		desk.refuseShare(partId, body.reason(), Typed.version(seen));
	}

}
