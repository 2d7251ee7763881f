package cn.jinfu.traceability.codecase;

import java.time.LocalDate;

import cn.jinfu.kernel.JobDefinition;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** Every quarter of an hour, so that a wave of copies is seen the same day. */
@Component
@RequiredArgsConstructor
class CodeRulesJob implements JobDefinition {

	private final CodeRules rules;

	@Override
	public String name() {
		return "trace.code-rules";
	}

	@Override
	public String cron() {
		return "0 7/15 * * * *";
	}

	@Override
	public int run(LocalDate businessDate) {
		return rules.look();
	}

}
