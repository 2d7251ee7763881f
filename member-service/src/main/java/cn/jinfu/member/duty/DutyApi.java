package cn.jinfu.member.duty;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** The duty roster for clients. */
@RestController
@RequestMapping("/api/v1/duty-shifts")
@PreAuthorize("hasAuthority('member:organisation:view')")
@RequiredArgsConstructor
class DutyApi {

	record Shift(@NotNull UUID organisationId, @NotBlank @Size(max = 60) String personName,
			@NotBlank @Size(max = 20) String phone, @NotNull Instant from, @NotNull Instant to) {
	}

	private final DutyDesk desk;

	@GetMapping
	List<DutyDesk.Line> list() {
		return desk.coming();
	}

	@GetMapping("/{id}")
	DutyDesk.Line show(@PathVariable UUID id) {
		return desk.require(id);
	}

	@PostMapping
	@PreAuthorize("hasAuthority('member:duty:edit')")
	ResponseEntity<DutyDesk.Line> plan(@Valid @RequestBody Shift body) {
		var id = desk
			.plan(new DutyDesk.Plan(body.organisationId(), body.personName(), body.phone(), body.from(), body.to()));
		return ResponseEntity.created(UriComponentsBuilder.fromPath("/api/v1/duty-shifts/{id}").build(id))
			.body(desk.require(id));
	}

	@DeleteMapping("/{id}")
	@PreAuthorize("hasAuthority('member:duty:edit')")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void remove(@PathVariable UUID id) {
		desk.remove(id);
	}

}
