package cn.jinfu.platform.audit;

import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.AuditTrail;
import cn.jinfu.kernel.AuditTrail.Filter;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.platform.job.Jobs;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Who did what, and whether the record still holds, for the auditor's own programs. */
@RestController
@RequestMapping("/api/v1")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('platform:audit:read')")
class AuditApi {

	private final AuditTrail trail;

	private final AuditChecks checks;

	private final Jobs jobs;

	/**
	 * @param who log-in name
	 * @param object identifier of what it was done to
	 */
	@GetMapping("/audit-entries")
	Paged<AuditTrail.Line> list(@RequestParam(required = false) @Nullable String who,
			@RequestParam(required = false) @Nullable String action,
			@RequestParam(required = false) @Nullable String type,
			@RequestParam(required = false) @Nullable UUID object,
			@RequestParam(required = false) @Nullable LocalDate from,
			@RequestParam(required = false) @Nullable LocalDate to,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return trail.list(new Filter(who, action, type, object, from, to), after, Paged.limit(limit));
	}

	@GetMapping("/audit-entries/{seq}")
	AuditTrail.Line show(@PathVariable long seq) {
		return trail.find(seq).orElseThrow(() -> new NotFound("platform.audit.not-found", seq));
	}

	/** Newest first. */
	@GetMapping("/audit-checks")
	Paged<AuditChecks.Check> checks(@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return checks.list(after, Paged.limit(limit));
	}

	/** Goes on after the answer; its verdict is the next check in the list. */
	@PostMapping("/audit-checks")
	@ResponseStatus(HttpStatus.ACCEPTED)
	void check() {
		jobs.startAuditCheck();
	}

}
