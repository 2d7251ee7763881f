package cn.jinfu.member.duty;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Refusal.RuleBroken;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;

/** 值班: who answers the telephone of a federation from when to when; a week at most. */
@Entity
@Table(name = "member_duty_shift")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
class DutyShift extends Aggregate<DutyShift> {

	private static final Duration LONGEST = Duration.ofDays(7);

	private UUID organisationId;

	private String personName;

	private String phone;

	private Instant fromAt;

	private Instant toAt;

	static DutyShift plan(UUID organisationId, String personName, String phone, Instant from, Instant to, Instant now) {
		if (personName.isBlank()) {
			throw new RuleBroken("member.duty.name").at("personName");
		}
		if (!phone.matches("[0-9][0-9-]{4,19}")) {
			throw new RuleBroken("member.duty.phone").at("phone");
		}
		if (!to.isAfter(from)) {
			throw new RuleBroken("member.duty.hours").at("to");
		}
		if (Duration.between(from, to).compareTo(LONGEST) > 0) {
			throw new RuleBroken("member.duty.long").at("to");
		}
		if (!to.isAfter(now)) {
			throw new RuleBroken("member.duty.past").at("to");
		}
		var it = new DutyShift();
		it.organisationId = organisationId;
		it.personName = personName.strip();
		it.phone = phone;
		it.fromAt = from;
		it.toAt = to;
		return it;
	}

}
