package cn.jinfu.credit.partner;

import java.time.Clock;
import java.time.Duration;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.transaction.support.TransactionOperations;

@Configuration(proxyBeanMethods = false)
class PartnerConfiguration {

	/**
	 * After the security chain, which knows the client and its tenant. Signatures live by
	 * the system clock.
	 */
	@Bean
	FilterRegistrationBean<PartnerGate> partnerGate(PartnerKeyDesk keys, AnswerSignatures signatures,
			ConformanceBook book, LevelGate levels, SandboxRefusals refusals, PartnerCalls calls,
			PartnerAnswers answers, SandboxTime sandbox, TransactionOperations transaction, JsonMapper json,
			@Value("${jinfu.public-url:}") String publicUrl,
			@Value("${jinfu.partner.explain:${jinfu.demo:true}}") boolean explain,
			@Value("${jinfu.partner.body-within:10s}") Duration patience) {
		var registration = new FilterRegistrationBean<>(new PartnerGate(keys, signatures, book, levels, refusals, calls,
				answers, sandbox, transaction, json, Clock.systemUTC(), publicUrl, explain, patience));
		registration.addUrlPatterns("/api/partner/v1/*");
		registration.setOrder(Ordered.LOWEST_PRECEDENCE - 10);
		return registration;
	}

}
