package cn.jinfu.credit;

import java.util.Optional;

import cn.jinfu.kernel.Refusal.RuleBroken;

/** Encryption to keys of banks. */
public interface PartnerEncryption {

	/**
	 * To the key that came with the registration of the client. Empty where the client is
	 * unknown or registered no key for encryption.
	 */
	Optional<Envelope> of(String clientId);

	/**
	 * Reads a key that somebody handed over.
	 * @param jwk of RFC 7517
	 * @throws RuleBroken for what is no key, has a private part, has no id, is not for
	 * encryption, or is of a kind, curve or size that is not taken
	 */
	Key read(String jwk);

	/** To a key that was read. */
	Envelope to(Key key);

	/**
	 * A key to encrypt to.
	 *
	 * @param kind {@code RSA}, or the curve: {@code P-256}, {@code P-384}, {@code P-521}
	 * @param jwk its public part alone
	 */
	record Key(String kid, String kind, String jwk) {
	}

	/** Closes what the holder of one private key alone can open. */
	interface Envelope {

		/**
		 * @return a JWE in compact form (RFC 7516)
		 */
		String seal(byte[] plain);

	}

}
