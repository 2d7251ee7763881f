import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * 金服在线银行接口客户端，单文件，Java 8，只依赖 Bouncy Castle（bcprov-jdk18on 或 bcprov-jdk15to18）。
 * A client of the banks' interface in one file for Java 8; needs nothing but Bouncy Castle.
 * <p>
 * 两种接入方式 / two ways in：
 * <ul>
 * <li>FAPI：令牌（private_key_jwt）加报文签名（RFC 9421）</li>
 * <li>GATEWAY：一个签名头 Jinfu-Signature，固定地址或双向 TLS</li>
 * </ul>
 * 用法 / use：{@code java -cp bcprov.jar:. JinfuClient bank-a.json FAPI GET /cases}，
 * {@code java -cp bcprov.jar:. JinfuClient bank-a.json GATEWAY POST /cases/RZ-000001/receipt receipt.json}
 */
public class JinfuClient {

	/** What came back. */
	public static final class Answer {

		public final int status;

		public final String body;

		/** 原样的字节，取文件用 / as it came, for a file. */
		public final byte[] bytes;

		/** 应答签名对不对 / whether the signature of the answer is the platform's; null: there was none. */
		public final Boolean signed;

		Answer(int status, byte[] bytes, Boolean signed) {
			this.status = status;
			this.body = new String(bytes, StandardCharsets.UTF_8);
			this.bytes = bytes;
			this.signed = signed;
		}

	}

	private static final ECDomainParameters SM2 = new ECDomainParameters(CustomNamedCurves.getByName("sm2p256v1"));

	private static final ECDomainParameters P256 = new ECDomainParameters(CustomNamedCurves.getByName("P-256"));

	private final String clientId;

	private final String apiBase;

	private final String tokenUri;

	private final boolean gateway;

	private final String kid;

	/** ed25519、sm2-sm3 或 hmac-sha256。 */
	private final String algorithm;

	private final byte[] messageKey;

	private final String assertionKid;

	private final byte[] assertionKey;

	/** 没有登记加密公钥时为空 / null where no key for encryption is registered. */
	private final byte[] encryptionKey;

	private String token;

	private long tokenUntil;

	private String platformKeys;

	/** 按客户端文件 / by the client file. */
	public JinfuClient(String clientFile, boolean gateway) {
		this(clientFile, gateway, in(part(clientFile, "messageKey"), "kid"), "ed25519",
				url(in(part(clientFile, "messageKey"), "d")));
	}

	/** 用另一把签名密钥 / with another key of the messages. */
	public JinfuClient(String clientFile, boolean gateway, String kid, String algorithm, byte[] messageKey) {
		this.clientId = in(clientFile, "clientId");
		this.apiBase = in(clientFile, "apiBase");
		this.tokenUri = in(clientFile, "tokenUri");
		this.gateway = gateway;
		this.kid = kid;
		this.algorithm = algorithm;
		this.messageKey = messageKey.clone();
		this.assertionKid = in(part(clientFile, "privateKey"), "kid");
		this.assertionKey = url(in(part(clientFile, "privateKey"), "d"));
		this.encryptionKey = clientFile.contains("\"encryptionKey\"") ? url(in(part(clientFile, "encryptionKey"), "d"))
				: null;
	}

	public static void main(String[] args) throws Exception {
		String file = new String(Files.readAllBytes(Paths.get(args[0])), StandardCharsets.UTF_8);
		JinfuClient client = new JinfuClient(file, args[1].equals("GATEWAY"));
		byte[] body = (args.length > 4) ? Files.readAllBytes(Paths.get(args[4])) : new byte[0];
		Answer answer = client.call(args[2], args[3], body, UUID.randomUUID().toString());
		System.out.println(answer.status + " " + answer.body);
		System.out.println("应答签名 / answer signed: " + answer.signed);
		if (answer.body.contains("\"identity\":\"")) {
			System.out.println("身份信息打开 / identity opened: " + !client.open(in(answer.body, "identity")).isEmpty());
		}
		System.exit(answer.status < 300 ? 0 : 1);
	}

	public Answer get(String path) throws IOException, GeneralSecurityException {
		return call("GET", path, new byte[0], UUID.randomUUID().toString());
	}

	/** 断线重发时用同一个 key / the same key when a broken call is sent again. */
	public Answer post(String path, String json, String key) throws IOException, GeneralSecurityException {
		return call("POST", path, json.getBytes(StandardCharsets.UTF_8), key);
	}

	/**
	 * 案件里的 identity：ECDH-ES+A256KW 加 A256GCM 的 JWE（RFC 7516、7518），P-256 / opens what a case has as identity.
	 * @return JSON
	 */
	public String open(String identity) throws GeneralSecurityException {
		String[] parts = identity.split("\\.", -1);
		String header = new String(url(parts[0]), StandardCharsets.UTF_8);
		if (encryptionKey == null || parts.length != 5 || !in(header, "alg").equals("ECDH-ES+A256KW")
				|| !in(header, "enc").equals("A256GCM")) {
			throw new GeneralSecurityException("cannot be opened: " + header);
		}
		String epk = part(header, "epk");
		ECPoint theirs = P256.validatePublicPoint(P256.getCurve()
			.createPoint(new BigInteger(1, url(in(epk, "x"))), new BigInteger(1, url(in(epk, "y")))));
		byte[] shared = theirs.multiply(new BigInteger(1, encryptionKey)).normalize().getAffineXCoord().getEncoded();
		byte[] name = "ECDH-ES+A256KW".getBytes(StandardCharsets.US_ASCII);
		// RFC 7518 4.6.2：一轮 SHA-256，apu、apv 为空，256 位
		ByteBuffer info = ByteBuffer.allocate(4 + shared.length + 4 + name.length + 12);
		info.putInt(1).put(shared).putInt(name.length).put(name).putInt(0).putInt(0).putInt(256);
		Cipher unwrap = Cipher.getInstance("AESWrap");
		unwrap.init(Cipher.UNWRAP_MODE, new SecretKeySpec(sha256(info.array()), "AES"));
		Key key = unwrap.unwrap(url(parts[1]), "AES", Cipher.SECRET_KEY);
		Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
		cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, url(parts[2])));
		cipher.updateAAD(parts[0].getBytes(StandardCharsets.US_ASCII));
		byte[] text = url(parts[3]);
		byte[] tag = url(parts[4]);
		byte[] both = Arrays.copyOf(text, text.length + tag.length);
		System.arraycopy(tag, 0, both, text.length, tag.length);
		return new String(cipher.doFinal(both), StandardCharsets.UTF_8);
	}

	private Answer call(String method, String path, byte[] body, String key)
			throws IOException, GeneralSecurityException {
		Map<String, String> headers = new LinkedHashMap<String, String>();
		headers.put("Idempotency-Key", key);
		headers.put("X-Request-ID", UUID.randomUUID().toString());
		String nonce = UUID.randomUUID().toString();
		if (gateway) {
			gateway(method, path, body, key, nonce, headers);
		}
		else {
			headers.put("Authorization", "Bearer " + token());
			fapi(method, path, body, headers);
		}
		HttpURLConnection connection = send(method, apiBase + path, body, headers);
		byte[] answer = read(connection);
		return new Answer(connection.getResponseCode(), answer, verify(method, path, nonce, connection, answer));
	}

	/** 行方网关：九行，末行后没有换行 / nine lines, none after the last. */
	private void gateway(String method, String path, byte[] body, String key, String nonce,
			Map<String, String> headers) throws IOException, GeneralSecurityException {
		long now = System.currentTimeMillis() / 1000;
		URL target = new URL(apiBase + path);
		String digest = hex(sha256(body));
		String text = "jinfu-gateway\n" + clientId + "\n" + kid + "\n" + now + "\n" + nonce + "\n" + method + "\n"
				+ target.getFile() + "\n" + key + "\n" + digest;
		headers.put("Jinfu-Signature", "client=\"" + clientId + "\", keyid=\"" + kid + "\", timestamp=" + now
				+ ", nonce=\"" + nonce + "\", digest=\"" + digest + "\", signature=\"" + base64(sign(text)) + "\"");
	}

	/** RFC 9421 和 RFC 9530。 */
	private void fapi(String method, String path, byte[] body, Map<String, String> headers)
			throws GeneralSecurityException {
		headers.put("Content-Digest", "sha-256=:" + base64(sha256(body)) + ":");
		long now = System.currentTimeMillis() / 1000;
		String parameters = "(\"@method\" \"@target-uri\" \"content-digest\" \"idempotency-key\" \"x-request-id\")"
				+ ";created=" + now + ";expires=" + (now + 120) + ";keyid=\"" + kid + "\";alg=\"" + algorithm
				+ "\";tag=\"jinfu-partner\"";
		String text = "\"@method\": " + method + "\n\"@target-uri\": " + apiBase + path + "\n\"content-digest\": "
				+ headers.get("Content-Digest") + "\n\"idempotency-key\": " + headers.get("Idempotency-Key")
				+ "\n\"x-request-id\": " + headers.get("X-Request-ID") + "\n\"@signature-params\": " + parameters;
		headers.put("Signature-Input", "sig1=" + parameters);
		headers.put("Signature", "sig1=:" + base64(sign(text)) + ":");
	}

	private synchronized String token() throws IOException {
		if (token == null || System.currentTimeMillis() > tokenUntil) {
			long now = System.currentTimeMillis() / 1000;
			String text = urlText("{\"alg\":\"ES256\",\"kid\":\"" + assertionKid + "\"}") + "."
					+ urlText("{\"iss\":\"" + clientId + "\",\"sub\":\"" + clientId + "\",\"aud\":\"" + tokenUri
							+ "\",\"iat\":" + now + ",\"exp\":" + (now + 60) + ",\"jti\":\"" + UUID.randomUUID()
							+ "\"}");
			String form = "grant_type=client_credentials&client_id=" + clientId + "&client_assertion_type="
					+ URLEncoder.encode("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", "UTF-8")
					+ "&client_assertion=" + text + "." + es256(text);
			Map<String, String> headers = new LinkedHashMap<String, String>();
			headers.put("Content-Type", "application/x-www-form-urlencoded");
			HttpURLConnection connection = send("POST", tokenUri, form.getBytes(StandardCharsets.US_ASCII), headers);
			String answer = new String(read(connection), StandardCharsets.UTF_8);
			if (connection.getResponseCode() != 200) {
				throw new IOException("no token: " + connection.getResponseCode() + " " + answer);
			}
			token = in(answer, "access_token");
			// 令牌十分钟；提前一分钟换
			tokenUntil = System.currentTimeMillis() + 540_000;
		}
		return token;
	}

	private String es256(String text) {
		ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
		signer.init(true, new ECPrivateKeyParameters(new BigInteger(1, assertionKey), P256));
		BigInteger[] rs = signer.generateSignature(sha256(text.getBytes(StandardCharsets.US_ASCII)));
		byte[] both = new byte[64];
		for (int i = 0; i < 2; i++) {
			byte[] number = rs[i].toByteArray();
			int skip = Math.max(0, number.length - 32);
			System.arraycopy(number, skip, both, 32 * (i + 1) - (number.length - skip), number.length - skip);
		}
		return Base64.getUrlEncoder().withoutPadding().encodeToString(both);
	}

	private byte[] sign(String words) throws GeneralSecurityException {
		byte[] text = words.getBytes(StandardCharsets.UTF_8);
		if (algorithm.equals("ed25519")) {
			byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
			Ed25519.sign(messageKey, 0, text, 0, text.length, signature, 0);
			return signature;
		}
		if (algorithm.equals("sm2-sm3")) {
			try {
				SM2Signer signer = new SM2Signer(PlainDSAEncoding.INSTANCE);
				signer.init(true, new ECPrivateKeyParameters(new BigInteger(1, messageKey), SM2));
				signer.update(text, 0, text.length);
				return signer.generateSignature();
			}
			catch (CryptoException impossible) {
				throw new GeneralSecurityException(impossible);
			}
		}
		return hmac(text);
	}

	private byte[] hmac(byte[] text) throws GeneralSecurityException {
		Mac mac = Mac.getInstance("HmacSHA256");
		mac.init(new SecretKeySpec(messageKey, "HmacSHA256"));
		return mac.doFinal(text);
	}

	/** 应答的摘要和签名 / digest and signature of the answer. */
	private Boolean verify(String method, String path, String nonce, HttpURLConnection answer, byte[] body)
			throws IOException, GeneralSecurityException {
		String text;
		String signature;
		String by;
		if (gateway) {
			String header = answer.getHeaderField("Jinfu-Signature");
			if (header == null) {
				return null;
			}
			by = find(header, "keyid=\"([^\"]+)\"");
			String digest = find(header, "digest=\"([^\"]+)\"");
			if (!digest.equals(hex(sha256(body))) || !nonce.equals(find(header, "nonce=\"([^\"]+)\""))) {
				return false;
			}
			text = "jinfu-gateway-answer\n" + by + "\n" + find(header, "timestamp=([0-9]+)") + "\n" + nonce + "\n"
					+ answer.getResponseCode() + "\n" + digest;
			signature = find(header, "signature=\"([^\"]+)\"");
		}
		else {
			String input = answer.getHeaderField("Signature-Input");
			if (input == null) {
				return null;
			}
			String digest = answer.getHeaderField("Content-Digest");
			if (!("sha-256=:" + base64(sha256(body)) + ":").equals(digest)) {
				return false;
			}
			by = find(input, "keyid=\"([^\"]+)\"");
			text = "\"@status\": " + answer.getResponseCode() + "\n\"content-digest\": " + digest
					+ "\n\"@method\";req: " + method + "\n\"@target-uri\";req: " + apiBase + path
					+ "\n\"@signature-params\": " + input.substring("sig1=".length());
			signature = find(answer.getHeaderField("Signature"), "sig1=:([^:]+):");
		}
		return verify(by, text.getBytes(StandardCharsets.UTF_8), Base64.getDecoder().decode(signature), path);
	}

	private boolean verify(String by, byte[] text, byte[] signature, String path)
			throws IOException, GeneralSecurityException {
		if (algorithm.equals("hmac-sha256")) {
			return MessageDigest.isEqual(hmac(text), signature);
		}
		if (path.equals("/keys")) {
			// 第一次取公钥，没有可比的；生产环境请线下核对后固定
			return true;
		}
		if (platformKeys == null) {
			platformKeys = get("/keys").body;
		}
		int at = platformKeys.indexOf("\"" + by + "\"");
		if (at < 0) {
			return false;
		}
		String key = platformKeys.substring(platformKeys.lastIndexOf('{', at), platformKeys.indexOf('}', at));
		if (algorithm.equals("ed25519")) {
			return Ed25519.verify(signature, 0, url(in(key, "x")), 0, text, 0, text.length);
		}
		SM2Signer verifier = new SM2Signer(PlainDSAEncoding.INSTANCE);
		verifier.init(false, new ECPublicKeyParameters(SM2.getCurve()
			.createPoint(new BigInteger(1, url(in(key, "x"))), new BigInteger(1, url(in(key, "y")))), SM2));
		verifier.update(text, 0, text.length);
		return verifier.verifySignature(signature);
	}

	private static HttpURLConnection send(String method, String address, byte[] body, Map<String, String> headers)
			throws IOException {
		HttpURLConnection connection = (HttpURLConnection) new URL(address).openConnection();
		connection.setRequestMethod(method);
		connection.setConnectTimeout(10_000);
		connection.setReadTimeout(30_000);
		connection.setInstanceFollowRedirects(false);
		connection.setRequestProperty("Content-Type", "application/json");
		for (Map.Entry<String, String> header : headers.entrySet()) {
			connection.setRequestProperty(header.getKey(), header.getValue());
		}
		if (!method.equals("GET")) {
			connection.setDoOutput(true);
			connection.getOutputStream().write(body);
		}
		return connection;
	}

	private static byte[] read(HttpURLConnection connection) throws IOException {
		InputStream in = (connection.getResponseCode() < 400) ? connection.getInputStream()
				: connection.getErrorStream();
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		byte[] part = new byte[8192];
		int got;
		while (in != null && (got = in.read(part)) > 0) {
			all.write(part, 0, got);
		}
		return all.toByteArray();
	}

	private static byte[] sha256(byte[] bytes) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(bytes);
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

	private static String hex(byte[] bytes) {
		StringBuilder text = new StringBuilder();
		for (byte one : bytes) {
			text.append(String.format("%02x", one));
		}
		return text.toString();
	}

	private static String base64(byte[] bytes) {
		return Base64.getEncoder().encodeToString(bytes);
	}

	private static String urlText(String text) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

	private static byte[] url(String base64) {
		return Base64.getUrlDecoder().decode(base64);
	}

	private static String part(String json, String name) {
		int from = json.indexOf("\"" + name + "\"");
		return json.substring(from, json.indexOf('}', from));
	}

	private static String in(String json, String name) {
		return find(json, "\"" + name + "\"\\s*:\\s*\"([^\"]+)\"");
	}

	private static String find(String text, String pattern) {
		Matcher matcher = Pattern.compile(pattern).matcher(text);
		if (!matcher.find()) {
			throw new IllegalArgumentException("no " + pattern);
		}
		return matcher.group(1);
	}

}
