package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jinfu.kernel.DemoWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpMethod;

/** What is printed of the chain: labels, certificate, report of a recall. */
class TracePapersIT extends OverHttp {

	/** The rule fixes its words; who prints it may read any language. */
	@ParameterizedTest
	@ValueSource(strings = { "zh-CN", "en" })
	void theCertificateHasTheRulesWordsWhateverTheLanguage(String language) {
		var id = one("select id::text from trace_certificate where tenant_id = ? and by_lab_test order by number limit 1",
				DemoWorld.MAIN_TENANT);
		for (var size : new String[] { "", "&size=60x40" }) {
			assertThat(page("brand.officer", "/console/certificates/" + id + "/print?lang=" + language + size)).contains(
					"承诺达标合格证", "我承诺", "委托检测合格", "产品名称", "数量（重量）", "千克", "产地", "承诺主体", "联系方式", "开具日期");
		}
	}

	@Test
	void aSheetSaysHowItsOwnPaperIsPrinted() {
		var id = one("select id::text from trace_label_batch where number = ?", "BQ-000008");
		var sheet = "/console/label-orders/" + id + "/sheet?paper=";
		assertThat(page("brand.officer", sheet + "A4")).contains("打印出来是 A4 纸原大小");
		assertThat(page("brand.officer", sheet + "ROLL")).contains("每枚 40×60 毫米").doesNotContain("打印出来是 A4 纸原大小");
	}

	@Test
	void theReportOfARecallIsSignedAndSealed() {
		var id = one("select id::text from trace_recall where tenant_id = ? and status = 'CLOSED' limit 1",
				DemoWorld.MAIN_TENANT);
		assertThat(page("brand.officer", "/console/recalls/" + id + "/report")).contains("经办", "复核", "审批", "（签字）",
				"（盖章处）");
	}

	private String page(String role, String path) {
		var answer = send(staff(role), HttpMethod.GET, path, "", null);
		assertThat(answer).as(path).hasStatusOk();
		return text(answer);
	}

}
