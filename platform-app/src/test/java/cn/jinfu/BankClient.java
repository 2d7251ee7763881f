package cn.jinfu;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A bank's machine that can also do everything wrong; it knows only its client file. */
final class BankClient {

	interface Signer {

		byte[] sign(byte[] text) throws GeneralSecurityException;

	}

	/** How a bank proves who it is. */
	enum Profile {

		FAPI, GATEWAY

	}

	/** A request as it will be sent; a test changes what it likes before. */
	final class Call {

		final Map<String, String> headers = new LinkedHashMap<>();

		final String method;

		final String path;

		byte[] body;

		String kid = messageKey.getKeyID();

		String alg = "ed25519";

		String tag = "jinfu-partner";

		String components = "(\"@method\" \"@target-uri\" \"content-digest\" \"idempotency-key\" \"x-request-id\")";

		Signer signer = BankClient.this::edwards;

		String nonce = UUID.randomUUID().toString();

		String clientId = file.path("clientId").asString();

		long created = Instant.now().getEpochSecond();

		long expires = created + 120;

		private Call(String method, String path, String body) {
			this.method = method;
			this.path = path;
			this.body = body.getBytes(StandardCharsets.UTF_8);
			headers.put("Authorization", "Bearer " + token);
			headers.put("Content-Type", "application/json");
			headers.put("Idempotency-Key", UUID.randomUUID().toString());
			headers.put("X-Request-ID", UUID.randomUUID().toString());
		}

		Call key(String key) {
			headers.put("Idempotency-Key", key);
			return this;
		}

		/** By another key of this bank. */
		Call by(String otherKid, String otherAlg, Signer other) {
			kid = otherKid;
			alg = otherAlg;
			signer = other;
			return this;
		}

		Call at(long seconds) {
			created = seconds;
			expires = seconds + 120;
			return this;
		}

		String base(String parameters) {
			return """
					"@method": %s
					"@target-uri": %s
					"content-digest": %s
					"idempotency-key": %s
					"x-request-id": %s
					"@signature-params": %s""".formatted(method, base + path, headers.get("Content-Digest"),
					headers.get("Idempotency-Key"), headers.get("X-Request-ID"), parameters);
		}

		Call signed() throws GeneralSecurityException {
			headers.put("Content-Digest",
					"sha-256=:" + base64(MessageDigest.getInstance("SHA-256").digest(body)) + ":");
			var parameters = components + ";created=" + created + ";expires=" + expires + ";keyid=\"" + kid
					+ "\";alg=\"" + alg + "\";tag=\"" + tag + "\"";
			var value = signer.sign(base(parameters).getBytes(StandardCharsets.US_ASCII));
			headers.put("Signature-Input", "sig1=" + parameters);
			headers.put("Signature", "sig1=:" + base64(value) + ":");
			return this;
		}

		/** By the way of this bank; everything set before is signed. */
		Call signed(Profile profile) throws GeneralSecurityException {
			return (profile == Profile.FAPI) ? signed() : gateway();
		}

		/** What a bank's gateway signs, line by line. */
		String gatewayText(String digest) {
			var target = URI.create(base + path);
			return String.join("\n", "jinfu-gateway", clientId, kid, Long.toString(created), nonce, method,
					target.getRawPath() + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery()),
					headers.getOrDefault("Idempotency-Key", "-"), digest);
		}

		Call gateway() throws GeneralSecurityException {
			headers.remove("Authorization");
			var digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
			headers.put("Jinfu-Signature",
					"client=\"%s\", keyid=\"%s\", timestamp=%d, nonce=\"%s\", digest=\"%s\", signature=\"%s\""
						.formatted(clientId, kid, created, nonce, digest,
								base64(signer.sign(gatewayText(digest).getBytes(StandardCharsets.UTF_8)))));
			return this;
		}

		Answer send() throws IOException, InterruptedException {
			var request = HttpRequest.newBuilder(URI.create(base + path))
				.method(method, method.equals("GET") ? HttpRequest.BodyPublishers.noBody()
						: HttpRequest.BodyPublishers.ofByteArray(body));
			headers.forEach(request::header);
			return new Answer(this, http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
		}

	}

	/** What came back. */
	record Answer(Call call, HttpResponse<byte[]> response) {

		int status() {
			return response.statusCode();
		}

		JsonNode json() {
			return JSON.readTree(response.body());
		}

		String text() {
			return new String(response.body(), StandardCharsets.UTF_8);
		}

		String header(String name) {
			return response.headers().firstValue(name).orElse("");
		}

		/** The name in the catalogue. */
		String problem() {
			return json().path("type").asString("").replace("urn:jinfu:problem:", "");
		}

	}

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final HttpClient http = HttpClient.newHttpClient();

	private final OctetKeyPair messageKey;

	private final JsonNode file;

	final String base;

	String token;

	BankClient(Path clientFile) throws Exception {
		file = JSON.readTree(Files.readString(clientFile));
		messageKey = OctetKeyPair.parse(file.path("messageKey").toString());
		base = file.path("apiBase").asString();
		token = tokenFor("");
	}

	Call get(String path) {
		return new Call("GET", path, "");
	}

	Call post(String path, String body) {
		return new Call("POST", path, body);
	}

	String kid() {
		return messageKey.getKeyID();
	}

	private byte[] edwards(byte[] text) throws GeneralSecurityException {
		var raw = messageKey.getDecodedD();
		var head = HexFormat.of().parseHex("302e020100300506032b657004220420");
		var encoded = new byte[head.length + raw.length];
		System.arraycopy(head, 0, encoded, 0, head.length);
		System.arraycopy(raw, 0, encoded, head.length, raw.length);
		var signature = Signature.getInstance("Ed25519");
		signature.initSign(KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded)));
		signature.update(text);
		return signature.sign();
	}

	/**
	 * A token of its own.
	 * @param scopes wanted; empty for all that the client may have
	 */
	String tokenFor(String scopes) throws IOException, InterruptedException, JOSEException, ParseException {
		var key = ECKey.parse(file.path("privateKey").toString());
		var client = file.path("clientId").asString();
		var jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
				new JWTClaimsSet.Builder().issuer(client)
					.subject(client)
					.audience(file.path("tokenUri").asString())
					.jwtID(UUID.randomUUID().toString())
					.issueTime(new Date())
					.expirationTime(Date.from(Instant.now().plusSeconds(60)))
					.build());
		jwt.sign(new ECDSASigner(key));
		var form = "grant_type=client_credentials&client_id=" + client + "&client_assertion_type="
				+ URLEncoder.encode("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", StandardCharsets.UTF_8)
				+ "&client_assertion=" + jwt.serialize()
				+ (scopes.isEmpty() ? "" : "&scope=" + URLEncoder.encode(scopes, StandardCharsets.UTF_8));
		var answer = http.send(HttpRequest.newBuilder(URI.create(file.path("tokenUri").asString()))
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofString(form))
			.build(), HttpResponse.BodyHandlers.ofString());
		return JSON.readTree(answer.body()).path("access_token").asString("");
	}

	static String base64(byte[] bytes) {
		return Base64.getEncoder().encodeToString(bytes);
	}

}
