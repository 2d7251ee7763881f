package cn.jinfu.production.voice;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.PersonalData;
import cn.jinfu.kernel.Refusal.Forbidden;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.kernel.WorkingDays;
import cn.jinfu.member.MemberMessages;
import cn.jinfu.production.PlantingFacts;
import cn.jinfu.production.PlantingFacts.PlantingFact;
import cn.jinfu.production.PlotDirectory;
import cn.jinfu.production.operation.OperationCommands;
import cn.jinfu.production.voice.VoiceNoteState.Action;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Takes what a farmer says, and keeps what becomes of it. */
@Service
@Transactional
@RequiredArgsConstructor
public class VoiceNoteCommands {

	private static final String TELL = "hasAuthority('production:voice:tell')";

	private static final String WRITE = "hasAuthority('production:voice:write')";

	/** More than these of one farm are not kept waiting. */
	static final int WAITING_MOST = 20;

	/** Of each name, so that both fit where one does. */
	private static final int NAME = 28;

	private static final int QUESTION = 200;

	private static final int REASON = 400;

	/**
	 * @param clientUid drawn by the phone, so that a repeated upload does nothing
	 * @param plantingIds what it is about, all of the farm that speaks
	 * @param seconds as the phone counted them
	 * @param answersId an earlier one that the clerk could not make out
	 */
	public record Tell(UUID clientUid, List<UUID> plantingIds, byte[] content, @Nullable Integer seconds,
			@Nullable UUID answersId) {

		public Tell {
			plantingIds = plantingIds.stream().distinct().sorted().toList();
		}

	}

	private record Known(UUID id, String contentIndex, @Nullable UUID answersId) {
	}

	private record Written(UUID operationId, UUID clientUid, UUID writtenBy) {
	}

	private final VoiceNoteMoves moves;

	private final OperationCommands operations;

	private final PlantingFacts plantings;

	private final PlotDirectory plots;

	private final FileStore files;

	private final PersonalData vault;

	private final MemberMessages members;

	private final StatusHistory history;

	private final WorkingDays days;

	private final BusinessClock clock;

	private final MessageSource messages;

	private final JdbcClient sql;

	/**
	 * Keeps what was said, sealed under the key of who said it.
	 * @return the note's id; a repeat of the same key gives the first
	 * @throws RuleBroken for a recording that is none, too long, too large, or another
	 * one under the same key
	 */
	@PreAuthorize(TELL)
	public UUID tell(Tell tell) {
		var actor = Actor.current();
		if (actor.behalf() != null) {
			throw new Forbidden("production.voice.counter");
		}
		var member = actor.memberId();
		var recording = Recording.of(tell.content(), tell.seconds());
		// one note of a farm after the other: neither the same key nor the room is looked
		// at by two at once
		sql.sql("select pg_advisory_xact_lock(hashtextextended(?, 1))")
			.param("voice-note:" + member)
			.query((row, n) -> "")
			.single();
		var index = vault.index(VoiceNotes.FIELD, sha256(recording.content()));
		var known = sql.sql("""
				select id, content_index, answers_id from production_voice_note
				 where member_id = ? and client_uid = ?""")
			.params(member, tell.clientUid())
			.query(Known.class)
			.optional();
		if (known.isPresent()) {
			return same(known.get(), tell, index);
		}
		var fields = own(tell.plantingIds(), member);
		requireRoom(member);
		var earlier = (tell.answersId() != null) ? moves.lock(tell.answersId()) : null;
		if (earlier != null) {
			earlier.state().after(Action.ANSWER);
		}
		var id = keep(tell, recording, index, fields, actor);
		history.record(VoiceNotes.TYPE, id, null, VoiceNoteState.WAITING, null);
		if (earlier != null) {
			moves.move(earlier, Action.ANSWER, null);
		}
		return id;
	}

	private UUID keep(Tell tell, Recording recording, String index, List<PlantingFact> fields, Actor actor) {
		var member = actor.memberId();
		var stored = files.storeSealed(FileStore.Kind.VOICE, "voice-note", recording.content(),
				plain -> vault.seal(actor.personId(), VoiceNotes.FIELD, plain), member);
		var id = Ids.next();
		var now = clock.now();
		sql.sql("""
				insert into production_voice_note (id, tenant_id, version, member_id, division, client_uid, answers_id,
				  person_id, by_name, file_id, media_type, content_index, seconds, state, arrived_at, due_at)
				values (?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'WAITING', ?, ?)""")
			.param(id)
			.param(Tenant.require())
			.param(member)
			.param(plots.find(fields.getFirst().plotId()).orElseThrow().divisionCode())
			.param(tell.clientUid())
			.param(tell.answersId())
			.param(actor.personId())
			.param(actor.displayName())
			.param(stored.fileId())
			.param(recording.mediaType())
			.param(index)
			.param(recording.seconds())
			.param(Timestamp.from(now))
			.param(Timestamp.from(due(now)))
			.update();
		fields.forEach(field -> sql
			.sql("insert into production_voice_note_planting (tenant_id, note_id, planting_id) values (?, ?, ?)")
			.params(Tenant.require(), id, field.plantingId())
			.update());
		return id;
	}

	/** The same key is the same note. */
	private UUID same(Known known, Tell again, String index) {
		var fields = sql.sql("select planting_id from production_voice_note_planting where note_id = ?")
			.param(known.id())
			.query(UUID.class)
			.list()
			.stream()
			.sorted()
			.toList();
		if (!known.contentIndex().equals(index) || !fields.equals(again.plantingIds())
				|| !Objects.equals(known.answersId(), again.answersId())) {
			throw new RuleBroken("production.entry.key-reused");
		}
		return known.id();
	}

	private List<PlantingFact> own(List<UUID> ids, UUID member) {
		if (ids.isEmpty()) {
			throw new RuleBroken("production.operation.planting-missing").at("plantingIds");
		}
		var fields = plantings.ofAll(ids).stream().filter(field -> field.memberId().equals(member)).toList();
		if (fields.size() != ids.size()) {
			throw new NotFound("production.planting.not-found", ids.getFirst());
		}
		return fields;
	}

	private void requireRoom(UUID member) {
		var waiting = sql.sql("select count(*) from production_voice_note where member_id = ? and state = 'WAITING'")
			.param(member)
			.query(Integer.class)
			.single();
		if (waiting >= WAITING_MOST) {
			throw new RuleBroken("production.voice.many", WAITING_MOST);
		}
	}

	/**
	 * The same hour of the next working day: twenty-four hours where no holiday lies
	 * between.
	 */
	private Instant due(Instant arrived) {
		var local = arrived.atZone(BusinessClock.ZONE);
		return days.add(local.toLocalDate(), 1).atTime(local.toLocalTime()).atZone(BusinessClock.ZONE).toInstant();
	}

	/**
	 * A clerk makes an entry of it for the farm, by the rules of every entry, under both
	 * names; the farm is told and may object.
	 * @return the operation's id; the same clerk with the same key gets the first
	 */
	@PreAuthorize(WRITE)
	public UUID writeDown(UUID noteId, OperationCommands.Done done, long version) {
		var it = moves.lock(noteId);
		var clerk = Actor.current();
		var written = written(noteId);
		if (written.isPresent() && written.get().writtenBy().equals(clerk.personId())
				&& written.get().clientUid().equals(done.clientUid())) {
			return operations.recordSaid(done, it.memberId(), it.arrivedAt());
		}
		moves.requireSeen(it, version);
		var next = it.state().after(Action.WRITE_DOWN);
		if (it.mine()) {
			throw new Forbidden("production.voice.own");
		}
		var operation = forFarm(it, done);
		sql.sql("""
				update production_voice_note set state = ?, operation_id = ?, written_at = ?, written_by = ?,
				  written_name = ?, version = version + 1 where id = ?""")
			.params(next.name(), operation, Timestamp.from(clock.now()), clerk.personId(), clerk.displayName(), noteId)
			.update();
		history.record(VoiceNotes.TYPE, noteId, it.state(), next, null);
		members.tell(it.memberId(), "production.message.voice-written", clerk.displayName(), it.fields());
		return operation;
	}

	/** Recorded by the clerk, with the name of who spoke beside his own. */
	private UUID forFarm(VoiceNoteView it, OperationCommands.Done done) {
		var clerk = Actor.current();
		var both = String.valueOf(messages.getMessage("production.voice.both",
				new Object[] { cut(clerk.displayName()), cut(it.byName()) }, Locale.SIMPLIFIED_CHINESE));
		var operation = new AtomicReference<@Nullable UUID>();
		new Actor(clerk.kind(), clerk.accountId(), clerk.personId(), clerk.login(), both, clerk.tenantId(),
				clerk.scope(), clerk.permissions(), clerk.behalf())
			.run(() -> operation.set(operations.recordSaid(done, it.memberId(), it.arrivedAt())));
		return Objects.requireNonNull(operation.get());
	}

	private Optional<Written> written(UUID noteId) {
		return sql.sql("""
				select v.operation_id, o.client_uid, v.written_by from production_voice_note v
				  join production_operation o on o.tenant_id = v.tenant_id and o.id = v.operation_id
				 where v.id = ? and v.written_by is not null""").param(noteId).query(Written.class).optional();
	}

	/** It cannot be made out; the farm says it again, or types it. */
	@PreAuthorize(WRITE)
	public void ask(UUID noteId, String question, long version) {
		var it = moves.seen(noteId, version);
		it.state().after(Action.ASK);
		var words = words(question, QUESTION, "question");
		moves.move(it, Action.ASK, words, "question", words);
		members.tell(it.memberId(), "production.message.voice-unclear", words);
	}

	/** Nothing is to come of it any more; the recording stays. */
	@PreAuthorize(TELL)
	public void dismiss(UUID noteId, String reason, long version) {
		var it = moves.seen(noteId, version);
		it.state().after(Action.LET_GO);
		moves.move(it, Action.LET_GO, words(reason, REASON, "reason"));
	}

	/** The farm: that is not what was said. By itself, never by a clerk in its place. */
	@PreAuthorize(TELL)
	public void object(UUID noteId, String reason, long version) {
		if (Actor.current().behalf() != null) {
			throw new Forbidden("production.voice.counter");
		}
		var it = moves.seen(noteId, version);
		it.state().after(Action.OBJECT);
		var words = words(reason, REASON, "reason");
		moves.move(it, Action.OBJECT, words, "objected_by", Actor.current().personId());
	}

	/** Somebody who did not write it says what became of the objection. */
	@PreAuthorize(WRITE)
	public void settle(UUID noteId, String outcome, long version) {
		var it = moves.seen(noteId, version);
		it.state().after(Action.SETTLE);
		if (it.mine()) {
			throw new Forbidden("production.voice.same-person");
		}
		var words = words(outcome, REASON, "reason");
		moves.move(it, Action.SETTLE, words, "settled_by", Actor.current().personId());
		members.tell(it.memberId(), "production.message.voice-settled", it.fields());
	}

	private static String words(String typed, int most, String field) {
		var words = typed.strip();
		if (words.length() < 2 || words.length() > most) {
			throw new RuleBroken("production.voice.words", most).at(field);
		}
		return words;
	}

	private static String cut(String name) {
		return (name.length() <= NAME) ? name : name.substring(0, NAME);
	}

	private static String sha256(byte[] content) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
		}
		catch (NoSuchAlgorithmException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

}
