package cn.jinfu.credit;

import java.util.Optional;

/** The registered keys of partners' messages; the platform keeps the register. */
public interface PartnerKeys {

	/**
	 * The public Ed25519 key (32 bytes, RFC 8032) of an active client; empty when the
	 * client or the key is unknown.
	 */
	Optional<byte[]> ed25519(String clientId, String keyId);

}
