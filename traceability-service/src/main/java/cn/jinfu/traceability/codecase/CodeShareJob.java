package cn.jinfu.traceability.codecase;

import java.time.LocalDate;

import cn.jinfu.kernel.JobDefinition;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** Compares the lots of a month with each other, in the night. */
@Component
@RequiredArgsConstructor
class CodeShareJob implements JobDefinition {

	private final CodeRules rules;

	@Override
	public String name() {
		return "trace.code-share";
	}

	@Override
	public String cron() {
		return "0 40 2 * * *";
	}

	@Override
	public int run(LocalDate businessDate) {
		return rules.compare();
	}

}
