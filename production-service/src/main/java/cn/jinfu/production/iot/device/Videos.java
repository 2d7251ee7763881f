package cn.jinfu.production.iot.device;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.production.Reach;
import cn.jinfu.production.input.Farms;
import lombok.RequiredArgsConstructor;
import lombok.With;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Addresses under which a device or a place can be looked at. They are links and no more:
 * opened in a window of their own, never embedded, never fetched by the platform.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class Videos {

	/** So many a device or a place may have. */
	static final int MOST = 8;

	private static final int TITLE = 40;

	/** What a list may be narrowed to; empty means all. */
	public record Filter(@Nullable String q, @Nullable String division, @Nullable UUID memberId, @Nullable String after,
			int limit) {
	}

	/**
	 * @param deviceId null where it shows a place
	 * @param plotName of the place, or where the device stands; null for nowhere
	 */
	public record Video(UUID id, UUID memberId, @With String memberName, @Nullable UUID deviceId,
			@Nullable String deviceName, @Nullable UUID plotId, @Nullable String plotName, String title, String address,
			String byName, Instant addedAt) {

		public String host() {
			return new VideoAddress(address).host();
		}

	}

	/** Whoever reaches the device or the place: by its farm and where it lies. */
	private static final String ROWS = """
			select v.*, d.name as device_name, coalesce(g.id, s.id) as at_id, coalesce(g.name, s.name) as plot_name,
			       coalesce(d.division, g.division) as division
			  from production_video v
			  left join production_device d on d.tenant_id = v.tenant_id and d.id = v.device_id
			  left join production_plot g on g.tenant_id = v.tenant_id and g.id = v.plot_id
			  left join production_plot s on s.tenant_id = d.tenant_id and s.id = d.plot_id
			""";

	private static final String WHERE = " where " + Reach.on("x", "x");

	private final JdbcClient sql;

	private final DeviceQueries devices;

	private final Farms farms;

	private final Audit audit;

	private final BusinessClock clock;

	/** The latest added first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:video:view')")
	public Paged<Video> list(Filter filter) {
		var from = Cursor.read(filter.after(), 2);
		var narrowed = WHERE + """
				and (:q = '' or x.title like '%' || :q || '%' or x.device_name like '%' || :q || '%'
				     or x.plot_name like '%' || :q || '%')
				and x.division like :division || '%' and (:member = '' or x.member_id = nullif(:member, '')::uuid)
				""";
		var rows = bind(
				"select * from (" + ROWS + ") x" + narrowed
						+ """
								and (:at = '' or (x.added_at, x.id) < (cast(nullif(:at, '') as timestamptz), cast(nullif(:id, '') as uuid)))
								order by x.added_at desc, x.id desc limit :limit""",
				filter)
			.param("at", from.isEmpty() ? "" : from.getFirst())
			.param("id", from.isEmpty() ? "" : from.getLast())
			.param("limit", filter.limit() + 1)
			.query(Videos::video)
			.list();
		var total = bind("select count(*) from (select 1 from (" + ROWS + ") x" + narrowed + " limit 10001) y", filter)
			.query(Long.class)
			.single();
		return Paged.of(farms.named(rows, Video::memberId, Video::withMemberName), filter.limit(), total,
				it -> Cursor.of(it.addedAt(), it.id()));
	}

	/** Of a device, and of the place where it stands. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:video:view')")
	public List<Video> ofDevice(DeviceView device) {
		var reach = Reach.current();
		return sql.sql("select * from (" + ROWS + ") x" + WHERE + """
				and (x.device_id = :device or x.plot_id = nullif(:plot, '')::uuid) order by x.added_at, x.id""")
			.param("device", device.id())
			.param("plot", Objects.toString(device.plotId(), ""))
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division())
			.query(Videos::video)
			.list();
	}

	/**
	 * @param ofPlace whether it shows the place where the device stands, and stays with
	 * it
	 * @throws RuleBroken {@code production.video.title},
	 * {@code production.video.no-place}, {@code production.video.most} and those of
	 * {@link VideoAddress}
	 */
	@PreAuthorize("hasAuthority('production:device:manage')")
	public UUID add(UUID deviceId, boolean ofPlace, String title, VideoAddress address) {
		var device = devices.view(deviceId);
		if (title.isBlank() || title.strip().length() > TITLE) {
			throw new RuleBroken("production.video.title", TITLE).at("title");
		}
		var plot = device.plotId();
		if (ofPlace && plot == null) {
			throw new RuleBroken("production.video.no-place").at("ofPlace");
		}
		// one after the other, so that two at once do not make one too many
		sql.sql("select id from production_device where id = ? for no key update")
			.param(deviceId)
			.query(UUID.class)
			.single();
		var there = sql.sql("select count(*) from production_video where device_id = ? or plot_id = ?")
			.param(deviceId)
			.param(plot)
			.query(Long.class)
			.single();
		if (there >= MOST) {
			throw new RuleBroken("production.video.most", MOST);
		}
		var id = Ids.next();
		var actor = Actor.current();
		sql.sql("""
				insert into production_video (id, tenant_id, member_id, device_id, plot_id, title, address, added_by, by_name,
				                              added_at)
				values (:id, :tenant, :member, :device, :plot, :title, :address, :by, :name, :at)""")
			.param("id", id)
			.param("tenant", Tenant.require())
			.param("member", device.memberId())
			.param("device", ofPlace ? null : deviceId)
			.param("plot", ofPlace ? plot : null)
			.param("title", title.strip())
			.param("address", address.text())
			.param("by", actor.personId())
			.param("name", actor.displayName())
			.param("at", Timestamp.from(clock.now()))
			.update();
		audit.record("add", "Video", id, address.host());
		return id;
	}

	/**
	 * @throws NotFound for one that neither belongs to the device nor to where it stands
	 */
	@PreAuthorize("hasAuthority('production:device:manage')")
	public void remove(UUID deviceId, UUID videoId) {
		var device = devices.view(deviceId);
		var done = sql.sql("delete from production_video where id = :id and (device_id = :device or plot_id = :plot)")
			.param("id", videoId)
			.param("device", deviceId)
			.param("plot", device.plotId())
			.update();
		if (done == 0) {
			throw new NotFound("production.video.not-found", videoId);
		}
		audit.record("remove", "Video", videoId, null);
	}

	private JdbcClient.StatementSpec bind(String statement, Filter filter) {
		var reach = Reach.current();
		return sql.sql(statement)
			.param("q", Objects.requireNonNullElse(filter.q(), "").strip())
			.param("division", Objects.requireNonNullElse(filter.division(), ""))
			.param("member", Objects.toString(filter.memberId(), ""))
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division());
	}

	private static Video video(ResultSet row, int n) throws SQLException {
		return new Video(row.getObject("id", UUID.class), row.getObject("member_id", UUID.class), "",
				row.getObject("device_id", UUID.class), row.getString("device_name"),
				row.getObject("at_id", UUID.class), row.getString("plot_name"), row.getString("title"),
				row.getString("address"), row.getString("by_name"),
				row.getObject("added_at", OffsetDateTime.class).toInstant());
	}

}
