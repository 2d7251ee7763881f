package cn.jinfu.platform.home;

import lombok.RequiredArgsConstructor;
import lombok.extern.slf4j.Slf4j;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The last line of a start: where to go. */
@Component
@RequiredArgsConstructor
@Slf4j
class Address {

	private final JdbcClient sql;

	@EventListener
	void say(ApplicationReadyEvent event) {
		if (event.getApplicationContext() instanceof WebServerApplicationContext web && web.getWebServer() != null) {
			var demo = sql.sql("select exists (select 1 from platform_tenant where demo)")
				.query(Boolean.class)
				.single();
			log.info("ready: http://localhost:{}/{}", web.getWebServer().getPort(),
					demo ? " (demo federation; its accounts stand on the log-in page)" : "");
		}
	}

}
