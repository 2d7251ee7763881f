package cn.jinfu.credit.committee;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.multipart.MultipartFile;

/** What the guarantor's reviewer saw: a photo with its place and time. */
@Component
@Transactional
@RequiredArgsConstructor
public class DiligencePhotos {

	private static final int MOST = 20;

	private static final BigDecimal MOST_LATITUDE = new BigDecimal("90");

	private static final BigDecimal MOST_LONGITUDE = new BigDecimal("180");

	private final JdbcClient sql;

	private final FileStore files;

	private final BusinessClock clock;

	public record Photo(UUID fileId, String place, @Nullable BigDecimal latitude, @Nullable BigDecimal longitude,
			Instant takenAt, String addedBy) {
	}

	/**
	 * Where it was taken.
	 *
	 * @param latitude and longitude as the phone gave them; both or neither
	 */
	public record Spot(String place, @Nullable BigDecimal latitude, @Nullable BigDecimal longitude) {

		public Spot {
			if ((latitude == null) != (longitude == null) || beyond(latitude, MOST_LATITUDE)
					|| beyond(longitude, MOST_LONGITUDE)) {
				throw new RuleBroken("credit.photo.spot").at("latitude");
			}
		}

		private static boolean beyond(@Nullable BigDecimal degrees, BigDecimal most) {
			return degrees != null && degrees.abs().compareTo(most) > 0;
		}

	}

	@Transactional(readOnly = true)
	public List<Photo> of(UUID applicationId) {
		return sql.sql("""
				select file_id, place, latitude, longitude, taken_at, added_by from credit_diligence_photo
				 where application_id = ? order by id""")
			.param(applicationId)
			.query((row, n) -> new Photo(row.getObject(1, UUID.class), row.getString(2), row.getBigDecimal(3),
					row.getBigDecimal(4), row.getTimestamp(5).toInstant(), row.getString(6)))
			.list();
	}

	public void add(UUID applicationId, UUID memberId, @Nullable MultipartFile photo, Spot spot) {
		if (of(applicationId).size() >= MOST) {
			throw new RuleBroken("credit.photo.most", MOST).at("photo");
		}
		var file = files.store(FileStore.Kind.PHOTO, photo, FileStore.Visibility.PRIVATE, memberId)
			.orElseThrow(() -> new RuleBroken("credit.photo.none").at("photo"));
		sql.sql("""
				insert into credit_diligence_photo (id, tenant_id, application_id, file_id, place, latitude, longitude,
				  taken_at, added_by)
				values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
			.param(Ids.next())
			.param(Tenant.require())
			.param(applicationId)
			.param(file.fileId())
			.param(spot.place())
			.param(spot.latitude())
			.param(spot.longitude())
			.param(Timestamp.from(clock.now()))
			.param(Actor.current().displayName())
			.update();
	}

}
