package cn.jinfu.production.service.campaign;

import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.production.operation.OperationCommands;
import cn.jinfu.production.service.order.ServiceOrderCommands;
import cn.jinfu.production.service.order.ServiceOrderState;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Component;

/** The day itself: every field for itself, so that one that fails stops no other. */
@Component
@RequiredArgsConstructor
public class CampaignRun {

	/**
	 * @param lotNo of the organisation's own holding
	 */
	public record Day(String lotNo, String worker, Instant from, Instant to) {
	}

	/**
	 * What became of one field.
	 *
	 * @param refusal null when it is reported to the farm
	 */
	public record Outcome(CampaignView.Field field, @Nullable Refusal refusal) {
	}

	private final Campaigns campaigns;

	private final ServiceOrderCommands orders;

	/** Fields that are reported already are left alone, so it may be said again. */
	@PreAuthorize("hasAuthority('production:service:provide')")
	public List<Outcome> carryOut(UUID id, Day day) {
		var campaign = campaigns.view(id);
		if (!campaign.serving()) {
			throw new NotFound("production.campaign.not-found", id);
		}
		campaign.state().after(CampaignState.Action.CARRY_OUT);
		if (day.worker().isBlank()) {
			throw new RuleBroken("production.service-order.worker-missing").at("worker");
		}
		var outcomes = new ArrayList<Outcome>();
		for (var field : campaigns.fields(id)) {
			if (field.state() == ServiceOrderState.ORDERED) {
				outcomes.add(one(campaign, field, day));
			}
		}
		campaigns.finish(id);
		return outcomes;
	}

	private Outcome one(CampaignView campaign, CampaignView.Field field, Day day) {
		var on = LocalDate.ofInstant(day.from(), BusinessClock.ZONE);
		var used = new OperationCommands.InputUsed(campaign.inputId(), day.lotNo().strip(),
				campaign.dosePerMu().multiply(field.areaMu()).setScale(6, RoundingMode.HALF_UP), null, campaign.pest());
		try {
			orders.carryOut(field.orderId(),
					new ServiceOrderCommands.Dispatch(null, day.worker(), day.from(), day.to()),
					new ServiceOrderCommands.Report(on, field.areaMu(), used, true,
							campaign.materialMu().times(field.areaMu(), RoundingMode.HALF_UP), null, null, List.of()));
			return new Outcome(field, null);
		}
		catch (Refusal refusal) {
			return new Outcome(field, refusal);
		}
	}

}
