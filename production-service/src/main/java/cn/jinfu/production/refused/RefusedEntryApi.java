package cn.jinfu.production.refused;

import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.OutboxForm;
import cn.jinfu.kernel.Paged;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Entries of phones that were refused when they came late. */
@RestController
@RequestMapping("/api/v1/refused-entries")
@RequiredArgsConstructor
@PreAuthorize("hasAnyAuthority('production:operation:record', 'production:planting:verify')")
class RefusedEntryApi {

	record Dismissal(@NotBlank @Size(max = 400) String reason, @NotNull Long version) {
	}

	private final RefusedEntries entries;

	@GetMapping
	Paged<RefusedEntryView> list(@RequestParam(required = false) @Nullable RefusedState state,
			@RequestParam(required = false) @Nullable String form,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return entries.list(new RefusedEntries.Filter(state, form, after, Paged.limit(limit)));
	}

	@GetMapping("/{entryId}")
	RefusedEntryView show(@PathVariable UUID entryId) {
		return entries.view(entryId);
	}

	/** What was typed, in words. */
	@GetMapping("/{entryId}/lines")
	List<OutboxForm.Line> told(@PathVariable UUID entryId) {
		return entries.told(entryId, LocaleContextHolder.getLocale());
	}

	@PostMapping("/{entryId}/dismissal")
	RefusedEntryView dismiss(@PathVariable UUID entryId, @Valid @RequestBody Dismissal body) {
		entries.dismiss(entryId, body.reason(), body.version());
		return entries.view(entryId);
	}

}
