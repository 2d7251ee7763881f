package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import java.util.Base64;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Scope;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What a reviewer saw and what the committee says to it, on the pages and over REST. */
class CommitteeHttpIT extends CaseOverHttp {

	/** One pixel. */
	private static final byte[] PNG = Base64.getDecoder()
		.decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

	@Test
	@DisplayName("尽调照片有地方和时间；超过产品金额的担保先表决，三票两同意以后由没表决的人批")
	void photosAndVotes() {
		var no = passed("链贷通", "60000.00", "INTEREST_MONTHLY");
		var page = "/console/financing-applications/" + no;
		var reviewer = staff("guarantee.reviewer");
		assertThat(page(reviewer, page)).contains("尽调照片", "加一张照片", "data-locate").doesNotContain("??");
		assertThat(photo(reviewer, page, new byte[0], "三号棚", "", "")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(photo(reviewer, page, PNG, "", "", "")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(photo(reviewer, page, PNG, "三号棚", "91", "120")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(photo(reviewer, page, PNG, "三号棚", "NaN", "120")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(photo(staff("guarantee.director"), page, PNG, "三号棚", "", "")).hasStatus(HttpStatus.FORBIDDEN);
		assertThat(photo(reviewer, page, PNG, "三号棚门口", "30.677800", "121.015300")).hasStatus(HttpStatus.FOUND);
		assertThat(page(reviewer, page)).contains("三号棚门口", "30.677800, 121.015300").doesNotContain("??");
		assertThat(read(staff("auditor"), API + "/" + no + "/photos").size()).isEqualTo(1);

		assertThat(post(reviewer, API + "/" + no + "/diligence", "{\"reason\":\"看过\"}", version())).hasStatusOk();
		assertThat(page(reviewer, page)).contains("评审会", "0 票").doesNotContain("/votes\"", "??");
		var director = staff("guarantee.director");
		assertThat(page(director, page)).contains("/votes\"").doesNotContain(page + "/guarantee\"", "??");
		refused(post(director, API + "/" + no + "/guarantee", "", version()), HttpStatus.UNPROCESSABLE_CONTENT,
				"credit.committee.not-carried");
		refused(vote(reviewer, no, true), HttpStatus.FORBIDDEN, "credit.application.four-eyes");
		refused(vote(staff("auditor"), no, true), HttpStatus.FORBIDDEN, "kernel.forbidden");
		var second = staff("guarantee.reviewer");
		assertThat(mvc.post()
			.uri(page + "/votes")
			.param("agrees", "true")
			.param("reason", "订单稳")
			.param("version", version())
			.with(authentication(second.authentication()))
			.with(csrf())
			.exchange()).hasStatus(HttpStatus.FOUND);
		refused(vote(second, no, false), HttpStatus.CONFLICT, "credit.committee.once");
		assertThat(vote(staff("guarantee.reviewer"), no, false)).hasStatusOk();
		assertThat(vote(staff("guarantee.director"), no, true)).hasStatusOk();
		assertThat(read(staff("auditor"), API + "/" + no + "/votes").size()).isEqualTo(3);
		assertThat(page(director, page)).contains("3 票，同意 2 票", "订单稳", page + "/guarantee\"").doesNotContain("??");
		refused(post(second, API + "/" + no + "/guarantee", "", version()), HttpStatus.FORBIDDEN, "kernel.forbidden");
		var elsewhere = new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "x", "x", DemoWorld.OTHER_TENANT,
				Scope.ALL, director.permissions());
		refused(send(elsewhere, HttpMethod.GET, API + "/" + no + "/votes", "", null), HttpStatus.NOT_FOUND,
				"credit.application.not-found");
		refused(vote(elsewhere, no, true), HttpStatus.NOT_FOUND, "credit.application.not-found");
		assertThat(post(director, API + "/" + no + "/guarantee", "", version())).hasStatusOk();
		assertThat(page(director, page)).contains("已发往银行").doesNotContain("??");
	}

	@Test
	@DisplayName("会员的每一项分；没有人撤回同意就拿不回申请")
	void pointsAndRecall() {
		var no = passed("金准贷", "10000.00", "EQUAL_INSTALMENT");
		assertThat(page(farm(), "/portal/credit/points")).contains("生产能力", "/portal/credit/points/C105", "/ 250")
			.doesNotContain("??");
		refused(post(farm(), API + "/" + no + "/recall", "", version()), HttpStatus.UNPROCESSABLE_CONTENT,
				"credit.application.recall");
		refused(post(staff("credit.officer"), API + "/" + no + "/recall", "", version()), HttpStatus.FORBIDDEN,
				"kernel.forbidden");
		var stranger = somebody("farm", Scope.member(Ids.next()));
		refused(post(stranger, API + "/" + no + "/recall", "", version()), HttpStatus.NOT_FOUND,
				"credit.application.not-found");
	}

	@Test
	@DisplayName("I3：申报回避的人不办这家的申请，由另一人终止")
	void whoIsRelatedKeepsOut() {
		var no = passed("金准贷", "10000.00", "EQUAL_INSTALMENT");
		var page = "/console/financing-applications/" + no;
		var reviewer = staff("guarantee.reviewer");
		assertThat(page(reviewer, page)).contains("我要回避", page + "/diligence\"").doesNotContain("??");
		assertThat(recusal(reviewer, page + "/recusals", "")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(recusal(staff("auditor"), page + "/recusals", "弟弟家的")).hasStatus(HttpStatus.FORBIDDEN);
		assertThat(recusal(reviewer, page + "/recusals", "弟弟家的")).hasStatus(HttpStatus.FOUND);
		assertThat(page(reviewer, page)).contains("您已申报与这家会员有关系", "弟弟家的")
			.doesNotContain("我要回避", page + "/diligence\"", "终止回避", "??");
		refused(post(reviewer, API + "/" + no + "/diligence", "{\"reason\":\"看过\"}", version()), HttpStatus.FORBIDDEN,
				"credit.recusal.related");
		assertThat(page(staff("auditor"), page)).contains("弟弟家的").doesNotContain("我要回避", "终止回避");

		var ending = page + "/recusals/" + one("select id::text from credit_recusal where relation = ?", "弟弟家的")
				+ "/ending";
		assertThat(recusal(reviewer, ending, "不算数")).hasStatus(HttpStatus.FORBIDDEN);
		var director = staff("guarantee.director");
		assertThat(page(director, page)).contains("终止回避");
		assertThat(recusal(director, ending, "弟弟已退股")).hasStatus(HttpStatus.FOUND);
		assertThat(page(reviewer, page)).contains("我要回避", page + "/diligence\"");
	}

	private MvcTestResult recusal(Actor actor, String path, String reason) {
		return mvc.post()
			.uri(path)
			.param("reason", reason)
			.with(authentication(actor.authentication()))
			.with(csrf())
			.exchange();
	}

	private MvcTestResult vote(Actor actor, String no, boolean agrees) {
		return post(actor, API + "/" + no + "/votes", "{\"agrees\":" + agrees + ",\"reason\":\"看过材料\"}", version());
	}

	private MvcTestResult photo(Actor actor, String page, byte[] content, String place, String latitude,
			String longitude) {
		return mvc.post()
			.uri(page + "/photos")
			.multipart()
			.file(new MockMultipartFile("photo", "p.png", "image/png", content))
			.param("place", place)
			.param("latitude", latitude)
			.param("longitude", longitude)
			.with(authentication(actor.authentication()))
			.with(csrf())
			.exchange();
	}

	private String page(Actor actor, String path) {
		var answer = send(actor, HttpMethod.GET, path, "", null);
		assertThat(answer).as(path).hasStatusOk();
		return text(answer);
	}

}
