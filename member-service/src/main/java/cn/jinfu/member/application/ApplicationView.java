package cn.jinfu.member.application;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Step;
import cn.jinfu.member.MemberKind;
import org.jspecify.annotations.Nullable;

/**
 * What screens and clients see of an application; personal data masked.
 *
 * @param enteredBy who entered it at the counter, null when the applicant did it himself
 * @param blocked code of the refusal that keeps this person from the open step although
 * it is his office's: four eyes; null when nothing does
 */
public record ApplicationView(UUID id, String no, AdmissionStatus status, String name, MemberKind kind,
		@Nullable String uscc, String divisionCode, String division, @Nullable String address,
		@Nullable BigDecimal areaMu, @Nullable String mainProducts, String applicant, @Nullable String applicantMobile,
		@Nullable String applicantId, @Nullable String enteredBy, @Nullable UUID paperFile, @Nullable UUID licenceFile,
		@Nullable Instant submittedAt, @Nullable LocalDate dueOn, @Nullable String deadline,
		@Nullable String returnReason, @Nullable String townshipOpinion, @Nullable Instant townshipAt,
		@Nullable String decisionReason, @Nullable Instant decidedAt, @Nullable UUID memberId,
		@Nullable String memberNo, boolean demo, long version, Set<AdmissionStatus.Action> actions,
		@Nullable String blocked) {

	/** One line of the list. */
	public record Row(UUID id, String no, AdmissionStatus status, String name, MemberKind kind, String place,
			@Nullable BigDecimal areaMu, @Nullable String mainProducts, String applicant, @Nullable String enteredBy,
			@Nullable Instant submittedAt, @Nullable LocalDate dueOn, boolean late, boolean demo) {
	}

	/** Everything on the detail page. */
	record File(ApplicationView view, List<Step> steps, List<StatusHistory.Change> history) {
	}

	public boolean can(String action) {
		return actions.contains(AdmissionStatus.Action.valueOf(action));
	}

	public boolean open() {
		return status.open();
	}

}
