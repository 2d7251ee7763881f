package cn.jinfu.platform.security;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AcceptedTokensTests {

	private final List<String> verified = new ArrayList<>();

	private Instant until = Instant.now().plusSeconds(600);

	private boolean good = true;

	private final AcceptedTokens tokens = new AcceptedTokens(this::verify);

	private Jwt verify(String token) {
		verified.add(token);
		if (!good) {
			throw new BadJwtException("not ours");
		}
		return Jwt.withTokenValue(token).header("alg", "ES256").subject("bank-a").expiresAt(until).build();
	}

	@Test
	@DisplayName("同一个令牌一分钟里只验一次签名，别的令牌照验")
	void aTokenIsVerifiedOnce() {
		assertThat(tokens.decode("a").getSubject()).isEqualTo("bank-a");
		tokens.decode("a");
		tokens.decode("b");
		assertThat(verified).containsExactly("a", "b");
	}

	@Test
	@DisplayName("验过的令牌到期后再拿来，要重新验，被拒")
	void aKnownTokenThatIsOverIsVerifiedAgain() {
		// the clocks of two machines may differ by a minute, which the check allows
		until = Instant.now().minus(Duration.ofMinutes(2));
		tokens.decode("a");
		good = false;
		assertThatExceptionOfType(BadJwtException.class).isThrownBy(() -> tokens.decode("a"));
		assertThat(verified).containsExactly("a", "a");
	}

	@Test
	@DisplayName("没验过的令牌不会因为别的令牌好就放行；被拒的不记住")
	void aRefusedTokenIsNotKept() {
		good = false;
		assertThatExceptionOfType(BadJwtException.class).isThrownBy(() -> tokens.decode("a"));
		good = true;
		tokens.decode("a");
		assertThat(verified).containsExactly("a", "a");
	}

}
