package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import cn.jinfu.BankClient.Profile;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Tenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;

/** Both ways in withstand the same attacks; whatever is refused has done nothing. */
class AttackCatalogueIT extends OverHttp {

	private static final String RECEIPT = "{\"bankCaseNo\":\"B\",\"branch\":\"b\",\"officer\":\"o\"}";

	private static final String HERE = "127.0.0.1/32 ::1/128";

	@Value("${jinfu.data}")
	Path data;

	private BankClient bank;

	@BeforeEach
	void aBankHasItsToken() throws Exception {
		bank = new BankClient(data.resolve("demo/clients/bank-b.json"));
	}

	private void comes(Profile profile) {
		if (profile == Profile.GATEWAY) {
			door("GATEWAY", HERE);
		}
	}

	@AfterEach
	void theDoorIsAsBefore() {
		if (!one("select profile || addresses from platform_client where client_id = ?", "bank-b").equals("FAPI")) {
			door("FAPI", "");
		}
	}

	private void door(String profile, String addresses) {
		var first = staff("admin");
		var path = "/api/v1/clients/bank-b/profile-";
		assertThat(post(first, path + "proposal",
				"{\"profile\":\"%s\",\"addresses\":\"%s\"}".formatted(profile, addresses)))
			.hasStatus(HttpStatus.NO_CONTENT);
		refused(post(first, path + "confirmation", ""), HttpStatus.FORBIDDEN, "platform.client.four-eyes");
		assertThat(post(staff("security"), path + "confirmation", "")).hasStatus(HttpStatus.NO_CONTENT);
	}

	private BankClient.Call call() {
		return bank.post("/cases/NONE/receipt", RECEIPT);
	}

	private void refused(BankClient.Call call, int status, String problem) throws Exception {
		var answer = call.send();
		assertThat(answer.problem()).as(answer.text()).isEqualTo(problem);
		assertThat(answer.status()).isEqualTo(status);
		assertThat(one("select count(*)::text from credit_partner_call where key = ?",
				call.headers.getOrDefault("Idempotency-Key", "-")))
			.as("nothing is kept")
			.isEqualTo("0");
	}

	@ParameterizedTest
	@EnumSource
	void aGoodMessageComesToTheRuleOfTheBusinessAndTheAnswerIsSigned(Profile profile) throws Exception {
		comes(profile);
		refused(call().signed(profile), 404, "not_found");
		var read = bank.get("/cases?limit=5").signed(profile).send();
		assertThat(read.status()).as(read.text()).isEqualTo(200);
		if (profile == Profile.GATEWAY) {
			answered(read);
		}
		else {
			assertThat(read.header("Signature")).isNotEmpty();
		}
	}

	/** The answer names our key, carries the nonce and is signed like the question. */
	private void answered(BankClient.Answer answer) throws Exception {
		var header = answer.header("Jinfu-Signature");
		var digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(answer.response().body()));
		assertThat(header).contains("nonce=\"" + answer.call().nonce + "\"", "digest=\"" + digest + "\"");
		var keys = bank.get("/keys").signed(Profile.GATEWAY).send().json().path("keys").get(0);
		var text = String.join("\n", "jinfu-gateway-answer", part(header, "keyid"), part(header, "timestamp"),
				answer.call().nonce, "200", digest);
		assertThat(
				org.bouncycastle.math.ec.rfc8032.Ed25519.verify(Base64.getDecoder().decode(part(header, "signature")),
						0, Base64.getUrlDecoder().decode(keys.path("x").asString()), 0,
						text.getBytes(StandardCharsets.UTF_8), 0, text.length()))
			.isTrue();
	}

	private static String part(String header, String name) {
		return header.replaceAll(".*\\b" + name + "=\"?([^\",]+)\"?.*", "$1");
	}

	@ParameterizedTest
	@EnumSource
	void aMessageWithoutItsSignatureIsOut(Profile profile) throws Exception {
		comes(profile);
		var call = call();
		if (profile == Profile.GATEWAY) {
			call.headers.remove("Authorization");
			refused(call, 401, "token_invalid");
			call.headers.put("Jinfu-Signature", "client=\"bank-b\"");
			refused(call, 401, "token_invalid");
		}
		else {
			call.signed();
			call.headers.remove("Signature");
			refused(call, 401, "signature_missing");
		}
	}

	@ParameterizedTest
	@EnumSource
	void oldAndFutureSignaturesAreOut(Profile profile) throws Exception {
		comes(profile);
		for (long off : new long[] { -305, -86_400, 320, 86_400 }) {
			refused(call().at(Instant.now().getEpochSecond() + off).signed(profile), 401, "signature_expired");
		}
	}

	@ParameterizedTest
	@EnumSource
	void aReplayIsOut(Profile profile) throws Exception {
		comes(profile);
		var call = call().signed(profile);
		assertThat(call.send().problem()).isEqualTo("not_found");
		refused(call, 401, "signature_replayed");
		var read = bank.get("/cases").signed(profile);
		assertThat(read.send().status()).isEqualTo(200);
		assertThat(read.send().problem()).isEqualTo("signature_replayed");
		if (profile == Profile.GATEWAY) {
			call.created++;
			refused(call.signed(profile), 401, "signature_replayed");
		}
	}

	@ParameterizedTest
	@EnumSource
	void aChangedBodyIsOut(Profile profile) throws Exception {
		comes(profile);
		var call = call().signed(profile);
		var before = digest(call.body);
		call.body = RECEIPT.replace("\"o\"", "\"x\"").getBytes(StandardCharsets.UTF_8);
		refused(call, 401, "digest_mismatch");
		call.headers.replaceAll((_, value) -> value.replace(before.hex(), digest(call.body).hex())
			.replace(before.base64(), digest(call.body).base64()));
		refused(call, 401, "signature_invalid");
	}

	private record Digest(String hex, String base64) {
	}

	private static Digest digest(byte[] body) {
		try {
			var hash = MessageDigest.getInstance("SHA-256").digest(body);
			return new Digest(HexFormat.of().formatHex(hash), BankClient.base64(hash));
		}
		catch (GeneralSecurityException impossible) {
			throw new AssertionError(impossible);
		}
	}

	@ParameterizedTest
	@EnumSource
	void everySignedPartHolds(Profile profile) throws Exception {
		comes(profile);
		var key = call().signed(profile);
		key.headers.put("Idempotency-Key", UUID.randomUUID().toString());
		refused(key, 401, "signature_invalid");
		var signed = call().signed(profile);
		var elsewhere = bank.post("/cases/OTHER/receipt", RECEIPT);
		elsewhere.headers.putAll(signed.headers);
		if (profile == Profile.GATEWAY) {
			elsewhere.headers.remove("Authorization");
		}
		refused(elsewhere, 401, "signature_invalid");
		var read = bank.get("/cases?limit=5").signed(profile);
		var wider = bank.get("/cases?limit=200");
		wider.headers.clear();
		wider.headers.putAll(read.headers);
		assertThat(wider.send().problem()).isEqualTo("signature_invalid");
	}

	@ParameterizedTest
	@EnumSource
	void aForgedSignatureAndForeignKeysAreOut(Profile profile) throws Exception {
		comes(profile);
		var forged = call();
		forged.signer = _ -> new byte[64];
		refused(forged.signed(profile), 401, "signature_invalid");
		var other = new BankClient(data.resolve("demo/clients/bank-a.json"));
		var foreign = call();
		foreign.kid = other.kid();
		refused(foreign.signed(profile), 401, "key_unknown");
		if (profile == Profile.GATEWAY) {
			var named = call();
			named.clientId = "bank-a";
			refused(named.signed(profile), 401, "token_invalid");
			assertThat(other.post("/cases/NONE/receipt", RECEIPT).gateway().send().problem())
				.as("who has the other profile")
				.isEqualTo("token_invalid");
		}
	}

	@ParameterizedTest
	@EnumSource
	void anEndedKeyIsOutAndItsSuccessorIn(Profile profile) throws Exception {
		comes(profile);
		var kid = "hmac-" + UUID.randomUUID().toString().substring(0, 8);
		var asked = bank
			.post("/message-keys",
					"{\"kid\":\"%s\",\"algorithm\":\"HMAC_SHA256\",\"validTo\":\"%s\"}".formatted(kid,
							LocalDate.now().plusYears(1)))
			.signed(profile)
			.send();
		assertThat(asked.status()).as(asked.text()).isEqualTo(201);
		var secret = Base64.getDecoder().decode(asked.json().path("secret").asString());
		refused(call().by(kid, "hmac-sha256", text -> hmac(secret, text)).signed(profile), 401, "key_unknown");
		var path = "/api/v1/partner-keys/" + one("select id::text from credit_partner_key where kid = ?", kid);
		assertThat(post(staff("admin"), path + "/proposal", "")).hasStatus(HttpStatus.NO_CONTENT);
		assertThat(post(staff("security"), path + "/confirmation", "")).hasStatus(HttpStatus.NO_CONTENT);
		refused(call().by(kid, "hmac-sha256", text -> hmac(secret, text)).signed(profile), 404, "not_found");
		assertThat(post(staff("security"), path + "/ending", "{\"reason\":\"试完了\"}")).hasStatus(HttpStatus.NO_CONTENT);
		refused(call().by(kid, "hmac-sha256", text -> hmac(secret, text)).signed(profile), 401, "key_unknown");
	}

	private static byte[] hmac(byte[] secret, byte[] text) throws GeneralSecurityException {
		var mac = Mac.getInstance("HmacSHA256");
		mac.init(new SecretKeySpec(secret, "HmacSHA256"));
		return mac.doFinal(text);
	}

	@ParameterizedTest
	@EnumSource
	void anotherBanksCaseIsNotFound(Profile profile) throws Exception {
		comes(profile);
		var foreign = one("""
				select min(a.no) from credit_application a
				  join credit_bank b on b.tenant_id = a.tenant_id and b.id = a.bank_id where b.client_id = ?""",
				"bank-a");
		assertThat(bank.get("/cases/" + foreign).signed(profile).send().problem()).isEqualTo("not_found");
		refused(bank.post("/cases/" + foreign + "/receipt", RECEIPT).signed(profile), 404, "not_found");
	}

	@ParameterizedTest
	@EnumSource
	void withoutTheScopeNothingIsWritten(Profile profile) throws Exception {
		comes(profile);
		var before = one("select scopes from platform_client where client_id = ?", "bank-b");
		change("update platform_client set scopes = 'cases.read' where client_id = ?", "bank-b");
		try {
			assertThat(bank.get("/cases").signed(profile).send().status()).isEqualTo(200);
			refused(call().signed(profile), 403, "scope_missing");
		}
		finally {
			change("update platform_client set scopes = '" + before + "' where client_id = ?", "bank-b");
		}
	}

	@ParameterizedTest
	@EnumSource
	void aClientThatWasSwitchedOffIsOut(Profile profile) throws Exception {
		comes(profile);
		change("update platform_client set active = false where client_id = ?", "bank-b");
		try {
			refused(call().signed(profile), 401, "token_invalid");
		}
		finally {
			change("update platform_client set active = true where client_id = ?", "bank-b");
		}
	}

	@ParameterizedTest
	@EnumSource
	void anotherBodyUnderTheSameKeyIsTold(Profile profile) throws Exception {
		comes(profile);
		var key = UUID.randomUUID().toString();
		var body = "{\"url\":\"https://10.0.0.2/\"}";
		var first = bank.post("/webhook-endpoints", body).key(key).signed(profile).send();
		assertThat(first.status()).as(first.text()).isEqualTo(422);
		var again = bank.post("/webhook-endpoints", body).key(key).signed(profile).send();
		assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
		assertThat(again.text()).isEqualTo(first.text());
		assertThat(bank.post("/webhook-endpoints", "{\"url\":\"https://10.0.0.1/\"}")
			.key(key)
			.signed(profile)
			.send()
			.problem()).isEqualTo("idempotency_key_reused");
	}

	@ParameterizedTest
	@EnumSource
	void fromAnotherAddressNobodyComesIn(Profile profile) throws Exception {
		comes(profile);
		door(profile.name(), "192.0.2.0/24");
		refused(call().signed(profile), 403, "ip_not_allowed");
		var forwarded = call();
		forwarded.headers.put("X-Forwarded-For", "192.0.2.7");
		forwarded.headers.put("X-Client-Cert", "a".repeat(64));
		refused(forwarded.signed(profile), 403, "ip_not_allowed");
	}

	@ParameterizedTest
	@EnumSource
	void aBodyThatIsTooLargeOrComesTooSlowlyIsOut(Profile profile) throws Exception {
		comes(profile);
		var large = bank.post("/cases/NONE/receipt", "{\"x\":\"" + "y".repeat((1 << 20) + 10) + "\"}");
		refused(large.signed(profile), 413, "too_large");
		var call = call().signed(profile);
		var from = System.nanoTime();
		assertThat(dripped(call)).startsWith("HTTP/1.1 408");
		assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(15));
	}

	/** Else each such sender holds a thread of the server, and needs no token for it. */
	@Test
	@DisplayName("被拒绝的报文，剩下的慢慢送也不会一直收")
	void theRestOfARefusedBodyIsNotTakenForEver() throws Exception {
		for (var path : List.of("/cases/NONE/receipt", "/../../v1/members")) {
			assertThat(shutAfter(path, "application/json", "HTTP/1.1 40[13]")).as(path)
				.isLessThan(Duration.ofSeconds(15));
		}
	}

	@Test
	@DisplayName("要令牌和登录的表单慢慢送，也不会一直等")
	void aFormThatComesDropByDropIsNotWaitedFor() throws Exception {
		for (var path : List.of("/../../../oauth2/token", "/../../../login")) {
			assertThat(shutAfter(path, "application/x-www-form-urlencoded", "")).as(path)
				.isLessThan(Duration.ofSeconds(35));
		}
	}

	/**
	 * Five bytes in a second to a door that is open to everybody.
	 * @param answer that comes at once; empty where the body is waited for
	 */
	private Duration shutAfter(String path, String type, String answer) throws Exception {
		var target = URI.create(bank.base + path).normalize();
		try (var socket = new Socket(target.getHost(), target.getPort())) {
			socket.setSoTimeout(40_000);
			var out = socket.getOutputStream();
			out.write(("POST " + target.getRawPath() + " HTTP/1.1\r\nHost: " + target.getRawAuthority()
					+ "\r\nContent-Type: " + type + "\r\nContent-Length: 5000\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
			var from = System.nanoTime();
			var drops = Thread.ofVirtual().start(() -> {
				try {
					for (int i = 0; i < 4000; i++) {
						out.write('a');
						out.flush();
						Thread.sleep(200);
					}
				}
				catch (IOException | InterruptedException over) {
					// the other side has had enough
				}
			});
			try {
				if (!answer.isEmpty()) {
					assertThat(status(socket)).as(path).matches(answer);
				}
				drops.join(Duration.ofSeconds(40));
				assertThat(drops.isAlive()).as(path + ": the line is shut").isFalse();
				return Duration.ofNanos(System.nanoTime() - from);
			}
			finally {
				drops.interrupt();
			}
		}
	}

	@Test
	@DisplayName("被拒绝的报文送完了，同一条连接照用")
	void aRefusedBodyThatComesWholeLeavesTheLineOpen() throws Exception {
		var target = URI.create(bank.base + "/cases/NONE/receipt");
		try (var socket = new Socket(target.getHost(), target.getPort())) {
			socket.setSoTimeout(20_000);
			var out = socket.getOutputStream();
			for (var more : List.of("keep-alive", "close")) {
				out.write(("POST " + target.getRawPath() + " HTTP/1.1\r\nHost: " + target.getRawAuthority()
						+ "\r\nConnection: " + more
						+ "\r\nContent-Type: application/json\r\nContent-Length: 3000\r\n\r\n{")
					.getBytes(StandardCharsets.US_ASCII));
				out.flush();
				Thread.sleep(700);
				out.write(" ".repeat(2999).getBytes(StandardCharsets.US_ASCII));
			}
			var answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(answers.split("HTTP/1.1 401", -1)).as("two answers").hasSize(3);
		}
	}

	private static String status(Socket socket) throws IOException {
		return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
	}

	/** One byte at a time, over a real socket. */
	private String dripped(BankClient.Call call) throws IOException {
		var target = URI.create(bank.base + call.path);
		try (var socket = new Socket(target.getHost(), target.getPort())) {
			socket.setSoTimeout(30_000);
			var head = new StringBuilder("POST " + target.getRawPath() + " HTTP/1.1\r\nHost: "
					+ target.getRawAuthority() + "\r\nContent-Length: " + call.body.length + "\r\n");
			call.headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
			var out = socket.getOutputStream();
			out.write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
			var drops = Thread.ofVirtual().start(() -> {
				try {
					for (int i = 0; i < call.body.length - 1; i++) {
						out.write(call.body[i]);
						out.flush();
						Thread.sleep(400);
					}
				}
				catch (IOException | InterruptedException over) {
					// the other side has had enough
				}
			});
			var answer = new byte[12];
			var read = socket.getInputStream().readNBytes(answer, 0, answer.length);
			drops.interrupt();
			return new String(answer, 0, read, StandardCharsets.US_ASCII);
		}
	}

	@Test
	@DisplayName("行方网关：令牌用不了，原来的也作废")
	void aGatewayHasNoToken() throws Exception {
		var before = new BankClient(data.resolve("demo/clients/bank-b.json"));
		assertThat(before.get("/cases").send().status()).isEqualTo(200);
		comes(Profile.GATEWAY);
		assertThat(before.get("/cases").send().problem()).isEqualTo("token_invalid");
		assertThat(bank.tokenFor("")).isEmpty();
	}

	@Test
	void aGatewayNeedsAPlaceAndFixedOnesOnly() {
		var admin = staff("admin");
		for (var wrong : new String[][] { { "", "platform.client.gateway-place" },
				{ "10.0.0.0/8", "platform.client.addresses" }, { "0.0.0.0/0", "platform.client.addresses" },
				{ "gateway.example", "platform.client.addresses" }, { "10.1.1.1/33", "platform.client.addresses" },
				{ "2001:db8::/32", "platform.client.addresses" } }) {
			refused(post(admin, "/api/v1/clients/bank-b/profile-proposal",
					"{\"profile\":\"GATEWAY\",\"addresses\":\"%s\"}".formatted(wrong[0])),
					HttpStatus.UNPROCESSABLE_CONTENT, wrong[1]);
		}
		refused(post(admin, "/api/v1/clients/bank-b/profile-proposal",
				"{\"profile\":\"GATEWAY\",\"certificate\":\"ab\"}"), HttpStatus.UNPROCESSABLE_CONTENT,
				"platform.client.certificate");
		refused(post(admin, "/api/v1/clients/epcis-demo/profile-proposal",
				"{\"profile\":\"GATEWAY\",\"addresses\":\"10.1.1.1\"}"), HttpStatus.UNPROCESSABLE_CONTENT,
				"platform.client.gateway-banks");
		refused(post(admin, "/api/v1/clients/bank-b/profile-confirmation", ""), HttpStatus.UNPROCESSABLE_CONTENT,
				"platform.client.nothing-proposed");
	}

	@Test
	void theDatabaseWantsTwoPeopleAsWell() {
		org.assertj.core.api.Assertions
			.assertThatThrownBy(() -> change(
					"update platform_client set profile = 'GATEWAY', addresses = '10.1.1.1' where client_id = ?",
					"bank-b"))
			.hasMessageContaining("platform_client_two_people_tg");
	}

	private void change(String statement, String client) {
		Objects.requireNonNull(Tenant.callAs(DemoWorld.MAIN_TENANT,
				() -> transaction.execute(_ -> sql.sql(statement).param(client).update())));
	}

}
