package cn.jinfu.credit.partner;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import cn.jinfu.credit.GatewaySignatures;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Goes through a request that a developer pasted as the gate would, and says what stands
 * in the way; nothing is used up by it and no business is done.
 */
@Component
@RequiredArgsConstructor
class SignatureCheck {

	/** One thing that was looked at; {@code credit.signature.<name>}. */
	enum Point {

		DIGEST, SIGNATURE_FORM, COVERED, TIME, KEY, ALGORITHM, SIGNATURE

	}

	/**
	 * @param good null: could not be looked at
	 * @param found what is there or should be
	 */
	public record Finding(Point point, @Nullable Boolean good, String found) {
	}

	/**
	 * The first place at which the developer's text is another one.
	 *
	 * @param line counted from one
	 * @param place the first other character in that line, counted from one
	 */
	public record Difference(int line, int place, String ours, String theirs) {
	}

	/**
	 * @param base what should have been signed, null when that cannot be built
	 * @param difference null when there is none or nothing was compared
	 */
	public record Report(List<Finding> findings, @Nullable String base, boolean compared,
			@Nullable Difference difference) {

		/** Line by line, for the page. */
		List<String> lines() {
			return (base == null) ? List.of() : List.of(base.split("\n"));
		}

	}

	private final PartnerKeyDesk keys;

	/** Signatures live by the system clock. */
	private final Clock clock = Clock.systemUTC();

	/**
	 * @param theirs what the developer's program signed, or blank
	 */
	Report look(String clientId, PastedRequest request, @Nullable String theirs) {
		var gateway = request.header(GatewaySignatures.HEADER);
		var findings = new ArrayList<Finding>();
		var base = (gateway != null) ? gateway(clientId, gateway, request, findings)
				: signature(clientId, request, findings);
		if (base == null || theirs == null || theirs.isBlank()) {
			return new Report(findings, base, false, null);
		}
		return new Report(findings, base, true, difference(base, theirs.replace("\r\n", "\n")));
	}

	private @Nullable String gateway(String clientId, String header, PastedRequest request, List<Finding> findings) {
		var found = GatewayMessage.parse(header).filter(it -> it.client().equals(clientId));
		findings.add(new Finding(Point.SIGNATURE_FORM, found.isPresent(), header));
		if (found.isEmpty()) {
			return null;
		}
		var message = found.get();
		findings.add(new Finding(Point.DIGEST, message.isOf(request.body()),
				HexFormat.of().formatHex(MessageSignature.sha256(request.body()))));
		time(message.at(), findings);
		var key = key(clientId, message.kid(), findings);
		var text = message.text(request.method(), request.pathAndQuery(), request.header("Idempotency-Key"));
		findings.add(new Finding(Point.SIGNATURE, key
			.map(it -> it.algorithm().verify(it.bytes(), text.getBytes(StandardCharsets.UTF_8), message.signature()))
			.orElse(null), ""));
		return text;
	}

	private @Nullable String signature(String clientId, PastedRequest request, List<Finding> findings) {
		if (!request.method().equals("GET")) {
			var digest = request.header("Content-Digest");
			findings.add(new Finding(Point.DIGEST,
					digest != null && MessageSignature.digestFits(digest, request.body()),
					"sha-256=:" + Base64.getEncoder().encodeToString(MessageSignature.sha256(request.body())) + ":"));
		}
		var input = request.header("Signature-Input");
		var found = MessageSignature.find(input, request.header("Signature"), PartnerGate.TAG);
		findings.add(new Finding(Point.SIGNATURE_FORM, found.isPresent(), (input != null) ? input : ""));
		if (found.isEmpty()) {
			return null;
		}
		var signature = found.get();
		var covered = request.method().equals("GET") ? PartnerGate.COVERED_READ : PartnerGate.COVERED;
		findings.add(new Finding(Point.COVERED, signature.components().containsAll(covered),
				String.join(" ", covered.stream().sorted().toList())));
		time(signature.instant("created").orElse(Instant.EPOCH), findings);
		var key = key(clientId, signature.parameter("keyid").orElse(""), findings);
		var signed = new MessageSignature.Request(request.method(), request.target(), request::header);
		key.ifPresent(it -> findings.add(new Finding(Point.ALGORITHM,
				signature.parameter("alg").filter(alg -> !alg.equals(it.algorithm().word())).isEmpty(),
				it.algorithm().word())));
		findings.add(new Finding(Point.SIGNATURE, key.map(it -> signature.isBy(it, signed)).orElse(null), ""));
		return signature.base(signed).orElse(null);
	}

	private void time(Instant at, List<Finding> findings) {
		var old = Duration.between(at, clock.instant());
		findings.add(new Finding(Point.TIME,
				old.compareTo(PartnerGate.LONGEST) <= 0 && old.compareTo(PartnerGate.SKEW.negated()) >= 0,
				at.toString()));
	}

	private Optional<MessageKey> key(String clientId, String kid, List<Finding> findings) {
		var key = keys.find(clientId, kid);
		findings.add(new Finding(Point.KEY, key.isPresent(), kid));
		return key;
	}

	static @Nullable Difference difference(String ours, String theirs) {
		var one = ours.split("\n", -1);
		var other = theirs.split("\n", -1);
		for (int i = 0; i < Math.max(one.length, other.length); i++) {
			var a = (i < one.length) ? one[i] : "";
			var b = (i < other.length) ? other[i] : "";
			if (!a.equals(b) || i >= one.length || i >= other.length) {
				int place = 0;
				while (place < Math.min(a.length(), b.length()) && a.charAt(place) == b.charAt(place)) {
					place++;
				}
				return new Difference(i + 1, place + 1, a, b);
			}
		}
		return null;
	}

}
