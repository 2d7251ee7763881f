package cn.jinfu.kernel.web;

import java.math.BigDecimal;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Outbox;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.cache.StandardCacheManager;
import org.thymeleaf.spring6.SpringTemplateEngine;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.format.FormatterRegistry;
import org.springframework.format.datetime.standard.DateTimeFormatterRegistrar;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.LocaleChangeInterceptor;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.servlet.resource.ResourceUrlEncodingFilter;

/** Language by cookie or {@code ?lang=}; dates in forms as ISO 8601. */
@Configuration(proxyBeanMethods = false)
@RequiredArgsConstructor
class WebConfiguration implements WebMvcConfigurer {

	private final ToDos toDos;

	private final Outbox outbox;

	@Bean
	static LocaleResolver localeResolver() {
		return Languages.RESOLVER;
	}

	/** In the place of Boot's own, which asks every link. */
	@Bean
	static FilterRegistrationBean<UnreadableRequests> unreadableRequests() {
		var registration = new FilterRegistrationBean<>(new UnreadableRequests());
		registration.setDispatcherTypes(DispatcherType.ERROR);
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
		return registration;
	}

	@Bean
	static FilterRegistrationBean<ResourceUrlEncodingFilter> fileAddresses() {
		var registration = new FilterRegistrationBean<ResourceUrlEncodingFilter>(new FileAddresses());
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ERROR);
		return registration;
	}

	/**
	 * Room for all pages and their expressions. There are some 450 pages and fragments
	 * and far more expressions; with the engine's own room for 200 and 500, a day's work
	 * would read and compile most of them again and again.
	 */
	@Bean
	static SmartInitializingSingleton pagesKept(SpringTemplateEngine engine) {
		return () -> {
			var cache = new StandardCacheManager();
			cache.setTemplateCacheMaxSize(2_000);
			cache.setExpressionCacheMaxSize(40_000);
			engine.setCacheManager(cache);
		};
	}

	@Bean
	static WebMvcRegistrations indexedMappings() {
		return new WebMvcRegistrations() {
			@Override
			public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
				return new IndexedMappings();
			}
		};
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		var language = new LocaleChangeInterceptor();
		language.setParamName("lang");
		language.setIgnoreInvalidLocale(true);
		registry.addInterceptor(language);
		registry.addInterceptor(outbox);
		registry.addInterceptor(new HandlerInterceptor() {
			@Override
			public void afterCompletion(HttpServletRequest request, HttpServletResponse response, Object handler,
					@Nullable Exception failure) {
				// what was refused changed nothing: the refusal's own page need not count
				// anew
				if (!"GET".equals(request.getMethod()) && response.getStatus() < HttpStatus.BAD_REQUEST.value()) {
					Actor.ifPresent().ifPresent(toDos::forget);
				}
			}
		});
	}

	@Override
	public void addFormatters(FormatterRegistry registry) {
		var iso = new DateTimeFormatterRegistrar();
		iso.setUseIsoFormat(true);
		iso.registerFormatters(registry);
		registry.addConverter(BigDecimal.class, String.class, WebConfiguration::typed);
	}

	/**
	 * As somebody would type it: money keeps its two decimals, 2400.000000 kg are 2400.
	 */
	private static String typed(BigDecimal number) {
		var kept = (number.scale() > 2) ? number.stripTrailingZeros() : number;
		return kept.toPlainString();
	}

}
