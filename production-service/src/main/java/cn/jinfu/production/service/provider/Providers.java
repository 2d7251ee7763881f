package cn.jinfu.production.service.provider;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Constraints;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal.Forbidden;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.Stale;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.production.Crops;
import cn.jinfu.production.Plain;
import cn.jinfu.production.input.Farms;
import lombok.RequiredArgsConstructor;
import lombok.With;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Service organisations, what they offer and when their machines are free. */
@Service
@Transactional
@RequiredArgsConstructor
public class Providers {

	/** No service comes from farther. */
	private static final BigDecimal MOST_KM = new BigDecimal("200");

	/** A machine is booked at most for so long at a time. */
	private static final int BOOKING_DAYS = 31;

	/**
	 * @param townships nine digits each; none: the whole county
	 * @param station from where it sets out; null while nobody told
	 */
	public record ProviderText(UUID memberId, String phone, List<String> townships, @Nullable Station station,
			Terrain terrain, boolean active, boolean demo) {

		public ProviderText {
			townships = townships.stream().map(String::strip).distinct().sorted().toList();
		}

	}

	/**
	 * @param perDay how much a day takes, in {@code unit}
	 * @param radiusKm how far from the station it is offered; null: wherever the
	 * organisation serves
	 * @param crops for which it is offered; none: whatever grows
	 */
	public record MenuText(ServiceItem item, String name, ServiceUnit unit, Money price, LocalDate opensOn,
			LocalDate closesOn, BigDecimal perDay, @Nullable BigDecimal radiusKm, Set<String> crops, boolean active) {

		public MenuText {
			crops = Set.copyOf(crops);
			if (name.isBlank() || name.length() > 60) {
				throw new RuleBroken("production.service.name-missing").at("name");
			}
			if (!price.isPositive()) {
				throw new RuleBroken("production.service.price").at("price");
			}
			if (closesOn.isBefore(opensOn) || closesOn.isAfter(opensOn.plusDays(400))) {
				throw new RuleBroken("production.service.season").at("closesOn");
			}
			if (perDay.signum() <= 0 || perDay.stripTrailingZeros().scale() > 4
					|| perDay.compareTo(new BigDecimal("100000")) >= 0) {
				throw new RuleBroken("production.service.per-day").at("perDay");
			}
			if (radiusKm != null && (radiusKm.signum() <= 0 || radiusKm.stripTrailingZeros().scale() > 1
					|| radiusKm.compareTo(MOST_KM) > 0)) {
				throw new RuleBroken("production.service.radius", MOST_KM).at("radiusKm");
			}
		}

	}

	public record MachineText(String name, MachineKind kind, String plate, boolean active) {

		public MachineText {
			if (name.isBlank() || name.length() > 60) {
				throw new RuleBroken("production.service.name-missing").at("name");
			}
			if (plate.length() > 20) {
				throw new RuleBroken("production.machine.plate-long").at("plate");
			}
		}

	}

	public record Provider(UUID id, UUID memberId, @With String name, String phone, List<String> townships,
			@Nullable Station station, Terrain terrain, boolean active, boolean demo, long menus, long machines,
			long version) {

		public boolean serves(String division) {
			return townships.isEmpty() || townships.stream().anyMatch(division::startsWith);
		}

	}

	public record Menu(UUID id, UUID providerId, UUID providerMemberId, @With String providerName, String phone,
			List<String> townships, @Nullable Station station, ServiceItem item, String name, ServiceUnit unit,
			Money price, LocalDate opensOn, LocalDate closesOn, BigDecimal perDay, @Nullable BigDecimal radiusKm,
			List<String> crops, List<String> cropNames, boolean active, long version) {

		/** Whether it is offered for that crop. */
		public boolean suits(String crop) {
			return crops.isEmpty() || crops.contains(crop);
		}

		/** Whether it is offered there, on some day from that one on. */
		public boolean reaches(String division) {
			return townships.isEmpty() || townships.stream().anyMatch(division::startsWith);
		}

		public boolean opens(LocalDate day) {
			return !day.isBefore(opensOn) && !day.isAfter(closesOn);
		}

	}

	public record Machine(UUID id, UUID providerId, String name, MachineKind kind, String plate, boolean active,
			long version) {
	}

	/**
	 * @param orderNo null for time kept for itself
	 */
	public record Booking(UUID id, UUID machineId, String machineName, Instant from, Instant to, String why,
			@Nullable UUID orderId, @Nullable String orderNo) {
	}

	private static final String PROVIDER = """
			select p.*, (select count(*) from production_service_menu m where m.provider_id = p.id and m.active) as menus,
			       (select count(*) from production_machine m where m.provider_id = p.id and m.active) as machines
			  from production_service_provider p
			""";

	private static final String MENU = """
			select m.*, (select array_agg(c.name order by c.sort) from production_crop c where c.code = any(m.crops)) as names,
			       p.member_id, p.phone, p.townships, p.lon, p.lat from production_service_menu m
			  join production_service_provider p on p.tenant_id = m.tenant_id and p.id = m.provider_id
			""";

	private final JdbcClient sql;

	private final MemberDirectory members;

	private final Farms farms;

	private final Divisions divisions;

	private final Crops crops;

	private final Audit audit;

	private final BusinessClock clock;

	/** Those in service first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:service:view')")
	public List<Provider> all() {
		return named(sql.sql(PROVIDER + " order by p.active desc, p.id").query(Providers::provider).list());
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:service:view')")
	public Provider view(UUID id) {
		return named(sql.sql(PROVIDER + " where p.id = ?").param(id).query(Providers::provider).list()).stream()
			.findFirst()
			.orElseThrow(() -> new NotFound("production.provider.not-found", id));
	}

	/** For whom the reader works, while it is in service. */
	@Transactional(readOnly = true)
	public Optional<Provider> me() {
		var scope = Actor.current().scope();
		return (scope.kind() != cn.jinfu.kernel.Scope.Kind.MEMBER) ? Optional.empty()
				: named(sql.sql(PROVIDER + " where p.member_id = ? and p.active")
					.param(UUID.fromString(scope.ref()))
					.query(Providers::provider)
					.list()).stream().findFirst();
	}

	/**
	 * @throws Forbidden for a member that is no service organisation
	 */
	@Transactional(readOnly = true)
	public Provider requireMe() {
		return me().orElseThrow(() -> new Forbidden("production.provider.none"));
	}

	/** Lets a member serve others; one entry for each. */
	@PreAuthorize("hasAuthority('production:service:manage')")
	public UUID admit(ProviderText text) {
		members.requireActive(text.memberId());
		check(text);
		var id = Ids.next();
		try {
			sql.sql("""
					insert into production_service_provider
					  (id, tenant_id, version, member_id, phone, townships, lon, lat, terrain, active, demo,
					   admitted_by, admitted_at)
					values (:id, :tenant, 0, :member, :phone, :townships, :lon, :lat, :terrain, :active, :demo, :by, :at)""")
				.param("id", id)
				.param("tenant", Tenant.require())
				.param("member", text.memberId())
				.param("phone", text.phone().strip())
				.param("townships", codes(text))
				.param("lon", lon(text.station()))
				.param("lat", lat(text.station()))
				.param("terrain", text.terrain().name())
				.param("active", text.active())
				.param("demo", text.demo())
				.param("by", Actor.current().personId())
				.param("at", Timestamp.from(clock.now()))
				.update();
		}
		catch (DuplicateKeyException known) {
			throw new RuleBroken("production.provider.known").at("memberNo");
		}
		audit.record("admit", "ServiceProvider", id, null);
		return id;
	}

	@PreAuthorize("hasAuthority('production:service:manage')")
	public void change(UUID id, ProviderText text, long version) {
		view(id);
		check(text);
		lock(id);
		if (text.station() == null && sql
			.sql("""
					select exists (select 1 from production_service_menu where provider_id = ? and radius_km is not null)""")
			.param(id)
			.query(Boolean.class)
			.single()) {
			throw new RuleBroken("production.provider.station-used").at("lon");
		}
		requireOne(sql.sql("""
				update production_service_provider set phone = :phone, townships = :townships, lon = :lon, lat = :lat,
				       terrain = :terrain, active = :active, version = version + 1
				 where id = :id and version = :version""")
			.param("phone", text.phone().strip())
			.param("townships", codes(text))
			.param("lon", lon(text.station()))
			.param("lat", lat(text.station()))
			.param("terrain", text.terrain().name())
			.param("active", text.active())
			.param("id", id)
			.param("version", version)
			.update());
		audit.record("change", "ServiceProvider", id, null);
	}

	private void check(ProviderText text) {
		if (text.phone().isBlank() || text.phone().length() > 30) {
			throw new RuleBroken("production.provider.phone").at("phone");
		}
		for (var code : text.townships()) {
			if (code.length() != 9) {
				throw new RuleBroken("production.provider.township", code).at("townships");
			}
			divisions.require(new DivisionCode(code));
		}
	}

	private String[] known(Set<String> codes) {
		for (var code : codes) {
			if (crops.find(code).isEmpty()) {
				throw new RuleBroken("production.crop.unknown", code).at("crops");
			}
		}
		return codes.stream().sorted().toArray(String[]::new);
	}

	private static String[] codes(ProviderText text) {
		return text.townships().toArray(String[]::new);
	}

	/** The whole list of one, what is offered first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:service:view')")
	public List<Menu> menus(UUID providerId) {
		return menusNamed(sql.sql(MENU + " where m.provider_id = ? order by m.active desc, m.item, m.name")
			.param(providerId)
			.query(Providers::menu)
			.list());
	}

	/**
	 * What is looked for.
	 *
	 * @param division of the field; empty for any
	 * @param crop that grows there; empty for any
	 */
	public record Wanted(String division, String crop, @Nullable ServiceItem item) {

		public static final Wanted ANY = new Wanted("", "", null);

		boolean fits(Menu menu) {
			return (division.isEmpty() || menu.reaches(division)) && (crop.isEmpty() || menu.suits(crop))
					&& (item == null || item == menu.item());
		}

	}

	/** What can be ordered from that day on. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:service:view')")
	public List<Menu> offered(Wanted wanted, LocalDate from) {
		return menusNamed(
				sql.sql(MENU + " where m.active and p.active and m.closes_on >= ? order by m.item, m.price, m.id")
					.param(from)
					.query(Providers::menu)
					.list())
			.stream()
			.filter(wanted::fits)
			.toList();
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:service:view')")
	public Menu menu(UUID menuId) {
		return menusNamed(sql.sql(MENU + " where m.id = ?").param(menuId).query(Providers::menu).list()).stream()
			.findFirst()
			.orElseThrow(() -> new NotFound("production.service.menu-not-found", menuId));
	}

	/** Whether it can be ordered at all: offered by an organisation in service. */
	@Transactional(readOnly = true)
	public boolean orderable(UUID menuId) {
		return sql.sql("""
				select exists (select 1 from production_service_menu m
				  join production_service_provider p on p.tenant_id = m.tenant_id and p.id = m.provider_id
				 where m.id = ? and m.active and p.active)""").param(menuId).query(Boolean.class).single();
	}

	@PreAuthorize("hasAnyAuthority('production:service:manage', 'production:service:provide')")
	public UUID offer(UUID providerId, MenuText text) {
		requireKeeper(view(providerId));
		requireStation(providerId, text);
		var id = Ids.next();
		sql.sql("""
				insert into production_service_menu
				  (id, tenant_id, version, provider_id, item, name, unit, price, opens_on, closes_on, per_day, radius_km,
				   crops, active)
				values (:id, :tenant, 0, :provider, :item, :name, :unit, :price, :opens, :closes, :perDay, :radius,
				        :crops, :active)""")
			.param("id", id)
			.param("tenant", Tenant.require())
			.param("provider", providerId)
			.param("item", text.item().name())
			.param("name", text.name().strip())
			.param("unit", text.unit().name())
			.param("price", text.price().yuan())
			.param("opens", text.opensOn())
			.param("closes", text.closesOn())
			.param("perDay", text.perDay())
			.param("radius", text.radiusKm())
			.param("crops", known(text.crops()))
			.param("active", text.active())
			.update();
		audit.record("offer", "ServiceMenu", id, text.price().toString());
		return id;
	}

	/** What was ordered before keeps its price and its day. */
	@PreAuthorize("hasAnyAuthority('production:service:manage', 'production:service:provide')")
	public void change(UUID menuId, MenuText text, long version) {
		var providerId = menu(menuId).providerId();
		requireKeeper(view(providerId));
		requireStation(providerId, text);
		requireOne(sql.sql("""
				update production_service_menu set item = :item, name = :name, unit = :unit, price = :price,
				       opens_on = :opens, closes_on = :closes, per_day = :perDay, radius_km = :radius, crops = :crops,
				       active = :active, version = version + 1 where id = :id and version = :version""")
			.param("item", text.item().name())
			.param("name", text.name().strip())
			.param("unit", text.unit().name())
			.param("price", text.price().yuan())
			.param("opens", text.opensOn())
			.param("closes", text.closesOn())
			.param("perDay", text.perDay())
			.param("radius", text.radiusKm())
			.param("crops", known(text.crops()))
			.param("active", text.active())
			.param("id", menuId)
			.param("version", version)
			.update());
		sql.sql("update production_service_day set capacity = greatest(taken, ?) where menu_id = ?")
			.params(text.perDay(), menuId)
			.update();
		audit.record("change", "ServiceMenu", menuId, text.price().toString());
	}

	/**
	 * How far the middle of a plot lies from where the organisation stands; empty while
	 * the plot has no boundary or the organisation no station.
	 */
	@Transactional(readOnly = true)
	public Optional<BigDecimal> distanceKm(Menu menu, UUID plotId) {
		var station = menu.station();
		return (station == null) ? Optional.empty() : middle(plotId, station::kmTo);
	}

	/**
	 * @param inCircle whether the organisation farms there without long ways
	 */
	public record Way(BigDecimal km, boolean inCircle) {
	}

	/**
	 * From the station to the middle of the plot; empty as {@link #distanceKm} is.
	 */
	@Transactional(readOnly = true)
	public Optional<Way> way(Provider provider, UUID plotId) {
		var station = provider.station();
		return (station == null) ? Optional.empty() : middle(plotId,
				(lon, lat) -> new Way(station.kmTo(lon, lat), station.within(provider.terrain().circleKm(), lon, lat)));
	}

	private <T> Optional<T> middle(UUID plotId, BiFunction<BigDecimal, BigDecimal, T> measure) {
		return sql.sql("""
				select (b.west + b.east) / 2 as lon, (b.south + b.north) / 2 as lat
				  from production_plot p
				  join production_plot_boundary b on b.tenant_id = p.tenant_id and b.plot_id = p.id
				   and b.edition = p.boundary_edition
				 where p.id = ?""")
			.param(plotId)
			.query((row, n) -> measure.apply(row.getBigDecimal("lon"), row.getBigDecimal("lat")))
			.optional();
	}

	/**
	 * Takes room of a day; of two at once for the last of it one has it.
	 * @throws RuleBroken {@code production.service.day-full}
	 */
	public void take(Menu menu, LocalDate day, BigDecimal quantity) {
		var done = sql
			.sql("""
					insert into production_service_day (tenant_id, menu_id, provider_id, day, capacity, taken)
					select :tenant, :menu, :provider, :day, :capacity, :quantity where :quantity <= :capacity
					on conflict (tenant_id, menu_id, day) do update set taken = production_service_day.taken + excluded.taken
					 where production_service_day.taken + excluded.taken <= production_service_day.capacity""")
			.param("tenant", Tenant.require())
			.param("menu", menu.id())
			.param("provider", menu.providerId())
			.param("day", day)
			.param("capacity", menu.perDay())
			.param("quantity", quantity)
			.update();
		if (done == 0) {
			throw new RuleBroken("production.service.day-full", day, Plain.of(left(menu, day)).toPlainString())
				.at("on");
		}
	}

	public void giveBack(UUID menuId, LocalDate day, BigDecimal quantity) {
		sql.sql("update production_service_day set taken = taken - ? where menu_id = ? and day = ?")
			.params(quantity, menuId, day)
			.update();
	}

	/** What that day still takes. */
	@Transactional(readOnly = true)
	public BigDecimal left(Menu menu, LocalDate day) {
		return sql.sql("select capacity - taken from production_service_day where menu_id = ? and day = ?")
			.params(menu.id(), day)
			.query(BigDecimal.class)
			.optional()
			.orElse(menu.perDay());
	}

	/** Those in service first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:service:view')")
	public List<Machine> machines(UUID providerId) {
		return sql.sql("select * from production_machine where provider_id = ? order by active desc, name")
			.param(providerId)
			.query(Providers::machine)
			.list();
	}

	@Transactional(readOnly = true)
	public Machine machine(UUID machineId) {
		return sql.sql("select * from production_machine where id = ?")
			.param(machineId)
			.query(Providers::machine)
			.optional()
			.orElseThrow(() -> new NotFound("production.machine.not-found", machineId));
	}

	@PreAuthorize("hasAuthority('production:service:manage')")
	public UUID register(UUID providerId, MachineText text) {
		view(providerId);
		var id = Ids.next();
		try {
			sql.sql("""
					insert into production_machine (id, tenant_id, version, provider_id, name, kind, plate, active)
					values (?, ?, 0, ?, ?, ?, ?, ?)""")
				.params(id, Tenant.require(), providerId, text.name().strip(), text.kind().name(), text.plate().strip(),
						text.active())
				.update();
		}
		catch (DuplicateKeyException known) {
			throw new RuleBroken("production.machine.known", text.name()).at("name");
		}
		audit.record("register", "Machine", id, null);
		return id;
	}

	@PreAuthorize("hasAuthority('production:service:manage')")
	public void change(UUID machineId, MachineText text, long version) {
		try {
			requireOne(sql.sql("""
					update production_machine set name = ?, kind = ?, plate = ?, active = ?, version = version + 1
					 where id = ? and version = ?""")
				.params(text.name().strip(), text.kind().name(), text.plate().strip(), text.active(), machineId,
						version)
				.update());
		}
		catch (DuplicateKeyException known) {
			throw new RuleBroken("production.machine.known", text.name()).at("name");
		}
		audit.record("change", "Machine", machineId, null);
	}

	/** Time kept for itself: upkeep, other work. */
	@PreAuthorize("hasAnyAuthority('production:service:manage', 'production:service:provide')")
	public UUID keep(UUID machineId, Instant from, Instant to, String why) {
		var machine = machine(machineId);
		if (!Actor.current().may("production:service:manage") && !machine.providerId().equals(requireMe().id())) {
			throw new NotFound("production.machine.not-found", machineId);
		}
		if (why.isBlank() || why.length() > 60) {
			throw new RuleBroken("production.machine.why").at("why");
		}
		return book(machine, null, from, to, why.strip());
	}

	/**
	 * @throws RuleBroken {@code production.machine.booked} when it is elsewhere then
	 */
	public UUID book(Machine machine, @Nullable UUID orderId, Instant from, Instant to, String why) {
		if (!machine.active()) {
			throw new RuleBroken("production.machine.out-of-service", machine.name()).at("machineId");
		}
		if (!to.isAfter(from) || from.plus(java.time.Duration.ofDays(BOOKING_DAYS)).isBefore(to)) {
			throw new RuleBroken("production.machine.time", BOOKING_DAYS).at("to");
		}
		// one after the other: two who look into the same gap at once would wait for each
		// other
		sql.sql("select id from production_machine where tenant_id = ? and id = ? for no key update")
			.params(Tenant.require(), machine.id())
			.query(UUID.class)
			.single();
		var id = Ids.next();
		try {
			sql.sql("""
					insert into production_machine_booking (id, tenant_id, machine_id, provider_id, order_id, during, why)
					values (:id, :tenant, :machine, :provider, :order, tstzrange(:from, :to), :why)""")
				.param("id", id)
				.param("tenant", Tenant.require())
				.param("machine", machine.id())
				.param("provider", machine.providerId())
				.param("order", orderId)
				.param("from", Timestamp.from(from))
				.param("to", Timestamp.from(to))
				.param("why", why)
				.update();
		}
		catch (DataIntegrityViolationException clash) {
			if (Constraints.name(clash).filter("production_machine_booking_one_ex"::equals).isPresent()) {
				throw new RuleBroken("production.machine.booked", machine.name()).at("machineId");
			}
			throw clash;
		}
		return id;
	}

	/** What an order held, to be booked anew or not. */
	public void free(UUID orderId) {
		sql.sql("delete from production_machine_booking where order_id = ?").param(orderId).update();
	}

	/** What lies ahead of its machines, and what is going on. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:service:view')")
	public List<Booking> calendar(UUID providerId) {
		return sql.sql("""
				select b.*, lower(b.during) as starts, upper(b.during) as ends, m.name as machine_name, o.no
				  from production_machine_booking b
				  join production_machine m on m.tenant_id = b.tenant_id and m.id = b.machine_id
				  left join production_service_order o on o.tenant_id = b.tenant_id and o.id = b.order_id
				 where b.provider_id = ? and upper(b.during) >= ? order by lower(b.during), m.name limit 200""")
			.params(providerId, Timestamp.from(clock.now()))
			.query((row, n) -> new Booking(row.getObject("id", UUID.class), row.getObject("machine_id", UUID.class),
					row.getString("machine_name"), row.getObject("starts", OffsetDateTime.class).toInstant(),
					row.getObject("ends", OffsetDateTime.class).toInstant(), row.getString("why"),
					row.getObject("order_id", UUID.class), row.getString("no")))
			.list();
	}

	private List<Provider> named(List<Provider> rows) {
		return farms.named(rows, Provider::memberId, Provider::withName);
	}

	private List<Menu> menusNamed(List<Menu> rows) {
		return farms.named(rows, Menu::providerMemberId, Menu::withProviderName);
	}

	/** The officer keeps every list, an organisation its own. */
	private void requireKeeper(Provider provider) {
		if (!Actor.current().may("production:service:manage") && !provider.id().equals(requireMe().id())) {
			throw new NotFound("production.provider.not-found", provider.id());
		}
	}

	/** A radius begins somewhere; nobody takes the station away meanwhile. */
	private void requireStation(UUID providerId, MenuText text) {
		lock(providerId);
		if (text.radiusKm() != null && view(providerId).station() == null) {
			throw new RuleBroken("production.service.no-station").at("radiusKm");
		}
	}

	private void lock(UUID providerId) {
		sql.sql("select id from production_service_provider where id = ? for no key update")
			.param(providerId)
			.query(UUID.class)
			.single();
	}

	private static @Nullable BigDecimal lon(@Nullable Station station) {
		return (station != null) ? station.lon() : null;
	}

	private static @Nullable BigDecimal lat(@Nullable Station station) {
		return (station != null) ? station.lat() : null;
	}

	private static void requireOne(int done) {
		if (done == 0) {
			throw new Stale("kernel.stale");
		}
	}

	private static List<String> strings(ResultSet row, String column) throws SQLException {
		var array = row.getArray(column);
		return (array == null) ? List.of()
				: Arrays.stream((@Nullable Object[]) array.getArray()).map(Objects::toString).toList();
	}

	private static @Nullable Station station(ResultSet row) throws SQLException {
		return Station.of(row.getBigDecimal("lon"), row.getBigDecimal("lat"));
	}

	private static Provider provider(ResultSet row, int n) throws SQLException {
		return new Provider(row.getObject("id", UUID.class), row.getObject("member_id", UUID.class), "",
				row.getString("phone"), strings(row, "townships"), station(row),
				Terrain.valueOf(row.getString("terrain")), row.getBoolean("active"), row.getBoolean("demo"),
				row.getLong("menus"), row.getLong("machines"), row.getLong("version"));
	}

	private static Menu menu(ResultSet row, int n) throws SQLException {
		return new Menu(row.getObject("id", UUID.class), row.getObject("provider_id", UUID.class),
				row.getObject("member_id", UUID.class), "", row.getString("phone"), strings(row, "townships"),
				station(row), ServiceItem.valueOf(row.getString("item")), row.getString("name"),
				ServiceUnit.valueOf(row.getString("unit")), new Money(row.getBigDecimal("price")),
				row.getObject("opens_on", LocalDate.class), row.getObject("closes_on", LocalDate.class),
				row.getBigDecimal("per_day"), row.getBigDecimal("radius_km"), strings(row, "crops"),
				strings(row, "names"), row.getBoolean("active"), row.getLong("version"));
	}

	private static Machine machine(ResultSet row, int n) throws SQLException {
		return new Machine(row.getObject("id", UUID.class), row.getObject("provider_id", UUID.class),
				row.getString("name"), MachineKind.valueOf(row.getString("kind")), row.getString("plate"),
				row.getBoolean("active"), row.getLong("version"));
	}

}
