package cn.jinfu.credit.rating;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.credit.rating.RunStatus.Action;
import cn.jinfu.kernel.Aggregate;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/**
 * One rating of all members: with the facts of its day and the card in use then, however
 * long it takes.
 */
@Entity
@Table(name = "credit_rating_run")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class RatingRun extends Aggregate<RatingRun> {

	static final String TYPE = "RatingRun";

	@Enumerated(EnumType.STRING)
	private RunStatus status;

	private LocalDate asOf;

	private UUID cardId;

	private int total;

	private UUID startedBy;

	private String startedName;

	private Instant startedAt;

	private @Nullable Instant finishedAt;

	static RatingRun of(LocalDate asOf, UUID cardId, int total, UUID person, String name, Instant at) {
		var run = new RatingRun();
		run.status = RunStatus.RUNNING;
		run.asOf = asOf;
		run.cardId = cardId;
		run.total = total;
		run.startedBy = person;
		run.startedName = name;
		run.startedAt = at;
		return run;
	}

	void move(Action action, Instant at) {
		status = status.after(action);
		if (status == RunStatus.FINISHED || status == RunStatus.STOPPED) {
			finishedAt = at;
		}
	}

}
