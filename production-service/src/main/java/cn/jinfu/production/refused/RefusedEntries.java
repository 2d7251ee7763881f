package cn.jinfu.production.refused;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.LateEntries;
import cn.jinfu.kernel.OutboxForm;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.PersonalData;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.Stale;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.production.Reach;
import cn.jinfu.production.input.Farms;
import cn.jinfu.production.input.Once;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Kept as they were typed, sealed under the key of the person who typed them. */
@Service
@Transactional
@RequiredArgsConstructor
public class RefusedEntries implements LateEntries {

	static final String TYPE = "RefusedEntry";

	/** More than these open ones stay in the phone. */
	static final int OPEN_MOST = 300;

	private static final String READS = "hasAnyAuthority('production:operation:record', 'production:planting:verify')";

	private static final String FIELD = "refused-entry";

	private static final int WORDS = 1_000;

	private static final TypeReference<Map<String, List<String>>> TYPED = new TypeReference<>() {
	};

	/**
	 * @param form where they were sent to; empty for all
	 */
	public record Filter(@Nullable RefusedState state, @Nullable String form, @Nullable String after, int limit) {
	}

	/**
	 * An entry as its form can show it again.
	 *
	 * @param page where it is filled in
	 * @param live the same page where it takes the fields by its address; null otherwise
	 * @param fields names and values, in pairs
	 */
	public record Again(String page, @Nullable String live, List<List<String>> fields) {
	}

	private record Sealed(UUID personId, String typed) {
	}

	private static final String WHERE = """
			 where (:state = '' or e.state = :state) and (:form = '' or e.form = :form) and e.form = any(:forms) and
			""" + Reach.on("e", "e");

	private final JdbcClient sql;

	private final List<OutboxForm> forms;

	private final PersonalData vault;

	private final MemberDirectory members;

	private final Farms farms;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final MessageSource messages;

	private final JsonMapper json;

	@Override
	public boolean keep(Entry entry, Why why) {
		var actor = Actor.current();
		if (actor.scope().kind() != Scope.Kind.MEMBER) {
			return false;
		}
		var member = actor.memberId();
		var uid = Once.clientUid(entry.key());
		var open = sql.sql("""
				select count(*) from production_refused_entry
				 where member_id = ? and state = 'OPEN' and client_uid <> ?""")
			.params(member, uid)
			.query(Long.class)
			.single();
		if (open >= OPEN_MOST) {
			return false;
		}
		var id = Ids.next();
		var kept = sql
			.sql("""
					insert into production_refused_entry as e (id, tenant_id, version, member_id, division, client_uid, form,
					  person_id, by_name, typed, status, code, field, words, words_en, times, state, first_at, refused_at)
					values (:id, :tenant, 0, :member, :division, :uid, :form, :person, :name, :typed, :status, :code, :field,
					  :words, :en, 1, 'OPEN', :at, :at)
					on conflict (tenant_id, member_id, client_uid) do update
					  set status = excluded.status, code = excluded.code, field = excluded.field, words = excluded.words,
					      words_en = excluded.words_en, times = e.times + 1, refused_at = excluded.refused_at,
					      version = e.version + 1
					returning id""")
			.param("id", id)
			.param("tenant", Tenant.require())
			.param("member", member)
			.param("division", members.require(member).divisionCode())
			.param("uid", uid)
			.param("form", entry.path())
			.param("person", actor.personId())
			.param("name", actor.displayName())
			.param("typed", vault.seal(actor.personId(), FIELD, json.writeValueAsString(entry.fields())))
			.param("status", why.status())
			.param("code", why.code())
			.param("field", why.field())
			.param("words", cut(why.words()))
			.param("en", cut(why.wordsEn()))
			.param("at", Timestamp.from(clock.now()))
			.query(UUID.class)
			.single();
		if (kept.equals(id)) {
			history.record(TYPE, id, null, RefusedState.OPEN, null);
		}
		return true;
	}

	private static String cut(String words) {
		return (words.length() > WORDS) ? words.substring(0, WORDS) : words;
	}

	@Override
	public void accepted(String key) {
		var actor = Actor.current();
		if (actor.scope().kind() != Scope.Kind.MEMBER) {
			return;
		}
		sql.sql("""
				select id, state from production_refused_entry
				 where member_id = ? and client_uid = ? and state <> 'MENDED' for update""")
			.params(actor.memberId(), Once.clientUid(key))
			.query((row, n) -> Map.entry(row.getObject(1, UUID.class), RefusedState.valueOf(row.getString(2))))
			.optional()
			.ifPresent(it -> move(it.getKey(), it.getValue(), RefusedState.Action.MEND, null));
	}

	/** The latest first. */
	@Transactional(readOnly = true)
	@PreAuthorize(READS)
	public Paged<RefusedEntryView> list(Filter filter) {
		var from = Cursor.read(filter.after(), 2);
		var rows = bind(
				"select e.* from production_refused_entry e" + WHERE
						+ """
								and (:at = '' or (e.first_at, e.id) < (cast(nullif(:at, '') as timestamptz), cast(nullif(:id, '') as uuid)))
								order by e.first_at desc, e.id desc limit :limit""",
				filter)
			.param("at", from.isEmpty() ? "" : from.getFirst())
			.param("id", from.isEmpty() ? "" : from.getLast())
			.param("limit", filter.limit() + 1)
			.query(RefusedEntries::view)
			.list();
		var total = bind("select count(*) from (select 1 from production_refused_entry e" + WHERE + " limit 10001) x",
				filter)
			.query(Long.class)
			.single();
		return Paged.of(named(rows), filter.limit(), total, row -> Cursor.of(row.firstAt(), row.id()));
	}

	@Transactional(readOnly = true)
	@PreAuthorize(READS)
	public RefusedEntryView view(UUID id) {
		var reach = Reach.current();
		return named(sql
			.sql("select e.* from production_refused_entry e where e.id = :id and e.form = any(:forms) and "
					+ Reach.on("e", "e"))
			.param("id", id)
			.param("forms", readable())
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division())
			.query(RefusedEntries::view)
			.list()).stream().findFirst().orElseThrow(() -> new NotFound("production.refused.not-found", id));
	}

	/** Forms whose entries the reader may see. */
	@Transactional(readOnly = true)
	@PreAuthorize(READS)
	public List<OutboxForm> kinds() {
		var codes = List.of(readable());
		return forms.stream().filter(it -> codes.contains(it.path())).toList();
	}

	/**
	 * What was typed, in words; empty when the person has had it destroyed. Whoever is
	 * not of that farm leaves a record of the reading.
	 */
	@PreAuthorize(READS)
	public List<OutboxForm.Line> told(UUID id, Locale locale) {
		var it = view(id);
		return typed(it)
			.map(fields -> form(it.form()).told(it.memberId(),
					new OutboxForm.Typed(fields,
							key -> Objects.toString(messages.getMessage(key, null, key, locale), key))))
			.orElse(List.of());
	}

	/** For the farm itself: the form with what was typed. */
	@PreAuthorize("hasAuthority('production:operation:record')")
	public Optional<Again> again(UUID id) {
		var it = view(id);
		if (!mine(it) || !it.can("MEND")) {
			return Optional.empty();
		}
		var form = form(it.form());
		return typed(it).map(fields -> new Again(form.page(), form.live() ? form.page() : null,
				fields.entrySet()
					.stream()
					.flatMap(field -> field.getValue().stream().map(value -> List.of(field.getKey(), value)))
					.toList()));
	}

	/** Nothing comes of it any more; the reason is the person's own. */
	@PreAuthorize(READS)
	public void dismiss(UUID id, String reason, long version) {
		view(id);
		sql.sql("select id from production_refused_entry where id = ? for update").param(id).query(UUID.class).single();
		var it = view(id);
		if (it.version() != version) {
			throw new Stale("kernel.stale");
		}
		it.state().after(RefusedState.Action.LET_GO);
		var why = reason.strip();
		if (why.length() < 2 || why.length() > 400) {
			throw new RuleBroken("production.reason-missing").at("reason");
		}
		move(id, it.state(), RefusedState.Action.LET_GO, why);
	}

	private void move(UUID id, RefusedState from, RefusedState.Action action, @Nullable String reason) {
		var next = from.after(action);
		sql.sql("update production_refused_entry set state = ?, version = version + 1 where id = ?")
			.params(next.name(), id)
			.update();
		history.record(TYPE, id, from, next, reason);
	}

	private Optional<Map<String, List<String>>> typed(RefusedEntryView it) {
		var sealed = sql.sql("select person_id, typed from production_refused_entry where id = ?")
			.param(it.id())
			.query(Sealed.class)
			.single();
		if (vault.destroyed(sealed.personId())) {
			return Optional.empty();
		}
		var text = mine(it) ? vault.use(sealed.personId(), sealed.typed())
				: vault.open(sealed.personId(), sealed.typed(), "production.refused.read");
		return Optional.of(json.readValue(text, TYPED));
	}

	private static boolean mine(RefusedEntryView it) {
		return it.memberId().toString().equals(Reach.current().member());
	}

	private OutboxForm form(String path) {
		return forms.stream().filter(it -> it.path().equals(path)).findFirst().orElseThrow();
	}

	private String[] readable() {
		var actor = Actor.current();
		var farm = actor.scope().kind() == Scope.Kind.MEMBER;
		return forms.stream()
			.filter(it -> farm || actor.may(it.permission()))
			.map(OutboxForm::path)
			.toArray(String[]::new);
	}

	private JdbcClient.StatementSpec bind(String statement, Filter filter) {
		var reach = Reach.current();
		return sql.sql(statement)
			.param("state", (filter.state() != null) ? filter.state().name() : "")
			.param("form", Objects.toString(filter.form(), ""))
			.param("forms", readable())
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division());
	}

	private List<RefusedEntryView> named(List<RefusedEntryView> rows) {
		return farms.named(rows, RefusedEntryView::memberId, RefusedEntryView::withMemberName)
			.stream()
			.map(it -> it.withTitleKey(form(it.form()).titleKey()))
			.toList();
	}

	private static RefusedEntryView view(ResultSet row, int n) throws SQLException {
		return new RefusedEntryView(row.getObject("id", UUID.class), row.getObject("member_id", UUID.class), "",
				row.getString("division"), row.getString("form"), "", row.getString("by_name"), row.getInt("status"),
				row.getString("code"), row.getString("field"), row.getString("words"), row.getString("words_en"),
				row.getInt("times"), RefusedState.valueOf(row.getString("state")),
				row.getObject("first_at", OffsetDateTime.class).toInstant(),
				row.getObject("refused_at", OffsetDateTime.class).toInstant(), row.getLong("version"));
	}

}
