package cn.jinfu.production.service.provider;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Machines and when they are free. */
@RestController
@RequestMapping("/api/v1")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:service:view')")
class MachineApi {

	record Keeping(@NotNull Instant from, @NotNull Instant to, @NotBlank @Size(max = 60) String why) {
	}

	record Kept(UUID id) {
	}

	private final Providers providers;

	@GetMapping("/service-providers/{id}/machines")
	List<Providers.Machine> machines(@PathVariable UUID id) {
		return providers.machines(providers.view(id).id());
	}

	/** What lies ahead, and what is going on. */
	@GetMapping("/service-providers/{id}/bookings")
	List<Providers.Booking> bookings(@PathVariable UUID id) {
		return providers.calendar(providers.view(id).id());
	}

	@PostMapping("/machines/{id}/bookings")
	@PreAuthorize("hasAnyAuthority('production:service:manage', 'production:service:provide')")
	@ResponseStatus(HttpStatus.CREATED)
	Kept keep(@PathVariable UUID id, @Valid @RequestBody Keeping body) {
		return new Kept(providers.keep(id, body.from(), body.to(), body.why()));
	}

}
