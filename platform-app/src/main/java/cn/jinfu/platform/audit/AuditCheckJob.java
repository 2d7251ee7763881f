package cn.jinfu.platform.audit;

import java.time.LocalDate;

import cn.jinfu.kernel.JobDefinition;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** Fails when the chain does not hold, so that the page of the jobs shows it in red. */
@Component
@RequiredArgsConstructor
class AuditCheckJob implements JobDefinition {

	private final AuditChecks checks;

	@Override
	public String name() {
		return "platform.audit-check";
	}

	@Override
	public String cron() {
		return "0 10 3 * * *";
	}

	@Override
	public int run(LocalDate businessDate) {
		var check = checks.check("system");
		if (!check.holds()) {
			throw new IllegalStateException("the audit chain does not hold: " + check);
		}
		return Math.toIntExact(Math.min(check.sealed(), Integer.MAX_VALUE));
	}

}
