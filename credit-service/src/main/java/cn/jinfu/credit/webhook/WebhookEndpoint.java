package cn.jinfu.credit.webhook;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import cn.jinfu.credit.CreditFourEyes;
import cn.jinfu.credit.webhook.EndpointStatus.Action;
import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.FourEyesStep;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/**
 * An address at which a bank wants to be told. It counts once two people of the
 * federation have agreed, and again after every stop. Its secrets and its place in the
 * feed are columns of their own, which the deliveries write without this.
 */
@Entity
@Table(name = "credit_webhook_endpoint")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class WebhookEndpoint extends Aggregate<WebhookEndpoint> {

	private UUID bankId;

	private String url;

	/** Separated by commas; empty for all. */
	private String types;

	/** A private network in which the address may lie; null: public ones only. */
	private @Nullable String privateRange;

	@Enumerated(EnumType.STRING)
	private EndpointStatus status;

	private Instant askedAt;

	private @Nullable UUID proposedBy;

	private @Nullable String proposedName;

	private @Nullable Instant proposedAt;

	private @Nullable UUID confirmedBy;

	private @Nullable String confirmedName;

	private @Nullable Instant confirmedAt;

	/** Null when the platform stopped it. */
	private @Nullable UUID stoppedBy;

	private @Nullable Instant stoppedAt;

	static WebhookEndpoint asked(UUID bankId, String url, List<String> types, @Nullable String range, Instant at) {
		var it = new WebhookEndpoint();
		it.bankId = bankId;
		it.url = url;
		it.types = String.join(",", types);
		it.privateRange = range;
		it.status = EndpointStatus.ASKED;
		it.askedAt = at;
		return it;
	}

	void propose(UUID person, String name, Instant at) {
		status = status.after(Action.PROPOSE);
		proposedBy = person;
		proposedName = name;
		proposedAt = at;
		confirmedBy = null;
		confirmedName = null;
		confirmedAt = null;
	}

	/** By another person than proposed it. */
	void confirm(UUID person, String name, Instant at) {
		var next = status.after(Action.CONFIRM);
		CreditFourEyes.CONFIRM_WEBHOOK.requireOther("credit.webhook.four-eyes", person, proposedBy);
		status = next;
		confirmedBy = person;
		confirmedName = name;
		confirmedAt = at;
		stoppedBy = null;
		stoppedAt = null;
	}

	/**
	 * @param person null: the platform itself
	 */
	void stop(@Nullable UUID person, Instant at) {
		status = status.after(Action.STOP);
		stoppedBy = person;
		stoppedAt = at;
	}

	void close() {
		status = status.after(Action.CLOSE);
	}

	public boolean can(String action) {
		return status.allows(Action.valueOf(action));
	}

	/** Whether this person took the first step, so that another takes the second. */
	public boolean proposedBy(UUID person) {
		return FourEyesStep.tookPart(person, proposedBy);
	}

	/** The platform stopped it, and nobody has decided yet. */
	boolean alarming() {
		return status == EndpointStatus.STOPPED && stoppedBy == null;
	}

	public List<String> typeList() {
		return types.isEmpty() ? List.of() : List.of(types.split(","));
	}

}
