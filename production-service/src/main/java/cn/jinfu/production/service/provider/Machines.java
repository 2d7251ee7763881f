package cn.jinfu.production.service.provider;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.production.Reach;
import cn.jinfu.production.input.Farms;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** 农机 of all service organisations; {@link Providers} keeps them. */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class Machines {

	/** So many bookings ahead are shown. */
	private static final int AHEAD = 50;

	/** What the list may be narrowed to; empty means all. */
	public record Filter(@Nullable String q, @Nullable MachineKind kind, @Nullable Boolean active,
			@Nullable UUID providerId, @Nullable String after, int limit) {
	}

	/**
	 * A booking as calendars show it.
	 *
	 * @param orderId null for time kept for itself, and for an order out of the reader's
	 * reach
	 */
	public record Slot(UUID id, Instant from, Instant to, String why, @Nullable UUID orderId, @Nullable String orderNo,
			boolean ordered) {

		/** The part of it on that day, for a bar of 1,440 minutes. */
		Bar on(LocalDate day) {
			var begin = day.atStartOfDay(BusinessClock.ZONE).toInstant();
			var left = Math.clamp(Duration.between(begin, from).toMinutes(), 0, Bar.MINUTES);
			var right = Math.clamp(Duration.between(begin, to).toMinutes(), 0, Bar.MINUTES);
			return new Bar(this, left, Math.max(1, right - left));
		}

		boolean touches(LocalDate day) {
			return from.isBefore(day.plusDays(1).atStartOfDay(BusinessClock.ZONE).toInstant())
					&& to.isAfter(day.atStartOfDay(BusinessClock.ZONE).toInstant());
		}

	}

	/**
	 * @param left minutes from midnight
	 * @param width in minutes
	 */
	public record Bar(Slot slot, int left, int width) {

		static final int MINUTES = 24 * 60;

	}

	/**
	 * @param bars in order of time; none overlaps another
	 */
	public record Day(LocalDate day, List<Bar> bars) {
	}

	private static final String SELECT = """
			select m.*, p.member_id, b.ahead, b.next
			  from production_machine m
			  join production_service_provider p on p.tenant_id = m.tenant_id and p.id = m.provider_id
			  left join lateral (select count(*) as ahead, min(lower(x.during)) as next from production_machine_booking x
			     where x.tenant_id = m.tenant_id and x.machine_id = m.id and upper(x.during) > :now) b on true
			""";

	private static final String WHERE = """
			 where (:q = '' or m.name like '%' || :q || '%' or m.plate ilike '%' || :q || '%')
			   and (:kind = '' or m.kind = :kind) and (:active = '' or m.active = (:active = 'true'))
			   and (:provider = '' or m.provider_id = nullif(:provider, '')::uuid)
			""";

	private static final String SLOTS = """
			select b.id, lower(b.during) as starts, upper(b.during) as ends, b.why, b.order_id is not null as ordered,
			       o.id as order_id, o.no
			  from production_machine_booking b
			  left join production_service_order o on o.tenant_id = b.tenant_id and o.id = b.order_id and
			""" + Reach.on("o", "o") + """
			 where b.machine_id = :machine and b.during && tstzrange(:from, :to) order by lower(b.during)
			""";

	private final JdbcClient sql;

	private final Farms farms;

	private final BusinessClock clock;

	/** By name. */
	@PreAuthorize("hasAuthority('production:service:view')")
	public Paged<MachineView> list(Filter filter) {
		var from = Cursor.read(filter.after(), 2);
		var rows = bind(SELECT + WHERE + """
				and (:afterName = '' or (m.name, m.id) > (:afterName, cast(nullif(:afterId, '') as uuid)))
				order by m.name, m.id limit :limit""", filter).param("now", Timestamp.from(clock.now()))
			.param("afterName", from.isEmpty() ? "" : from.getFirst())
			.param("afterId", from.isEmpty() ? "" : from.getLast())
			.param("limit", filter.limit() + 1)
			.query(Machines::machine)
			.list();
		var total = bind("select count(*) from (select 1 from production_machine m" + WHERE + " limit 10001) x", filter)
			.query(Long.class)
			.single();
		return Paged.of(named(rows), filter.limit(), total, it -> Cursor.of(it.name(), it.id()));
	}

	@PreAuthorize("hasAuthority('production:service:view')")
	public MachineView view(UUID machineId) {
		return named(sql.sql(SELECT + " where m.id = :id")
			.param("id", machineId)
			.param("now", Timestamp.from(clock.now()))
			.query(Machines::machine)
			.list()).stream().findFirst().orElseThrow(() -> new NotFound("production.machine.not-found", machineId));
	}

	/** What is going on and what comes, the nearest first. */
	@PreAuthorize("hasAuthority('production:service:view')")
	public List<Slot> ahead(UUID machineId) {
		var now = clock.now();
		return slots(machineId, now, now.plus(Duration.ofDays(400))).stream().limit(AHEAD).toList();
	}

	/** So many days from that one on, each with its bookings. */
	@PreAuthorize("hasAuthority('production:service:view')")
	public List<Day> days(UUID machineId, LocalDate first, int count) {
		var slots = slots(machineId, first.atStartOfDay(BusinessClock.ZONE).toInstant(),
				first.plusDays(count).atStartOfDay(BusinessClock.ZONE).toInstant());
		return Stream.iterate(first, it -> it.plusDays(1))
			.limit(count)
			.map(day -> new Day(day, slots.stream().filter(it -> it.touches(day)).map(it -> it.on(day)).toList()))
			.toList();
	}

	private List<Slot> slots(UUID machineId, Instant from, Instant to) {
		var reach = Reach.current();
		return sql.sql(SLOTS)
			.param("machine", machineId)
			.param("from", Timestamp.from(from))
			.param("to", Timestamp.from(to))
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division())
			.query((row, n) -> new Slot(row.getObject("id", UUID.class), row.getTimestamp("starts").toInstant(),
					row.getTimestamp("ends").toInstant(), row.getString("why"), row.getObject("order_id", UUID.class),
					row.getString("no"), row.getBoolean("ordered")))
			.list();
	}

	private JdbcClient.StatementSpec bind(String statement, Filter filter) {
		return sql.sql(statement)
			.param("q", Objects.requireNonNullElse(filter.q(), "").strip())
			.param("kind", (filter.kind() != null) ? filter.kind().name() : "")
			.param("active", Objects.toString(filter.active(), ""))
			.param("provider", Objects.toString(filter.providerId(), ""));
	}

	private List<MachineView> named(List<MachineView> rows) {
		return farms.named(rows, MachineView::memberId, MachineView::withProviderName);
	}

	private static MachineView machine(ResultSet row, int n) throws SQLException {
		var next = row.getTimestamp("next");
		return new MachineView(row.getObject("id", UUID.class), row.getObject("provider_id", UUID.class),
				row.getObject("member_id", UUID.class), "", row.getString("name"),
				MachineKind.valueOf(row.getString("kind")), row.getString("plate"), row.getBoolean("active"),
				row.getLong("ahead"), (next != null) ? next.toInstant() : null);
	}

}
