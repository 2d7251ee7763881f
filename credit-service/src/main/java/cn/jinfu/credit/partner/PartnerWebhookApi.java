package cn.jinfu.credit.partner;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import cn.jinfu.credit.webhook.DeliveryStatus;
import cn.jinfu.credit.webhook.EndpointStatus;
import cn.jinfu.credit.webhook.WebhookDesk;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Paged;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Where a bank's machine wants to be told, and what it was told. */
@RestController
@RequestMapping("/api/partner/v1")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('webhooks.manage')")
class PartnerWebhookApi {

	private static final int LARGEST_PAGE = 200;

	/**
	 * @param types empty or absent: all
	 */
	record EndpointBody(@NotBlank @Size(max = 300) @Pattern(regexp = "^[!-~]+$") String url,
			@Nullable @Size(max = 10) List<@Size(max = 40) @Pattern(regexp = "^[a-z_.]+$") String> types) {
	}

	/**
	 * @param secret whether one was fetched; nothing is sent before
	 */
	record WebhookAddress(UUID id, @Size(max = 300) String url, List<@Size(max = 40) String> types,
			EndpointStatus status, Instant askedAt, boolean secret, @Nullable Instant oldSecretUntil,
			@Nullable Instant failingSince) {

		static WebhookAddress of(WebhookDesk.View view) {
			var it = view.endpoint();
			return new WebhookAddress(it.id(), it.url(), it.typeList(), it.status(), it.askedAt(), view.secret(),
					view.oldSecretUntil(), view.failingSince());
		}

	}

	/** Told once, and kept nowhere in the open. */
	record WebhookSecretOnce(@Size(max = 80) String secret) {
	}

	record WebhookSent(UUID deliveryId) {
	}

	/** A message and its tries. */
	record WebhookMessage(UUID id, UUID endpointId, @Size(max = 40) String webhookId, @Nullable Long seq,
			@Size(max = 40) String type, @Size(max = 40) String subject, DeliveryStatus status, int attempts,
			Instant nextAt, @Nullable Instant lastAt, @Nullable Integer lastCode,
			@Nullable @Size(max = 20) String lastError) {

		static WebhookMessage of(WebhookDesk.Delivery it) {
			return new WebhookMessage(it.id(), it.endpointId(), it.messageId(), it.seq(), it.type(), it.subject(),
					it.status(), it.attempts(), it.nextAt(), it.lastAt(), it.lastCode(), it.lastError());
		}

	}

	private final WebhookDesk desk;

	@GetMapping("/webhook-endpoints")
	public List<WebhookAddress> list() {
		return desk.ofBank(bank()).stream().map(WebhookAddress::of).toList();
	}

	@GetMapping("/webhook-endpoints/{id}")
	public WebhookAddress show(@PathVariable UUID id) {
		return WebhookAddress.of(desk.ofBank(bank(), id));
	}

	/** Two people of the federation decide about it. */
	@PostMapping("/webhook-endpoints")
	@ResponseStatus(HttpStatus.CREATED)
	public WebhookAddress ask(@Valid @RequestBody EndpointBody body) {
		var types = body.types();
		return WebhookAddress
			.of(desk.ofBank(bank(), desk.ask(bank(), body.url(), (types == null) ? List.of() : types)));
	}

	@PostMapping("/webhook-endpoints/{id}/rotation")
	public ResponseEntity<WebhookSecretOnce> rotate(@PathVariable UUID id, HttpServletRequest request) {
		request.setAttribute(PartnerGate.TOLD_ONCE, Boolean.TRUE);
		return ResponseEntity.status(HttpStatus.CREATED)
			.cacheControl(CacheControl.noStore())
			.body(new WebhookSecretOnce(desk.rotate(bank(), id)));
	}

	@PostMapping("/webhook-endpoints/{id}/test")
	@ResponseStatus(HttpStatus.ACCEPTED)
	public WebhookSent test(@PathVariable UUID id) {
		return new WebhookSent(desk.test(bank(), id));
	}

	@GetMapping("/webhook-deliveries")
	public Paged<WebhookMessage> deliveries(@RequestParam(required = false) @Nullable DeliveryStatus status,
			@RequestParam(required = false) @Nullable @Size(max = Paged.LONGEST_CURSOR) String after,
			@RequestParam(defaultValue = "50") int limit) {
		return desk.deliveriesOfBank(bank(), status, after, Math.clamp(limit, 1, LARGEST_PAGE)).map(WebhookMessage::of);
	}

	@PostMapping("/webhook-deliveries/{id}/replay")
	@ResponseStatus(HttpStatus.ACCEPTED)
	public WebhookSent replay(@PathVariable UUID id) {
		desk.replay(bank(), id);
		return new WebhookSent(id);
	}

	private static String bank() {
		return Actor.current().login();
	}

}
