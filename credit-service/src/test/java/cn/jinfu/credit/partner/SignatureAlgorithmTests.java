package cn.jinfu.credit.partner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against published vectors, and every algorithm with keys of its own. */
class SignatureAlgorithmTests {

	private static final byte[] TEXT = "\"@method\": POST".getBytes(StandardCharsets.US_ASCII);

	/**
	 * GM/T 0003.5, A.2: key, "message digest" and its signature by the default user id.
	 */
	private static final byte[] SM2_KEY = hex("04" + "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
			+ "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13");

	private static final String R = "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3";

	private static final String S = "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA";

	private static byte[] hex(String text) {
		return HexFormat.of().parseHex(text.toLowerCase(java.util.Locale.ROOT));
	}

	@Test
	void sm2VerifiesTheExampleOfTheStandardInBothWritings() throws IOException {
		var text = "message digest".getBytes(StandardCharsets.US_ASCII);
		assertThat(SignatureAlgorithm.SM2_SM3.verify(SM2_KEY, text, hex(R + S))).isTrue();
		var der = StandardDSAEncoding.INSTANCE.encode(
				new BigInteger("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123", 16),
				new BigInteger(R, 16), new BigInteger(S, 16));
		assertThat(SignatureAlgorithm.SM2_SM3.verify(SM2_KEY, text, der)).isTrue();
		assertThat(SignatureAlgorithm.SM2_SM3.verify(SM2_KEY, "message digesT".getBytes(StandardCharsets.US_ASCII),
				hex(R + S)))
			.isFalse();
	}

	/** RFC 4231, test case 2. */
	@Test
	void hmacGivesTheExampleOfItsStandard() {
		assertThat(SignatureAlgorithm.HMAC_SHA256.sign("Jefe".getBytes(StandardCharsets.US_ASCII),
				"what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII)))
			.isEqualTo(hex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
	}

	@ParameterizedTest
	@EnumSource
	void whatOneSignsItsOtherHalfVerifiesAndNothingElse(SignatureAlgorithm algorithm) {
		var pair = algorithm.draw();
		var open = (pair.open().length == 0) ? pair.own() : pair.open();
		var signature = algorithm.sign(pair.own(), TEXT);
		assertThat(algorithm.isKey(open)).isTrue();
		assertThat(algorithm.verify(open, TEXT, signature)).isTrue();
		assertThat(algorithm.verify(open, "\"@method\": PUT".getBytes(StandardCharsets.US_ASCII), signature)).isFalse();
		var other = algorithm.draw();
		assertThat(algorithm.verify((other.open().length == 0) ? other.own() : other.open(), TEXT, signature))
			.isFalse();
		signature[3] ^= 1;
		assertThat(algorithm.verify(open, TEXT, signature)).isFalse();
		assertThat(algorithm.verify(open, TEXT, new byte[0])).isFalse();
		assertThat(algorithm.verify(open, TEXT, new byte[64])).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void whatIsNoKeyIsSeen(SignatureAlgorithm algorithm) {
		assertThat(algorithm.isKey(new byte[31])).isFalse();
		assertThat(algorithm.isKey(new byte[0])).isFalse();
		assertThat(algorithm.verify(new byte[5], TEXT, new byte[64])).isFalse();
		var off = SM2_KEY.clone();
		off[40] ^= 1;
		assertThat(SignatureAlgorithm.SM2_SM3.isKey(off)).as("not on the curve").isFalse();
		assertThat(SignatureAlgorithm.SM2_SM3.isKey(SM2_KEY)).isTrue();
	}

}
