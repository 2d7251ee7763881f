package cn.jinfu.platform.security;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;

/**
 * Verifies a machine's token once a minute and not at each of the hundreds of calls that
 * come with it: the signature took a fifth of a read. Its time, and whether its client
 * may still call, are looked at each time. A key of ours that is withdrawn lets its
 * tokens through for at most that minute.
 */
class AcceptedTokens implements JwtDecoder {

	private final JwtDecoder decoder;

	private final OAuth2TokenValidator<Jwt> time = JwtValidators.createDefault();

	private final Cache<String, Jwt> accepted = Caffeine.newBuilder()
		.maximumSize(10_000)
		.expireAfterWrite(Duration.ofMinutes(1))
		.build();

	AcceptedTokens(JwtDecoder decoder) {
		this.decoder = decoder;
	}

	@Override
	public Jwt decode(String token) {
		var known = accepted.getIfPresent(token);
		if (known != null && !time.validate(known).hasErrors()) {
			return known;
		}
		var jwt = decoder.decode(token);
		accepted.put(token, jwt);
		return jwt;
	}

}
