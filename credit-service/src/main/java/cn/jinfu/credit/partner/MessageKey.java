package cn.jinfu.credit.partner;

import java.nio.charset.StandardCharsets;

/**
 * A key with its algorithm.
 *
 * @param bytes what verifies; for a secret of both sides what signs, too
 */
record MessageKey(String kid, SignatureAlgorithm algorithm, byte[] bytes) {

	boolean verifies(String base, byte[] signature) {
		return algorithm.verify(bytes, base.getBytes(StandardCharsets.US_ASCII), signature);
	}

}
