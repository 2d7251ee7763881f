package cn.jinfu.traceability.residue;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.traceability.TraceFourEyes;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/**
 * A laboratory's result: entered by one person of the laboratory, in force when another
 * confirms it.
 */
@Entity
@Table(name = "trace_residue_test")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class ResidueTest extends Aggregate<ResidueTest> {

	/** 自行检测, 委托检测, 监督抽检. */
	public enum TestKind {

		SELF, COMMISSIONED, SUPERVISED

	}

	private String number;

	private UUID memberId;

	private UUID plantingId;

	private @Nullable UUID lotId;

	private String division;

	private String producer;

	private String food;

	@Enumerated(EnumType.STRING)
	private TestKind kind;

	private String laboratory;

	/** Null for a farm's own quick test. */
	private @Nullable UUID laboratoryId;

	private String method;

	private @Nullable UUID reportFileId;

	private String reportNo;

	private LocalDate sampledOn;

	@Enumerated(EnumType.STRING)
	private ResidueTestStatus status;

	@Enumerated(EnumType.STRING)
	private Verdict verdict;

	/** Of the sampling day. */
	private String edition;

	private UUID enteredBy;

	private String enteredName;

	private Instant enteredAt;

	private @Nullable UUID reviewedBy;

	private @Nullable String reviewedName;

	private @Nullable Instant reviewedAt;

	private @Nullable String reviewNote;

	@ElementCollection
	@CollectionTable(name = "trace_residue_item", joinColumns = @JoinColumn(name = "test_id"))
	@OrderColumn(name = "position")
	private List<ResidueItem> items = new ArrayList<>();

	/** Whose crop was sampled. */
	record Sample(UUID memberId, String producer, UUID plantingId, @Nullable UUID lotId, String division, String food,
			LocalDate on) {
	}

	/** Whose paper it is. */
	record Report(TestKind kind, String laboratory, @Nullable UUID laboratoryId, String method, String reportNo,
			@Nullable UUID fileId) {
	}

	static ResidueTest enter(String number, Sample sample, Report report, String edition, List<ResidueItem> items,
			Actor by, Instant at) {
		if (items.isEmpty()) {
			throw new RuleBroken("trace.test.empty").at("lines");
		}
		var test = new ResidueTest();
		test.number = number;
		test.memberId = sample.memberId();
		test.producer = sample.producer();
		test.plantingId = sample.plantingId();
		test.lotId = sample.lotId();
		test.division = sample.division();
		test.food = sample.food();
		test.sampledOn = sample.on();
		test.kind = report.kind();
		test.laboratory = report.laboratory();
		test.laboratoryId = report.laboratoryId();
		test.method = report.method();
		test.reportFileId = report.fileId();
		test.reportNo = report.reportNo();
		test.edition = edition;
		test.items.addAll(items);
		test.verdict = Verdict.of(items.stream().map(ResidueItem::verdict).toList());
		test.status = ResidueTestStatus.ENTERED;
		test.enteredBy = by.personId();
		test.enteredName = by.displayName();
		test.enteredAt = at;
		return test;
	}

	/** Second pair of eyes; from here on the result counts. */
	void confirm(Actor by, Instant at) {
		var next = status.after(ResidueTestStatus.Action.CONFIRM);
		requireOther(by);
		reviewed(next, by, at, null);
	}

	/** Sent back: it never counted, and is entered anew. */
	void reject(Actor by, String reason, Instant at) {
		var next = status.after(ResidueTestStatus.Action.REJECT);
		requireOther(by);
		if (reason.isBlank()) {
			throw new RuleBroken("trace.lot.reason-missing").at("reason");
		}
		reviewed(next, by, at, reason);
	}

	private void requireOther(Actor by) {
		TraceFourEyes.CONFIRM_TEST.requireOther("trace.test.same-person", by.personId(), enteredBy);
	}

	private void reviewed(ResidueTestStatus next, Actor by, Instant at, @Nullable String note) {
		status = next;
		reviewedBy = by.personId();
		reviewedName = by.displayName();
		reviewedAt = at;
		reviewNote = note;
	}

}
