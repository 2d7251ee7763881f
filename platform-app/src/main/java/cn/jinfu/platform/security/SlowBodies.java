package cn.jinfu.platform.security;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A body that comes drop by drop holds a thread of the server, which would itself wait
 * for as long as something comes. So nobody sends slower than the slowest telephone; and
 * whoever was answered before his whole body had come, mostly with a refusal, may send
 * the rest for a few seconds, so that the answer is read.
 */
@Configuration(proxyBeanMethods = false)
class SlowBodies {

	/** In which nobody asks how much has come. */
	private static final Duration GRACE = Duration.ofSeconds(20);

	/** Bytes in a second, on the average; a weak 2G line carries some thousand. */
	private static final int SLOWEST = 500;

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	/** More than this is not taken either: the bound that the server has itself. */
	private static final int MOST = 2 << 20;

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> boundedBodies() {
		return factory -> factory.addEngineValves(new Bounded());
	}

	private static final class Bounded extends ValveBase {

		Bounded() {
			super(true);
		}

		@Override
		public void invoke(Request request, Response response) throws IOException, ServletException {
			var coyote = request.getCoyoteRequest();
			if (coyote.getContentLengthLong() <= 0 && coyote.getHeader("Transfer-Encoding") == null) {
				getNext().invoke(request, response);
				return;
			}
			var source = coyote.getInputBuffer();
			var paced = new Paced(source);
			coyote.setInputBuffer(paced);
			try {
				getNext().invoke(request, response);
			}
			finally {
				coyote.setInputBuffer(source);
			}
			if (request.isAsync() || coyote.isFinished()) {
				return;
			}
			response.finishResponse();
			if (paced.late || !drained(coyote)) {
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

	/** Counts what comes and breaks off when it is too little. */
	private static final class Paced implements InputBuffer {

		private final InputBuffer source;

		/** Nanoseconds; what the reader does meanwhile is not the sender's. */
		private long waited;

		private long taken;

		private boolean late;

		Paced(InputBuffer source) {
			this.source = source;
		}

		@Override
		public int doRead(ApplicationBufferHandler handler) throws IOException {
			var from = System.nanoTime();
			var got = source.doRead(handler);
			waited += System.nanoTime() - from;
			taken += Math.max(got, 0);
			if (got >= 0 && waited > GRACE.toNanos() && taken < SLOWEST * Duration.ofNanos(waited).toSeconds()) {
				late = true;
				throw new SocketTimeoutException("the body came too slowly");
			}
			return got;
		}

		@Override
		public int available() {
			return source.available();
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
