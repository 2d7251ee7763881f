package cn.jinfu.production.iot.device;

import java.time.LocalDate;

import cn.jinfu.kernel.JobDefinition;
import lombok.RequiredArgsConstructor;
import org.springframework.stereotype.Component;

/** Secrets that nobody took are gone after a week, lists after a month. */
@Component
@RequiredArgsConstructor
class DeviceImportCleaning implements JobDefinition {

	private final DeviceImports imports;

	@Override
	public String name() {
		return "production.device-import-cleaning";
	}

	@Override
	public String cron() {
		return "0 45 0 * * *";
	}

	@Override
	public int run(LocalDate businessDate) {
		return imports.clear(businessDate);
	}

}
