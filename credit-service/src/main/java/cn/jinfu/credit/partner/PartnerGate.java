package cn.jinfu.credit.partner;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

import cn.jinfu.credit.PartnerKeys;
import cn.jinfu.credit.partner.PartnerCalls.Claim;
import cn.jinfu.kernel.Actor;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Before any unsafe call of a bank does its work: the body is what its digest says, the
 * message is signed with a registered key, the signature is fresh and new, and the
 * idempotency key has not been used for something else. Nothing happens otherwise.
 */
@RequiredArgsConstructor
class PartnerGate extends OncePerRequestFilter {

	/** Set on a request whose answer holds a secret: it is not kept with its key. */
	static final String TOLD_ONCE = PartnerGate.class.getName() + ".told-once";

	private static final String TAG = "jinfu-partner";

	private static final int LARGEST = 1 << 20;

	private static final Duration LONGEST = Duration.ofMinutes(5);

	private static final Duration SKEW = Duration.ofSeconds(60);

	private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

	private static final Set<String> COVERED = Set.of("@method", "@target-uri", "content-digest", "idempotency-key");

	/** Refused before any work: the same key may come again, corrected. */
	private static final Set<Integer> NOT_KEPT = Set.of(400, 401, 403, 404, 405, 413, 415, 429);

	private final PartnerKeys keys;

	private final PartnerCalls calls;

	private final PartnerAnswers answers;

	private final JsonMapper json;

	private final Clock clock;

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return SAFE.contains(request.getMethod());
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		var actor = Actor.ifPresent();
		if (actor.isEmpty()) {
			refuse(request, response, PartnerProblem.TOKEN_INVALID);
			return;
		}
		if (actor.get().kind() != Actor.Kind.MACHINE) {
			refuse(request, response, PartnerProblem.SCOPE_MISSING);
			return;
		}
		var body = request.getInputStream().readNBytes(LARGEST + 1);
		if (body.length > LARGEST) {
			refuse(request, response, PartnerProblem.TOO_LARGE);
			return;
		}
		var client = actor.get().login();
		var wrong = check(client, request, body);
		if (wrong.isPresent()) {
			refuse(request, response, wrong.get());
			return;
		}
		once(client, request, response, chain, body);
	}

	private Optional<PartnerProblem> check(String client, HttpServletRequest request, byte[] body) {
		var key = request.getHeader("Idempotency-Key");
		if (key == null || key.isBlank()) {
			return Optional.of(PartnerProblem.IDEMPOTENCY_KEY_MISSING);
		}
		if (!bare(key).matches("[\\x21-\\x7E]{8,64}")) {
			return Optional.of(PartnerProblem.IDEMPOTENCY_KEY_INVALID);
		}
		var digest = request.getHeader("Content-Digest");
		if (digest == null) {
			return Optional.of(PartnerProblem.DIGEST_MISSING);
		}
		if (!MessageSignature.digestFits(digest, body)) {
			return Optional.of(PartnerProblem.DIGEST_MISMATCH);
		}
		return checkSignature(client, request);
	}

	private Optional<PartnerProblem> checkSignature(String client, HttpServletRequest request) {
		if (request.getHeader("Signature-Input") == null || request.getHeader("Signature") == null) {
			return Optional.of(PartnerProblem.SIGNATURE_MISSING);
		}
		var found = MessageSignature.find(request.getHeader("Signature-Input"), request.getHeader("Signature"), TAG);
		if (found.isEmpty() || !found.get().components().containsAll(COVERED)) {
			return Optional.of(PartnerProblem.SIGNATURE_INVALID);
		}
		var signature = found.get();
		var created = signature.instant("created");
		if (created.isEmpty() || signature.parameter("alg").filter(it -> !it.equals("ed25519")).isPresent()) {
			return Optional.of(PartnerProblem.SIGNATURE_INVALID);
		}
		var now = clock.instant();
		var end = signature.instant("expires")
			.filter(it -> it.isBefore(created.get().plus(LONGEST)))
			.orElse(created.get().plus(LONGEST));
		if (created.get().isAfter(now.plus(SKEW)) || end.isBefore(now)) {
			return Optional.of(PartnerProblem.SIGNATURE_EXPIRED);
		}
		var key = signature.parameter("keyid").flatMap(id -> keys.ed25519(client, id));
		if (key.isEmpty()) {
			return Optional.of(PartnerProblem.KEY_UNKNOWN);
		}
		if (!signature.isBy(key.get(), signed(request))) {
			return Optional.of(PartnerProblem.SIGNATURE_INVALID);
		}
		return calls.firstUse(client, MessageSignature.sha256(signature.value()), later(now, end).plus(SKEW))
				? Optional.empty() : Optional.of(PartnerProblem.SIGNATURE_REPLAYED);
	}

	private static Instant later(Instant one, Instant other) {
		return one.isAfter(other) ? one : other;
	}

	private static MessageSignature.Request signed(HttpServletRequest request) {
		var query = request.getQueryString();
		var target = request.getRequestURL() + (query == null ? "" : "?" + query);
		return new MessageSignature.Request(request.getMethod(), URI.create(target), request::getHeader);
	}

	private void once(String client, HttpServletRequest request, HttpServletResponse response, FilterChain chain,
			byte[] body) throws ServletException, IOException {
		var key = new PartnerCalls.Key(client, request.getMethod(), request.getRequestURI(),
				bare(request.getHeader("Idempotency-Key")));
		switch (calls.claim(key, MessageSignature.sha256(canonical(body)))) {
			case Claim.OtherContent _ -> refuse(request, response, PartnerProblem.IDEMPOTENCY_KEY_REUSED);
			case Claim.Running _ -> {
				response.setHeader("Retry-After", "5");
				refuse(request, response, PartnerProblem.IDEMPOTENCY_IN_PROGRESS);
			}
			case Claim.Answered(int status, String contentType, byte[] answer) -> {
				response.setHeader("Idempotency-Replayed", "true");
				response.setStatus(status);
				if (!contentType.isEmpty()) {
					response.setContentType(contentType);
				}
				response.getOutputStream().write(answer);
			}
			case Claim.Granted(var fence) -> {
				var answer = new ContentCachingResponseWrapper(response);
				boolean kept = false;
				try {
					chain.doFilter(new Replayable(request, body), answer);
					if (answer.getStatus() < 500 && !NOT_KEPT.contains(answer.getStatus())
							&& request.getAttribute(TOLD_ONCE) == null) {
						calls.keep(key, fence, answer.getStatus(),
								answer.getContentType() == null ? "" : answer.getContentType(),
								answer.getContentAsByteArray());
						kept = true;
					}
				}
				finally {
					if (!kept) {
						calls.release(key, fence);
					}
				}
				answer.copyBodyToResponse();
			}
		}
	}

	/** The bare value: surrounding quotes are no part of the key. */
	private static String bare(String key) {
		var text = key.strip();
		return text.length() > 2 && text.startsWith("\"") && text.endsWith("\"") ? text.substring(1, text.length() - 1)
				: text;
	}

	/** Blanks and line ends between JSON tokens are no other content. */
	private byte[] canonical(byte[] body) {
		try {
			return json.writeValueAsBytes(json.readTree(body));
		}
		catch (tools.jackson.core.JacksonException _) {
			return body;
		}
	}

	private void refuse(HttpServletRequest request, HttpServletResponse response, PartnerProblem problem)
			throws IOException {
		response.setStatus(problem.status());
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.getOutputStream()
			.write(json.writeValueAsString(answers.of(problem, request.getLocale())).getBytes(StandardCharsets.UTF_8));
	}

	/** The body was read to be checked; this gives it again. */
	private static final class Replayable extends HttpServletRequestWrapper {

		private final byte[] body;

		Replayable(HttpServletRequest request, byte[] body) {
			super(request);
			this.body = body;
		}

		@Override
		public ServletInputStream getInputStream() {
			var in = new ByteArrayInputStream(body);
			return new ServletInputStream() {
				@Override
				public int read() {
					return in.read();
				}

				@Override
				public int read(byte[] target, int offset, int length) {
					return in.read(target, offset, length);
				}

				@Override
				public boolean isFinished() {
					return in.available() == 0;
				}

				@Override
				public boolean isReady() {
					return true;
				}

				@Override
				public void setReadListener(ReadListener listener) {
					throw new UnsupportedOperationException();
				}
			};
		}

		@Override
		public java.io.BufferedReader getReader() {
			return new java.io.BufferedReader(new java.io.InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
		}

	}

}
