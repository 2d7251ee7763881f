package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Tenant;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;

/** Everything a machine can do wrong or somebody can do to its message, over HTTP. */
class PartnerGateIT extends OverHttp {

	private static final String BOOKED = "/cases/NONE/receipt";

	private static final String RECEIPT = "{\"bankCaseNo\":\"B\",\"branch\":\"b\",\"officer\":\"o\"}";

	private static final String CALLS = "select count(*)::text from credit_partner_call where key = ?";

	private static final String BOOKED_AS = "select count(*)::text from credit_booking where bank_txn_no = ?";

	private static final String LAST_BOOKED = "select xmin::text from credit_booking where bank_txn_no = ?";

	private static final ECDomainParameters CURVE = new ECDomainParameters(CustomNamedCurves.getByName("sm2p256v1"));

	@Value("${jinfu.data}")
	Path data;

	private BankClient bank;

	@BeforeEach
	void aBankHasItsToken() throws Exception {
		bank = new BankClient(data.resolve("demo/clients/bank-a.json"));
	}

	private BankClient.Call call() {
		return bank.post(BOOKED, RECEIPT);
	}

	@Test
	void aGoodMessageComesToTheRuleOfTheBusiness() throws Exception {
		var answer = call().signed().send();
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.problem()).isEqualTo("not_found");
	}

	@ParameterizedTest
	@CsvSource({ "Signature,signature_missing", "Signature-Input,signature_missing", "Content-Digest,digest_missing",
			"Idempotency-Key,idempotency_key_missing", "Authorization,token_invalid" })
	void whatIsMissingIsNamed(String header, String problem) throws Exception {
		var call = call().signed();
		call.headers.remove(header);
		var answer = call.send();
		assertThat(answer.problem()).isEqualTo(problem);
		assertThat(answer.status()).isIn(400, 401);
	}

	@ParameterizedTest
	@ValueSource(longs = { -301, -3600, 90, 3600 })
	void oldAndFutureSignaturesAreRefused(long off) throws Exception {
		var call = call().at(Instant.now().getEpochSecond() + off);
		call.expires = call.created + 300;
		refused(call.signed().send(), 401, "signature_expired");
	}

	@Test
	void aLongLifeIsCutToFiveMinutes() throws Exception {
		var call = call().at(Instant.now().getEpochSecond() - 400);
		call.expires = call.created + 86_400;
		refused(call.signed().send(), 401, "signature_expired");
	}

	@Test
	void theSameSignatureWorksOnce() throws Exception {
		var call = call().signed();
		assertThat(call.send().status()).isEqualTo(404);
		refused(call.send(), 401, "signature_replayed");
	}

	@Test
	void aChangedBodyIsSeenWithItsOldDigestAndWithANewOne() throws Exception {
		var call = call().signed();
		call.body = RECEIPT.replace("\"o\"", "\"x\"").getBytes(StandardCharsets.UTF_8);
		refused(call.send(), 401, "digest_mismatch");
		call.headers.put("Content-Digest",
				"sha-256=:" + BankClient.base64(MessageDigest.getInstance("SHA-256").digest(call.body)) + ":");
		refused(call.send(), 401, "signature_invalid");
	}

	@Test
	void everySignedPartHolds() throws Exception {
		for (var header : Set.of("Idempotency-Key", "X-Request-ID")) {
			var call = call().signed();
			call.headers.put(header, UUID.randomUUID().toString());
			refused(call.send(), 401, "signature_invalid");
		}
		var input = call().signed();
		input.headers.compute("Signature-Input",
				(_, it) -> String.valueOf(it).replace("expires=", "nonce=\"x\";expires="));
		refused(input.send(), 401, "signature_invalid");
		var elsewhere = call().signed();
		var other = bank.post("/cases/OTHER/receipt", RECEIPT);
		other.headers.putAll(elsewhere.headers);
		refused(other.send(), 401, "signature_invalid");
	}

	@Test
	void whatMustBeSignedIsSigned() throws Exception {
		for (var part : Set.of("\"content-digest\" ", "\"idempotency-key\" ", "\"@target-uri\" ", "\"@method\" ")) {
			var call = call();
			call.components = call.components.replace(part, "");
			refused(call.signed().send(), 401, "signature_invalid");
		}
		var tag = call();
		tag.tag = "other";
		refused(tag.signed().send(), 401, "signature_invalid");
	}

	@Test
	void anUnknownKeyAndAnotherBanksKeyAreUnknown() throws Exception {
		var call = call();
		call.kid = "nobody";
		refused(call.signed().send(), 401, "key_unknown");
		var other = new BankClient(data.resolve("demo/clients/bank-b.json"));
		var theirs = call();
		theirs.kid = other.kid();
		refused(theirs.signed().send(), 401, "key_unknown");
	}

	@Test
	void theAlgorithmIsTheKeys() throws Exception {
		var call = call();
		call.alg = "hmac-sha256";
		refused(call.signed().send(), 401, "signature_invalid");
	}

	@Test
	void aRefusedSignatureIsToldWhatShouldHaveBeenSigned() throws Exception {
		var call = call();
		call.signer = _ -> new byte[64];
		var answer = call.signed().send();
		assertThat(answer.problem()).isEqualTo("signature_invalid");
		assertThat(answer.json().path("signatureBase").asString())
			.isEqualTo(call.base(call.headers.get("Signature-Input").replaceFirst("^sig1=", "")));
	}

	@Test
	void underOneKeyThereIsOneContent() throws Exception {
		var no = dispatched();
		var key = UUID.randomUUID().toString();
		var body = "{\"verdict\":\"APPROVE\"}";
		var first = bank.post("/cases/" + no + "/decisions", body.replace("APPROVE", "REJECT"))
			.key(key)
			.signed()
			.send();
		assertThat(first.status()).as(first.text()).isIn(400, 422);
		var kept = bank.post("/loans/NONE/transactions", transaction("1.00")).key(key).signed().send();
		assertThat(kept.status()).as(kept.text()).isEqualTo(202);
		var again = bank.post("/loans/NONE/transactions", transaction("1.00")).key(key).signed().send();
		assertThat(again.status()).isEqualTo(202);
		assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
		assertThat(again.text()).isEqualTo(kept.text());
		refused(bank.post("/loans/NONE/transactions", transaction("2.00")).key(key).signed().send(), 422,
				"idempotency_key_reused");
		assertThat(bank.post("/loans/NONE/transactions", transaction("2.00")).key("short").signed().send().problem())
			.isEqualTo("idempotency_key_invalid");
	}

	@Test
	@DisplayName("I25: while the first call is at work the second is told to wait, and then answered as the first")
	void aSecondCallWaitsForTheFirst() throws Exception {
		var key = UUID.randomUUID().toString();
		var path = "/loans/NONE/transactions";
		var first = bank.post(path, transaction("1.00")).key(key).signed();
		var second = bank.post(path, transaction("1.00")).key(key).signed();
		var other = bank.post(path, transaction("2.00")).key(key).signed();
		try (var machine = Executors.newVirtualThreadPerTaskExecutor()) {
			var running = Tenant.callAs(DemoWorld.MAIN_TENANT, () -> transaction.execute(_ -> {
				sql.sql("lock table credit_booking in share mode").update();
				var sent = machine.submit(first::send);
				await().until(() -> one(CALLS, key).equals("1"));
				var waits = sent(second);
				refused(waits, 409, "idempotency_in_progress");
				assertThat(waits.header("Retry-After")).isEqualTo("5");
				refused(sent(other), 422, "idempotency_key_reused");
				assertThat(sent).isNotDone();
				return sent;
			}));
			var answer = Objects.requireNonNull(running).get();
			assertThat(answer.status()).as(answer.text()).isEqualTo(202);
			var again = bank.post(path, transaction("1.00")).key(key).signed().send();
			assertThat(again.status()).isEqualTo(202);
			assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
			assertThat(again.text()).isEqualTo(answer.text());
		}
	}

	@Test
	@DisplayName("I25: a key stands for a call of one client at one path")
	void aKeyIsOneClientsAtOnePath() throws Exception {
		var key = UUID.randomUUID().toString();
		var own = bank.post("/loans/NONE/transactions", transaction("1.00")).key(key).signed().send();
		var elsewhere = bank.post("/loans/NONE-2/transactions", transaction("1.00").replace("GATE-", "GATE-2-"))
			.key(key)
			.signed()
			.send();
		var theirs = new BankClient(data.resolve("demo/clients/bank-b.json"))
			.post("/loans/NONE/transactions", transaction("3.00"))
			.key(key)
			.signed()
			.send();
		for (var answer : List.of(own, elsewhere, theirs)) {
			assertThat(answer.status()).as(answer.text()).isEqualTo(202);
			assertThat(answer.header("Idempotency-Replayed")).isEmpty();
		}
		assertThat(one(CALLS, key)).isEqualTo("3");
	}

	@Test
	@DisplayName("I27: what is unsigned, stale, forged or replayed leaves nothing behind, its key neither")
	void whatIsRefusedAtTheGateHasDoneNothing() throws Exception {
		var key = UUID.randomUUID().toString();
		var path = "/loans/NONE/transactions";
		var unsigned = bank.post(path, transaction("1.00")).key(key).signed();
		unsigned.headers.remove("Signature");
		refused(unsigned.send(), 401, "signature_missing");
		var stale = bank.post(path, transaction("1.00")).key(key).at(Instant.now().getEpochSecond() - 301);
		stale.expires = stale.created + 300;
		refused(stale.signed().send(), 401, "signature_expired");
		var forged = bank.post(path, transaction("1.00")).key(key);
		forged.signer = _ -> new byte[64];
		refused(forged.signed().send(), 401, "signature_invalid");
		assertThat(one(BOOKED_AS, txn)).isEqualTo("0");
		assertThat(one(CALLS, key)).isEqualTo("0");

		var good = bank.post(path, transaction("1.00")).key(key).signed();
		assertThat(good.send().status()).isEqualTo(202);
		var booked = one(LAST_BOOKED, txn);
		refused(good.send(), 401, "signature_replayed");
		assertThat(one(BOOKED_AS, txn)).isEqualTo("1");
		assertThat(one(LAST_BOOKED, txn)).isEqualTo(booked);
		assertThat(one(CALLS, key)).isEqualTo("1");
	}

	private static BankClient.Answer sent(BankClient.Call call) {
		try {
			return call.send();
		}
		catch (Exception failure) {
			throw new AssertionError(failure);
		}
	}

	private final String txn = "GATE-" + UUID.randomUUID();

	private String transaction(String yuan) {
		return """
				{"type":"REPAYMENT","bankTxnNo":"%s","valueDate":"%s","amount":{"amount":"%s","currency":"CNY"}}"""
			.formatted(txn, LocalDate.now(java.time.ZoneId.of("Asia/Shanghai")), yuan);
	}

	private String dispatched() {
		return one(
				"""
						select a.no from credit_application a join credit_bank b on b.tenant_id = a.tenant_id and b.id = a.bank_id
						 where b.client_id = ? and a.dispatched_at is not null order by a.no limit 1""",
				"bank-a");
	}

	@Test
	void aBodyAboveTheLimitIsNotRead() throws Exception {
		var call = call();
		call.body = ("\"" + "x".repeat(1 << 20) + "\"").getBytes(StandardCharsets.UTF_8);
		refused(call.signed().send(), 413, "too_large");
	}

	@Test
	void fieldsThatNobodyAskedForChangeNothing() throws Exception {
		var answer = bank.post(BOOKED, RECEIPT.replace("}", ",\"status\":\"SETTLED\",\"bankId\":\"x\"}"))
			.signed()
			.send();
		assertThat(answer.problem()).isEqualTo("not_found");
	}

	@Test
	void anAnswerIsSignedForTheRequestItAnswers() throws Exception {
		var call = bank.get("/cases");
		var answer = call.send();
		assertThat(answer.status()).isEqualTo(200);
		var key = bank.get("/keys").send().json().path("keys").get(0);
		assertThat(key.path("crv").asString()).isEqualTo("Ed25519");
		var raw = Base64.getUrlDecoder().decode(key.path("x").asString());
		assertThat(edwards(raw, base(answer), value(answer))).isTrue();
		assertThat(edwards(raw, base(answer).replace("200", "201"), value(answer))).isFalse();
		assertThat(answer.header("Content-Digest")).isEqualTo("sha-256=:"
				+ BankClient.base64(MessageDigest.getInstance("SHA-256").digest(answer.response().body())) + ":");
		var refused = call().signed().send();
		assertThat(edwards(raw, base(refused), value(refused))).as("refusals too").isTrue();
	}

	@Test
	void aSignedReadMustBeSignedWell() throws Exception {
		var call = bank.get("/cases");
		call.components = "(\"@method\" \"@target-uri\" \"content-digest\" \"idempotency-key\" \"x-request-id\")";
		assertThat(call.signed().send().status()).isEqualTo(200);
		refused(call.send(), 401, "signature_replayed");
		var wrong = bank.get("/cases");
		wrong.signer = _ -> new byte[64];
		refused(wrong.signed().send(), 401, "signature_invalid");
	}

	@Test
	void aBankChangesToSm2ByTwoPeopleAndBack() throws Exception {
		var number = new BigInteger("3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8", 16);
		var point = CURVE.getG().multiply(number).normalize().getEncoded(false);
		var kid = "sm2-" + UUID.randomUUID().toString().substring(0, 8);
		var asked = bank
			.post("/message-keys",
					"""
							{"kid":"%s","algorithm":"SM2_SM3","publicKey":"%s","validTo":"%s"}""".formatted(kid,
							BankClient.base64(point), LocalDate.now().plusYears(1)))
			.signed()
			.send();
		assertThat(asked.status()).as(asked.text()).isEqualTo(201);
		BankClient.Signer signer = text -> sm2(number, text, false);
		refused(call().by(kid, "sm2-sm3", signer).signed().send(), 401, "key_unknown");
		agreed(kid);
		var answer = call().by(kid, "sm2-sm3", signer).signed().send();
		assertThat(answer.problem()).isEqualTo("not_found");
		assertThat(call().by(kid, "sm2-sm3", text -> sm2(number, text, true)).signed().send().problem())
			.isEqualTo("not_found");
		refused(call().by(kid, "ed25519", signer).signed().send(), 401, "signature_invalid");
		var key = bank.get("/keys").send().json().path("keys").get(1);
		assertThat(key.path("crv").asString()).isEqualTo("SM2");
		var verifier = new SM2Signer(PlainDSAEncoding.INSTANCE);
		verifier.init(false,
				new ECPublicKeyParameters(
						CURVE.getCurve()
							.createPoint(new BigInteger(1, Base64.getUrlDecoder().decode(key.path("x").asString())),
									new BigInteger(1, Base64.getUrlDecoder().decode(key.path("y").asString()))),
						CURVE));
		var text = base(answer).getBytes(StandardCharsets.US_ASCII);
		verifier.update(text, 0, text.length);
		assertThat(verifier.verifySignature(value(answer))).as("the answer is signed alike").isTrue();

		ended(kid);
		refused(call().by(kid, "sm2-sm3", signer).signed().send(), 401, "key_unknown");
		assertThat(call().signed().send().problem()).as("the first key still counts").isEqualTo("not_found");
	}

	/** The same signature written otherwise is the same signature. */
	@Test
	void aReplayInAnotherWritingIsSeen() throws Exception {
		var number = new BigInteger("128B2FA8BD433C6C068C8D803DFF79792A519A55171B1B650C23661D15897263", 16);
		var kid = "sm2-" + UUID.randomUUID().toString().substring(0, 8);
		bank.post("/message-keys",
				"""
						{"kid":"%s","algorithm":"SM2_SM3","publicKey":"%s","validTo":"%s"}""".formatted(kid,
						BankClient.base64(CURVE.getG().multiply(number).normalize().getEncoded(false)),
						LocalDate.now().plusYears(1)))
			.signed()
			.send();
		agreed(kid);
		var call = call().by(kid, "sm2-sm3", text -> sm2(number, text, false)).signed();
		assertThat(call.send().problem()).isEqualTo("not_found");
		var raw = Base64.getDecoder().decode(call.headers.get("Signature").replaceAll("^sig1=:|:$", ""));
		var der = StandardDSAEncoding.INSTANCE.encode(CURVE.getN(), new BigInteger(1, java.util.Arrays.copyOf(raw, 32)),
				new BigInteger(1, java.util.Arrays.copyOfRange(raw, 32, 64)));
		call.headers.put("Signature", "sig1=:" + BankClient.base64(der) + ":");
		refused(call.send(), 401, "signature_replayed");
		ended(kid);
	}

	@Test
	void aSharedSecretIsToldOnceAndSignsBothWays() throws Exception {
		var kid = "hmac-" + UUID.randomUUID().toString().substring(0, 8);
		var key = UUID.randomUUID().toString();
		var body = """
				{"kid":"%s","algorithm":"HMAC_SHA256","validTo":"%s"}""".formatted(kid, LocalDate.now().plusYears(1));
		var asked = bank.post("/message-keys", body).key(key).signed().send();
		assertThat(asked.status()).as(asked.text()).isEqualTo(201);
		var secret = Base64.getDecoder().decode(asked.json().path("secret").asString());
		assertThat(bank.post("/message-keys", body).key(key).signed().send().text()).as("not told again")
			.doesNotContain("secret\"");
		agreed(kid);
		var answer = call().by(kid, "hmac-sha256", text -> hmac(secret, text)).signed().send();
		assertThat(answer.problem()).isEqualTo("not_found");
		assertThat(value(answer)).isEqualTo(hmac(secret, base(answer).getBytes(StandardCharsets.US_ASCII)));
		refused(call().by(kid, "hmac-sha256", text -> hmac(new byte[32], text)).signed().send(), 401,
				"signature_invalid");
		ended(kid);
	}

	@Test
	void whatIsNoKeyIsRefusedWithItsField() throws Exception {
		for (var wrong : Set.of("AAAA", "x", "")) {
			var answer = bank
				.post("/message-keys",
						"""
								{"kid":"k-1","algorithm":"ED25519","publicKey":"%s","validTo":"%s"}""".formatted(wrong,
								LocalDate.now().plusYears(1)))
				.signed()
				.send();
			assertThat(answer.status()).isEqualTo(wrong.isEmpty() ? 400 : 422);
			assertThat(answer.json().path("errors").get(0).path("field").asString()).isEqualTo("/publicKey");
		}
		assertThat(
				bank.post("/message-keys", "{\"kid\":\"k\\u0000\",\"algorithm\":\"ED25519\"}").signed().send().status())
			.isEqualTo(400);
	}

	private void agreed(String kid) {
		var id = one("select id::text from credit_partner_key where kid = ?", kid);
		Actor first = staff("admin");
		assertThat(post(first, "/api/v1/partner-keys/" + id + "/proposal", "")).hasStatus(HttpStatus.NO_CONTENT);
		assertThat(post(first, "/api/v1/partner-keys/" + id + "/confirmation", "")).hasStatus(HttpStatus.FORBIDDEN);
		assertThat(post(staff("security"), "/api/v1/partner-keys/" + id + "/confirmation", ""))
			.hasStatus(HttpStatus.NO_CONTENT);
	}

	private void ended(String kid) {
		var id = one("select id::text from credit_partner_key where kid = ?", kid);
		assertThat(post(staff("security"), "/api/v1/partner-keys/" + id + "/ending", "{\"reason\":\"试完了\"}"))
			.hasStatus(HttpStatus.NO_CONTENT);
	}

	private static void refused(BankClient.Answer answer, int status, String problem) {
		assertThat(answer.problem()).as(answer.text()).isEqualTo(problem);
		assertThat(answer.status()).isEqualTo(status);
	}

	/** Section 2.5 of RFC 9421, from the parameters that came. */
	private String base(BankClient.Answer answer) {
		return """
				"@status": %d
				"content-digest": %s
				"@method";req: %s
				"@target-uri";req: %s
				"@signature-params": %s""".formatted(answer.status(), answer.header("Content-Digest"),
				answer.call().method, bank.base + answer.call().path,
				answer.header("Signature-Input").replaceFirst("^sig1=", ""));
	}

	private static byte[] value(BankClient.Answer answer) {
		return Base64.getDecoder().decode(answer.header("Signature").replaceAll("^sig1=:|:$", ""));
	}

	private static boolean edwards(byte[] raw, String text, byte[] value) throws Exception {
		var head = HexFormat.of().parseHex("302a300506032b6570032100");
		var encoded = new byte[head.length + raw.length];
		System.arraycopy(head, 0, encoded, 0, head.length);
		System.arraycopy(raw, 0, encoded, head.length, raw.length);
		var verifier = Signature.getInstance("Ed25519");
		verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
		verifier.update(text.getBytes(StandardCharsets.US_ASCII));
		return verifier.verify(value);
	}

	private static byte[] sm2(BigInteger number, byte[] text, boolean der) {
		try {
			var signer = new SM2Signer(der ? StandardDSAEncoding.INSTANCE : PlainDSAEncoding.INSTANCE);
			signer.init(true, new ECPrivateKeyParameters(number, CURVE));
			signer.update(text, 0, text.length);
			return signer.generateSignature();
		}
		catch (CryptoException impossible) {
			throw new AssertionError(impossible);
		}
	}

	private static byte[] hmac(byte[] secret, byte[] text) throws java.security.GeneralSecurityException {
		var mac = Mac.getInstance("HmacSHA256");
		mac.init(new SecretKeySpec(secret, "HmacSHA256"));
		return mac.doFinal(text);
	}

}
