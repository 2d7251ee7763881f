package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Messages;
import cn.jinfu.kernel.MobileNumber;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.Tenant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;

@DisplayName("M14: what a farmer was told stands on his page, whichever phone it went to")
class OwnMessageIT extends OverHttp {

	private static final String PATH = "/portal/messages";

	private static final MobileNumber MOBILE = new MobileNumber("13700009931");

	@Autowired
	Messages messages;

	@Test
	void eachReadsWhatHeHimselfWasTold() {
		var one = somebody("farm", Scope.member(Ids.next()));
		var sharer = somebody("farm", Scope.member(Ids.next()));
		assertThat(page(one, PATH)).contains("还没有给您发过消息").doesNotContain("??");
		in(() -> {
			for (int n = 1; n <= 21; n++) {
				messages.tell((n == 21) ? sharer.personId() : one.personId(), new MobileNumber("137000099" + (40 + n)),
						"credit.message.override", "PJ-" + (100 + n), "A", "B", "2026-12-31");
			}
			messages.tell(one.personId(), MOBILE, "credit.message.override", "PJ-200", "A", "B", "2026-12-31");
			messages.send(MOBILE, "message.login-code", "428193", 5);
		});

		var first = page(one, PATH);
		assertThat(first).contains("PJ-200", "看更早的").doesNotContain("428193", "PJ-121", "PJ-101", "??");
		var older = first.replaceAll("(?s).*href=\"(/portal/messages[?]after=[^\"]+)\".*", "$1");
		assertThat(page(one, older)).contains("PJ-101").doesNotContain("PJ-200", "看更早的");
		assertThat(page(sharer, PATH)).contains("PJ-121").doesNotContain("PJ-200");
		var elsewhere = new Actor(Actor.Kind.PERSON, one.personId(), one.personId(), "farm", "farm",
				DemoWorld.OTHER_TENANT, one.scope(), one.permissions());
		assertThat(page(elsewhere, PATH)).contains("还没有给您发过消息");
		assertThat(send(staff("credit.officer"), HttpMethod.GET, PATH, "", null)).hasStatus(HttpStatus.FORBIDDEN);
	}

	private void in(Runnable body) {
		Tenant.callAs(DemoWorld.MAIN_TENANT, () -> transaction.execute(_ -> {
			body.run();
			return true;
		}));
	}

	private String page(Actor actor, String path) {
		var answer = send(actor, HttpMethod.GET, path, "", null);
		assertThat(answer).as(path).hasStatusOk();
		return text(answer);
	}

}
