package cn.jinfu.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeSet;

import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.EnableAspectJAutoProxy;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;

@Configuration(proxyBeanMethods = false)
@EnableAspectJAutoProxy
@EnableAsync
@EnableMethodSecurity
class KernelConfiguration {

	/**
	 * Every module brings {@code messages/<module>.properties}, Chinese, and {@code _en}.
	 */
	@Bean
	MessageSource messageSource() {
		var source = new ResourceBundleMessageSource();
		source.setDefaultEncoding("UTF-8");
		source.setFallbackToSystemLocale(false);
		source.setDefaultLocale(Locale.SIMPLIFIED_CHINESE);
		source.setBasenames(basenames());
		return source;
	}

	private static String[] basenames() {
		try {
			var names = new TreeSet<String>();
			Arrays.stream(new PathMatchingResourcePatternResolver().getResources("classpath*:messages/*.properties"))
				.map(resource -> String.valueOf(resource.getFilename()))
				.map(name -> "messages/" + name.replaceFirst("(_en)?\\.properties$", ""))
				.forEach(names::add);
			return names.toArray(String[]::new);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

}
