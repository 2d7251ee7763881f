package cn.jinfu.credit.partner;

import cn.jinfu.credit.bank.BankCases;
import cn.jinfu.credit.bank.BankCases.CaseState;
import cn.jinfu.credit.bank.BankCases.CaseStatus;
import cn.jinfu.credit.bank.BankText;
import cn.jinfu.credit.sandbox.SandboxCases;
import cn.jinfu.credit.sandbox.SandboxCases.FarmAct;
import cn.jinfu.credit.sandbox.SandboxClock;
import cn.jinfu.credit.sandbox.SandboxClock.SandboxDate;
import cn.jinfu.credit.schedule.RepayMethod;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Money;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What a bank's machine can ask of a sandbox, and of nothing else: not found there. */
@RestController
@RequestMapping("/api/partner/v1/sandbox")
@RequiredArgsConstructor
class PartnerSandboxApi {

	private static final Money USUAL = Money.of("100000");

	private static final int USUAL_MONTHS = 12;

	/**
	 * @param state in which the case shall be
	 * @param amount 100000.00 where none is given
	 * @param termMonths 12 where none is given
	 * @param repayMethod equal instalments where none is given
	 */
	record ScenarioBody(@NotNull CaseStatus state, @Nullable Money amount,
			@Nullable @Min(1) @Max(36) Integer termMonths, @Nullable RepayMethod repayMethod) {
	}

	/**
	 * @param days forward; 0 sets the date back to the real one
	 */
	record ClockBody(@NotNull @Min(0) @Max(1096) Integer days) {
	}

	record FarmActBody(@NotNull FarmAct act) {
	}

	private final SandboxCases cases;

	private final SandboxClock clock;

	private final BankCases bank;

	@PostMapping("/scenarios")
	@PreAuthorize("hasAuthority('cases.write')")
	@ResponseStatus(HttpStatus.CREATED)
	public CaseState make(@Valid @RequestBody ScenarioBody body) {
		var client = Actor.current().login();
		var amount = body.amount();
		var months = body.termMonths();
		var method = body.repayMethod();
		var no = cases.make(client, body.state(), (amount != null) ? amount : USUAL,
				(months != null) ? months : USUAL_MONTHS, (method != null) ? method : RepayMethod.EQUAL_INSTALMENT);
		return bank.state(client, no);
	}

	@PostMapping("/cases/{caseNo}/farm-acts")
	@PreAuthorize("hasAuthority('cases.write')")
	@ResponseStatus(HttpStatus.CREATED)
	public CaseState act(@PathVariable @Size(max = 20) @Pattern(regexp = BankText.NUMBER) String caseNo,
			@Valid @RequestBody FarmActBody body) {
		var client = Actor.current().login();
		cases.act(client, caseNo, body.act());
		return bank.state(client, caseNo);
	}

	@GetMapping("/clock")
	@PreAuthorize("hasAuthority('cases.read')")
	public SandboxDate clock() {
		return clock.read(Actor.current().login());
	}

	@PostMapping("/clock")
	@PreAuthorize("hasAuthority('cases.write')")
	@ResponseStatus(HttpStatus.CREATED)
	public SandboxDate move(@Valid @RequestBody ClockBody body) {
		return clock.move(Actor.current().login(), body.days());
	}

}
