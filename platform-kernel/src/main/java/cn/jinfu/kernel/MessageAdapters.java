package cn.jinfu.kernel;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The two ways that need nobody: shown on a page, and none at all. */
@Configuration(proxyBeanMethods = false)
class MessageAdapters {

	static final String DEMO = "demo";

	static final String OFF = "off";

	private record Fixed(String name, boolean reaches, MessageStatus status) implements MessageAdapter {

		@Override
		public MessageStatus take(long number, MobileNumber to, String text) {
			return status;
		}

	}

	@Bean
	static MessageAdapter demoMessages() {
		return new Fixed(DEMO, true, MessageStatus.SENT);
	}

	@Bean
	static MessageAdapter noMessages() {
		return new Fixed(OFF, false, MessageStatus.OFF);
	}

}
