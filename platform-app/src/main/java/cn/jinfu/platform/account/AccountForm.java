package cn.jinfu.platform.account;

import java.util.List;
import java.util.TreeSet;
import java.util.UUID;

import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Scope;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What pages and REST say about an account.
 *
 * @param bundle a ready set of roles, added to those ticked
 */
record AccountForm(@Nullable @Size(max = 80) String login, @Nullable @NotBlank @Size(max = 60) String displayName,
		@Nullable @Size(max = 60) String title, Scope.@Nullable @NotNull Kind scope, @Nullable String township,
		@Nullable String outlet, @Nullable String bank, @Nullable String bundle, @Nullable List<String> roles,
		@Nullable Long version) {

	static AccountForm empty() {
		return new AccountForm(null, null, null, Scope.Kind.ALL, null, null, null, null, List.of(), null);
	}

	static AccountForm of(AccountView view) {
		var kind = Scope.Kind.valueOf(view.scopeKind());
		return new AccountForm(view.login(), view.displayName(), view.title(), kind,
				(kind == Scope.Kind.TOWNSHIP) ? view.scopeRef() : null,
				(kind == Scope.Kind.OUTLET) ? view.scopeRef() : null,
				(kind == Scope.Kind.BANK) ? view.scopeRef() : null, null, view.roles(), view.version());
	}

	/**
	 * @param kept the scope of an account bound to a member or organisation, which this
	 * form does not move
	 */
	AccountCommands.Facts facts(Bundles bundles, @Nullable Scope kept) {
		var all = new TreeSet<String>((roles != null) ? roles : List.of());
		all.addAll((bundle != null) ? bundles.roles(bundle) : List.of());
		return new AccountCommands.Facts((displayName != null) ? displayName.strip() : "",
				(title != null) ? title.strip() : "", scope(kept), all);
	}

	private static UUID id(String outlet) {
		try {
			return UUID.fromString(outlet);
		}
		catch (IllegalArgumentException notOne) {
			throw new Refusal.RuleBroken("platform.account.outlet").at("outlet");
		}
	}

	private Scope scope(@Nullable Scope kept) {
		return switch ((scope != null) ? scope : Scope.Kind.NONE) {
			case ALL -> Scope.ALL;
			case TOWNSHIP -> {
				if (township == null || !township.matches("[0-9]{9}")) {
					throw new Refusal.RuleBroken("platform.account.township").at("township");
				}
				yield Scope.township(township);
			}
			case OUTLET -> {
				if (outlet == null || outlet.isBlank()) {
					throw new Refusal.RuleBroken("platform.account.outlet").at("outlet");
				}
				yield Scope.outlet(id(outlet));
			}
			case BANK -> {
				if (bank == null || bank.isBlank()) {
					throw new Refusal.RuleBroken("platform.account.bank").at("bank");
				}
				yield Scope.bank(bank.strip());
			}
			case ORG, MEMBER, NONE -> {
				if (kept == null || kept.kind() != scope) {
					throw new Refusal.RuleBroken("platform.account.scope").at("scope");
				}
				yield kept;
			}
		};
	}

}
