package cn.jinfu.platform.security;

import java.util.Set;
import java.util.stream.Collectors;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Scope;
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
 * carries all of its client's. The token itself stays among the details, for
 * {@link BoundTokens}.
 */
@Component
@RequiredArgsConstructor
class MachineTokens implements Converter<Jwt, AbstractAuthenticationToken> {

	private final MachineClients clients;

	@Override
	public AbstractAuthenticationToken convert(Jwt token) {
		var client = clients.find(token.getSubject())
			.orElseThrow(() -> new InvalidBearerTokenException("unknown client"));
		var asked = token.getClaimAsStringList("scope");
		var granted = (asked == null || asked.isEmpty()) ? client.scopeSet()
				: client.scopeSet()
					.stream()
					.filter(Set.copyOf(asked)::contains)
					.collect(Collectors.toUnmodifiableSet());
		var actor = new Actor(Actor.Kind.MACHINE, client.id(), client.id(), client.clientId(), client.name(),
				client.tenantId(), Scope.NONE, granted);
		var authentication = new UsernamePasswordAuthenticationToken(actor, null,
				actor.authentication().getAuthorities());
		authentication.setDetails(token);
		return authentication;
	}

}
