package cn.jinfu.production.iot.device;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

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

@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class DeviceQueries {

	/** What a list may be narrowed to; empty means all. */
	public record Filter(@Nullable String q, @Nullable DeviceState state, @Nullable UUID memberId,
			@Nullable UUID plotId, @Nullable String after, int limit) {
	}

	/** Where it stood. */
	public record Place(UUID plotId, String plotName, Instant from, @Nullable Instant to) {
	}

	/** How many there are and how many were heard lately. */
	public record Count(long active, long online, long repair) {
	}

	private static final Duration AT_LEAST = Duration.ofMinutes(10);

	/** Whether a device {@code d} of product {@code p} was heard of late. */
	public static final String HEARD = "d.last_seen_at > :now::timestamptz - greatest(p.interval_s * 3, 600) * interval '1 second'";

	private static final String FROM = """
			 from production_device d
			 join production_device_product p on p.tenant_id = d.tenant_id and p.id = d.product_id
			 left join production_plot g on g.tenant_id = d.tenant_id and g.id = d.plot_id
			""";

	private static final String SELECT = """
			select d.*, p.name as product_name, p.protocol, p.interval_s, g.name as plot_name,
			       exists (select 1 from production_device_credential c where c.tenant_id = d.tenant_id
			                and c.device_id = d.id and (c.valid_to is null or c.valid_to > jf_business_now())) as has_secret"""
			+ FROM;

	private static final String WHERE = """
			 where (:q = '' or d.sn ilike '%' || :q || '%' or d.name like '%' || :q || '%' or g.name like '%' || :q || '%')
			   and (:state = '' or d.state = :state) and (:member = '' or d.member_id = nullif(:member, '')::uuid)
			   and (:plot = '' or d.plot_id = nullif(:plot, '')::uuid) and
			"""
			+ Reach.on("d", "d");

	private final JdbcClient sql;

	private final Farms farms;

	private final BusinessClock clock;

	@PreAuthorize("hasAuthority('production:device:view')")
	public Paged<DeviceView> list(Filter filter) {
		var from = Cursor.read(filter.after(), 1);
		var rows = bind(SELECT + WHERE + " and (:after = '' or d.sn > :after) order by d.sn limit :limit", filter)
			.param("after", from.isEmpty() ? "" : from.getFirst())
			.param("limit", filter.limit() + 1)
			.query((row, n) -> view(row))
			.list();
		var total = bind("select count(*) from (select 1" + FROM + WHERE + " limit 10001) x", filter).query(Long.class)
			.single();
		return Paged.of(named(rows), filter.limit(), total, device -> Cursor.of(device.sn()));
	}

	@PreAuthorize("hasAuthority('production:device:view')")
	public DeviceView view(UUID deviceId) {
		var reach = Reach.current();
		return named(sql.sql(SELECT + " where d.id = ?")
			.param(deviceId)
			.query((row, n) -> view(row))
			.list()
			.stream()
			.filter(device -> reach.covers(device.memberId(), device.division()))
			.toList()).stream().findFirst().orElseThrow(() -> new NotFound("production.device.not-found", deviceId));
	}

	/** Newest first. */
	@PreAuthorize("hasAuthority('production:device:view')")
	public List<Place> places(UUID deviceId) {
		view(deviceId);
		return sql.sql("""
				select x.plot_id, g.name, lower(x.during), upper(x.during) from production_device_place x
				  join production_plot g on g.tenant_id = x.tenant_id and g.id = x.plot_id
				 where x.device_id = ? order by lower(x.during) desc""").param(deviceId).query((row, n) -> {
			var to = row.getTimestamp(4);
			return new Place(row.getObject(1, UUID.class), row.getString(2), row.getTimestamp(3).toInstant(),
					(to != null) ? to.toInstant() : null);
		}).list();
	}

	@PreAuthorize("hasAuthority('production:device:view')")
	public Count count() {
		return bind(
				"select count(*) filter (where d.state = 'ACTIVE') as active,"
						+ " count(*) filter (where d.state = 'ACTIVE' and " + HEARD + ") as online,"
						+ " count(*) filter (where d.state = 'REPAIR') as repair" + FROM + WHERE,
				new Filter(null, null, null, null, null, 1))
			.param("now", java.sql.Timestamp.from(clock.now()))
			.query(Count.class)
			.single();
	}

	private JdbcClient.StatementSpec bind(String statement, Filter filter) {
		var reach = Reach.current();
		return sql.sql(statement)
			.param("q", (filter.q() != null) ? filter.q().strip() : "")
			.param("state", (filter.state() != null) ? filter.state().name() : "")
			.param("member", (filter.memberId() != null) ? filter.memberId().toString() : "")
			.param("plot", (filter.plotId() != null) ? filter.plotId().toString() : "")
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division());
	}

	private List<DeviceView> named(List<DeviceView> rows) {
		return farms.named(rows, DeviceView::memberId, DeviceView::withMemberName);
	}

	private DeviceView view(ResultSet row) throws SQLException {
		var seen = row.getObject("last_seen_at", OffsetDateTime.class);
		var at = (seen != null) ? seen.toInstant() : null;
		var interval = row.getInt("interval_s");
		return new DeviceView(row.getObject("id", UUID.class), row.getString("sn"), row.getString("name"),
				row.getObject("product_id", UUID.class), row.getString("product_name"),
				Protocol.valueOf(row.getString("protocol")), interval, row.getObject("member_id", UUID.class), "",
				row.getString("division"), row.getObject("plot_id", UUID.class), row.getString("plot_name"),
				DeviceState.valueOf(row.getString("state")), online(at, interval), row.getBoolean("has_secret"), at,
				row.getLong("version"));
	}

	private boolean online(@Nullable Instant seen, int intervalS) {
		var silence = Duration.ofSeconds(3L * intervalS);
		return seen != null && seen.isAfter(clock.now().minus((silence.compareTo(AT_LEAST) > 0) ? silence : AT_LEAST));
	}

}
