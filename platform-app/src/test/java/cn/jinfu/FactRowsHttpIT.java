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
	void aFactWithoutDataSaysSo() {
		var made = post(staff("member.clerk"), "/api/v1/members", """
				{"facts":{"name":"新来的农场","kind":"FAMILY_FARM","division":"330482103216","areaMu":9,"mainProducts":"西瓜"},
				 "head":{"name":"老李"},"admittedOn":"2026-01-05"}""");
		assertThat(made).as(text(made)).hasStatus(HttpStatus.CREATED);
		var newcomer = somebody("farm", Scope.member(UUID.fromString(json.readTree(text(made)).path("id").asString())));
		post(newcomer, "/api/v1/consents", "");
		var rated = post(newcomer, "/api/v1/ratings", "{}");
		assertThat(rated).as(text(rated)).hasStatus(HttpStatus.CREATED);
		var fact = "/console/ratings/" + json.readTree(text(rated)).path("id").asString() + "/facts/C101";
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
