package cn.jinfu.platform.filter;

import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.web.SavedFilters;
import cn.jinfu.kernel.web.SavedFilters.SavedFilter;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** The caller's own filters of console lists. */
@RestController
@RequestMapping("/api/v1/saved-filters")
@PreAuthorize("hasAuthority('console:open')")
@RequiredArgsConstructor
class SavedFilterApi {

	/**
	 * @param path of a console list
	 * @param query its parameters, encoded as in an address
	 */
	record NewFilter(@NotBlank @Size(max = 40) String name, @NotBlank @Size(max = 120) String path,
			@NotNull @Size(max = 2000) String query) {
	}

	record Name(@NotBlank @Size(max = 40) String name) {
	}

	private final SavedFilters filters;

	@GetMapping
	List<SavedFilter> list(@RequestParam(required = false) @Nullable String path) {
		return filters.of(path);
	}

	@GetMapping("/{id}")
	SavedFilter show(@PathVariable UUID id) {
		return filters.require(id);
	}

	@PostMapping
	ResponseEntity<SavedFilter> save(@Valid @RequestBody NewFilter body) {
		var kept = filters.save(body.name(), body.path(), body.query());
		return ResponseEntity.created(UriComponentsBuilder.fromPath("/api/v1/saved-filters/{id}").build(kept.id()))
			.body(kept);
	}

	@PutMapping("/{id}")
	SavedFilter rename(@PathVariable UUID id, @Valid @RequestBody Name body) {
		return filters.rename(id, body.name());
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable UUID id) {
		filters.delete(id);
	}

}
