package cn.jinfu.member.mandate;

import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Refusal.RuleBroken;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/** 代办授权: who may act for a member, in which days. Two years at most. */
@Entity
@Table(name = "member_mandate")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
class Mandate extends Aggregate<Mandate> {

	private UUID memberId;

	private UUID agentId;

	private String agentName;

	private LocalDate fromOn;

	private LocalDate toOn;

	private String paper;

	private UUID grantedBy;

	private @Nullable LocalDate revokedOn;

	private @Nullable String revokeReason;

	static Mandate grant(UUID memberId, UUID agentId, String agentName, LocalDate from, LocalDate to, String paper,
			UUID grantedBy) {
		if (to.isBefore(from)) {
			throw new RuleBroken("member.mandate.dates").at("to");
		}
		if (to.isAfter(from.plusYears(2))) {
			throw new RuleBroken("member.mandate.too-long").at("to");
		}
		if (paper.isBlank()) {
			throw new RuleBroken("member.mandate.paper").at("paper");
		}
		var it = new Mandate();
		it.memberId = memberId;
		it.agentId = agentId;
		it.agentName = agentName;
		it.fromOn = from;
		it.toOn = to;
		it.paper = paper.strip();
		it.grantedBy = grantedBy;
		return it;
	}

	void revoke(String reason, LocalDate on) {
		if (revokedOn != null) {
			throw new RuleBroken("member.mandate.revoked");
		}
		if (reason.isBlank()) {
			throw new RuleBroken("member.member.reason").at("reason");
		}
		revokedOn = on;
		revokeReason = reason;
	}

	boolean holdsOn(LocalDate day) {
		return revokedOn == null && !day.isBefore(fromOn) && !day.isAfter(toOn);
	}

}
