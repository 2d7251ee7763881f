package cn.jinfu.traceability.codecase;

import java.time.Instant;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Refusal.RuleBroken;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/** One suspicion about a code, some codes or a lot. */
@Entity
@Table(name = "trace_code_case")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class CodeCase extends Aggregate<CodeCase> {

	/**
	 * 一码多查, 两地相距太远, 未打印先被查, 未出货先被查, 已销毁仍被查, 作废码仍被查, 重复查询偏多, 有人试码, 消费者举报.
	 */
	public enum CodeCaseCause {

		MANY, DISTANCE, UNPRINTED, UNBOUND, UNSOLD, RECALLED, DESTROYED, VOIDED, SHARE, GUESSING, QUOTA, COMPLAINT

	}

	/** 码被复制, 情况属实已说明, 没有问题. */
	public enum Conclusion {

		COPIED, EXPLAINED, UNFOUNDED

	}

	/**
	 * What it is about.
	 *
	 * @param target tells one thing from another of the same cause
	 * @param code as a person reads it
	 * @param owner null where the code is none of ours
	 */
	record Subject(CodeCaseCause cause, String target, String code, @Nullable Owner owner, @Nullable Labels labels) {
	}

	record Owner(UUID memberId, UUID lotId) {
	}

	/** Places within a batch of labels, from one. */
	record Labels(UUID batchId, @Nullable Long from, @Nullable Long to) {
	}

	private String number;

	@Enumerated(EnumType.STRING)
	private CodeCaseCause cause;

	private String target;

	private String code;

	private @Nullable UUID memberId;

	private @Nullable UUID lotId;

	private @Nullable UUID batchId;

	private @Nullable Long labelFrom;

	private @Nullable Long labelTo;

	private int found;

	@Enumerated(EnumType.STRING)
	private CodeCaseStatus status;

	private Instant openedAt;

	private @Nullable String question;

	private @Nullable Instant askedAt;

	private @Nullable Instant dueAt;

	private @Nullable String answer;

	private @Nullable Instant answeredAt;

	private @Nullable String answeredName;

	@Enumerated(EnumType.STRING)
	private @Nullable Conclusion conclusion;

	private @Nullable String words;

	private @Nullable Instant closedAt;

	private @Nullable UUID closedBy;

	private @Nullable String closedName;

	/**
	 * @param found how many scans, labels or, for a share, per cent
	 */
	static CodeCase open(String number, Subject subject, int found, Instant at) {
		var opened = new CodeCase();
		opened.number = number;
		opened.cause = subject.cause();
		opened.target = subject.target();
		opened.code = subject.code();
		if (subject.owner() != null) {
			opened.memberId = subject.owner().memberId();
			opened.lotId = subject.owner().lotId();
		}
		if (subject.labels() != null) {
			opened.batchId = subject.labels().batchId();
			opened.labelFrom = subject.labels().from();
			opened.labelTo = subject.labels().to();
		}
		opened.found = found;
		opened.status = CodeCaseStatus.OPEN;
		opened.openedAt = at;
		return opened;
	}

	/** Another complaint about the same code. */
	void again() {
		found++;
	}

	void ask(String words, Instant at, Instant until) {
		var next = status.after(CodeCaseStatus.Action.ASK);
		if (memberId == null) {
			throw new RuleBroken("trace.code-case.nobody-to-ask");
		}
		question = said(words, "question");
		askedAt = at;
		dueAt = until;
		answer = null;
		answeredAt = null;
		answeredName = null;
		status = next;
	}

	void answer(String words, Actor by, Instant at) {
		status = status.after(CodeCaseStatus.Action.ANSWER);
		answer = said(words, "answer");
		answeredAt = at;
		answeredName = by.displayName();
	}

	void close(Conclusion how, String why, Actor by, Instant at) {
		status = status.after(CodeCaseStatus.Action.CLOSE);
		conclusion = how;
		words = said(why, "words");
		closedAt = at;
		closedBy = by.personId();
		closedName = by.displayName();
	}

	private static String said(String words, String field) {
		if (words.isBlank()) {
			throw new RuleBroken("trace.code-case.no-words").at(field);
		}
		return words.strip();
	}

}
