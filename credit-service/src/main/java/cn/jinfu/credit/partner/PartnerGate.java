package cn.jinfu.credit.partner;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import cn.jinfu.credit.partner.PartnerCalls.Claim;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.web.Languages;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.MediaType;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;
import org.springframework.web.util.UriUtils;

/**
 * Answers to a bank's machine leave signed. Before any unsafe call does its work: the
 * body is what its digest says, the message is signed with a registered key, the
 * signature is fresh and new, and the idempotency key has not been used for something
 * else. Nothing happens otherwise.
 */
@RequiredArgsConstructor
class PartnerGate extends OncePerRequestFilter {

	/** Set on a request whose answer holds a secret: it is not kept with its key. */
	static final String TOLD_ONCE = PartnerGate.class.getName() + ".told-once";

	static final String TAG = "jinfu-partner";

	private static final int LARGEST = 1 << 20;

	static final Duration LONGEST = Duration.ofMinutes(5);

	static final Duration SKEW = Duration.ofSeconds(60);

	private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

	static final Set<String> COVERED = Set.of("@method", "@target-uri", "content-digest", "idempotency-key");

	static final Set<String> COVERED_READ = Set.of("@method", "@target-uri");

	/** Refused before any work: the same key may come again, corrected. */
	private static final Set<Integer> NOT_KEPT = Set.of(400, 401, 403, 404, 405, 413, 415, 429);

	private final PartnerKeyDesk keys;

	private final AnswerSignatures signatures;

	private final ConformanceBook book;

	private final LevelGate levels;

	private final SandboxRefusals refusals;

	private final PartnerCalls calls;

	private final PartnerAnswers answers;

	private final SandboxTime sandbox;

	private final TransactionOperations transaction;

	private final JsonMapper json;

	private final Clock clock;

	/** Empty: as the request came in. */
	private final String publicUrl;

	/**
	 * Whether a refused signature is told what should have been signed; for a sandbox.
	 */
	private final boolean explain;

	/** In which a body has to be there. */
	private final Duration patience;

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		var actor = Actor.ifPresent();
		var safe = SAFE.contains(request.getMethod());
		if (actor.isEmpty() || actor.get().kind() != Actor.Kind.MACHINE) {
			if (safe) {
				chain.doFilter(request, response);
			}
			else {
				refuse(request, response,
						actor.isEmpty() ? PartnerProblem.TOKEN_INVALID : PartnerProblem.SCOPE_MISSING);
			}
			return;
		}
		var client = actor.get().login();
		var answer = new ContentCachingResponseWrapper(response);
		var work = sandbox.of(client, chain);
		var key = work(client, request, answer, work);
		var gateway = GatewayDoor.passed(request);
		if (gateway == null) {
			signatures.sign(request.getMethod(), target(request), answer, key);
		}
		else {
			signatures.sign(gateway, answer);
		}
		learn(client, request, answer, key != null);
		if (!safe && answer.getStatus() < 300 && refusals.here()) {
			refusals.done(client, request.getRequestURI(), key(request));
		}
		answer.copyBodyToResponse();
	}

	private @Nullable MessageKey work(String client, HttpServletRequest request, ContentCachingResponseWrapper answer,
			FilterChain work) throws ServletException, IOException {
		if (!levels.open(client,
				ConformanceStep.levelOf(UriUtils.decode(request.getRequestURI(), StandardCharsets.UTF_8)))) {
			refuse(request, answer, PartnerProblem.NOT_LIVE);
			return null;
		}
		return SAFE.contains(request.getMethod()) ? read(client, request, answer, work)
				: change(client, request, answer, work);
	}

	private void learn(String client, HttpServletRequest request, HttpServletResponse answer, boolean signed) {
		var proved = ConformanceStep.proved(request.getMethod(), request.getRequestURI(), answer.getStatus(), signed,
				answer.getHeader("Idempotency-Replayed") != null);
		if (book.isNew(client, proved)) {
			book.note(client, proved);
		}
	}

	/** A signature is not asked of a read; one that comes must be good. */
	private @Nullable MessageKey read(String client, HttpServletRequest request, HttpServletResponse answer,
			FilterChain chain) throws ServletException, IOException {
		var gateway = GatewayDoor.passed(request);
		if (gateway != null) {
			var wrong = gateway.message().isOf(new byte[0]) ? nonce(client, gateway) : PartnerProblem.DIGEST_MISMATCH;
			if (wrong != null) {
				refuse(request, answer, wrong);
				return null;
			}
			chain.doFilter(request, answer);
			return gateway.key();
		}
		if (request.getHeader("Signature-Input") == null) {
			chain.doFilter(request, answer);
			return null;
		}
		var checked = checkSignature(client, request, COVERED_READ);
		if (checked.problem() != null) {
			refuse(request, answer, checked);
			return null;
		}
		chain.doFilter(request, answer);
		return checked.key();
	}

	private @Nullable MessageKey change(String client, HttpServletRequest request, ContentCachingResponseWrapper answer,
			FilterChain chain) throws ServletException, IOException {
		byte[] body;
		try {
			body = read(request);
		}
		catch (InterruptedIOException late) {
			answer.setHeader("Connection", "close");
			refuse(request, answer, PartnerProblem.REQUEST_TIMEOUT);
			return null;
		}
		if (body.length > LARGEST) {
			answer.setHeader("Connection", "close");
			refuse(request, answer, PartnerProblem.TOO_LARGE);
			return null;
		}
		var wrong = checkHead(request, body);
		if (wrong.isPresent()) {
			refuse(request, answer, wrong.get());
			return null;
		}
		var content = MessageSignature.sha256(canonical(body));
		var admitted = Objects.requireNonNull(transaction.execute(_ -> admit(client, request, content)));
		if (admitted.claim() == null) {
			refuse(request, answer, admitted.checked());
			return null;
		}
		once(admitted.claim(), request, answer, chain, body);
		return admitted.checked().key();
	}

	/** One look at the database and one commit, before the work. */
	private Admitted admit(String client, HttpServletRequest request, byte[] content) {
		var gateway = GatewayDoor.passed(request);
		var checked = (gateway != null) ? new Checked(nonce(client, gateway), gateway.key(), null)
				: checkSignature(client, request, COVERED);
		if (checked.problem() != null) {
			return new Admitted(checked, null);
		}
		var key = new PartnerCalls.Key(client, request.getMethod(), request.getRequestURI(), key(request));
		return new Admitted(checked, new Claimed(key, calls.claim(key, content)));
	}

	/**
	 * @param claim null when the signature was not good
	 */
	private record Admitted(Checked checked, @Nullable Claimed claim) {
	}

	private record Claimed(PartnerCalls.Key key, Claim claim) {
	}

	private static Optional<PartnerProblem> checkHead(HttpServletRequest request, byte[] body) {
		var key = request.getHeader("Idempotency-Key");
		if (key == null || key.isBlank()) {
			return Optional.of(PartnerProblem.IDEMPOTENCY_KEY_MISSING);
		}
		if (!bare(key).matches("[\\x21-\\x7E]{8,64}")) {
			return Optional.of(PartnerProblem.IDEMPOTENCY_KEY_INVALID);
		}
		var gateway = GatewayDoor.passed(request);
		if (gateway != null) {
			return gateway.message().isOf(body) ? Optional.empty() : Optional.of(PartnerProblem.DIGEST_MISMATCH);
		}
		var digest = request.getHeader("Content-Digest");
		if (digest == null) {
			return Optional.of(PartnerProblem.DIGEST_MISSING);
		}
		return MessageSignature.digestFits(digest, body) ? Optional.empty()
				: Optional.of(PartnerProblem.DIGEST_MISMATCH);
	}

	/**
	 * What came of a look at a signature.
	 *
	 * @param base what we say should have been signed, where that could be built
	 */
	private record Checked(@Nullable PartnerProblem problem, @Nullable MessageKey key, @Nullable String base) {

		static Checked wrong(PartnerProblem problem) {
			return new Checked(problem, null, null);
		}

	}

	private Checked checkSignature(String client, HttpServletRequest request, Set<String> covered) {
		if (request.getHeader("Signature-Input") == null || request.getHeader("Signature") == null) {
			return Checked.wrong(PartnerProblem.SIGNATURE_MISSING);
		}
		var found = MessageSignature.find(request.getHeader("Signature-Input"), request.getHeader("Signature"), TAG);
		if (found.isEmpty() || !found.get().components().containsAll(covered)) {
			return Checked.wrong(PartnerProblem.SIGNATURE_INVALID);
		}
		var signature = found.get();
		var created = signature.instant("created");
		if (created.isEmpty()) {
			return Checked.wrong(PartnerProblem.SIGNATURE_INVALID);
		}
		var now = clock.instant();
		var end = signature.instant("expires")
			.filter(it -> it.isBefore(created.get().plus(LONGEST)))
			.orElse(created.get().plus(LONGEST));
		if (created.get().isAfter(now.plus(SKEW)) || end.isBefore(now)) {
			return Checked.wrong(PartnerProblem.SIGNATURE_EXPIRED);
		}
		var key = signature.parameter("keyid").flatMap(id -> keys.find(client, id)).orElse(null);
		if (key == null) {
			return Checked.wrong(PartnerProblem.KEY_UNKNOWN);
		}
		var base = signature.base(signed(request)).orElse(null);
		var other = signature.parameter("alg").filter(it -> !it.equals(key.algorithm().word())).isPresent();
		if (base == null || other || !signature.isBy(key, signed(request))) {
			return new Checked(PartnerProblem.SIGNATURE_INVALID, null, base);
		}
		// of what was signed, not of the signature: one and the same may be written in
		// two ways
		var hash = MessageSignature.sha256(base.getBytes(StandardCharsets.UTF_8));
		return calls.firstUse(client, hash, later(now, end).plus(SKEW)) ? new Checked(null, key, base)
				: Checked.wrong(PartnerProblem.SIGNATURE_REPLAYED);
	}

	/** A gateway's nonce counts once, whatever else is signed with it. */
	private @Nullable PartnerProblem nonce(String client, GatewayDoor.Passed gateway) {
		var hash = MessageSignature.sha256(("nonce " + gateway.message().nonce()).getBytes(StandardCharsets.US_ASCII));
		var end = gateway.message().at().plus(GatewayDoor.LONGEST).plus(SKEW);
		return calls.firstUse(client, hash, end) ? null : PartnerProblem.SIGNATURE_REPLAYED;
	}

	/**
	 * All of the body, or one byte more than is taken. Who sends it drop by drop is not
	 * waited for.
	 * @throws InterruptedIOException when it did not come in time
	 */
	private byte[] read(HttpServletRequest request) throws IOException {
		if (request.getContentLengthLong() > LARGEST) {
			return new byte[LARGEST + 1];
		}
		var in = request.getInputStream();
		var body = new ByteArrayOutputStream();
		var part = new byte[8192];
		var until = System.nanoTime() + patience.toNanos();
		while (body.size() <= LARGEST) {
			var got = next(in, part, LARGEST + 1 - body.size());
			if (got < 0) {
				break;
			}
			body.write(part, 0, got);
			if (System.nanoTime() > until) {
				throw new InterruptedIOException("the body came too slowly");
			}
		}
		return body.toByteArray();
	}

	private static int next(ServletInputStream in, byte[] part, int most) throws IOException {
		try {
			return in.read(part, 0, Math.min(part.length, most));
		}
		catch (IOException broken) {
			// the server wraps it
			if (broken.getCause() instanceof InterruptedIOException silence) {
				throw silence;
			}
			throw broken;
		}
	}

	private static Instant later(Instant one, Instant other) {
		return one.isAfter(other) ? one : other;
	}

	private MessageSignature.Request signed(HttpServletRequest request) {
		return new MessageSignature.Request(request.getMethod(), target(request), request::getHeader);
	}

	/** The address as the bank called it, also behind a proxy. */
	private URI target(HttpServletRequest request) {
		var query = request.getQueryString();
		var address = publicUrl.isEmpty() ? request.getRequestURL().toString() : publicUrl + request.getRequestURI();
		return URI.create(address + (query == null ? "" : "?" + query));
	}

	private void once(Claimed claimed, HttpServletRequest request, ContentCachingResponseWrapper response,
			FilterChain chain, byte[] body) throws ServletException, IOException {
		var key = claimed.key();
		switch (claimed.claim()) {
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
				boolean kept = false;
				try {
					chain.doFilter(new Replayable(request, body), response);
					if (response.getStatus() < 500 && !NOT_KEPT.contains(response.getStatus())
							&& request.getAttribute(TOLD_ONCE) == null) {
						calls.keep(key, fence, response.getStatus(),
								response.getContentType() == null ? "" : response.getContentType(),
								response.getContentAsByteArray());
						kept = true;
					}
				}
				finally {
					if (!kept) {
						calls.release(key, fence);
					}
				}
			}
		}
	}

	/** Empty where there is none. */
	static String key(HttpServletRequest request) {
		var key = request.getHeader("Idempotency-Key");
		return (key == null) ? "" : bare(key);
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
		refuse(request, response, Checked.wrong(problem));
	}

	private void refuse(HttpServletRequest request, HttpServletResponse response, Checked checked) throws IOException {
		var problem = Objects.requireNonNull(checked.problem());
		var said = answers.of(problem, Languages.of(request));
		if (explain && checked.base() != null) {
			said.setProperty("signatureBase", checked.base());
		}
		response.setStatus(problem.status());
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.getOutputStream().write(json.writeValueAsString(said).getBytes(StandardCharsets.UTF_8));
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

				/** All of it is here already; nothing of ours reads without waiting. */
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
