package cn.jinfu.credit.partner;

import java.time.Clock;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Value;
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
	FilterRegistrationBean<PartnerGate> partnerGate(PartnerKeyDesk keys, AnswerSignatures signatures,
			ConformanceBook book, PartnerCalls calls, PartnerAnswers answers, JsonMapper json,
			@Value("${jinfu.public-url:}") String publicUrl, @Value("${jinfu.partner.explain:false}") boolean explain) {
		var registration = new FilterRegistrationBean<>(
				new PartnerGate(keys, signatures, book, calls, answers, json, Clock.systemUTC(), publicUrl, explain));
		registration.addUrlPatterns("/api/partner/v1/*");
		registration.setOrder(Ordered.LOWEST_PRECEDENCE - 10);
		return registration;
	}

}
