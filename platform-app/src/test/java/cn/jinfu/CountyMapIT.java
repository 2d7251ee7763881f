package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;

import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.Tenant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;

/**
 * The county's map: who sees which plots on it, and when lines become dots.
 */
class CountyMapIT extends OverHttp {

	private static final String TOWNSHIP = "330482103";

	private static final String ELSEWHERE = "330482104";

	/** An empty stretch of sea, so that nothing else is in view. */
	private static final String SEA = "lon=122.5005&lat=30.5005&span=0.004";

	private String page(Actor actor, String query) {
		var answer = mvc.get()
			.uri("/console/plot-map?" + query)
			.with(authentication(actor.authentication()))
			.exchange();
		assertThat(answer).hasStatusOk();
		return text(answer);
	}

	private String plot(Actor farm, String name) {
		var made = post(farm, "/api/v1/plots", """
				{"name":"%s","kind":"OPEN_FIELD","division":"330482103216","declaredMu":10}""".formatted(name));
		assertThat(made).hasStatus2xxSuccessful();
		return json.readTree(text(made)).path("id").asString();
	}

	private int unbounded(String page) {
		var row = Pattern.compile("division=330482103216\">[^<]*</a></td>.*?drawn=false\">(\\d+)</a>", Pattern.DOTALL)
			.matcher(page);
		return row.find() ? Integer.parseInt(row.group(1)) : 0;
	}

	@Test
	@DisplayName("有边界的地块画在图上并能打开，没有边界的按村计数；别的镇看不到，别的农户看不到")
	void plotsAreOnTheMapForWhoReachesThem() {
		var farm = somebody("farm",
				Scope.member(UUID.fromString(one("select id::text from member_member where no = ?", "M-000002"))));
		var officer = staff("production.officer");
		var before = unbounded(page(officer, "division=" + TOWNSHIP));
		var plot = plot(farm, "地图地甲");
		assertThat(unbounded(page(officer, "division=" + TOWNSHIP))).isEqualTo(before + 1);

		var version = read(farm, "/api/v1/plots/" + plot).path("version").asString();
		assertThat(send(farm, HttpMethod.PUT, "/api/v1/plots/" + plot + "/boundary",
				"""
						{"corners":[{"lon":122.5,"lat":30.5},{"lon":122.501,"lat":30.5},{"lon":122.501,"lat":30.501}],"version":%s}"""
					.formatted(version),
				null))
			.hasStatusOk();
		assertThat(unbounded(page(officer, "division=" + TOWNSHIP))).isEqualTo(before);
		var link = "/console/plots/" + plot + "\"";
		// a sixteenth of the span a unit; the first corner lies half a thousandth west
		// and south of the middle
		assertThat(page(officer, SEA)).contains(link, "地图地甲", "<polygon points=\"360.0,439.3 600.0,")
			.doesNotContain("??");
		assertThat(page(officer, SEA + "&mark=SUBMITTED")).contains(link);
		assertThat(mvc.get()
			.uri("/console/plot-map?mark=VERIFIED")
			.with(authentication(officer.authentication()))
			.exchange()).as("no such mark").hasStatus(HttpStatus.BAD_REQUEST);
		assertThat(page(officer, SEA + "&mark=HELD")).doesNotContain(link);
		assertThat(page(officer, SEA + "&crop=watermelon")).doesNotContain(link);
		assertThat(page(officer, SEA + "&division=" + ELSEWHERE)).doesNotContain(link);

		assertThat(page(somebody("township.clerk", Scope.township(TOWNSHIP)), SEA)).contains(link);
		assertThat(page(somebody("township.clerk", Scope.township(ELSEWHERE)), SEA + "&division=" + TOWNSHIP))
			.doesNotContain(link, "地图地甲");
		assertThat(page(stranger(), SEA)).doesNotContain(link, "地图地甲");
	}

	@Test
	@DisplayName("两块地争一处就标出重叠，草稿不算，改开就消掉；村里数得出几块")
	void overlappingClaimsAreMarked() {
		var farm = somebody("farm",
				Scope.member(UUID.fromString(one("select id::text from member_member where no = ?", "M-000002"))));
		var officer = staff("production.officer");
		var sea = "lon=123.5005&lat=30.5005&span=0.004";
		var one = plot(farm, "争地甲");
		draw(farm, one, "123.500", "123.501");
		assertThat(page(officer, sea)).contains("争地甲").doesNotContain("claimed");
		var other = plot(farm, "争地乙");
		draw(farm, other, "123.5005", "123.5015");
		assertThat(page(officer, sea)).contains("is-overlap claimed", "边界重叠");
		assertThat(page(officer, sea + "&mark=OVERLAP")).contains("争地甲", "争地乙");
		assertThat(page(officer, sea + "&mark=SUBMITTED")).doesNotContain("争地甲");
		assertThat(page(officer, "division=" + TOWNSHIP)).contains("mark=OVERLAP");
		// A neighbour to the edge claims nothing twice.
		draw(farm, other, "123.501", "123.502");
		assertThat(page(officer, sea)).contains("争地甲", "争地乙").doesNotContain("claimed");
	}

	private void draw(Actor farm, String plot, String west, String east) {
		var version = read(farm, "/api/v1/plots/" + plot).path("version").asString();
		assertThat(send(farm, HttpMethod.PUT, "/api/v1/plots/" + plot + "/boundary",
				"""
						{"corners":[{"lon":%1$s,"lat":30.5},{"lon":%2$s,"lat":30.5},{"lon":%2$s,"lat":30.501},{"lon":%1$s,"lat":30.501}],
						 "version":%3$s}"""
					.formatted(west, east, version),
				null))
			.hasStatusOk();
	}

	@Test
	@DisplayName("八百块以内画边界，再多成为色点，一处一点")
	void manyBecomeDots() {
		var stranger = stranger();
		lines(800, "A");
		assertThat(page(stranger, SEA)).contains("<polygon").doesNotContain("h3v3h-3z");
		lines(1, "B");
		var page = page(stranger, SEA);
		assertThat(page).doesNotContain("<polygon");
		assertThat(page.split("h3v3h-3z", -1)).as("all of them at one place").hasSize(2);
	}

	/** A person of another federation. */
	private Actor stranger() {
		return new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "外", "外", DemoWorld.OTHER_TENANT, Scope.ALL,
				roles.permissions(Set.of("production.officer")));
	}

	/**
	 * Plots of the other federation on the same ground, as an import would leave them.
	 */
	private void lines(int count, String series) {
		Tenant.callAs(DemoWorld.OTHER_TENANT, () -> transaction.execute(_ -> {
			sql.sql("""
					insert into production_plot (id, tenant_id, version, no, member_id, name, kind, division, village, declared_mu,
					  state, registered_by)
					select uuidv7(), m.tenant_id, 0, 'T-' || :series || g, m.id, '地图' || :series || g, 'OPEN_FIELD', '330499100',
					  '示例村', 5, 'DRAFT', uuidv7()
					  from generate_series(1, :count) g, (select tenant_id, id from member_member order by no limit 1) m""")
				.param("series", series)
				.param("count", count)
				.update();
			sql.sql("""
					insert into production_plot_boundary (tenant_id, plot_id, edition, corners, area_mu, west, south, east, north,
					  source, by_person, by_name, at)
					select tenant_id, id, 1, '[[122.5,30.5],[122.5005,30.5],[122.5005,30.5005]]', 5, 122.5, 30.5, 122.5005, 30.5005,
					  'TYPED', uuidv7(), '示例', now() from production_plot where no like 'T-' || :series || '%'""")
				.param("series", series)
				.update();
			return sql.sql(
					"update production_plot set boundary_edition = 1, overlaps_edition = 1, boundary_mu = 5, boundary_by = uuidv7()"
							+ " where no like 'T-' || :series || '%'")
				.param("series", series)
				.update();
		}));
	}

}
