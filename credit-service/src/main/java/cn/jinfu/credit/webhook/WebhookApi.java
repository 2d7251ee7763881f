package cn.jinfu.credit.webhook;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Paged;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Addresses at which banks are told, and what was sent there. */
@RestController
@RequestMapping("/api/v1")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('credit:webhook:view')")
class WebhookApi {

	/** An address without its secrets. */
	record EndpointResource(UUID id, UUID bankId, String bank, String url, List<String> types,
			@Nullable String privateRange, EndpointStatus status, Instant askedAt, @Nullable String proposedName,
			@Nullable String confirmedName, boolean secret, @Nullable Instant failingSince, long pending, long dead) {

		static EndpointResource of(WebhookDesk.View view) {
			var it = view.endpoint();
			return new EndpointResource(it.id(), it.bankId(), view.bankName(), it.url(), it.typeList(),
					it.privateRange(), it.status(), it.askedAt(), it.proposedName(), it.confirmedName(), view.secret(),
					view.failingSince(), view.pending(), view.dead());
		}

	}

	record NewEndpoint(@NotNull UUID bankId, @NotBlank @Size(max = 300) String url,
			@Nullable @Size(max = 10) List<String> types, @Nullable @Size(max = 43) String privateRange) {
	}

	record Created(UUID id) {
	}

	record Reasoned(@NotBlank @Size(min = 2, max = 200) String reason) {
	}

	private final WebhookDesk desk;

	/** All of them: a bank has one or two. */
	@GetMapping("/webhook-endpoints")
	List<EndpointResource> list() {
		return desk.all().stream().map(EndpointResource::of).toList();
	}

	@PostMapping("/webhook-endpoints")
	@PreAuthorize("hasAuthority('credit:webhook:propose')")
	@ResponseStatus(HttpStatus.CREATED)
	Created propose(@Valid @RequestBody NewEndpoint body) {
		var types = body.types();
		return new Created(
				desk.propose(body.bankId(), body.url(), (types == null) ? List.of() : types, body.privateRange()));
	}

	@GetMapping("/webhook-endpoints/{id}")
	EndpointResource show(@PathVariable UUID id) {
		return EndpointResource.of(desk.show(id));
	}

	@PostMapping("/webhook-endpoints/{id}/proposal")
	@PreAuthorize("hasAuthority('credit:webhook:propose')")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void propose(@PathVariable UUID id) {
		desk.propose(id);
	}

	@PostMapping("/webhook-endpoints/{id}/confirmation")
	@PreAuthorize("hasAuthority('credit:webhook:confirm')")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void confirm(@PathVariable UUID id) {
		desk.confirm(id);
	}

	@PostMapping("/webhook-endpoints/{id}/stop")
	@PreAuthorize("hasAuthority('credit:webhook:propose')")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void stop(@PathVariable UUID id, @Valid @RequestBody Reasoned body) {
		desk.stop(id, body.reason());
	}

	@PostMapping("/webhook-endpoints/{id}/closing")
	@PreAuthorize("hasAuthority('credit:webhook:propose')")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void close(@PathVariable UUID id, @Valid @RequestBody Reasoned body) {
		desk.close(id, body.reason());
	}

	@PostMapping("/webhook-endpoints/{id}/test")
	@PreAuthorize("hasAuthority('credit:webhook:propose')")
	@ResponseStatus(HttpStatus.ACCEPTED)
	Created test(@PathVariable UUID id) {
		return new Created(desk.test(id));
	}

	@GetMapping("/webhook-deliveries")
	Paged<WebhookDesk.Delivery> deliveries(@RequestParam(required = false) @Nullable DeliveryStatus status,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return desk.deliveries(null, status, after, Paged.limit(limit));
	}

	@PostMapping("/webhook-deliveries/{id}/replay")
	@PreAuthorize("hasAuthority('credit:webhook:propose')")
	@ResponseStatus(HttpStatus.ACCEPTED)
	void replay(@PathVariable UUID id) {
		desk.replay(id);
	}

}
