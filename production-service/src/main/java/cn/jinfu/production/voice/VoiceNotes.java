package cn.jinfu.production.voice;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.PersonalData;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Scope;
import cn.jinfu.production.Reach;
import cn.jinfu.production.input.Farms;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Voice notes as their farm and the clerks of its township see them, and what was said.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class VoiceNotes {

	static final String TYPE = "VoiceNote";

	/** What the seal binds. */
	static final String FIELD = "voice-note";

	static final String READS = "hasAnyAuthority('production:voice:tell', 'production:voice:write')";

	/**
	 * @param late only those that wait longer than promised
	 */
	public record Filter(@Nullable VoiceNoteState state, boolean late, @Nullable String after, int limit) {
	}

	/** What was said, as it was recorded. */
	public record Sound(String mediaType, byte[] content) {
	}

	private record Kept(UUID personId, UUID fileId) {
	}

	/** The parts of a list, one after the other. */
	private enum Part {

		/** What a clerk has to do, the oldest first. */
		OPEN(" and v.state in ('WAITING', 'OBJECTED')", ">", ""),

		/** All else, the latest first. */
		REST(" and v.state not in ('WAITING', 'OBJECTED')", "<", " desc"),

		/** Everything, the latest first. */
		ALL("", "<", " desc");

		private final String condition;

		private final String order;

		Part(String condition, String beyond, String direction) {
			this.condition = condition;
			this.order = " and (:at = '' or (v.arrived_at, v.id) " + beyond
					+ " (cast(nullif(:at, '') as timestamptz), cast(nullif(:id, '') as uuid)))"
					+ " order by v.arrived_at" + direction + ", v.id" + direction + " limit :limit";
		}

		static Part of(VoiceNoteView row) {
			return (row.state() == VoiceNoteState.WAITING || row.state() == VoiceNoteState.OBJECTED) ? OPEN : REST;
		}

	}

	private static final String SELECT = """
			select v.*, a.id as answered_by, coalesce(f.fields, '') as fields, coalesce(f.ids, '{}') as planting_ids
			  from production_voice_note v
			  left join production_voice_note a on a.tenant_id = v.tenant_id and a.answers_id = v.id
			  left join lateral (select array_agg(p.id order by p.id) as ids,
			         string_agg(p.plot_name || ' · ' || p.crop_name, '; ' order by p.plot_name) as fields
			    from production_voice_note_planting l
			    join production_planting_fact p on p.tenant_id = l.tenant_id and p.id = l.planting_id
			   where l.tenant_id = v.tenant_id and l.note_id = v.id) f on true
			""";

	private static final String WHERE = """
			 where (:state = '' or v.state = :state) and (not :late or (v.state = 'WAITING' and v.due_at < :now)) and
			""" + Reach.on("v", "v");

	private final JdbcClient sql;

	private final FileStore files;

	private final PersonalData vault;

	private final Farms farms;

	private final BusinessClock clock;

	/** The farm's own, the latest first; for staff what waits for them comes before. */
	@Transactional(readOnly = true)
	@PreAuthorize(READS)
	public Paged<VoiceNoteView> list(Filter filter) {
		var parts = farm() ? List.of(Part.ALL) : List.of(Part.OPEN, Part.REST);
		var from = Cursor.read(filter.after(), 3);
		var begun = from.isEmpty();
		var rows = new ArrayList<VoiceNoteView>();
		for (var part : parts) {
			var here = !begun && part.name().equals(from.getFirst());
			begun |= here;
			if (begun && rows.size() <= filter.limit()) {
				rows.addAll(rows(part, filter, here ? from.subList(1, 3) : List.of("", ""),
						filter.limit() + 1 - rows.size()));
			}
		}
		var total = bind("select count(*) from (select 1 from production_voice_note v" + WHERE + " limit 10001) x",
				filter)
			.query(Long.class)
			.single();
		return Paged.of(farms.named(rows, VoiceNoteView::memberId, VoiceNoteView::withMemberName), filter.limit(),
				total, row -> Cursor.of(farm() ? Part.ALL : Part.of(row), row.arrivedAt(), row.id()));
	}

	private List<VoiceNoteView> rows(Part part, Filter filter, List<String> from, int most) {
		return bind(SELECT + WHERE + part.condition + part.order, filter).param("at", from.getFirst())
			.param("id", from.getLast())
			.param("limit", most)
			.query(VoiceNotes::view)
			.list();
	}

	@Transactional(readOnly = true)
	@PreAuthorize(READS)
	public VoiceNoteView view(UUID id) {
		var reach = Reach.current();
		var rows = sql.sql(SELECT + " where v.id = :id and " + Reach.on("v", "v"))
			.param("id", id)
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division())
			.query(VoiceNotes::view)
			.list();
		return farms.named(rows, VoiceNoteView::memberId, VoiceNoteView::withMemberName)
			.stream()
			.findFirst()
			.orElseThrow(() -> new NotFound("production.voice.not-found", id));
	}

	/** How many of a farm's own wait to be written down. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:voice:tell')")
	public int waiting() {
		return sql.sql("select count(*) from production_voice_note where member_id = ? and state = 'WAITING'")
			.param(Actor.current().memberId())
			.query(Integer.class)
			.single();
	}

	/** Whether the person who spoke has had it destroyed. */
	@Transactional(readOnly = true)
	@PreAuthorize(READS)
	public boolean gone(UUID id) {
		view(id);
		return vault.destroyed(kept(id).personId());
	}

	/**
	 * What was said. Whoever is not of that farm leaves a record of each listening, in
	 * the log that the person who spoke may read.
	 * @throws NotFound also where that person has had it destroyed
	 */
	@PreAuthorize(READS)
	public Sound sound(UUID id) {
		var it = view(id);
		var kept = kept(id);
		if (vault.destroyed(kept.personId())) {
			throw new NotFound("production.voice.gone", id);
		}
		var sealed = files.content(kept.fileId());
		return new Sound(it.mediaType(), farm() ? vault.use(kept.personId(), FIELD, sealed)
				: vault.open(kept.personId(), FIELD, sealed, "production.voice.listened"));
	}

	private Kept kept(UUID id) {
		return sql.sql("select person_id, file_id from production_voice_note where id = ?")
			.param(id)
			.query(Kept.class)
			.single();
	}

	private static boolean farm() {
		return Actor.current().scope().kind() == Scope.Kind.MEMBER;
	}

	private JdbcClient.StatementSpec bind(String statement, Filter filter) {
		var reach = Reach.current();
		return sql.sql(statement)
			.param("state", Objects.toString(filter.state(), ""))
			.param("late", filter.late())
			.param("now", Timestamp.from(clock.now()))
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division());
	}

	private static VoiceNoteView view(ResultSet row, int n) throws SQLException {
		var me = Actor.current().personId();
		return new VoiceNoteView(row.getObject("id", UUID.class), row.getObject("member_id", UUID.class), "",
				row.getString("division"), row.getObject("answers_id", UUID.class),
				row.getObject("answered_by", UUID.class), row.getString("by_name"), row.getString("media_type"),
				row.getObject("seconds", Integer.class), VoiceNoteState.valueOf(row.getString("state")),
				Objects.requireNonNull(instant(row, "arrived_at")), Objects.requireNonNull(instant(row, "due_at")),
				row.getString("question"), row.getObject("operation_id", UUID.class), instant(row, "written_at"),
				row.getString("written_name"), row.getString("fields"),
				List.of((UUID[]) row.getArray("planting_ids").getArray()),
				me.equals(row.getObject("person_id", UUID.class)) || me.equals(row.getObject("written_by", UUID.class))
						|| me.equals(row.getObject("objected_by", UUID.class)),
				row.getLong("version"));
	}

	private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
			.map(OffsetDateTime::toInstant)
			.orElse(null);
	}

}
