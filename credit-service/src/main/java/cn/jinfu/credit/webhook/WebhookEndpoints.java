package cn.jinfu.credit.webhook;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;

import org.springframework.data.repository.Repository;

interface WebhookEndpoints extends Repository<WebhookEndpoint, UUID> {

	WebhookEndpoint saveAndFlush(WebhookEndpoint endpoint);

	Optional<WebhookEndpoint> findById(UUID id);

	Optional<WebhookEndpoint> findByIdAndBankId(UUID id, UUID bankId);

	boolean existsByBankIdAndUrlAndStatusNot(UUID bankId, String url, EndpointStatus status);

	List<WebhookEndpoint> findAllByOrderByIdDesc();

	List<WebhookEndpoint> findByBankIdOrderByIdDesc(UUID bankId);

	default WebhookEndpoint require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("credit.webhook.not-found"));
	}

	/** Another bank's is not found. */
	default WebhookEndpoint require(UUID id, UUID bankId) {
		return findByIdAndBankId(id, bankId).orElseThrow(() -> new NotFound("credit.webhook.not-found"));
	}

}
