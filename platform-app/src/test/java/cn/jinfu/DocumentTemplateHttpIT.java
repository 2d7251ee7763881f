package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Scope;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** The papers of banks on the pages of the federation, of the bank and of the farm. */
@DisplayName("R35, R11: what is signed at the bank, and how it was")
class DocumentTemplateHttpIT extends CaseOverHttp {

	private static final String PATH = "/console/document-templates";

	private static final byte[] PDF = "%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
		.getBytes(StandardCharsets.UTF_8);

	private final LocalDate today = LocalDate.now(ZoneId.of("Asia/Shanghai"));

	@Value("${jinfu.data}")
	Path data;

	@Test
	void oneEntersAVersionAnotherPutsItInForceAndAllThreeSidesReadIt() {
		var officer = staff("credit.officer");
		assertThat(page(officer, PATH)).contains("金准贷借款合同（示例）", "银行 App", "在用", "登记新版", "示例银行甲 · 农信盈")
			.doesNotContain("??", "确认启用");
		assertThat(page(staff("auditor"), PATH)).contains("金准贷借款合同（示例）").doesNotContain("登记新版", "停用…");
		assertThat(text(enter(officer, "", null))).contains("err-sum").doesNotContain("??");
		var none = enter(officer, "农信盈借款合同", null);
		assertThat(none).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(text(none)).contains("请选文件", "农信盈借款合同");
		var picture = enter(officer, "农信盈借款合同", "not a paper".getBytes(StandardCharsets.UTF_8));
		assertThat(picture).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(text(picture)).contains("PDF 或 Word");
		assertThat(enter(officer, "农信盈借款合同", PDF)).hasStatus(HttpStatus.FOUND);
		assertThat(page(officer, PATH)).contains("这是您提出的", "待确认");
		var id = one("select id::text from credit_document_template where title = ? and state = 'PROPOSED'", "农信盈借款合同");
		assertThat(page(officer("bank-a"), "/console/bank-documents")).contains("金准贷借款合同（示例）")
			.doesNotContain("农信盈借款合同", "??");
		var same = form(officer, PATH + "/" + id + "/confirmation");
		assertThat(same).as("credit.officer does not approve").hasStatus(HttpStatus.FORBIDDEN);
		var director = staff("guarantee.director");
		assertThat(form(director, PATH + "/" + id + "/confirmation")).hasStatus(HttpStatus.FOUND);
		assertThat(form(director, PATH + "/" + id + "/confirmation")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(page(officer("bank-a"), "/console/bank-documents")).contains("农信盈借款合同");
		assertThat(page(officer("bank-b"), "/console/bank-documents")).doesNotContain("农信盈借款合同", "金准贷借款合同");

		var file = send(officer("bank-a"), HttpMethod.GET, "/console/bank-documents/" + id + "/file", "", null);
		assertThat(file).hasStatusOk().hasHeader("X-Content-Type-Options", "nosniff");
		assertThat(file.getResponse().getContentAsByteArray()).isEqualTo(PDF);
		assertThat(file.getResponse().getHeader("Content-Disposition")).startsWith("attachment");
		assertThat(send(officer("bank-b"), HttpMethod.GET, "/console/bank-documents/" + id + "/file", "", null))
			.hasStatus(HttpStatus.NOT_FOUND);
		assertThat(send(farm(), HttpMethod.GET, "/portal/loan-documents/" + id + "/file", "", null)).hasStatusOk();
		assertThat(send(farm(), HttpMethod.GET, PATH + "/" + id + "/file", "", null)).hasStatus(HttpStatus.FORBIDDEN);
		assertThat(form(director, PATH + "/" + id + "/ending", "reason", ""))
			.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(form(director, PATH + "/" + id + "/ending", "reason", "银行收回")).hasStatus(HttpStatus.FOUND);
		assertThat(page(officer, PATH)).contains("银行收回");
	}

	@Test
	void farmAndBankReadInTheCaseWhatIsSignedAndWhereAndHowItWas() throws Exception {
		var no = dispatched();
		assertThat(page(farm(), "/portal/loans/" + no)).contains("要在银行签的文件", "金准贷借款合同（示例）", "银行 App", "数字证书", "不代银行签")
			.doesNotContain("??");
		var banker = officer("bank-a");
		assertThat(page(banker, "/console/bank-cases/" + no)).contains("要在银行签的文件", "征信查询授权书（示例）");
		var machine = new BankClient(data.resolve("demo/clients/bank-a.json"));
		var documents = machine.get("/cases/" + no).send().json().path("documents");
		assertThat(documents.path(1).path("kind").asString()).isEqualTo("LOAN_CONTRACT");
		assertThat(documents.path(1).path("signedWhere").toString()).contains("BANK_APP", "COUNTER_PAPER");
		assertThat(documents.path(1).path("sha256").asString()).hasSize(64);
		theMachineFetchesThem(machine, no, documents.path(1));
		assertThat(paper(banker, no)).contains("金准贷借款合同（示例）", "第 1 版", "还没签", "银行留存");

		done(banker, no, "receipt", "bankCaseNo", "T-" + no, "branch", "平湖支行");
		done(banker, no, "approval", "amount", "10000", "months", "6", "rate", "3.85", "method", "EQUAL_INSTALMENT",
				"dueDay", "20", "validTo", today.plusDays(20).toString(), "conditions", "");
		assertThat(page(banker, "/console/bank-cases/" + no + "/contract")).contains("怎么签的", "金准贷借款合同（示例）")
			.doesNotContain("??");
		var path = "/console/bank-cases/" + no + "/contract";
		var silent = form(banker, path, contract(no));
		assertThat(silent).as("a person says how").hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		var elsewhere = form(banker, path, contract(no, "signatureKind", "LICENSED_CA"));
		assertThat(elsewhere).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(text(elsewhere)).contains("《金准贷借款合同（示例）》第 1 版不是这样签的");
		var alone = form(banker, path, contract(no, "signatureKind", "COUNTER_PAPER", "who", "王水根"));
		assertThat(alone).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(text(alone)).contains("柜台签的要写明谁来", "王水根");
		var refused = machine.post("/cases/" + no + "/contracts", body(no, ",\"signatureKind\":\"COUNTER_PAPER\""))
			.signed()
			.send();
		assertThat(refused.status()).isEqualTo(422);
		assertThat(refused.json().path("rule").asString()).isEqualTo("credit.case.counter-visit");
		assertThat(refused.json().path("errors").path(0).path("field").asString()).isEqualTo("/visit");
		var told = machine
			.post("/cases/" + no + "/contracts",
					body(no, ",\"signatureKind\":\"COUNTER_PAPER\",\"visit\":"
							+ "{\"who\":\"王水根\",\"place\":\"平湖支行\",\"why\":\"签借款合同\"}"))
			.signed()
			.send();
		assertThat(told.status()).as(told.text()).isEqualTo(201);
		assertThat(machine.post("/cases/" + no + "/contracts", body(no, "")).signed().send().status())
			.as("an older client repeats it")
			.isEqualTo(201);
		assertThat(page(staff("credit.officer"), "/console/financing-applications/" + no))
			.contains("王水根", "平湖支行", "窗口纸质")
			.doesNotContain("零次跑", "??");
		assertThat(page(farm(), "/portal/loans/" + no)).contains("您跑了 1 次");
		assertThat(machine.get("/cases/" + no).send().json().path("contract").path("signatureKind").asString())
			.isEqualTo("COUNTER_PAPER");
		assertThat(paper(banker, no)).contains(today + " 签，银行柜台签纸质", "TC-" + no).doesNotContain("还没签");
		paidBack(machine, no);
		drafted = "";
	}

	/** So that the farm may apply for the same product again in other tests. */
	private void paidBack(BankClient machine, String no) throws Exception {
		var money = "{\"amount\":\"10000.00\",\"currency\":\"CNY\"}";
		var nothing = "{\"amount\":\"0.00\",\"currency\":\"CNY\"}";
		assertThat(machine
			.post("/loans",
					"""
							{"caseNo":"%1$s","contractNo":"TC-%1$s","bankLoanNo":"TL-%1$s","bankTxnNo":"TD-%1$s","valueDate":"%2$s",
							 "accountingDate":"%2$s","transactedAt":"%2$sT09:30:00+08:00","amount":%3$s}"""
						.formatted(no, today, money))
			.signed()
			.send()
			.status()).isEqualTo(201);
		assertThat(machine
			.post("/loans/TL-" + no + "/transactions",
					"""
							{"type":"REPAYMENT","bankTxnNo":"TR-%s","valueDate":"%s","amount":%s,
							 "split":{"principal":%s,"interest":%s,"penalty":%s}}""".formatted(no, today, money, money,
							nothing, nothing))
			.signed()
			.send()
			.status()).isEqualTo(201);
		var lines = machine.get("/loans/TL-" + no).send().json().path("transactions");
		assertThat(lines.toString()).contains("\"accountingDate\":\"" + today + "\"", today + "T01:30:00Z");
	}

	private void theMachineFetchesThem(BankClient machine, String no, JsonNode part) throws Exception {
		var path = "/cases/" + no + "/documents/";
		var file = machine.get(path + part.path("id").asString()).send();
		assertThat(file.status()).as(file.text()).isEqualTo(200);
		var hash = MessageDigest.getInstance("SHA-256").digest(file.response().body());
		assertThat(HexFormat.of().formatHex(hash)).isEqualTo(part.path("sha256").asString());
		var headers = file.response().headers();
		assertThat(headers.firstValue("Content-Type")).hasValue("application/pdf");
		assertThat(headers.firstValue("Content-Digest"))
			.hasValue("sha-256=:" + Base64.getEncoder().encodeToString(hash) + ":");
		assertThat(headers.firstValue("ETag"))
			.hasValueSatisfying(it -> assertThat(it).contains(part.path("sha256").asString().substring(0, 32)));
		assertThat(headers.firstValue("Signature")).isPresent();
		assertThat(headers.firstValue("Content-Disposition"))
			.hasValueSatisfying(it -> assertThat(it).startsWith("attachment"));
		assertThat(machine.get(path + UUID.randomUUID()).send().problem()).isEqualTo("not_found");
		assertThat(machine.get(path + "mine").send().status()).isEqualTo(400);
		assertThat(new BankClient(data.resolve("demo/clients/bank-b.json")).get(path + part.path("id").asString())
			.send()
			.problem()).isEqualTo("not_found");
		assertThat(page(farm(), "/portal/loans/consents")).contains(no + " 金准贷借款合同（示例）");
	}

	private String paper(Actor banker, String no) throws IOException {
		var answer = send(banker, HttpMethod.GET, "/console/bank-cases/" + no + "/paper", "", null);
		assertThat(answer).hasStatusOk();
		try (var paper = Loader.loadPDF(answer.getResponse().getContentAsByteArray())) {
			return new PDFTextStripper().getText(paper);
		}
	}

	private static String body(String no, String rest) {
		return """
				{"contractNo":"TC-%s","signedOn":"%s","principal":{"amount":"10000.00","currency":"CNY"},"ratePercent":3.85%s}"""
			.formatted(no, LocalDate.now(ZoneId.of("Asia/Shanghai")), rest);
	}

	private String[] contract(String no, String... more) {
		var all = new ArrayList<>(
				List.of("contractNo", "TC-" + no, "signedOn", today.toString(), "principal", "10000", "rate", "3.85"));
		all.addAll(List.of(more));
		return all.toArray(String[]::new);
	}

	private Actor officer(String bank) {
		return somebody("bank.officer", Scope.bank(bank));
	}

	private String page(Actor actor, String path) {
		var answer = send(actor, HttpMethod.GET, path, "", null);
		assertThat(answer).as(path).hasStatusOk();
		return text(answer);
	}

	private void done(Actor banker, String no, String act, String... params) {
		var answer = form(banker, "/console/bank-cases/" + no + "/" + act, params);
		assertThat(answer).as(act + " " + text(answer)).hasStatus(HttpStatus.FOUND);
	}

	private MvcTestResult form(Actor actor, String path, String... params) {
		var request = mvc.post().uri(path).with(authentication(actor.authentication())).with(csrf());
		for (int n = 0; n < params.length; n += 2) {
			request = request.param(params[n], params[n + 1]);
		}
		return request.exchange();
	}

	private MvcTestResult enter(Actor officer, String title, byte @Nullable [] file) {
		var request = mvc.post().uri(PATH).multipart().with(authentication(officer.authentication())).with(csrf());
		if (file != null) {
			request.file(new MockMultipartFile("file", "合同.pdf", "application/pdf", file));
		}
		return request.param("pair", "bank-a NXY")
			.param("kind", "LOAN_CONTRACT")
			.param("title", title)
			.param("signedWhere", "BANK_APP", "COUNTER_PAPER")
			.param("from", today.toString())
			.param("note", "首版")
			.exchange();
	}

}
