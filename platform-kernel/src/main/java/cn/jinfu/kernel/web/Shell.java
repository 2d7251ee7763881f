package cn.jinfu.kernel.web;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DutyRoster;
import cn.jinfu.kernel.MenuContribution;
import cn.jinfu.kernel.MenuEntry;
import cn.jinfu.kernel.PortalContribution;
import cn.jinfu.kernel.PortalEntry;
import cn.jinfu.kernel.PortalHost;
import cn.jinfu.kernel.Tenant;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Puts the shell of a page together from what the modules contribute; as {@code frame} in
 * templates, which also works where no controller filled a model.
 */
@Component
@RequiredArgsConstructor
@Getter(AccessLevel.PACKAGE)
public class Shell {

	private static final String KEPT = Shell.class.getName();

	record TenantName(String name, boolean demo) {
	}

	private final JdbcClient sql;

	private final BusinessClock clock;

	private final MessageSource messages;

	private final ToDos toDos;

	private final List<MenuContribution> menus;

	private final List<PortalContribution> portals;

	private final List<PortalHost> hosts;

	private final List<DutyRoster> rosters;

	private final Map<String, TenantName> tenants = new ConcurrentHashMap<>();

	/** The shell of the running request. */
	public ShellView now() {
		var request = Links.request();
		if (request.getAttribute(KEPT) instanceof ShellView known) {
			return known;
		}
		var path = Links.path(request);
		var view = new ShellView(this, path.isEmpty() ? "/" : path,
				Actor.ifPresent().filter(actor -> actor.kind() == Actor.Kind.PERSON).orElse(null));
		request.setAttribute(KEPT, view);
		return view;
	}

	/** The tenant's name; where none is set yet, whether this installation is a demo. */
	TenantName tenant() {
		return tenants.computeIfAbsent(Tenant.current(), code -> Tenant.NONE.equals(code) ? new TenantName("",
				sql.sql("select coalesce(bool_or(demo), false) from platform_tenant").query(Boolean.class).single())
				: sql.sql("select name, demo from platform_tenant where code = ?")
					.param(code)
					.query(TenantName.class)
					.optional()
					.orElse(new TenantName(code, false)));
	}

	Stream<MenuEntry> menu() {
		return menus.stream().flatMap(menu -> menu.entries().stream());
	}

	/** Entries of the portal in their order. */
	public List<PortalEntry> portal(PortalEntry.Place place) {
		return portals.stream()
			.flatMap(portal -> portal.entries().stream())
			.filter(entry -> entry.place() == place)
			.sorted(Comparator.comparingInt(PortalEntry::order))
			.toList();
	}

	PortalHost.@Nullable Contact contact(Actor actor) {
		return hosts.stream().flatMap(host -> host.contact(actor).stream()).findFirst().orElse(null);
	}

	List<DutyRoster.OnDuty> duty(Actor actor) {
		return rosters.stream().flatMap(roster -> roster.now(actor).stream()).toList();
	}

	String say(String key) {
		return messages.getMessage(key, null, locale());
	}

	static Locale locale() {
		return LocaleContextHolder.getLocale();
	}

	/**
	 * An error page is written when the log's context is gone already: the request still
	 * knows.
	 */
	static @Nullable String requestId() {
		var known = MDC.get("requestId");
		return (known != null) ? known : (String) Links.request().getAttribute("requestId");
	}

}
