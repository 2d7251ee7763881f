package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import cn.jinfu.kernel.Actor;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** The pages on which people agree where a bank is told and with what it signs. */
class WebhookPagesIT extends OverHttp {

	private static final String PAGE = "/console/webhook-endpoints";

	@Test
	void theDemoShowsAnAddressThatWaitsAndMessagesThatNobodyTook() {
		var list = page(staff("admin"), PAGE);
		assertThat(list).contains("https://bank-a.example/hooks", "待确认", "停用", "新增推送地址", "推送记录");
		assertThat(page(staff("auditor"), PAGE)).contains("https://bank-a.example/hooks").doesNotContain("新增推送地址");
		assertThat(page(staff("credit.officer"), "/console/webhook-deliveries?status=DEAD")).contains("HTTP 503", "连不上")
			.doesNotContain("重发");
		assertThat(page(staff("security"), "/console/webhook-deliveries")).contains("重发");
		assertThat(send(staff("member.clerk"), HttpMethod.GET, PAGE, "", null)).hasStatus(HttpStatus.FORBIDDEN);
	}

	@Test
	void oneProposesAnotherConfirmsAndTheSameIsTold() {
		var first = staff("admin");
		var bank = one("select id::text from credit_bank where client_id = ?", "bank-b");
		var wrong = form(first, PAGE, "bankId", bank, "url", "https://10.1.2.3/h");
		assertThat(wrong).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(text(wrong)).contains("这个地址不是公网地址", "https://10.1.2.3/h");
		var made = form(first, PAGE, "bankId", bank, "url", "https://bank-b.example/h", "types", "loan.settled");
		assertThat(made).hasStatus(HttpStatus.FOUND);
		var path = String.valueOf(made.getResponse().getRedirectedUrl());
		assertThat(page(first, path)).contains("是您提出的", "贷款已结清").doesNotContain("确认启用");
		assertThat(form(first, path + "/confirmation")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		var second = staff("security");
		assertThat(page(second, path)).contains("确认启用");
		assertThat(form(second, path + "/confirmation")).hasStatus(HttpStatus.FOUND);
		assertThat(page(second, path)).contains("等银行的机器领取密钥");
		assertThat(form(second, path + "/stop", "reason", "x")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(form(second, path + "/stop", "reason", "试完了")).hasStatus(HttpStatus.FOUND);
		assertThat(form(second, path + "/closing", "reason", "试完了")).hasStatus(HttpStatus.FOUND);
		assertThat(page(second, path)).contains("试完了");
	}

	private String page(Actor actor, String path) {
		var answer = send(actor, HttpMethod.GET, path, "", null);
		assertThat(answer).as(path).hasStatusOk();
		return text(answer);
	}

	private MvcTestResult form(Actor actor, String path, String... params) {
		var request = mvc.post().uri(path).with(authentication(actor.authentication())).with(csrf());
		for (int n = 0; n < params.length; n += 2) {
			request = request.param(params[n], params[n + 1]);
		}
		return request.exchange();
	}

}
