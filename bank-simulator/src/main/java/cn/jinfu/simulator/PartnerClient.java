package cn.jinfu.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Speaks the platform's partner API: a token by signed client assertion (RFC 7523,
 * ES256), and for every unsafe call a body digest (RFC 9530) and a message signature (RFC
 * 9421, Ed25519).
 */
final class PartnerClient {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final byte[] ED25519_KEY = HexFormat.of().parseHex("302e020100300506032b657004220420");

	private final JsonMapper json = JsonMapper.builder().build();

	private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

	private final JsonNode file;

	private final ECKey assertionKey;

	private final OctetKeyPair messageKey;

	/** Null where this bank registered none. */
	private final @Nullable ECKey encryptionKey;

	private final URI tokenUri;

	/** Method and path of everything that was asked. */
	private final Set<String> calls = new TreeSet<>();

	private @Nullable String token;

	private Instant renewAt = Instant.MIN;

	/**
	 * @throws Unusable when there is no such file, or not everything is in it
	 */
	PartnerClient(Path clientFile) {
		try {
			this.file = json.readTree(clientFile.toFile());
			this.assertionKey = ECKey.parse(file.path("privateKey").toString());
			this.messageKey = OctetKeyPair.parse(file.path("messageKey").toString());
			this.encryptionKey = file.has("encryptionKey") ? ECKey.parse(file.path("encryptionKey").toString()) : null;
			this.tokenUri = URI.create(file.path("tokenUri").asString(""));
		}
		catch (JacksonException | ParseException | IllegalArgumentException wrong) {
			throw new Unusable(clientFile, wrong);
		}
		if (clientId().isEmpty() || tokenUri.getHost() == null || base().isEmpty()) {
			throw new Unusable(clientFile, new ParseException("clientId, tokenUri, apiBase", 0));
		}
	}

	Set<String> calls() {
		return calls;
	}

	String clientId() {
		return file.path("clientId").asString("");
	}

	JsonNode get(String path) throws Exception {
		calls.add("GET " + path.replaceFirst("[?].*", ""));
		return send(HttpRequest.newBuilder(URI.create(base() + path)).GET());
	}

	/** A file as it is, after a look at the digest that came with it. */
	byte[] file(String path) throws Exception {
		calls.add("GET " + path);
		var answer = http.send(HttpRequest.newBuilder(URI.create(base() + path))
			.header("Authorization", "Bearer " + token())
			.timeout(PATIENCE)
			.build(), BodyHandlers.ofByteArray());
		var call = "GET " + path + " -> " + answer.statusCode();
		if (answer.statusCode() >= 300) {
			throw new Refused(answer.statusCode(), call + " " + new String(answer.body(), StandardCharsets.UTF_8));
		}
		var digest = "sha-256=:" + base64(MessageDigest.getInstance("SHA-256").digest(answer.body())) + ":";
		if (!digest.equals(answer.headers().firstValue("Content-Digest").orElse(""))) {
			throw new NoAnswer(call + ", but not what its digest says");
		}
		return answer.body();
	}

	/**
	 * What the platform encrypted to this bank's key (JWE, RFC 7516).
	 * @throws NoAnswer when it does not open
	 */
	JsonNode opened(String envelope) {
		var key = encryptionKey;
		if (key == null) {
			throw new NoAnswer("something was encrypted to us, and we have no key for it");
		}
		try {
			var sealed = JWEObject.parse(envelope);
			sealed.decrypt(new ECDHDecrypter(key));
			return json.readTree(sealed.getPayload().toBytes());
		}
		catch (ParseException | JOSEException | JacksonException wrong) {
			throw new NoAnswer("what was encrypted to our key does not open: " + wrong.getMessage());
		}
	}

	/** The name of the refusal of a read; empty when it was answered. */
	String refusal(String path) throws Exception {
		calls.add("GET " + path.replaceFirst("[?].*", ""));
		return problem(http.send(HttpRequest.newBuilder(URI.create(base() + path))
			.header("Authorization", "Bearer " + token())
			.timeout(PATIENCE)
			.build(), BodyHandlers.ofString()));
	}

	/**
	 * The key is made from what is asked for, so that the same request has the same key
	 * after a broken connection and after a start of this program; it is sent once more
	 * at once when the connection breaks.
	 */
	JsonNode post(String path, JsonNode body) throws Exception {
		var bytes = json.writeValueAsBytes(body);
		var key = UUID
			.nameUUIDFromBytes(
					(clientId() + path + new String(bytes, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8))
			.toString();
		try {
			return send(signed(path, bytes, key));
		}
		catch (IOException _) {
			return send(signed(path, bytes, key));
		}
	}

	/** What a bank can do wrong with a message. */
	enum Fault {

		NONE, UNSIGNED, TAMPERED, STALE, UNKNOWN_KEY, WITHOUT_KEY

	}

	/**
	 * Sends it wrongly on purpose.
	 * @param times how often the very same message is sent
	 * @return the name of the last refusal, empty when it was taken
	 */
	String refusal(String path, JsonNode body, String key, Fault fault, int times) throws Exception {
		var bytes = json.writeValueAsBytes(body);
		var request = signed(path, bytes, key, fault).header("Authorization", "Bearer " + token())
			.timeout(PATIENCE)
			.build();
		HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
		for (int n = 1; n < times; n++) {
			answer = http.send(request, BodyHandlers.ofString());
		}
		return problem(answer);
	}

	private String problem(HttpResponse<String> answer) {
		return (answer.statusCode() < 300) ? ""
				: json.readTree(answer.body()).path("type").asString("").replace("urn:jinfu:problem:", "");
	}

	private HttpRequest.Builder signed(String path, byte[] body, String key) throws GeneralSecurityException {
		return signed(path, body, key, Fault.NONE);
	}

	private HttpRequest.Builder signed(String path, byte[] body, String key, Fault fault)
			throws GeneralSecurityException {
		calls.add("POST " + path);
		var target = URI.create(base() + path);
		var digest = "sha-256=:" + base64(MessageDigest.getInstance("SHA-256").digest(body)) + ":";
		var requestId = UUID.randomUUID().toString();
		var now = Instant.now().getEpochSecond() - (fault == Fault.STALE ? 3600 : 0);
		var kid = (fault == Fault.UNKNOWN_KEY) ? "nobody" : messageKey.getKeyID();
		var parameters = "(\"@method\" \"@target-uri\" \"content-digest\" \"idempotency-key\" \"x-request-id\")"
				+ ";created=" + now + ";expires=" + (now + 120) + ";keyid=\"" + kid
				+ "\";alg=\"ed25519\";tag=\"jinfu-partner\"";
		var base = """
				"@method": POST
				"@target-uri": %s
				"content-digest": %s
				"idempotency-key": %s
				"x-request-id": %s
				"@signature-params": %s""".formatted(target, digest, key, requestId, parameters);
		var signer = Signature.getInstance("Ed25519");
		signer.initSign(privateKey());
		signer.update(base.getBytes(StandardCharsets.US_ASCII));
		var sent = (fault == Fault.TAMPERED)
				? (new String(body, StandardCharsets.UTF_8) + " ").getBytes(StandardCharsets.UTF_8) : body;
		var request = HttpRequest.newBuilder(target)
			.header("Content-Type", "application/json")
			.header("Content-Digest", digest)
			.header("X-Request-ID", requestId)
			.POST(BodyPublishers.ofByteArray(sent));
		if (fault != Fault.WITHOUT_KEY) {
			request.header("Idempotency-Key", key);
		}
		return (fault == Fault.UNSIGNED) ? request : request.header("Signature-Input", "sig1=" + parameters)
			.header("Signature", "sig1=:" + base64(signer.sign()) + ":");
	}

	private PrivateKey privateKey() throws GeneralSecurityException {
		var raw = messageKey.getDecodedD();
		var encoded = new byte[ED25519_KEY.length + raw.length];
		System.arraycopy(ED25519_KEY, 0, encoded, 0, ED25519_KEY.length);
		System.arraycopy(raw, 0, encoded, ED25519_KEY.length, raw.length);
		return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
	}

	private JsonNode send(HttpRequest.Builder request) throws Exception {
		return read(http.send(request.header("Authorization", "Bearer " + token())
			.header("Accept", "application/json, application/problem+json")
			.timeout(PATIENCE)
			.build(), BodyHandlers.ofString()));
	}

	private JsonNode read(HttpResponse<String> response) {
		var call = response.request().method() + " " + response.uri().getPath() + " -> " + response.statusCode();
		if (response.statusCode() >= 500) {
			throw new NoAnswer(call);
		}
		if (response.statusCode() >= 300) {
			throw new Refused(response.statusCode(), call + " " + response.body());
		}
		try {
			return json.readTree(response.body());
		}
		catch (JacksonException notJson) {
			throw new NoAnswer(call + ", but no JSON");
		}
	}

	/** A field without which an answer is none. */
	static JsonNode required(JsonNode answer, String field) {
		var node = answer.path(field);
		if (node.isMissingNode()) {
			throw new NoAnswer("the answer has no " + field);
		}
		return node;
	}

	private String token() throws IOException, InterruptedException, JOSEException {
		var known = token;
		if (known == null || Instant.now().isAfter(renewAt)) {
			var form = "grant_type=client_credentials&client_id=" + encode(clientId()) + "&client_assertion_type="
					+ encode("urn:ietf:params:oauth:client-assertion-type:jwt-bearer") + "&client_assertion="
					+ encode(assertion());
			var answer = read(http.send(HttpRequest.newBuilder(tokenUri)
				.timeout(PATIENCE)
				.header("Content-Type", "application/x-www-form-urlencoded")
				.POST(BodyPublishers.ofString(form))
				.build(), BodyHandlers.ofString()));
			known = required(answer, "access_token").asString();
			renewAt = Instant.now().plusSeconds(answer.path("expires_in").asLong(300)).minusSeconds(30);
			token = known;
		}
		return known;
	}

	private String assertion() throws JOSEException {
		var now = Instant.now();
		var claims = new JWTClaimsSet.Builder().issuer(clientId())
			.subject(clientId())
			.audience(tokenUri.toString())
			.jwtID(UUID.randomUUID().toString())
			.issueTime(Date.from(now))
			.expirationTime(Date.from(now.plusSeconds(60)))
			.build();
		var jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(assertionKey.getKeyID()).build(),
				claims);
		jwt.sign(new ECDSASigner(assertionKey));
		return jwt.serialize();
	}

	private String base() {
		return file.path("apiBase").asString("");
	}

	private static String base64(byte[] bytes) {
		return Base64.getEncoder().encodeToString(bytes);
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	/** The platform said no; its problem document is in the message. */
	static final class Refused extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final int status;

		Refused(int status, String message) {
			super(message);
			this.status = status;
		}

		int status() {
			return status;
		}

	}

	/** The platform failed, or said something that is no answer. */
	static final class NoAnswer extends RuntimeException {

		private static final long serialVersionUID = 1L;

		NoAnswer(String message) {
			super(message);
		}

	}

	/** The file that should tell who this bank is does not. */
	static final class Unusable extends RuntimeException {

		private static final long serialVersionUID = 1L;

		Unusable(Path file, Exception why) {
			super(file + " (" + why.getMessage() + ")", why);
		}

	}

}
