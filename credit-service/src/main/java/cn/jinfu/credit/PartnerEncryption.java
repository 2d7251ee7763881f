package cn.jinfu.credit;

import java.util.Optional;

/** Encryption to keys that banks registered for it; the platform keeps the register. */
public interface PartnerEncryption {

	/** Empty where the client is unknown or registered no key for encryption. */
	Optional<Envelope> of(String clientId);

	/** Closes what the holder of one private key alone can open. */
	interface Envelope {

		/**
		 * @return a JWE in compact form (RFC 7516)
		 */
		String seal(byte[] plain);

	}

}
