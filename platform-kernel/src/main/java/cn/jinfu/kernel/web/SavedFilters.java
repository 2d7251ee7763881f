package cn.jinfu.kernel.web;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Filters of console lists that a person keeps under a name, for all lists alike. Kept is
 * the path of a list of ours and such parameters as that list reads, never an address as
 * somebody wrote it; never a telephone or identity number either. As {@code saved} in
 * templates.
 */
@Component
public class SavedFilters {

	/** So many for each list. */
	static final int MOST = 20;

	private static final int LONGEST_NAME = 40;

	private static final int LONGEST_PATH = 120;

	private static final int LONGEST_QUERY = 800;

	/** Where one was in the list, and in which language, is no filter. */
	private static final Set<String> NEVER = Set.of("after", "lang");

	private static final Pattern LIST = Pattern.compile("/console(/[a-z0-9-]+)*(/[0-9a-f-]{36})?");

	private static final Pattern PERSONAL = Pattern.compile("1[0-9]{10}|[0-9]{17}[0-9Xx]");

	/** A list asks each time; three seconds of age cannot be noticed. */
	private static final long KEPT = Duration.ofSeconds(3).toNanos();

	private static final int MOST_KEPT = 500;

	/**
	 * @param query encoded, as it stands in an address
	 */
	public record SavedFilter(UUID id, String path, String name, String query) {

		public String href() {
			return path + "?" + query;
		}
	}

	private record Kept(List<SavedFilter> filters, long at) {
	}

	private final JdbcClient sql;

	private final TransactionTemplate transaction;

	private final GetPages pages;

	private final BusinessClock clock;

	private final Map<String, Kept> memory = new ConcurrentHashMap<>();

	SavedFilters(JdbcClient sql, PlatformTransactionManager transactions, GetPages pages, BusinessClock clock) {
		this.sql = sql;
		this.transaction = new TransactionTemplate(transactions);
		this.pages = pages;
		this.clock = clock;
	}

	/**
	 * Whether the page that is being shown is a list whose filter this person may keep.
	 */
	public boolean offered() {
		var request = Links.request();
		return "GET".equals(request.getMethod()) && LIST.matcher(Links.path(request)).matches()
				&& Actor.ifPresent().filter(actor -> actor.may("console:open")).isPresent();
	}

	/** The acting person's, of the list that is being shown. */
	public List<SavedFilter> here() {
		var path = Links.path(Links.request());
		return mine(Actor.current()).stream().filter(it -> it.path().equals(path)).toList();
	}

	/** The present filter, as it would be kept; empty where nothing is filtered. */
	public String present() {
		var request = Links.request();
		var query = request.getQueryString();
		return (query == null || query.isEmpty()) ? "" : cleaned(Links.path(request), query);
	}

	/**
	 * The acting person's, by list and name.
	 * @param path of one list, null for all
	 */
	@PreAuthorize("hasAuthority('console:open')")
	public List<SavedFilter> of(@Nullable String path) {
		return mine(Actor.current()).stream().filter(it -> path == null || it.path().equals(path)).toList();
	}

	/**
	 * @throws NotFound where there is none, or it is another's
	 */
	@PreAuthorize("hasAuthority('console:open')")
	public SavedFilter require(UUID id) {
		return mine(Actor.current()).stream()
			.filter(it -> it.id().equals(id))
			.findFirst()
			.orElseThrow(() -> new NotFound("kernel.saved-filter.not-found", id));
	}

	/**
	 * @param query as in an address; what the list does not read falls away
	 * @throws RuleBroken for an address that is no list, a name that is missing, long or
	 * taken, no filter at all, one with a person's number, and one too many
	 */
	@PreAuthorize("hasAuthority('console:open')")
	public SavedFilter save(String name, String path, String query) {
		if (path.length() > LONGEST_PATH || !LIST.matcher(path).matches() || pages.parameters(path).isEmpty()) {
			throw new RuleBroken("kernel.saved-filter.not-a-list").at("path");
		}
		var kept = new SavedFilter(Ids.next(), path, named(name), cleaned(path, query));
		if (kept.query().isEmpty()) {
			throw new RuleBroken("kernel.saved-filter.nothing").at("query");
		}
		if (kept.query().length() > LONGEST_QUERY) {
			throw new RuleBroken("kernel.saved-filter.long").at("query");
		}
		if (values(kept.query()).values().stream().anyMatch(value -> PERSONAL.matcher(value.strip()).matches())) {
			throw new RuleBroken("kernel.saved-filter.personal").at("query");
		}
		var actor = Actor.current();
		transaction.executeWithoutResult(_ -> {
			// of two at once the second counts what the first kept
			sql.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
				.param("saved filter " + actor.accountId() + " " + path)
				.query((_, _) -> true)
				.single();
			var others = read(actor).stream().filter(it -> it.path().equals(path)).toList();
			requireFree(kept.name(), others, kept.id());
			if (others.size() >= MOST) {
				throw new RuleBroken("kernel.saved-filter.too-many", MOST);
			}
			// the lowest free place: the database itself lets nobody have a twenty-first
			sql.sql("""
					insert into platform_saved_filter (id, tenant_id, account_id, path, slot, name, query, made_at)
					select :id, jf_tenant(), :account, :path,
					       (select min(n) from generate_series(1, 20) n where not exists (
					          select 1 from platform_saved_filter s
					           where s.account_id = :account and s.path = :path and s.slot = n)), :name, :query, :at""")
				.param("id", kept.id())
				.param("account", actor.accountId())
				.param("path", path)
				.param("name", kept.name())
				.param("query", kept.query())
				.param("at", java.sql.Timestamp.from(clock.now()))
				.update();
		});
		forget(actor);
		return kept;
	}

	@PreAuthorize("hasAuthority('console:open')")
	public SavedFilter rename(UUID id, String name) {
		var actor = Actor.current();
		var was = require(id);
		var now = new SavedFilter(id, was.path(), named(name), was.query());
		transaction.executeWithoutResult(_ -> {
			requireFree(now.name(), read(actor).stream().filter(it -> it.path().equals(was.path())).toList(), id);
			sql.sql("update platform_saved_filter set name = ? where id = ? and account_id = ?")
				.params(now.name(), id, actor.accountId())
				.update();
		});
		forget(actor);
		return now;
	}

	@PreAuthorize("hasAuthority('console:open')")
	public void delete(UUID id) {
		var actor = Actor.current();
		require(id);
		transaction
			.executeWithoutResult(_ -> sql.sql("delete from platform_saved_filter where id = ? and account_id = ?")
				.params(id, actor.accountId())
				.update());
		forget(actor);
	}

	private static String named(String name) {
		var bare = name.strip();
		if (bare.isEmpty() || bare.length() > LONGEST_NAME) {
			throw new RuleBroken("kernel.saved-filter.name", LONGEST_NAME).at("name");
		}
		return bare;
	}

	private static void requireFree(String name, List<SavedFilter> others, UUID self) {
		if (others.stream().anyMatch(it -> it.name().equals(name) && !it.id().equals(self))) {
			throw new RuleBroken("kernel.saved-filter.name-taken").at("name");
		}
	}

	/** What the list reads of it, by name, in the encoding of an address. */
	private String cleaned(String path, String query) {
		var known = pages.parameters(path);
		var link = new StringBuilder();
		values(query).forEach((name, value) -> {
			if (known.contains(name) && !NEVER.contains(name) && !value.isBlank()) {
				link.append(link.isEmpty() ? "" : "&").append(encoded(name)).append('=').append(encoded(value.strip()));
			}
		});
		return link.toString();
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	/** The first value of each name; what is no encoding falls away. */
	private static Map<String, String> values(String query) {
		var values = new TreeMap<String, String>();
		for (var pair : query.split("&")) {
			var parts = pair.split("=", 2);
			try {
				if (parts.length == 2) {
					values.putIfAbsent(URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
							URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
				}
			}
			catch (IllegalArgumentException malformed) {
				continue;
			}
		}
		return values;
	}

	private List<SavedFilter> mine(Actor actor) {
		var known = memory.get(key(actor));
		var now = System.nanoTime();
		if (known != null && now - known.at() < KEPT) {
			return known.filters();
		}
		if (memory.size() >= MOST_KEPT) {
			memory.clear();
		}
		var filters = Objects.requireNonNull(transaction.execute(_ -> read(actor)));
		memory.put(key(actor), new Kept(filters, now));
		return filters;
	}

	private List<SavedFilter> read(Actor actor) {
		return List.copyOf(sql.sql("""
				select id, path, name, query from platform_saved_filter where account_id = ? order by path, name""")
			.param(actor.accountId())
			.query((row, n) -> filter(row))
			.list());
	}

	private static SavedFilter filter(ResultSet row) throws SQLException {
		return new SavedFilter(row.getObject("id", UUID.class), row.getString("path"), row.getString("name"),
				row.getString("query"));
	}

	private void forget(Actor actor) {
		memory.remove(key(actor));
	}

	private static String key(Actor actor) {
		return actor.tenantId() + "/" + actor.accountId();
	}

}
