package cn.jinfu.platform.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.apache.tomcat.util.buf.EncodedSolidusHandling;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * The standard puts whole URIs into the paths of its resources, slashes and semicolons
 * escaped. They are let in there, still escaped, and refused everywhere else as before;
 * what cannot be read at all is refused in our words.
 */
@Configuration(proxyBeanMethods = false)
class EncodedIdentifiers {

	private static final String WHERE = "/epcis/v2/";

	@Bean
	HttpFirewall firewall() {
		return new ByPath();
	}

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> encodedSlashes() {
		return factory -> factory.addConnectorCustomizers(
				connector -> connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue()));
	}

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> unreadableAddresses() {
		return factory -> factory.addEngineValves(new UnmappedAddresses());
	}

	private static final class ByPath implements HttpFirewall {

		private final StrictHttpFirewall strict = new StrictHttpFirewall();

		private final StrictHttpFirewall lenient = new StrictHttpFirewall();

		ByPath() {
			lenient.setAllowUrlEncodedSlash(true);
			lenient.setAllowUrlEncodedDoubleSlash(true);
			lenient.setAllowSemicolon(true);
			lenient.setAllowUrlEncodedPercent(true);
		}

		@Override
		public FirewalledRequest getFirewalledRequest(HttpServletRequest request) {
			return (request.getRequestURI().startsWith(WHERE) ? lenient : strict).getFirewalledRequest(request);
		}

		@Override
		public HttpServletResponse getFirewalledResponse(HttpServletResponse response) {
			return strict.getFirewalledResponse(response);
		}

	}

}
