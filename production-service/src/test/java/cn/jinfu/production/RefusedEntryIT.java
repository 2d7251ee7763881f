package cn.jinfu.production;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.OutboxForm;
import cn.jinfu.kernel.PersonalData;
import cn.jinfu.kernel.Scope;
import cn.jinfu.production.planting.Planting;
import cn.jinfu.production.planting.PlantingCommands;
import cn.jinfu.production.planting.SeasonPart;
import cn.jinfu.production.plot.Plot;
import cn.jinfu.production.plot.PlotCommands;
import cn.jinfu.production.refused.RefusedEntries;
import cn.jinfu.production.refused.RefusedEntryView;
import cn.jinfu.production.refused.RefusedState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

class RefusedEntryIT extends WithPages {

	private static final String TENANT = "330482";

	private static final String KEPT = "X-Outbox-Kept";

	private static final Set<String> CLERK = Set.of("console:open", "production:planting:verify",
			"production:operation:view", "production:harvest:view");

	private static final Set<String> FARM = Set.of("portal:open", "production:plot:view", "production:plot:register",
			"production:planting:view", "production:planting:record", "production:operation:view",
			"production:operation:record", "production:harvest:view", "production:harvest:record",
			"production:input:view");

	@Autowired
	RefusedEntries entries;

	@Autowired
	PersonalData vault;

	@Autowired
	PlotCommands plots;

	@Autowired
	PlantingCommands plantings;

	@Autowired
	TransactionTemplate transaction;

	@Autowired
	JdbcTemplate jdbc;

	@Autowired
	BusinessClock clock;

	private final UUID farm = Ids.next();

	private final UUID neighbour = Ids.next();

	private final String run = Ids.next().toString().substring(24);

	private final String key = Ids.next().toString();

	private final Actor clerk = actor("clerk", Scope.ALL, CLERK);

	private final Actor farmer = actor("farm" + run, Scope.member(farm), FARM);

	private final Actor other = actor("other" + run, Scope.member(neighbour), FARM);

	private UUID planting;

	private LocalDate today;

	@BeforeEach
	void aField() {
		today = clock.today();
		jdbc.update("insert into platform_tenant (code, name, division) values (?, ?, ?) on conflict do nothing",
				TENANT, TENANT, "330482");
		member(farm);
		member(neighbour);
		planting = sow(farmer, farm);
	}

	private UUID sow(Actor owner, UUID member) {
		return as(owner, () -> {
			var plot = plots.register(member, new Plot.Description("棚" + run, PlotKind.GREENHOUSE,
					new DivisionCode("330482101"), "示例村", AreaMu.of("10"), null, null), null, true);
			return plantings.sow(plot, new Planting.Description("watermelon", "早佳", SeasonPart.AUTUMN,
					today.minusDays(60), AreaMu.of("8")));
		});
	}

	private void member(UUID id) {
		as(clerk, () -> transaction.execute(_ -> jdbc.update("""
				insert into member_member (id, tenant_id, version, no, name, kind, status, division_code, admitted_on)
				values (?, ?, 0, ?, '测试农场', 'FAMILY_FARM', 'ACTIVE', '330482101', ?)""", id, TENANT,
				String.format("M-%010d", Math.abs(id.getLeastSignificantBits() % 10_000_000_000L)), today)));
	}

	/** Weeding forty days ago, which needs a reason. */
	private MockHttpServletRequestBuilder weeding(String requestKey) {
		return post("/portal/operations").param("requestKey", requestKey)
			.param("plantingIds", planting.toString())
			.param("kind", "WEED")
			.param("on", today.minusDays(40).toString())
			.param("workers", "张三" + run)
			.param("note", "");
	}

	private MockHttpServletResponse late(Actor actor, MockHttpServletRequestBuilder request) {
		return answer(actor, request.header("X-Outbox", "late"));
	}

	private List<RefusedEntryView> of(Actor actor) {
		return as(actor, () -> entries.list(new RefusedEntries.Filter(null, null, null, 100))).items();
	}

	private RefusedEntryView only() {
		assertThat(of(farmer)).hasSize(1);
		return of(farmer).getFirst();
	}

	@Test
	void whatIsSentLateAndRefusedIsKeptOnceUntilItIsMended() throws Exception {
		// at once: he stands before the form and reads why
		assertThat(answer(farmer, weeding(key).header("X-Outbox", "now")).getHeader(KEPT)).isNull();
		assertThat(of(farmer)).isEmpty();

		var first = late(farmer, weeding(key));
		assertThat(first.getStatus()).isEqualTo(422);
		assertThat(first.getHeader(KEPT)).isEqualTo("1");
		// the answer was lost twice, and once in two windows
		assertThat(late(farmer, weeding(key)).getHeader(KEPT)).isEqualTo("1");
		var told = new ConcurrentLinkedQueue<String>();
		Acts.twice(() -> told.add(late(farmer, weeding(key)).getHeader(KEPT)));
		assertThat(told).containsExactly("1", "1");
		var it = only();
		assertThat(it.times()).isEqualTo(4);
		assertThat(it.status()).isEqualTo(422);
		assertThat(it.code()).isEqualTo("production.entry.reason-needed");
		assertThat(it.field()).isEqualTo("lateReason");
		assertThat(it.why(Locale.SIMPLIFIED_CHINESE)).contains("30");
		assertThat(it.why(Locale.ENGLISH)).contains("30").isNotEqualTo(it.words());
		assertThat(as(farmer, this::todo)).contains("refused-entry:" + it.id() + ":mend");
		assertThat(open(farmer, "/portal/refused-entries")).contains(it.words(), "/portal/refused-entries/" + it.id());
		var page = "/portal/refused-entries/" + it.id();
		assertThat(open(farmer, page)).contains("棚" + run, "除草", "张三" + run, "data-refill=", key,
				"/portal/operations/new");

		assertThat(answer(farmer, weeding(key).param("lateReason", "住院")).getStatus()).isEqualTo(302);
		assertThat(only().state()).isEqualTo(RefusedState.MENDED);
		assertThat(open(farmer, page)).contains("已经改好").doesNotContain("data-refill", "/dismissal");
		assertThat(as(farmer, this::todo)).doesNotContain("refused-entry:" + it.id() + ":mend");
		// the phone's old copy finds what was recorded
		assertThat(late(farmer, weeding(key)).getStatus()).isEqualTo(302);
		assertThat(only().times()).isEqualTo(4);
	}

	@Test
	void whatNoFormShowsIsKeptToo() {
		var foreign = sow(other, neighbour);
		var answer = late(farmer,
				post("/portal/harvests").param("requestKey", key)
					.param("plantingId", foreign.toString())
					.param("weight", "20")
					.param("unit", "JIN")
					.param("on", today.toString()));
		assertThat(answer.getStatus()).isEqualTo(404);
		assertThat(answer.getHeader(KEPT)).isEqualTo("1");
		var it = only();
		assertThat(it.status()).isEqualTo(404);
		assertThat(it.code()).isEqualTo("production.planting.not-found");
		// not even the name of the other's field
		assertThat(as(farmer, () -> entries.told(it.id(), Locale.SIMPLIFIED_CHINESE)))
			.extracting(OutboxForm.Line::value)
			.containsExactly("20 斤", today.toString());
		assertThat(of(other)).isEmpty();
	}

	@Test
	void whatWasTypedIsSealedAndItsReadingIsRecorded() {
		late(farmer, weeding(key));
		var it = only();
		String typed = as(clerk, () -> transaction.execute(_ -> jdbc
			.queryForObject("select typed from production_refused_entry where id = ?", String.class, it.id())));
		assertThat(typed).startsWith("1.refused-entry.").doesNotContain("张三", run, planting.toString());
		assertThat(as(farmer, () -> entries.told(it.id(), Locale.SIMPLIFIED_CHINESE))).isNotEmpty();
		assertThat(readings()).isEmpty();
		assertThat(open(clerk, "/console/refused-entries/" + it.id())).contains("张三" + run, "除草");
		assertThat(readings()).hasSize(1);
		assertThat(Acts.code(() -> as(clerk,
				() -> transaction.execute(
						_ -> jdbc.update("update production_refused_entry set typed = '{}' where id = ?", it.id())))))
			.isEqualTo("constraint");
		as(clerk, () -> transaction.execute(_ -> act(() -> vault.destroy(farmer.personId()))));
		assertThat(open(clerk, "/console/refused-entries/" + it.id())).contains("看不到了").doesNotContain("张三");
		assertThat(open(farmer, "/portal/refused-entries/" + it.id())).doesNotContain("data-refill");
	}

	private List<PersonalData.Reading> readings() {
		return as(clerk, () -> vault.readings(farmer.personId()));
	}

	@Test
	void anothersEntryDoesNotExistAndTheSameKeyIsAnEntryOfItsOwn() {
		late(farmer, weeding(key));
		var it = only();
		var page = "/portal/refused-entries/" + it.id();
		assertThat(status(other, get(page))).isEqualTo(404);
		assertThat(status(other, post(page + "/dismissal").param("reason", "不要了").param("version", "0")))
			.isEqualTo(404);
		assertThat(status(other, get("/api/v1/refused-entries/" + it.id()))).isEqualTo(404);
		assertThat(status(other, get("/api/v1/refused-entries/" + it.id() + "/lines"))).isEqualTo(404);
		assertThat(late(other, weeding(key)).getHeader(KEPT)).isEqualTo("1");
		assertThat(only().times()).isEqualTo(1);
		assertThat(of(other)).hasSize(1);
		// recorded by the one, refused still for the other
		assertThat(answer(farmer, weeding(key).param("lateReason", "住院")).getStatus()).isEqualTo(302);
		assertThat(of(other)).first().satisfies(its -> assertThat(its.state()).isEqualTo(RefusedState.OPEN));
		var township = actor("t", Scope.township("330482102"), CLERK);
		assertThat(status(township, get("/console/refused-entries/" + it.id()))).isEqualTo(404);
		assertThat(of(actor("t", Scope.township("330482101"), CLERK))).extracting(RefusedEntryView::id)
			.contains(it.id());
		// who may not read operations does not read what would have been one
		var half = actor("h", Scope.ALL, Set.of("console:open", "production:planting:verify"));
		assertThat(status(half, get("/console/refused-entries/" + it.id()))).isEqualTo(404);
		assertThat(status(actor("v", Scope.ALL, Set.of("console:open", "production:operation:view")),
				get("/console/refused-entries")))
			.isEqualTo(403);
		assertThat(status(clerk, get("/portal/refused-entries"))).isEqualTo(403);
		var elsewhere = new Actor(Actor.Kind.PERSON, clerk.personId(), clerk.personId(), "e", "测试", "330499", Scope.ALL,
				CLERK);
		jdbc.update(
				"insert into platform_tenant (code, name, division) values ('330499', '330499', '330482') on conflict do nothing");
		assertThat(Acts.code(() -> as(elsewhere, () -> entries.view(it.id()))))
			.isEqualTo("production.refused.not-found");
	}

	@Test
	void whoeverLetsItGoSaysWhy() {
		late(farmer, weeding(key));
		var it = only();
		var path = "/portal/refused-entries/" + it.id() + "/dismissal";
		assertThat(status(farmer, post(path).param("reason", " ").param("version", "0"))).isEqualTo(422);
		assertThat(status(farmer, post(path).param("reason", "x".repeat(401)).param("version", "0"))).isEqualTo(422);
		assertThat(status(farmer, post(path).param("reason", "记错了").param("version", "9"))).isEqualTo(409);
		assertThat(only().state()).isEqualTo(RefusedState.OPEN);
		assertThat(status(farmer, post(path).param("reason", "记错了").param("version", "0"))).isEqualTo(302);
		assertThat(only().state()).isEqualTo(RefusedState.DISMISSED);
		assertThat(status(farmer, post(path).param("reason", "记错了").param("version", "1"))).isEqualTo(422);
		// the phone sends it once more: kept as it is, nobody is asked again
		assertThat(late(farmer, weeding(key)).getHeader(KEPT)).isEqualTo("1");
		assertThat(only().state()).isEqualTo(RefusedState.DISMISSED);
		assertThat(as(farmer, this::todo)).noneMatch(todo -> todo.startsWith("refused-entry:"));

		late(farmer, weeding(Ids.next().toString()));
		var second = of(farmer).getFirst();
		var api = "/api/v1/refused-entries/" + second.id();
		assertThat(open(clerk, "/console/refused-entries?state=OPEN"))
			.contains("/console/refused-entries/" + second.id());
		assertThat(open(clerk, "/api/v1/refused-entries?state=OPEN&form=/portal/operations"))
			.contains(second.id().toString());
		assertThat(open(clerk, "/api/v1/refused-entries?form=/portal/harvests")).doesNotContain(second.id().toString());
		assertThat(open(clerk, api + "/lines")).contains("张三" + run);
		assertThat(status(clerk, json(api + "/dismissal", "{}"))).isEqualTo(400);
		assertThat(status(clerk, json(api + "/dismissal", "{\"reason\":\"电话核实，不记了\",\"version\":5}"))).isEqualTo(409);
		assertThat(status(clerk, json(api + "/dismissal", "{\"reason\":\"电话核实，不记了\",\"version\":0}"))).isEqualTo(200);
		assertThat(open(farmer, "/portal/refused-entries/" + second.id())).contains("电话核实");
		assertThat(status(clerk, json(api + "/dismissal", "{\"reason\":\"再来\",\"version\":1}"))).isEqualTo(409);
	}

	private static MockHttpServletRequestBuilder json(String path, String body) {
		return post(path).contentType(MediaType.APPLICATION_JSON).content(body);
	}

	@Test
	void whatCannotBeKeptStaysInThePhone() {
		// no form of the outbox
		assertThat(late(farmer, post("/portal/plots").param("requestKey", key)).getHeader(KEPT)).isNull();
		// without its key nobody would know it again
		assertThat(late(farmer, weeding("")).getHeader(KEPT)).isNull();
		// more than any form asks
		assertThat(late(farmer, weeding(key).param("more", "x".repeat(6_001))).getHeader(KEPT)).isNull();
		assertThat(of(farmer)).isEmpty();
		as(clerk, () -> transaction.execute(_ -> jdbc
			.update("""
					insert into production_refused_entry (id, tenant_id, version, member_id, division, client_uid, form,
					  person_id, by_name, typed, status, code, field, words, words_en, times, state, first_at, refused_at)
					select gen_random_uuid(), ?, 0, ?, '330482101', gen_random_uuid(), '/portal/operations', ?, '测试',
					  '1.refused-entry.x', 422, 'x', null, 'x', 'x', 1, 'OPEN', now(), now() from generate_series(1, 300)""",
					TENANT, farm, farmer.personId())));
		assertThat(late(farmer, weeding(key)).getHeader(KEPT)).isNull();
		assertThat(open(farmer, "/portal/refused-entries")).contains("rel=\"next\"");
		assertThat(status(farmer, get("/portal/refused-entries?after=nonsense"))).isLessThan(500);
	}

}
