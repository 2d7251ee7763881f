package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Tenant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockMultipartFile;

/**
 * Letters of recommendation and guarantee: signed, verifiable, printed and scanned back.
 */
class LetterIT extends CaseOverHttp {

	private static final byte[] PDF = "%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF".getBytes();

	@Test
	@DisplayName("推荐函和担保函签了名，扫码就知道是否有效；申请撤回后失效；改了内容核对不符")
	void whoeverHoldsOneLearnsWhetherItStands() {
		var no = dispatched();
		var code = code(no, "RECOMMENDATION");
		assertThat(mvc.get().uri("/c/l/" + code)).hasStatusOk()
			.bodyText()
			.contains("这份函件有效", "推荐函", "示例银行甲", "¥10,000.00", "不是征信报告")
			.doesNotContain("青禾瓜果家庭农场");
		assertThat(mvc.get().uri("/c/l/" + code.substring(0, 4) + "-" + code.substring(4).toLowerCase()))
			.as("as it may be typed from paper")
			.hasStatusOk();
		assertThat(mvc.get().uri("/c/l/AAAAAAAAAAAA")).hasStatus(HttpStatus.NOT_FOUND);
		assertThat(mvc.get().uri("/c/l/" + code(no, "GUARANTEE"))).hasStatusOk().bodyText().contains("担保意向函", "有效");
		assertThat(page(farm(), "/portal/letters")).contains("推荐函", "担保意向函", "有效");
		var id = id(no);
		assertThat(page(farm(), "/portal/letters/" + id)).contains(code, "<svg class=\"qr\"", "予以推荐");
		assertThatThrownBy(() -> in("update credit_letter set body = 'x' where verify_code = '" + code + "'"))
			.rootCause()
			.hasMessageContaining("credit_letter_kept_ck");
		post(farm(), "/api/v1/financing-applications/" + no + "/withdrawal", "{\"reason\":\"不要了\"}",
				one("select version::text from credit_application where no = ?", no));
		drafted = "";
		assertThat(mvc.get().uri("/c/l/" + code)).hasStatusOk().bodyText().contains("已经失效").doesNotContain("这份函件有效");
	}

	@Test
	@DisplayName("打印有文号和签字栏，盖章后传回一次")
	void isPrintedStampedAndScannedBackOnce() {
		var no = dispatched();
		var id = id(no);
		var officer = staff("credit.officer");
		assertThat(page(officer, "/console/financing-applications/" + no)).contains("/console/letters/" + id);
		assertThat(page(officer, "/console/letters/" + id + "/paper")).contains("文号", "经办", "复核", "审批", "盖章处",
				"<svg class=\"qr\"");
		assertThat(page(officer, "/console/letters/" + id)).contains("还没有传回盖章件");
		assertThat(scan(officer, id, new byte[0])).isEqualTo(422);
		assertThat(scan(officer, id, "no paper".getBytes())).isEqualTo(422);
		assertThat(scan(staff("guarantee.reviewer"), id, PDF)).isEqualTo(403);
		assertThat(scan(officer, id, PDF)).isEqualTo(302);
		assertThat(page(officer, "/console/letters/" + id)).contains("查看盖章扫描件");
		assertThat(scan(officer, id, PDF)).isEqualTo(422);
		assertThat(send(staff("data.viewer"), HttpMethod.GET, "/console/letters/" + id, "", null))
			.hasStatus(HttpStatus.FORBIDDEN);
	}

	private int scan(Actor actor, String id, byte[] content) {
		return mvc.post()
			.uri("/console/letters/" + id + "/scan")
			.multipart()
			.file(new MockMultipartFile("paper", "letter.pdf", "application/pdf", content))
			.with(authentication(actor.authentication()))
			.with(csrf())
			.exchange()
			.getResponse()
			.getStatus();
	}

	private String code(String no, String kind) {
		return one("select l.verify_code from credit_letter l join credit_application a on a.id = l.application_id"
				+ " where l.kind = '" + kind + "' and a.no = ? order by l.id desc limit 1", no);
	}

	private String id(String no) {
		return one("select l.id::text from credit_letter l join credit_application a on a.id = l.application_id"
				+ " where l.kind = 'RECOMMENDATION' and a.no = ? order by l.id desc limit 1", no);
	}

	private String page(Actor actor, String path) {
		var answer = send(actor, HttpMethod.GET, path, "", null);
		assertThat(answer).as(path).hasStatusOk();
		return text(answer);
	}

	private void in(String statement) {
		Tenant.runAs(DemoWorld.MAIN_TENANT, () -> transaction.executeWithoutResult(_ -> sql.sql(statement).update()));
	}

}
