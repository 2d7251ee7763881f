package cn.jinfu.platform.security;

import java.util.Optional;

import cn.jinfu.credit.PartnerKeys;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** The message keys that partners registered. */
@Component
@RequiredArgsConstructor
class PartnerMessageKeys implements PartnerKeys {

	private final MachineClients clients;

	@Override
	public Optional<byte[]> ed25519(String clientId, String keyId) {
		return clients.calling(clientId)
			.map(client -> client.messageKeys().getKeyByKeyId(keyId))
			.filter(key -> key instanceof OctetKeyPair pair && Curve.Ed25519.equals(pair.getCurve()))
			.map(key -> ((OctetKeyPair) key).getDecodedX());
	}

}
