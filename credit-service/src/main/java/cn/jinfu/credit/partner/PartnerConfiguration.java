package cn.jinfu.credit.partner;

import java.time.Clock;

import cn.jinfu.credit.PartnerKeys;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

@Configuration(proxyBeanMethods = false)
class PartnerConfiguration {

	/**
	 * After the security chain, which knows the client and its tenant. Signatures live by
	 * the system clock.
	 */
	@Bean
	FilterRegistrationBean<PartnerGate> partnerGate(ObjectProvider<PartnerKeys> register, PartnerCalls calls,
			PartnerAnswers answers, JsonMapper json) {
		// Without a register (the module tested alone) every key is unknown.
		var keys = register.getIfAvailable(() -> (clientId, keyId) -> java.util.Optional.empty());
		var registration = new FilterRegistrationBean<>(new PartnerGate(keys, calls, answers, json, Clock.systemUTC()));
		registration.addUrlPatterns("/api/partner/v1/*");
		registration.setOrder(Ordered.LOWEST_PRECEDENCE - 10);
		return registration;
	}

}
