package cn.jinfu.production.hospital;

import java.time.LocalDate;

import cn.jinfu.kernel.JobDefinition;
import cn.jinfu.production.hospital.prescription.PrescriptionCommands;
import lombok.RequiredArgsConstructor;
import org.springframework.stereotype.Component;

/** Ends prescriptions whose day is over, early every morning. */
@Component
@RequiredArgsConstructor
class PrescriptionExpiry implements JobDefinition {

	private final PrescriptionCommands prescriptions;

	@Override
	public String name() {
		return "production.prescription-expiry";
	}

	@Override
	public String cron() {
		return "0 20 0 * * *";
	}

	@Override
	public int run(LocalDate businessDate) {
		return prescriptions.expire(businessDate);
	}

}
