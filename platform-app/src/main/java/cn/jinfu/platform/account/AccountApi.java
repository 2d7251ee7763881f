package cn.jinfu.platform.account;

import java.net.URI;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Scope;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

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
import org.springframework.web.bind.annotation.RestController;

/** Staff accounts for programs of the federation itself. */
@RestController
@RequestMapping("/api/v1/accounts")
@RequiredArgsConstructor
class AccountApi {

	record Disablement(@Nullable @NotBlank String reason, @Nullable UUID heir, @Nullable @NotNull Long version) {
	}

	record Seen(@Nullable @NotNull Long version) {
	}

	/** A password to hand to its holder; it is not kept in the clear. */
	record FirstPassword(UUID accountId, String password) {
	}

	private final AccountCommands commands;

	private final AccountQueries queries;

	private final Bundles bundles;

	@GetMapping
	Paged<AccountView> list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable String role,
			@RequestParam(required = false) @Nullable AccountStatus status,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries.list(new AccountQueries.Filter(q, role, status, after, Paged.limit(limit)));
	}

	@GetMapping("/{id}")
	AccountView one(@PathVariable UUID id) {
		return queries.view(id);
	}

	@PostMapping
	ResponseEntity<FirstPassword> create(@Valid @RequestBody AccountForm body) {
		var opened = commands.create(Objects.requireNonNullElse(body.login(), ""), body.facts(bundles, null));
		return ResponseEntity.created(URI.create("/api/v1/accounts/" + opened.id()))
			.body(new FirstPassword(opened.id(), opened.password()));
	}

	@PutMapping("/{id}")
	@PreAuthorize("hasAuthority('platform:account:manage')")
	AccountView change(@PathVariable UUID id, @Valid @RequestBody AccountForm body) {
		var account = queries.view(id);
		commands.change(id, body.facts(bundles, new Scope(Scope.Kind.valueOf(account.scopeKind()), account.scopeRef())),
				Objects.requireNonNullElse(body.version(), -1L));
		return queries.view(id);
	}

	@PostMapping("/{id}/disablement")
	AccountView disable(@PathVariable UUID id, @Valid @RequestBody Disablement body) {
		commands.disable(id, Objects.requireNonNull(body.reason()), body.heir(),
				Objects.requireNonNull(body.version()));
		return queries.view(id);
	}

	@DeleteMapping("/{id}/disablement")
	AccountView enable(@PathVariable UUID id, @RequestParam long version) {
		commands.enable(id, version);
		return queries.view(id);
	}

	@PostMapping("/{id}/password")
	FirstPassword resetPassword(@PathVariable UUID id, @Valid @RequestBody Seen body) {
		return new FirstPassword(id, commands.resetPassword(id, Objects.requireNonNull(body.version())));
	}

	@DeleteMapping("/{id}/login-failures")
	AccountView unlock(@PathVariable UUID id) {
		commands.unlock(id);
		return queries.view(id);
	}

}
