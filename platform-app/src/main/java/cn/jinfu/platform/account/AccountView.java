package cn.jinfu.platform.account;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A staff account as pages and REST show it.
 *
 * @param scopeName the township or outlet in words, empty for the whole county
 * @param blocked whether some address has to wait because of wrong passwords
 */
public record AccountView(UUID id, String login, UUID personId, String displayName, String title, String scopeKind,
		String scopeRef, String scopeName, AccountStatus status, List<String> roles, boolean mustChangePassword,
		boolean blocked, @Nullable Instant lastLogin, Instant createdAt, long version) {

	public boolean has(String role) {
		return roles.contains(role);
	}

}
