package cn.jinfu.member.register;

import java.time.LocalDate;

import cn.jinfu.kernel.JobDefinition;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** Ends memberships whose notice fell due and suspensions that ran out. */
@Component
@RequiredArgsConstructor
class Leaving implements JobDefinition {

	private final MemberCommands commands;

	@Override
	public String name() {
		return "member.leaving";
	}

	@Override
	public String cron() {
		return "0 20 0 * * *";
	}

	@Override
	public int run(LocalDate businessDate) {
		return commands.endDue(businessDate);
	}

}
