package cn.jinfu.credit.bank;

import java.util.Map;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.web.PdfPapers;
import lombok.RequiredArgsConstructor;

import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** A case as one file, for a bank that keeps paper; a look at it like any other. */
@Controller
@RequiredArgsConstructor
class BankCasePaper {

	private final BankCases cases;

	private final CaseQuestions questions;

	private final BusinessClock clock;

	private final PdfPapers papers;

	@GetMapping("/console/bank-cases/{caseNo}/paper")
	@PreAuthorize("hasAuthority('credit:bank-case:view')")
	ResponseEntity<byte[]> show(@PathVariable String caseNo) {
		var reader = Actor.current();
		return papers.show("credit/bank/paper",
				Map.of("file", cases.file(reader.bankClient(), caseNo), "questions",
						questions.ofBank(reader.bankClient(), caseNo), "reader", reader.displayName(), "printedAt",
						clock.now()),
				caseNo);
	}

}
