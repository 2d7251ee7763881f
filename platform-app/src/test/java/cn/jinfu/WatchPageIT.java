package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import java.util.Objects;

import cn.jinfu.traceability.code.CodePaths;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** A consumer leaves his number on the phone, confirms it, and deletes it again. */
class WatchPageIT extends OverHttp {

	@Autowired
	CodePaths paths;

	private String address = "";

	private String code = "";

	private final String mobile = "137" + "%08d".formatted(Math.abs(System.nanoTime()) % 100_000_000);

	@BeforeEach
	void aPackage() {
		address = "10." + (int) (Math.random() * 250) + "." + (int) (Math.random() * 250) + ".7";
		var label = one(
				"""
						select b.code_space || ' ' || b.key_version || ' ' || (b.first_seq + b.count - 1) from trace_label_batch b
						  join trace_lot l on l.tenant_id = b.tenant_id and l.id = b.lot_id
						 where b.status <> 'VOID' and b.voided = 0 and l.status = ? order by b.id limit 1""",
				"RELEASED")
			.split(" ");
		code = paths.label(label[0], Integer.parseInt(label[1]), Long.parseLong(label[2]))
			.replaceFirst("^/t/|^/01/", "")
			.replaceFirst("/21/|/", " ");
	}

	@Test
	void fromTheFormToTheDeletionWithoutALogIn() {
		assertThat(text(mvc.get().uri("/t/watch?code={c}", code).with(this::from).exchange())).contains("召回提醒",
				"个人信息保护法", "待确认", code.split(" ")[0]);
		var asked = post("/t/watch", "code", code, "mobile", mobile, "consent", "true");
		assertThat(asked).hasStatus(HttpStatus.FOUND);
		var place = Objects.requireNonNull(asked.getResponse().getRedirectedUrl());
		assertThat(place).matches("/t/watch/[0-9A-Z]{12}\\?code=[0-9]{6}").doesNotContain(mobile);
		assertThat(asked.getResponse().getCookie("JINFU")).as("no session").isNull();
		var form = text(mvc.get().uri(place).with(this::from).exchange());
		assertThat(form).contains("短信验证码", "value=\"" + place.substring(place.length() - 6) + "\"")
			.doesNotContain(mobile, "deletion");
		var path = place.replaceFirst("\\?.*", "");
		var wrong = post(path, "code", "no");
		assertThat(wrong).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(text(wrong)).contains("验证码不对");
		assertThat(post(path)).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(post(path, "code", place.substring(place.length() - 6))).hasStatus(HttpStatus.FOUND);
		var on = text(mvc.get().uri(path).with(this::from).exchange());
		assertThat(on).contains("已收藏", path + "/deletion").doesNotContain(mobile);
		assertThat(post(path + "/deletion")).hasStatus(HttpStatus.FOUND);
		assertThat(mvc.get().uri(path).with(this::from).exchange()).hasStatus(HttpStatus.NOT_FOUND);
		assertThat(text(mvc.get().uri("/t/watch/done").with(this::from).exchange())).contains("号码已删除");
	}

	@Test
	void whatIsWrongStandsBesideItsField() {
		var none = post("/t/watch", "code", code, "mobile", mobile);
		assertThat(none).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(text(none)).contains("要先同意", "id=\"consent-error\"");
		assertThat(text(post("/t/watch", "code", code, "mobile", "12345", "consent", "true")))
			.contains("id=\"mobile-error\"");
		assertThat(text(post("/t/watch", "code", "X1", "mobile", mobile, "consent", "true")))
			.contains("id=\"code-error\"");
		assertThat(post("/t/watch")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
	}

	private MvcTestResult post(String path, String... fields) {
		var request = mvc.post().uri(path).with(csrf()).with(this::from);
		for (int i = 0; i < fields.length; i += 2) {
			request = request.param(fields[i], fields[i + 1]);
		}
		return request.exchange();
	}

	private org.springframework.mock.web.MockHttpServletRequest from(
			org.springframework.mock.web.MockHttpServletRequest request) {
		request.setRemoteAddr(address);
		return request;
	}

}
