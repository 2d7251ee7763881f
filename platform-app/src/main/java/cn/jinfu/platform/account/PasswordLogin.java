package cn.jinfu.platform.account;

import java.util.Locale;
import java.util.UUID;

import cn.jinfu.kernel.Audit;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Log-in by name and password. A wrong name costs the same time as a wrong password, so
 * that neither tells which names exist.
 */
@Component
public class PasswordLogin implements AuthenticationProvider {

	/** All that somebody may do whose password an administrator drew. */
	public static final String MUST_CHANGE = "account:password:change";

	private final Accounts accounts;

	private final LoginLimits limits;

	private final PasswordEncoder passwords;

	private final Audit audit;

	private final TransactionOperations transaction;

	/**
	 * What is compared where there is no such account: the hash of a word nobody knows.
	 */
	private final String nobodys;

	PasswordLogin(Accounts accounts, LoginLimits limits, PasswordEncoder passwords, Audit audit,
			TransactionOperations transaction) {
		this.accounts = accounts;
		this.limits = limits;
		this.passwords = passwords;
		this.audit = audit;
		this.transaction = transaction;
		this.nobodys = String.valueOf(passwords.encode(UUID.randomUUID().toString()));
	}

	@Override
	public Authentication authenticate(Authentication attempt) {
		var login = attempt.getName().strip().toLowerCase(Locale.ROOT);
		var address = (attempt.getDetails() instanceof WebAuthenticationDetails web) ? web.getRemoteAddress() : "-";
		if (limits.reached(login, address)) {
			throw new LockedException("too many failures");
		}
		var account = accounts.byLogin(login);
		var hash = account.map(Accounts.Credentials::passwordHash).orElse(nobodys);
		var right = passwords.matches(String.valueOf(attempt.getCredentials()), hash);
		if (!right || account.isEmpty() || !account.get().active()) {
			limits.failed(login, address);
			throw new BadCredentialsException("wrong name or password");
		}
		limits.succeeded(login, address);
		var actor = accounts.entering(account.get());
		actor.run(
				() -> transaction.executeWithoutResult(_ -> audit.record("login", "Account", actor.accountId(), null)));
		var known = new UsernamePasswordAuthenticationToken(actor, null, actor.authentication().getAuthorities());
		known.setDetails(attempt.getDetails());
		return known;
	}

	@Override
	public boolean supports(Class<?> type) {
		return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
	}

}
