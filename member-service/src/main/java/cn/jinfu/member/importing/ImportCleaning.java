package cn.jinfu.member.importing;

import java.time.LocalDate;

import cn.jinfu.kernel.JobDefinition;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** Uploaded lists hold personal data: after thirty days they are cleared. */
@Component
@RequiredArgsConstructor
class ImportCleaning implements JobDefinition {

	static final int DAYS = 30;

	private final ImportDesk desk;

	@Override
	public String name() {
		return "member.import-cleaning";
	}

	@Override
	public String cron() {
		return "0 40 0 * * *";
	}

	@Override
	public int run(LocalDate businessDate) {
		return desk.clearOlderThan(businessDate.minusDays(DAYS));
	}

}
