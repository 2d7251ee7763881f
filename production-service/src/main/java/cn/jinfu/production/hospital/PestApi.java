package cn.jinfu.production.hospital;

import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Paged;
import cn.jinfu.production.hospital.pest.PestBook;
import cn.jinfu.production.hospital.pest.PestKind;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/pests")
@RequiredArgsConstructor
class PestApi {

	/**
	 * @param active whether farms see it; left out means yes
	 * @param version seen of the page that is changed; left out for a new one
	 */
	record PestBody(@NotBlank @Size(max = 60) String name, @NotNull PestKind kind,
			@NotEmpty Set<@NotBlank String> crops, @NotBlank @Size(max = 2000) String symptoms,
			@NotBlank @Size(max = 2000) String measures, @NotBlank @Size(max = 300) String source,
			@Nullable Boolean active, @Nullable Long version) {

		PestBook.PestText text() {
			return new PestBook.PestText(name, kind, crops, symptoms, measures, source, active == null || active,
					false);
		}

	}

	private final PestBook pests;

	@GetMapping
	Paged<PestBook.Pest> list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable String crop,
			@RequestParam(required = false) @Nullable PestKind kind,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return pests.list(new PestBook.Filter(q, crop, kind, false, after, Paged.limit(limit)));
	}

	@GetMapping("/{id}")
	PestBook.Pest show(@PathVariable UUID id) {
		return pests.view(id);
	}

	@PostMapping
	@PreAuthorize("hasAuthority('production:pest:edit')")
	@ResponseStatus(HttpStatus.CREATED)
	PestBook.Pest add(@Valid @RequestBody PestBody body) {
		return pests.view(pests.add(body.text(), null));
	}

	@PutMapping("/{id}")
	@PreAuthorize("hasAuthority('production:pest:edit')")
	PestBook.Pest change(@PathVariable UUID id, @Valid @RequestBody PestBody body) {
		var seen = body.version();
		pests.change(id, body.text(), null, (seen != null) ? seen : -1);
		return pests.view(id);
	}

}
