package cn.jinfu.traceability.brand;

import java.time.LocalDate;

import cn.jinfu.kernel.JobDefinition;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/**
 * Ends licences whose term is over, and stops those whose year was not reviewed or whose
 * holder left a recall unanswered.
 */
@Component
@RequiredArgsConstructor
class LicenceExpiry implements JobDefinition {

	private final LicenceDesk desk;

	@Override
	public String name() {
		return "brand.licence-expiry";
	}

	@Override
	public String cron() {
		return "0 10 0 * * *";
	}

	@Override
	public int run(LocalDate businessDate) {
		return desk.expire(businessDate) + desk.suspendOverdue(businessDate) + desk.suspendSilent();
	}

}
