package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.Tenant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;

/**
 * Every figure of a rating opens down to its rows, for the federation and for the farm.
 */
class FactRowsHttpIT extends CaseOverHttp {

	private static final Pattern LINK = Pattern.compile("href=\"(/(?:console|portal)/[^\"?]+)\"");

	private static final Pattern NOTE = Pattern.compile(">(N[0-9]+)<");

	private static final Pattern NEXT = Pattern.compile("href=\"([^\"]+)\" rel=\"next\"");

	/** Below the head of the page: no menu, no way back. */
	private static final Pattern ROWS = Pattern.compile("(?s)<(?:tbody|ul class=\"todo\")>?.*?</(?:tbody|ul)>");

	private UUID member = Ids.next();

	private String rating = "";

	@BeforeEach
	void aRatedFarm() {
		var own = post(farm(), "/api/v1/ratings", "{}");
		assertThat(own).as(text(own)).hasStatus(HttpStatus.CREATED);
		rating = json.readTree(text(own)).path("id").asString();
		member = UUID.fromString(one("select member_id::text from credit_rating where id = ?::uuid", rating));
	}

	@Test
	@DisplayName("工作台上每个有记录的指标都点得开，每条记录打得开")
	void staffOpenEveryFigureDownToItsRow() {
		var officer = staff("credit.officer");
		var facts = links(page(officer, "/console/ratings/" + rating), "/console/ratings/" + rating + "/facts/");
		assertThat(facts).hasSizeGreaterThan(5);
		var opened = new HashSet<String>();
		for (var fact : facts) {
			var shown = page(officer, fact);
			assertThat(shown).as(fact).contains("评级时的数").doesNotContain("??");
			opened.addAll(rows(shown));
		}
		assertThat(kinds(opened)).contains("plots", "operations", "harvests", "lots");
		for (var row : some(opened)) {
			assertThat(send(officer, HttpMethod.GET, row, "", null)).as(row).hasStatusOk();
		}
		assertThat(page(officer, "/console/ratings/" + rating + "/facts/C105?lang=en")).contains("As rated")
			.doesNotContain("??");
	}

	@Test
	@DisplayName("农场在自己的等级里点到自己的记录，只看得到自己的")
	void aFarmOpensItsOwnAlone() {
		var facts = links(page(farm(), "/portal/credit/points"), "/portal/credit/points/");
		assertThat(facts).hasSizeGreaterThan(5);
		var opened = new HashSet<String>();
		for (var fact : facts) {
			var shown = page(farm(), fact);
			assertThat(shown).as(fact).contains("评级时的数").doesNotContain("??", "/console/");
			opened.addAll(rows(shown));
		}
		assertThat(kinds(opened)).contains("plots", "operations", "harvests", "lots");
		for (var row : some(opened)) {
			assertThat(send(farm(), HttpMethod.GET, row, "", null)).as(row).hasStatusOk();
		}
		var stranger = somebody("farm", Scope.member(Ids.next()));
		refused(send(stranger, HttpMethod.GET, api("C105"), "", null), HttpStatus.NOT_FOUND, "credit.rating.not-found");
		assertThat(send(stranger, HttpMethod.GET, "/portal/credit/points/C105", "", null)).as("of no rating")
			.hasStatus(HttpStatus.NOT_FOUND);
		assertThat(send(farm(), HttpMethod.GET, "/portal/credit/points/X999", "", null))
			.hasStatus(HttpStatus.NOT_FOUND);
	}

	@Test
	@DisplayName("没有评级权的打不开，乡镇的只看本乡镇，别的农合联的没有")
	void whoMayNotReadTheRatingOpensNoRow() {
		var page = "/console/ratings/" + rating + "/facts/C105";
		for (var role : List.of("township.clerk", "production.officer", "bank.officer", "farm")) {
			assertThat(send(staff(role), HttpMethod.GET, page, "", null)).as(role).hasStatus(HttpStatus.FORBIDDEN);
		}
		var township = one("select left(division_code, 9) from member_member where id = ?::uuid", member.toString());
		assertThat(send(reader(Scope.township(township)), HttpMethod.GET, page, "", null)).hasStatusOk();
		for (var scope : List.of(Scope.township("330482999"), Scope.outlet(Ids.next()), Scope.NONE)) {
			assertThat(send(reader(scope), HttpMethod.GET, page, "", null)).as(scope.toString())
				.hasStatus(HttpStatus.NOT_FOUND);
			refused(send(reader(scope), HttpMethod.GET, api("C105"), "", null), HttpStatus.NOT_FOUND,
					"credit.rating.not-found");
		}
		var elsewhere = new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "x", "x", DemoWorld.OTHER_TENANT,
				Scope.ALL, roles.permissions(Set.of("credit.officer")));
		refused(send(elsewhere, HttpMethod.GET, api("C105"), "", null), HttpStatus.NOT_FOUND,
				"credit.rating.not-found");
		var officer = staff("credit.officer");
		refused(send(officer, HttpMethod.GET, api("X999"), "", null), HttpStatus.NOT_FOUND, "credit.rating.no-fact");
		assertThat(send(officer, HttpMethod.GET, "/console/ratings/" + rating + "/facts/X999", "", null))
			.hasStatus(HttpStatus.NOT_FOUND);
		assertThat(send(officer, HttpMethod.GET, "/console/ratings/none/facts/C105", "", null))
			.hasStatus(HttpStatus.NOT_FOUND);
	}

	/** A reviewer of the guarantor may open orders and no field-side sales. */
	@Test
	void aRowIsALinkOnlyForWhoMayOpenIt() {
		var officer = staff("credit.officer");
		var reviewer = staff("guarantee.reviewer");
		var seen = rows(page(officer, "/console/ratings/" + rating + "/facts/O405?limit=100"));
		assertThat(kinds(seen)).contains("field-sales");
		var less = rows(page(reviewer, "/console/ratings/" + rating + "/facts/O405?limit=100"));
		assertThat(kinds(less)).doesNotContain("field-sales");
		assertThat(read(reviewer, api("O405") + "?limit=100").path("items"))
			.hasSameSizeAs(read(officer, api("O405") + "?limit=100").path("items"));
	}

	@Test
	@DisplayName("按记录的位置翻页，不重不漏")
	void pagesByKey() {
		var officer = staff("credit.officer");
		var all = read(officer, api("C105") + "?limit=100").path("items");
		assertThat(all.size()).isGreaterThan(5);
		var paths = new ArrayList<String>();
		var next = "";
		do {
			var part = read(officer, api("C105") + "?limit=4" + (next.isEmpty() ? "" : "&after=" + next));
			part.path("items").forEach(it -> paths.add(it.path("path").asString()));
			next = part.path("next").asString("");
		}
		while (!next.isEmpty() && paths.size() < 200);
		assertThat(paths.subList(0, Math.min(paths.size(), all.size()))).doesNotHaveDuplicates()
			.startsWith(all.valueStream().map(it -> it.path("path").asString()).toArray(String[]::new));
		var days = all.valueStream().map(it -> it.path("on").asString()).toList();
		assertThat(days).as("the latest first").isSortedAccordingTo(java.util.Comparator.reverseOrder());

	}

	@Test
	@DisplayName("超过一千条的也一直翻到最后一条，工作台、手机和接口一样")
	void aLongFigureIsFollowedToItsLastRow() {
		var id = newFarm();
		var newcomer = somebody("farm", Scope.member(id));
		Tenant.runAs(DemoWorld.MAIN_TENANT,
				() -> transaction.executeWithoutResult(_ -> sql
					.sql("""
							insert into production_operation (id, tenant_id, version, client_uid, member_id, kind, on_day, state, late,
							  note, recorded_at, recorded_by, by_name)
							select gen_random_uuid(), :tenant, 0, gen_random_uuid(), :member, 'WEED',
							       (now() at time zone 'Asia/Shanghai')::date - n % 150, 'DONE', false, 'N' || n, now(), :member, 'x'
							  from generate_series(1, 1234) n""")
					.param("tenant", DemoWorld.MAIN_TENANT)
					.param("member", id)
					.update()));
		var rated = rate(newcomer);

		var officer = staff("credit.officer");
		var seen = new ArrayList<String>();
		var days = new ArrayList<String>();
		var next = "";
		do {
			var part = read(officer, "/api/v1/ratings/" + rated + "/facts/C105/rows?limit=100"
					+ (next.isEmpty() ? "" : "&after=" + next));
			assertThat(part.path("total").asInt()).isEqualTo(1234);
			part.path("items").forEach(it -> {
				seen.add(it.path("text").asString());
				days.add(it.path("on").asString());
			});
			next = part.path("next").asString("");
		}
		while (!next.isEmpty() && seen.size() < 2000);
		assertThat(seen).hasSize(1234).doesNotHaveDuplicates().contains("N1", "N1234");
		assertThat(days).isSortedAccordingTo(java.util.Comparator.reverseOrder());
		for (var part : List.of(turned(officer, "/console/ratings/" + rated + "/facts/C105"),
				turned(newcomer, "/portal/credit/points/C105"))) {
			assertThat(part).as("the same rows in the same order").isEqualTo(seen);
		}
		var answer = send(officer, HttpMethod.GET, "/api/v1/ratings/" + rated + "/facts/C105/rows?after=bm8", "", null);
		refused(answer, HttpStatus.UNPROCESSABLE_CONTENT, "kernel.cursor");
	}

	/** What stands in all pages of a list, turned by its own links. */
	private List<String> turned(Actor actor, String path) {
		var seen = new ArrayList<String>();
		var next = path + "?limit=100";
		while (!next.isEmpty() && seen.size() < 2000) {
			var shown = page(actor, next);
			NOTE.matcher(shown).results().forEach(it -> seen.add(it.group(1)));
			var link = NEXT.matcher(shown);
			next = link.find() ? link.group(1).replace("&amp;", "&") : "";
		}
		return seen;
	}

	/** A use on two plantings is two rows of one field record; a page may end between. */
	@Test
	void rowsOfOneRecordAreToldApart() {
		var id = newFarm();
		Tenant.runAs(DemoWorld.MAIN_TENANT, () -> transaction.executeWithoutResult(_ -> {
			for (int n = 0; n < 2; n++) {
				sql.sql("""
						insert into production_input_use (id, tenant_id, version, operation_id, planting_id, member_id, input_id,
						  product, lot_no, on_day, quantity, dose_per_mu, nth_use, findings, standing, recorded_by)
						select gen_random_uuid(), u.tenant_id, 0, u.operation_id, p.id, :member, u.input_id, u.product, u.lot_no,
						  (now() at time zone 'Asia/Shanghai')::date, u.quantity, u.dose_per_mu, 1, array['OFF_LABEL'],
						  'BLOCKED', u.recorded_by
						  from (select * from production_input_use order by id limit 1) u
						  join production_planting p on not exists (select 1 from production_input_use o
						    where o.operation_id = u.operation_id and o.planting_id = p.id)
						 order by p.id limit 1""")
					.param("member", id)
					.update();
			}
		}));
		var rated = rate(somebody("farm", Scope.member(id)));
		var officer = staff("credit.officer");
		var path = "/api/v1/ratings/" + rated + "/facts/T206/rows?limit=1";
		var first = read(officer, path);
		assertThat(first.path("total").asInt()).isEqualTo(2);
		var second = read(officer, path + "&after=" + first.path("next").asString());
		assertThat(second.path("items").size()).isEqualTo(1);
		assertThat(second.path("next").asString("")).isEmpty();
	}

	private UUID newFarm() {
		var name = "新来的农场" + UUID.randomUUID().toString().substring(0, 8);
		var made = post(staff("member.clerk"), "/api/v1/members", """
				{"facts":{"name":"%s","kind":"FAMILY_FARM","division":"330482103216","areaMu":9,"mainProducts":"西瓜"},
				 "head":{"name":"老李"},"admittedOn":"2026-01-05"}""".formatted(name));
		assertThat(made).as(text(made)).hasStatus(HttpStatus.CREATED);
		return UUID.fromString(json.readTree(text(made)).path("id").asString());
	}

	private String rate(Actor farm) {
		post(farm, "/api/v1/consents", "");
		var rated = post(farm, "/api/v1/ratings", "{}");
		assertThat(rated).as(text(rated)).hasStatus(HttpStatus.CREATED);
		return json.readTree(text(rated)).path("id").asString();
	}

	@Test
	void aFactWithoutDataSaysSo() {
		var newcomer = somebody("farm", Scope.member(newFarm()));
		var fact = "/console/ratings/" + rate(newcomer) + "/facts/C101";
		assertThat(page(staff("credit.officer"), fact)).contains("评级时没有这项数据", "没有逐条的记录").doesNotContain("??");
		assertThat(page(newcomer, "/portal/credit/points/C101")).contains("评级时没有这项数据", "没有逐条的记录").doesNotContain("??");
		assertThat(page(newcomer, "/portal/credit/points")).doesNotContain("/portal/credit/points/C101");
	}

	private Actor reader(Scope scope) {
		return somebody("credit.officer", scope);
	}

	private String api(String code) {
		return "/api/v1/ratings/" + rating + "/facts/" + code + "/rows";
	}

	private static List<String> links(String page, String below) {
		return LINK.matcher(page)
			.results()
			.map(it -> it.group(1))
			.filter(it -> it.startsWith(below))
			.distinct()
			.toList();
	}

	private static List<String> rows(String page) {
		return ROWS.matcher(page).results().flatMap(it -> links(it.group(), "/").stream()).distinct().toList();
	}

	private static Set<String> kinds(Iterable<String> paths) {
		var kinds = new HashSet<String>();
		paths.forEach(it -> kinds.add(it.split("/")[2]));
		return kinds;
	}

	/** Three of each kind. */
	private static List<String> some(Set<String> paths) {
		var chosen = new ArrayList<String>();
		for (var kind : kinds(paths)) {
			paths.stream().filter(it -> it.split("/")[2].equals(kind)).limit(3).forEach(chosen::add);
		}
		return chosen;
	}

	private String page(Actor actor, String path) {
		var answer = send(actor, HttpMethod.GET, path, "", null);
		assertThat(answer).as(path).hasStatusOk();
		return text(answer);
	}

}
