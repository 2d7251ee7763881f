package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import java.util.Objects;
import java.util.regex.Pattern;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Messages;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.Tenant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Spouse, co-borrower and counter-guarantor sign for themselves (R45). */
class CasePartyIT extends CaseOverHttp {

	private static final String API = "/api/v1/financing-applications";

	private static final String SPOUSE = "13700009911";

	@Autowired
	Messages messages;

	@Test
	@DisplayName("配偶自己在手机上同意以前，申请提交不了；条件改了要重新同意")
	void nothingGoesOutBeforeEverybodyNamedHasAgreedHimself() {
		var no = draft();
		var path = "/portal/loans/" + no + "/parties";
		assertThat(page(path)).contains("发链接给他");
		assertThat(form(path, "role", "SPOUSE", "name", "", "mobile", "12"))
			.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(form(path, "role", "SPOUSE", "name", "周示例", "mobile", SPOUSE)).hasStatus(HttpStatus.FOUND);
		assertThat(text(form(path, "role", "GUARANTOR", "name", "吴示例", "mobile", SPOUSE))).contains("已经在名单里");
		assertThat(text(form(path, "role", "SPOUSE", "name", "郑示例", "mobile", "13700009912"))).contains("配偶只能有一位");
		var submitted = submit(no);
		assertThat(submitted).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(text(submitted)).contains("credit.party.missing");

		var link = link();
		assertThat(stranger(HttpMethod.GET, link)).hasStatusOk().bodyText().contains("10,000", "137****9911", "作为配偶");
		assertThat(stranger(HttpMethod.GET, "/c/s/elsewhere")).hasStatus(HttpStatus.NOT_FOUND);
		assertThat(answer(link, "110101199003078515", "123456")).as("no code was sent")
			.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(stranger(HttpMethod.POST, link + "/code")).hasStatus(HttpStatus.FOUND);
		var code = code();
		assertThat(answer(link, "110101199003078516", code)).as("a number with a wrong check")
			.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(answer(link, "110101199003078515", code)).redirectedUrl().isEqualTo(link);
		assertThat(stranger(HttpMethod.GET, link)).bodyText().contains("您已在").doesNotContain("110101199003078515");
		assertThat(page(path)).contains("本人已同意").doesNotContain("110101199003078515");
		assertThat(one("select id_sealed from credit_case_party where name = ? and state = 'AGREED'", "周示例"))
			.startsWith("1.id-number.")
			.doesNotContain("1990");

		assertThat(send(farm(), HttpMethod.GET, API + "/" + no, "", null)).hasStatusOk();
		sqlIn("update credit_application set months = 7 where no = '" + no + "'");
		assertThat(page(path)).contains("条件变了");
		assertThat(text(submit(no))).contains("credit.party.changed");
		sqlIn("update credit_application set months = 6 where no = '" + no + "'");
		assertThat(submit(no)).hasStatusOk();
		assertThat(text(form(path, "role", "GUARANTOR", "name", "吴示例", "mobile", "13700009913"))).contains("已经提交");
		assertThat(answer(link, "110101199003078515", code)).as("nothing is answered any more")
			.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		var console = send(staff("credit.officer"), HttpMethod.GET, "/console/financing-applications/" + no, "", null);
		assertThat(console).hasStatusOk();
		assertThat(text(console)).contains("周示例 配偶");
		assertThatThrownBy(() -> sqlIn("update credit_case_party set text_sha256 = 'x' where state = 'AGREED'"))
			.rootCause()
			.hasMessageContaining("credit_case_party_kept_ck");
		assertThatThrownBy(() -> sqlIn("update credit_case_party set id_sealed = null where state = 'AGREED'"))
			.rootCause()
			.hasMessageContaining("credit_case_party");
	}

	@Test
	@DisplayName("不同意就是不同意；猜验证码五次为止；别家的名单碰不到")
	void declinesAndIsNotGuessed() {
		var no = draft();
		var path = "/portal/loans/" + no + "/parties";
		form(path, "role", "CO_BORROWER", "name", "王示例", "mobile", "13700009914");
		var link = link();
		stranger(HttpMethod.POST, link + "/code");
		var code = code();
		for (var n = 0; n < 5; n++) {
			assertThat(answer(link, "110101199003078515", code.equals("000000") ? "111111" : "000000"))
				.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		}
		assertThat(answer(link, "110101199003078515", code)).as("used up").hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		stranger(HttpMethod.POST, link + "/code");
		var declined = mvc.post()
			.uri(link + "/declining")
			.param("code", code())
			.param("reason", "不认识他")
			.with(csrf())
			.exchange();
		assertThat(declined).redirectedUrl().isEqualTo(link);
		assertThat(page(path)).contains("本人不同意", "不认识他");
		assertThat(text(submit(no))).contains("credit.party.missing");
		var id = one("select id::text from credit_case_party where name = ? order by id desc limit 1", "王示例");
		var other = somebody("farm", Scope.member(java.util.UUID
			.fromString(one("select id::text from member_member where id::text <> ? limit 1", farm().scope().ref()))));
		assertThat(as(other, path + "/" + id + "/removal")).hasStatus(HttpStatus.NOT_FOUND);
		assertThat(form(path + "/" + id + "/removal")).hasStatus(HttpStatus.FOUND);
		assertThat(stranger(HttpMethod.GET, link)).hasStatus(HttpStatus.NOT_FOUND);
		assertThat(submit(no)).hasStatusOk();
	}

	@Test
	@DisplayName("提交以后、合同以前可以撤回：申请停住，银行看不到姓名；换人重新确认才能再提交")
	void takesBackWhatHeAgreedTo() {
		var no = draft();
		var path = "/portal/loans/" + no + "/parties";
		form(path, "role", "SPOUSE", "name", "孙示例", "mobile", "13700009915");
		var link = link();
		stranger(HttpMethod.POST, link + "/code");
		assertThat(answer(link, "110101199003078515", code())).redirectedUrl().isEqualTo(link);
		assertThat(withdraw(link, "123456")).as("nothing is submitted yet").hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(submit(no)).hasStatusOk();
		assertThat(stranger(HttpMethod.GET, link)).bodyText().contains("撤回同意");
		assertThat(withdraw(link, "12345")).as("no code").hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		stranger(HttpMethod.POST, link + "/code");
		assertThat(withdraw(link, code())).redirectedUrl().isEqualTo(link);
		assertThat(stranger(HttpMethod.GET, link)).bodyText().contains("您已在").contains("撤回");
		assertThat(withdraw(link, code())).as("once").hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		var review = post(staff("credit.officer"), API + "/" + no + "/review", "{\"reason\":\"资料齐全\"}",
				one("select version::text from credit_application where no = ?", no));
		assertThat(review).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(text(review)).contains("credit.party.taken-back");
		assertThatThrownBy(
				() -> sqlIn("update credit_application set status = 'DUE_DILIGENCE' where no = '" + no + "'"))
			.rootCause()
			.hasMessageContaining("credit_application_parties_ck");
		assertThatThrownBy(() -> sqlIn(
				"update credit_case_party set withdrawn_at = null where state = 'WITHDRAWN' and name = '孙示例'"))
			.rootCause()
			.hasMessageContaining("credit_case_party_withdrawn_ck");
		assertThat(post(staff("credit.officer"), API + "/" + no + "/return", "{\"reason\":\"配偶撤回了\"}",
				one("select version::text from credit_application where no = ?", no)))
			.hasStatusOk();
		assertThat(text(submit(no))).contains("credit.party.missing");
	}

	@Test
	@DisplayName("产品要配偶或共同借款人一起签的，没有就提交不了，数据库也不许")
	void theProductSaysWhoSigns() {
		var no = draft("省农担", 12);
		var path = "/portal/loans/" + no + "/parties";
		assertThat(text(submit(no))).contains("credit.party.co-signer-needed");
		form(path, "role", "GUARANTOR", "name", "冯示例", "mobile", "13700009916");
		agree();
		assertThat(text(submit(no))).as("a counter-guarantor is no co-signer")
			.contains("credit.party.co-signer-needed");
		assertThatThrownBy(() -> sqlIn("update credit_application set status = 'SUBMITTED' where no = '" + no + "'"))
			.rootCause()
			.hasMessageContaining("credit_application");
		form(path, "role", "CO_BORROWER", "name", "陈示例", "mobile", "13700009917");
		assertThat(text(submit(no))).as("named, not agreed").contains("credit.party.missing");
		agree();
		assertThat(submit(no)).hasStatusOk();
	}

	private void agree() {
		var link = link();
		stranger(HttpMethod.POST, link + "/code");
		assertThat(answer(link, "110101199003078515", code())).redirectedUrl().isEqualTo(link);
	}

	private MvcTestResult withdraw(String link, String code) {
		return mvc.post().uri(link + "/withdrawal").param("code", code).with(csrf()).exchange();
	}

	private String draft() {
		return draft("金准贷", 6);
	}

	private String draft(String product, int months) {
		post(farm(), "/api/v1/consents", "");
		post(farm(), "/api/v1/ratings", "{}");
		var answer = post(farm(), API,
				"""
						{"productId":"%s","bankId":"%s","amount":{"amount":"10000.00","currency":"CNY"},"termMonths":%d,
						 "repayMethod":"EQUAL_INSTALMENT","purpose":"联签"}""".formatted(
						one("select id::text from credit_product where name = ? order by edition desc limit 1",
								product),
						one("select id::text from credit_bank where client_id = ?", "bank-a"), months));
		assertThat(answer).as(text(answer)).hasStatus(HttpStatus.CREATED);
		drafted = String.valueOf(answer.getResponse().getHeader("Location")).replaceFirst(".*/", "");
		post(farm(), API + "/" + drafted + "/consent", "");
		return drafted;
	}

	private MvcTestResult submit(String no) {
		return post(farm(), API + "/" + no + "/submission", "",
				one("select version::text from credit_application where no = ?", no));
	}

	private String last(String template) {
		return Objects.requireNonNull(Tenant.callAs(DemoWorld.MAIN_TENANT,
				() -> transaction.execute(_ -> messages.list(null, null, 50)
					.items()
					.stream()
					.filter(it -> it.template().startsWith(template))
					.findFirst()
					.map(Messages.Line::text)
					.orElseThrow())));
	}

	/** As it stands in the message to that phone. */
	private String link() {
		return in(last("credit.message.party."), "(/c/s/[A-Za-z0-9_-]{24})");
	}

	private String code() {
		return in(last("credit.message.party.code"), "([0-9]{6})");
	}

	private static String in(String text, String regex) {
		var found = Pattern.compile(regex).matcher(text);
		assertThat(found.find()).as(text).isTrue();
		return found.group(1);
	}

	private MvcTestResult stranger(HttpMethod method, String path) {
		return mvc.method(method).uri(path).with(csrf()).exchange();
	}

	private MvcTestResult answer(String link, String id, String code) {
		return mvc.post()
			.uri(link)
			.param("idNumber", id)
			.param("code", code)
			.param("agreed", "true")
			.with(csrf())
			.exchange();
	}

	private String page(String path) {
		var answer = send(farm(), HttpMethod.GET, path, "", null);
		assertThat(answer).as(path).hasStatusOk();
		return text(answer);
	}

	private MvcTestResult form(String path, String... params) {
		return as(farm(), path, params);
	}

	private MvcTestResult as(Actor actor, String path, String... params) {
		var request = mvc.post().uri(path).with(authentication(actor.authentication())).with(csrf());
		for (int n = 0; n < params.length; n += 2) {
			request = request.param(params[n], params[n + 1]);
		}
		return request.exchange();
	}

	private void sqlIn(String statement) {
		Tenant.runAs(DemoWorld.MAIN_TENANT, () -> transaction.executeWithoutResult(_ -> sql.sql(statement).update()));
	}

}
