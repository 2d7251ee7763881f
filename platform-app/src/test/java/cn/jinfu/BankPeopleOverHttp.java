package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.Tenant;

import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** People of a bank at the pages and forms of its portal. */
abstract class BankPeopleOverHttp extends CaseOverHttp {

	/** Each time another person of that bank. */
	Actor officer(String bank) {
		return somebody("bank.officer", Scope.bank(bank));
	}

	String page(Actor actor, String path) {
		var answer = send(actor, HttpMethod.GET, path, "", null);
		assertThat(answer).as(path).hasStatusOk();
		return text(answer);
	}

	/**
	 * @param params name and value by turns
	 */
	MvcTestResult form(Actor actor, String path, String... params) {
		var request = mvc.post().uri(path).with(authentication(actor.authentication())).with(csrf());
		for (int n = 0; n < params.length; n += 2) {
			request = request.param(params[n], params[n + 1]);
		}
		return request.exchange();
	}

	/** In the demo federation. */
	void in(String statement) {
		Tenant.runAs(DemoWorld.MAIN_TENANT, () -> transaction.executeWithoutResult(_ -> sql.sql(statement).update()));
	}

}
