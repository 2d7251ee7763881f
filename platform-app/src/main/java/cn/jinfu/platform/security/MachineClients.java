package cn.jinfu.platform.security;

import java.text.ParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Scope;
import com.nimbusds.jose.jwk.JWKSet;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/**
 * Registered machines of partners. One client belongs to one tenant; its public keys are
 * stored here and never fetched from an address.
 */
@Component
@RequiredArgsConstructor
public class MachineClients {

	/**
	 * How it proves who it is: by token and message signatures, or by one signed header.
	 */
	public enum Profile {

		FAPI, GATEWAY

	}

	/**
	 * @param scopes what it may do at most, separated by spaces
	 * @param jwks public keys for the client assertion
	 * @param messageJwks public keys for message signatures
	 * @param bound whether its tokens must be bound to a key (RFC 9449)
	 * @param addresses networks from which alone it calls, separated by blanks
	 * @param certificates that it holds, as {@link PartnerCertificate} writes them
	 */
	public record Client(String clientId, String tenantId, UUID id, String name, String jwks, String messageJwks,
			String scopes, boolean bound, Profile profile, String addresses, String certificates) {

		public Client(String clientId, String tenantId, UUID id, String name, String jwks, String messageJwks,
				String scopes) {
			this(clientId, tenantId, id, name, jwks, messageJwks, scopes, false, Profile.FAPI, "", "");
		}

		/**
		 * @param granted what it may do this time
		 */
		Actor actor(Set<String> granted) {
			return new Actor(Actor.Kind.MACHINE, id, id, clientId, name, tenantId, Scope.NONE, granted);
		}

		List<String> addressList() {
			return addresses.isEmpty() ? List.of() : List.of(addresses.split(" "));
		}

		List<PartnerCertificate> certificateList() {
			return PartnerCertificate.read(certificates);
		}

		public JWKSet keys() {
			return parse(jwks);
		}

		public JWKSet messageKeys() {
			return parse(messageJwks);
		}

		public Set<String> scopeSet() {
			return Arrays.stream(scopes.split(" ")).filter(it -> !it.isBlank()).collect(Collectors.toUnmodifiableSet());
		}

		private static JWKSet parse(String text) {
			try {
				return JWKSet.parse(text);
			}
			catch (ParseException failure) {
				throw new IllegalStateException(failure);
			}
		}

	}

	private final JdbcClient sql;

	public Optional<Client> find(@Nullable String clientId) {
		return sql
			.sql("""
					select client_id, tenant_id, id, name, jwks, message_jwks, scopes, bound, profile, addresses, certificates
					  from platform_client where client_id = ? and active""")
			.param(clientId)
			.query(Client.class)
			.optional();
	}

	/** As it stood when this call was let in; as it stands where another one calls. */
	Optional<Client> calling(String clientId) {
		var authentication = SecurityContextHolder.getContext().getAuthentication();
		return (authentication != null && authentication.getDetails() instanceof MachineTokens.Held held
				&& held.client().clientId().equals(clientId)) ? Optional.of(held.client()) : find(clientId);
	}

	public void register(Client client) {
		sql.sql("""
				insert into platform_client (client_id, tenant_id, id, name, jwks, message_jwks, scopes)
				values (?, ?, ?, ?, ?, ?, ?)""")
			.params(client.clientId(), client.tenantId(), client.id(), client.name(), client.jwks(),
					client.messageJwks(), client.scopes())
			.update();
	}

	/**
	 * False when this assertion was used before; the nightly sweep drops what has
	 * expired.
	 */
	boolean firstUse(String clientId, String jti, java.time.Instant expiresAt) {
		return sql.sql("""
				insert into platform_assertion_seen (client_id, jti, expires_at) values (?, ?, ?)
				on conflict do nothing""").params(clientId, jti, java.sql.Timestamp.from(expiresAt)).update() == 1;
	}

}
