package cn.jinfu.platform.security;

import java.util.Set;
import java.util.stream.Collectors;

import lombok.RequiredArgsConstructor;

import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.stereotype.Component;

/**
 * A bearer token's client as an {@link Actor}. The registration is read again on each
 * call, so that a client that was switched off is out at once. A token without scopes
 * carries all of its client's. Both stay among the details, for {@link BoundTokens}.
 */
@Component
@RequiredArgsConstructor
class MachineTokens implements Converter<Jwt, AbstractAuthenticationToken> {

	/** A token and whose it is, as the registration stands at this call. */
	record Held(Jwt token, MachineClients.Client client) {
	}

	private final MachineClients clients;

	@Override
	public AbstractAuthenticationToken convert(Jwt token) {
		var client = clients.find(token.getSubject())
			// a gateway has no token: one that it got before is out
			.filter(it -> it.profile() == MachineClients.Profile.FAPI)
			.orElseThrow(() -> new InvalidBearerTokenException("unknown client"));
		var asked = token.getClaimAsStringList("scope");
		var granted = (asked == null || asked.isEmpty()) ? client.scopeSet()
				: client.scopeSet()
					.stream()
					.filter(Set.copyOf(asked)::contains)
					.collect(Collectors.toUnmodifiableSet());
		var actor = client.actor(granted);
		var authentication = new UsernamePasswordAuthenticationToken(actor, null,
				actor.authentication().getAuthorities());
		authentication.setDetails(new Held(token, client));
		return authentication;
	}

}
