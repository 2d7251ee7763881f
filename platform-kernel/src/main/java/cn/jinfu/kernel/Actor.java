package cn.jinfu.kernel;

import java.io.Serializable;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Who acts: a person at a page, a partner's machine, or the platform itself. Four eyes
 * compares {@link #personId()}, never roles or accounts.
 *
 * @param accountId the account used
 * @param personId the human being behind it (for a machine: its registration)
 * @param login what identifies the account to people and in the audit trail; the client
 * id of a machine
 * @param permissions codes such as {@code credit:application:review}
 * @param behalf at the counter, in whose visit; null for everybody who acts for himself
 */
public record Actor(Kind kind, UUID accountId, UUID personId, String login, String displayName, String tenantId,
		Scope scope, Set<String> permissions, @Nullable Behalf behalf) implements Principal, Serializable {

	public enum Kind {

		PERSON, MACHINE, SYSTEM

	}

	/**
	 * A clerk in the place of somebody who is at the counter.
	 *
	 * @param name of who came
	 */
	public record Behalf(UUID visitId, String name) implements Serializable {
	}

	private static final UUID SYSTEM_ID = new UUID(0x0000_0000_0000_7000L, 0x8000_0000_0000_0001L);

	public Actor {
		permissions = Set.copyOf(permissions);
	}

	public Actor(Kind kind, UUID accountId, UUID personId, String login, String displayName, String tenantId,
			Scope scope, Set<String> permissions) {
		this(kind, accountId, personId, login, displayName, tenantId, scope, permissions, null);
	}

	/** The platform itself, in jobs and listeners. */
	public static Actor system(String tenantId) {
		return new Actor(Kind.SYSTEM, SYSTEM_ID, SYSTEM_ID, "system", "system", tenantId, Scope.ALL, Set.of());
	}

	/** The acting person; the platform itself where nobody is logged in. */
	public static Actor current() {
		return ifPresent().orElseGet(() -> system(Tenant.current()));
	}

	public static Optional<Actor> ifPresent() {
		return of(SecurityContextHolder.getContext().getAuthentication());
	}

	public static Optional<Actor> of(@Nullable Authentication authentication) {
		return (authentication != null && authentication.getPrincipal() instanceof Actor actor) ? Optional.of(actor)
				: Optional.empty();
	}

	@Override
	public String getName() {
		return login;
	}

	public boolean may(String permission) {
		return permissions.contains(permission);
	}

	/**
	 * The farm for which this person uses the portal.
	 * @throws Refusal.Forbidden when the account belongs to no member
	 */
	public UUID memberId() {
		if (scope.kind() != Scope.Kind.MEMBER) {
			throw new Refusal.Forbidden("kernel.no-member");
		}
		return UUID.fromString(scope.ref());
	}

	/**
	 * @throws Refusal.Forbidden when the account is no outlet's
	 */
	public UUID outletId() {
		if (scope.kind() != Scope.Kind.OUTLET) {
			throw new Refusal.Forbidden("kernel.no-outlet");
		}
		return UUID.fromString(scope.ref());
	}

	/**
	 * The client id of the bank whose person this is.
	 * @throws Refusal.Forbidden when the account is no bank's
	 */
	public String bankClient() {
		if (scope.kind() != Scope.Kind.BANK) {
			throw new Refusal.Forbidden("kernel.no-bank");
		}
		return scope.ref();
	}

	/** For tests, listeners and demo loading: everything inside runs as this actor. */
	public void run(Runnable body) {
		var before = SecurityContextHolder.getContext();
		var context = SecurityContextHolder.createEmptyContext();
		context.setAuthentication(authentication());
		SecurityContextHolder.setContext(context);
		try {
			Tenant.runAs(tenantId, body);
		}
		finally {
			SecurityContextHolder.setContext(before);
		}
	}

	public Authentication authentication() {
		return new UsernamePasswordAuthenticationToken(this, "",
				permissions.stream().map(SimpleGrantedAuthority::new).toList());
	}

}
