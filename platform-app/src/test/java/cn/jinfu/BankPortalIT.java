package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Scope;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** A bank's people bring a case to its end without any machine. */
class BankPortalIT extends BankPeopleOverHttp {

	private static final String CASES = "/console/bank-cases";

	private final LocalDate today = LocalDate.now(ZoneId.of("Asia/Shanghai"));

	@Test
	void fromReceiptToTheLastRepaymentByForm() {
		var no = dispatched();
		var officer = officer("bank-a");
		assertThat(page(officer, CASES)).contains(no, "我行的案子");
		var shown = page(officer, CASES + "/" + no);
		assertThat(shown).contains("不是征信报告", "收件", "同意", "不予通过").doesNotContain("登记合同");
		assertThat(one("select reader from credit_access_log where resource = ? order by id desc limit 1", no))
			.isEqualTo("示例银行甲 bank.officer");

		refusedForm(officer, no, "question", "text", "土地租期到哪年", "dueDate", today.minusDays(1).toString());
		done(officer, no, "question", "text", "土地租期到哪年", "dueDate", today.plusDays(5).toString());
		done(officer, no, "question", "text", "土地租期到哪年", "dueDate", today.plusDays(5).toString());
		var phone = "/portal/loans/" + no + "/questions";
		assertThat(page(farm(), phone)).containsOnlyOnce("土地租期到哪年");
		var question = one("select q.id::text from credit_case_question q join credit_application a"
				+ " on a.id = q.application_id where a.no = ?", no);
		assertThat(form(farm(), phone, "question", question, "answer", "")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(form(farm(), phone, "question", question, "answer", "到二〇三一年")).hasStatus(HttpStatus.FOUND);
		assertThat(form(farm(), phone, "question", question, "answer", "改一下"))
			.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(page(officer, CASES + "/" + no)).contains("到二〇三一年", "问会员的");
		assertThat(
				one("select status from credit_outbound_event where type = 'case.info_supplied' and subject = ?", no))
			.isEqualTo("DISPATCHED");

		refusedForm(officer, no, "receipt", "bankCaseNo", "", "branch", "平湖支行");
		done(officer, no, "receipt", "bankCaseNo", "P-" + no, "branch", "平湖支行");
		assertThat(page(officer, CASES + "/" + no + "/approval")).contains("value=\"10000.00\"");
		var above = form(officer, CASES + "/" + no + "/approval", approval("99999999"));
		assertThat(above).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(text(above)).contains("99999999");
		done(officer, no, "approval", approval("10000"));
		done(officer, no, "contract", "contractNo", "PC-" + no, "signedOn", today.toString(), "principal", "10000",
				"rate", "3.85", "signatureKind", "BANK_APP");
		var booked = form(officer, CASES + "/" + no + "/disbursement", "contractNo", "PC-" + no, "bankLoanNo",
				"PL-" + no, "bankTxnNo", "PD-" + no, "amount", "10000", "valueDate", today.toString(), "accountingDate",
				today.minusDays(1).toString(), "transactedAt", today.minusDays(1) + "T09:31");
		assertThat(booked).hasStatus(HttpStatus.FOUND);
		assertThat(page(officer, String.valueOf(booked.getResponse().getRedirectedUrl()))).contains("已入账", "PL-" + no);

		var loan = "/console/bank-loans/PL-" + no;
		assertThat(page(officer, loan)).contains("PD-" + no, "登记还款", "记账日", "09:31");
		assertThat(one("select content::json ->> 'transactedAt' from credit_booking where bank_txn_no = ?", "PD-" + no))
			.as("what is typed is the time of Shanghai")
			.startsWith(today.minusDays(1) + "T01:31");
		assertThat(page(officer, loan + "/repayment")).contains("type=\"datetime-local\"", "记账日", "交易时间");
		var ahead = form(officer, loan + "/repayment", "bankTxnNo", "PR-" + no, "valueDate", today.toString(), "amount",
				"10000", "accountingDate", today.plusDays(30).toString(), "transactedAt", today + "T10:05");
		assertThat(ahead).as("R24: one working day ahead at most").hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(text(ahead)).contains("value=\"" + today + "T10:05\"");
		var split = form(officer, loan + "/repayment", "bankTxnNo", "PR-" + no, "valueDate", today.toString(), "amount",
				"10000", "principal", "9000", "interest", "0", "penalty", "0");
		assertThat(split).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(form(officer, loan + "/repayment", "bankTxnNo", "PR-" + no, "valueDate", today.toString(), "amount",
				"10000", "principal", "10000", "interest", "0", "penalty", "0", "accountingDate", today.toString(),
				"transactedAt", ""))
			.hasStatus(HttpStatus.FOUND);
		assertThat(
				one("select content::json ->> 'accountingDate' from credit_booking where bank_txn_no = ?", "PR-" + no))
			.isEqualTo(today.toString());
		var again = form(officer, loan + "/repayment", "bankTxnNo", "PR-" + no, "valueDate", today.toString(), "amount",
				"5000");
		assertThat(again).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(text(again)).as("in the words of the form")
			.contains("同一流水号已报过，内容不同：金额、本金、利息、罚息。")
			.doesNotContain("amount,principal");
		assertThat(form(officer, loan + "/settlement", "bankTxnNo", "PS-" + no, "valueDate", today.toString()))
			.hasStatus(HttpStatus.FOUND);
		assertThat(one("select status from credit_application where no = ?", no)).isEqualTo("SETTLED");
		drafted = "";
	}

	@Test
	void anotherBanksPeopleFindNothing() {
		var no = anyCase();
		var other = officer("bank-b");
		assertThat(page(other, CASES)).doesNotContain(no);
		for (var path : new String[] { "", "/receipt", "/decline", "/contract", "/disbursement", "/approval" }) {
			assertThat(send(other, HttpMethod.GET, CASES + "/" + no + path, "", null)).as(path)
				.hasStatus(HttpStatus.NOT_FOUND);
		}
		assertThat(form(other, CASES + "/" + no + "/decline", "code", "R09", "text", "不行"))
			.hasStatus(HttpStatus.NOT_FOUND);
		assertThat(send(other, HttpMethod.GET, "/console/partner-conformance?bank=bank-a", "", null))
			.hasStatus(HttpStatus.NOT_FOUND);
		assertThat(page(other, "/console/partner-conformance")).contains("示例银行乙").doesNotContain("示例银行甲");
		var loan = one("select l.bank_loan_no from credit_loan l join credit_bank b on b.id = l.bank_id"
				+ " where b.client_id = ? limit 1", "bank-a");
		assertThat(send(other, HttpMethod.GET, "/console/bank-loans/" + loan, "", null))
			.hasStatus(HttpStatus.NOT_FOUND);
	}

	/** R36: the limit was looked at before; what is new is only the amount. */
	@Test
	void insideItsSubLimitAFarmDrawsWithoutANewFirstCheck() {
		var no = dispatched();
		var officer = officer("bank-a");
		done(officer, no, "approval", approval("10000"));
		done(officer, no, "contract", "contractNo", "DC-" + no, "signedOn", today.toString(), "principal", "10000",
				"rate", "3.85", "signatureKind", "BANK_APP");
		done(officer, no, "disbursement", "contractNo", "DC-" + no, "bankLoanNo", "DL-" + no, "bankTxnNo", "DD-" + no,
				"amount", "10000", "valueDate", today.toString());
		drafted = "";
		assertThat(page(farm(), "/portal/loans")).contains("现在可用", "额度内用款");
		assertThat(page(farm(), "/portal/loans/draw")).contains("不用再初审", "年化");
		assertThat(form(farm(), "/portal/loans/draw", "amount", "")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		var above = form(farm(), "/portal/loans/draw", "amount", "99999999");
		assertThat(above).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(text(above)).contains("最多还能用");
		var drawn = form(farm(), "/portal/loans/draw", "amount", "10000");
		assertThat(drawn).as(text(drawn)).hasStatus(HttpStatus.FOUND);
		drafted = String.valueOf(drawn.getResponse().getRedirectedUrl()).replaceFirst(".*/", "");
		assertThat(one("select status || ' ' || opinion from credit_application where no = ?", drafted))
			.startsWith("DUE_DILIGENCE 额度内用款，沿用推荐函 TJ-");
		assertThat(one("select (reviewed_by = (select reviewed_by from credit_application where no = '" + no
				+ "'))::text from credit_application where no = ?", drafted))
			.isEqualTo("true");
		assertThat(form(farm(), "/portal/loans/draw", "amount", "10000")).as("one under way for a product")
			.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(form(officer, "/portal/loans/draw", "amount", "10000")).hasStatus(HttpStatus.FORBIDDEN);
	}

	/** What its form may do at all its machine may do; who enters is not who confirms. */
	@Test
	void whereABankWantsItAnotherOfItsPeopleConfirmsWhatOneEntered() {
		var no = dispatched();
		in("update credit_bank set four_eyes = true where client_id = 'bank-a'");
		try {
			var maker = officer("bank-a");
			var checker = officer("bank-a");
			assertThat(form(maker, CASES + "/" + no + "/approval", approval("99999999")))
				.as("what would be refused is refused to who enters it")
				.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
			done(maker, no, "approval", approval("10000"));
			assertThat(one("select status from credit_application where no = ?", no)).isEqualTo("DISPATCHED");
			assertThat(form(maker, CASES + "/" + no + "/decline", "code", "R09", "text", "不行"))
				.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
			assertThat(page(maker, CASES + "/" + no)).contains("这是您录入的", "¥10,000.00").doesNotContain("复核通过");
			assertThat(page(checker, CASES)).contains("复核通过", "bank.officer");
			var draft = draft(no);
			assertThat(form(maker, draft + "/confirmation")).as("nobody confirms his own")
				.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
			assertThat(form(officer("bank-b"), draft + "/confirmation")).as("of another bank")
				.hasStatus(HttpStatus.NOT_FOUND);
			assertThat(form(checker, draft + "/returning", "reason", "")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
			assertThat(form(checker, draft + "/returning", "reason", "期限写错了")).hasStatus(HttpStatus.FOUND);
			assertThat(form(checker, draft + "/confirmation")).as("closed").hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);

			done(maker, no, "approval", approval("10000"));
			assertThat(form(checker, draft(no) + "/confirmation")).hasStatus(HttpStatus.FOUND);
			assertThat(one("select status from credit_application where no = ?", no)).isEqualTo("BANK_APPROVED");
			done(checker, no, "contract", "contractNo", "QC-" + no, "signedOn", today.toString(), "principal", "10000",
					"rate", "3.85", "signatureKind", "BANK_APP");
			assertThat(form(maker, draft(no) + "/confirmation")).hasStatus(HttpStatus.FOUND);
			done(maker, no, "disbursement", "contractNo", "QC-" + no, "bankLoanNo", "QL-" + no, "bankTxnNo", "QD-" + no,
					"amount", "10000", "valueDate", today.toString());
			assertThat(one("select count(*)::text from credit_booking where bank_loan_no = ?", "QL-" + no))
				.isEqualTo("0");
			assertThat(form(checker, draft(no) + "/confirmation")).hasStatus(HttpStatus.FOUND);
			assertThat(one("select status from credit_application where no = ?", no)).isEqualTo("DISBURSED");
			assertThatThrownBy(() -> in(
					"""
							insert into credit_bank_draft (id, tenant_id, bank_id, case_no, act, content, state, entered_by,
							  entered_name, entered_at, closed_by, closed_name, closed_at)
							select gen_random_uuid(), tenant_id, bank_id, case_no, act, content, 'CONFIRMED', entered_by, 'x', now(),
							       entered_by, 'x', now() from credit_bank_draft limit 1"""))
				.rootCause()
				.hasMessageContaining("credit_bank_draft_two_people_ck");
			assertThatThrownBy(() -> in("update credit_bank_draft set content = '{}'")).rootCause()
				.hasMessageContaining("credit_bank_draft_final_ck");
		}
		finally {
			in("update credit_bank set four_eyes = false where client_id = 'bank-a'");
			drafted = "";
		}
	}

	private String draft(String no) {
		return "/console/bank-drafts/"
				+ one("select id::text from credit_bank_draft where case_no = ? and state = 'ENTERED'", no);
	}

	@Test
	void aRoleWithoutABankIsNoBanksPerson() {
		assertThat(send(somebody("bank.officer", Scope.ALL), HttpMethod.GET, CASES, "", null))
			.hasStatus(HttpStatus.FORBIDDEN);
	}

	@Test
	void withoutConsentTheFileIsWithheldAndTheDeedIsNot() {
		var no = dispatched();
		var consent = one("""
				select c.id::text from credit_consent c join credit_application a on a.tenant_id = c.tenant_id
				   and a.member_id = c.member_id and a.bank_id = c.bank_id
				 where a.no = ? and c.status = 'ACTIVE' order by c.no desc limit 1""", no);
		assertThat(post(farm(), "/api/v1/consents/" + consent + "/revocation", "").getResponse().getStatus())
			.isLessThan(300);
		var officer = officer("bank-a");
		var shown = page(officer, CASES + "/" + no);
		assertThat(shown).contains("撤回", "收件", "不予通过").doesNotContain("不是征信报告", "/approval");
		assertThat(one("select outcome from credit_access_log where resource = ? order by id desc limit 1", no))
			.isEqualTo("REFUSED");
		done(officer, no, "decline", "code", "R09", "text", "会员撤回授权");
		assertThat(one("select status from credit_application where no = ?", no)).isEqualTo("DECLINED");
		drafted = "";
	}

	@Test
	@DisplayName("R21: a case as one file, under the same consent and in the same log")
	void aCaseIsAFileForItsBankAlone() throws Exception {
		var no = dispatched();
		var path = CASES + "/" + no + "/paper";
		var before = Integer.parseInt(one("select count(*)::text from credit_access_log where resource = ?", no));
		var answer = send(officer("bank-a"), HttpMethod.GET, path, "", null);
		assertThat(answer).hasStatusOk().hasContentType(MediaType.APPLICATION_PDF);
		try (var paper = Loader.loadPDF(answer.getResponse().getContentAsByteArray())) {
			assertThat(paper.getNumberOfPages()).isBetween(1, 9);
			assertThat(new PDFTextStripper().getText(paper)).contains(no, "只用于本案");
		}
		assertThat(Integer.parseInt(one("select count(*)::text from credit_access_log where resource = ?", no)))
			.isEqualTo(before + 1);
		assertThat(send(officer("bank-b"), HttpMethod.GET, path, "", null)).hasStatus(HttpStatus.NOT_FOUND);
		assertThat(send(staff("credit.officer"), HttpMethod.GET, path, "", null)).hasStatus(HttpStatus.FORBIDDEN);
	}

	@Test
	void anAccountOfABankHasItsBankAndNoOtherRole() {
		var admin = staff("admin");
		var wrong = form(admin, "/console/accounts", "login", "pb." + UUID.randomUUID().toString().substring(0, 6),
				"displayName", "银行人", "scope", "BANK", "roles", "bank.officer");
		assertThat(wrong).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(text(wrong)).contains("请选择是哪家银行的人");
		var both = form(admin, "/console/accounts", "login", "pb." + UUID.randomUUID().toString().substring(0, 6),
				"displayName", "银行人", "scope", "ALL", "roles", "bank.officer");
		assertThat(both).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(text(both)).contains("银行客户经理的范围是一家银行");
	}

	private String[] approval(String amount) {
		return new String[] { "amount", amount, "months", "6", "rate", "3.85", "method", "EQUAL_INSTALMENT", "dueDay",
				"20", "validTo", today.plusDays(20).toString() };
	}

	private void done(Actor officer, String no, String act, String... params) {
		var answer = form(officer, CASES + "/" + no + "/" + act, params);
		assertThat(answer).as(act + " " + text(answer)).hasStatus(HttpStatus.FOUND);
	}

	private void refusedForm(Actor officer, String no, String act, String... params) {
		assertThat(form(officer, CASES + "/" + no + "/" + act, params)).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
	}

	private String anyCase() {
		return one(
				"""
						select a.no from credit_application a join credit_bank b on b.tenant_id = a.tenant_id and b.id = a.bank_id
						 where b.client_id = ? and a.dispatched_at is not null order by a.no limit 1""",
				"bank-a");
	}

}
