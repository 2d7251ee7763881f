package cn.jinfu.traceability.lot;

import java.sql.Timestamp;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What farms tell of themselves and their fields, in the documents of their lots. */
@Component
@RequiredArgsConstructor
public class LotStories {

	private final JdbcClient sql;

	private final JsonMapper json;

	private final BusinessClock clock;

	/** What is shown of a farm. */
	Optional<LotDocument.Story> ofFarm(UUID memberId) {
		return sql
			.sql("select words, photo_id from trace_story where member_id = ? and plot_id is null and status = 'SHOWN'")
			.param(memberId)
			.query((row, _) -> new LotDocument.Story(row.getString(1), row.getObject(2, UUID.class)))
			.optional();
	}

	/** The picture of the field on which all of a lot grew. */
	@Nullable UUID plotPhoto(@Nullable UUID plantingId) {
		return (plantingId == null) ? null : sql.sql("""
				select s.photo_id from trace_story s
				  join production_planting p on p.tenant_id = s.tenant_id and p.plot_id = s.plot_id
				 where p.id = ? and s.status = 'SHOWN'""").param(plantingId).query(UUID.class).optional().orElse(null);
	}

	/**
	 * Writes what is shown now into the documents that have it, in one statement: a farm
	 * has many lots.
	 * @param plotId null for the farm's own words
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void retell(UUID memberId, @Nullable UUID plotId) {
		if (plotId == null) {
			var story = ofFarm(memberId).map(json::writeValueAsString).orElse("null");
			sql.sql("""
					update trace_lot_document d set made_at = :at,
					       document = d.document || jsonb_build_object('story', cast(:story as jsonb))
					  from trace_lot l where l.tenant_id = d.tenant_id and l.id = d.lot_id and l.member_id = :member""")
				.param("at", Timestamp.from(clock.now()))
				.param("story", story)
				.param("member", memberId)
				.update();
			return;
		}
		sql.sql("""
				update trace_lot_document d set made_at = :at, document = d.document || jsonb_build_object('plotPhotoId',
				         (select s.photo_id from trace_story s where s.plot_id = :plot and s.status = 'SHOWN'))
				  from trace_lot l join production_planting p on p.tenant_id = l.tenant_id and p.id = l.planting_id
				 where l.tenant_id = d.tenant_id and l.id = d.lot_id and p.plot_id = :plot""")
			.param("at", Timestamp.from(clock.now()))
			.param("plot", plotId)
			.update();
	}

}
