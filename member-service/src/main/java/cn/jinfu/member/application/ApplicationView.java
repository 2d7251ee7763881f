package cn.jinfu.member.application;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.member.MemberKind;
import org.jspecify.annotations.Nullable;

/** What screens and clients see of an application. */
public record ApplicationView(UUID id, String no, AdmissionStatus status, String name, MemberKind kind,
		@Nullable String uscc, String divisionCode, String division, @Nullable String address,
		@Nullable BigDecimal areaMu, @Nullable String mainProducts, String applicant, @Nullable Instant submittedAt,
		@Nullable LocalDate dueOn, @Nullable String deadline, @Nullable String returnReason,
		@Nullable String townshipOpinion, @Nullable Instant townshipAt, @Nullable String decisionReason,
		@Nullable UUID memberId, boolean demo, long version, Set<AdmissionStatus.Action> actions) {

	public boolean can(String action) {
		return actions.contains(AdmissionStatus.Action.valueOf(action));
	}

}
