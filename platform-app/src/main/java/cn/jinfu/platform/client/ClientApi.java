package cn.jinfu.platform.client;

import java.time.LocalDate;
import java.util.Objects;

import cn.jinfu.kernel.Paged;
import cn.jinfu.platform.security.MachineClients.Profile;
import jakarta.validation.Valid;
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

/** The registered machines of partners. */
@RestController
@RequestMapping("/api/v1/clients")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('platform:client:view')")
class ClientApi {

	record Binding(@NotNull Boolean bound) {
	}

	/**
	 * @param certificate as PEM, or its SHA-256 with its last day
	 * @param next the one that takes over, likewise
	 */
	record Proposal(@NotNull Profile profile, @Nullable @Size(max = 400) String addresses,
			@Nullable @Size(max = 8000) String certificate, @Nullable LocalDate certificateTo,
			@Nullable @Size(max = 8000) String next, @Nullable LocalDate nextTo) {
	}

	private final ClientDesk desk;

	@GetMapping
	Paged<ClientDesk.Line> list(@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return Paged.slice(desk.all(), after, Paged.limit(limit), ClientDesk.Line::clientId);
	}

	@PutMapping("/{clientId}/binding")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void bind(@PathVariable String clientId, @Valid @RequestBody Binding body) {
		desk.bind(clientId, body.bound());
	}

	@PostMapping("/{clientId}/profile-proposal")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void propose(@PathVariable String clientId, @Valid @RequestBody Proposal body) {
		desk.propose(clientId, body.profile(), Objects.requireNonNullElse(body.addresses(), ""),
				new ClientDesk.Shown(body.certificate(), body.certificateTo()),
				new ClientDesk.Shown(body.next(), body.nextTo()));
	}

	@PostMapping("/{clientId}/profile-confirmation")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void confirm(@PathVariable String clientId) {
		desk.confirm(clientId);
	}

	@PostMapping("/{clientId}/profile-withdrawal")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void withdraw(@PathVariable String clientId) {
		desk.withdraw(clientId);
	}

}
