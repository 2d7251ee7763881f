package cn.jinfu.production;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.PersonalData;
import cn.jinfu.kernel.Scope;
import cn.jinfu.member.MemberMessages;
import cn.jinfu.production.operation.OperationCommands;
import cn.jinfu.production.operation.OperationKind;
import cn.jinfu.production.operation.OperationQueries;
import cn.jinfu.production.operation.OperationState;
import cn.jinfu.production.planting.Planting;
import cn.jinfu.production.planting.PlantingCommands;
import cn.jinfu.production.planting.SeasonPart;
import cn.jinfu.production.plot.Plot;
import cn.jinfu.production.plot.PlotCommands;
import cn.jinfu.production.voice.VoiceNoteCommands;
import cn.jinfu.production.voice.VoiceNoteState;
import cn.jinfu.production.voice.VoiceNoteView;
import cn.jinfu.production.voice.VoiceNotes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;
import org.springframework.test.web.servlet.request.AbstractMockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.transaction.support.TransactionTemplate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.verify;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;

class VoiceNoteIT extends WithPages {

	private static final Set<String> CLERK = Set.of("console:open", "production:planting:view",
			"production:operation:view", "production:voice:write");

	private static final Set<String> FARM = Set.of("portal:open", "production:plot:view", "production:plot:register",
			"production:planting:view", "production:planting:record", "production:operation:view",
			"production:operation:record", "production:harvest:view", "production:harvest:record",
			"production:voice:tell");

	@Autowired
	VoiceNotes notes;

	@Autowired
	VoiceNoteCommands commands;

	@Autowired
	OperationCommands entries;

	@Autowired
	OperationQueries operations;

	@Autowired
	PlotCommands plots;

	@Autowired
	PlantingCommands plantings;

	@Autowired
	PersonalData vault;

	@Autowired
	FileStore files;

	@MockitoSpyBean
	MemberMessages messages;

	@Autowired
	BusinessClock clock;

	@Autowired
	TransactionTemplate transaction;

	@Autowired
	JdbcTemplate jdbc;

	private final UUID farm = Ids.next();

	private final UUID neighbour = Ids.next();

	private final String run = Ids.next().toString().substring(24);

	private final Actor farmer = named("沈" + run, Scope.member(farm), FARM);

	private final Actor other = named("邻居", Scope.member(neighbour), FARM);

	private final Actor clerk = named("周" + run, Scope.township("330482101"), CLERK);

	private final Actor second = named("吴" + run, Scope.ALL, CLERK);

	private int plotsSown;

	private LocalDate today;

	private UUID planting;

	@BeforeEach
	void aField() {
		today = clock.today();
		jdbc.update("insert into platform_tenant (code, name, division) values ('330482', 't', '330482') "
				+ "on conflict do nothing");
		member(farm);
		member(neighbour);
		planting = sow(farmer, farm);
	}

	private static Actor named(String name, Scope scope, Set<String> permissions) {
		var person = Ids.next();
		return new Actor(Actor.Kind.PERSON, person, person, name, name, "330482", scope, permissions);
	}

	private UUID sow(Actor owner, UUID member) {
		return as(owner, () -> {
			var plot = plots.register(member, new Plot.Description("棚" + run + plotsSown++, PlotKind.GREENHOUSE,
					new DivisionCode("330482101"), "示例村", AreaMu.of("10"), null, null), null, true);
			return plantings.sow(plot, new Planting.Description("watermelon", "早佳", SeasonPart.AUTUMN,
					today.minusDays(60), AreaMu.of("8")));
		});
	}

	private void member(UUID id) {
		as(second, () -> transaction.execute(_ -> jdbc.update("""
				insert into member_member (id, tenant_id, version, no, name, kind, status, division_code, admitted_on)
				values (?, '330482', 0, ?, '测试农场', 'FAMILY_FARM', 'ACTIVE', '330482101', ?)""", id,
				String.format("M-%010d", Math.abs(id.getLeastSignificantBits() % 10_000_000_000L)), today)));
	}

	private VoiceNoteCommands.Tell said(UUID key, byte[] content) {
		return new VoiceNoteCommands.Tell(key, List.of(planting), content, null, null);
	}

	private UUID tell() {
		return as(farmer, () -> commands.tell(said(UUID.randomUUID(), Sounds.tone(2, 400))));
	}

	private String told(Actor actor, VoiceNoteCommands.Tell tell) {
		return Acts.code(() -> as(actor, () -> commands.tell(tell)));
	}

	private VoiceNoteView view(UUID id) {
		return as(farmer, () -> notes.view(id));
	}

	private OperationCommands.Done weeding(LocalDate on) {
		return new OperationCommands.Done(UUID.randomUUID(), List.of(planting), OperationKind.WEED, on, null, null,
				null, null);
	}

	private UUID write(Actor actor, UUID id, OperationCommands.Done done) {
		return as(actor, () -> commands.writeDown(id, done, notes.view(id).version()));
	}

	private String code(Actor actor, Callable<?> act) {
		return Acts.code(() -> as(actor, () -> {
			try {
				return act.call();
			}
			catch (RuntimeException refused) {
				throw refused;
			}
			catch (Exception failure) {
				throw new IllegalStateException(failure);
			}
		}));
	}

	private String update(String sql, Object... args) {
		return Acts.code(() -> as(second, () -> transaction.execute(_ -> jdbc.update(sql, args))));
	}

	@Test
	void whatIsNoRecordingOfAMinuteIsRefused() {
		assertThat(told(farmer, said(UUID.randomUUID(), new byte[0]))).isEqualTo("production.voice.missing");
		assertThat(told(farmer, said(UUID.randomUUID(), Sounds.tone(60, 300)))).isEqualTo("ok");
		assertThat(told(farmer, said(UUID.randomUUID(), Sounds.tone(61, 300)))).isEqualTo("production.voice.long");
		// packed formats: what the phone counted, and the size
		var webm = Sounds.webm(4_000);
		assertThat(told(farmer, new VoiceNoteCommands.Tell(UUID.randomUUID(), List.of(planting), webm, 61, null)))
			.isEqualTo("production.voice.long");
		assertThat(told(farmer, new VoiceNoteCommands.Tell(UUID.randomUUID(), List.of(planting), webm, 0, null)))
			.isEqualTo("production.voice.missing");
		assertThat(told(farmer, new VoiceNoteCommands.Tell(UUID.randomUUID(), List.of(planting), webm, 60, null)))
			.isEqualTo("ok");
		assertThat(told(farmer, said(UUID.randomUUID(), Sounds.webm(2 << 20)))).isEqualTo("ok");
		assertThat(told(farmer, said(UUID.randomUUID(), Sounds.webm((2 << 20) + 1))))
			.isEqualTo("production.voice.size");
		// a WAV's own head counts, whatever the phone says
		assertThat(told(farmer,
				new VoiceNoteCommands.Tell(UUID.randomUUID(), List.of(planting), Sounds.tone(61, 300), 5, null)))
			.isEqualTo("production.voice.long");
		for (var bad : List.of("%PDF-1.7 no voice", "MZ\u0090 a program", "just words", "RIFF0000WAVE broken")) {
			assertThat(told(farmer, said(UUID.randomUUID(), bad.getBytes(ISO_8859_1)))).isIn("kernel.file.type",
					"kernel.file.unreadable");
		}
		for (var good : List.of("OggS0000000000000000", "#!AMR\n0000000000000", "0000ftypM4A 00000000",
				"ID3\u00030000000000000", "\u00ff\u00f1000000000000000", "\u00ff\u00fb00000000000000")) {
			assertThat(told(farmer, said(UUID.randomUUID(), good.getBytes(ISO_8859_1)))).as(good).isEqualTo("ok");
		}
		assertThat(update("update production_voice_note set seconds = 61 where member_id = ?", farm))
			.isEqualTo("constraint");
	}

	@Test
	void theSameKeyIsTheSameNoteAndOtherContentUnderItIsRefused() throws Exception {
		var key = UUID.randomUUID();
		var tone = Sounds.tone(2, 400);
		var ids = new ConcurrentLinkedQueue<UUID>();
		assertThat(Acts.twice(() -> ids.add(as(farmer, () -> commands.tell(said(key, tone)))))).containsOnly("ok");
		assertThat(ids).hasSize(2);
		assertThat(Set.copyOf(ids)).hasSize(1);
		assertThat(told(farmer, said(key, Sounds.tone(2, 500)))).isEqualTo("production.entry.key-reused");
		var field = sow(farmer, farm);
		assertThat(told(farmer, new VoiceNoteCommands.Tell(key, List.of(planting, field), tone, null, null)))
			.isEqualTo("production.entry.key-reused");
		// another's plantings are nobody's, and the same key is his own
		assertThat(told(other, said(key, tone))).isEqualTo("production.planting.not-found");
		var its = sow(other, neighbour);
		assertThat(told(other, new VoiceNoteCommands.Tell(key, List.of(its), tone, null, null))).isEqualTo("ok");
		assertThat(as(farmer, () -> notes.list(new VoiceNotes.Filter(null, false, null, 20))).items()).hasSize(1);
	}

	@Test
	void whatWasSaidIsSealedAndEachListeningByStaffIsRecorded() throws Exception {
		var tone = Sounds.tone(2, 400);
		var id = as(farmer, () -> commands.tell(said(UUID.randomUUID(), tone)));
		var file = as(farmer, () -> transaction.execute(
				_ -> jdbc.queryForObject("select file_id from production_voice_note where id = ?", UUID.class, id)));
		assertThat(as(farmer, () -> files.content(file))).isNotEqualTo(tone).hasSizeLessThan(tone.length + 100);
		// no address of files gives it out, to the one who sent it neither
		assertThat(as(farmer, () -> files.readable(file, farmer))).isEmpty();
		assertThat(as(second, () -> files.readable(file, second))).isEmpty();

		var own = answer(farmer, get("/portal/voice-notes/" + id + "/recording"));
		assertThat(own.getContentAsByteArray()).isEqualTo(tone);
		assertThat(own.getHeader("Cache-Control")).isEqualTo("no-store");
		assertThat(own.getContentType()).isEqualTo("audio/wav");
		assertThat(readings()).isEmpty();
		assertThat(open(clerk, "/console/voice-notes/" + id)).contains("/recording");
		assertThat(readings()).isEmpty();
		var heard = answer(clerk, get("/console/voice-notes/" + id + "/recording").header("Range", "bytes=0-99"));
		assertThat(heard.getStatus()).isEqualTo(206);
		assertThat(heard.getContentAsByteArray()).hasSize(100);
		assertThat(heard.getHeader("Cache-Control")).isEqualTo("no-store");
		assertThat(status(clerk, get("/api/v1/voice-notes/" + id + "/recording"))).isEqualTo(200);
		assertThat(readings()).hasSize(2)
			.allSatisfy(it -> assertThat(it.reader()).isEqualTo(clerk.displayName()))
			.allSatisfy(it -> assertThat(it.field()).isEqualTo("voice-note"));

		as(second, () -> transaction.execute(_ -> act(() -> vault.destroy(farmer.personId()))));
		assertThat(status(clerk, get("/console/voice-notes/" + id + "/recording"))).isEqualTo(404);
		assertThat(open(clerk, "/console/voice-notes/" + id)).contains("听不到了").doesNotContain("<audio");
	}

	private List<PersonalData.Reading> readings() {
		return as(second, () -> vault.readings(farmer.personId()));
	}

	@Test
	void whatWasSaidStaysAsItCame() {
		var id = tell();
		assertThat(update("update production_voice_note set by_name = '别人' where id = ?", id)).isEqualTo("constraint");
		assertThat(update("update production_voice_note set arrived_at = now() - interval '9 days' where id = ?", id))
			.isEqualTo("constraint");
		assertThatThrownBy(() -> as(second,
				() -> transaction.execute(_ -> jdbc.update("delete from production_voice_note where id = ?", id))))
			.rootCause()
			.hasMessageContaining("permission denied");
		assertThat(update("update platform_file set visibility = 'PUBLIC' where visibility = 'SEALED'"))
			.isEqualTo("constraint");
		assertThat(update("delete from platform_file where visibility = 'SEALED'")).isIn("constraint");
		// nothing is written down without a clerk, nor by who spoke
		assertThat(update("update production_voice_note set state = 'WRITTEN_DOWN' where id = ?", id))
			.isEqualTo("constraint");
		var operation = write(clerk, id, weeding(today));
		assertThat(update("update production_voice_note set operation_id = null where id = ?", id))
			.isEqualTo("constraint");
		assertThat(update("update production_voice_note set written_name = '别人' where id = ?", id))
			.isEqualTo("constraint");
		var later = tell();
		assertThat(update("update production_voice_note set state = 'ANSWERED', operation_id = ? where id = ?",
				operation, later))
			.isEqualTo("constraint");
	}

	@Test
	void theClerkWritesItDownForTheFarmUnderBothNamesAndByWhenItWasSaid() {
		// said ten days ago about that day; written down today it is in time
		var then = clock.now().minus(Duration.ofDays(10));
		var day = today.minusDays(10);
		var id = BusinessClock.at(then, this::tell);
		assertThat(code(farmer, () -> commands.writeDown(id, weeding(day), 0))).isEqualTo("denied");
		assertThat(code(clerk, () -> commands.writeDown(id, weeding(day), 7))).isEqualTo("kernel.stale");
		// what he did after he spoke he cannot have told
		assertThat(code(clerk, () -> commands.writeDown(id, weeding(day.plusDays(1)), 0)))
			.isEqualTo("production.entry.future");
		assertThat(view(id).state()).isEqualTo(VoiceNoteState.WAITING);
		var done = weeding(day);
		var operation = write(clerk, id, done);
		var entry = as(farmer, () -> operations.view(operation));
		assertThat(entry.late()).isFalse();
		assertThat(entry.byName()).isEqualTo(clerk.displayName() + " 代 " + farmer.displayName());
		assertThat(entry.voiceNoteId()).isEqualTo(id);
		assertThat(Duration.between(entry.saidAt(), then).abs()).isLessThan(Duration.ofSeconds(5));
		assertThat(entry.memberId()).isEqualTo(farm);
		verify(messages).tell(eq(farm), eq("production.message.voice-written"), eq(clerk.displayName()), any());
		assertThat(view(id).state()).isEqualTo(VoiceNoteState.WRITTEN_DOWN);
		// pressed twice
		assertThat(as(clerk, () -> commands.writeDown(id, done, 0))).isEqualTo(operation);
		assertThat(code(clerk, () -> commands.writeDown(id, weeding(day), 1)))
			.isEqualTo("production.voice.wrong-state");
		assertThat(open(farmer, "/portal/operations/" + operation)).contains("由录音写下", "/portal/voice-notes/" + id,
				clerk.displayName() + " 代 " + farmer.displayName());
		assertThat(open(clerk, "/console/operations/" + operation)).contains("/console/voice-notes/" + id);
		assertThat(open(farmer, "/portal/plantings/" + planting)).contains("/portal/voice-notes/" + id);
		var reader = named("审计", Scope.ALL, Set.of("console:open", "production:operation:view"));
		assertThat(open(reader, "/console/operations/" + operation)).contains("由录音写下")
			.doesNotContain("/console/voice-notes/");
		// the same day without a recording is late
		var typed = as(farmer, () -> entries.record(weeding(day)));
		assertThat(as(farmer, () -> operations.view(typed)).late()).isTrue();
	}

	@Test
	void aDayToComeIsAPlanAndAStruckEntryStaysTheOneOfItsNote() {
		var id = tell();
		var operation = write(clerk, id, weeding(today.plusDays(2)));
		assertThat(as(farmer, () -> operations.view(operation)).state()).isEqualTo(OperationState.PLANNED);
		as(farmer, () -> act(() -> entries.strike(operation, "不打算做了")));
		assertThat(code(second, () -> commands.writeDown(id, weeding(today), view(id).version())))
			.isEqualTo("production.voice.wrong-state");
	}

	@Test
	void oneClerkWritesItDownAndNobodyAfterHim() throws Exception {
		for (int n = 0; n < 5; n++) {
			var id = tell();
			var results = Acts.atOnce(List.of(() -> as(clerk, () -> commands.writeDown(id, weeding(today), 0)),
					() -> as(second, () -> commands.writeDown(id, weeding(today), 0)),
					() -> as(clerk, () -> act(() -> commands.ask(id, "哪个棚？", 0)))));
			assertThat(results).filteredOn("ok"::equals).hasSize(1);
			assertThat(results).filteredOn("kernel.stale"::equals).hasSize(2);
			var entries = as(farmer, () -> transaction.execute(_ -> jdbc.queryForObject("""
					select count(*) from production_operation o join production_voice_note v on v.operation_id = o.id
					 where v.id = ?""", Integer.class, id)));
			assertThat(entries).isEqualTo(view(id).state() == VoiceNoteState.WRITTEN_DOWN ? 1 : 0);
		}
		// no entry is left of those who came too late
		var all = as(farmer,
				() -> operations.list(new OperationQueries.Filter(null, null, null, farm, null, false, null, 50)));
		assertThat(all.items()).allSatisfy(it -> assertThat(it.voiceNoteId()).isNotNull());
	}

	@Test
	void whatWasNotUnderstoodIsAskedAndAnsweredByAnotherNoteOrByTyping() throws Exception {
		var id = tell();
		assertThat(code(clerk, () -> act(() -> commands.ask(id, " ", 0)))).isEqualTo("production.voice.words");
		assertThat(code(clerk, () -> act(() -> commands.ask(id, "问".repeat(201), 0))))
			.isEqualTo("production.voice.words");
		as(clerk, () -> act(() -> commands.ask(id, "哪个棚，用了几瓶？", 0)));
		verify(messages).tell(farm, "production.message.voice-unclear", "哪个棚，用了几瓶？");
		assertThat(open(farmer, "/portal/voice-notes/" + id)).contains("哪个棚，用了几瓶？", "answers=" + id,
				"voiceNoteId=" + id);
		assertThat(as(farmer, this::todo)).contains("voice-note:" + id + ":answer");
		assertThat(open(farmer, "/portal/voice-notes/new?answers=" + id)).contains("哪个棚，用了几瓶？");
		var again = as(farmer, () -> commands
			.tell(new VoiceNoteCommands.Tell(UUID.randomUUID(), List.of(planting), Sounds.tone(3, 300), null, id)));
		assertThat(view(id).state()).isEqualTo(VoiceNoteState.ANSWERED);
		assertThat(view(id).answeredById()).isEqualTo(again);
		assertThat(view(again).answersId()).isEqualTo(id);
		assertThat(told(farmer,
				new VoiceNoteCommands.Tell(UUID.randomUUID(), List.of(planting), Sounds.tone(3, 300), null, id)))
			.isEqualTo("production.voice.wrong-state");

		// typed instead, and at the same moment as the clerk writes it down: one of the
		// two
		for (int n = 0; n < 4; n++) {
			var both = tell();
			var results = Acts.atOnce(List.of(() -> as(farmer, () -> entries.enter(weeding(today), both)),
					() -> as(clerk, () -> commands.writeDown(both, weeding(today), 0))));
			assertThat(results).filteredOn("ok"::equals).hasSize(1);
			assertThat(view(both).state()).isIn(VoiceNoteState.ANSWERED, VoiceNoteState.WRITTEN_DOWN);
		}
		var last = tell();
		var form = post("/portal/operations").param("requestKey", "k" + last)
			.param("plantingIds", planting.toString())
			.param("kind", "WEED")
			.param("on", today.toString())
			.param("voiceNoteId", last.toString());
		assertThat(status(farmer, form)).isEqualTo(302);
		assertThat(status(farmer, form)).isEqualTo(302);
		assertThat(view(last).state()).isEqualTo(VoiceNoteState.ANSWERED);
		assertThat(open(farmer, "/portal/voice-notes/" + last))
			.contains("/portal/operations/" + view(last).operationId());
		// another's note is answered by nobody
		var foreign = new VoiceNoteCommands.Tell(UUID.randomUUID(), List.of(sow(other, neighbour)), Sounds.tone(1, 300),
				null, tell());
		assertThat(told(other, foreign)).isEqualTo("production.voice.not-found");
	}

	@Test
	void theFarmObjectsAndAnotherSettles() {
		var id = tell();
		assertThat(code(farmer, () -> act(() -> commands.object(id, "不是我说的", 0))))
			.isEqualTo("production.voice.wrong-state");
		write(clerk, id, weeding(today));
		assertThat(code(clerk, () -> act(() -> commands.object(id, "不是我说的", 1)))).isEqualTo("denied");
		assertThat(status(farmer,
				post("/portal/voice-notes/" + id + "/objection").param("reason", "说的是施肥").param("version", "1")))
			.isEqualTo(302);
		assertThat(as(clerk, this::todo)).doesNotContain("voice-note:" + id + ":settle");
		assertThat(as(second, this::todo)).contains("voice-note:" + id + ":settle");
		assertThat(code(clerk, () -> act(() -> commands.settle(id, "听过了，没错", 2))))
			.isEqualTo("production.voice.same-person");
		assertThat(update("""
				update production_voice_note set state = 'SETTLED', settled_by = written_by where id = ?""", id))
			.isEqualTo("constraint");
		assertThat(status(second,
				post("/console/voice-notes/" + id + "/settlement").param("reason", "已作废重记").param("version", "2")))
			.isEqualTo(302);
		verify(messages).tell(eq(farm), eq("production.message.voice-settled"), any());
		assertThat(open(farmer, "/portal/voice-notes/" + id)).contains("异议已经处理", "已作废重记");
		// what is settled never changes again
		assertThat(update("update production_voice_note set state = 'OBJECTED', settled_by = null where id = ?", id))
			.isEqualTo("constraint");
		var dropped = tell();
		assertThat(status(farmer,
				post("/portal/voice-notes/" + dropped + "/dismissal").param("reason", "录错了").param("version", "0")))
			.isEqualTo(302);
		assertThat(view(dropped).state()).isEqualTo(VoiceNoteState.DISMISSED);
		assertThat(code(clerk, () -> commands.writeDown(dropped, weeding(today), 1)))
			.isEqualTo("production.voice.wrong-state");
	}

	@Test
	void itIsDueAtTheSameHourOfTheNextWorkingDayAndOverdueOnesAreSeen() {
		var monday = ZonedDateTime.of(2026, 11, 9, 9, 30, 0, 0, BusinessClock.ZONE);
		assertThat(monday.getDayOfWeek()).isEqualTo(DayOfWeek.MONDAY);
		assertThat(due(monday)).isEqualTo(monday.plusDays(1).toInstant());
		var friday = monday.with(TemporalAdjusters.next(DayOfWeek.FRIDAY));
		assertThat(due(friday)).isEqualTo(friday.plusDays(3).toInstant());
		assertThat(due(friday.plusDays(1))).isEqualTo(friday.plusDays(3).toInstant());

		var late = BusinessClock.at(clock.now().minus(Duration.ofDays(9)), this::tell);
		var fresh = tell();
		for (var person : List.of(clerk, second)) {
			assertThat(as(person, this::todo)).contains("voice-note:" + late + ":write",
					"voice-note:" + fresh + ":write");
		}
		assertThat(open(clerk, "/console/voice-notes?late=true")).contains(late.toString(), "due late")
			.doesNotContain(fresh.toString());
		assertThat(as(named("别镇", Scope.township("330482102"), CLERK), this::todo))
			.doesNotContain("voice-note:" + late + ":write");
		assertThat(as(farmer, notes::waiting)).isEqualTo(5);
	}

	private Instant due(ZonedDateTime said) {
		return BusinessClock.at(said.toInstant(), () -> view(tell()).dueAt());
	}

	@Test
	void theQueueShowsWhatWaitsFirstAndGoesOnByKey() {
		var own = new ArrayList<UUID>();
		for (int n = 5; n > 0; n--) {
			own.add(BusinessClock.at(clock.now().minus(Duration.ofMinutes(n)), this::tell));
		}
		write(clerk, own.get(0), weeding(today));
		write(clerk, own.get(1), weeding(today));
		var seen = new ArrayList<UUID>();
		String after = null;
		do {
			var page = page(after);
			page.items().stream().map(VoiceNoteView::id).filter(own::contains).forEach(seen::add);
			after = page.next();
		}
		while (after != null);
		assertThat(seen).containsExactly(own.get(2), own.get(3), own.get(4), own.get(1), own.get(0));
		assertThat(status(clerk, get("/console/voice-notes?after=nonsense"))).isLessThan(500);
		assertThat(as(farmer, () -> notes.list(new VoiceNotes.Filter(null, false, null, 2))).next()).isNotNull();
		assertThat(open(farmer, "/portal/voice-notes")).contains(own.get(4).toString());
	}

	private Paged<VoiceNoteView> page(String after) {
		return as(clerk, () -> notes.list(new VoiceNotes.Filter(null, false, after, 2)));
	}

	@Test
	void anothersNoteDoesNotExist() {
		var id = tell();
		for (var path : List.of("", "/recording")) {
			assertThat(status(other, get("/portal/voice-notes/" + id + path))).isEqualTo(404);
			assertThat(status(other, get("/api/v1/voice-notes/" + id + path))).isEqualTo(404);
			assertThat(status(clerk, get("/portal/voice-notes/" + id + path))).isEqualTo(403);
			assertThat(status(farmer, get("/console/voice-notes/" + id + path))).isEqualTo(403);
			var township = named("别镇", Scope.township("330482102"), CLERK);
			assertThat(status(township, get("/console/voice-notes/" + id + path))).isEqualTo(404);
			assertThat(status(
					named("无权", Scope.ALL,
							Set.of("console:open", "production:operation:view", "production:operation:record")),
					get("/console/voice-notes/" + id + path)))
				.isEqualTo(403);
		}
		assertThat(code(other, () -> act(() -> commands.dismiss(id, "不要", 0)))).isEqualTo("production.voice.not-found");
		assertThat(code(other,
				() -> entries.enter(new OperationCommands.Done(UUID.randomUUID(), List.of(sow(other, neighbour)),
						OperationKind.WEED, today, null, null, null, null), id)))
			.isEqualTo("production.voice.not-found");
		var elsewhere = new Actor(Actor.Kind.PERSON, clerk.personId(), clerk.personId(), "e", "测试", "330499", Scope.ALL,
				CLERK);
		jdbc.update("insert into platform_tenant (code, name, division) values ('330499', '330499', '330482') "
				+ "on conflict do nothing");
		assertThat(code(elsewhere, () -> notes.view(id))).isEqualTo("production.voice.not-found");
		// a clerk writes only on the farm's own plantings
		var foreign = new OperationCommands.Done(UUID.randomUUID(), List.of(sow(other, neighbour)), OperationKind.WEED,
				today, null, null, null, null);
		assertThat(code(clerk, () -> commands.writeDown(id, foreign, 0))).isEqualTo("production.planting.not-found");
		var counter = new Actor(farmer.kind(), farmer.accountId(), clerk.personId(), "c", "窗口", "330482",
				farmer.scope(), FARM, new Actor.Behalf(UUID.randomUUID(), "沈"));
		assertThat(told(counter, said(UUID.randomUUID(), Sounds.tone(1, 300)))).isEqualTo("production.voice.counter");
		// who speaks for the farm writes nothing down as a clerk
		var himself = new Actor(farmer.kind(), farmer.accountId(), farmer.personId(), "h", "沈", "330482", Scope.ALL,
				CLERK);
		assertThat(code(himself, () -> commands.writeDown(id, weeding(today), 0))).isEqualTo("production.voice.own");
	}

	@Test
	void thePhoneSendsAFormAndAClientAPart() {
		var tone = new MockMultipartFile("recording", "a.wav", "audio/wav", Sounds.tone(2, 350));
		assertThat(open(farmer, "/portal/operations/new")).contains("/portal/voice-notes/new")
			.doesNotContain("data-speech");
		assertThat(open(farmer, "/portal/voice-notes/new")).contains("accept=\"audio/*\" capture", planting.toString(),
				"/js/voice-");
		assertThat(open(farmer, "/portal/voice-notes")).contains("还没有录音");
		// nothing chosen: the form comes back and says what is missing
		var empty = answer(farmer, multipart("/portal/voice-notes").param("plantingIds", planting.toString()));
		assertThat(empty.getStatus()).isEqualTo(422);
		assertThat(words(empty)).contains("还没有录音", "err-sum");
		assertThat(status(farmer, multipart("/portal/voice-notes").file(tone))).isEqualTo(422);
		var sent = answer(farmer,
				multipart("/portal/voice-notes").file(tone)
					.param("requestKey", "a" + run)
					.param("plantingIds", planting.toString())
					.param("seconds", ""));
		assertThat(sent.getStatus()).isEqualTo(302);
		assertThat(open(farmer, sent.getRedirectedUrl())).contains("收到了，等工作人员写下来");

		var key = UUID.randomUUID().toString();
		assertThat(status(farmer, part(key, tone, "61"))).isEqualTo(422);
		assertThat(status(farmer, part(key, tone, "2"))).isEqualTo(201);
		assertThat(status(farmer, part(key, tone, "2"))).isEqualTo(201);
		assertThat(status(clerk, part(key, tone, "2"))).isEqualTo(403);
		var id = as(farmer, () -> notes.list(new VoiceNotes.Filter(null, false, null, 1))).items().getFirst().id();
		assertThat(open(farmer, "/api/v1/voice-notes?state=WAITING")).contains(id.toString());
		var api = "/api/v1/voice-notes/" + id;
		var body = """
				{"version":%d,"operation":{"clientUid":"%s","plantingIds":["%s"],"kind":"WEED","on":"%s","planned":false}}""";
		var operationKey = UUID.randomUUID();
		assertThat(status(farmer, json(put(api + "/transcription"), body.formatted(0, operationKey, planting, today))))
			.isEqualTo(403);
		assertThat(status(clerk, json(put(api + "/transcription"), "{\"version\":0}"))).isEqualTo(400);
		assertThat(status(clerk, json(put(api + "/transcription"), body.formatted(4, operationKey, planting, today))))
			.isEqualTo(409);
		for (int n = 0; n < 2; n++) {
			assertThat(
					status(clerk, json(put(api + "/transcription"), body.formatted(0, operationKey, planting, today))))
				.isEqualTo(200);
		}
		assertThat(status(clerk, json(post(api + "/question"), "{\"question\":\"几瓶？\",\"version\":1}"))).isEqualTo(409);
		assertThat(status(farmer, json(post(api + "/objection"), "{\"reason\":\"不对\",\"version\":1}"))).isEqualTo(200);
		assertThat(status(second, json(post(api + "/settlement"), "{\"reason\":\"核对过\",\"version\":2}")))
			.isEqualTo(200);
	}

	private AbstractMockHttpServletRequestBuilder<?> part(String key, MockMultipartFile tone, String seconds) {
		return multipart("/api/v1/voice-notes").file(tone)
			.param("clientUid", key)
			.param("plantingIds", planting.toString())
			.param("seconds", seconds);
	}

	private static MockHttpServletRequestBuilder json(MockHttpServletRequestBuilder request, String body) {
		return request.contentType(MediaType.APPLICATION_JSON).content(body);
	}

	@Test
	void theClerkFillsInTheOrdinaryFormBesideTheRecording() {
		var id = tell();
		var page = "/console/voice-notes/" + id;
		assertThat(open(clerk, page)).contains("<audio", "preload=\"none\"", "棚" + run, "name=\"kind\"",
				"data-live=\"" + page + "\"");
		assertThat(open(clerk, page + "?kind=IRRIGATE&plantingIds=" + planting)).contains("name=\"amount\"");
		var write = post(page + "/transcription").param("requestKey", "w" + run).param("version", "0");
		// a spray without a product comes back as a form
		var bad = answer(clerk, write.param("plantingIds", planting.toString()).param("kind", "SPRAY"));
		assertThat(bad.getStatus()).isEqualTo(422);
		assertThat(words(bad)).contains("err-sum", "<audio");
		var stale = answer(clerk,
				post(page + "/transcription").param("requestKey", "v" + run)
					.param("version", "3")
					.param("plantingIds", planting.toString())
					.param("kind", "WEED"));
		assertThat(stale.getStatus()).isEqualTo(409);
		assertThat(status(clerk,
				post(page + "/transcription").param("requestKey", "w" + run)
					.param("version", "0")
					.param("plantingIds", planting.toString())
					.param("kind", "WEED")
					.param("on", today.toString())))
			.isEqualTo(302);
		assertThat(open(clerk, page)).contains("/console/operations/" + view(id).operationId())
			.doesNotContain("/transcription");
		assertThat(open(clerk, "/console/voice-notes?state=WRITTEN_DOWN")).contains(id.toString());
		assertThat(answer(clerk, post(page + "/question").param("reason", "几瓶？").param("version", "1")).getStatus())
			.isEqualTo(422);
	}

}
