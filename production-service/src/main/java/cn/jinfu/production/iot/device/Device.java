package cn.jinfu.production.iot.device;

import java.time.Instant;
import java.util.UUID;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.production.PlotDirectory.PlotFacts;
import cn.jinfu.production.iot.device.DeviceState.Action;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/** One device of one farm. It stands on one of the farm's plots or on none. */
@Entity
@Table(name = "production_device")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class Device extends Aggregate<Device> {

	private String sn;

	private String name;

	private UUID productId;

	private UUID memberId;

	/** Of its plot; before it stands anywhere, of its farm. */
	private String division;

	private @Nullable UUID plotId;

	@Enumerated(EnumType.STRING)
	private DeviceState state;

	private UUID registeredBy;

	private Instant registeredAt;

	/** Written beside the readings, never from here. */
	@Column(insertable = false, updatable = false)
	private @Nullable Instant lastSeenAt;

	static Device register(String sn, String name, UUID productId, UUID memberId, String division, UUID person,
			Instant at) {
		if (!sn.matches("[A-Za-z0-9_-]{3,40}")) {
			throw new RuleBroken("production.device.sn", sn).at("sn");
		}
		if (name.isBlank() || name.strip().length() > 40) {
			throw new RuleBroken("production.device.name-missing").at("name");
		}
		var device = new Device();
		device.sn = sn;
		device.name = name.strip();
		device.productId = productId;
		device.memberId = memberId;
		device.division = division;
		device.state = DeviceState.INACTIVE;
		device.registeredBy = person;
		device.registeredAt = at;
		return device;
	}

	/**
	 * It stands there from then on.
	 * @param since when it came to where it stands now; null when it stands nowhere
	 */
	void place(PlotFacts plot, Instant from, @Nullable Instant since, Instant now) {
		if (state == DeviceState.RETIRED) {
			throw new WrongState("production.device.retired");
		}
		if (!plot.memberId().equals(memberId)) {
			throw new RuleBroken("production.device.plot-of-another").at("plotId");
		}
		if (from.isAfter(now)) {
			throw new RuleBroken("production.device.future-place").at("from");
		}
		if (plot.plotId().equals(plotId)) {
			throw new RuleBroken("production.device.there-already").at("plotId");
		}
		if (since != null && !from.isAfter(since)) {
			throw new RuleBroken("production.device.before-place").at("from");
		}
		plotId = plot.plotId();
		division = plot.divisionCode();
	}

	void activate() {
		state = state.after(Action.ACTIVATE);
	}

	void sendToRepair(String reason) {
		var next = state.after(Action.SEND_TO_REPAIR);
		requireReason(reason);
		state = next;
	}

	/** It speaks no more and stands nowhere. */
	void retire(String reason) {
		var next = state.after(Action.RETIRE);
		requireReason(reason);
		state = next;
		plotId = null;
	}

	private static void requireReason(String reason) {
		if (reason.isBlank()) {
			throw new RuleBroken("production.reason-missing").at("reason");
		}
	}

}
