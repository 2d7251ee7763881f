package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Scope;
import org.junit.jupiter.api.AfterEach;

import org.springframework.http.HttpStatus;

/** A case of the demo farm, brought to its bank. */
abstract class CaseOverHttp extends OverHttp {

	static final String API = "/api/v1/financing-applications";

	/** Empty when nothing is left open. */
	String drafted = "";

	@AfterEach
	void theFarmTakesBackWhatIsOpen() {
		if (!drafted.isEmpty()) {
			post(farm(), API + "/" + drafted + "/withdrawal", "{\"reason\":\"试完了\"}", version());
		}
	}

	/** Through the hands of the farm, the federation and the guarantor. */
	String dispatched() {
		var path = API + "/" + passed("金准贷", "10000.00", "EQUAL_INSTALMENT");
		assertThat(post(staff("guarantee.reviewer"), path + "/diligence", "{\"reason\":\"看过\"}", version()))
			.hasStatusOk();
		assertThat(post(staff("guarantee.director"), path + "/guarantee", "", version())).hasStatusOk();
		return drafted;
	}

	/** Recommended by the federation. */
	String passed(String product, String amount, String method) {
		post(farm(), "/api/v1/consents", "");
		post(farm(), "/api/v1/ratings", "{}");
		var answer = post(farm(), API,
				"""
						{"productId":"%s","bankId":"%s","amount":{"amount":"%s","currency":"CNY"},"termMonths":6,
						 "repayMethod":"%s","purpose":"联调"}""".formatted(
						one("select id::text from credit_product where name = ? order by edition desc limit 1",
								product),
						one("select id::text from credit_bank where client_id = ?", "bank-a"), amount, method));
		assertThat(answer).as(text(answer)).hasStatus(HttpStatus.CREATED);
		drafted = String.valueOf(answer.getResponse().getHeader("Location")).replaceFirst(".*/", "");
		var path = API + "/" + drafted;
		post(farm(), path + "/consent", "");
		assertThat(post(farm(), path + "/submission", "", version())).hasStatusOk();
		assertThat(post(staff("credit.officer"), path + "/review", "{\"reason\":\"资料齐全\"}", version())).hasStatusOk();
		return drafted;
	}

	String version() {
		return one("select version::text from credit_application where no = ?", drafted);
	}

	Actor farm() {
		return sql.sql("select id, person_id, scope_ref from platform_account where login = 'farm.demo'")
			.query((row, n) -> new Actor(Actor.Kind.PERSON, row.getObject(1, UUID.class), row.getObject(2, UUID.class),
					"farm.demo", "farm.demo", DemoWorld.MAIN_TENANT, new Scope(Scope.Kind.MEMBER, row.getString(3)),
					roles.permissions(Set.of("farm"))))
			.single();
	}

}
