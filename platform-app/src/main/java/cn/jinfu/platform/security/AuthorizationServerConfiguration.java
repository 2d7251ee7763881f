package cn.jinfu.platform.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import cn.jinfu.platform.security.PartnerPlaces.Fault;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.JwtClientAssertionAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.OAuth2TokenFormat;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Tokens for machines: {@code client_credentials} with {@code private_key_jwt}, nothing
 * else. Tokens are self-contained and short-lived, so none is stored.
 */
@Configuration(proxyBeanMethods = false)
class AuthorizationServerConfiguration {

	private static final Duration TOKEN_LIFE = Duration.ofMinutes(10);

	/** The name by which a call is refused as well. */
	private static final String CERTIFICATE_OVER = "certificate_expired";

	@Bean
	@Order(1)
	SecurityFilterChain authorizationServer(HttpSecurity http, MachineClients clients) {
		http.oauth2AuthorizationServer(server -> {
			http.securityMatcher(server.getEndpointsMatcher());
			server.clientAuthentication(authentication -> authentication
				.authenticationProviders(providers -> providers.forEach(provider -> {
					if (provider instanceof JwtClientAssertionAuthenticationProvider assertions) {
						assertions.setJwtDecoderFactory(client -> assertionDecoder(client, clients));
					}
				})));
		});
		return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated()).build();
	}

	/**
	 * Checks a client assertion with the keys we keep: no key is ever fetched over the
	 * network.
	 */
	private static JwtDecoder assertionDecoder(RegisteredClient registered, MachineClients clients) {
		var client = clients.find(registered.getClientId()).orElseThrow();
		var processor = new DefaultJWTProcessor<SecurityContext>();
		processor.setJWSKeySelector(
				new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, new ImmutableJWKSet<>(client.keys())));
		processor.setJWTClaimsSetVerifier((claims, context) -> {
		});
		var decoder = new NimbusJwtDecoder(processor);
		decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(List.of(new JwtTimestampValidator(),
				assertionClaims(client.clientId()), onceOnly(client.clientId(), clients))));
		return decoder;
	}

	private static OAuth2TokenValidator<Jwt> assertionClaims(String clientId) {
		return assertion -> {
			var settings = AuthorizationServerContextHolder.getContext();
			var issuer = settings.getIssuer();
			var endpoint = issuer + settings.getAuthorizationServerSettings().getTokenEndpoint();
			var audience = (assertion.getAudience() != null) ? assertion.getAudience() : List.<String>of();
			var now = Instant.now();
			var expires = assertion.getExpiresAt();
			var right = clientId.equals(assertion.getClaimAsString("iss")) && clientId.equals(assertion.getSubject())
					&& (audience.contains(issuer) || audience.contains(endpoint)) && expires != null
					&& expires.isBefore(now.plus(Duration.ofMinutes(6))) && assertion.getId() != null;
			return right ? OAuth2TokenValidatorResult.success() : invalid("iss, sub, aud, exp and jti do not all fit");
		};
	}

	private static OAuth2TokenValidator<Jwt> onceOnly(String clientId, MachineClients clients) {
		return assertion -> {
			var jti = assertion.getId();
			var expires = assertion.getExpiresAt();
			if (jti == null || expires == null) {
				return invalid("jti and exp are required");
			}
			return clients.firstUse(clientId, jti, expires) ? OAuth2TokenValidatorResult.success()
					: invalid("this assertion was used before");
		};
	}

	private static OAuth2TokenValidatorResult invalid(String why) {
		return OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_client", why, null));
	}

	@Bean
	RegisteredClientRepository registeredClients(MachineClients clients) {
		return new RegisteredClientRepository() {
			@Override
			public void save(RegisteredClient client) {
				throw new IllegalStateException("clients are registered in platform_client");
			}

			@Override
			public @Nullable RegisteredClient findById(String id) {
				return findByClientId(id);
			}

			@Override
			public @Nullable RegisteredClient findByClientId(String clientId) {
				return clients.find(clientId)
					.filter(it -> it.profile() == MachineClients.Profile.FAPI)
					.map(AuthorizationServerConfiguration::registered)
					.orElse(null);
			}
		};
	}

	private static RegisteredClient registered(MachineClients.Client client) {
		return RegisteredClient.withId(client.clientId())
			.clientId(client.clientId())
			.clientAuthenticationMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
			.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
			.scopes(scopes -> scopes.addAll(client.scopeSet()))
			.clientSettings(ClientSettings.builder()
				.jwkSetUrl("stored:" + client.clientId())
				.tokenEndpointAuthenticationSigningAlgorithm(SignatureAlgorithm.ES256)
				.build())
			.tokenSettings(TokenSettings.builder()
				.accessTokenFormat(OAuth2TokenFormat.SELF_CONTAINED)
				.accessTokenTimeToLive(TOKEN_LIFE)
				.build())
			.build();
	}

	@Bean
	OAuth2AuthorizationService nothingStored() {
		return new OAuth2AuthorizationService() {
			@Override
			public void save(OAuth2Authorization authorization) {
				// self-contained tokens: there is nothing to look up later
			}

			@Override
			public void remove(OAuth2Authorization authorization) {
				// nothing was kept
			}

			@Override
			public @Nullable OAuth2Authorization findById(String id) {
				return null;
			}

			@Override
			public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType type) {
				return null;
			}
		};
	}

	@Bean
	AuthorizationServerSettings authorizationServerSettings() {
		return AuthorizationServerSettings.builder().build();
	}

	/**
	 * Kept in the data folder: tokens stay good over a restart, and other instances may
	 * share it.
	 */
	@Bean
	JWKSource<SecurityContext> signingKeys(@Value("${jinfu.data}") Path data)
			throws IOException, JOSEException, ParseException {
		var file = data.resolve("keys/token-signing.jwk");
		if (!Files.exists(file)) {
			var key = new ECKeyGenerator(Curve.P_256).keyID(UUID.randomUUID().toString()).generate();
			KeyFiles.write(file, key.toJSONString());
		}
		return new ImmutableJWKSet<>(new JWKSet(ECKey.parse(Files.readString(file))));
	}

	/**
	 * The library's default would be RS256, for which there is no key. A proof works once
	 * over all instances, and a client whose tokens must be bound gets none without; one
	 * whose certificate has ended gets none at all.
	 */
	@Bean
	OAuth2TokenCustomizer<JwtEncodingContext> signedWithOurKey(MachineClients clients, Proofs proofs,
			PartnerPlaces places) {
		return context -> {
			context.getJwsHeader().algorithm(SignatureAlgorithm.ES256);
			Jwt proof = context.get(OAuth2TokenContext.DPOP_PROOF_KEY);
			var client = clients.find(context.getRegisteredClient().getClientId()).orElseThrow();
			if (places.fault(client, request()) == Fault.CERTIFICATE_OVER) {
				throw new OAuth2AuthenticationException(new OAuth2Error(CERTIFICATE_OVER,
						"the certificate of this client has ended; register the next one", null));
			}
			if ((proof == null) ? client.bound() : !proofs.firstUse(proof)) {
				throw new OAuth2AuthenticationException(new OAuth2Error(OAuth2ErrorCodes.INVALID_DPOP_PROOF,
						"this client needs a proof of its key that was not used before", null));
			}
		};
	}

	private static HttpServletRequest request() {
		return ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes()).getRequest();
	}

	@Bean
	JwtDecoder accessTokens(JWKSource<SecurityContext> keys) {
		var processor = new DefaultJWTProcessor<SecurityContext>();
		processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, keys));
		processor.setJWTClaimsSetVerifier((claims, context) -> {
		});
		return new AcceptedTokens(new NimbusJwtDecoder(processor));
	}

}
