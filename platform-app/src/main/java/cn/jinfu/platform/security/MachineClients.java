package cn.jinfu.platform.security;

import java.text.ParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import com.nimbusds.jose.jwk.JWKSet;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Registered machines of partners. One client belongs to one tenant; its public keys are
 * stored here and never fetched from an address.
 */
@Component
@RequiredArgsConstructor
public class MachineClients {

	/**
	 * @param scopes what it may do at most, separated by spaces
	 * @param jwks public keys for the client assertion
	 * @param messageJwks public keys for message signatures
	 * @param bound whether its tokens must be bound to a key (RFC 9449)
	 */
	public record Client(String clientId, String tenantId, UUID id, String name, String jwks, String messageJwks,
			String scopes, boolean bound) {

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
		return sql.sql("""
				select client_id, tenant_id, id, name, jwks, message_jwks, scopes, bound
				  from platform_client where client_id = ? and active""")
			.param(clientId)
			.query(Client.class)
			.optional();
	}

	public void register(Client client) {
		sql.sql("""
				insert into platform_client (client_id, tenant_id, id, name, jwks, message_jwks, scopes, bound)
				values (?, ?, ?, ?, ?, ?, ?, ?)""")
			.params(client.clientId(), client.tenantId(), client.id(), client.name(), client.jwks(),
					client.messageJwks(), client.scopes(), client.bound())
			.update();
	}

	/** False when this assertion was used before. */
	boolean firstUse(String clientId, String jti, java.time.Instant expiresAt) {
		sql.sql("delete from platform_assertion_seen where expires_at < clock_timestamp() - interval '5 minutes'")
			.update();
		return sql.sql("""
				insert into platform_assertion_seen (client_id, jti, expires_at) values (?, ?, ?)
				on conflict do nothing""").params(clientId, jti, java.sql.Timestamp.from(expiresAt)).update() == 1;
	}

}
