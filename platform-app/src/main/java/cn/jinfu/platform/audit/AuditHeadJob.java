package cn.jinfu.platform.audit;

import java.time.LocalDate;

import cn.jinfu.kernel.JobDefinition;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** One seal a day goes outside the database; the operator carries it on from there. */
@Component
@RequiredArgsConstructor
class AuditHeadJob implements JobDefinition {

	private final AuditChecks checks;

	@Override
	public String name() {
		return "platform.audit-heads";
	}

	@Override
	public String cron() {
		return "0 0 3 * * *";
	}

	@Override
	public int run(LocalDate businessDate) {
		return checks.export(businessDate);
	}

}
