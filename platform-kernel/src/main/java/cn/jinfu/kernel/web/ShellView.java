package cn.jinfu.kernel.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.DutyRoster;
import cn.jinfu.kernel.MenuEntry;
import cn.jinfu.kernel.PortalEntry;
import cn.jinfu.kernel.PortalHost;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.Section;
import org.jspecify.annotations.Nullable;

/**
 * What the frame of a page shows around it, under the name {@code shell}. Asked for piece
 * by piece: a public page costs no query for a sidebar it does not have.
 */
public class ShellView {

	private static final Map<Section, String> ICONS = Map.of(Section.MEMBER, "users", Section.PRODUCTION, "plant",
			Section.SUPPLY, "store", Section.CREDIT, "yuan", Section.TRACE, "qrcode", Section.NEWS, "news",
			Section.DATA, "chart", Section.SYSTEM, "settings");

	/** A part of the sidebar. */
	public record Part(Section section, String icon, String path, boolean open, int count, List<Line> entries) {
	}

	public record Line(String titleKey, String path, boolean current) {
	}

	/**
	 * @param path null for the page one is on
	 */
	public record Crumb(String label, @Nullable String path) {
	}

	private final Shell shell;

	private final String path;

	private final @Nullable Actor person;

	private @Nullable List<Part> parts;

	private @Nullable List<DutyRoster.OnDuty> duty;

	ShellView(Shell shell, String path, @Nullable Actor person) {
		this.shell = shell;
		this.path = path;
		this.person = person;
	}

	/** Empty where the tenant is unknown, as on the log-in page. */
	public String tenantName() {
		return shell.tenant().name();
	}

	/** True where the data are invented; every page says so. */
	public boolean demo() {
		return shell.tenant().demo();
	}

	public LocalDate businessDate() {
		return shell.clock().today();
	}

	/** Whether the demo's business date is ahead of the calendar; every page says so. */
	public boolean moved() {
		return shell.clock().aheadDays() > 0;
	}

	public @Nullable Actor person() {
		return person;
	}

	/** In whose visit at the counter this is; null everywhere else. */
	public Actor.@Nullable Behalf behalf() {
		return (person == null) ? null : person.behalf();
	}

	/**
	 * Whose what is kept on this device is: one person acts for several farms, and one
	 * clerk for many, and none of them may send what was typed for another.
	 */
	public String owner() {
		if (person == null) {
			return "";
		}
		var behalf = person.behalf();
		return ((behalf != null) ? behalf.visitId() : person.accountId()) + person.scope().ref();
	}

	/** What stands in the circle before the name. */
	public String initial() {
		return (person == null || person.displayName().isEmpty()) ? ""
				: person.displayName().substring(0, person.displayName().offsetByCodePoints(0, 1));
	}

	public boolean can(String permission) {
		return person != null && person.may(permission);
	}

	/**
	 * Which frame belongs to this address and this person: console, portal, public or
	 * bare.
	 */
	public String face() {
		if (under("/login") || (person == null && (under("/console") || under("/portal")))) {
			return "bare";
		}
		if (under("/portal")) {
			return can("portal:open") ? "portal" : "console";
		}
		if (under("/console") || under("/ui")) {
			return can("console:open") ? "console" : "portal";
		}
		return "public";
	}

	/** Where "home" leads from here. */
	public String home() {
		return switch (face()) {
			case "console" -> "/console";
			case "portal" -> "/portal";
			default -> "/";
		};
	}

	public String lang() {
		return Shell.locale().getLanguage().equals("en") ? "en" : "zh";
	}

	public String htmlLang() {
		return lang().equals("en") ? "en" : "zh-CN";
	}

	public @Nullable String requestId() {
		return Shell.requestId();
	}

	public boolean at(String page) {
		return path.equals(page);
	}

	public boolean under(String page) {
		return path.equals(page) || path.startsWith(page + "/");
	}

	/** The sections in which this person may open something, in the order of the work. */
	public List<Part> sections() {
		if (parts == null) {
			parts = (person == null) ? List.of() : parts(person);
		}
		return parts;
	}

	public int toDoCount() {
		return (person == null) ? 0 : shell.toDos().counts(person).values().stream().mapToInt(Integer::intValue).sum();
	}

	private List<Part> parts(Actor who) {
		var mine = shell.menu().filter(entry -> who.may(entry.permission())).toList();
		var current = mine.stream()
			.flatMap(MenuEntry::paths)
			.filter(this::under)
			.max(Comparator.comparingInt(String::length))
			.orElse("");
		var counts = shell.toDos().counts(who);
		var found = new ArrayList<Part>();
		for (var section : Section.values()) {
			var lines = mine.stream()
				.filter(entry -> entry.section() == section)
				.sorted(Comparator.comparingInt(MenuEntry::order))
				.map(entry -> new Line(entry.titleKey(), entry.path(), entry.paths().anyMatch(current::equals)))
				.toList();
			if (!lines.isEmpty()) {
				found.add(new Part(section, ICONS.getOrDefault(section, "list"), lines.getFirst().path(),
						lines.stream().anyMatch(Line::current), counts.getOrDefault(section, 0), lines));
			}
		}
		return found;
	}

	/** Section, list, and the page itself where it is not the list. */
	public List<Crumb> crumbs(String title) {
		var crumbs = new ArrayList<Crumb>();
		for (var part : sections()) {
			for (var line : part.entries()) {
				if (line.current()) {
					crumbs.add(new Crumb(shell.say("section." + part.section()), part.path()));
					crumbs.add(new Crumb(shell.say(line.titleKey()), at(line.path()) ? null : line.path()));
				}
			}
		}
		if (crumbs.isEmpty() || (crumbs.getLast().path() != null && !crumbs.getLast().label().equals(title))) {
			crumbs.add(new Crumb(title, null));
		}
		return crumbs;
	}

	/** The farm's tasks; none for somebody who has no farm here yet. */
	public List<PortalEntry> tabs() {
		return (person != null && person.scope().kind() == Scope.Kind.MEMBER) ? shell.portal(PortalEntry.Place.TASK)
				: List.of();
	}

	/** Who is on duty for this farm now, its own township's people first. */
	public List<DutyRoster.OnDuty> duty() {
		if (duty == null) {
			duty = (person == null) ? List.of() : shell.duty(person);
		}
		return duty;
	}

	/** Whom a farm rings when it is stuck; null when nobody is named. */
	public PortalHost.@Nullable Contact contact() {
		return (person == null) ? null : shell.contact(person);
	}

}
