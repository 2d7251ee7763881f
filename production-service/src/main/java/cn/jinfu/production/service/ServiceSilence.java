package cn.jinfu.production.service;

import java.time.LocalDate;

import cn.jinfu.kernel.JobDefinition;
import cn.jinfu.production.service.order.ServiceOrderCommands;
import lombok.RequiredArgsConstructor;
import org.springframework.stereotype.Component;

/**
 * Tells farms of work they have not accepted, and takes silence for agreement after that.
 */
@Component
@RequiredArgsConstructor
class ServiceSilence implements JobDefinition {

	private final ServiceOrderCommands orders;

	@Override
	public String name() {
		return "production.service-silence";
	}

	@Override
	public String cron() {
		return "0 40 0 * * *";
	}

	@Override
	public int run(LocalDate businessDate) {
		return orders.settleSilence(businessDate);
	}

}
