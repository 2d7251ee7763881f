package cn.jinfu.traceability.label;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
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

/**
 * Labels that an outlet prints for a farm. Whoever knows the code of six digits fetches
 * them; the outlet does not see it.
 */
@Entity
@Table(name = "trace_print_job")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class PrintJob extends Aggregate<PrintJob> {

	/** After so many wrong codes nobody is handed anything. */
	static final int MOST_WRONG = 5;

	/** 待打印, 待领取, 已领取, 已取消. */
	public enum PrintStatus {

		ASKED, READY, HANDED, CANCELLED;

		/** What may happen to a job. */
		enum Action {

			PRINT, HAND, CANCEL

		}

		private Map<Action, PrintStatus> moves() {
			return switch (this) {
				case ASKED -> Map.of(Action.PRINT, READY, Action.CANCEL, CANCELLED);
				case READY -> Map.of(Action.HAND, HANDED, Action.CANCEL, CANCELLED);
				case HANDED, CANCELLED -> Map.of();
			};
		}

		PrintStatus after(Action action) {
			var next = moves().get(action);
			if (next == null) {
				throw new WrongState("trace.print.wrong-state", this, action);
			}
			return next;
		}

		Set<Action> actions() {
			return moves().keySet();
		}

	}

	private String number;

	private UUID batchId;

	private UUID memberId;

	private UUID outletId;

	@Enumerated(EnumType.STRING)
	private LabelSheets.SheetPaper paper;

	@Enumerated(EnumType.STRING)
	private PrintStatus status;

	private String pickCode;

	private int wrongCodes;

	private Instant askedAt;

	private @Nullable Instant readyAt;

	private @Nullable String readyName;

	private @Nullable Instant handedAt;

	private @Nullable String handedName;

	private @Nullable String endedWhy;

	/**
	 * @param pickCode six digits
	 */
	static PrintJob ask(String number, LabelBatch batch, UUID outletId, LabelSheets.SheetPaper paper, String pickCode,
			Instant at) {
		var job = new PrintJob();
		job.number = number;
		job.batchId = batch.id();
		job.memberId = batch.memberId();
		job.outletId = outletId;
		job.paper = paper;
		job.status = PrintStatus.ASKED;
		job.pickCode = pickCode;
		job.askedAt = at;
		return job;
	}

	void ready(Actor by, Instant at) {
		status = status.after(PrintStatus.Action.PRINT);
		readyAt = at;
		readyName = by.displayName();
	}

	/**
	 * @return whether the code was the right one; a wrong one is counted
	 */
	boolean hand(String code, Actor by, Instant at) {
		var next = status.after(PrintStatus.Action.HAND);
		if (wrongCodes >= MOST_WRONG) {
			throw new RuleBroken("trace.print.locked", MOST_WRONG).at("code");
		}
		if (!pickCode.equals(code.strip())) {
			wrongCodes++;
			return false;
		}
		status = next;
		handedAt = at;
		handedName = by.displayName();
		return true;
	}

	void cancel(String why) {
		var next = status.after(PrintStatus.Action.CANCEL);
		if (why.isBlank()) {
			throw new RuleBroken("trace.lot.reason-missing").at("reason");
		}
		status = next;
		endedWhy = why.strip();
	}

}
