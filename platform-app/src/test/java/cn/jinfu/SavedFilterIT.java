package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Tenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/**
 * A person keeps the filter of a list under a name: an address of our own lists alone,
 * for nobody else's eyes.
 */
class SavedFilterIT extends OverHttp {

	private static final String FARMS = "kind=FAMILY_FARM&sort=-area";

	private MvcTestResult save(Actor actor, String name, String path, String query) {
		return post(actor, "/api/v1/saved-filters",
				"{\"name\":\"" + name + "\",\"path\":\"" + path + "\",\"query\":\"" + query + "\"}");
	}

	private String kept(Actor actor, String name, String path, String query) {
		var made = save(actor, name, path, query);
		assertThat(made).hasStatus(HttpStatus.CREATED);
		return json.readTree(text(made)).path("id").asString();
	}

	@Test
	void filterStandsAboveItsListUntilItIsDeleted() {
		var clerk = staff("member.clerk");
		assertThat(page(clerk, "/console/members")).doesNotContain("class=\"saved\"");
		assertThat(page(clerk, "/console/members?kind=FAMILY_FARM&q=%E9%9D%92&lang=zh-CN&evil=1"))
			.contains("name=\"query\" value=\"kind=FAMILY_FARM&amp;q=%E9%9D%92\"");
		var saved = form(clerk, "/console/saved-filters", "name", "家庭农场", "path", "/console/members", "query",
				"kind=FAMILY_FARM&q=%E9%9D%92&after=x&evil=1");
		assertThat(saved).hasStatus(HttpStatus.FOUND)
			.redirectedUrl()
			.isEqualTo("/console/members?kind=FAMILY_FARM&q=%E9%9D%92");
		assertThat(page(clerk, "/console/members"))
			.contains("<a class=\"saved-f\" href=\"/console/members?kind=FAMILY_FARM&amp;q=%E9%9D%92\">家庭农场</a>");
		assertThat(page(clerk, "/console/members?q=%E9%9D%92&kind=FAMILY_FARM")).contains("aria-current=\"true\">家庭农场");
		assertThat(page(clerk, "/console/applications")).as("another list").doesNotContain("家庭农场</a>");
		assertThat(page(staff("member.clerk"), "/console/members")).as("another person").doesNotContain("家庭农场</a>");

		var id = read(clerk, "/api/v1/saved-filters?path=/console/members").get(0).path("id").asString();
		assertThat(form(clerk, "/console/saved-filters/" + id + "/name", "name", "我的农场")).redirectedUrl()
			.startsWith("/console/members?");
		assertThat(page(clerk, "/console/members")).contains("我的农场</a>");
		assertThat(form(clerk, "/console/saved-filters/" + id + "/removal")).redirectedUrl()
			.isEqualTo("/console/members");
		assertThat(page(clerk, "/console/members")).doesNotContain("我的农场");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://elsewhere.example/console", "//elsewhere.example", "/portal", "/console/none",
			"/console/members/export", "/console/members/../accounts", "/console/members?x=1", "/api/v1/members",
			"/console/members/new", "javascript:alert(1)" })
	void onlyListsOfTheConsoleAreKept(String path) {
		refused(save(staff("member.clerk"), "x", path, FARMS), HttpStatus.UNPROCESSABLE_CONTENT,
				"kernel.saved-filter.not-a-list");
	}

	@ParameterizedTest
	@CsvSource({ "after=abc&evil=1, nothing", "kind=, nothing", "%zz=%zz, nothing", "q=13812345678, personal",
			"q=+11010519491231002x, personal" })
	void whatIsNoFilterOrNamesAPersonIsNotKept(String query, String code) {
		refused(save(staff("member.clerk"), "x", "/console/members", query), HttpStatus.UNPROCESSABLE_CONTENT,
				"kernel.saved-filter." + code);
	}

	@Test
	void twentyForEachListAndNoNameTwice() throws Exception {
		var clerk = staff("member.clerk");
		for (int n = 1; n < 20; n++) {
			kept(clerk, "第" + n, "/console/members", "q=" + n);
		}
		refused(save(clerk, " 第3 ", "/console/members", FARMS), HttpStatus.UNPROCESSABLE_CONTENT,
				"kernel.saved-filter.name-taken");
		var start = new CountDownLatch(1);
		try (var threads = Executors.newFixedThreadPool(4)) {
			var answers = new ArrayList<Future<Integer>>();
			for (int n = 0; n < 4; n++) {
				var name = "同时" + n;
				answers.add(threads.submit(() -> {
					start.await();
					return save(clerk, name, "/console/members", FARMS).getResponse().getStatus();
				}));
			}
			start.countDown();
			var statuses = new ArrayList<Integer>();
			for (var answer : answers) {
				statuses.add(answer.get());
			}
			assertThat(statuses).containsOnlyOnce(201)
				.allMatch(status -> status == 201 || status == 409 || status == 422);
		}
		refused(save(clerk, "第二十一", "/console/members", FARMS), HttpStatus.UNPROCESSABLE_CONTENT,
				"kernel.saved-filter.too-many");
		var first = read(clerk, "/api/v1/saved-filters?path=/console/members").get(0).path("id").asString();
		assertThat(send(clerk, HttpMethod.DELETE, "/api/v1/saved-filters/" + first, "", null))
			.hasStatus(HttpStatus.NO_CONTENT);
		kept(clerk, "补上", "/console/members", FARMS);
		kept(clerk, "第3", "/console/applications", "status=SUBMITTED");
	}

	@Test
	void anothersFilterIsNotThere() {
		var id = kept(staff("member.clerk"), "别人的", "/console/members", FARMS);
		var colleague = staff("member.clerk");
		var path = "/api/v1/saved-filters/" + id;
		assertThat(send(colleague, HttpMethod.GET, path, "", null)).hasStatus(HttpStatus.NOT_FOUND);
		assertThat(send(colleague, HttpMethod.PUT, path, "{\"name\":\"我的\"}", null)).hasStatus(HttpStatus.NOT_FOUND);
		assertThat(send(colleague, HttpMethod.DELETE, path, "", null)).hasStatus(HttpStatus.NOT_FOUND);
		assertThat(form(colleague, "/console/saved-filters/" + id + "/removal")).hasStatus(HttpStatus.NOT_FOUND);
		assertThat(one("select name from platform_saved_filter where id::text = ?", id)).isEqualTo("别人的");
	}

	@Test
	void databaseKeepsNoAddressElsewhere() {
		assertThatThrownBy(() -> Tenant.runAs(DemoWorld.MAIN_TENANT,
				() -> transaction.executeWithoutResult(_ -> sql.sql("""
						insert into platform_saved_filter (id, tenant_id, account_id, path, slot, name, query, made_at)
						values (?, jf_tenant(), ?, '//elsewhere', 1, 'x', 'q=1', now())""")
					.params(Ids.next(), Ids.next())
					.update())))
			.rootCause()
			.hasMessageContaining("platform_saved_filter_path_ck");
	}

	private String page(Actor actor, String path) {
		var answer = mvc.get().uri(java.net.URI.create(path)).with(authentication(actor.authentication())).exchange();
		assertThat(answer).hasStatusOk();
		return text(answer);
	}

	private MvcTestResult form(Actor actor, String path, String... fields) {
		var request = mvc.post().uri(path).with(authentication(actor.authentication())).with(csrf());
		for (int i = 0; i < fields.length; i += 2) {
			request.param(fields[i], fields[i + 1]);
		}
		return request.exchange();
	}

}
