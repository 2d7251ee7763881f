package cn.jinfu.traceability.recall;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/** What one holder is asked, and what he says he found. */
@Entity
@Table(name = "trace_recall_notice")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
class RecallNotice extends Aggregate<RecallNotice> {

	/** 待回报, 已回报, 已上报. */
	public enum NoticeStatus {

		SENT, ANSWERED, ESCALATED

	}

	/** Holds lots here, or bought goods of them. */
	enum HolderKind {

		MEMBER, BUYER

	}

	private UUID recallId;

	@Enumerated(EnumType.STRING)
	private HolderKind holderKind;

	private @Nullable UUID holderId;

	private String holderName;

	private int lots;

	private BigDecimal kg;

	@Enumerated(EnumType.STRING)
	private NoticeStatus status;

	private Instant sentAt;

	private @Nullable BigDecimal foundKg;

	private @Nullable BigDecimal soldKg;

	private @Nullable BigDecimal destroyedKg;

	private @Nullable String proof;

	private @Nullable Instant answeredAt;

	private @Nullable UUID answeredBy;

	private @Nullable String answeredName;

	/**
	 * @param found still there and set aside
	 * @param sold gone to people who cannot be reached
	 */
	record Answer(BigDecimal found, BigDecimal sold, BigDecimal destroyed, String proof) {

		BigDecimal sum() {
			return found.add(sold).add(destroyed);
		}
	}

	void answer(Answer answer, Actor by, Instant at) {
		if (status == NoticeStatus.ANSWERED) {
			throw new WrongState("trace.recall.answered", holderName);
		}
		if (answer.found().signum() < 0 || answer.sold().signum() < 0 || answer.destroyed().signum() < 0
				|| answer.sum().compareTo(kg) > 0) {
			throw new RuleBroken("trace.recall.answer-kg", answer.sum(), kg).at("foundKg");
		}
		if (answer.proof().isBlank()) {
			throw new RuleBroken("trace.recall.proof-missing").at("proof");
		}
		status = NoticeStatus.ANSWERED;
		foundKg = answer.found();
		soldKg = answer.sold();
		destroyedKg = answer.destroyed();
		told(answer.proof(), by, at);
	}

	/** Nobody answers: told to the authority, with what was tried. */
	void escalate(String words, Actor by, Instant at) {
		if (status != NoticeStatus.SENT) {
			throw new WrongState("trace.recall.answered", holderName);
		}
		if (words.isBlank()) {
			throw new RuleBroken("trace.recall.proof-missing").at("proof");
		}
		status = NoticeStatus.ESCALATED;
		told(words, by, at);
	}

	private void told(String words, Actor by, Instant at) {
		proof = words.strip();
		answeredAt = at;
		answeredBy = by.personId();
		answeredName = by.displayName();
	}

}
