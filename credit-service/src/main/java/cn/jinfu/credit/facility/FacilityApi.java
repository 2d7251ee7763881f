package cn.jinfu.credit.facility;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Umbrellas, to read. */
@RestController
@RequestMapping("/api/v1/facilities")
@RequiredArgsConstructor
class FacilityApi {

	record PartResource(@Nullable String product, @Nullable String township, ShareStatus status, Money amount,
			Money used, Money left) {

		static PartResource of(FacilityDesk.Part it) {
			return new PartResource(it.share().productCode(), it.share().township(), it.share().status(),
					it.share().amount(), it.used(), it.left());
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

}
