package cn.jinfu.traceability.recall;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.traceability.TraceFourEyes;
import cn.jinfu.traceability.recall.RecallStatus.Action;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/** One case: what is wrong, how far it is, and since when the clock runs. */
@Entity
@Table(name = "trace_recall")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class Recall extends Aggregate<Recall> {

	/** 检测不合格, 投诉, 上游通知, 主管部门, 自查. */
	public enum RecallSource {

		TEST, COMPLAINT, UPSTREAM, AUTHORITY, SELF

	}

	private static final int HOURS_PER_LEVEL = 24;

	private String number;

	private boolean drill;

	@Enumerated(EnumType.STRING)
	private RecallSource source;

	private String what;

	@Enumerated(EnumType.STRING)
	private RecallStatus status;

	private @Nullable Integer level;

	private int revision;

	private @Nullable Integer holdMs;

	private Instant openedAt;

	private UUID openedBy;

	private String openedName;

	private @Nullable Instant heldAt;

	private @Nullable Instant scopedAt;

	private @Nullable Instant announcedAt;

	private @Nullable Instant dueAt;

	private @Nullable Instant closedAt;

	private @Nullable UUID closedBy;

	private @Nullable String closedName;

	private @Nullable String report;

	static Recall open(String number, boolean drill, RecallSource source, String what, Actor by, Instant at) {
		if (what.isBlank()) {
			throw new RuleBroken("trace.recall.what-missing").at("what");
		}
		var recall = new Recall();
		recall.number = number;
		recall.drill = drill;
		recall.source = source;
		recall.what = what.strip();
		recall.status = RecallStatus.SUSPICION;
		recall.openedAt = at;
		recall.openedBy = by.personId();
		recall.openedName = by.displayName();
		return recall;
	}

	/** Again when another source was found. */
	void hold(Instant at) {
		status = status.after(Action.GATHER);
		if (heldAt == null) {
			heldAt = at;
		}
	}

	void took(Duration time) {
		holdMs = Math.toIntExact(time.toMillis());
	}

	/**
	 * @param lots how many are in scope
	 */
	void scope(int lots, Instant at) {
		var next = status.after(Action.SCOPE);
		if (lots == 0) {
			throw new RuleBroken("trace.recall.scope-empty", number);
		}
		status = next;
		scopedAt = at;
	}

	/** Starts the clock; said again, it reaches those who joined late. */
	void announce(int howBad, Instant at) {
		var next = status.after(Action.ANNOUNCE);
		if (howBad < 1 || howBad > 3) {
			throw new RuleBroken("trace.recall.level").at("level");
		}
		if (announcedAt != null && level != null && level != howBad) {
			throw new RuleBroken("trace.recall.level-stays", level).at("level");
		}
		status = next;
		if (announcedAt == null) {
			level = howBad;
			announcedAt = at;
			dueAt = at.plus(Duration.ofHours((long) howBad * HOURS_PER_LEVEL));
		}
	}

	void answered() {
		status = status.after(Action.ANSWER);
	}

	/**
	 * @param open notices without an answer
	 * @param newcomers lots that nobody was told of
	 */
	void checkEffect(int open, int newcomers) {
		var next = status.after(Action.CHECK_EFFECT);
		if (open > 0) {
			throw new RuleBroken("trace.recall.notices-open", open);
		}
		if (newcomers > 0) {
			throw new RuleBroken("trace.recall.newcomers", newcomers);
		}
		status = next;
	}

	void close(String words, Actor by, Instant at) {
		var next = status.after(Action.CLOSE);
		TraceFourEyes.CLOSE_RECALL.requireOther("trace.recall.same-person", by.personId(), openedBy);
		end(next, words, by, at);
	}

	/** The suspicion was unfounded. */
	void dismiss(String words, Actor by, Instant at) {
		end(status.after(Action.DISMISS), words, by, at);
	}

	private void end(RecallStatus next, String words, Actor by, Instant at) {
		if (words.isBlank()) {
			throw new RuleBroken("trace.recall.report-missing").at("report");
		}
		status = next;
		report = words.strip();
		closedAt = at;
		closedBy = by.personId();
		closedName = by.displayName();
	}

}
