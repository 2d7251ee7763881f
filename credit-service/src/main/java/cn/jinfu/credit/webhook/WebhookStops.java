package cn.jinfu.credit.webhook;

import java.util.Locale;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.StatusHistory;
import lombok.RequiredArgsConstructor;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The platform itself stops an address; a to-do tells staff. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
@RequiredArgsConstructor
class WebhookStops {

	private final WebhookEndpoints endpoints;

	private final StatusHistory history;

	private final MessageSource messages;

	private final BusinessClock clock;

	/** Nothing when somebody was faster. */
	public void stop(UUID id, String why) {
		var endpoint = endpoints.require(id);
		if (endpoint.status() != EndpointStatus.ACTIVE) {
			return;
		}
		endpoint.stop(null, clock.now());
		endpoints.saveAndFlush(endpoint);
		history.record(WebhookDesk.TYPE, id, EndpointStatus.ACTIVE, endpoint.status(),
				messages.getMessage(why, null, Locale.SIMPLIFIED_CHINESE));
	}

}
