package cn.jinfu.credit.partner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

import cn.jinfu.credit.sandbox.SandboxClock;
import cn.jinfu.kernel.BusinessClock;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** Does the work of a bank's call by the date that the bank has in a sandbox. */
@Component
@RequiredArgsConstructor
class SandboxTime {

	private final SandboxClock sandbox;

	private final BusinessClock clock;

	FilterChain of(String client, FilterChain chain) {
		var days = sandbox.here() ? sandbox.aheadDays(client) : 0;
		if (days == 0) {
			return chain;
		}
		var then = clock.now().plus(Duration.ofDays(days));
		return (request, response) -> {
			try {
				BusinessClock.at(then, () -> {
					try {
						chain.doFilter(request, response);
						return true;
					}
					catch (IOException broken) {
						throw new UncheckedIOException(broken);
					}
					catch (ServletException failed) {
						throw new Failed(failed);
					}
				});
			}
			catch (UncheckedIOException broken) {
				throw broken.getCause();
			}
			catch (Failed failed) {
				throw failed.why;
			}
		};
	}

	private static final class Failed extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final transient ServletException why;

		private Failed(ServletException why) {
			super(why);
			this.why = why;
		}

	}

}
