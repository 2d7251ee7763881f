package cn.jinfu.kernel;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What the parts of one federation's demo share: its day, its people, and names under
 * which an earlier part leaves ids for a later one.
 */
public final class DemoWorld {

	/** The federation with everything in it. */
	public static final String MAIN_TENANT = "330482";

	/** The neighbour: there so that a leak between tenants would show. */
	public static final String OTHER_TENANT = "330499";

	private final String tenantId;

	private final LocalDate today;

	private final Map<String, String> names;

	private final Map<String, UUID> ids = new ConcurrentHashMap<>();

	public DemoWorld(String tenantId, LocalDate today) {
		this(tenantId, today, Map.of());
	}

	/**
	 * @param names what people are called, by their login; who has none is called by his
	 * login
	 */
	public DemoWorld(String tenantId, LocalDate today, Map<String, String> names) {
		this.tenantId = tenantId;
		this.today = today;
		this.names = names;
	}

	/** What somebody is called; his login where he has no name. */
	public String name(String login) {
		return names.getOrDefault(login, login);
	}

	public String tenantId() {
		return tenantId;
	}

	public boolean main() {
		return MAIN_TENANT.equals(tenantId);
	}

	/** The day on which the demo is loaded; everything in it lies before. */
	public LocalDate today() {
		return today;
	}

	/** The demo farm that has a year behind it; member's part leaves it. */
	public UUID farm() {
		return get("member.farm");
	}

	/** Names: {@code member.<slug>}, {@code outlet.demo}, {@code person.<login>} … */
	public UUID put(String name, UUID id) {
		ids.put(name, id);
		return id;
	}

	public UUID get(String name) {
		var id = ids.get(name);
		if (id == null) {
			throw new IllegalStateException("no earlier demo part left " + name);
		}
		return id;
	}

	public boolean has(String name) {
		return ids.containsKey(name);
	}

	/** The same id on every machine, for rows whose address the documents show. */
	public UUID fixed(String name) {
		return UUID.nameUUIDFromBytes((tenantId + "/" + name).getBytes(java.nio.charset.StandardCharsets.UTF_8));
	}

	/** The person behind a demo account; the same id before and after accounts exist. */
	public UUID person(String login) {
		return fixed("person." + login);
	}

	/** Someone acting in the past: with all the given permissions, at nine o'clock. */
	public <T extends @Nullable Object> T at(LocalDate day, String login, Set<String> permissions, Supplier<T> body) {
		return at(day.atTime(LocalTime.of(9, 0)).atZone(BusinessClock.ZONE).toInstant(), login, permissions, body);
	}

	@SuppressWarnings("NullAway") // the array cell is written before it is read
	public <T extends @Nullable Object> T at(Instant then, String login, Set<String> permissions, Supplier<T> body) {
		var actor = new Actor(Actor.Kind.PERSON, person(login), person(login), login, name(login), tenantId, Scope.ALL,
				permissions);
		var result = new Object[1];
		actor.run(() -> result[0] = BusinessClock.at(then, body));
		@SuppressWarnings("unchecked")
		var typed = (T) result[0];
		return typed;
	}

}
