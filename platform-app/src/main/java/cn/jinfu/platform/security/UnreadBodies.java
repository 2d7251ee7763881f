package cn.jinfu.platform.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Whoever was answered before his whole body had come, mostly with a refusal, may send
 * the rest for a few seconds, so that the answer is read. The server itself would take it
 * drop by drop for as long as it comes, and hold one of its threads for it.
 */
@Configuration(proxyBeanMethods = false)
class UnreadBodies {

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	/** More than this is not taken either: the bound that the server has itself. */
	private static final int MOST = 2 << 20;

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> boundedRest() {
		return factory -> factory.addEngineValves(new Rest());
	}

	private static final class Rest extends ValveBase {

		Rest() {
			super(true);
		}

		@Override
		public void invoke(Request request, Response response) throws IOException, ServletException {
			getNext().invoke(request, response);
			var coyote = request.getCoyoteRequest();
			var bodied = coyote.getContentLengthLong() > 0 || coyote.getHeader("Transfer-Encoding") != null;
			if (!bodied || request.isAsync() || coyote.isFinished()) {
				return;
			}
			response.finishResponse();
			if (!drained(coyote)) {
				coyote.action(ActionCode.CLOSE_NOW, null);
			}
		}

		private static boolean drained(org.apache.coyote.Request coyote) {
			var until = System.nanoTime() + PATIENCE.toNanos();
			var sink = new Sink();
			try {
				for (long taken = 0; taken <= MOST && System.nanoTime() < until;) {
					var got = coyote.doRead(sink);
					if (got < 0) {
						return true;
					}
					taken += got;
				}
			}
			catch (IOException gone) {
				return false;
			}
			return false;
		}

	}

	/** Looks at nothing that is put into it. */
	private static final class Sink implements ApplicationBufferHandler {

		private ByteBuffer last = ByteBuffer.allocate(0);

		@Override
		public void setByteBuffer(ByteBuffer buffer) {
			last = buffer;
		}

		@Override
		public ByteBuffer getByteBuffer() {
			return last;
		}

		@Override
		public void expand(int size) {
			// nothing is kept
		}

	}

}
